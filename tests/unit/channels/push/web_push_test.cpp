// Pushes that arrive: from a message to the text that a browser shows.
#include "engine/delivery/channels/web_push.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <type_traits>

#include "tests/support/catch.hpp"
#include "tests/unit/channels/push/support.hpp"

namespace larm::test {
namespace {

using delivery::Exercise;
using delivery::Live;
using delivery::RollCall;
using namespace std::chrono_literals;

std::string field(std::string const& push, std::string_view name) {
    return std::string{boost::json::parse(push).at(name).as_string()};
}

template <typename K>
concept HasPushChannel = requires { typename delivery::WebPushChannel<K>; };

}  // namespace

// The push channel of exercises is not a thing that can be had.
static_assert(HasPushChannel<Live> && HasPushChannel<RollCall> && !HasPushChannel<Exercise>);

TEST_CASE("an alarm reaches a browser as it was written", "[push]") {
    PushNight<Live> night;
    auto browser = night.browser();
    night.send(message<Live>("anna", 0, {.code = "483920", .url = "https://larm.example/a/k"}));

    auto const news = night.desk.wait_for(1);
    CHECK(news[0].outcome == v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK_FALSE(news[0].is_retry);
    CHECK(news[0].detail == night.service.origin() + " answered 201");
    auto const push = browser.next(patience);
    REQUIRE(push.has_value());
    CHECK(field(*push, "title") == "Sjukvårdsregionalt masskadelarm: Västmanland");
    CHECK(field(*push, "id") == "0a1b2c3d-0-anna");
    CHECK(field(*push, "kind") == "live");
    CHECK(field(*push, "answerUrl") == "https://larm.example/a/k");
    CHECK(night.service.received() == 1);

    auto const accepted = night.service.accepted();
    REQUIRE(accepted.size() == 1);
    CHECK(accepted[0].ttl == 4h);
    CHECK(accepted[0].urgency == "high");
    CHECK(accepted[0].topic.size() == 32);
    CHECK(accepted[0].subject == "mailto:larm@region.example");
}

TEST_CASE("a roll-call is marked in the push, under a topic of its own, and soon forgotten",
          "[push]") {
    PushNight<RollCall> night;
    auto browser = night.browser();
    night.send(message<RollCall>());
    auto const push = browser.next(patience);
    REQUIRE(push.has_value());
    CHECK(field(*push, "title").starts_with("PROV "));
    CHECK(field(*push, "body").ends_with("\n\nPROV"));
    CHECK(field(*push, "mark") == "PROV");
    CHECK(night.service.accepted().at(0).ttl == 10min);
    PushNight<Live> live;
    auto other = live.browser();
    live.send(message<Live>());
    REQUIRE(other.next(patience).has_value());
    CHECK(live.service.accepted().at(0).topic != night.service.accepted().at(0).topic);
    // One length, so that nobody on the way can tell a test from an alarm.
    CHECK(live.service.accepted()[0].body.size() == night.service.accepted()[0].body.size());
}

TEST_CASE("all of an officer's devices get it, and nobody else's", "[push]") {
    PushNight<Live> night;
    auto phone = night.browser("anna");
    auto desktop = night.browser("anna");
    auto others = night.browser("bertil");
    night.send(message<Live>("anna"));
    CHECK(phone.next(patience).has_value());
    CHECK(desktop.next(patience).has_value());
    CHECK(night.desk.wait_for(1).size() == 1);  // one delivery, one outcome
    others.drain();
    CHECK(others.shown().empty());
}

TEST_CASE("a subscription made in mid-incident is used at the next message", "[push]") {
    PushNight<Live> night;
    night.send(message<Live>());
    CHECK(night.desk.wait_for(1)[0].detail == "no device has subscribed");
    CHECK(night.desk.all()[0].outcome == v1::DELIVERY_OUTCOME_FAILED);
    auto browser = night.browser();
    night.send(message<Live>("anna", 1));
    CHECK(browser.next(patience).has_value());
}

TEST_CASE("what is sent again under the same id is shown once", "[push]") {
    PushNight<Live> night;
    night.service.behave({.doubles = true});
    auto browser = night.browser();
    night.send(message<Live>());
    REQUIRE(browser.next(patience).has_value());
    browser.drain();
    night.send(message<Live>());  // as after a crash: the id is derived
    night.desk.wait_for(2);
    browser.drain();
    CHECK(browser.shown().size() == 1);
    CHECK(browser.repeated() == 3);
}

TEST_CASE("a repeat takes the place of one that the device has not fetched", "[push]") {
    PushNight<Live> night;
    auto browser = night.browser();
    for (auto const attempt : {0, 1, 2}) {
        night.send(message<Live>("anna", attempt), static_cast<std::uint64_t>(attempt));
        night.desk.wait_for(static_cast<std::size_t>(attempt) + 1);
    }
    browser.drain();
    REQUIRE(browser.shown().size() == 1);
    CHECK(field(browser.shown()[0], "id") == "0a1b2c3d-2-anna");
}

TEST_CASE("two hundred officers are reached, each with words that only theirs can read", "[push]") {
    PushNight<Live> night;
    std::vector<gateways::PushBrowser> browsers;
    constexpr std::size_t officers = 200;
    for (std::size_t i = 0; i < officers; ++i) {
        browsers.push_back(night.browser("officer" + std::to_string(i)));
    }
    for (std::size_t i = 0; i < officers; ++i) {
        night.send(message<Live>("officer" + std::to_string(i)), i);
    }
    auto const news = night.desk.wait_for(officers);
    std::set<std::uint64_t> tickets;
    for (auto const& each : news) {
        CHECK(each.outcome == v1::DELIVERY_OUTCOME_ACCEPTED);
        tickets.insert(each.ticket);
    }
    CHECK(tickets.size() == officers);
    for (std::size_t i = 0; i < officers; ++i) {
        browsers[i].drain();
        REQUIRE(browsers[i].shown().size() == 1);
        CHECK(field(browsers[i].shown()[0], "id") == "0a1b2c3d-0-officer" + std::to_string(i));
        CHECK(browsers[i].unreadable() == 0);
    }
}

}  // namespace larm::test
