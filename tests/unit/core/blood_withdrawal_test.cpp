// An offer that is taken back: who may, until when, who is told, and who is asked again because of
// it.
#include "engine/core/blood_view.hpp"
#include "tests/support/blood_story.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

constexpr auto step = "blood_country";
constexpr auto asker = "blood@uppsala";
constexpr auto denied = core::Code::permission_denied;
constexpr auto failed = core::Code::failed_precondition;

core::Code code_of(Story& story, v1::Command const& command) {
    auto const outcome = story.give(command);
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error().code;
}

core::Code code_of(Story& story, v1::Command command, v1::Actor const& by) {
    *command.mutable_actor() = by;
    return code_of(story, command);
}

/// Uppsala asks for ten, Stockholm offers four and Skåne thirty; Dalarna says no, and Gävleborg
/// nothing yet.
std::string offered(Story& story) {
    auto const id = story.confirm("uppsala");
    story.must(alarm_country(id, asker, {{o_negative, 10}}));
    story.must(offer_blood(id, "blood@stockholm", {{o_negative, 4}}));
    story.must(offer_blood(id, "blood@skane", {{o_negative, 30}}));
    story.must(decline_blood(id, "blood@dalarna", "inget över"));
    return id;
}

v1::BloodView view(Story const& story, std::string const& id) {
    return core::blood_view(story.state(), story.incident(id), story.now());
}

}  // namespace

TEST_CASE("an offer that is taken back counts no more, and its centre has said no",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = offered(story);
    story.must(withdraw_blood(id, "blood@skane", "skane-1", "3, inte 30"));
    auto const seen = view(story, id);
    CHECK(seen.alarms(0).offered(0).units() == 4);
    auto const& offer = seen.offers(1);
    CHECK(offer.state() == v1::BLOOD_OFFER_STATE_WITHDRAWN);
    CHECK(offer.withdrawn_reason() == "3, inte 30");
    CHECK(offer.withdrawn_at() == story.now().us);
    CHECK(offer.withdrawn_via() == v1::VIA_API);
    CHECK(story.chase(id, step, "blood@skane").answer == "decline: 3, inte 30");
    CHECK_FALSE(story.chase(id, step, "blood@skane").next_due.is_set());
    CHECK(notices(story, asker, "blood_withdrawn") == 1);
    CHECK(notices(story, "blood@dalarna", step) == 1);  // nothing is lost that was counted on

    CHECK(code_of(story, withdraw_blood(id, "blood@skane", "skane-1")) == failed);
    CHECK(code_of(story, accept_blood(id, asker, "skane-1")) == failed);
    CHECK(code_of(story, blood_transport(id, asker, "skane-1", v1::BLOOD_OFFER_STATE_ARRIVED)) ==
          failed);
    CHECK(code_of(story, withdraw_blood(id, "blood@skane", "stockholm-1")) == failed);
    CHECK(code_of(story, withdraw_blood(id, "blood@skane", "skane-9")) == core::Code::not_found);

    story.must(offer_blood(id, "blood@skane", {{o_negative, 3}}));  // the correction
    CHECK(story.chase(id, step, "blood@skane").answer == "accept 3");
    CHECK(view(story, id).alarms(0).offered(0).units() == 7);
}

TEST_CASE("what had been accepted of it lacks again, and the others are asked again",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = offered(story);
    story.must(accept_blood(id, asker, "skane-1", {{o_negative, 10}}));
    story.must(withdraw_blood(id, "blood@skane", "skane-1"));
    CHECK(view(story, id).alarms(0).accepted().empty());
    CHECK(notices(story, "blood@stockholm", step) == 2);  // four are out, and ten lack
    CHECK(notices(story, "blood@dalarna", step) == 2);
    CHECK(story.chase(id, step, "blood@dalarna").answer.empty());
    CHECK(story.chase(id, step, "blood@dalarna").next_due.is_set());
    CHECK(notices(story, "blood@gavleborg", step) == 1);  // is being asked already
    CHECK(notices(story, "blood@skane", step) == 1);
    CHECK(notices(story, asker, "blood_withdrawn") == 1);
}

TEST_CASE("nobody is asked again while enough is accepted, or what others have out covers it",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = offered(story);
    story.must(offer_blood(id, "blood@gavleborg", {{o_negative, 10}}));
    story.must(accept_blood(id, asker, "stockholm-1"));
    story.must(accept_blood(id, asker, "skane-1", {{o_negative, 6}}));
    story.must(withdraw_blood(id, "blood@stockholm", "stockholm-1"));
    CHECK(notices(story, "blood@gavleborg", step) == 1);  // has ten out, and four lack
    CHECK(notices(story, "blood@dalarna", step) == 2);
    story.must(accept_blood(id, asker, "gavleborg-1"));
    story.must(withdraw_blood(id, "blood@skane", "skane-1"));
    CHECK(notices(story, "blood@dalarna", step) == 2);  // ten are accepted
}

TEST_CASE(
    "the same alarm asks anew where another centre has been heard, or an offer withdrawn, since",
    "[core][blood]") {
    auto pack = blood_pack();
    for (auto& each : *pack.mutable_steps()) {
        if (each.id() == "blood_alarm") {
            each.mutable_audience()->set_where(v1::WHERE_EVERY_REGION);
        }
    }
    Story story{pack};
    auto const id = offered(story);
    auto const is_same = [&] {
        return story.log().back().blood_country_alarmed().same_as_us() != 0;
    };
    story.wait_s(1);
    story.must(withdraw_blood(id, "blood@skane", "skane-1"));
    story.wait_s(1);
    story.must(alarm_country(id, asker, {{o_negative, 10}}));
    CHECK_FALSE(is_same());
    story.wait_s(1);
    story.must(alarm_country(id, asker, {{o_negative, 10}}));
    CHECK(is_same());
    story.must(alarm_country(id, "blood@dalarna", {{b_positive, 9}}));
    story.must(alarm_country(id, asker, {{o_negative, 10}}));
    CHECK_FALSE(is_same());
    // Whoever says no, says it to both.
    story.must(decline_blood(id, "blood@gavleborg", "nej"));
    CHECK(notices(story, asker, "declined") == 2);  // Dalarna's before it
    CHECK(notices(story, "blood@dalarna", "declined") == 1);
}

TEST_CASE("a no takes back what its centre had offered, but not what has arrived",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = offered(story);
    story.must(offer_blood(id, "blood@skane", {{o_negative, 2}}));
    story.must(offer_blood(id, "blood@skane", {{o_negative, 1}}));
    for (auto const* const offer : {"skane-1", "skane-2"}) {
        story.must(accept_blood(id, asker, offer));
    }
    story.must(blood_transport(id, asker, "skane-2", v1::BLOOD_OFFER_STATE_ARRIVED));
    story.must(decline_blood(id, "blood@skane", "frysen har stannat"));
    auto const seen = view(story, id);
    for (auto const offer : {1, 3}) {
        CHECK(seen.offers(offer).state() == v1::BLOOD_OFFER_STATE_WITHDRAWN);
        CHECK(seen.offers(offer).withdrawn_reason() == "frysen har stannat");
    }
    CHECK(seen.offers(2).state() == v1::BLOOD_OFFER_STATE_ARRIVED);
    CHECK(notices(story, asker, "blood_withdrawn") == 1);
    CHECK(notices(story, asker, "declined") == 1);      // Dalarna's
    CHECK(notices(story, "blood@dalarna", step) == 2);  // eight lack again
    CHECK(story.chase(id, step, "blood@skane").state == v1::PARTY_STATE_ANSWERED);
}

TEST_CASE("a no to a question that is asked anew means no more, and what was offered stands",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = offered(story);
    story.must(alarm_country(id, asker, {{o_negative, 60}}));
    REQUIRE(story.chase(id, step, "blood@skane").state != v1::PARTY_STATE_ANSWERED);
    story.must(decline_blood(id, "blood@skane", "inte mer"));
    CHECK(story.chase(id, step, "blood@skane").state == v1::PARTY_STATE_ANSWERED);
    CHECK(view(story, id).offers(1).state() == v1::BLOOD_OFFER_STATE_OFFERED);
    CHECK(notices(story, asker, "blood_withdrawn") == 0);
}

TEST_CASE("asking for less than before asks nobody", "[core][blood]") {
    Story story{blood_pack()};
    auto const id = offered(story);
    story.must(alarm_country(id, asker, {{o_negative, 8}}));
    CHECK(story.log().back().blood_country_alarmed().asked() == 0);
    CHECK(notices(story, "blood@dalarna", step) == 1);
    CHECK(view(story, id).alarms(0).asks(0).units() == 8);
    story.must(alarm_country(id, asker, {{o_negative, 9}}));
    CHECK(notices(story, "blood@dalarna", step) == 2);
}

TEST_CASE("a centre that keeps another offer has not said no", "[core][blood]") {
    Story story{blood_pack()};
    auto const id = offered(story);
    story.must(offer_blood(id, "blood@skane", {{o_negative, 2}}));
    story.must(withdraw_blood(id, "blood@skane", "skane-1"));
    CHECK(story.chase(id, step, "blood@skane").answer == "accept 2");
}

TEST_CASE("an offer is taken back by its centre, and by voice through who asked or who leads",
          "[core][blood][authority]") {
    Story story{blood_pack()};
    auto const id = offered(story);
    auto withdraw = withdraw_blood(id, "blood@skane", "skane-1");
    CHECK(code_of(story, withdraw, actor(v1::ROLE_BLOOD, "uppsala")) == denied);
    withdraw.mutable_withdraw_blood_offer()->set_via(v1::VIA_PHONE);
    for (auto const& by :
         {actor(v1::ROLE_BLOOD, "stockholm"), actor(v1::ROLE_TIB, "dalarna"),
          actor(v1::ROLE_OBSERVER, "uppsala"), actor(v1::ROLE_CONTROLLER, "uppsala")}) {
        CHECK(code_of(story, withdraw, by) == denied);
    }
    *withdraw.mutable_actor() = actor(v1::ROLE_BLOOD, "uppsala");
    story.must(withdraw);
    CHECK(view(story, id).offers(1).withdrawn_taken_by() == "tok_3_uppsala");
    CHECK(notices(story, asker, "blood_withdrawn") == 0);  // it has entered it itself

    auto other = withdraw_blood(id, "blood@stockholm", "stockholm-1");
    other.mutable_withdraw_blood_offer()->set_via(v1::VIA_RAKEL);
    *other.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    story.must(other);
    CHECK(notices(story, asker, "blood_withdrawn") == 1);
}

TEST_CASE("what is under way can be taken back, also after the end, and what has arrived cannot",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = offered(story);
    for (auto const* const offer : {"skane-1", "stockholm-1"}) {
        story.must(accept_blood(id, asker, offer));
        story.must(blood_transport(id, asker, offer, v1::BLOOD_OFFER_STATE_UNDER_WAY, 30));
    }
    story.must(blood_transport(id, asker, "stockholm-1", v1::BLOOD_OFFER_STATE_ARRIVED));
    CHECK(code_of(story, withdraw_blood(id, "blood@stockholm", "stockholm-1")) == failed);
    story.must(stand_down(id, "uppsala"));
    story.must(withdraw_blood(id, "blood@skane", "skane-1", "vände"));
    CHECK(notices(story, asker, "blood_withdrawn") == 1);  // it counts on the van still
    CHECK(notices(story, "blood@dalarna", step) == 1);
    CHECK(view(story, id).offers(1).accepted_size() == 1);  // what the asker has lost
}

}  // namespace larm::test
