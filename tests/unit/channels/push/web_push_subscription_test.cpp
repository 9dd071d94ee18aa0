// Which subscriptions are taken: the addresses in them come from whoever subscribes.
#include "engine/delivery/channels/web_push_subscription.hpp"

#include <fmt/format.h>

#include "simulators/gateways/push_service_crypto.hpp"
#include "tests/support/catch.hpp"

namespace larm::delivery {
namespace {

std::string json_of(std::string const& endpoint) {
    static gateways::BrowserKeys const keys;
    return fmt::format(
        R"({{"endpoint":"{}","expirationTime":null,"keys":{{"p256dh":"{}","auth":"{}"}}}})",
        endpoint, keys.p256dh(), keys.auth());
}

std::string answer(PushServices const& services, std::string const& endpoint) {
    auto const subscription = services.subscription_of(json_of(endpoint));
    return subscription ? subscription->origin : subscription.error();
}

}  // namespace

TEST_CASE("the push services of the browsers' makers are called", "[push]") {
    PushServices const services;
    for (std::string const origin :
         {"https://fcm.googleapis.com", "https://jmt17.google.com",
          "https://updates.push.services.mozilla.com", "https://web.push.apple.com",
          "https://wns2-par02p.notify.windows.com"}) {
        CHECK(answer(services, origin + "/fcm/send/abc:def") == origin);
    }
    CHECK(answer(services, "https://FCM.GoogleApis.com:443/x") == "https://fcm.googleapis.com");
}

TEST_CASE("nothing else is called, however it is dressed", "[push]") {
    PushServices const services{{"http://127.0.0.1:8081"}};
    for (auto const* endpoint : {
             "https://169.254.169.254/latest/meta-data",
             "https://localhost/admin",
             "http://127.0.0.1:8080/larm.v1.IncidentService/StandDown",
             "http://127.0.0.1/x",
             "https://127.0.0.1:8081/x",
             "http://fcm.googleapis.com/x",
             "https://fcm.googleapis.com:8443/x",
             "https://fcm.googleapis.com./x",
             "https://fcm.googleapis.com.evil.example/x",
             "https://evilfcm.googleapis.com/x",
             "https://evil.example/fcm.googleapis.com",
             "https://evil.example#.push.apple.com",
             "https://evil.example?.push.apple.com",
             "https://.push.apple.com/x",
             "https://push.apple.com/x",
             "https://evilpush.apple.com.evil/x",
         }) {
        CAPTURE(endpoint);
        CHECK(answer(services, endpoint).find("not among the push services") != std::string::npos);
    }
    for (auto const* endpoint :
         {"https://fcm.googleapis.com@evil.example/x", "https://a:b@web.push.apple.com/x",
          "file:///etc/passwd", "ftp://fcm.googleapis.com/x", "//fcm.googleapis.com/x", "", "x",
          "https://fcm.googleapis.com/a b", "https://fcm.googleapis.com/\\r\\nX: y"}) {
        CAPTURE(endpoint);
        CHECK(answer(services, endpoint) == "the subscription's endpoint is no address");
    }
    CHECK(answer(services, "http://127.0.0.1:8081/x") == "http://127.0.0.1:8081");
}

TEST_CASE("a further push service is an exact origin, without TLS on loopback only", "[push]") {
    for (auto const* good : {"https://push.region.example", "https://push.region.example:8443",
                             "http://127.0.0.1:8081", "http://[::1]:8081"}) {
        CAPTURE(good);
        CHECK(PushServices::fault_of(good).empty());
    }
    for (auto const* bad : {"", "push.region.example", "https://push.region.example/",
                            "https://push.region.example:443", "https://PUSH.region.example",
                            "http://10.0.0.1:8081", "http://localhost.evil.example:80",
                            "http://push.region.example", "https://*.region.example/x"}) {
        CAPTURE(bad);
        CHECK_FALSE(PushServices::fault_of(bad).empty());
    }
}

TEST_CASE("what is no subscription is said to be none", "[push]") {
    PushServices const services;
    auto const good = json_of("https://web.push.apple.com/x");
    REQUIRE(services.subscription_of(good).has_value());
    auto const without = [&](std::string const& part, std::string const& instead) {
        auto text = good;
        text.replace(text.find(part), part.size(), instead);
        return services.subscription_of(text).has_value();
    };
    CHECK_FALSE(without("\"auth\":\"", "\"auth\":\"A"));
    CHECK_FALSE(without("\"auth\"", "\"Auth\""));
    CHECK_FALSE(without("\"p256dh\":\"B", "\"p256dh\":\""));
    CHECK_FALSE(without("\"keys\":{", "\"keys\":1,\"k\":{"));
    CHECK_FALSE(without("\"endpoint\":\"", "\"endpoint\":1,\"e\":\""));
    for (std::string const& text : {std::string{}, std::string{"[]"}, std::string{"{"},
                                    std::string(9000, '['), std::string{"null"}, good + good}) {
        CHECK_FALSE(services.subscription_of(text).has_value());
    }
}

}  // namespace larm::delivery
