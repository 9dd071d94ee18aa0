// One night over every channel at once. Seven regions: one TiB answers from a push, one by SMS, one
// on the keys of a telephone call, one by Rakel, one through a webhook, and one is reached by
// nobody but a human with a telephone, while the provider swears that its texts have arrived.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include "tests/e2e/night/night.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"

namespace larm::e2e {
namespace {

namespace json = boost::json;

/// The first message of the alarm and of the blood centres goes by mail and webhook too.
std::string by_all_channels(std::string const& file, std::string text) {
    if (file != "alarm_chain.textproto") {
        return text;
    }
    auto const widen = [&](std::string const& step, std::string const& from,
                           std::string const& to) {
        auto const at = text.find(from, text.find("id: \"" + step));
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
    };
    widen("regional_alarm", "CHANNEL_RAKEL]", "CHANNEL_RAKEL, CHANNEL_EMAIL, CHANNEL_WEBHOOK]");
    widen("blood_alarm", "CHANNEL_PUSH", "[CHANNEL_PUSH, CHANNEL_EMAIL]");
    return text;
}

NightOptions options() {
    NightOptions options;
    options.change_rules = by_all_channels;
    return options;
}

class WholeNight : public Night {
public:
    WholeNight() : Night{with_webhook(options(), *this)} {}

private:
    static NightOptions with_webhook(NightOptions options, WholeNight& night) {
        options.change_contacts = [&night](v1::Contacts& contacts) {
            for (auto& officer : *contacts.mutable_officers()) {
                auto& address = *officer.add_addresses();
                address.set_channel(v1::CHANNEL_WEBHOOK);
                address.set_value(night.webhooks.url("/" + officer.id()));
            }
        };
        return options;
    }
};

using gateways::Phone;

/// Who has which telephone.
void hand_out_phones(Night& night) {
    for (auto const& officer : night.contacts().officers()) {
        night.elks.phone(night.number(officer.id()),
                         Phone{.is_off = true, .keys = {}, .texts_back = {}});
    }
    auto const phone = [&](std::string const& officer, Phone its) {
        night.elks.phone(night.number(officer), std::move(its));
    };
    phone("gavleborg-tib-1", {.keys = {}, .texts_back = "{code} 5"});
    phone("sormland-tib-1", {.keys = {"5#"}, .texts_back = {}});
    phone("orebro-tib-1", {.has_voicemail = true, .keys = {}, .texts_back = {}});
    for (auto const* const region : {"dalarna", "gavleborg", "sormland", "varmland"}) {
        phone(fmt::format("{}-blood-1", region), {.keys = {}, .texts_back = "{code}"});
    }
    phone("orebro-blood-1", {.keys = {"1"}, .texts_back = {}});
    gateways::ElksTrouble lies;
    lies.lies = true;
    night.elks.trouble(lies);
}

/// Värmland's TiB writes back over Rakel; Örebro's radios are off.
void hand_out_radios(Night& night) {
    gateways::RakelManners manners;
    for (auto const& officer : night.contacts().officers()) {
        auto const is_orebro = officer.party().ends_with("@orebro");
        for (auto const& address : officer.addresses()) {
            if (is_orebro && address.channel() == v1::CHANNEL_RAKEL) {
                manners.radios_off.insert(address.value());
            }
        }
    }
    night.rakel.behave(manners);
    night.rakel.on_text([&night, radio = night.radio("varmland-tib-1"),
                         reference = 0](gateways::RadioText const& text) mutable {
        auto const code = code_in(text.text);
        if (text.to == radio && !code.empty()) {
            auto const count = text.text.find("MASSKADELARM") != std::string::npos ? " 5" : "";
            night.rakel.write_from(radio, code + count, static_cast<std::uint8_t>(++reference));
        }
    });
}

/// What a service worker does when somebody presses the notification's button.
void press(Night& night, std::string const& pushed, std::string const& act) {
    auto const payload = json::parse(pushed).as_object();
    auto const url = json::value_to<std::string>(payload.at("answerUrl"));
    auto const answer = night.post_form(url, act + "&form=" + new_id());
    CAPTURE(url, answer.body);
    CHECK(answer.status == 200);
}

bool is_complete(Night& night, std::string const& id) {
    auto const view = night.incident(id);
    auto const* const complete = view.if_contains("chainComplete");
    return complete != nullptr && complete->as_bool();
}

std::string via_of(Night& night, std::string const& id, std::string const& party,
                   std::string const& step) {
    auto const view = night.party(id, party, step);
    auto const* const via = view.if_contains("via");
    return via == nullptr ? std::string{} : json::value_to<std::string>(*via);
}

/// It reaches exactly those who were alarmed; who has not seen it stands there by name until a
/// human says otherwise.
void stand_down(Night& night, std::string const& id) {
    night.elks.phone(night.number("gavleborg-tib-1"), {.keys = {}, .texts_back = "{code}"});
    night.must(
        "tib@uppsala", "IncidentService/StandDown",
        fmt::format(R"({{"commandId":"{}","incidentId":"{}","reason":"Alla är omhändertagna"}})",
                    new_id(), id));
    for (auto const* const party : {"tib@gavleborg", "tib@varmland", "blood@dalarna"}) {
        night.wait_until(fmt::format("{} to see the stand-down", party), [&] {
            auto const view = night.party(id, party, "stand_down");
            return !view.empty() && view.at("state").as_string() == "PARTY_STATE_ACKNOWLEDGED";
        });
    }
    auto const orebro = night.party(id, "tib@orebro", "stand_down");
    REQUIRE_FALSE(orebro.empty());
    CHECK(orebro.at("state").as_string() != "PARTY_STATE_ACKNOWLEDGED");
    night.must("tib@uppsala", "AlarmService/Acknowledge",
               fmt::format(R"({{"commandId":"{}","incidentId":"{}","party":"tib@orebro",
               "via":"VIA_PHONE"}})",
                           new_id(), id));
    CHECK(via_of(night, id, "tib@orebro", "stand_down") == "VIA_PHONE");
}

}  // namespace

TEST_CASE("seven regions answer over seven ways, and what nobody answers a human makes good",
          "[e2e][night]") {
    WholeNight night;
    night.start();
    hand_out_phones(night);
    hand_out_radios(night);
    auto& dalarna = night.subscribe("dalarna-tib-1");
    auto& blood = night.subscribe("uppsala-blood-1");
    auto& declarer = night.subscribe("uppsala-tib-1");

    auto const id = night.confirm();

    // By the button of a push, and the blood centre likewise.
    auto const pushed = dalarna.next(std::chrono::seconds{10});
    REQUIRE(pushed.has_value());
    press(night, *pushed, "act=accept&count=5");
    auto const blood_pushed = blood.next(std::chrono::seconds{10});
    REQUIRE(blood_pushed.has_value());
    press(night, *blood_pushed, "act=ack");

    // By the link that a system of the region's was given, and one in a mail.
    std::string link;
    night.wait_until("a webhook for Västmanland", [&] {
        for (auto const& shown : night.webhooks.shown()) {
            link = shown.path == "/vastmanland-tib-1" ? shown.answer_url : link;
        }
        return !link.empty();
    });
    CHECK(night.post_form(link, "act=accept&count=5&form=" + new_id()).status == 200);
    std::string mail;
    night.wait_until("a mail to Västmanland's blood centre", [&] {
        for (auto const& each : night.smtp.mails()) {
            if (each.to.front().find("vastmanland-blood-1") != std::string::npos) {
                mail = readable(each.data);
            }
        }
        return !mail.empty();
    });
    CHECK(night.post_form(link_in(mail), "act=ack&form=" + new_id()).status == 200);

    // The stricken region's own.
    auto const commit = [&](std::string const& region, std::string const& more) {
        night.must("tib@uppsala", "TransportService/Commit",
                   fmt::format(R"({{"commandId":"{}","incidentId":"{}","regionId":"{}",
                   "count":5{}}})",
                               new_id(), id, region, more));
    };
    commit("uppsala", "");

    // Örebro: texts "delivered", a voicemail, dead radios. It comes up on the list of calls to
    // make.
    night.wait_until("a call to make to Örebro's TiB", [&] {
        auto const calls = night.must("tib@uppsala", "AlarmService/ListCalls", "{}");
        auto const* const list = calls.if_contains("calls");
        return list != nullptr && json::serialize(*list).find("tib@orebro") != std::string::npos;
    });
    CHECK(night.party(id, "tib@orebro", "regional_alarm").at("state") == "PARTY_STATE_UNREACHABLE");
    commit("orebro", R"(,"via":"VIA_PHONE")");

    night.wait_until("the chain to be complete", [&] { return is_complete(night, id); });
    auto const view = night.incident(id);
    for (auto const& transports : view.at("transports").as_array()) {
        CAPTURE(json::serialize(transports));
        CHECK(transports.at("committed").as_int64() == 5);
    }
    CHECK(via_of(night, id, "tib@dalarna", "transports") == "VIA_PUSH");
    CHECK(via_of(night, id, "tib@gavleborg", "transports") == "VIA_SMS");
    CHECK(via_of(night, id, "tib@sormland", "transports") == "VIA_VOICE");
    CHECK(via_of(night, id, "tib@varmland", "transports") == "VIA_RAKEL");
    CHECK(via_of(night, id, "tib@vastmanland", "transports") == "VIA_WEBHOOK");
    CHECK(via_of(night, id, "tib@orebro", "transports") == "VIA_PHONE");
    CHECK(via_of(night, id, "blood@uppsala", "blood_alarm") == "VIA_PUSH");
    CHECK(via_of(night, id, "blood@vastmanland", "blood_alarm") == "VIA_EMAIL");
    CHECK(via_of(night, id, "blood@dalarna", "blood_alarm") == "VIA_SMS");
    CHECK(via_of(night, id, "blood@orebro", "blood_alarm") == "VIA_VOICE");

    stand_down(night, id);

    // Other systems were told by CAP, and somebody outside knows that we live.
    night.wait_until("CAP's alert and the end of it",
                     [&] { return night.cap_messages().size() >= 2; });
    auto const alert = night.cap_messages().front();
    CHECK(alert.find("<status>Actual</status>") != std::string::npos);
    CHECK(alert.find("<msgType>Alert</msgType>") != std::string::npos);
    CHECK(alert.find("<scope>Restricted</scope>") != std::string::npos);
    CHECK(night.cap_messages().back().find("<references>") != std::string::npos);
    auto const feed = night.get("/cap/feed.atom");
    CHECK(feed.status == 200);
    CHECK(feed.body.find(id) != std::string::npos);
    CHECK(night.signs_of_life() > 1);

    // No mark of a test on anything that went out.
    for (auto const& text : night.elks.texts()) {
        CHECK(text.message.find("ÖVNING") == std::string::npos);
        CHECK(text.message.find("PROV") == std::string::npos);
    }
    declarer.drain();
    CHECK_FALSE(declarer.shown().empty());  // told of whom it has to call
    CHECK(night.stop() == 0);

    auto const verified =
        test::finish({LARM, "journal", "verify", (night.data() / "live.db").string()});
    CAPTURE(verified.err);
    CHECK(verified.code == 0);
    auto const exported =
        test::finish({LARM, "journal", "export", (night.data() / "live.db").string(), "--json"});
    for (auto const* const channel : {"CHANNEL_PUSH", "CHANNEL_SMS", "CHANNEL_VOICE",
                                      "CHANNEL_RAKEL", "CHANNEL_EMAIL", "CHANNEL_WEBHOOK"}) {
        CAPTURE(channel);
        CHECK(exported.out.find(channel) != std::string::npos);
    }
}

}  // namespace larm::e2e
