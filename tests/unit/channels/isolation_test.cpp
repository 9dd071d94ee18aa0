// No exercise reaches people: not by type, for every channel there is, and not at the wire, where a
// forged letter is refused before the other side hears anything. What a human writes is no mark.
#include <algorithm>
#include <chrono>
#include <concepts>
#include <functional>
#include <thread>

#include "engine/delivery/channels/email_channel.hpp"
#include "engine/delivery/channels/operator_channel.hpp"
#include "engine/delivery/channels/rakel_channel.hpp"
#include "engine/delivery/channels/sms_channel.hpp"
#include "engine/delivery/channels/voice_channel.hpp"
#include "engine/delivery/channels/web_push.hpp"
#include "engine/delivery/channels/webhook_channel.hpp"
#include "simulators/gateways/elks.hpp"
#include "simulators/gateways/rakel_terminal.hpp"
#include "simulators/gateways/smtp_server.hpp"
#include "simulators/gateways/webhook_receiver.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/channels/memory_book.hpp"
#include "tests/unit/channels/push/support.hpp"

namespace larm::test {
namespace {

using namespace delivery;
using namespace std::chrono_literals;

static_assert(!ReachesPeople<Exercise>);
static_assert(ReachesPeople<Live> && ReachesPeople<RollCall> && ReachesPeople<DutyOffer>);
template <typename K>
concept HasPush = requires { typename WebPushChannel<K>; };
template <typename K>
concept HasSms = requires { typename SmsChannel<K>; };
template <typename K>
concept HasVoice = requires { typename VoiceChannel<K>; };
template <typename K>
concept HasRakel = requires { typename RakelChannel<K>; };
template <typename K>
concept HasEmail = requires { typename EmailChannel<K>; };
template <typename K>
concept HasWebhook = requires { typename WebhookChannel<K>; };
template <typename K>
concept HasOperator = requires { typename OperatorChannel<K>; };
static_assert(HasPush<Live> && HasPush<RollCall> && HasPush<DutyOffer> && !HasPush<Exercise>);
static_assert(HasSms<Live> && HasSms<RollCall> && HasSms<DutyOffer> && !HasSms<Exercise>);
static_assert(HasVoice<Live> && HasVoice<RollCall> && HasVoice<DutyOffer> && !HasVoice<Exercise>);
static_assert(HasRakel<Live> && HasRakel<RollCall> && HasRakel<DutyOffer> && !HasRakel<Exercise>);
static_assert(HasEmail<Live> && HasEmail<RollCall> && HasEmail<DutyOffer> && !HasEmail<Exercise>);
static_assert(HasWebhook<Live> && HasWebhook<RollCall> && HasWebhook<DutyOffer> &&
              !HasWebhook<Exercise>);
static_assert(HasOperator<Live> && HasOperator<RollCall> && HasOperator<DutyOffer> &&
              !HasOperator<Exercise>);

/// A kind that calls itself live is not let in either: kinds are named, one by one.
struct Pretender {
    static constexpr std::string_view word = "live";
    static constexpr std::string_view mark{};
};
static_assert(Kind<Pretender> && !HasSms<Pretender> && !HasPush<Pretender>);

constexpr auto whom = "tib@dalarna";

/// What no type allows: a letter changed behind its message's back.
template <Kind K>
Message<K> forged(std::function<void(Letter&)> const& change) {
    auto message = message_to<K>(whom, "Larm", by_code("483920"));
    change(const_cast<Letter&>(message.letter()));
    return message;
}

template <Kind K>
std::vector<Message<K>> forgeries() {
    auto const as_exercise = [](Letter& letter) {
        letter.kind = Exercise::word;
        letter.texts = marked(letter.texts, Exercise::mark);
    };
    std::vector<Message<K>> all;
    all.push_back(forged<K>(as_exercise));
    all.push_back(forged<K>([](Letter& letter) { letter.kind = Exercise::word; }));
    if constexpr (std::same_as<K, Live>) {
        all.push_back(
            forged<K>([](Letter& letter) { letter.texts = marked(letter.texts, Exercise::mark); }));
        all.push_back(forged<K>([](Letter& letter) { letter.kind = RollCall::word; }));
    } else {
        all.push_back(forged<K>([](Letter& letter) {
            letter.texts = message_to<Live>(whom, "Larm").letter().texts;  // unmarked
        }));
        all.push_back(forged<K>([](Letter& letter) { letter.kind = Live::word; }));
    }
    return all;
}

bool becomes(std::function<bool()> const& holds) {
    auto const until = std::chrono::steady_clock::now() + 20s;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > until) {
            return false;
        }
        std::this_thread::yield();
    }
    return true;
}

/// `heard` counts what the other side has been asked or told, each time at once. What is sent
/// last comes alone: had a forged letter begun to leave, there would be more. `reports` outlive the
/// channel, whose thread may still be telling of the last when this returns.
template <Kind K>
void lets_only_its_own_through(Channel<K>& channel, Reports& reports,
                               std::function<std::size_t()> const& heard) {
    auto refused = reports.all().size();
    for (auto const& letter : forgeries<K>()) {
        channel.send(letter, reports.about(whom));
        REQUIRE(reports.all().size() == ++refused);  // before send() returns
        CHECK(reports.all().back().outcome() == v1::DELIVERY_OUTCOME_FAILED);
        CHECK(reports.all().back().detail().starts_with("refused at the wire: "));
    }
    CHECK(heard() == 0);
    channel.send(message_to<K>(whom, "ÖVNING pågick när det hände", by_code("483920")),
                 reports.about(whom));
    CHECK(becomes([&] { return heard() > 0; }));
    CHECK(becomes([&] { return reports.all().size() > refused; }));
    CHECK(heard() == 1);
    CHECK(reports.all().back().detail().find("refused at the wire") == std::string::npos);
}

void enter(MemoryBook& book, v1::Channel channel, std::string address) {
    book.entries[{std::string{whom} + "-1", channel}] = {std::move(address)};
}

ElksAccount account_at(gateways::ElksProvider const& provider) {
    v1::ElksConfig config;
    config.set_url(provider.url());
    config.set_sms_from("+46766861004");
    config.set_voice_from("+46766861005");
    return elks_account(config, "http://127.0.0.1:9", "user:word", "secret", "ticket key");
}

template <ReachesPeople K>
void over_sms() {
    Reports reports;
    gateways::ElksProvider provider{"user", "word"};
    MemoryBook book;
    enter(book, v1::CHANNEL_SMS, "+46700000001");
    HttpClient http;
    SmsChannel<K> channel{account_at(provider), http, book};
    lets_only_its_own_through<K>(channel, reports, [&] { return provider.requests(); });
}

template <ReachesPeople K>
void over_voice() {
    Reports reports;
    gateways::ElksProvider provider{"user", "word"};
    MemoryBook book;
    enter(book, v1::CHANNEL_VOICE, "+46700000001");
    HttpClient http;
    auto speech = Speech::open();
    REQUIRE(speech.has_value());
    VoiceChannel<K> channel{account_at(provider), http, book, **speech};
    lets_only_its_own_through<K>(channel, reports, [&] { return provider.requests(); });
}

template <ReachesPeople K>
void over_mail() {
    Reports reports;
    gateways::SmtpServer server;
    MemoryBook book;
    enter(book, v1::CHANNEL_EMAIL, "tib@dalarna.example");
    SmtpOptions options;
    options.url = server.url();
    EmailChannel<K> channel{options, "larm@region.example", book};
    lets_only_its_own_through<K>(channel, reports,
                                 [&] { return static_cast<std::size_t>(server.connections()); });
}

template <ReachesPeople K>
void over_webhook() {
    Reports reports;
    gateways::WebhookReceiver receiver{"hemlig nyckel"};
    MemoryBook book;
    enter(book, v1::CHANNEL_WEBHOOK, receiver.url("/larm"));
    ReceiverWatch watch;
    WebhookChannel<K> channel{{.key = "hemlig nyckel"}, book, watch};
    lets_only_its_own_through<K>(channel, reports, [&] { return receiver.server().accepted(); });
}

template <ReachesPeople K>
void over_rakel() {
    Reports reports;
    gateways::RakelSimulator radio;
    RakelOptions options;
    options.device = radio.device();
    RakelTerminal terminal{options, [](RakelHeard const&) {}};
    MemoryBook book;
    enter(book, v1::CHANNEL_RAKEL, "7100606");
    REQUIRE(becomes([&] { return terminal.trouble().empty(); }));
    RakelChannel<K> channel{terminal, book};
    lets_only_its_own_through<K>(channel, reports, [&] {
        auto const commands = radio.commands();  // the terminal asks after the radio's health too
        return static_cast<std::size_t>(std::ranges::count_if(
            commands, [](auto const& each) { return each.starts_with("AT+CMGS"); }));
    });
}

template <ReachesPeople K>
void over_push() {
    Reports reports;
    PushNight<K> night;
    auto const browser = night.browser(std::string{whom} + "-1");
    lets_only_its_own_through<K>(*night.channel, reports, [&] { return night.service.asked(); });
}

}  // namespace

TEST_CASE("nothing forged leaves as a push, and a live alarm does", "[isolation]") {
    over_push<Live>();
    over_push<RollCall>();
    over_push<DutyOffer>();
}

TEST_CASE("nothing forged leaves as a text, and a live alarm does", "[isolation]") {
    over_sms<Live>();
    over_sms<RollCall>();
    over_sms<DutyOffer>();
}

TEST_CASE("nothing forged is called out, and a live alarm is", "[isolation]") {
    over_voice<Live>();
    over_voice<RollCall>();
    over_voice<DutyOffer>();
}

TEST_CASE("nothing forged leaves over Rakel, and a live alarm does", "[isolation]") {
    over_rakel<Live>();
    over_rakel<RollCall>();
    over_rakel<DutyOffer>();
}

TEST_CASE("nothing forged leaves as mail, and a live alarm does", "[isolation]") {
    over_mail<Live>();
    over_mail<RollCall>();
    over_mail<DutyOffer>();
}

TEST_CASE("nothing forged leaves as a webhook, and a live alarm does", "[isolation]") {
    over_webhook<Live>();
    over_webhook<RollCall>();
    over_webhook<DutyOffer>();
}

TEST_CASE("nothing forged comes on the list of calls", "[isolation]") {
    OperatorChannel<Live> channel;
    Reports reports;
    for (auto const& letter : forgeries<Live>()) {
        channel.send(letter, reports.about(whom));
        CHECK(reports.all().back().detail().starts_with("refused at the wire: "));
    }
}

}  // namespace larm::test
