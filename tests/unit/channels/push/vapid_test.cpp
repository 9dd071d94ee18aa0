// Who we say we are, checked by a push service's rules.
#include "engine/delivery/channels/vapid.hpp"

#include "simulators/gateways/push_service_check.hpp"
#include "tests/support/catch.hpp"

namespace larm::delivery {
namespace {

using namespace std::chrono_literals;

constexpr auto origin = "https://push.example";
auto const now = std::chrono::system_clock::time_point{1'795'000'000s};

gateways::HttpAsked push_with(std::string const& authorization) {
    gateways::HttpAsked asked;
    asked.headers = {
        {"TTL", "60"}, {"Content-Encoding", "aes128gcm"}, {"Authorization", authorization}};
    asked.body =
        std::string(16, 's') + std::string{"\0\0\x10\0", 4} + '\x41' + std::string(99, 'x');
    return asked;
}

std::string fault_of(std::string const& authorization, std::string_view key,
                     std::chrono::system_clock::time_point at = now,
                     std::string_view service = origin) {
    auto const checked = gateways::check_push(push_with(authorization), service, key, at);
    return checked ? "" : checked.error().why;
}

}  // namespace

TEST_CASE("a token holds at its push service from the first second to the last of its use",
          "[push]") {
    Vapid ours{PushKey::generate(), "mailto:larm@region.example"};
    auto const token = ours.authorization(origin, now);
    CHECK(fault_of(token, ours.public_key()) == "");
    auto const last = now + 6h - 1s;
    CHECK(ours.authorization(origin, last) == token);
    CHECK(fault_of(token, ours.public_key(), last) == "");
    CHECK(fault_of(token, ours.public_key(), last + 5h) == "");  // a push service's fast clock
    auto const next = ours.authorization(origin, now + 6h);
    CHECK(next != token);
    CHECK(fault_of(next, ours.public_key(), now + 6h) == "");
}

TEST_CASE("a token is for one push service, one key, and ends", "[push]") {
    Vapid ours{PushKey::generate(), "mailto:larm@region.example"};
    Vapid others{PushKey::generate(), "mailto:larm@region.example"};
    auto const token = ours.authorization(origin, now);
    CHECK(fault_of(token, ours.public_key(), now, "https://other.example") ==
          "aud is not this push service");
    CHECK(fault_of(token, others.public_key()) == "another key than the subscription's");
    CHECK(fault_of(token, ours.public_key(), now + 12h) == "exp is not within the next 24 hours");
    auto forged = token;
    auto const key = forged.find(", k=") + 4;
    forged.replace(key, std::string::npos, others.public_key());
    CHECK(fault_of(forged, "") == "the signature does not hold");
}

TEST_CASE("a clock set back makes a new token, since the kept one would live too long", "[push]") {
    Vapid ours{PushKey::generate(), "mailto:larm@region.example"};
    auto const token = ours.authorization(origin, now);
    auto const earlier = now - 13h;
    CHECK(fault_of(token, ours.public_key(), earlier) == "exp is not within the next 24 hours");
    CHECK(fault_of(ours.authorization(origin, earlier), ours.public_key(), earlier) == "");
}

TEST_CASE("a token that was not believed is not used again", "[push]") {
    Vapid ours{PushKey::generate(), "mailto:larm@region.example"};
    auto const token = ours.authorization(origin, now);
    ours.forget("https://other.example");
    CHECK(ours.authorization(origin, now) == token);
    ours.forget(origin);
    CHECK(ours.authorization(origin, now) != token);  // ECDSA is never the same twice
}

TEST_CASE("a subject that push services refuse is refused at the start", "[push]") {
    for (auto const* good : {"mailto:larm@region.example", "https://larm.region.example/om",
                             "https://larm.region.example"}) {
        CAPTURE(good);
        CHECK(Vapid::fault_of_subject(good).empty());
    }
    for (auto const* bad :
         {"", "larm@region.example", "mailto:", "mailto:larm", "mailto:@region.example",
          "mailto: larm@region.example", "mailto:<larm@region.example>", "https://localhost",
          "http://region.example", "https://", "mailto:larm@localhost"}) {
        CAPTURE(bad);
        CHECK_FALSE(Vapid::fault_of_subject(bad).empty());
    }
}

}  // namespace larm::delivery
