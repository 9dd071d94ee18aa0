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
    CHECK(notices(story, "blood@dalarna", step) == 1);
    CHECK(view(story, id).offers(1).accepted_size() == 1);  // what the asker has lost
}

}  // namespace larm::test
