// Triage and the standard of care: the engine says how the indicators stand, recommends and
// reminds; a named human decides.
#include "tests/support/triage.hpp"
#include "tests/support/catch.hpp"

#include "engine/core/triage_view.hpp"
#include "engine/core/view.hpp"

namespace larm::test {
namespace {

constexpr auto holds = v1::INDICATOR_STANDING_HOLDS;
constexpr auto unknown = v1::INDICATOR_STANDING_UNKNOWN;
constexpr auto mass_casualty = v1::TRIAGE_MODE_MASS_CASUALTY;
constexpr auto normal = v1::TRIAGE_MODE_NORMAL;

int count(Story const& story, v1::Event::KindCase kind) {
    return static_cast<int>(std::ranges::count(story.log(), kind, &v1::Event::kind_case));
}

/// Two of three hold in uppsala: its own assessment, and twelve severely injured at the scene.
std::string recommended(Story& story) {
    auto const id = story.confirm("uppsala");
    story.must(say_indicator(id, "uppsala", "said", 2));
    story.must(casualties(id, "uppsala", {12, 0, 0}, {}));
    story.wait_s(61);
    REQUIRE(recommendations(story).size() == 1);
    return id;
}

}  // namespace

TEST_CASE("an indicator holds once it has been so for its dwell, and is told of once",
          "[core][triage]") {
    Story story{triage_pack()};
    auto const id = story.confirm("uppsala");
    CHECK(standing(story, id, "uppsala", "said") == "unknown");
    story.must(say_indicator(id, "uppsala", "said", 2));
    CHECK(standing(story, id, "uppsala", "said") == "does not");
    story.wait_s(59);
    CHECK(standing(story, id, "uppsala", "said") == "does not");
    story.wait_s(1);
    CHECK(standing(story, id, "uppsala", "said") == "holds");
    story.must(say_indicator(id, "uppsala", "said", 2));
    story.wait_s(60);
    CHECK(turns(story, "uppsala", "said", holds) == 1);
    CHECK(standing(story, id, "dalarna", "said") == "unknown");
}

TEST_CASE("what is too old is unknown, and says nothing", "[core][triage][deadline]") {
    Story story{triage_pack()};
    auto const id = story.confirm("uppsala");
    story.must(say_indicator(id, "uppsala", "said", 2));
    story.wait_s(601);
    CHECK(standing(story, id, "uppsala", "said") == "unknown");
    CHECK(turns(story, "uppsala", "said", unknown) == 1);
    // An observation that is nearly too old cannot make it hold: its dwell is longer.
    Story other{triage_pack()};
    auto const second = other.confirm("uppsala");
    other.wait_s(590);
    other.must(say_indicator(second, "uppsala", "said", 2, Story::began));
    other.wait_s(3600);
    CHECK(turns(other, "uppsala", "said", holds) == 0);
}

TEST_CASE("when enough hold, that is recommended with its reasons, and whoever decides is asked",
          "[core][triage]") {
    Story story{triage_pack()};
    auto const id = recommended(story);
    auto const made = recommendations(story).front();
    CHECK(made.region_id() == "uppsala");
    CHECK(made.question_id() == "mode");
    CHECK(made.decider() == "tib@uppsala");
    REQUIRE(made.reasons_size() == 2);
    CHECK(made.reasons(0).indicator_id() == "waiting");
    CHECK(made.reasons(0).value() == 12);
    CHECK(made.reasons(1).indicator_id() == "said");
    auto const& chase = story.chase(id, "triage", "tib@uppsala");
    CHECK(chase.attempt == 1);
    CHECK(chase.next_due.is_set());
    CHECK(story.incident(id).triage.mode("uppsala") == normal);  // nothing is decided by itself
    story.wait_s(300);
    CHECK(story.chase(id, "triage", "tib@uppsala").attempt == 2);
    auto const view = core::incident_view(story.incident(id));
    REQUIRE(view.triage_size() == 1);
    CHECK(view.triage(0).open(0).sv() == "masskadetriage");
}

TEST_CASE("a decision ends the asking, and stands in everybody's view", "[core][triage]") {
    Story story{triage_pack()};
    auto const id = recommended(story);
    story.must(decide_mode(id, "uppsala", mass_casualty));
    CHECK(story.incident(id).triage.mode("uppsala") == mass_casualty);
    CHECK(story.incident(id).triage.mode("dalarna") == normal);
    auto const& chase = story.chase(id, "triage", "tib@uppsala");
    CHECK(chase.state == v1::PARTY_STATE_ANSWERED);
    CHECK_FALSE(chase.next_due.is_set());
    auto const& decision = story.incident(id).triage.decisions.front();
    CHECK(decision.follows_size() == 1);
    CHECK(decision.against().empty());
    CHECK(core::incident_view(story.incident(id)).triage(0).mode() == mass_casualty);
    story.wait_s(1200);
    CHECK(recommendations(story).size() == 1);
}

TEST_CASE("to stay as it is, is an answer; when it gets worse whoever decided is asked again",
          "[core][triage]") {
    Story story{triage_pack()};
    auto const id = recommended(story);
    story.must(decide_mode(id, "uppsala", normal));
    CHECK(story.incident(id).triage.decisions.front().against_size() == 1);
    CHECK_FALSE(story.chase(id, "triage", "tib@uppsala").next_due.is_set());
    story.wait_s(60);
    CHECK(count(story, v1::Event::kDecisionReminded) == 0);
    // Twelve severe need six places of intensive care, and two are free.
    story.must(report_all("A", 40, 40, 1, 12));
    story.must(report_all("B", 40, 40, 1, 12));
    story.must(say_indicator(id, "uppsala", "said", 2));
    story.wait_s(61);
    CHECK(standing(story, id, "uppsala", "load") == "holds");
    REQUIRE(count(story, v1::Event::kDecisionReminded) == 1);
    CHECK(story.chase(id, "triage", "tib@uppsala").next_due.is_set());
    story.must(decide_mode(id, "uppsala", mass_casualty));
    CHECK(story.incident(id).triage.mode("uppsala") == mass_casualty);
}

TEST_CASE("an unknown indicator takes no recommendation back; one that no longer holds does",
          "[core][triage]") {
    Story story{triage_pack()};
    auto const id = recommended(story);
    story.wait_s(600);
    CHECK(standing(story, id, "uppsala", "said") == "unknown");
    CHECK(count(story, v1::Event::kRecommendationWithdrawn) == 0);
    story.must(say_indicator(id, "uppsala", "said", 0));
    story.wait_s(119);
    CHECK(count(story, v1::Event::kRecommendationWithdrawn) == 0);
    story.wait_s(1);
    CHECK(count(story, v1::Event::kRecommendationWithdrawn) == 1);
    CHECK(story.incident(id).triage.standing.empty());
    CHECK_FALSE(story.chase(id, "triage", "tib@uppsala").next_due.is_set());
}

TEST_CASE("the return is recommended by what is known not to hold, never by what is unknown",
          "[core][triage]") {
    Story story{triage_pack()};
    auto const id = recommended(story);
    story.must(decide_mode(id, "uppsala", mass_casualty));
    story.wait_s(3600);  // everything is too old by now
    CHECK(recommendations(story).size() == 1);
    story.must(casualties(id, "uppsala", {0, 0, 0}, {}));
    story.must(say_indicator(id, "uppsala", "said", 0));
    story.wait_s(121);
    auto const all = recommendations(story);
    REQUIRE(all.size() == 2);
    CHECK(all.back().back());
    CHECK(story.incident(id).triage.mode("uppsala") == mass_casualty);
    story.must(decide_mode(id, "uppsala", normal));
    CHECK(story.incident(id).triage.mode("uppsala") == normal);
    CHECK(story.incident(id).triage.standing.empty());
}

TEST_CASE("hospitals whose picture is unknown make no load, and hide none", "[core][triage]") {
    Story story{triage_pack()};
    auto const id = story.confirm("uppsala");
    story.must(casualties(id, "uppsala", {12, 0, 0}, {}));
    story.wait_s(300);
    CHECK(standing(story, id, "uppsala", "load") == "unknown");
    // A alone is half of the places: known, and six are needed. B may have up to 12.
    story.must(report_all("A", 40, 40, 0, 12));
    story.wait_s(300);
    CHECK(standing(story, id, "uppsala", "load") == "does not");
    story.must(report_all("B", 40, 40, 0, 12));
    story.wait_s(61);
    CHECK(standing(story, id, "uppsala", "load") == "holds");
    // What B had gets too old, and with it whether it has any places: that alone turns nothing.
    story.wait_s(3000);
    story.must(report_all("A", 40, 40, 0, 12));
    story.wait_s(4500);
    CHECK(standing(story, id, "uppsala", "load") == "holds");
    CHECK(turns(story, "uppsala", "load", holds) == 1);
    CHECK(triage_differs_from_whole(story.state()).empty());
}

TEST_CASE("whom a region's hospital has been promised is load there until they have come",
          "[core][triage]") {
    Story story{triage_pack()};
    auto const id = story.confirm("uppsala");
    story.must(casualties(id, "uppsala", {12, 0, 0}, {}));
    story.must(report_all("A", 40, 40, 5, 12));
    story.must(report_all("B", 40, 40, 0, 12));
    story.wait_s(300);
    REQUIRE(standing(story, id, "uppsala", "load") == "holds");  // six places are needed, of five
    v1::Command move;
    *move.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    auto& own = *move.mutable_propose_move();
    own.set_command_id(next_uuid());
    own.set_incident_id(id);
    own.set_from_site_id("1");
    own.set_to_hospital_id("A");
    own.set_severity(v1::SEVERITY_SEVERE);
    own.set_count(5);
    own.set_vehicle_words("bussar");
    story.must(move);
    story.wait_s(600);
    CHECK(standing(story, id, "uppsala", "load") == "holds");
    CHECK(triage_differs_from_whole(story.state()).empty());
}

TEST_CASE("figures get too old by themselves, and are counted as unknown in time",
          "[core][triage][deadline]") {
    Story story{triage_pack()};
    auto const id = story.confirm("uppsala");
    story.must(report_all("A", 40, 40, 9, 12));
    story.must(report_all("B", 40, 40, 9, 12));
    CHECK(standing(story, id, "uppsala", "unknown") == "does not");
    story.wait_s(3601);  // the emergency's figures
    CHECK(standing(story, id, "uppsala", "unknown") == "holds");
}

TEST_CASE("the decision is the region's own decider's and nobody else's", "[core][triage]") {
    Story story{triage_pack()};
    auto const id = story.confirm("uppsala");
    auto command = decide_mode(id, "uppsala", mass_casualty);
    *command.mutable_actor() = actor(v1::ROLE_TIB, "gavleborg");
    auto refused = story.give(command);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == core::Code::permission_denied);
    command.mutable_decide_triage()->set_via(v1::VIA_PHONE);
    CHECK_FALSE(story.give(command).has_value());
    *command.mutable_actor() = actor(v1::ROLE_DEPUTY, "uppsala");
    story.must(command);  // without a recommendation, too
    CHECK(story.incident(id).triage.decisions.back().follows().empty());
    // Dalarna has given it to a hospital's command.
    CHECK_FALSE(story.give(decide_mode(id, "dalarna", mass_casualty)).has_value());
    auto of_hospital = decide_mode(id, "dalarna", mass_casualty);
    *of_hospital.mutable_actor() = actor(v1::ROLE_HOSPITAL, "C");
    story.must(of_hospital);
    CHECK(story.incident(id).triage.last("dalarna")->party() == "hospital@C");
}

TEST_CASE("what nobody can know, or the scale does not have, is refused", "[core][triage]") {
    Story story{triage_pack()};
    auto const id = story.confirm("uppsala");
    auto const code = [&](v1::Command const& command) {
        auto const outcome = story.give(command);
        REQUIRE_FALSE(outcome.has_value());
        return outcome.error().code;
    };
    CHECK(code(say_indicator(id, "uppsala", "said", 7)) == core::Code::invalid_argument);
    CHECK(story.give(say_indicator(id, "uppsala", "said", 7)).error().message ==
          "is not on the indicator's scale: 0 (nej), 1 (kanske), 2 (ja)");
    CHECK(code(say_indicator(id, "uppsala", "load", 1)) == core::Code::failed_precondition);
    CHECK(code(say_indicator(id, "uppsala", "nothing", 1)) == core::Code::not_found);
    CHECK(code(say_indicator(id, "uppsala", "said", 1, story.now() + core::seconds(60))) ==
          core::Code::invalid_argument);
    auto of_another = say_indicator(id, "uppsala", "said", 1);
    *of_another.mutable_actor() = actor(v1::ROLE_HOSPITAL, "A");
    of_another.mutable_report_indicator()->set_hospital_id("B");
    CHECK(code(of_another) == core::Code::permission_denied);
    auto both = decide_standard(id, "uppsala", v1::CARE_STANDARD_CRISIS);
    both.mutable_decide_care_standard()->set_ration_item("vätskor");
    CHECK(code(both) == core::Code::invalid_argument);
}

TEST_CASE("of several hospitals the worst counts", "[core][triage]") {
    Story story{triage_pack()};
    auto const id = story.confirm("uppsala");
    auto const say = [&](std::string const& hospital, int value) {
        auto command = say_indicator(id, "uppsala", "said", value);
        *command.mutable_actor() = actor(v1::ROLE_HOSPITAL, hospital);
        command.mutable_report_indicator()->set_hospital_id(hospital);
        story.must(command);
    };
    say("A", 2);
    say("B", 0);
    story.wait_s(61);
    CHECK(standing(story, id, "uppsala", "said") == "holds");
    say("A", 0);
    story.wait_s(121);
    CHECK(standing(story, id, "uppsala", "said") == "does not");
}

TEST_CASE("one indicator can be enough alone, and a decision for a time is brought up at its end",
          "[core][triage][deadline]") {
    Story story{triage_pack()};
    auto const id = story.confirm("uppsala");
    story.must(say_indicator(id, "uppsala", "alone", 1));
    REQUIRE(recommendations(story).size() == 1);
    CHECK(recommendations(story).front().question_id() == "crisis");
    auto const until = story.now() + core::seconds(900);
    story.must(decide_standard(id, "uppsala", v1::CARE_STANDARD_CRISIS, until));
    CHECK_FALSE(story.chase(id, "triage", "tib@uppsala").next_due.is_set());
    story.wait_s(899);
    CHECK(count(story, v1::Event::kDecisionReminded) == 0);
    story.wait_s(1);
    CHECK(count(story, v1::Event::kDecisionReminded) == 1);
    CHECK(story.incident(id).triage.standard("uppsala") == v1::CARE_STANDARD_CRISIS);
    CHECK(story.chase(id, "triage", "tib@uppsala").next_due.is_set());
    story.must(decide_standard(id, "uppsala", v1::CARE_STANDARD_CONTINGENCY));
    CHECK_FALSE(story.chase(id, "triage", "tib@uppsala").next_due.is_set());
    story.wait_s(3600);
    CHECK(count(story, v1::Event::kDecisionReminded) == 1);
}

TEST_CASE("what is decided against the indicators is written down, and asked about only when worse",
          "[core][triage]") {
    Story story{triage_pack()};
    auto const id = recommended(story);
    story.must(decide_mode(id, "uppsala", mass_casualty));
    story.must(decide_mode(id, "uppsala", normal));  // everything still holds
    auto const all = recommendations(story);
    REQUIRE(all.size() == 2);
    CHECK(all.back().decided() == 2);
    CHECK_FALSE(story.chase(id, "triage", "tib@uppsala").next_due.is_set());
}

TEST_CASE("rationing is a decision of its own, item by item", "[core][triage]") {
    Story story{triage_pack()};
    auto const id = story.confirm("uppsala");
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    auto& request = *command.mutable_decide_care_standard();
    request.set_command_id(next_uuid());
    request.set_incident_id(id);
    request.set_region_id("uppsala");
    request.set_ration_item("vätskor");
    request.set_reason("leveransen uteblev");
    story.must(command);
    CHECK(story.incident(id).triage.rations("uppsala", "vätskor"));
    CHECK(story.incident(id).triage.standard("uppsala") == v1::CARE_STANDARD_CONVENTIONAL);
    command.mutable_decide_care_standard()->set_command_id(next_uuid());
    command.mutable_decide_care_standard()->set_ends(true);
    story.must(command);
    CHECK_FALSE(story.incident(id).triage.rations("uppsala", "vätskor"));
    // What is not rationed until some time can be said to stay so when that is asked.
    auto& again = *command.mutable_decide_care_standard();
    again.set_ration_item("plasma");
    again.set_ends(false);
    again.set_command_id(next_uuid());
    story.must(command);
    again.set_ends(true);
    again.set_command_id(next_uuid());
    again.set_until((story.now() + core::seconds(600)).us);
    story.must(command);
    again.clear_until();
    story.wait_s(601);
    REQUIRE(story.chase(id, "triage", "tib@uppsala").next_due.is_set());
    again.set_command_id(next_uuid());
    story.must(command);
    CHECK_FALSE(story.chase(id, "triage", "tib@uppsala").next_due.is_set());
}

TEST_CASE("once the alarm is over no indicator is due, and nobody is asked", "[core][triage]") {
    Story story{triage_pack()};
    auto const id = recommended(story);
    story.must(stand_down(id, "uppsala"));
    CHECK_FALSE(story.chase(id, "triage", "tib@uppsala").next_due.is_set());
    story.wait_s(24 * 3600);
    CHECK(turns(story, "uppsala", "said", unknown) == 0);
    story.must(decide_mode(id, "uppsala", normal));  // a return after the end is still written down
}

TEST_CASE("a pack without triage rules recommends nothing, and says that it has none",
          "[core][triage]") {
    Story story{capacity_pack()};
    auto const id = story.confirm("uppsala");
    auto const refused = story.give(decide_mode(id, "uppsala", mass_casualty));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == core::Code::failed_precondition);
    v1::GetTriage request;
    request.set_incident_id(id);
    auto const view = core::triage_view(story.state(), request, story.now());
    REQUIRE(view.has_value());
    CHECK_FALSE(view->has_rules());
    CHECK(view->regions().empty());
}

TEST_CASE("the picture shows value, threshold, age and since when", "[core][triage][view]") {
    Story story{triage_pack()};
    auto const id = recommended(story);
    v1::GetTriage request;
    request.set_incident_id(id);
    request.set_region_id("uppsala");
    auto const view = core::triage_view(story.state(), request, story.now() + core::seconds(9));
    REQUIRE(view.has_value());
    REQUIRE(view->regions_size() == 1);
    auto const& region = view->regions(0);
    auto const& said = region.indicators(4);
    CHECK(said.indicator_id() == "said");
    CHECK(said.standing() == holds);
    CHECK(said.value() == 2);
    CHECK(said.threshold() == 2);
    CHECK((said.age_s() == 70 && said.reports_size() == 1));
    auto const& question = region.questions(0);
    CHECK(question.open());
    CHECK((question.holding() == 2 && question.at_least() == 2 && question.unknown() == 1));
}

}  // namespace larm::test
