// What leaves because of a roll-call or a shift: told after the event, stopped at the end, told
// again after a restart where nothing has been reported.
#include "engine/world/roll_call_port.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::world::test {
namespace {

using namespace larm::test;

class Sent final : public RollCallPort {
public:
    void send(RollCallMessage message) override { messages.push_back(std::move(message)); }
    void cancel(std::string const& roll_call_id) override { cancelled.push_back(roll_call_id); }

    std::vector<RollCallMessage> messages;
    std::vector<std::string> cancelled;
};

v1::RulePack pack_with_policies() {
    auto pack = chain_pack();
    auto& call = *pack.mutable_policy()->mutable_roll_call();
    call.set_answer_within_s(3600);
    call.set_message("roll_call");
    auto& hand_over = *pack.mutable_policy()->mutable_hand_over();
    hand_over.set_message("hand_over");
    hand_over.add_channels(v1::CHANNEL_SMS);
    return pack;
}

v1::Command tend() {
    v1::Command command;
    command.mutable_tend_duty();
    return command;
}

v1::Command start() {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    command.mutable_start_roll_call()->set_command_id(next_uuid());
    command.mutable_start_roll_call()->add_channels(v1::CHANNEL_SMS);
    command.mutable_start_roll_call()->add_channels(v1::CHANNEL_PUSH);
    return command;
}

/// Tells the port of every event since `seq`.
void tell_all(Sent& sent, Story const& story, std::size_t from) {
    for (auto index = from; index < story.log().size(); ++index) {
        tell(sent, story.state(), story.log()[index], static_cast<std::int64_t>(index) + 1);
    }
}

}  // namespace

TEST_CASE("a roll-call's messages leave once, and again after a restart while nothing is known",
          "[world][roll_call]") {
    Story story{pack_with_policies()};
    auto const from = story.log().size();
    story.must(start());
    Sent sent;
    tell_all(sent, story, from);
    REQUIRE(sent.messages.size() == 2);
    CHECK(sent.messages[0].roll_call_id == story.state().roll_call().id());
    CHECK(sent.messages[0].officer_id == "dalarna-tib-1");
    CHECK(sent.messages[0].message == "roll_call");
    CHECK(sent.messages[0].pack->rules.name() == "chain");

    core::Chase chase;
    chase.party = "tib@dalarna";
    story.must(delivered(story.state().roll_call().id(), chase, "roll_call", v1::CHANNEL_SMS,
                         v1::DELIVERY_OUTCOME_ACCEPTED));
    Sent again;
    tell_again(again, story.state());
    REQUIRE(again.messages.size() == 1);
    CHECK(again.messages[0].channel == v1::CHANNEL_PUSH);

    story.wait_s(3600);
    auto const end = story.log().size();
    story.must(tend());
    tell_all(sent, story, end);
    CHECK(sent.cancelled == std::vector<std::string>{story.state().roll_call().id()});
    Sent none;
    tell_again(none, story.state());
    CHECK(none.messages.empty());
}

TEST_CASE("whoever is on duty next is told when the shift begins", "[world][roster]") {
    Story story{pack_with_policies()};
    v1::Command plan;
    *plan.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    auto& request = *plan.mutable_plan_duty();
    request.set_command_id(next_uuid());
    request.set_party("tib@dalarna");
    auto& shift = *request.add_shifts();
    shift.set_officer_id("dalarna-tib-2");
    shift.set_from_local("2023-11-14 08:00");
    shift.set_until_local("2023-11-16 08:00");
    story.must(plan);
    auto const from = story.log().size();
    story.must(tend());
    Sent sent;
    tell_all(sent, story, from);
    REQUIRE(sent.messages.size() == 1);
    CHECK(sent.messages[0].roll_call_id.empty());
    CHECK(sent.messages[0].officer_id == "dalarna-tib-2");
    CHECK(sent.messages[0].channel == v1::CHANNEL_SMS);
    CHECK(sent.messages[0].message == "hand_over");
    CHECK(sent.messages[0].seq == static_cast<std::int64_t>(story.log().size()));
}

}  // namespace larm::world::test
