// What goes wrong on the way, over real sockets: the daemon dies at any moment between persisting,
// sending and recording, all telephony is down, a subscription is gone, a provider is overrun.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "tests/e2e/night/night.hpp"
#include "tests/support/catch.hpp"

namespace larm::e2e {
namespace {

namespace json = boost::json;

/// Everyone has a webhook, and it is tried from the first second.
class WebhookNight : public Night {
public:
    WebhookNight() : Night{options(*this)} {}

private:
    static NightOptions options(WebhookNight& night) {
        NightOptions options;
        options.change_rules = [](std::string const& file, std::string text) {
            if (file == "alarm_chain.textproto") {
                std::string const from{"[CHANNEL_PUSH, CHANNEL_SMS, CHANNEL_RAKEL]"};
                text.replace(text.find(from), from.size(), "CHANNEL_WEBHOOK");
            }
            return text;
        };
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

/// The TiBs that are alarmed over their webhook: all but the one who has confirmed.
std::set<std::string> alarmed_tibs() {
    std::set<std::string> paths;
    for (auto const& region : regions) {
        if (region != "uppsala") {
            paths.insert("/" + region + "-tib-1");
        }
    }
    return paths;
}

std::string calls_to_make(Night& night) {
    auto const reply = night.must("tib@uppsala", "AlarmService/ListCalls", "{}");
    auto const* const calls = reply.if_contains("calls");
    return calls == nullptr ? std::string{} : json::serialize(*calls);
}

}  // namespace

TEST_CASE("killed between persist, send and record, the alarm reaches everyone and is shown once",
          "[e2e][night][fault]") {
    auto const* const wanted = std::getenv("KILLS");
    auto const nights = wanted == nullptr ? 8 : std::atoi(wanted);
    std::mt19937 random{20261125};
    for (int number = 0; number < nights; ++number) {
        WebhookNight night;
        gateways::WebhookFaults slow;  // so that most deaths come in the middle
        slow.slow = std::chrono::milliseconds{number % 2 == 0 ? 15 : 0};
        night.webhooks.behave(slow);
        night.start();
        auto const id = night.confirm();
        std::this_thread::sleep_for(std::chrono::microseconds{random() % 40'000});
        night.kill();
        night.webhooks.behave({});
        night.start();
        CAPTURE(number, night.webhooks.calls());
        night.wait_until("every TiB to be shown the alarm", [&] {
            auto missing = alarmed_tibs();
            for (auto const& shown : night.webhooks.shown()) {
                missing.erase(shown.path);
            }
            return missing.empty();
        });
        std::map<std::string, int> times;
        for (auto const& shown : night.webhooks.shown()) {
            ++times[shown.delivery_id];  // the receiver shows an id once; more ids are more alarms
        }
        std::map<std::string, int> by_path;
        for (auto const& shown : night.webhooks.shown()) {
            ++by_path[shown.path];
        }
        for (auto const& path : alarmed_tibs()) {
            CAPTURE(path);
            CHECK(by_path[path] == 1);
        }
        CHECK(night.incident(id).at("phase").as_string() == "INCIDENT_PHASE_RUNNING");
    }
}

TEST_CASE("all telephony down: whoever declared has the list of calls within seconds",
          "[e2e][night][fault]") {
    Night night;
    gateways::ElksTrouble dead;
    dead.fails_every = 1;
    night.elks.trouble(dead);
    gateways::RakelManners silent;
    silent.is_dead = true;
    night.rakel.behave(silent);
    night.start();
    night.confirm();
    night.wait_until(
        "a call to make to every region",
        [&] {
            auto const calls = calls_to_make(night);
            return std::ranges::all_of(regions, [&](std::string const& region) {
                return region == "uppsala" || calls.find("tib@" + region) != std::string::npos;
            });
        },
        std::chrono::seconds{40});
}

TEST_CASE("a webhook whose receiver refuses is no way to anybody, before the next night too",
          "[e2e][night][fault]") {
    WebhookNight night;
    night.start();
    gateways::WebhookFaults refuses;
    refuses.flaky = 1;
    refuses.status = 401;
    night.webhooks.behave(refuses);
    night.confirm();
    night.wait_until("the preflight to miss Dalarna's webhook", [&] {
        auto const found = night.must("tib@uppsala", "ContactService/Preflight", "{}");
        auto const& findings = found.at("findings").as_array();
        return std::ranges::any_of(findings, [](json::value const& finding) {
            return finding.at("officerId").as_string() == "dalarna-tib-1" &&
                   finding.at("reason").as_string() == "PREFLIGHT_REASON_CHANNEL_DOWN" &&
                   finding.at("why").as_string() == "the receiver answered 401";
        });
    });
}

TEST_CASE("a subscription that is gone is dropped, and the alarm goes on by other ways",
          "[e2e][night][fault]") {
    Night night;
    night.start();
    auto& browser = night.subscribe("dalarna-tib-1");
    night.push.forget(browser.endpoint());
    night.elks.phone(night.number("dalarna-tib-1"), {.keys = {}, .texts_back = "{code} 5"});
    auto const id = night.confirm();
    night.wait_until("Dalarna's answer by text", [&] {
        auto const view = night.party(id, "tib@dalarna", "transports");
        return !view.empty() && view.at("state").as_string() == "PARTY_STATE_ANSWERED";
    });
    night.wait_until("the preflight to miss the device", [&] {
        auto const found =
            json::serialize(night.must("tib@uppsala", "ContactService/Preflight", "{}"));
        return found.find("PUSH_DROPPED") != std::string::npos;
    });
    auto const number = night.number("dalarna-tib-1");
    night.wait_until("its owner to be told, once, and not as of an alarm", [&] {
        auto const texts = night.elks.texts();
        return std::ranges::count_if(texts, [&](auto const& text) {
                   return text.to == number && text.message.starts_with("JOUR") &&
                          text.message.find("larmnotiser") != std::string::npos;
               }) == 1;
    });
}

TEST_CASE("what an overrun provider refuses is tried again until it is taken, and comes once",
          "[e2e][night][fault]") {
    NightOptions options;
    options.times_as_fast = 2;  // nothing else is sent before the provider has got its breath
    Night night{options};
    gateways::ElksTrouble overrun;
    overrun.fails_every = 2;
    overrun.fails_with = 429;
    night.elks.trouble(overrun);
    for (auto const& region : regions) {
        night.elks.phone(night.number(region + "-tib-1"), {.keys = {}, .texts_back = "{code} 5"});
    }
    night.start();
    auto const id = night.confirm();
    for (auto const& region : regions) {
        if (region == "uppsala") {
            continue;
        }
        night.wait_until(region + "'s answer by text", [&] {
            auto const view = night.party(id, "tib@" + region, "transports");
            return !view.empty() && view.at("state").as_string() == "PARTY_STATE_ANSWERED";
        });
        auto const number = night.number(region + "-tib-1");
        auto const texts = night.elks.texts();
        CHECK(std::ranges::count_if(texts, [&](auto const& text) {
                  return text.to == number &&
                         text.message.find("MASSKADELARM") != std::string::npos;
              }) == 1);
    }
}

}  // namespace larm::e2e
