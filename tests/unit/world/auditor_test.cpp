// The world's watch over itself, on the live world's own threads.
#include "engine/world/auditor.hpp"

#include <atomic>
#include <thread>

#include "engine/world/live_outbox.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/memory_channel.hpp"
#include "tests/unit/world/support.hpp"

namespace larm::world::test {
namespace {

using larm::test::Story;

bool unknown(core::Incident const&, core::Chase const&, core::Delivery const&) {
    return false;
}
bool known(core::Incident const&, core::Chase const&, core::Delivery const&) {
    return true;
}

class Feed final : public FeedPort {
public:
    void publish(std::shared_ptr<PublishedBatch const> /*batch*/) override {}
};

}  // namespace

TEST_CASE("a message counts as lost when two looks in a row miss it, and is cleared when it is not",
          "[world][audit]") {
    Story story;
    static_cast<void>(story.confirm("uppsala"));
    Auditor auditor;
    auditor.look(story.state(), story.now(), unknown);
    CHECK(auditor.report().is_clean());  // its outcome may be on its way
    auditor.look(story.state(), story.now(), unknown);
    auto const report = auditor.report();
    CHECK(report.findings[static_cast<std::size_t>(core::Neglect::lost)] == 5);
    CHECK(report.at == story.now());
    CHECK(trouble_of(report, core::seconds(1))
              .starts_with("5 fault(s) of ours in open chases, and somebody may not be reached: "
                           "the chase of "));
    auditor.look(story.state(), story.now(), known);
    CHECK(auditor.report().is_clean());
    CHECK(trouble_of(auditor.report(), core::seconds(1)).empty());
}

TEST_CASE("the audit's own silence is trouble", "[world][audit]") {
    CHECK(trouble_of({}, core::seconds(60)) ==
          "nobody has looked for 60 s whether all chases go on: the engine does not answer");
}

TEST_CASE(
    "a live world looks after its chases by itself, and finds them cared for, whatever "
    "is done to the clock",
    "[world][audit]") {
    Place const place;
    Feed feed;
    delivery::Channels<delivery::Live> channels;
    for (int number = v1::CHANNEL_PUSH; number <= v1::CHANNEL_OPERATOR; ++number) {
        auto channel = std::make_unique<delivery::MemoryChannel<delivery::Live>>();
        channel->answer_with(delivery::Answer::silence);  // held by its lane, without an outcome
        channels.emplace(static_cast<v1::Channel>(number), std::move(channel));
    }
    LiveOutbox outbox{std::move(channels)};
    auto options = live_options(place);
    options.audit_every = core::milliseconds(1);
    std::atomic<std::int64_t> offset_us = 0;
    options.clocks = [&offset_us] {
        auto reading = read_clocks();
        reading.wall_us += offset_us;
        return reading;
    };
    auto live = LiveWorld::open(options, feed, outbox);
    REQUIRE(live.has_value());
    outbox.report_to(**live);
    REQUIRE((*live)->submit_and_wait(activation()).has_value());
    (*live)->begin_delivery();
    REQUIRE((*live)->submit_and_wait(from_client(larm::test::confirm("uppsala"))).has_value());

    // Whoever sets the wall clock, either way, makes nobody overdue and no audit silent.
    for (auto const set_by_h : {0, 7, -7}) {
        offset_us = set_by_h * 3'600'000'000LL;
        for (int looks = 0; looks < 3; ++looks) {
            auto const before = outbox.audit_report().at;
            REQUIRE(eventually([&] {
                (*live)->read([](core::State const&, v1::Durability) {});  // a turn
                return outbox.audit_report().at > before;
            }));
        }
        CHECK(outbox.audit_report().first.empty());
        CHECK((*live)->figures().audit_silence < core::seconds(10));
        CHECK((*live)->figures().incidents_held == 0);
    }
    (*live)->drain();
    outbox.stop(std::chrono::milliseconds{0});
}

}  // namespace larm::world::test
