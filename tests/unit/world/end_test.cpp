// The end of an alarm on the live world's own threads, with channels that are slow and that fail:
// what waits does not leave any more, and whoever was alerted is told.
#include <future>
#include <set>
#include <thread>

#include "engine/world/live_outbox.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/memory_channel.hpp"
#include "tests/unit/world/support.hpp"

namespace larm::world::test {
namespace {

using Memory = delivery::MemoryChannel<delivery::Live>;
constexpr std::chrono::milliseconds patience{20'000};

class EndFeed final : public FeedPort {
public:
    void publish(std::shared_ptr<PublishedBatch const> /*batch*/) override {}
};

/// The test pack, with words to send and channels that are tried again quickly and for long.
v1::Command activation_with_retries() {
    auto pack = larm::test::chain_pack();
    std::set<std::string> ids;
    for (auto const& step : pack.steps()) {
        ids.insert(step.message());
    }
    for (auto const& known : pack.messages()) {
        ids.erase(known.id());
    }
    for (auto const& id : ids) {
        auto& message = *pack.add_messages();
        message.set_id(id);
        message.mutable_title()->set_sv(id);
        message.mutable_body()->set_sv(id);
        message.set_short_sv(id);
    }
    pack.mutable_policy()->clear_channels();
    for (auto const channel : {v1::CHANNEL_PUSH, v1::CHANNEL_SMS}) {
        auto& policy = *pack.mutable_policy()->add_channels();
        policy.set_channel(channel);
        policy.set_attempt_within_s(600);
        policy.set_backoff_first_ms(20);
        policy.set_backoff_max_ms(40);
    }
    v1::Command command;
    command.mutable_activate_rule_pack()->set_hash(std::string(32, 'r'));
    command.mutable_activate_rule_pack()->set_pack(pack.SerializeAsString());
    return command;
}

v1::Command seeding() {
    v1::Command seed;
    for (auto const* const party :
         {"tib@dalarna", "tib@gavleborg", "tib@uppsala", "blood@uppsala"}) {
        auto& officer = *seed.mutable_seed_duty()->add_officers();
        officer.set_party(party);
        officer.set_officer_id(std::string{party} + "-1");
        officer.set_on_duty(true);
        officer.add_channels(v1::CHANNEL_PUSH);
        officer.add_channels(v1::CHANNEL_SMS);
    }
    return seed;
}

/// A world whose push fails and is tried again, and whose SMS hangs.
struct Night {
    Night() {
        delivery::Channels<delivery::Live> channels;
        for (auto* const memory : {&push, &sms}) {
            auto made = std::make_unique<Memory>();
            *memory = made.get();
            channels.emplace(memory == &push ? v1::CHANNEL_PUSH : v1::CHANNEL_SMS, std::move(made));
        }
        push->answer_with(delivery::Answer::trouble);
        sms->hang();
        outbox = std::make_unique<LiveOutbox>(std::move(channels));
        auto opened = LiveWorld::open(live_options(place), feed, *outbox);
        REQUIRE(opened.has_value());
        live = std::move(*opened);
        outbox->report_to(*live);
        REQUIRE(live->submit_and_wait(activation_with_retries()).has_value());
        REQUIRE(live->submit_and_wait(seeding()).has_value());
        live->begin_delivery();
    }
    ~Night() {
        sms->let_through();
        live->drain();
        outbox->stop(std::chrono::milliseconds{0});
    }
    std::string give(v1::Command const& command) const {
        auto const done = live->submit_and_wait(from_client(command));
        INFO((done ? "" : done.error().message));
        REQUIRE(done.has_value());
        return done->incident_id();
    }
    [[nodiscard]] std::set<std::string> alerted(std::string const& id) const {
        std::promise<std::set<std::string>> answer;
        live->read([&](core::State const& state, v1::Durability) {
            auto const& all = state.incident(id)->alerted;
            answer.set_value({all.begin(), all.end()});
        });
        return answer.get_future().get();
    }
    /// Nothing waits in any lane, so that nothing more leaves.
    [[nodiscard]] bool is_empty() const {
        for (auto const& [which, counts] : outbox->counts()) {
            auto const& lane = counts.lane;
            if (lane.queued + lane.to_try_again + lane.under_way > 0) {
                return false;
            }
        }
        return true;
    }

    Place place;
    EndFeed feed;
    Memory* push = nullptr;
    Memory* sms = nullptr;
    std::unique_ptr<LiveOutbox> outbox;
    std::unique_ptr<LiveWorld> live;
};

/// To whom what of a step has left, from letter `from` on.
std::set<std::string> told(Memory const& memory, std::size_t from, bool of_the_end,
                           std::string const& end) {
    std::set<std::string> recipients;
    auto const letters = memory.letters();
    for (auto index = from; index < letters.size(); ++index) {
        if ((letters[index].envelope.step == end) == of_the_end) {
            recipients.insert(letters[index].envelope.recipient);
        }
    }
    return recipients;
}

}  // namespace

TEST_CASE("what waits to be tried again does not leave after the end, which everyone alerted hears",
          "[world][end]") {
    for (auto const is_rescinded : {false, true}) {
        std::string const end = is_rescinded ? "rescind" : "stand_down";
        CAPTURE(end);
        Night night;
        auto const id = night.give(larm::test::confirm("uppsala"));
        REQUIRE(night.push->wait_for(6, patience));  // each has failed, some of them again
        REQUIRE(night.sms->wait_until_busy(patience));
        auto const alerted = night.alerted(id);
        REQUIRE(alerted == std::set<std::string>{"blood@uppsala", "tib@dalarna", "tib@gavleborg"});
        // One letter may be with the channel in this moment; nothing begins to leave after it.
        night.give(is_rescinded ? larm::test::rescind(id, "uppsala")
                                : larm::test::stand_down(id, "uppsala"));
        auto const left = night.push->letters().size();
        night.push->answer_with(delivery::Answer::received);
        night.sms->let_through();
        REQUIRE(eventually([&] { return told(*night.push, 0, true, end) == alerted; }));
        REQUIRE(eventually([&] { return night.is_empty(); }));
        auto const after = night.push->letters();
        std::size_t late = 0;
        for (auto index = left; index < after.size(); ++index) {
            late += after[index].envelope.step == end ? 0U : 1U;
        }
        CHECK(late <= 1);
        CHECK(night.sms->letters().size() == 1);  // the one that hung; those behind it did not go
    }
}

TEST_CASE("alarm and stand-down in one batch: nobody hears of the alarm last", "[world][end]") {
    Night night;
    night.push->answer_with(delivery::Answer::received);
    night.sms->let_through();
    auto const before = night.give(larm::test::confirm("gavleborg"));  // the world is warm
    REQUIRE(night.push->wait_for(2, patience));                        // two regions' TiB
    // Both wait for the same turn: the engine thread is kept busy by a reader until both are there.
    std::promise<void> is_reading;
    std::promise<void> go_on;
    night.live->read([&](core::State const&, v1::Durability) {
        is_reading.set_value();
        go_on.get_future().wait();
    });
    is_reading.get_future().wait();
    auto confirm = from_client(larm::test::confirm("uppsala"));
    auto const id = confirm.fresh_id();
    auto end = from_client(larm::test::stand_down(id, "uppsala"));
    std::promise<bool> confirmed;
    std::promise<bool> ended;
    night.live->submit(confirm, [&](Reply reply) { confirmed.set_value(reply.has_value()); });
    night.live->submit(end, [&](Reply reply) { ended.set_value(reply.has_value()); });
    go_on.set_value();
    CHECK(confirmed.get_future().get());
    CHECK(ended.get_future().get());
    REQUIRE(eventually([&] { return night.is_empty(); }));
    // The alarm may have begun in that batch: then all of those hear that it is over, and nothing
    // after that.
    auto const alerted = night.alerted(id);
    REQUIRE(eventually([&] { return told(*night.push, 0, true, "stand_down") == alerted; }));
    REQUIRE(eventually([&] { return night.is_empty(); }));
    std::set<std::string> over;
    for (auto const& letter : night.push->letters()) {
        if (letter.envelope.incident_id != id) {
            CHECK(letter.envelope.incident_id == before);
        } else if (letter.envelope.step == "stand_down") {
            over.insert(letter.envelope.recipient);
        } else {
            CHECK_FALSE(over.contains(letter.envelope.recipient));
            CHECK(alerted.contains(letter.envelope.recipient));
        }
    }
}

}  // namespace larm::world::test
