// The HTTP client over TLS: whom it trusts, and whom it does not.
#include <optional>
#include <string>

#include "engine/delivery/channels/http_client.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/http_peer.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/channels/calls.hpp"

namespace larm::delivery {
namespace {

using test::call_and_wait;
using test::HttpPeer;
using test::HttpSaid;
using test::post_to;
using test::TestAuthority;

/// An authority in a file, and what a client must know to trust it.
struct Trust {
    test::TemporaryDirectory directory;
    TestAuthority authority;
    HttpClientOptions options;

    Trust() { options.ca_file = directory.write("ca.pem", authority.pem()).string(); }
};

}  // namespace

TEST_CASE("a peer with the right name and a known authority is spoken to", "[http_tls]") {
    Trust const trust;
    HttpPeer peer{{}, trust.authority.identity({"localhost", "127.0.0.1"})};
    peer.answer_with(HttpSaid{.body = "hemligt"});
    HttpClient client{trust.options};
    CHECK(call_and_wait(client, post_to(peer.url())).body == "hemligt");
    CHECK(call_and_wait(client, post_to(peer.url())).body == "hemligt");
    CHECK(peer.server().accepted() == 1);  // kept
    auto const port = std::to_string(peer.server().port());
    CHECK(call_and_wait(client, post_to("https://127.0.0.1:" + port + "/")).status == 200);
    peer.server().hang_up();
    CHECK(call_and_wait(client, post_to(peer.url())).status == 200);
}

TEST_CASE("who is not who it should be is refused before anything is said", "[http_tls]") {
    Trust const trust;
    HttpClientOptions options = trust.options;
    std::string why;
    std::optional<gateways::TlsIdentity> identity;
    SECTION("another name") {
        identity = trust.authority.identity({"elsewhere.example"});
        why = "hostname mismatch";
    }
    SECTION("an unknown authority") {
        identity = TestAuthority{}.identity({"localhost"});
        why = "certificate signature failure";  // it bears the name of the known one
    }
    SECTION("a certificate that has run out") {
        identity = trust.authority.identity({"localhost"}, 0);
        why = "certificate has expired";
    }
    SECTION("the authority's file is missing") {
        identity = trust.authority.identity({"localhost"});
        options.ca_file += ".gone";
        why = "the file of authorities cannot be read";
    }
    HttpPeer peer{{}, identity};
    HttpClient client{options};
    auto const result = call_and_wait(client, post_to(peer.url()));
    CAPTURE(result.trouble);
    CHECK(result.status == 0);
    CHECK(result.trouble.find(why) != std::string::npos);
    CHECK(peer.asked().empty());
}

TEST_CASE("an address in a certificate must be that address", "[http_tls]") {
    Trust const trust;
    HttpPeer peer{{}, trust.authority.identity({"127.0.0.2"})};
    HttpClient client{trust.options};
    auto const port = std::to_string(peer.server().port());
    auto const result = call_and_wait(client, post_to("https://127.0.0.1:" + port + "/"));
    CHECK(result.trouble.find("IP address mismatch") != std::string::npos);
}

TEST_CASE("plain HTTP where TLS is spoken, and the other way round, is trouble", "[http_tls]") {
    Trust const trust;
    HttpPeer tls_peer{{}, trust.authority.identity({"localhost"})};
    HttpPeer plain_peer;
    HttpClient client{trust.options};
    auto const tls_port = std::to_string(tls_peer.server().port());
    auto const plain_port = std::to_string(plain_peer.server().port());
    CHECK(call_and_wait(client, post_to("http://localhost:" + tls_port + "/")).status == 0);
    auto call = post_to("https://localhost:" + plain_port + "/");
    call.within = std::chrono::seconds{5};
    CHECK(call_and_wait(client, call).status != 200);
}

TEST_CASE("an answer over TLS may be large, late and cut", "[http_tls]") {
    Trust const trust;
    HttpPeer peer{{}, trust.authority.identity({"localhost"})};
    HttpClient client{trust.options};
    peer.answer_with({.body = std::string(1'000'000, 'x')});
    CHECK(call_and_wait(client, post_to(peer.url())).body.size() == 64 * 1024);
    peer.answer_with({.manner = test::Manner::never});
    auto call = post_to(peer.url());
    call.within = std::chrono::milliseconds{200};
    CHECK(call_and_wait(client, call).trouble.find("no answer in time") != std::string::npos);
}

}  // namespace larm::delivery
