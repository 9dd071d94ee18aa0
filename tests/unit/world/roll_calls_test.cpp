// What leaves because of a roll-call or a shift: told after the event, stopped at the end, told
// again after a restart where nothing has been reported.
#include "engine/world/roll_calls.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/memory_channel.hpp"
#include "tests/support/story.hpp"

namespace larm::world::test {
namespace {

using namespace larm::test;

using Memory = delivery::MemoryChannel<delivery::RollCall>;
using OfferMemory = delivery::MemoryChannel<delivery::DutyOffer>;
constexpr std::chrono::milliseconds patience{5'000};

/// An outbox whose channels keep what they are given and say nothing of it.
struct Sent {
    Sent() {
        delivery::Channels<delivery::RollCall> channels;
        for (auto const which : {v1::CHANNEL_SMS, v1::CHANNEL_PUSH}) {
            auto made = std::make_unique<Memory>();
            made->answer_with(delivery::Answer::silence);
            memories[which] = made.get();
            channels.emplace(which, std::move(made));
        }
        outbox = std::make_unique<delivery::RollCallOutbox>(std::move(channels),
                                                            [](v1::RecordDelivery const&) {});
        delivery::Channels<delivery::DutyOffer> offering;
        auto made = std::make_unique<OfferMemory>();
        offered_by_sms = made.get();
        offering.emplace(v1::CHANNEL_SMS, std::move(made));
        offers = std::make_unique<delivery::DutyOutbox>(std::move(offering),
                                                        [](v1::RecordDelivery const&) {});
    }
    /// All that has left; nothing more does.
    std::vector<delivery::Letter> letters() {
        static_cast<void>(outbox->stop(patience));
        static_cast<void>(offers->stop(patience));
        auto all = offered_by_sms->letters();
        for (auto const& [which, memory] : memories) {
            auto const some = memory->letters();
            all.insert(all.end(), some.begin(), some.end());
        }
        return all;
    }

    std::map<v1::Channel, Memory*> memories;
    OfferMemory* offered_by_sms = nullptr;
    std::unique_ptr<delivery::RollCallOutbox> outbox;
    std::unique_ptr<delivery::DutyOutbox> offers;
};

v1::RulePack pack_with_policies() {
    auto pack = chain_pack();
    auto& call = *pack.mutable_policy()->mutable_roll_call();
    call.set_answer_within_s(3600);
    call.set_message("roll_call");
    auto& hand_over = *pack.mutable_policy()->mutable_hand_over();
    hand_over.set_message("hand_over");
    hand_over.add_channels(v1::CHANNEL_SMS);
    for (auto const* const id : {"roll_call", "hand_over"}) {
        auto& message = *pack.add_messages();
        message.set_id(id);
        message.mutable_title()->set_sv("Provlarm");
        message.mutable_body()->set_sv("Inget har hänt.");
        message.set_short_sv("Inget har hänt.");
    }
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
        tell(*sent.outbox, *sent.offers, story.state(), story.log()[index],
             static_cast<std::int64_t>(index) + 1);
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
    auto const letters = sent.letters();
    REQUIRE(letters.size() == 2);
    for (auto const& letter : letters) {
        CHECK(letter.envelope.incident_id == story.state().last_roll_call()->id());
        CHECK(letter.envelope.officer_id == "dalarna-tib-1");
        CHECK(delivery::is_marked(letter.texts, "PROV"));
    }

    core::Chase chase;
    chase.party = "tib@dalarna";
    story.must(delivered(story.state().last_roll_call()->id(), chase, "roll_call", v1::CHANNEL_SMS,
                         v1::DELIVERY_OUTCOME_ACCEPTED));
    // What was being tried again and again when we stopped has gone nowhere.
    story.must(delivered(story.state().last_roll_call()->id(), chase, "roll_call", v1::CHANNEL_PUSH,
                         v1::DELIVERY_OUTCOME_HANDED_OVER));
    Sent again;
    tell_again(*again.outbox, story.state());
    auto const repeated = again.letters();
    REQUIRE(repeated.size() == 1);
    CHECK(repeated[0].envelope.channel == v1::CHANNEL_PUSH);
    auto const same = std::ranges::find(letters, v1::CHANNEL_PUSH,
                                        [](auto const& letter) { return letter.envelope.channel; });
    CHECK(repeated[0].envelope.delivery_id == same->envelope.delivery_id);

    story.wait_s(3600);
    story.must(tend());
    Sent none;
    tell_again(*none.outbox, story.state());
    CHECK(none.letters().empty());
}

TEST_CASE("of a roll-call that was called off nothing more leaves", "[world][roll_call]") {
    auto pack = pack_with_policies();
    for (auto const which : {v1::CHANNEL_SMS, v1::CHANNEL_PUSH}) {
        auto& policy = *pack.mutable_policy()->add_channels();
        policy.set_channel(which);
        policy.set_attempt_within_s(60);
        policy.set_backoff_first_ms(1000);
        policy.set_backoff_max_ms(1000);
    }
    Story story{pack};
    auto from = story.log().size();
    story.must(start());
    Sent sent;
    for (auto const& [which, memory] : sent.memories) {
        memory->answer_with(delivery::Answer::trouble);
    }
    tell_all(sent, story, from);
    for (auto const& [which, memory] : sent.memories) {
        REQUIRE(memory->wait_for(1, patience));
    }
    v1::Command end;
    *end.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    end.mutable_end_roll_call()->set_command_id(next_uuid());
    from = story.log().size();
    story.must(end);
    tell_all(sent, story, from);
    sent.outbox->tend();
    for (auto const& [which, counts] : sent.outbox->counts()) {
        CHECK(counts.to_try_again == 0);
    }
    CHECK(sent.letters().size() == 2);
    Sent none;
    tell_again(*none.outbox, story.state());
    CHECK(none.letters().empty());
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
    auto const letters = sent.letters();
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].envelope.incident_id.empty());
    CHECK(letters[0].envelope.officer_id == "dalarna-tib-2");
    CHECK(letters[0].envelope.channel == v1::CHANNEL_SMS);
    CHECK(letters[0].answer == delivery::AnswerWays{});
    CHECK(letters[0].kind == "duty");  // no test: whoever gets it is to do something
    CHECK(delivery::is_marked(letters[0].texts, "JOUR"));
    CHECK_FALSE(delivery::is_marked(letters[0].texts, "PROV"));
}

TEST_CASE("the owner of a device that is gone is told over what else there is", "[world][push]") {
    auto pack = pack_with_policies();
    v1::Command dropped;
    dropped.mutable_tell_device_dropped()->set_party("tib@dalarna");
    dropped.mutable_tell_device_dropped()->set_officer_id("dalarna-tib-1");
    Story silent{pack};
    auto const before = silent.log().size();
    CHECK(silent.give(dropped).has_value());
    CHECK(silent.log().size() == before);  // the pack says nothing of it

    auto& policy = *pack.mutable_policy()->mutable_device_dropped();
    policy.set_message("hand_over");
    policy.add_channels(v1::CHANNEL_SMS);
    policy.add_channels(v1::CHANNEL_EMAIL);  // which the officer does not have
    Story story{pack};
    auto const from = story.log().size();
    story.must(dropped);
    Sent sent;
    tell_all(sent, story, from);
    auto const letters = sent.letters();
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].envelope.officer_id == "dalarna-tib-1");
    CHECK(letters[0].envelope.channel == v1::CHANNEL_SMS);
    CHECK(delivery::is_marked(letters[0].texts, "JOUR"));
    dropped.mutable_tell_device_dropped()->set_officer_id("nobody");
    CHECK(story.give(dropped).has_value());
    CHECK(story.log().size() == from + 1);
}

}  // namespace larm::world::test
