// How the world outside reaches us: what a public URL may be, and who is believed to be asking.
#include "engine/server/public_side.hpp"

#include "tests/support/catch.hpp"

namespace larm::server {
namespace {

std::string wrong_with(std::string const& url, std::vector<std::string> const& proxies = {}) {
    auto const side = PublicSide::of(url, proxies);
    return side ? "" : side.error();
}

HttpRequest forwarded(std::vector<std::string> const& lines) {
    HttpRequest request;
    for (auto const& line : lines) {
        request.insert("X-Forwarded-For", line);
    }
    return request;
}

}  // namespace

TEST_CASE("a public URL is a name with TLS, and nothing more", "[server][public]") {
    auto const side = PublicSide::of("https://larm.example.se:8443", {"127.0.0.1", "::1"});
    REQUIRE(side);
    CHECK(side->url == "https://larm.example.se:8443");
    CHECK(side->authority == "larm.example.se:8443");
    CHECK(side->trusted_proxies.size() == 2);
    CHECK(PublicSide::of("", {})->authority.empty());
    CHECK(wrong_with("http://127.0.0.1:8080").empty());
    CHECK(wrong_with("http://[::1]:8080").empty());
    CHECK(wrong_with("http://localhost").empty());
    CHECK(wrong_with("http://larm.example.se").find("must be https") != std::string::npos);
    for (auto const* const wrong :
         {"larm.example.se", "https://", "https://a.se/", "https://a.se/larm", "https://a.se?x=1",
          "https://a.se#x", "https://user@a.se", "https://user:word@a.se", "ftp://a.se",
          "https://a b"}) {
        INFO(wrong);
        CHECK_FALSE(wrong_with(wrong).empty());
    }
    CHECK(wrong_with("", {"proxy.example.se"}).find("no address") != std::string::npos);
    CHECK_FALSE(wrong_with("", {"10.0.0.0/8"}).empty());
}

TEST_CASE("a client is the last hop that a proxy of ours has seen", "[server][public]") {
    auto const side = PublicSide::of("https://larm.example.se", {"127.0.0.1", "192.0.2.7"});
    REQUIRE(side);
    CHECK(side->client_of(forwarded({}), "127.0.0.1") == "127.0.0.1");
    CHECK(side->client_of(forwarded({"203.0.113.1"}), "127.0.0.1") == "203.0.113.1");
    CHECK(side->client_of(forwarded({"203.0.113.1"}), "198.51.100.1") == "198.51.100.1");
    CHECK(side->client_of(forwarded({"10.1.1.1, 203.0.113.1"}), "127.0.0.1") == "203.0.113.1");
    CHECK(side->client_of(forwarded({"10.1.1.1", " 203.0.113.1\t"}), "127.0.0.1") == "203.0.113.1");
    CHECK(side->client_of(forwarded({"203.0.113.1, 192.0.2.7"}), "127.0.0.1") == "203.0.113.1");
    CHECK(side->client_of(forwarded({"2001:db8::1"}), "127.0.0.1") == "2001:db8::1");
    CHECK(side->client_of(forwarded({"203.0.113.1, rubbish"}), "127.0.0.1") == "127.0.0.1");
    CHECK(side->client_of(forwarded({""}), "127.0.0.1") == "127.0.0.1");
    CHECK(side->client_of(forwarded({",,"}), "127.0.0.1") == "127.0.0.1");
}

TEST_CASE("without a proxy nobody's header is believed", "[server][public]") {
    PublicSide const side;
    CHECK(side.client_of(forwarded({"203.0.113.1"}), "127.0.0.1") == "127.0.0.1");
}

}  // namespace larm::server
