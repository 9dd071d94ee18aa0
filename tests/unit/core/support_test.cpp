// Support between regions: who is asked and chased until when, where each unit of an offer is, who
// may do what; and supplies.
#include "engine/core/support.hpp"

#include "engine/core/supply.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::SupportOfferRecord const& offer(Story const& story, std::string const& id,
                                    std::string const& offer_id) {
    auto const found = core::support_offer(story.incident(id).support.front(), offer_id);
    REQUIRE(found.offer != nullptr);
    return *found.offer;
}

std::string refused(Story& story, v1::Command const& command) {
    auto const outcome = story.give(command);
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error().field;
}

bool is_denied(Story& story, v1::Command const& command) {
    auto const outcome = story.give(command);
    return !outcome && outcome.error().code == core::Code::permission_denied;
}

}  // namespace

TEST_CASE("a request asks every other region, and each is chased until it has answered",
          "[core][support]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    (void)story.told();
    story.must(request_support(id, "uppsala", 4));
    CHECK(story.told() == std::vector<std::string>{"SupportRequested", "StepStarted support"});

    auto const& dalarna = story.chase(id, "support", "tib@dalarna");
    auto const& gavleborg = story.chase(id, "support", "tib@gavleborg");
    CHECK(story.incident(id).chase(story.incident(id).pack->step_index("support"), "tib@uppsala") ==
          nullptr);
    CHECK(dalarna.missing == 1);
    CHECK(dalarna.attempt == 1);
    story.must(acknowledge(id, "tib@dalarna", "support"));
    CHECK(dalarna.next_due.is_set());  // having seen it is no answer
    story.wait_s(600);
    CHECK(dalarna.attempt == 2);
    CHECK(gavleborg.state == v1::PARTY_STATE_UNREACHABLE);

    story.must(offer_support(id, "dalarna", "S1", 1, 2));
    CHECK(dalarna.state == v1::PARTY_STATE_ANSWERED);
    CHECK_FALSE(dalarna.next_due.is_set());
    CHECK(dalarna.answer == "accept 2");
    story.must(decline_support(id, "gavleborg", "S1"));
    CHECK(gavleborg.state == v1::PARTY_STATE_ANSWERED);
    CHECK(story.incident(id).is_satisfied(gavleborg));
}

TEST_CASE(
    "a region that has answered is asked anew by another request, and loses nothing of the "
    "first",
    "[core][support]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(request_support(id, "uppsala", 4));
    story.must(offer_support(id, "dalarna", "S1", 1, 4));
    auto const& dalarna = story.chase(id, "support", "tib@dalarna");
    auto const& gavleborg = story.chase(id, "support", "tib@gavleborg");
    auto const attempt = dalarna.attempt;

    story.wait_s(30);
    auto second = request_support(id, "uppsala", 1);
    also_ask(second, 2, "gavleborg");
    story.must(second);
    CHECK(dalarna.state == v1::PARTY_STATE_PENDING);
    CHECK(dalarna.missing == 1);
    CHECK(dalarna.attempt == attempt + 1);
    CHECK_FALSE(dalarna.acknowledged_at.is_set());
    CHECK(gavleborg.missing == 3);  // one of the first request, two of the second
    CHECK(offer(story, id, "S1-dalarna-1").quantity() == 4);

    story.must(decline_support(id, "gavleborg", "S2"));
    CHECK(gavleborg.missing == 1);
    CHECK(gavleborg.next_due.is_set());
    story.must(decline_support(id, "gavleborg", "S1"));
    CHECK(gavleborg.missing == 0);
    CHECK_FALSE(gavleborg.next_due.is_set());
}

TEST_CASE(
    "who has not answered is left alone once enough is accepted, and asked again when it is "
    "taken back",
    "[core][support]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(request_support(id, "uppsala", 2));
    auto const& gavleborg = story.chase(id, "support", "tib@gavleborg");
    story.must(offer_support(id, "dalarna", "S1", 1, 2));
    CHECK(gavleborg.next_due.is_set());
    story.must(accept_support(id, "uppsala", "S1-dalarna-1"));
    CHECK_FALSE(gavleborg.next_due.is_set());
    CHECK(gavleborg.state != v1::PARTY_STATE_ANSWERED);  // it has said nothing
    CHECK(story.incident(id).is_satisfied(gavleborg));

    story.must(acknowledge(id, "tib@gavleborg"));
    CHECK_FALSE(gavleborg.next_due.is_set());  // having seen it late makes nobody ask again
    auto const attempt = gavleborg.attempt;
    story.must(report_support(id, "dalarna", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_WITHDRAWN, 1));
    CHECK(gavleborg.next_due.is_set());
    CHECK(gavleborg.missing == 1);
    CHECK(gavleborg.attempt == attempt + 1);
}

TEST_CASE("each unit of an offer is in one place from offered to released", "[core][support]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(request_support(id, "uppsala", 10));
    story.must(offer_support(id, "dalarna", "S1", 1, 5));
    auto const& given = offer(story, id, "S1-dalarna-1");
    CHECK(given.open() == 5);

    story.must(accept_support(id, "uppsala", "S1-dalarna-1", 4));
    CHECK(refused(story, accept_support(id, "uppsala", "S1-dalarna-1", 2)) == "count");
    auto const& after = [&]() -> v1::SupportOfferRecord const& {
        return offer(story, id, "S1-dalarna-1");
    };
    CHECK(after().waiting() == 4);
    CHECK(refused(story, report_support(id, "dalarna", "S1-dalarna-1",
                                        v1::SUPPORT_REPORT_KIND_UNDER_WAY, 5)) == "count");
    story.must(report_support(id, "dalarna", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_UNDER_WAY, 3));
    story.must(report_support(id, "uppsala", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_ARRIVED, 2));
    CHECK(after().under_way() == 1);
    CHECK(after().arrived() == 2);
    story.must(report_support(id, "dalarna", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_WITHDRAWN));
    CHECK(after().withdrawn() == 2);  // the one not accepted, and the one that had not left
    CHECK(after().open() == 0);
    CHECK(after().waiting() == 0);
    story.must(report_support(id, "dalarna", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_RETURN_ASKED));
    CHECK(after().return_asked());
    story.must(stand_down(id, "uppsala"));
    story.must(release_support(id, "uppsala", "S1-dalarna-1"));  // what is there goes home
    CHECK(after().released() == 3);
    CHECK_FALSE(after().return_asked());
    CHECK(refused(story, release_support(id, "uppsala", "S1-dalarna-1")) == "count");
}

TEST_CASE("every act has its verb in EDXL-RM, and says which it answers", "[core][support]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(request_support(id, "uppsala", 2));
    story.must(offer_support(id, "dalarna", "S1", 1, 2));
    story.must(decline_support(id, "gavleborg", "S1"));
    story.must(accept_support(id, "uppsala", "S1-dalarna-1"));
    story.must(report_support(id, "dalarna", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_UNDER_WAY));
    story.must(report_support(id, "dalarna", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_RETURN_ASKED));
    story.must(release_support(id, "uppsala", "S1-dalarna-1"));
    story.must(cancel_support(id, "uppsala", "S1"));

    std::vector<std::string> verbs;
    for (auto const& act : story.incident(id).support.front().acts()) {
        verbs.push_back(v1::ResourceMessage_Name(act.message()).substr(17) + " " +
                        std::to_string(act.answers()));
    }
    CHECK(verbs == std::vector<std::string>{"REQUEST_RESOURCE 0", "RESPONSE_TO_REQUEST_RESOURCE 1",
                                            "RESPONSE_TO_REQUEST_RESOURCE 1", "COMMIT_RESOURCE 2",
                                            "REPORT_RESOURCE_DEPLOYMENT_STATUS 4",
                                            "REQUEST_RETURN 4", "RELEASE_RESOURCE 4",
                                            "REQUEST_RESOURCE 1"});
}

TEST_CASE("what is asked for no more is chased no more", "[core][support]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    auto request = request_support(id, "uppsala", 2);
    also_ask(request, 3);
    story.must(request);
    auto const& dalarna = story.chase(id, "support", "tib@dalarna");
    CHECK(dalarna.missing == 2);
    story.must(cancel_support(id, "uppsala", "S1", 1));
    CHECK(dalarna.missing == 1);
    CHECK(dalarna.next_due.is_set());
    story.must(cancel_support(id, "uppsala", "S1"));
    CHECK_FALSE(dalarna.next_due.is_set());
    CHECK(refused(story, offer_support(id, "dalarna", "S1", 1, 1)) == "line");
    CHECK(refused(story, cancel_support(id, "uppsala", "S1")) == "line");
}

TEST_CASE("a number answers what is the only thing asked, and a no all of it", "[core][support]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(request_support(id, "uppsala", 2));
    v1::Command answer;
    *answer.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    answer.mutable_answer()->set_command_id(next_uuid());
    answer.mutable_answer()->set_incident_id(id);
    answer.mutable_answer()->set_party("tib@dalarna");
    answer.mutable_answer()->set_step("support");
    answer.mutable_answer()->mutable_accept()->set_count(1);
    story.must(answer);
    CHECK(offer(story, id, "S1-dalarna-1").quantity() == 1);

    auto second = request_support(id, "uppsala", 1);
    also_ask(second, 2);
    story.must(second);
    answer.mutable_answer()->set_command_id(next_uuid());
    CHECK(refused(story, answer) == "answer");  // a number of what?
    answer.mutable_answer()->set_command_id(next_uuid());
    answer.mutable_answer()->mutable_decline()->set_reason("inget att avvara");
    story.must(answer);
    auto const& dalarna = story.chase(id, "support", "tib@dalarna");
    CHECK(dalarna.missing == 0);
    CHECK_FALSE(dalarna.next_due.is_set());
    CHECK(story.incident(id).support.back().lines(1).declines_size() == 1);
}

TEST_CASE("a region gives for itself only, and only the one that asked accepts",
          "[core][support]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    auto for_another = request_support(id, "uppsala", 2);
    for_another.mutable_request_support()->set_region_id("dalarna");
    CHECK(is_denied(story, for_another));
    story.must(request_support(id, "uppsala", 2));
    auto offered = offer_support(id, "gavleborg", "S1", 1, 1);
    *offered.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    CHECK(is_denied(story, offered));
    *offered.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    CHECK(is_denied(story, offered));
    offered.mutable_offer_support()->set_via(v1::VIA_PHONE);  // taken by voice by who leads
    story.must(offered);
    CHECK(offer(story, id, "S1-gavleborg-1").taken_by() == "tok_1_uppsala");
    CHECK(is_denied(story, accept_support(id, "gavleborg", "S1-gavleborg-1")));
    story.must(accept_support(id, "uppsala", "S1-gavleborg-1"));
    CHECK(is_denied(story, release_support(id, "gavleborg", "S1-gavleborg-1")));
    CHECK(is_denied(
        story, report_support(id, "dalarna", "S1-gavleborg-1", v1::SUPPORT_REPORT_KIND_UNDER_WAY)));
    CHECK(is_denied(
        story, report_support(id, "uppsala", "S1-gavleborg-1", v1::SUPPORT_REPORT_KIND_WITHDRAWN)));
    CHECK(is_denied(story, cancel_support(id, "dalarna", "S1")));
    auto observed = request_support(id, "uppsala", 1);
    observed.mutable_actor()->set_role(v1::ROLE_OBSERVER);
    CHECK(is_denied(story, observed));
}

TEST_CASE("whoever was asked for support hears of the end", "[core][support]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(request_support(id, "uppsala", 2));
    auto const& chase = story.chase(id, "support", "tib@gavleborg");
    story.must(delivered(id, chase, "support", v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_ACCEPTED));
    story.must(stand_down(id, "uppsala"));
    story.wait_s(1);
    CHECK(story.chase(id, "stand_down", "tib@gavleborg").attempt == 1);
    CHECK_FALSE(chase.next_due.is_set());
}

TEST_CASE("a pack without the step does not pretend to ask anybody", "[core][support]") {
    Story story;
    auto const id = story.confirm("uppsala");
    CHECK(refused(story, request_support(id, "uppsala", 2)) == "incident_id");
    CHECK(story.incident(id).support.empty());
}

TEST_CASE("capitals and blanks make no other supply", "[core][supply]") {
    Story story{cooperation_pack()};
    for (auto const* const item : {"Nitril handskar", "nitrilhandskar", "INFUSION"}) {
        story.must(report_supply(v1::ROLE_TIB, "dalarna", "dalarna", item, 100));
    }
    auto const views = core::supply_views(story.state(), {}, false, story.now());
    REQUIRE(views.size() == 2);
    CHECK(views[0].record().item() == "Nitril handskar");
    CHECK(views[1].record().item() == "infusion");
}

TEST_CASE("a supply that is too old is unknown, not short and not enough", "[core][supply]") {
    Story story{cooperation_pack()};
    story.must(report_supply(v1::ROLE_HOSPITAL, "UAS", "UAS", "infusion", 15));
    story.must(report_supply(v1::ROLE_TIB, "dalarna", "dalarna", "handskar", 100));
    auto views = core::supply_views(story.state(), {}, false, story.now());
    REQUIRE(views.size() == 2);
    CHECK(views.front().record().item() == "infusion");
    CHECK(views.front().short_());
    CHECK(views.front().title().sv() == "Infusionsvätska");
    CHECK_FALSE(views.back().short_());
    CHECK(core::supply_views(story.state(), "uppsala", false, story.now()).size() == 1);

    auto const later = story.now() + core::seconds(3600);
    views = core::supply_views(story.state(), {}, false, later);
    CHECK(views.front().stale());
    CHECK_FALSE(views.front().short_());
    CHECK(core::supply_views(story.state(), {}, true, later).empty());
}

TEST_CASE("an organisation reports its own supplies, its region's TiB what was heard by voice",
          "[core][supply]") {
    Story story{cooperation_pack()};
    CHECK(is_denied(story, report_supply(v1::ROLE_TIB, "uppsala", "UAS", "infusion", 5)));
    CHECK(is_denied(story, report_supply(v1::ROLE_HOSPITAL, "UAS", "dalarna", "infusion", 5)));
    auto heard = report_supply(v1::ROLE_TIB, "uppsala", "UAS", "infusion", 5);
    heard.mutable_report_supply()->set_via(v1::VIA_PHONE);
    story.must(heard);
    CHECK(story.state().supplies().begin()->second.taken_by() == "tok_1_uppsala");

    auto older = report_supply(v1::ROLE_HOSPITAL, "UAS", "UAS", "infusion", 90);
    older.mutable_report_supply()->set_observed_at(story.now().us - 1);
    CHECK(refused(story, older) == "observed_at");
    auto future = report_supply(v1::ROLE_HOSPITAL, "UAS", "UAS", "infusion", 90);
    future.mutable_report_supply()->set_observed_at(story.now().us + 1);
    CHECK(refused(story, future) == "observed_at");
    CHECK(refused(story, report_supply(v1::ROLE_HOSPITAL, "XYZ", "XYZ", "infusion", 9)) ==
          "organisation_id");
}

TEST_CASE("supplies, offers and conferences have bounds that say what to do instead",
          "[core][support][conference]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    auto const supply = [](int number) {
        v1::Command command;
        *command.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
        auto& report = *command.mutable_report_supply();
        report.set_command_id(next_uuid());
        report.set_organisation_id("uppsala");
        report.set_item("vara " + std::to_string(number));
        return command;
    };
    for (int number = 0; number < 200; ++number) {
        story.must(supply(number));
    }
    story.must(supply(7));  // one that is known can always be reported anew
    auto const one_more = story.give(supply(200));
    REQUIRE_FALSE(one_more.has_value());
    CHECK(one_more.error().code == core::Code::resource_exhausted);

    story.must(request_support(id, "uppsala", 100));
    for (int number = 0; number < 20; ++number) {
        story.must(offer_support(id, "dalarna", "S1", 1, 1));
    }
    CHECK_FALSE(story.give(offer_support(id, "dalarna", "S1", 1, 1)).has_value());
    story.must(offer_support(id, "gavleborg", "S1", 1, 1));

    for (int number = 0; number < 10; ++number) {
        story.must(call_conference(id, "uppsala"));
    }
    CHECK_FALSE(story.give(call_conference(id, "uppsala")).has_value());
}

}  // namespace larm::test
