// Webhooks from the channel to a receiver that checks them by the book, and what becomes of its
// answers.
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <type_traits>

#include "engine/delivery/channels/webhook_channel.hpp"
#include "engine/delivery/channels/webhook_message.hpp"
#include "simulators/gateways/webhook_receiver.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/http_peer.hpp"
#include "tests/unit/channels/support.hpp"

namespace larm::delivery {
namespace {

using namespace std::chrono_literals;
using gateways::WebhookFaults;
using gateways::WebhookReceiver;
using test::message;
using Kind = HttpVerdict::Kind;

constexpr auto key = "hemlig nyckel";
constexpr auto epoch = std::chrono::system_clock::time_point{};

/// A channel, and a receiver that is Anna's.
struct Wired {
    WebhookReceiver receiver{key};
    test::Book book;
    test::Listener listener;
    ReceiverWatch watch;
    WebhookChannel<Live> channel{{.key = key}, book, watch};

    Wired() { book.set("anna", v1::CHANNEL_WEBHOOK, {receiver.url("/larm")}); }

    test::News send(std::string const& id = "d-1") {
        channel.send(message<Live>(id), listener.report());
        return listener.wait_for(++sent_).back();
    }

private:
    std::size_t sent_ = 0;
};

HttpResult answered(unsigned status, std::string body = {}, std::string retry = {}) {
    HttpResult result;
    result.status = status;
    result.body = std::move(body);
    if (!retry.empty()) {
        result.headers.emplace_back("retry-after", std::move(retry));
    }
    return result;
}

}  // namespace

TEST_CASE("a channel of webhooks cannot be made for exercises", "[webhook]") {
    auto const can_be_made = []<typename K>(K) { return requires { typename WebhookChannel<K>; }; };
    CHECK(can_be_made(Live{}));
    CHECK(can_be_made(RollCall{}));
    CHECK_FALSE(can_be_made(Exercise{}));
}

TEST_CASE("a receiver that refuses is named until it takes something, or has moved", "[webhook]") {
    Wired wired;
    auto const refusing = [&] {
        return wired.watch.refusing([&](std::string const& name, std::string const& address) {
            auto const known = wired.book.addresses(name, v1::CHANNEL_WEBHOOK);
            return std::ranges::find(known, address) != known.end();
        });
    };
    CHECK(refusing().empty());
    wired.receiver.behave({.flaky = 1, .status = 401});
    CHECK(wired.send("d-1").outcome == v1::DELIVERY_OUTCOME_FAILED);
    auto const first = refusing();
    REQUIRE(first.size() == 1);
    CHECK_THAT(first.front(), Catch::Matches("anna refuses since [0-2][0-9]:[0-5][0-9]: "
                                             "the receiver answered 401"));
    wired.receiver.behave({.flaky = 1, .status = 503});  // neither a yes nor a no
    static_cast<void>(wired.send("d-2"));
    CHECK(refusing() == first);
    wired.receiver.behave({});
    CHECK(wired.send("d-3").outcome == v1::DELIVERY_OUTCOME_RECEIVED);
    CHECK(refusing().empty());

    wired.receiver.behave({.flaky = 1, .status = 404});
    static_cast<void>(wired.send("d-4"));
    CHECK(refusing().size() == 1);
    wired.book.set("anna", v1::CHANNEL_WEBHOOK, {"http://127.0.0.1:1/elsewhere"});
    CHECK(refusing().empty());
}

TEST_CASE("the signature is HMAC-SHA-256 over time and body", "[webhook]") {
    // Computed with another implementation.
    WebhookSigner signer{key};
    auto const* const signature =
        "v1=a91d26720c098138aa560017116f584d9b9a92ad91896e22d96383cb51f8cb13";
    CHECK(signer.sign("1764097920", R"({"a":1})") == signature);
    CHECK(signer.sign("1764097921", R"({"a":1})") != signature);
    CHECK(signer.sign("1764097920", R"({"a":1})") == signature);  // nothing is left of the other
}

TEST_CASE("the body is JSON with all a receiver needs", "[webhook]") {
    auto const body = webhook_body(
        message<Live>(
            "d-1", {.code = "123456", .url = "https://larm.example/a/x", .asks_for_number = true})
            .letter());
    CHECK(boost::json::parse(body) ==
          boost::json::parse(
              R"({"deliveryId":"d-1","kind":"live","incidentId":"0193-incident",
                  "step":"regional_alarm","party":"tib@dalarna","recipient":"tib@dalarna",
                  "attempt":1,
                  "title":{"sv":"Masskadelarm: \"Uppsala\"","en":"Mass casualty alarm"},
                  "body":{"sv":"Rad ett\nRad två","en":"Line one\\two"},
                  "shortSv":"Larm Uppsala",
                  "answer":{"url":"https://larm.example/a/x","code":"123456",
                            "asksForNumber":true}})"));
    auto const test = boost::json::parse(webhook_body(message<RollCall>().letter()));
    CHECK(test.at("kind").as_string() == "rollcall");
    CHECK(test.at("shortSv").as_string() == "PROV Larm Uppsala PROV");
    CHECK_FALSE(test.as_object().contains("answer"));
}

TEST_CASE("what an answer means", "[webhook]") {
    auto const of = [](HttpResult const& result) { return webhook_verdict(result, epoch); };
    CHECK(of(answered(200)).kind == Kind::accepted);
    CHECK(of(answered(204)).kind == Kind::accepted);
    CHECK(of(answered(200, R"({"received": true})")).kind == Kind::received);
    CHECK(of(answered(200, R"({"received": false})")).kind == Kind::accepted);
    CHECK(of(answered(200, R"({"received": "true"})")).kind == Kind::accepted);
    CHECK(of(answered(200, R"("received": true)")).kind == Kind::accepted);
    CHECK(of(answered(0)).kind == Kind::temporary);
    for (unsigned const status : {408U, 425U, 429U, 500U, 502U, 503U, 504U}) {
        CHECK(of(answered(status)).kind == Kind::temporary);
    }
    for (unsigned const status : {301U, 302U, 400U, 401U, 403U, 404U, 410U}) {
        CHECK(of(answered(status)).kind == Kind::final);
    }
    CHECK(of(answered(429, {}, "7")).again.at_least == 7s);
    CHECK(of(answered(429)).again.is_overrun);
    CHECK_FALSE(of(answered(503)).again.is_overrun);
    CHECK(of(answered(503, {}, "7")).again.at_least == 7s);
    CHECK(of(answered(400, {}, "7")).again.at_least == 0s);
}

TEST_CASE("Retry-After is seconds or a date, and believed for an hour at most", "[webhook]") {
    CHECK(retry_after("120", epoch) == 120s);
    CHECK(retry_after("", epoch) == 0s);
    CHECK(retry_after("-5", epoch) == 0s);
    CHECK(retry_after("soon", epoch) == 0s);
    CHECK(retry_after("999999999", epoch) == 1h);
    CHECK(retry_after("Thu, 01 Jan 1970 00:00:30 GMT", epoch) == 30s);
    CHECK(retry_after("Thu, 01 Jan 1970 00:00:30 GMT", epoch + 60s) == 0s);
    CHECK(retry_after("Thu, 01 Jan 1970 00:00:30 GMT trailing", epoch) == 0s);
}

TEST_CASE("the receiver finds the signature right and shows the message", "[webhook]") {
    Wired wired;
    auto const news = wired.send();
    CHECK(news.outcome == v1::DELIVERY_OUTCOME_RECEIVED);
    auto const shown = wired.receiver.shown();
    REQUIRE(shown.size() == 1);
    CHECK(shown[0].delivery_id == "d-1");
    CHECK(shown[0].kind == "live");
    CHECK(shown[0].path == "/larm");
    CHECK(shown[0].title_sv == "Masskadelarm: \"Uppsala\"");
    CHECK(wired.receiver.refused().empty());
}

TEST_CASE("a receiver that says no more than 200 has accepted", "[webhook]") {
    Wired wired;
    wired.receiver.behave({.is_silent = true});
    CHECK(wired.send().outcome == v1::DELIVERY_OUTCOME_ACCEPTED);
}

TEST_CASE("the same delivery sent again is shown once", "[webhook]") {
    Wired wired;
    wired.receiver.behave({.duplicate = true});
    CHECK(wired.send().is_retry);
    wired.receiver.behave({});
    CHECK(wired.send().outcome == v1::DELIVERY_OUTCOME_RECEIVED);
    CHECK(wired.receiver.calls() >= 2);
    CHECK(wired.receiver.shown().size() == 1);
}

TEST_CASE("a receiver in trouble is tried again, when it says", "[webhook]") {
    Wired wired;
    SECTION("503 with a time") {
        wired.receiver.behave({.flaky = 1, .retry_after = "4"});
        auto const news = wired.send();
        CHECK(news.is_retry);
        CHECK(news.at_least == 4s);
        CHECK(news.detail == "the receiver answered 503");
    }
    SECTION("429") {
        wired.receiver.behave({.flaky = 1, .status = 429});
        CHECK(wired.send().is_retry);
    }
    SECTION("it closes every connection") {
        wired.receiver.behave({.dead = true});
        CHECK(wired.send().detail == "no answer from the receiver");
    }
    wired.receiver.behave({});
    CHECK(wired.send().outcome == v1::DELIVERY_OUTCOME_RECEIVED);
}

TEST_CASE("a receiver that hangs is given up in time", "[webhook]") {
    WebhookReceiver receiver{key};
    receiver.behave({.hangs = true});
    test::Book book;
    book.set("anna", v1::CHANNEL_WEBHOOK, {receiver.url()});
    test::Listener listener;
    ReceiverWatch watch;
    WebhookChannel<Live> channel{{.key = key, .within = 200ms}, book, watch};
    channel.send(message<Live>(), listener.report());
    CHECK(listener.wait_for(1).back().is_retry);
}

TEST_CASE("the channel goes while a receiver hangs, and what it says last is said", "[webhook]") {
    WebhookReceiver receiver{key};
    receiver.behave({.hangs = true});
    test::Book book;
    book.set("anna", v1::CHANNEL_WEBHOOK, {receiver.url()});
    test::Listener listener;
    {
        ReceiverWatch watch;
        WebhookChannel<Live> channel{{.key = key}, book, watch};
        channel.send(message<Live>(), listener.report());
        REQUIRE(receiver.wait_for_calls(1));
        channel.stop();
    }
    CHECK(listener.wait_for(1).size() == 1);
}

TEST_CASE("with another key, or too old, a webhook is refused for good", "[webhook]") {
    test::Book book;
    test::Listener listener;
    WebhookReceiver receiver{"another key"};
    book.set("anna", v1::CHANNEL_WEBHOOK, {receiver.url()});
    ReceiverWatch watch;
    WebhookChannel<Live> channel{{.key = key}, book, watch};
    channel.send(message<Live>(), listener.report());
    auto const news = listener.wait_for(1).back();
    CHECK_FALSE(news.is_retry);
    CHECK(news.outcome == v1::DELIVERY_OUTCOME_FAILED);
    CHECK(receiver.refused() == std::vector<std::string>{"signature"});
}

TEST_CASE("a webhook that is replayed later is refused", "[webhook]") {
    WebhookReceiver receiver{key};
    HttpClient client;
    WebhookSigner signer{key};
    auto const old = std::chrono::system_clock::now() - 301s;
    auto call = webhook_call(receiver.url(), message<Live>().letter(), signer, old);
    client.call(std::move(call), [](HttpResult const&) {});
    REQUIRE(receiver.wait_for_calls(1));
    CHECK(receiver.refused() == std::vector<std::string>{"timestamp"});
    CHECK(receiver.shown().empty());
}

TEST_CASE("of several addresses the best counts", "[webhook]") {
    Wired wired;
    WebhookReceiver other{key};
    WebhookReceiver dead{key};
    dead.behave({.dead = true});
    auto const set = [&](std::vector<std::string> addresses) {
        wired.book.set("anna", v1::CHANNEL_WEBHOOK, std::move(addresses));
    };
    SECTION("one is dead") {
        set({dead.url(), other.url("/second")});
        CHECK(wired.send().outcome == v1::DELIVERY_OUTCOME_RECEIVED);
        CHECK(other.shown().size() == 1);
    }
    SECTION("one refuses and one is dead: it is tried again") {
        WebhookReceiver refusing{"another key"};
        set({refusing.url(), dead.url()});
        CHECK(wired.send().is_retry);
    }
    SECTION("one accepts, then another says received") {
        other.behave({.slow = 200ms});
        wired.receiver.behave({.is_silent = true});
        set({wired.receiver.url(), other.url()});
        wired.channel.send(message<Live>(), wired.listener.report());
        auto const news = wired.listener.wait_for(2);
        CHECK(news[0].outcome == v1::DELIVERY_OUTCOME_ACCEPTED);
        CHECK(news[1].outcome == v1::DELIVERY_OUTCOME_RECEIVED);
    }
}

TEST_CASE("who has no address, or one in the clear elsewhere, is told of at once", "[webhook]") {
    Wired wired;
    wired.book.set("anna", v1::CHANNEL_WEBHOOK, {});
    CHECK(wired.send().detail == "the officer has no webhook");
    wired.book.set("anna", v1::CHANNEL_WEBHOOK, {"http://larm.example/in", "ftp://x/", "hej"});
    CHECK(wired.send().detail == "the webhook's address is neither https nor on this machine");
    CHECK(may_be_called("https://larm.example/in", false));
    CHECK(may_be_called("http://larm.example/in", true));
    CHECK_FALSE(may_be_called("http://larm.example/in", false));
    CHECK_FALSE(may_be_called("http://localhost.larm.example/in", false));
    CHECK_FALSE(may_be_called("http://127.0.0.1.larm.example/in", false));
    CHECK(may_be_called("http://127.0.0.1:8080/in", false));
    CHECK(may_be_called("http://[::1]/in", false));
    CHECK(may_be_called("http://localhost/in", false));
}

TEST_CASE("a lie is believed, and is no human's answer", "[webhook]") {
    Wired wired;
    wired.receiver.behave({.lies = true});
    CHECK(wired.send().outcome == v1::DELIVERY_OUTCOME_RECEIVED);
    CHECK(wired.receiver.shown().empty());
}

}  // namespace larm::delivery
