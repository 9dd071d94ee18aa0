// The Rakel channel on a pseudo terminal: a real serial line, a terminal and a radio network behind
// it that can be told to misbehave.
#include "engine/delivery/channels/rakel_channel.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "simulators/gateways/rakel_terminal.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/channels/memory_book.hpp"

namespace larm::test {
namespace {

using namespace delivery;
using namespace std::chrono_literals;
using gateways::RakelManners;
using gateways::RakelSimulator;

constexpr auto accepted = v1::DELIVERY_OUTCOME_ACCEPTED;
constexpr auto received = v1::DELIVERY_OUTCOME_RECEIVED;
constexpr auto seen = v1::DELIVERY_OUTCOME_SEEN;
constexpr auto failed = v1::DELIVERY_OUTCOME_FAILED;

RakelOptions quick(std::string const& device) {
    RakelOptions options;
    options.device = device;
    options.command_within = 1s;
    options.message_within = 1s;
    options.network_within = 500ms;
    options.health_every = 100ms;
    options.reopen_after = 20ms;
    return options;
}

/// A radio on the desk, and people who carry radios of their own.
struct Desk {
    explicit Desk(RakelManners const& manners = {})
        : radio{manners}, terminal{quick(radio.device()), heard()} {
        book.entries[{"tib@dalarna-1", v1::CHANNEL_RAKEL}] = {"7100606"};
        book.entries[{"tib@uppsala-1", v1::CHANNEL_RAKEL}] = {"7100622", "7100623"};
    }

    [[nodiscard]] bool is_well_soon() const {
        return becomes([&] { return terminal.trouble().empty(); });
    }
    [[nodiscard]] static bool becomes(std::function<bool()> const& holds) {
        auto const until = std::chrono::steady_clock::now() + 10s;
        while (!holds()) {
            if (std::chrono::steady_clock::now() > until) {
                return false;
            }
            std::this_thread::yield();
        }
        return true;
    }
    [[nodiscard]] std::vector<RakelHeard> texts_heard() const {
        std::lock_guard const lock{mutex};
        return heard_texts;
    }
    [[nodiscard]] std::function<void(RakelHeard)> heard() {
        return [this](RakelHeard text) {
            std::lock_guard const lock{mutex};
            heard_texts.push_back(std::move(text));
        };
    }

    mutable std::mutex mutex;
    std::vector<RakelHeard> heard_texts;
    MemoryBook book;
    Reports reports;
    RakelSimulator radio;
    RakelTerminal terminal;
};

template <Kind K>
void send(Channel<K>& channel, Reports& reports, std::string const& recipient,
          std::string const& text = "Larm") {
    channel.send(message_to<K>(recipient, text, by_code("483920")), reports.about(recipient));
}

}  // namespace

TEST_CASE("an alarm over Rakel is accepted, received and seen as the radio says", "[rakel]") {
    Desk desk{{.reports_consumed = true, .splits_writes = true}};
    RakelChannel<Live> channel{desk.terminal, desk.book};
    REQUIRE(desk.is_well_soon());
    send(channel, desk.reports, "tib@dalarna", "MASSKADELARM Västmanland");
    CHECK(desk.reports.wait_for("tib@dalarna", received));
    CHECK(desk.reports.wait_for("tib@dalarna", seen));
    REQUIRE(desk.radio.texts().size() == 1);
    CHECK(desk.radio.texts()[0].to == "7100606");
    CHECK(desk.radio.texts()[0].text == "#1 ebd97073 MASSKADELARM Västmanland SVAR 483920");
    auto const commands = desk.radio.commands();
    CHECK(std::ranges::find(commands, "AT+CTSP=1,3,130") != commands.end());
    CHECK(std::ranges::find(commands, "AT+CTSDS=12,0,0,1,0") != commands.end());
}

TEST_CASE("accepted is all that is known while a radio is off", "[rakel]") {
    Desk desk{{.reports_received = false}};
    RakelChannel<Live> channel{desk.terminal, desk.book};
    REQUIRE(desk.is_well_soon());
    send(channel, desk.reports, "tib@dalarna");
    CHECK(desk.reports.wait_for("tib@dalarna", accepted));
    CHECK(desk.reports.all().size() == 1);
}

TEST_CASE("the worst terminals are understood: echoes, own references, every report twice",
          "[rakel]") {
    Desk desk{{.echoes_always = true, .has_own_references = true, .reports_twice = true}};
    RakelChannel<Live> channel{desk.terminal, desk.book};
    REQUIRE(desk.is_well_soon());
    for (auto const* text : {"Ett", "Två", "Tre"}) {
        send(channel, desk.reports, "tib@dalarna", text);
    }
    CHECK(desk.reports.wait_until([](auto const& all) {
        return std::ranges::count(all, received, &v1::RecordDelivery::outcome) == 6;
    }));
    REQUIRE(desk.radio.texts().size() == 3);
    CHECK(desk.radio.texts().back().text == "#3 ebd97073 Tre SVAR 483920");
}

TEST_CASE("a person's every radio gets the alarm, and one that has it is enough", "[rakel]") {
    Desk desk{{.fails_every = 2, .error_code = 4}};
    RakelChannel<Live> channel{desk.terminal, desk.book};
    REQUIRE(desk.is_well_soon());
    send(channel, desk.reports, "tib@uppsala");
    CHECK(desk.reports.wait_for("tib@uppsala", received));
    CHECK(desk.radio.texts().size() == 1);
    for (auto const& each : desk.reports.all()) {
        CHECK(each.outcome() != failed);
    }
}

TEST_CASE("the same delivery sent again has the same number on the screen", "[rakel]") {
    Desk desk;
    RakelChannel<Live> channel{desk.terminal, desk.book};
    REQUIRE(desk.is_well_soon());
    for (auto const* text : {"Ett", "Två", "Ett"}) {
        send(channel, desk.reports, "tib@dalarna", text);
    }
    REQUIRE(desk.radio.wait_for([](auto const& texts) { return texts.size() == 3; }));
    CHECK(desk.radio.texts()[2].text == "#1 ebd97073 Ett SVAR 483920");
}

TEST_CASE("trouble that may pass and trouble that will not are told apart", "[rakel]") {
    Desk desk{{.fails_every = 1, .error_code = 4}};
    RakelChannel<Live> channel{desk.terminal, desk.book};
    REQUIRE(desk.is_well_soon());
    send(channel, desk.reports, "tib@dalarna");
    REQUIRE(desk.reports.wait_for("tib@dalarna", failed));
    CHECK(desk.reports.detail("tib@dalarna", failed) == "+CME ERROR: 4");
    desk.radio.behave({.network_is_down = true});
    send(channel, desk.reports, "tib@uppsala");
    CHECK(desk.reports.wait_for("tib@uppsala", failed));
    CHECK(desk.reports.detail("tib@uppsala", failed) == "the network did not take it");
    send(channel, desk.reports, "tib@orebro");
    CHECK(desk.reports.detail("tib@orebro", failed) == "the address book has no Rakel number");
}

TEST_CASE(
    "a dead terminal fails what it is given at once, says so, and is used again when it lives",
    "[rakel]") {
    Desk desk;
    RakelChannel<Live> channel{desk.terminal, desk.book};
    REQUIRE(desk.is_well_soon());
    desk.radio.behave({.is_dead = true});
    REQUIRE(Desk::becomes([&] { return !desk.terminal.trouble().empty(); }));
    CHECK(desk.terminal.trouble().find("does not answer") != std::string::npos);
    send(channel, desk.reports, "tib@dalarna");
    REQUIRE(desk.reports.wait_for("tib@dalarna", failed));
    desk.radio.behave({});
    REQUIRE(desk.is_well_soon());
    send(channel, desk.reports, "tib@uppsala");
    CHECK(desk.reports.wait_for("tib@uppsala", received));
}

TEST_CASE("a device that is not there is trouble in words, and harms nothing", "[rakel]") {
    MemoryBook book;
    book.entries[{"tib@dalarna-1", v1::CHANNEL_RAKEL}] = {"7100606"};
    Reports reports;
    RakelTerminal terminal{quick("/dev/no-such-terminal")};
    RakelChannel<Live> channel{terminal, book};
    CHECK(Desk::becomes(
        [&] { return terminal.trouble().find("cannot be opened") != std::string::npos; }));
    send(channel, reports, "tib@dalarna");
    CHECK(reports.wait_for("tib@dalarna", failed));
}

TEST_CASE("a live alarm leaves before the roll-calls that wait", "[rakel]") {
    Desk desk{{.answers_after = 150ms}};
    RakelChannel<Live> live{desk.terminal, desk.book};
    RakelChannel<RollCall> roll_call{desk.terminal, desk.book};
    REQUIRE(desk.is_well_soon());
    std::thread calling{[&] {
        for (auto const* text : {"Ett", "Två", "Tre"}) {
            send(roll_call, desk.reports, "tib@dalarna", text);
        }
    }};
    REQUIRE(desk.radio.wait_for([](auto const& texts) { return !texts.empty(); }));
    send(live, desk.reports, "tib@uppsala", "SKARPT");
    calling.join();
    REQUIRE(desk.radio.wait_for([](auto const& texts) { return texts.size() == 5; }));
    auto const texts = desk.radio.texts();
    auto const place = [&](std::string const& word) {
        return std::ranges::find_if(
            texts, [&](auto const& each) { return each.text.find(word) != std::string::npos; });
    };
    CHECK(place("SKARPT") < place("Tre"));
    CHECK(texts.front().text.starts_with("PROV #1"));
}

TEST_CASE("a channel that is stopped waits for no terminal", "[rakel]") {
    Desk desk{{.answers_after = 400ms}};
    RakelChannel<Live> channel{desk.terminal, desk.book};
    REQUIRE(desk.is_well_soon());
    std::thread sending{[&] {
        for (int number = 0; number < 50; ++number) {
            send(channel, desk.reports, "tib@dalarna", std::to_string(number));
        }
    }};
    REQUIRE(desk.radio.wait_for([](auto const& texts) { return !texts.empty(); }));
    channel.stop();
    sending.join();
    CHECK(desk.radio.texts().size() < 10);
}

TEST_CASE("what people write is heard once, acknowledged, and told from what they write again",
          "[rakel]") {
    Desk desk;
    REQUIRE(desk.is_well_soon());
    desk.radio.write_from("7100606", "483920 5", 7, 2);
    desk.radio.write_from("7100606", "483920 3", 8);
    desk.radio.write_from("7100606", "483920 5", 7);
    REQUIRE(Desk::becomes([&] { return desk.texts_heard().size() == 4; }));
    auto const heard = desk.texts_heard();
    CHECK(heard[0].text == "483920 5");
    CHECK(heard[0].from == "7100606");
    CHECK(heard[0].said_id == heard[1].said_id);
    CHECK(heard[2].said_id != heard[0].said_id);
    CHECK(heard[3].said_id != heard[0].said_id);
}

TEST_CASE("no exercise text leaves through the Rakel channel", "[rakel]") {
    STATIC_REQUIRE_FALSE(ReachesPeople<Exercise>);
    Desk desk;
    RakelChannel<RollCall> channel{desk.terminal, desk.book};
    REQUIRE(desk.is_well_soon());
    auto const marked_twice =
        marked(message_to<Live>("tib@dalarna", "Larm").letter().texts, Exercise::mark);
    Envelope const envelope = message_to<Live>("tib@dalarna", "Larm").letter().envelope;
    RakelChannel<Live> live{desk.terminal, desk.book};
    Message<Live> const smuggled{envelope, marked_twice};
    live.send(smuggled, desk.reports.about("tib@dalarna"));
    REQUIRE(desk.reports.wait_for("tib@dalarna", failed));
    CHECK(desk.reports.detail("tib@dalarna", failed).find("refused at the wire") == 0);
    CHECK(desk.radio.texts().empty());
}

}  // namespace larm::test
