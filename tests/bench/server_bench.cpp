// The network side under load, against the daemon as it is shipped: confirms per second, the time
// from a confirmation to the last watcher beside a bare send() loop of the same bytes to as many
// sockets, a stream of events, memory.
//   server_bench LARMD RULES [quick]
// One JSON object a line; `ratio` is ours by the yardstick's, measured in turns in the same run.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/bench/server_load.hpp"
#include "tests/bench/watch_crowd.hpp"

namespace larm::bench {
namespace {

double ms(BenchClock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

double quantile_us(std::vector<std::int64_t> const& sorted_ns, double q) {
    auto const at = static_cast<std::size_t>(q * static_cast<double>(sorted_ns.size() - 1));
    return static_cast<double>(sorted_ns[at]) / 1000.0;
}

std::string greeting(std::string const& token) {
    return fmt::format(
        "GET /v1/watch?world=live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: larm.v1.proto\r\n"
        "Authorization: Bearer {}\r\n\r\n",
        token);
}

/// With the 28 messages of each alarm handed to the channels, logged and recorded, and without.
void confirms_per_second(std::filesystem::path const& larmd, std::filesystem::path const& rules,
                         bool delivers, std::chrono::milliseconds time) {
    DaemonProcess const daemon{larmd, rules, delivers};
    Callers callers{daemon, 64};
    (void)callers.run(std::chrono::milliseconds{300}, 0);
    auto const result = callers.run(time, 0);
    auto const seconds = std::chrono::duration<double>(result.took).count();
    fmt::print(
        "{{\"bench\":\"confirms\",\"delivers\":{},\"clients\":64,\"per_second\":{:.0f},\"p50_us\":{"
        ":.0f},"
        "\"p99_us\":{:.0f},\"rss_kib\":{}}}\n",
        delivers, static_cast<double>(result.confirms) / seconds,
        quantile_us(result.latencies_ns, 0.5), quantile_us(result.latencies_ns, 0.99),
        daemon.rss_kib());
}

/// From the request's first byte to the moment the last watcher has the confirmation.
void to_the_last(std::filesystem::path const& larmd, std::filesystem::path const& rules,
                 std::size_t watchers, int rounds) {
    DaemonProcess const daemon{larmd, rules};
    auto const rss_before = daemon.rss_kib();
    Callers callers{daemon, 1};
    (void)callers.confirm();
    constexpr std::chrono::milliseconds quiet{150};
    std::vector<double> ours;
    std::uint64_t bytes = 0;
    std::int64_t rss = 0;
    {
        Crowd crowd;
        crowd.connect(daemon.port(), watchers, greeting(daemon.token()));
        crowd.settle(quiet, true);
        for (int round = 0; round < rounds; ++round) {
            auto const before = crowd.members().back().bytes;
            auto const begun = BenchClock::now();
            auto const seq = callers.confirm();
            ours.push_back(ms(crowd.wait_for_seq(seq) - begun));
            if (round == 0) {
                bytes = crowd.members().back().bytes - before;
            }
            crowd.settle(quiet, true);
        }
        rss = daemon.rss_kib();
    }
    std::vector<double> bare;
    BareSender const sender{watchers, std::string(bytes, 'x')};
    Crowd crowd;
    crowd.connect(sender.port(), watchers, "");
    for (int round = 0; round < rounds; ++round) {
        auto const begun = BenchClock::now();
        sender.trigger();
        bare.push_back(
            ms(crowd.wait_for_bytes(bytes * static_cast<std::uint64_t>(round + 1)) - begun));
        crowd.settle(quiet, false);  // both begin each round from rest
    }
    fmt::print(
        "{{\"bench\":\"confirm_to_last\",\"watchers\":{},\"bytes\":{},\"ours_ms\":{:.2f},"
        "\"bare_send_ms\":{:.2f},\"ratio\":{:.3f},\"rss_kib\":{},\"rss_idle_kib\":{}}}\n",
        watchers, bytes, median(ours), median(bare), median(ours) / median(bare), rss, rss_before);
}

void stream(std::filesystem::path const& larmd, std::filesystem::path const& rules,
            std::chrono::milliseconds time) {
    DaemonProcess const daemon{larmd, rules};
    constexpr std::size_t watchers = 100;
    Crowd crowd;
    crowd.connect(daemon.port(), watchers, greeting(daemon.token()));
    crowd.settle(std::chrono::milliseconds{100}, true);
    (void)crowd.take_lag_us_max();
    std::fflush(stdout);
    auto const caller = ::fork();  // the watchers' reader needs this process for itself
    if (caller == 0) {
        Callers callers{daemon, 16};
        (void)callers.run(time, 4000);
        ::_exit(0);
    }
    auto const begun = BenchClock::now();
    auto const before = crowd.events();
    auto last_news = begun;
    for (auto seen = before; BenchClock::now() - last_news < std::chrono::milliseconds{1500};) {
        crowd.read(std::chrono::milliseconds{100}, true);
        if (crowd.events() != seen) {
            seen = crowd.events();
            last_news = BenchClock::now();
        }
    }
    std::int64_t gaps = 0;
    for (auto const& member : crowd.members()) {
        gaps += member.gaps + (member.is_closed ? 1 : 0);
    }
    auto const events = static_cast<double>(crowd.events() - before);
    auto const seconds = std::chrono::duration<double>(last_news - begun).count();
    fmt::print(
        "{{\"bench\":\"stream\",\"watchers\":{},\"events_per_second\":{:.0f},"
        "\"deliveries_per_second\":{:.0f},\"lag_max_ms\":{:.1f},\"gaps\":{},\"rss_kib\":{}}}\n",
        watchers, events / watchers / seconds, events / seconds,
        static_cast<double>(crowd.take_lag_us_max()) / 1000.0, gaps, daemon.rss_kib());
}

int run(std::filesystem::path const& larmd, std::filesystem::path const& rules, bool quick) {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    std::chrono::milliseconds const time{quick ? 1000 : 5000};
    confirms_per_second(larmd, rules, true, time);
    confirms_per_second(larmd, rules, false, time);
    for (std::size_t const watchers : {100U, 1000U, 10'000U}) {
        if (watchers + 200 > files.rlim_cur) {
            fmt::print(
                "{{\"bench\":\"confirm_to_last\",\"watchers\":{},\"skipped\":\"file limit {}\"}}\n",
                watchers, files.rlim_cur);
            continue;
        }
        to_the_last(larmd, rules, watchers, quick ? 5 : 15);
    }
    stream(larmd, rules, time);
    return 0;
}

}  // namespace
}  // namespace larm::bench

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "server_bench LARMD RULES [quick]\n");
        return 2;
    }
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    return larm::bench::run(argv[1], argv[2], argc > 3);
}
