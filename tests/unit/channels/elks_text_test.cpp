// What is texted and what is said: marks at both ends, letters that GSM has, numbers that an ear
// can take. And the tickets of callbacks.
#include <fmt/format.h>

#include "engine/delivery/channels/elks_ticket.hpp"
#include "engine/delivery/channels/sms_channel.hpp"
#include "engine/delivery/channels/sms_text.hpp"
#include "engine/delivery/channels/spoken_text.hpp"
#include "engine/delivery/channels/voice_channel.hpp"
#include "tests/support/catch.hpp"

namespace larm::delivery {
namespace {

// One for exercises cannot even be named.
template <typename K>
concept HasSms = requires { typename SmsChannel<K>; };
template <typename K>
concept HasVoice = requires { typename VoiceChannel<K>; };
static_assert(HasSms<Live> && HasSms<RollCall> && !HasSms<Exercise>);
static_assert(HasVoice<Live> && HasVoice<RollCall> && !HasVoice<Exercise>);

Texts texts(std::string short_sv) {
    return {.title_sv = "Larm",
            .title_en = "Alarm",
            .body_sv = "Larm",
            .body_en = "Alarm",
            .short_sv = std::move(short_sv)};
}

AnswerWays ways(bool asks_for_number = true) {
    return {.code = "483920",
            .url = "https://larm.example.se/a/abcdefghijklmnopqrst",
            .asks_for_number = asks_for_number};
}

std::string const alarm_text =
    "MASSKADELARM Uppsala 03:12: E18 väster om Arboga. Kvittera. Utlova minst 5 transporter.";

}  // namespace

TEST_CASE("a text says what has happened, how to answer, and where", "[sms]") {
    Message<Live> const message{{}, texts(alarm_text), ways()};
    CHECK(sms_text(message.letter(), Live::mark, "") ==
          alarm_text +
              "\nSvara: 483920 = sett, 483920 5 = fem transporter, 483920 0 = nej"
              "\nhttps://larm.example.se/a/abcdefghijklmnopqrst");
    CHECK(sms_parts(sms_text(message.letter(), Live::mark, "")) == 2);
}

TEST_CASE("who is asked for no number is offered none", "[sms]") {
    Message<Live> const message{{}, texts("Blodcentral: kvittera."), ways(false)};
    CHECK_THAT(sms_text(message.letter(), Live::mark, ""),
               Catch::Contains("Svara: 483920 = sett, 483920 0 = nej\n"));
}

TEST_CASE("an end, to which a no means nothing, is offered none in a text or a call", "[sms]") {
    auto receipt = ways(false);
    receipt.takes_no = false;
    Message<Live> const message{{}, texts("Larmet är avslutat."), receipt};
    CHECK_THAT(sms_text(message.letter(), Live::mark, ""),
               Catch::Contains("Svara: 483920 = sett\n"));
    CHECK(spoken_message(message.letter(), Live::mark).ends_with("Tryck ett för att kvittera."));
    CHECK(spoken_not_understood(offered_keys(receipt)).find("oll") == std::string::npos);
    auto const ticket = ticket_of(message.letter(), 1);
    auto const key = std::string(32, 'k');
    CHECK(unseal(seal(ticket, key), key) == ticket);
}

TEST_CASE("a text without ways to answer is the short text alone", "[sms]") {
    Message<Live> const message{{}, texts(alarm_text)};
    CHECK(sms_text(message.letter(), Live::mark, "") == alarm_text);
    CHECK(sms_parts(alarm_text) == 1);
}

TEST_CASE("where the sender is a name the text says which number takes answers", "[sms]") {
    Message<Live> const message{{}, texts(alarm_text), ways()};
    CHECK_THAT(sms_text(message.letter(), Live::mark, "+46766861004"),
               Catch::Contains("Svara till +46766861004: 483920 = sett"));
}

TEST_CASE("a roll-call's mark stands at both ends of the whole text", "[sms]") {
    Message<RollCall> const message{{}, texts("Provlarm. Kvittera."), ways(false)};
    auto const text = sms_text(message.letter(), RollCall::mark, "");
    CHECK(text.starts_with("PROV Provlarm. Kvittera.\nSvara: "));
    CHECK(text.ends_with("\nPROV"));
    CHECK(text.find("PROV\nSvara") == std::string::npos);
    Message<RollCall> const bare{{}, texts("Provlarm.")};
    CHECK(sms_text(bare.letter(), RollCall::mark, "") == "PROV Provlarm. PROV");
}

TEST_CASE("no letter makes a text travel as UCS-2", "[sms]") {
    CHECK(gsm_text("Åäö é Ü ñ") == "Åäö é Ü ñ");
    CHECK(gsm_text("São Paulo, Gdańsk, «Ångström» 59°20′") ==
          "Sao Paulo, Gdansk, \"Ångström\" 59 gr 20?");
    CHECK(gsm_text("€ [1] {2} \\ ~") == "EUR [1] {2} \\ ~");
    CHECK(gsm_text("a\n\nb") == "a\n\nb");
    std::string every;
    for (unsigned point = 0x20; point < 0x100; ++point) {
        if (point < 0x7F || point >= 0xA0) {
            every += point < 0x80 ? std::string{static_cast<char>(point)}
                                  : std::string{static_cast<char>(0xC0U | point >> 6U),
                                                static_cast<char>(0x80U | (point & 0x3FU))};
        }
    }
    auto const text = gsm_text(every);
    CHECK(gsm_text(text) == text);
    CHECK(sms_parts(text) == 2);  // of septets; as UCS-2 it would be three
}

TEST_CASE("parts are counted as the network counts them", "[sms]") {
    CHECK(sms_parts("") == 1);
    CHECK(sms_parts(std::string(160, 'a')) == 1);
    CHECK(sms_parts(std::string(161, 'a')) == 2);
    CHECK(sms_parts(std::string(306, 'a')) == 2);
    CHECK(sms_parts(std::string(307, 'a')) == 3);
    CHECK(sms_parts(std::string(80, '[')) == 1);  // two septets each
    CHECK(sms_parts(std::string(81, '[')) == 2);
    CHECK(sms_parts(std::string(69, 'a') + "→") == 1);
    CHECK(sms_parts(std::string(70, 'a') + "→") == 2);
    CHECK(sms_parts(std::string(69, 'a') + "😀") == 2);  // two units
}

TEST_CASE("numbers and capitals are said so that an ear understands them", "[voice]") {
    CHECK(speakable("MASSKADELARM Uppsala 03:12: E18 väster om Arboga.") ==
          "masskadelarm Uppsala 3 och 12: E18 väster om Arboga.");
    CHECK(speakable("klockan 14:05") == "klockan 1 4 0 5");
    CHECK(speakable("klockan 00:30") == "klockan 0 0 3 0");
    CHECK(speakable("ring 018123456 eller 112") == "ring 0 1 8 1 2 3 4 5 6 eller 112");
    CHECK(speakable("TiB Dalarna: 5 av 5 transporter.") ==
          "tjänsteman i beredskap Dalarna: 5 av 5 transporter.");
    CHECK(speakable("SOS ÅÄÖÉ") == "SOS åäöé");
    CHECK(speakable("<speak>[[x]]</speak>") == " speak   x    speak ");
    CHECK(speakable("12:3 1:23:45") == "12:3 1 och 23:45");
}

TEST_CASE("a message is said twice, then which keys to press", "[voice]") {
    Message<Live> const message{{}, texts("Alfa 5."), ways()};
    auto const spoken = spoken_message(message.letter(), Live::mark);
    CHECK(spoken.starts_with("Alfa 5.. Jag upprepar. Alfa 5.. Tryck ett för att kvittera."));
    CHECK_THAT(spoken, Catch::Contains("fyrkant"));
    CHECK_THAT(spoken, !Catch::Contains("483920") && !Catch::Contains("example"));
}

TEST_CASE("a roll-call's mark is spoken first and last, and only there", "[voice]") {
    Message<RollCall> const message{{}, texts("Alfa."), ways(false)};
    for (auto const& spoken : {spoken_message(message.letter(), RollCall::mark),
                               spoken_without_message(Keys::seen, RollCall::mark)}) {
        CAPTURE(spoken);
        CHECK(spoken.starts_with("prov. prov. "));
        CHECK(spoken.ends_with(" prov. prov."));
        CHECK_THAT(spoken, !Catch::Contains("PROV"));
    }
}

TEST_CASE("a ticket survives its address, and only ours does", "[elks]") {
    std::string const key = "the callbacks' secret";
    Message<Live> const message{{.delivery_id = "0193e000-0000-8000-8000-000000000001",
                                 .incident_id = "0193e000-0000-7000-8000-000000000002",
                                 .step = "regional_alarm",
                                 .party = "tib@dalarna",
                                 .attempt = 3,
                                 .recipient = "deputy@dalarna",
                                 .officer_id = "dalarna-stf-1",
                                 .channel = v1::CHANNEL_VOICE},
                                texts("x"),
                                ways()};
    auto ticket = ticket_of(message.letter(), 2);
    ticket.audio_id = "00ff";
    auto const sealed = seal(ticket, key);
    CHECK(sealed.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                   "0123456789-_.") == std::string::npos);
    auto const opened = unseal(sealed, key);
    REQUIRE(opened);
    CHECK(*opened == ticket);
    auto const record = record_of(*opened);
    CHECK(record.party() == "tib@dalarna");
    CHECK(record.recipient() == "deputy@dalarna");
    CHECK(record.attempt() == 3);
    CHECK(record.channel() == v1::CHANNEL_VOICE);

    CHECK_FALSE(unseal(sealed, "another secret"));
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        auto changed = sealed;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        auto const seen = unseal(changed, key);
        CHECK((!seen || *seen == ticket));  // spare bits of the last sign may differ
    }
    for (auto const* kind : {"", "exercise", "dead"}) {
        auto other = ticket;
        other.kind = kind;
        CHECK_FALSE(unseal(seal(other, key), key));
    }
    for (auto const* bad : {"", ".", "a.b", "....", "%%%.%%%"}) {
        CHECK_FALSE(unseal(bad, key));
    }
}

}  // namespace larm::delivery
