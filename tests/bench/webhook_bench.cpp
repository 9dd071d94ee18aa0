// From a TiB's confirmation to the first and the last webhook received: the real world with its
// journal, outbox and webhook channel, beside a bare Asio client that posts the same bytes over as
// many connections in the same run.
//   webhook_bench [--alertmanager PROGRAM] [rounds] [receivers...]
// One JSON object a line; `ratio_last` is ours by the bare client's, both from a standing start.
// `ratio_last_durable` counts ours from when the alarm was on disk: the bare client has no disk.
// `ratio_cpu` counts processor time of both ends until the last has been received. With a program,
// Prometheus' alertmanager does the same in the same rounds; `ratio_ours_last` is ours by its.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/delivery/channels/webhook_channel.hpp"
#include "engine/world/live_outbox.hpp"
#include "engine/world/live_world.hpp"
#include "tests/bench/alarm.hpp"
#include "tests/bench/alertmanager.hpp"
#include "tests/bench/webhook_peer.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::bench {
namespace {

namespace fs = std::filesystem;

struct Nobody final : world::FeedPort {
    void publish(std::shared_ptr<world::PublishedBatch const>) override {}
};

struct Times {
    double durable_ms = 0;
    double cpu_ms = 0;  ///< Of this process, both ends of the connections.
    double first_ms = 0;
    double last_ms = 0;
};

double cpu_ms() {
    timespec spent{};
    LARM_CHECK(::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent) == 0);
    return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

using Webhooks = delivery::WebhookChannel<delivery::Live>;

/// A channel as it is in a daemon that has been up for a while: its authorities are read.
std::unique_ptr<Webhooks> settled_channel(Receiver& receiver, delivery::AddressBook const& book) {
    static delivery::RecordTo const nowhere = [](v1::RecordDelivery const&) {};
    static delivery::ReceiverWatch watch;
    auto channel = std::make_unique<Webhooks>(
        delivery::WebhookSettings{.key = std::string(32, 'k')}, book, watch);
    receiver.reset(1);
    delivery::Envelope envelope;
    envelope.officer_id = "nobody";
    channel->send({envelope, {}}, delivery::Report{v1::RecordDelivery{}, nowhere});
    receiver.wait();
    return channel;
}

Times measure_ours(Receiver& receiver, int receivers) {
    larm::test::TemporaryDirectory const directory;
    EverybodysAddresses const book{fmt::format("http://127.0.0.1:{}/", receiver.port())};
    Nobody nobody;
    delivery::Channels<delivery::Live> channels;
    channels[v1::CHANNEL_WEBHOOK] = settled_channel(receiver, book);
    world::LiveOutbox outbox{std::move(channels)};
    world::LiveWorldOptions options;
    options.log.journal = directory.path() / "live.db";
    options.log.fresh = {"site-bench", "instance-bench", {1}};
    auto opened = world::LiveWorld::open(std::move(options), nobody, outbox);
    LARM_CHECK(opened);
    auto& world = **opened;
    outbox.report_to(world);
    LARM_CHECK(world.submit_and_wait(activation(receivers, {v1::CHANNEL_WEBHOOK})));
    LARM_CHECK(world.submit_and_wait(duties(receivers, {v1::CHANNEL_WEBHOOK})));
    world.begin_delivery();
    receiver.reset(static_cast<std::size_t>(receivers));
    auto const cpu_before = cpu_ms();
    auto const begun = Clock::now();
    LARM_CHECK(world.submit_and_wait(confirmation()));
    auto const durable = Clock::now();
    receiver.wait();
    Times const times{ms_between(begun, durable), cpu_ms() - cpu_before,
                      ms_between(begun, receiver.first()), ms_between(begun, receiver.last())};
    world.drain();
    outbox.stop(std::chrono::seconds{5});
    return times;
}

Times measure_bare(Receiver& receiver, std::vector<std::string> const& requests) {
    receiver.reset(requests.size());
    auto const cpu_before = cpu_ms();
    auto const begun = Clock::now();
    post_bare(receiver.port(), requests, delivery::HttpClientOptions{}.connections_per_origin);
    receiver.wait();
    return {0, cpu_ms() - cpu_before, ms_between(begun, receiver.first()),
            ms_between(begun, receiver.last())};
}

/// The peer is told of all in one request, each a notification of its own; it keeps nothing safe.
Times measure_peer(Receiver& receiver, Alertmanager& peer, int receivers) {
    auto const request = peer.alerts(receivers);
    receiver.reset(static_cast<std::size_t>(receivers));
    auto const begun = Clock::now();
    post_bare(peer.port(), {request}, 1);
    if (!receiver.wait_for(std::chrono::seconds{30})) {
        fmt::print(stderr, "alertmanager has not sent {} notifications in 30 s\n", receivers);
        std::exit(1);
    }
    return {0, 0, ms_between(begun, receiver.first()), ms_between(begun, receiver.last())};
}

double median(std::vector<Times> const& times, double Times::* what) {
    std::vector<double> values;
    for (auto const& each : times) {
        values.push_back(each.*what);
    }
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void print_peer(int receivers, std::vector<Times> const& peer, double ours_last) {
    auto const last = median(peer, &Times::last_ms);
    fmt::print(
        "{{\"bench\":\"webhook_alertmanager\",\"receivers\":{},\"rounds\":{},\"first_ms\":{:.2f},"
        "\"last_ms\":{:.2f},\"ratio_ours_last\":{:.2f}}}\n",
        receivers, peer.size(), median(peer, &Times::first_ms), last, ours_last / last);
}

void measure(int receivers, int rounds, std::string const& peer_binary) {
    Receiver receiver;
    auto const peer =
        peer_binary.empty() ? nullptr : Alertmanager::start(peer_binary, receiver.port());
    std::vector<Times> ours;
    std::vector<Times> bare;
    std::vector<Times> peers;
    for (int round = 0; round < rounds; ++round) {
        ours.push_back(measure_ours(receiver, receivers));
        auto const requests = receiver.requests();
        bare.push_back(measure_bare(receiver, requests));
        if (peer != nullptr) {
            peers.push_back(measure_peer(receiver, *peer, receivers));
        }
    }
    auto const last = median(ours, &Times::last_ms);
    auto const durable = median(ours, &Times::durable_ms);
    auto const bare_last = median(bare, &Times::last_ms);
    fmt::print(
        "{{\"bench\":\"webhook\",\"receivers\":{},\"rounds\":{},\"durable_ms\":{:.2f},"
        "\"first_ms\":{:.2f},\"last_ms\":{:.2f},\"bare_first_ms\":{:.2f},\"bare_last_ms\":{:.2f},"
        "\"ratio_last\":{:.2f},\"ratio_last_durable\":{:.2f},\"ratio_cpu\":{:.2f}}}\n",
        receivers, rounds, durable, median(ours, &Times::first_ms), last,
        median(bare, &Times::first_ms), bare_last, last / bare_last, (last - durable) / bare_last,
        median(ours, &Times::cpu_ms) / median(bare, &Times::cpu_ms));
    if (peer != nullptr) {
        print_peer(receivers, peers, last);
    }
}

}  // namespace
}  // namespace larm::bench

int main(int count, char** arguments) {
    spdlog::set_level(spdlog::level::off);
    std::vector<std::string> words(arguments + 1, arguments + count);
    std::string peer;
    if (words.size() >= 2 && words[0] == "--alertmanager") {
        peer = words[1];
        words.erase(words.begin(), words.begin() + 2);
    }
    std::vector<int> numbers;
    for (auto const& word : words) {
        auto& number = numbers.emplace_back();
        auto const [end, wrong] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (wrong != std::errc{} || number <= 0) {
            fmt::print(stderr, "webhook_bench: {} is no number of rounds or receivers\n", word);
            return 2;
        }
    }
    auto const rounds = numbers.empty() ? 9 : numbers.front();
    auto const all = numbers.size() < 2 ? std::vector{7, 100, 1'000}
                                        : std::vector(numbers.begin() + 1, numbers.end());
    for (int const receivers : all) {
        larm::bench::measure(receivers, rounds, peer);
    }
    return 0;
}
