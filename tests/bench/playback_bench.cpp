// Going through a journal by event: what a step costs forwards, backwards and at random, beside
// folding all of it; and what a live world's confirmations cost while somebody does nothing else.
//   playback_bench RULES [EVENTS]
// One JSON object a line; `ratio_to_fold` is ours by the yardstick's, measured in the same run.
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <random>
#include <thread>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/journal/sqlite_journal.hpp"
#include "engine/world/live_world.hpp"
#include "engine/world/playback.hpp"
#include "tests/bench/night_log.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Seqs = std::vector<std::int64_t>;

double seconds(std::function<void()> const& work) {
    auto const start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double quantile(std::vector<double> values, double q) {
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

void write_journal(fs::path const& file, std::vector<journal::Record> log) {
    journal::OpenOptions open;
    open.identity_if_new = journal::Identity{"site-bench", "instance-bench", {1}};
    auto opened =
        journal::SqliteJournal::open(file, journal::OpenMode::read_write, std::move(open));
    LARM_CHECK(opened);
    LARM_CHECK((*opened)->append((*opened)->epoch(), {}, log));
}

void look(world::Playback& playback, std::int64_t seq) {
    v1::GetStateAt asked;
    asked.set_seq(seq);
    LARM_CHECK(playback.look(asked, {}, [] { return true; }));
}

void steps(char const* name, world::Playback& playback, Seqs const& seqs, double fold_s) {
    std::vector<double> taken;
    for (auto const seq : seqs) {
        taken.push_back(seconds([&] { look(playback, seq); }));
    }
    fmt::print(
        "{{\"bench\":\"playback_{}\",\"steps\":{},\"p50_ms\":{:.2f},\"p99_ms\":{:.2f},"
        "\"max_ms\":{:.2f},\"ratio_to_fold\":{:.3f}}}\n",
        name, seqs.size(), quantile(taken, 0.5) * 1e3, quantile(taken, 0.99) * 1e3,
        quantile(taken, 1) * 1e3, quantile(taken, 0.5) / fold_s);
}

void go_through(std::vector<journal::Record> const& log) {
    test::TemporaryDirectory const directory;
    auto const file = directory.path() / "live.db";
    write_journal(file, log);
    auto const last = static_cast<std::int64_t>(log.size());
    auto const fold_s = seconds([&] {
        core::State state;
        v1::Event event;
        for (auto const& record : log) {
            LARM_CHECK(event.ParseFromString(record.body));
            state.evolve(event, record.seq);
        }
    });
    fmt::print("{{\"bench\":\"playback_yardstick\",\"events\":{},\"fold_ms\":{:.2f}}}\n", last,
               fold_s * 1e3);
    world::Playback playback{file};
    steps("first", playback, {last}, fold_s);
    constexpr std::int64_t count = 300;
    Seqs forwards;
    Seqs leaps;
    Seqs backwards;
    Seqs anywhere;
    std::mt19937_64 random{1};
    for (std::int64_t step = 1; step <= count; ++step) {
        forwards.push_back(last / 2 + step);
        leaps.push_back(step * (last / count));
        backwards.push_back(last - step);
        anywhere.push_back(1 +
                           static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last)));
    }
    look(playback, last / 2);
    steps("forwards", playback, forwards, fold_s);
    look(playback, 1);
    steps("leaps_forwards", playback, leaps, fold_s);
    steps("backwards", playback, backwards, fold_s);
    steps("anywhere", playback, anywhere, fold_s);
}

struct Nobody final : world::FeedPort, world::OutboxPort {
    void publish(std::shared_ptr<world::PublishedBatch const>) override {}
    void take(core::State const&, v1::Event const&, std::int64_t) override {}
    void resume(core::State const&, core::Instant) override {}
};

/// Confirmations in turns with and without somebody who plays back as fast as they can.
void live_beside(fs::path const& rules) {
    test::TemporaryDirectory const directory;
    Nobody nobody;
    world::LiveWorldOptions options;
    options.log.journal = directory.path() / "live.db";
    options.log.fresh = {"site-bench", "instance-bench", {1}};
    auto opened = world::LiveWorld::open(options, nobody, nobody);
    LARM_CHECK(opened);
    auto& live = **opened;
    LARM_CHECK(live.submit_and_wait(activation(rules)));
    std::atomic<bool> plays = false;
    std::atomic<bool> is_over = false;
    std::atomic<int> looks = 0;
    std::thread player{[&] {
        (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 19);
        world::Playback playback{options.log.journal};
        std::mt19937_64 random{1};
        while (!is_over) {
            if (plays) {
                look(playback, 1 + static_cast<std::int64_t>(random() % 300));
                ++looks;
            } else {
                std::this_thread::sleep_for(std::chrono::milliseconds{1});
            }
        }
    }};
    std::vector<double> alone;
    std::vector<double> beside;
    for (int number = 0; number < 1'000; ++number) {
        plays = number / 50 % 2 == 1;
        auto const command = confirmation("uppsala", number);
        auto const taken = seconds([&] { LARM_CHECK(live.submit_and_wait(command)); });
        if (number >= 50) {
            (plays ? beside : alone).push_back(taken);
        }
    }
    is_over = true;
    player.join();
    live.drain();
    fmt::print(
        "{{\"bench\":\"confirm_beside_playback\",\"looks\":{},\"p50_us\":{:.0f},\"p99_us\":{:.0f},"
        "\"alone_p50_us\":{:.0f},\"alone_p99_us\":{:.0f},\"ratio_p50\":{:.2f},\"ratio_p99\":{:.2f}}"
        "}"
        "\n",
        looks.load(), quantile(beside, 0.5) * 1e6, quantile(beside, 0.99) * 1e6,
        quantile(alone, 0.5) * 1e6, quantile(alone, 0.99) * 1e6,
        quantile(beside, 0.5) / quantile(alone, 0.5),
        quantile(beside, 0.99) / quantile(alone, 0.99));
}

}  // namespace
}  // namespace larm::bench

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: playback_bench RULES [EVENTS]\n");
        return 2;
    }
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    spdlog::set_level(spdlog::level::off);  // the log goes to standard output here
    auto const events = argc > 2 ? std::stoul(argv[2]) : 20'000UL;
    larm::bench::go_through(larm::bench::night_log(argv[1], events));
    larm::bench::live_beside(argv[1]);
    return 0;
}
