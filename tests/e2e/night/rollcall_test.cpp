// A roll-call (provlarm) over the real channels: who can be reached, by what, how fast; and an
// alarm in the middle of one.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include "tests/e2e/night/night.hpp"
#include "tests/support/catch.hpp"

namespace larm::e2e {
namespace {

namespace json = boost::json;

json::object start_roll_call(Night& night, std::string const& more = {}) {
    return night.must("admin", "ContactService/StartRollCall",
                      fmt::format(R"({{"commandId":"{}"{}}})", new_id(), more));
}

/// "officer CHANNEL" of every way that has been answered over.
std::set<std::string> answered(Night& night) {
    auto const reply = night.must("tib@uppsala", "ContactService/GetRollCall", "{}");
    std::set<std::string> found;
    for (auto const& each : reply.at("rollCall").at("answers").as_array()) {
        if (each.at("answered").as_bool()) {
            found.insert(json::value_to<std::string>(each.at("officerId")) + " " +
                         json::value_to<std::string>(each.at("channel")));
        }
    }
    return found;
}

}  // namespace

TEST_CASE("a roll-call finds by which ways people answer, and says on each that it is a test",
          "[e2e][night][roll_call]") {
    Night night;
    night.start();
    night.elks.phone(night.number("gavleborg-tib-1"), {.keys = {}, .texts_back = "{code}"});
    night.elks.phone(night.number("sormland-tib-1"), {.keys = {"1"}, .texts_back = {}});
    night.rakel.on_text(
        [&, radio = night.radio("varmland-tib-1")](gateways::RadioText const& text) {
            if (text.to == radio) {
                night.rakel.write_from(radio, code_in(text.text));
            }
        });
    auto& dalarna = night.subscribe("dalarna-tib-1");
    start_roll_call(night, R"(,"parties":["tib@dalarna","tib@gavleborg","tib@sormland",
        "tib@varmland","tib@orebro"])");

    auto const pushed = dalarna.next(std::chrono::seconds{10});
    REQUIRE(pushed.has_value());
    auto const payload = json::parse(*pushed).as_object();
    CHECK(payload.at("mark").as_string() == "PROV");
    CHECK(payload.at("title").as_string().starts_with("PROV"));
    auto const url = json::value_to<std::string>(payload.at("answerUrl"));
    CHECK(night.post_form(url, "act=ack&form=" + new_id()).status == 200);

    std::set<std::string> const expected{
        "dalarna-tib-1 CHANNEL_PUSH", "gavleborg-tib-1 CHANNEL_SMS", "sormland-tib-1 CHANNEL_VOICE",
        "varmland-tib-1 CHANNEL_RAKEL"};
    night.wait_until("four answers over four ways", [&] { return answered(night) == expected; });
    for (auto const& text : night.elks.texts()) {
        CHECK(text.message.starts_with("PROV"));
        CHECK(text.message.find("MASSKADELARM") == std::string::npos);
    }
    for (auto const& text : night.rakel.texts()) {
        auto const is_receipt = code_in(text.text).empty();
        CHECK((is_receipt || (text.text.starts_with("PROV") && text.text.ends_with("PROV"))));
    }
    // Nobody is alarmed by it.
    auto const incidents = night.must("tib@uppsala", "IncidentService/ListIncidents", "{}");
    CHECK(json::serialize(incidents).find("incidentId") == std::string::npos);
}

TEST_CASE("a roll-call that finds telephony dead says so on /readyz and in the preflight",
          "[e2e][night][roll_call]") {
    Night night;
    gateways::ElksTrouble dead;
    dead.fails_every = 1;
    night.elks.trouble(dead);
    night.start();
    auto const says = [&night](std::string const& words) {
        return night.get("/readyz").body.find(words) != std::string::npos;
    };
    CHECK_FALSE(says("nothing gets through"));
    start_roll_call(night, R"(,"channels":["CHANNEL_SMS","CHANNEL_VOICE"])");
    night.wait_until("both on /readyz", [&] {
        return says(
                   "nothing gets through over SMS: a roll-call or the offer of a duty has found "
                   "it out") &&
               says("nothing gets through over voice calls: ");
    });
    auto const found = json::serialize(night.must("tib@uppsala", "ContactService/Preflight", "{}"));
    CHECK(found.find("PREFLIGHT_REASON_CHANNEL_DOWN") != std::string::npos);
}

TEST_CASE("an alarm in the middle of a roll-call goes before it", "[e2e][night][roll_call]") {
    Night night;
    night.start();
    gateways::ElksTrouble slow;
    slow.answers_after = std::chrono::milliseconds{300};
    night.elks.trouble(slow);
    for (auto const& region : regions) {
        night.elks.phone(night.number(region + "-tib-1"), {.keys = {}, .texts_back = "{code} 5"});
    }
    start_roll_call(night);
    night.wait_until("the roll-call to be under way", [&] { return night.elks.requests() > 5; });
    auto const id = night.confirm();
    for (auto const& region : regions) {
        if (region == "uppsala") {
            continue;
        }
        // Whose code answers what: the alarm's own, although the same telephone has both.
        night.wait_until(region + "'s answer to the alarm", [&] {
            auto const view = night.party(id, "tib@" + region, "transports");
            return !view.empty() && view.at("state").as_string() == "PARTY_STATE_ANSWERED";
        });
    }
    for (auto const& text : night.elks.texts()) {
        auto const is_alarm = text.message.find("MASSKADELARM") != std::string::npos;
        CHECK(is_alarm != text.message.starts_with("PROV"));
    }
}

}  // namespace larm::e2e
