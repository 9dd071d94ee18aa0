// The end of an alarm: told to exactly those whom the alarm has reached, however, with a list of
// who has not seen it.
#include <algorithm>

#include "engine/core/calls.hpp"
#include "engine/core/view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

/// The test pack with a step to which one region's blood centre is only ever called.
v1::RulePack pack_by_hand() {
    auto pack = chain_pack();
    for (auto& step : *pack.mutable_steps()) {
        if (step.id() == "stand_down" || step.id() == "rescind") {
            auto& by_hand = *step.mutable_by_hand();
            by_hand.set_who(v1::RECIPIENT_DECLARER);
            by_hand.add_channels(v1::CHANNEL_OPERATOR);
        }
    }
    return pack;
}

v1::Command by_phone(v1::Command command) {
    command.mutable_acknowledge()->set_via(v1::VIA_PHONE);
    *command.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    return command;
}

std::vector<std::string> parties_of_step(Story const& story, std::string const& id,
                                         std::string_view step) {
    std::vector<std::string> parties;
    auto const& incident = story.incident(id);
    for (auto const& chase : incident.chases) {
        if (incident.pack->step(chase.step).id() == step) {
            parties.push_back(chase.party);
        }
    }
    return parties;
}

bool has(std::vector<std::string> const& parties, std::string_view party) {
    return std::ranges::find(parties, party) != parties.end();
}

v1::NotSeen const* unseen(v1::IncidentView const& view, std::string_view party) {
    auto const found = std::ranges::find(view.not_seen(), party, &v1::NotSeen::party);
    return found == view.not_seen().end() ? nullptr : &*found;
}

bool is_to_be_called(Story const& story, std::string const& id, std::string_view party,
                     std::string_view step) {
    auto const& incident = story.incident(id);
    return std::ranges::any_of(core::calls_to_make(incident), [&](core::Call const& call) {
        return call.chase != nullptr && call.party() == party &&
               incident.pack->step(call.chase->step).id() == step;
    });
}

/// Whom any event has sent a message to, from event `from` on.
std::vector<std::string> told_since(Story const& story, std::size_t from, std::string_view step) {
    std::vector<std::string> told;
    for (auto index = from; index < story.log().size(); ++index) {
        for (auto const& update : story.log()[index].chases()) {
            for (auto const& notice : update.notices()) {
                if (update.step() == step) {
                    told.push_back(notice.recipient());
                }
            }
        }
    }
    return told;
}

}  // namespace

TEST_CASE("a stand-down one second after the alarm goes to exactly those it was sent to",
          "[core][end]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    auto const alerted = story.incident(id).alerted;
    REQUIRE(alerted.size() > 2);
    auto const before = story.log().size();
    story.must(stand_down(id, "uppsala"));
    story.wait_s(0);
    CHECK(parties_of_step(story, id, "stand_down") == alerted);
    story.wait_s(7200);
    for (auto const* const step :
         {"regional_alarm", "transports", "blood_alarm", "national_alarm"}) {
        CHECK(told_since(story, before, step).empty());
    }
    for (auto const& party : told_since(story, before, "stand_down")) {
        CHECK(has(alerted, party));
    }
}

TEST_CASE("stood down before the alarm has gone out, nobody hears of anything", "[core][end]") {
    for (auto const is_rescinded : {false, true}) {
        auto pack = chain_pack();
        pack.mutable_policy()->set_confirm_hold_s(30);
        Story story{pack};
        auto const id = story.confirm("uppsala");
        REQUIRE(story.incident(id).alerted.empty());
        story.must(is_rescinded ? rescind(id, "uppsala") : stand_down(id, "uppsala"));
        story.wait_s(7200);
        CHECK(story.incident(id).alerted.empty());
        CHECK(incident_view(story.incident(id)).not_seen().empty());
    }
}

TEST_CASE("who has seen it leaves the list of who has not, and a later no counts as seen",
          "[core][end]") {
    Story story;
    auto const id = story.confirm("uppsala");
    CHECK(incident_view(story.incident(id)).not_seen().empty());  // it goes on
    story.must(stand_down(id, "uppsala"));
    story.wait_s(0);
    auto const view = incident_view(story.incident(id));
    auto const* const dalarna = unseen(view, "tib@dalarna");
    REQUIRE(dalarna != nullptr);
    CHECK(dalarna->since() == story.now().us);
    CHECK(dalarna->tried().empty());  // nothing is known to have left
    REQUIRE(dalarna->waiting().size() == 1);
    CHECK(dalarna->waiting(0) == v1::CHANNEL_PUSH);
    CHECK(unseen(view, "tib@uppsala") == nullptr);  // whose stand-down it is
    story.must(acknowledge(id, "tib@dalarna"));
    CHECK(unseen(incident_view(story.incident(id)), "tib@dalarna") == nullptr);
    CHECK(unseen(incident_view(story.incident(id)), "tib@gavleborg") != nullptr);
    story.must(close(id, "uppsala"));
    CHECK(unseen(incident_view(story.incident(id)), "tib@gavleborg") != nullptr);
    CHECK(story.log().back().incident_closed().not_reached().size() ==
          incident_view(story.incident(id)).not_seen().size());
}

TEST_CASE("only what has left is shown as tried; what failed is shown as failed", "[core][end]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(stand_down(id, "uppsala"));
    story.wait_s(0);
    auto const record = [&](v1::DeliveryOutcome outcome) {
        story.must(delivered(id, story.chase(id, "stand_down", "tib@dalarna"), "stand_down",
                             v1::CHANNEL_PUSH, outcome));
        auto const view = incident_view(story.incident(id));
        return *unseen(view, "tib@dalarna");
    };
    auto const left = record(v1::DELIVERY_OUTCOME_HANDED_OVER);
    REQUIRE(left.tried().size() == 1);
    CHECK(left.tried(0) == v1::CHANNEL_PUSH);
    CHECK(left.waiting().empty());
    auto const lost = record(v1::DELIVERY_OUTCOME_FAILED);
    CHECK(std::ranges::find(lost.tried(), v1::CHANNEL_PUSH) == lost.tried().end());
    CHECK(std::ranges::find(lost.failed(), v1::CHANNEL_PUSH) != lost.failed().end());
}

TEST_CASE("who has heard of the alarm by voice before any message went is told of its end",
          "[core][end]") {
    auto pack = pack_by_hand();
    for (auto& step : *pack.mutable_steps()) {
        if (step.id() == "regional_alarm") {
            step.mutable_rungs(0)->set_after_s(10);  // nothing leaves for ten seconds
        }
    }
    Story story{pack};
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    REQUIRE_FALSE(has(story.incident(id).alerted, "tib@dalarna"));
    story.must(by_phone(acknowledge(id, "tib@dalarna", "regional_alarm")));
    story.must(stand_down(id, "uppsala"));
    story.wait_s(0);
    auto const told = parties_of_step(story, id, "stand_down");
    CHECK(has(told, "tib@dalarna"));
    CHECK_FALSE(has(told, "tib@gavleborg"));  // who knows nothing
    CHECK(is_to_be_called(story, id, "tib@dalarna", "stand_down"));
    auto const view = incident_view(story.incident(id));
    auto const* const dalarna = unseen(view, "tib@dalarna");
    REQUIRE(dalarna != nullptr);
    CHECK(std::ranges::find(dalarna->tried(), v1::CHANNEL_OPERATOR) != dalarna->tried().end());
}

TEST_CASE("only whom nothing automatic has reached is called at once", "[core][end]") {
    Story story{pack_by_hand()};
    auto const id = story.confirm("uppsala");
    story.must(by_phone(acknowledge(id, "tib@dalarna")));
    story.must(acknowledge(id, "tib@gavleborg"));
    SECTION("stood down") {
        story.must(stand_down(id, "uppsala"));
        story.wait_s(0);
        CHECK(is_to_be_called(story, id, "tib@dalarna", "stand_down"));
        CHECK_FALSE(is_to_be_called(story, id, "tib@gavleborg", "stand_down"));
        story.wait_s(601);  // and stays on the list while the messages are repeated
        CHECK(is_to_be_called(story, id, "tib@dalarna", "stand_down"));
        story.must(by_phone(acknowledge(id, "tib@dalarna", "stand_down")));
        CHECK_FALSE(is_to_be_called(story, id, "tib@dalarna", "stand_down"));
    }
    SECTION("rescinded") {
        story.must(rescind(id, "uppsala"));
        story.wait_s(0);
        CHECK(is_to_be_called(story, id, "tib@dalarna", "rescind"));
        CHECK_FALSE(is_to_be_called(story, id, "tib@gavleborg", "rescind"));
    }
    SECTION("a device has had the alarm before") {
        auto const& chase = story.chase(id, "transports", "tib@dalarna");
        REQUIRE(chase.attempt == 0);
        story.wait_s(600);
        auto const& asked = story.chase(id, "transports", "tib@dalarna");
        REQUIRE(asked.attempt > 0);
        story.must(
            delivered(id, asked, "transports", v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_RECEIVED));
        story.must(stand_down(id, "uppsala"));
        story.wait_s(0);
        CHECK_FALSE(is_to_be_called(story, id, "tib@dalarna", "stand_down"));
    }
}

TEST_CASE("a stand-down closed in the same moment says whom nobody has told", "[core][end]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto state = core::State::restore(story.state().snapshot());
    auto const give = [&](v1::Command command) {
        auto const events = core::decide(state, command, story.now());
        REQUIRE(events.has_value());
        for (auto const& event : *events) {
            state.evolve(event, state.seq() + 1);
        }
        return events->back();
    };
    auto const alerted = story.incident(id).alerted.size();
    give(stand_down(id, "uppsala"));  // and no deadline in between
    CHECK(static_cast<std::size_t>(incident_view(*state.incident(id)).not_seen_size()) == alerted);
    auto const closed = give(close(id, "uppsala"));
    CHECK(static_cast<std::size_t>(closed.incident_closed().not_reached_size()) == alerted);
}

TEST_CASE("called back after a stand-down, everyone is told anew", "[core][end]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(stand_down(id, "uppsala"));
    story.wait_s(0);
    story.must(acknowledge(id, "tib@dalarna"));
    REQUIRE(unseen(incident_view(story.incident(id)), "tib@dalarna") == nullptr);
    story.must(rescind(id, "uppsala"));
    CHECK(has(parties_of_step(story, id, "rescind"), "tib@dalarna"));
    CHECK(unseen(incident_view(story.incident(id)), "tib@dalarna") != nullptr);
}

}  // namespace larm::test
