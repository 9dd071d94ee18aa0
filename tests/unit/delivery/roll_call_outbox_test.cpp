// A roll-call reaches people over real channels, marked in every text, in lanes of its own.
#include "engine/delivery/roll_call_outbox.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/delivery/virtual_time.hpp"

namespace larm::test {
namespace {

using delivery::Answer;
using RollCallMemory = delivery::MemoryChannel<delivery::RollCall>;

v1::MessageTemplate& message_called(v1::RulePack& pack, std::string_view id) {
    for (auto& message : *pack.mutable_messages()) {
        if (message.id() == id) {
            return message;
        }
    }
    FAIL("no such message");
    return *pack.add_messages();
}

struct Calling {
    Calling() {
        auto pack = pack_that_tries(v1::CHANNEL_SMS, 60, 1000, 1000);
        pack.mutable_policy()->mutable_roll_call()->set_message("roll_call");
        auto& form = message_called(pack, "roll_call");
        form.mutable_title()->set_sv("Provlarm {region}");
        form.mutable_body()->set_sv("Svara 1. Klockan är {time}.");
        form.set_short_sv("Provlarm {region} {time}. Svara 1.");
        auto kept = std::make_shared<core::Pack>();
        kept->rules = pack;
        rules = kept;
        auto made = std::make_unique<RollCallMemory>();
        sms = made.get();
        delivery::Channels<delivery::RollCall> channels;
        channels.emplace(v1::CHANNEL_SMS, std::move(made));
        outbox = std::make_unique<delivery::RollCallOutbox>(std::move(channels), results.taker(),
                                                            time.options());
    }
    void call(std::string const& officer, v1::Channel channel = v1::CHANNEL_SMS) {
        outbox->send({.roll_call_id = "0193f000-0000-7000-8000-00000000aaaa",
                      .party = "tib@uppsala",
                      .officer_id = officer,
                      .channel = channel,
                      .message = "roll_call",
                      .pack = rules,
                      .began = Story::began});
    }

    VirtualTime time;
    Results results;
    std::shared_ptr<core::Pack const> rules;
    RollCallMemory* sms = nullptr;
    std::unique_ptr<delivery::RollCallOutbox> outbox;
};

}  // namespace

TEST_CASE("every officer of a party is called, each under an id of their own, marked PROV",
          "[delivery][roll_call]") {
    Calling it;
    it.call("uppsala-tib-1");
    it.call("uppsala-tib-2");
    it.call("uppsala-tib-1");  // a crash before the record: the same once more
    static_cast<void>(it.outbox->stop(patience));
    auto const letters = it.sms->letters();
    REQUIRE(letters.size() == 3);
    CHECK(letters[0].kind == "rollcall");
    CHECK(letters[0].texts.short_sv == "PROV Provlarm Uppsala 23:13. Svara 1. PROV");
    CHECK(delivery::is_marked(letters[0].texts, "PROV"));
    CHECK(letters[0].envelope.officer_id == "uppsala-tib-1");
    CHECK(letters[0].envelope.delivery_id != letters[1].envelope.delivery_id);
    CHECK(letters[0].envelope.delivery_id == letters[2].envelope.delivery_id);
    auto const heard = it.results.with(v1::DELIVERY_OUTCOME_RECEIVED);
    REQUIRE(heard.size() == 3);
    CHECK(heard[1].officer_id() == "uppsala-tib-2");
    CHECK(heard[1].incident_id() == "0193f000-0000-7000-8000-00000000aaaa");
}

TEST_CASE("who has answered a roll-call is not tried again", "[delivery][roll_call]") {
    Calling it;
    it.sms->answer_with(Answer::trouble);
    it.call("uppsala-tib-1");
    REQUIRE(eventually([&] {
        return it.outbox->counts().at(v1::CHANNEL_SMS).to_try_again == 1 &&
               it.sms->letters().size() == 1;
    }));
    it.outbox->settle("0193f000-0000-7000-8000-00000000aaaa", "uppsala-tib-1");
    it.outbox->tend();
    CHECK(it.outbox->counts().at(v1::CHANNEL_SMS).cancelled == 1);
    it.outbox->end("0193f000-0000-7000-8000-00000000aaaa");
}

TEST_CASE("a roll-call over a channel that is not there fails at once", "[delivery][roll_call]") {
    Calling it;
    it.call("uppsala-tib-1", v1::CHANNEL_PUSH);
    auto const failed = it.results.with(v1::DELIVERY_OUTCOME_FAILED);
    REQUIRE(failed.size() == 1);
    CHECK(failed.front().detail() == "there is no channel push here");
}

TEST_CASE("of what is told outside an alarm only the same made again takes its place",
          "[delivery][roll_call]") {
    Calling it;
    auto made = std::make_unique<delivery::MemoryChannel<delivery::DutyOffer>>();
    auto& sms = *made;
    sms.answer_with(Answer::trouble);
    delivery::Channels<delivery::DutyOffer> channels;
    channels.emplace(v1::CHANNEL_SMS, std::move(made));
    delivery::DutyOutbox offers{std::move(channels), it.results.taker(), it.time.options()};
    auto const tell = [&](std::string const& message, std::int64_t seq) {
        offers.send({.roll_call_id = {},
                     .party = "tib@uppsala",
                     .officer_id = "uppsala-tib-1",
                     .channel = v1::CHANNEL_SMS,
                     .message = message,
                     .pack = it.rules,
                     .began = Story::began,
                     .seq = seq});
    };
    auto const tried = [&](std::size_t count) {
        return eventually([&] { return sms.letters().size() == count; });
    };
    tell("roll_call", 5);
    tell("stand_down", 6);
    REQUIRE(tried(2));
    offers.tend();
    CHECK(offers.counts().at(v1::CHANNEL_SMS).cancelled == 0);
    tell("roll_call", 7);
    REQUIRE(tried(3));
    CHECK(eventually([&] {
        offers.tend();
        return offers.counts().at(v1::CHANNEL_SMS).cancelled == 1;
    }));
}

}  // namespace larm::test
