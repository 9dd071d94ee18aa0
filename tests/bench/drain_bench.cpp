// One alarm to 2,000 recipients over webhook, SMS and e-mail at once: the real world with its
// journal, outbox and channels, and simulators that answer at a set speed. Drained is when the
// journal has the outcome of every delivery.
//   drain_bench [recipients]
// A JSON object for each channel and one for the alarm. `floor_ms` is what the simulator's speed
// and the channel's connections allow by arithmetic; `ratio` is ours by it, for the alarm by the
// slowest channel's. `cpu_s` is the engine's and the channels' threads, without the simulators'.
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <semaphore>
#include <string_view>

#include "engine/core/check.hpp"
#include "engine/delivery/channels/email_channel.hpp"
#include "engine/delivery/channels/sms_channel.hpp"
#include "engine/delivery/channels/webhook_channel.hpp"
#include "engine/world/live_outbox.hpp"
#include "engine/world/live_world.hpp"
#include "simulators/gateways/elks.hpp"
#include "simulators/gateways/smtp_server.hpp"
#include "simulators/gateways/webhook_receiver.hpp"
#include "tests/bench/alarm.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::bench {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds webhook_takes{2};
constexpr milliseconds sms_takes{5};
constexpr milliseconds smtp_takes{1};
/// MAIL, RCPT, DATA and the mail itself; greetings are once in a connection.
constexpr int smtp_answers = 4;
constexpr std::chrono::seconds patience{120};

/// When the outcomes are in the journal.
class Outcomes final : public world::FeedPort {
public:
    struct OfChannel {
        int told = 0;
        int failed = 0;
        Clock::time_point first;
        Clock::time_point last;
    };

    explicit Outcomes(int expected) : left_{expected} {}
    void publish(std::shared_ptr<world::PublishedBatch const> batch) override {
        for (auto const& [seq, event] : batch->events) {
            if (event.has_delivery_recorded()) {
                note(event.delivery_recorded());
            }
        }
    }
    [[nodiscard]] bool wait() { return done_.try_acquire_for(patience); }
    /// After wait().
    [[nodiscard]] OfChannel const& of(v1::Channel channel) { return channels_[channel]; }

private:
    void note(v1::DeliveryRecorded const& recorded) {
        if (recorded.outcome() == v1::DELIVERY_OUTCOME_HANDED_OVER) {
            return;
        }
        auto& channel = channels_[recorded.channel()];
        channel.last = Clock::now();
        if (channel.told++ == 0) {
            channel.first = channel.last;
        }
        channel.failed += recorded.outcome() == v1::DELIVERY_OUTCOME_FAILED ? 1 : 0;
        if (--left_ == 0) {
            done_.release();
        }
    }

    int left_;
    std::map<v1::Channel, OfChannel> channels_;
    std::binary_semaphore done_{0};
};

struct Simulators {
    gateways::WebhookReceiver receiver{"key of the bench"};
    gateways::ElksProvider provider{"user", "password"};
    /// Takes what the provider tells of its texts.
    gateways::HttpServer hooks{[](gateways::HttpAsked const&) { return gateways::HttpSaid{}; }};
    gateways::SmtpServer mail{{.offers_tls = false, .answers_after = smtp_takes}};

    Simulators() {
        receiver.behave({.slow = webhook_takes, .is_silent = true});
        gateways::ElksTrouble slow;
        slow.answers_after = sms_takes;
        provider.trouble(std::move(slow));
    }
};

delivery::Channels<delivery::Live> channels_to(Simulators& others, delivery::HttpClient& sms_http,
                                               delivery::AddressBook const& book,
                                               delivery::ReceiverWatch& watch) {
    v1::ElksConfig elks;
    elks.set_url(others.provider.url());
    elks.set_sms_from("+46766000000");
    delivery::SmtpOptions smtp;
    smtp.url = others.mail.url();
    delivery::Channels<delivery::Live> channels;
    channels[v1::CHANNEL_WEBHOOK] = std::make_unique<delivery::WebhookChannel<delivery::Live>>(
        delivery::WebhookSettings{.key = "key of the bench"}, book, watch);
    channels[v1::CHANNEL_SMS] = std::make_unique<delivery::SmsChannel<delivery::Live>>(
        delivery::elks_account(elks, others.hooks.url(""), "user:password", "secret", "ticket key"),
        sms_http, book);
    channels[v1::CHANNEL_EMAIL] =
        std::make_unique<delivery::EmailChannel<delivery::Live>>(smtp, "larm@region.example", book);
    return channels;
}

/// Of the threads that are ours by name: "larm-engine", "larm-sms".
double our_cpu_s() {
    double ns = 0;
    for (auto const& thread : fs::directory_iterator{"/proc/self/task"}) {
        std::string name;
        double ran = 0;
        if (std::ifstream{thread.path() / "comm"} >> name && name.starts_with("larm-") &&
            std::ifstream{thread.path() / "schedstat"} >> ran) {
            ns += ran;
        }
    }
    return ns / 1e9;
}

double rss_mib() {
    rusage used{};
    LARM_CHECK(::getrusage(RUSAGE_SELF, &used) == 0);
    return static_cast<double>(used.ru_maxrss) / 1024;
}

struct Speed {
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
    std::size_t connections = 0;
    milliseconds each{};

    [[nodiscard]] double floor_ms(int recipients) const {
        auto const at_once = static_cast<int>(connections);
        auto const rounds = (recipients + at_once - 1) / at_once;
        return static_cast<double>(rounds * each.count());
    }
};

std::array<Speed, 3> speeds() {
    auto const http = delivery::HttpClientOptions{}.connections_per_origin;
    return {{{v1::CHANNEL_WEBHOOK, http, webhook_takes},
             {v1::CHANNEL_SMS, http, sms_takes},
             {v1::CHANNEL_EMAIL, delivery::SmtpOptions{}.at_once, smtp_takes * smtp_answers}}};
}

void print(Outcomes& outcomes, int recipients, Clock::time_point begun, double cpu_s) {
    double slowest = 0;
    Clock::time_point last = begun;
    for (auto const& speed : speeds()) {
        auto const& seen = outcomes.of(speed.channel);
        auto const floor = speed.floor_ms(recipients);
        auto const drained = ms_between(begun, seen.last);
        slowest = std::max(slowest, floor);
        last = std::max(last, seen.last);
        fmt::print(
            "{{\"bench\":\"drain\",\"channel\":\"{}\",\"recipients\":{},\"connections\":{},"
            "\"each_ms\":{},\"failed\":{},\"first_ms\":{:.1f},\"drained_ms\":{:.1f},"
            "\"floor_ms\":{:.1f},\"ratio\":{:.2f}}}\n",
            delivery::channel_word(speed.channel), recipients, speed.connections,
            speed.each.count(), seen.failed, ms_between(begun, seen.first), drained, floor,
            drained / floor);
    }
    auto const drained = ms_between(begun, last);
    fmt::print(
        "{{\"bench\":\"drain\",\"channel\":\"all\",\"recipients\":{},\"deliveries\":{},"
        "\"drained_ms\":{:.1f},\"floor_ms\":{:.1f},\"ratio\":{:.2f},\"cpu_s\":{:.3f},"
        "\"max_rss_mib\":{:.0f}}}\n",
        recipients, recipients * static_cast<int>(speeds().size()), drained, slowest,
        drained / slowest, cpu_s, rss_mib());
}

int measure(int recipients) {
    std::vector const all{v1::CHANNEL_WEBHOOK, v1::CHANNEL_SMS, v1::CHANNEL_EMAIL};
    larm::test::TemporaryDirectory const directory;
    Simulators others;
    EverybodysAddresses const book{others.receiver.url()};
    delivery::HttpClient sms_http;
    delivery::ReceiverWatch watch;
    Outcomes outcomes{recipients * static_cast<int>(all.size())};
    world::LiveOutbox outbox{channels_to(others, sms_http, book, watch)};
    world::LiveWorldOptions options;
    options.log.journal = directory.path() / "live.db";
    options.log.fresh = {"site-bench", "instance-bench", {1}};
    auto opened = world::LiveWorld::open(std::move(options), outcomes, outbox);
    LARM_CHECK(opened);
    auto& world = **opened;
    outbox.report_to(world);
    LARM_CHECK(world.submit_and_wait(activation(recipients, all)));
    LARM_CHECK(world.submit_and_wait(duties(recipients, all)));
    world.begin_delivery();
    auto const cpu_before = our_cpu_s();
    auto const begun = Clock::now();
    LARM_CHECK(world.submit_and_wait(confirmation()));
    auto const is_drained = outcomes.wait();
    auto const cpu_s = our_cpu_s() - cpu_before;
    world.drain();
    outbox.stop(std::chrono::seconds{5});
    if (!is_drained) {
        fmt::print(stderr, "drain_bench: not drained within {} s\n", patience.count());
        return 1;
    }
    print(outcomes, recipients, begun, cpu_s);
    return 0;
}

}  // namespace
}  // namespace larm::bench

int main(int count, char** arguments) {
    spdlog::set_level(spdlog::level::off);
    int recipients = 2'000;
    if (count > 1) {
        std::string_view const word{arguments[1]};
        auto const [end, wrong] =
            std::from_chars(word.data(), word.data() + word.size(), recipients);
        if (wrong != std::errc{} || recipients <= 0) {
            fmt::print(stderr, "drain_bench: {} is no number of recipients\n", word);
            return 2;
        }
    }
    return larm::bench::measure(recipients);
}
