// Reached from outside as the README says: nginx with TLS in front, on loopback, with exactly the
// README's block.
#include <fmt/format.h>

#include <fstream>

#include "engine/delivery/answer_keys.hpp"
#include "tests/e2e/proxy.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/skip.hpp"

namespace larm::e2e {
namespace {

using Lines = std::vector<std::string>;

bool has(std::string const& text, std::string_view part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

bool is_there() {
    if (!nginx_program().empty()) {
        return true;
    }
    test::skip_test(
        "NGINX IS NOT INSTALLED (nginx-light): the README's proxy set-up is NOT TESTED");
    return false;
}

std::string confirm_json() {
    return R"({"commandId":"0193f000-0000-7000-8000-00000000beef","regionId":"uppsala",)"
           R"("level":"READINESS_LEVEL_KATASTROF","massCasualty":true,)"
           R"("report":{"exactLocation":"E18 vid Arboga"}})";
}

std::string confirmed(Behind const& behind, std::string const& token) {
    auto const came = behind.ask(
        "POST", "/larm.v1.IncidentService/ConfirmIncident",
        {"Authorization: Bearer " + token, "Content-Type: application/json"}, confirm_json());
    INFO(came.body);
    REQUIRE(came.status == 200);
    return test::json_field(came.body, "incidentId");
}

/// As the daemon derives it from the key it has made.
std::string link_of(Behind const& behind, std::string const& incident) {
    std::ifstream file{behind.data() / "secrets" / "answer.key"};
    std::string hex;
    file >> hex;
    delivery::AnswerKeys::Secret secret{};
    REQUIRE(hex.size() == 2 * secret.size());
    for (std::size_t at = 0; at < secret.size(); ++at) {
        secret[at] = static_cast<std::uint8_t>(std::stoi(hex.substr(2 * at, 2), nullptr, 16));
    }
    return "/a/" + delivery::AnswerKeys{secret}.link({incident, "tib@dalarna", "dalarna-tib-1"},
                                                     v1::CHANNEL_SMS);
}

Lines const form{"Content-Type: application/x-www-form-urlencoded"};

Lines with(Lines lines, std::string line) {
    lines.push_back(std::move(line));
    return lines;
}

}  // namespace

TEST_CASE("a person answers through the proxy, over TLS, and leaves no secret in its logs",
          "[e2e][nginx]") {
    if (!is_there()) {
        return;
    }
    Behind behind;
    auto const token = test::mint_token(behind.data(), v1::ROLE_TIB, "uppsala");
    auto const link = link_of(behind, confirmed(behind, token));
    auto const page = behind.ask("GET", link);
    CHECK(page.status == 200);
    CHECK(has(page.body, "E18 vid Arboga"));
    CHECK(has(page.head, "Content-Security-Policy: default-src 'none'"));

    for (auto const* const foreign : {"https://evil.example", "null", "https://localhost"}) {
        auto const refused = behind.ask(
            "POST", link, with(form, fmt::format("Origin: {}", foreign)), "act=ack&form=f1");
        CHECK(refused.status == 403);
    }
    CHECK(behind.ask("GET", link, {"Host: evil.example"}).status == 403);
    CHECK(has(behind.ask("GET", link).body, "inget svar registrerat"));

    auto const answered = behind.ask("POST", link, with(form, "Origin: " + behind.origin()),
                                     "act=accept&count=5&form=f1");
    CHECK(answered.status == 200);
    CHECK(has(answered.body, "5 av 5 transporter"));
    static_cast<void>(behind.daemon().stop());
    CHECK(behind.ask("GET", link).status == 502);  // an error, which is logged elsewhere
    CHECK_FALSE(has(behind.logged(), link));
    CHECK(has(behind.logged(), "ConfirmIncident"));
}

TEST_CASE("the API and the feed go through the proxy; health and metrics do not", "[e2e][nginx]") {
    if (!is_there()) {
        return;
    }
    Behind behind;
    auto const token = test::mint_token(behind.data(), v1::ROLE_TIB, "uppsala");
    auto const incident = confirmed(behind, token);
    CHECK(behind
              .ask("POST", "/larm.v1.IncidentService/GetIncident",
                   {"Content-Type: application/json"},
                   fmt::format(R"({{"incidentId":"{}"}})", incident))
              .status == 401);
    Lines const upgrade{
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Authorization: Bearer " + token};
    auto const feed =
        behind.ask("GET", "/v1/watch?world=live", with(upgrade, "Origin: " + behind.origin()));
    CHECK(feed.status == 101);
    CHECK(has(feed.head, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    REQUIRE(feed.body.size() >= 2);
    CHECK(feed.body[0] == '\x81');  // a whole text frame
    CHECK(behind.ask("GET", "/v1/watch?world=live", with(upgrade, "Origin: https://evil.example"))
              .status == 403);
    auto const page = behind.ask("GET", "/");
    CHECK(page.status == 200);
    CHECK(has(page.head, "Content-Security-Policy"));
    CHECK(behind.ask("GET", "/session").status == 401);  // nobody has signed in
    for (auto const* const inner :
         {"/assets/", "/assets/a/b", "/metrics", "/healthz", "/readyz", "/v1/watch/x"}) {
        CHECK(behind.ask("GET", inner).status == 404);
    }
    auto const huge = std::string((1U << 20U) + 1, 'a');
    CHECK(behind.ask("POST", "/a/x", form, huge).status == 413);
}

TEST_CASE("what a client writes into X-Forwarded-For is not believed", "[e2e][nginx]") {
    if (!is_there()) {
        return;
    }
    Behind behind;
    constexpr int wrong_max = 30;
    for (int guess = 0; guess < wrong_max; ++guess) {
        auto const spoofed = fmt::format("X-Forwarded-For: 203.0.113.{}", guess);
        CHECK(behind.ask("GET", "/a/x", {spoofed}).status == 404);
    }
    auto const late = behind.ask("GET", "/a/x", {"X-Forwarded-For: 203.0.113.99"});
    CHECK(late.status == 429);
    CHECK(has(late.body, "too many wrong links"));
}

}  // namespace larm::e2e
