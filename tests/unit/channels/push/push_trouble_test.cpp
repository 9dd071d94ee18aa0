// Pushes that do not arrive: what is told, what is tried again, and what is not.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "tests/support/catch.hpp"
#include "tests/unit/channels/push/support.hpp"

namespace larm::test {
namespace {

using delivery::Live;
using namespace std::chrono_literals;

/// The one piece of news of one message.
Desk::News news_of(PushNight<Live>& night) {
    auto const before = night.desk.all().size();
    night.send(message<Live>());
    return night.desk.wait_for(before + 1).back();
}

bool says(Desk::News const& news, std::string_view part) {
    return news.detail.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a subscription that is gone is dropped from the book, and the delivery has failed",
          "[push]") {
    PushNight<Live> night;
    auto const browser = night.browser();
    night.service.forget(browser.endpoint());
    auto const news = news_of(night);
    CHECK(news.outcome == v1::DELIVERY_OUTCOME_FAILED);
    CHECK_FALSE(news.is_retry);
    CHECK(says(news, "answered 410: the subscription is gone"));
    CHECK(night.book.dropped() == std::vector{browser.subscription()});
    CHECK(says(news_of(night), "no device has subscribed"));
    CHECK(night.service.asked() == 1);
}

TEST_CASE("one device that is gone does not keep the alarm from another", "[push]") {
    PushNight<Live> night;
    auto const lost = night.browser();
    auto phone = night.browser();
    night.service.forget(lost.endpoint());
    auto const news = news_of(night);
    CHECK(news.outcome == v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK(says(news, "answered 201"));
    CHECK(says(news, "gone"));
    CHECK(phone.next(patience).has_value());
    CHECK(night.book.noted() == std::vector{phone.subscription()});
    CHECK(night.book.dropped() == std::vector{lost.subscription()});
}

TEST_CASE("trouble that may pass is told as such, with how long to wait", "[push]") {
    PushNight<Live> night;
    auto browser = night.browser();
    night.service.behave({.says = 429, .retry_after_s = 7});
    auto const busy = news_of(night);
    CHECK(busy.is_retry);
    CHECK(busy.at_least == 7s);
    CHECK(says(busy, "answered 429"));
    for (auto const status : {500U, 502U, 503U, 408U}) {
        CAPTURE(status);
        night.service.behave({.says = status});
        auto const failing = news_of(night);
        CHECK(failing.is_retry);
        CHECK(failing.at_least == 0s);
    }
    night.service.behave({});
    CHECK(news_of(night).outcome == v1::DELIVERY_OUTCOME_ACCEPTED);
    browser.drain();
    CHECK(browser.shown().size() == 1);
    CHECK(night.book.dropped().empty());
}

TEST_CASE("a push service that never answers is trouble that may pass", "[push]") {
    PushNight<Live> night;
    auto const browser = night.browser();
    night.service.behave({.is_dead = true});
    auto const news = news_of(night);
    CHECK(news.is_retry);
    CHECK(says(news, "no answer in time"));
    CHECK_FALSE(says(news, "/push/"));  // the path is the device's secret
}

TEST_CASE("a slow push service is waited for, and holds up nobody else", "[push]") {
    PushNight<Live> night;
    auto slow = night.browser("anna");
    night.service.behave({.answers_after = 1s});
    night.send(message<Live>("anna"), 1);
    REQUIRE(night.service.wait_for_asked(1, patience));
    night.service.behave({});
    auto quick = night.browser("bertil");
    night.send(message<Live>("bertil"), 2);
    auto const news = night.desk.wait_for(2);
    CHECK(news[0].ticket == 2);
    CHECK(news[1].ticket == 1);
    CHECK(news[1].outcome == v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK((quick.next(patience).has_value() && slow.next(patience).has_value()));
}

TEST_CASE("a flaky push service takes what is sent again", "[push]") {
    PushNight<Live> night;
    auto browser = night.browser();
    night.service.behave({.fails_every = 2});
    int retries = 0;
    for (int i = 0; i < 6; ++i) {
        retries += news_of(night).is_retry ? 1 : 0;
    }
    CHECK(retries == 3);
    browser.drain();
    CHECK(browser.shown().size() == 1);  // all under one id
}

TEST_CASE("what is too large is sent again in short, in Swedish, once", "[push]") {
    PushNight<Live> night;
    auto browser = night.browser();
    night.service.behave({.body_bytes_max = 2000});
    CHECK(news_of(night).outcome == v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK(night.service.asked() == 2);
    auto const push = browser.next(patience);
    REQUIRE(push.has_value());
    CHECK(push->size() <= 1024);
    CHECK(boost::json::parse(*push).at("body").as_string() ==
          "Västmanland bekräftade en händelse.\n\nVar: E18");

    night.service.behave({.body_bytes_max = 100});
    auto const news = news_of(night);
    CHECK(news.outcome == v1::DELIVERY_OUTCOME_FAILED);
    CHECK_FALSE(news.is_retry);
    CHECK(says(news, "answered 413"));
    CHECK(night.service.asked() == 4);
}

TEST_CASE("a push service that does not believe us is told loudly, and not asked again", "[push]") {
    for (auto const status : {401U, 403U}) {
        CAPTURE(status);
        PushNight<Live> night;
        auto const browser = night.browser();
        night.service.behave({.says = status});
        auto const news = news_of(night);
        CHECK(news.outcome == v1::DELIVERY_OUTCOME_FAILED);
        CHECK_FALSE(news.is_retry);
        CHECK(says(news, "VAPID"));
        auto const log = night.log();
        CHECK(log.find("[error]") != std::string::npos);
        CHECK(log.find(fmt::format("{} answered {}", night.service.origin(), status)) !=
              std::string::npos);
        CHECK(log.find("/push/") == std::string::npos);
        CHECK(night.book.dropped().empty());  // the fault is ours
    }
}

TEST_CASE("a subscription made for another key is refused for real", "[push]") {
    PushNight<Live> night;
    auto const key = delivery::Vapid{delivery::PushKey::generate(), "mailto:larm@region.example"};
    gateways::PushBrowser const browser{night.service.origin(), key.public_key()};
    night.book.add("anna", browser.subscription());
    CHECK(says(news_of(night), "answered 403"));
    CHECK(night.service.refused() ==
          std::vector<std::string>{"another key than the subscription's"});
}

TEST_CASE("a push service that lies is believed: only the device's word proves more", "[push]") {
    PushNight<Live> night;
    auto browser = night.browser();
    night.service.behave({.lies = true});
    CHECK(news_of(night).outcome == v1::DELIVERY_OUTCOME_ACCEPTED);
    browser.drain();
    CHECK(browser.shown().empty());
    CHECK(night.service.received() == 0);
}

TEST_CASE("an address that is not a push service's is never called", "[push]") {
    PushNight<Live> night;
    gateways::PushService other;  // listens, and is not on the list
    gateways::PushBrowser const browser{other.origin(), ""};
    night.book.add("anna", browser.subscription());
    night.book.add("anna", "no JSON");
    auto const news = news_of(night);
    CHECK(news.outcome == v1::DELIVERY_OUTCOME_FAILED);
    CHECK(says(news, "is not among the push services we call"));
    CHECK(says(news, "is no JSON object"));
    CHECK(other.asked() == 0);
}

TEST_CASE("what is under way when we go down is not reported, so that it is sent again", "[push]") {
    PushNight<Live> night;
    auto const browser = night.browser();
    night.service.behave({.is_dead = true});
    night.send(message<Live>());
    REQUIRE(night.service.wait_for_asked(1, patience));
    night.channel->stop();
    night.send(message<Live>());  // returns at once
    night.channel.reset();        // waits for the call
    CHECK(night.desk.all().empty());
}

}  // namespace larm::test
