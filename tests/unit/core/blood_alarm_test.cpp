// A blood centre's stock, its alarm to the country, and the answers: who may, who is asked again,
// when a chase ends, and that the end reaches all of them.
#include <algorithm>

#include "engine/core/blood_view.hpp"
#include "engine/core/view.hpp"
#include "tests/support/blood_story.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

constexpr auto step = "blood_country";

core::Code code_of(Story& story, v1::Command const& command) {
    auto const seq = story.state().seq();
    auto const outcome = story.give(command);
    CHECK(story.state().seq() == seq);
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error().code;
}

core::Code code_of(Story& story, v1::Command command, v1::Actor const& by) {
    *command.mutable_actor() = by;
    return code_of(story, command);
}

constexpr auto denied = core::Code::permission_denied;

std::vector<std::string> asked(Story const& story, std::string const& id) {
    std::vector<std::string> parties;
    for (auto const& chase : story.incident(id).chases) {
        if (story.incident(id).pack->step(chase.step).id() == step) {
            parties.push_back(chase.party);
        }
    }
    return parties;
}

/// Uppsala is stricken, and its blood centre has alarmed the country.
std::string alarmed(Story& story) {
    auto const id = story.confirm("uppsala");
    story.must(acknowledge(id, "blood@uppsala"));
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 40}, {a_positive, 20}}));
    return id;
}

int notices(Story const& story, std::string const& recipient, std::string const& message) {
    int count = 0;
    for (auto const& event : story.log()) {
        for (auto const& chase : event.chases()) {
            for (auto const& notice : chase.notices()) {
                count += notice.recipient() == recipient && notice.message() == message ? 1 : 0;
            }
        }
    }
    return count;
}

}  // namespace

TEST_CASE("a blood centre alarms everybody else in the country, at once", "[core][blood]") {
    Story story{blood_pack()};
    auto const id = story.confirm("uppsala");
    story.wait_s(600);
    CHECK(asked(story, id).empty());  // never the engine's
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 40}}));
    CHECK(asked(story, id) == std::vector<std::string>{"blood@dalarna", "blood@gavleborg",
                                                       "blood@stockholm", "blood@skane"});
    CHECK(notices(story, "blood@stockholm", step) == 1);
    // It has seen its own alarm by that.
    CHECK(story.chase(id, "blood_alarm", "blood@uppsala").acknowledged_at.is_set());
}

TEST_CASE("only a region's blood centre that has been alarmed itself alarms the country",
          "[core][blood][authority]") {
    Story story{blood_pack()};
    auto const id = story.confirm("uppsala");
    auto const alarm = alarm_country(id, "blood@uppsala", {{o_negative, 1}});
    CHECK(code_of(story, alarm, actor(v1::ROLE_BLOOD, "dalarna")) == denied);
    for (auto const role : {v1::ROLE_TIB, v1::ROLE_DEPUTY, v1::ROLE_HOSPITAL, v1::ROLE_NATIONAL,
                            v1::ROLE_CONTROLLER, v1::ROLE_OBSERVER, v1::ROLE_ADMIN}) {
        CHECK(code_of(story, alarm, actor(role, "uppsala")) == denied);
    }
    // Not alarmed in this incident, or no region's.
    CHECK(code_of(story, alarm_country(id, "blood@dalarna", {{o_negative, 1}})) ==
          core::Code::failed_precondition);
    CHECK(code_of(story, alarm_country(id, "blood@stockholm", {{o_negative, 1}})) ==
          core::Code::failed_precondition);
    CHECK(code_of(story, alarm_country(id, "blood@uppsala", {{o_negative, 0}})) ==
          core::Code::invalid_argument);
    CHECK(code_of(story, alarm_country(id, "blood@uppsala", {})) == core::Code::invalid_argument);
    story.must(stand_down(id, "uppsala"));
    CHECK(code_of(story, alarm) == core::Code::failed_precondition);
}

TEST_CASE("an offer or a no with a reason ends the chase, and having seen it does not",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = alarmed(story);
    story.must(offer_blood(id, "blood@stockholm", {{o_negative, 5}}));
    auto const& stockholm = story.chase(id, step, "blood@stockholm");
    CHECK(stockholm.state == v1::PARTY_STATE_ANSWERED);
    CHECK(stockholm.answer == "accept 5");
    CHECK_FALSE(stockholm.next_due.is_set());
    CHECK(notices(story, "blood@uppsala", "blood_offered") == 1);  // whoever asked hears of it

    story.must(decline_blood(id, "blood@skane", "strömavbrott"));
    CHECK(story.chase(id, step, "blood@skane").answer == "decline: strömavbrott");
    CHECK_FALSE(story.chase(id, step, "blood@skane").next_due.is_set());
    CHECK(notices(story, "blood@uppsala", "declined") == 1);  // whoever asked hears of it

    story.must(acknowledge(id, "blood@dalarna"));
    CHECK(notices(story, "blood@dalarna", step) == 1);
    story.wait_s(300);
    CHECK(notices(story, "blood@dalarna", step) == 2);  // and is asked again
    story.wait_s(600);
    CHECK(story.chase(id, step, "blood@gavleborg").state == v1::PARTY_STATE_UNREACHABLE);
    CHECK(notices(story, "blood@uppsala", "not_reached") >= 1);
    CHECK(notices(story, "blood@stockholm", step) == 1);
    // A yes to a question after how much is none.
    auto yes = decline_blood(id, "blood@dalarna", "x");
    yes.mutable_answer()->mutable_accept()->set_count(3);
    CHECK(code_of(story, yes) == core::Code::invalid_argument);
}

TEST_CASE(
    "a second alarm asks those again who have not offered what lacks, until enough is accepted",
    "[core][blood]") {
    Story story{blood_pack()};
    auto const id = alarmed(story);
    story.must(offer_blood(id, "blood@stockholm", {{o_negative, 60}, {a_positive, 60}}));
    story.must(offer_blood(id, "blood@dalarna", {{o_negative, 1}}));
    story.must(decline_blood(id, "blood@skane", "eget behov"));
    auto const asked_so_often = [&](int stockholm, int others) {
        CHECK(notices(story, "blood@stockholm", step) == stockholm);
        for (auto const* const other : {"blood@dalarna", "blood@skane", "blood@gavleborg"}) {
            CAPTURE(other);
            CHECK(notices(story, other, step) == others);
        }
    };
    // What Stockholm offers may be a slip of the pen: nobody has looked at it yet.
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 45}, {a_positive, 20}}));
    CHECK(story.log().back().blood_country_alarmed().asked() == 3);
    asked_so_often(1, 2);

    story.must(
        accept_blood(id, "blood@uppsala", "stockholm-1", {{o_negative, 45}, {a_positive, 20}}));
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 44}, {a_positive, 20}}));
    CHECK(story.log().back().blood_country_alarmed().asked() == 0);
    asked_so_often(1, 2);

    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 100}}));
    CHECK(story.log().back().blood_country_alarmed().asked() == 4);
    asked_so_often(2, 3);
    for (auto const* const again :
         {"blood@stockholm", "blood@dalarna", "blood@skane", "blood@gavleborg"}) {
        CAPTURE(again);
        CHECK(story.chase(id, step, again).next_due.is_set());
        CHECK(story.chase(id, step, again).answer.empty());
    }
    auto const seen = core::blood_view(story.state(), story.incident(id), story.now());
    REQUIRE(seen.alarms_size() == 1);
    CHECK(seen.alarms(0).asks_size() == 1);
    CHECK(seen.alarms(0).offered(0).units() == 61);
    CHECK(seen.asked_size() == 4);

    story.must(offer_blood(id, "blood@skane", {{o_negative, 3}}));
    CHECK(story.chase(id, step, "blood@skane").state == v1::PARTY_STATE_ANSWERED);
}

TEST_CASE("the same alarm once more within the rules' time asks nobody, and later it asks anew",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = alarmed(story);
    CHECK(story.state().incident(id)->blood.alarms(0).asked().asked() == 4);
    auto const first_at = story.now().us;
    story.must(decline_blood(id, "blood@skane", "eget behov"));
    story.wait_s(60);
    story.must(alarm_country(id, "blood@uppsala", {{a_positive, 20}, {o_negative, 40}}));
    CHECK(story.log().back().blood_country_alarmed().same_as_us() == first_at);
    CHECK(story.log().back().chases().empty());
    CHECK(story.incident(id).blood.alarms(0).at_us() == first_at);
    CHECK(story.incident(id).blood.alarms(0).asked().asked() == 4);
    CHECK(notices(story, "blood@skane", step) == 1);

    story.wait_s(240);
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 40}, {a_positive, 20}}));
    CHECK(notices(story, "blood@skane", step) == 2);
    // More is asked: no double press, however soon.
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 41}, {a_positive, 20}}));
    CHECK(notices(story, "blood@skane", step) == 3);
}

TEST_CASE("a centre that asks itself is asked no more", "[core][blood]") {
    auto pack = blood_pack();
    for (auto& each : *pack.mutable_steps()) {
        if (each.id() == "blood_alarm") {
            each.mutable_audience()->set_where(v1::WHERE_EVERY_REGION);
        }
    }
    Story story{pack};
    auto const id = alarmed(story);
    story.must(alarm_country(id, "blood@dalarna", {{b_positive, 9}}));
    CHECK_FALSE(story.chase(id, step, "blood@dalarna").next_due.is_set());
    CHECK(story.chase(id, step, "blood@dalarna").answer == "asks: lagret räcker en timme");
    CHECK(notices(story, "blood@uppsala", step) == 0);
    CHECK(notices(story, "blood@skane", step) == 2);
    // Without a name an offer is for the one that asked last.
    story.must(offer_blood(id, "blood@skane", {{b_positive, 2}}));
    CHECK(story.incident(id).blood.offers(0).given().to() == "blood@dalarna");
    auto named = offer_blood(id, "blood@skane", {{o_negative, 2}});
    named.mutable_offer_blood()->set_to("blood@uppsala");
    story.must(named);
    CHECK(story.incident(id).blood.offers(1).given().to() == "blood@uppsala");
    named.mutable_offer_blood()->set_command_id(next_uuid());
    named.mutable_offer_blood()->set_to("blood@gavleborg");
    CHECK(code_of(story, named) == core::Code::invalid_argument);
}

TEST_CASE("answers taken by voice are entered by who leads and by the centre that asked",
          "[core][blood][authority]") {
    Story story{blood_pack()};
    auto const id = alarmed(story);
    auto offer = offer_blood(id, "blood@skane", {{o_negative, 5}});
    CHECK(code_of(story, offer, actor(v1::ROLE_BLOOD, "uppsala")) == denied);
    offer.mutable_offer_blood()->set_via(v1::VIA_PHONE);
    for (auto const& by : {actor(v1::ROLE_BLOOD, "stockholm"), actor(v1::ROLE_TIB, "dalarna"),
                           actor(v1::ROLE_OBSERVER, "uppsala"), actor(v1::ROLE_HOSPITAL, "UAS")}) {
        CHECK(code_of(story, offer, by) == denied);
    }
    *offer.mutable_actor() = actor(v1::ROLE_BLOOD, "uppsala");
    story.must(offer);
    CHECK(story.chase(id, step, "blood@skane").taken_by == "tok_3_uppsala");
    CHECK(notices(story, "blood@uppsala", "blood_offered") == 0);  // it has entered it itself

    auto no = decline_blood(id, "blood@dalarna", "inget över");
    no.mutable_answer()->set_via(v1::VIA_PHONE);
    *no.mutable_actor() = actor(v1::ROLE_BLOOD, "uppsala");
    story.must(no);
    // Only what it asks for: not the alarm that the region has given.
    auto seen = acknowledge(id, "blood@gavleborg");
    seen.mutable_acknowledge()->set_via(v1::VIA_PHONE);
    CHECK(code_of(story, seen, actor(v1::ROLE_BLOOD, "uppsala")) == denied);
    *seen.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    story.must(seen);
}

TEST_CASE("an offer is taken by who asked, leaves and arrives, each once", "[core][blood]") {
    Story story{blood_pack()};
    auto const id = alarmed(story);
    story.must(offer_blood(id, "blood@skane", {{o_negative, 5}, {a_positive, 8}}));
    auto const under_way = v1::BLOOD_OFFER_STATE_UNDER_WAY;
    auto const failed = core::Code::failed_precondition;
    auto const asker = std::string{"blood@uppsala"};
    CHECK(code_of(story, accept_blood(id, "blood@dalarna", "skane-1")) == failed);
    CHECK(code_of(story, accept_blood(id, asker, "skane-9")) == core::Code::not_found);
    CHECK(code_of(story, accept_blood(id, asker, "skane-1", {{o_negative, 6}})) == failed);
    CHECK(code_of(story, blood_transport(id, asker, "skane-1", under_way)) == failed);
    CHECK(code_of(story, accept_blood(id, asker, "skane-1"), actor(v1::ROLE_BLOOD, "dalarna")) ==
          denied);
    story.must(accept_blood(id, asker, "skane-1"));
    story.must(accept_blood(id, asker, "skane-1", {{o_negative, 4}}));
    CHECK(story.incident(id).blood.offers(0).accepted_size() == 1);

    CHECK(code_of(story, blood_transport(id, "blood@dalarna", "skane-1", under_way)) == failed);
    CHECK(code_of(story, blood_transport(id, "blood@skane", "skane-1",
                                         v1::BLOOD_OFFER_STATE_ARRIVED)) == failed);
    CHECK(code_of(story, blood_transport(id, asker, "skane-1", v1::BLOOD_OFFER_STATE_ACCEPTED)) ==
          core::Code::invalid_argument);
    story.must(blood_transport(id, "blood@skane", "skane-1", under_way, 90));
    CHECK(code_of(story, accept_blood(id, asker, "skane-1")) == failed);
    // What rolls arrives after the end, too.
    story.must(stand_down(id, "uppsala"));
    CHECK(code_of(story, offer_blood(id, "blood@skane", {{o_negative, 1}})) == failed);
    story.must(blood_transport(id, asker, "skane-1", v1::BLOOD_OFFER_STATE_ARRIVED));
    CHECK(code_of(story, blood_transport(id, asker, "skane-1", v1::BLOOD_OFFER_STATE_ARRIVED)) ==
          failed);
}

TEST_CASE("the stand-down reaches all of the country's blood centres that were alarmed",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = alarmed(story);
    story.must(offer_blood(id, "blood@stockholm", {{o_negative, 5}}));
    story.must(decline_blood(id, "blood@skane", "nej"));
    // Skåne has answered, and is being asked anew in the moment of the end.
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 400}}));
    story.must(stand_down(id, "uppsala"));
    for (auto const* const party :
         {"blood@uppsala", "blood@dalarna", "blood@gavleborg", "blood@stockholm", "blood@skane"}) {
        CAPTURE(party);
        CHECK(story.chase(id, "stand_down", party).next_due.is_set());
        story.must(acknowledge(id, party));
    }
    CHECK(core::incident_view(story.incident(id)).not_seen().size() == 2);  // the TiBs
}

TEST_CASE("a stock is the world's, the latest count stands, and one press acknowledges too",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const first = story.confirm("uppsala");
    auto const second = story.confirm("uppsala");
    story.wait_s(100);
    auto report = blood_stock("blood@uppsala", {{o_negative, 7}});
    report.mutable_report_blood_stock()->set_incident_id(first);
    report.mutable_report_blood_stock()->set_via(v1::VIA_PUSH);
    report.mutable_report_blood_stock()->set_observed_at((story.now() - core::seconds(50)).us);
    story.must(report);
    CHECK(story.chase(first, "blood_alarm", "blood@uppsala").via == v1::VIA_PUSH);
    CHECK(story.chase(first, "blood_alarm", "blood@uppsala").acknowledged_at.is_set());
    CHECK_FALSE(story.chase(second, "blood_alarm", "blood@uppsala").acknowledged_at.is_set());
    for (auto const& id : {first, second}) {
        auto const seen = core::blood_view(story.state(), story.incident(id), story.now());
        CHECK(seen.centres(1).lines(0).units() == 7);
    }

    auto older = blood_stock("blood@uppsala", {{o_negative, 99}});
    older.mutable_report_blood_stock()->set_observed_at((story.now() - core::seconds(51)).us);
    CHECK(code_of(story, older) == core::Code::failed_precondition);
    older.mutable_report_blood_stock()->set_observed_at((story.now() + core::seconds(1)).us);
    CHECK(code_of(story, older) == core::Code::invalid_argument);
    CHECK(code_of(story, blood_stock("blood@uppsala", {{o_negative, 1}, {o_negative, 2}})) ==
          core::Code::invalid_argument);
    CHECK(code_of(story, blood_stock("blood@uppsala", {{v1::BLOOD_GROUP_UNSPECIFIED, 1}})) ==
          core::Code::invalid_argument);
    CHECK(code_of(story, blood_stock("blood@uppsala", {{o_negative, 1}}),
                  actor(v1::ROLE_BLOOD, "dalarna")) == denied);
    CHECK(code_of(story, blood_stock("blood@uppsala", {{o_negative, 1}}),
                  actor(v1::ROLE_TIB, "uppsala")) == denied);
    CHECK(story.state().blood_stock("blood@uppsala")->lines(0).units() == 7);
}

TEST_CASE("a state with blood in it is restored to the byte, from any prefix of its log",
          "[core][blood][snapshot]") {
    Story story{blood_pack()};
    auto const id = alarmed(story);
    story.must(blood_stock("blood@uppsala", {{o_negative, 7}}, 2));
    story.must(offer_blood(id, "blood@skane", {{o_negative, 5}}));
    story.must(accept_blood(id, "blood@uppsala", "skane-1"));
    story.must(blood_transport(id, "blood@skane", "skane-1", v1::BLOOD_OFFER_STATE_UNDER_WAY, 9));
    story.must(withdraw_blood(id, "blood@skane", "skane-1"));
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 40}, {a_positive, 20}}));
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 90}}));
    story.wait_s(700);
    story.must(stand_down(id, "uppsala"));
    auto const whole = story.state().snapshot().SerializeAsString();
    for (std::size_t cut = 0; cut <= story.log().size(); ++cut) {
        core::State prefix;
        for (std::size_t index = 0; index < cut; ++index) {
            prefix.evolve(story.log()[index], prefix.seq() + 1);
        }
        auto resumed = core::State::restore(prefix.snapshot());
        for (std::size_t index = cut; index < story.log().size(); ++index) {
            resumed.evolve(story.log()[index], resumed.seq() + 1);
        }
        CAPTURE(cut);
        REQUIRE(resumed.snapshot().SerializeAsString() == whole);
    }
}

}  // namespace larm::test
