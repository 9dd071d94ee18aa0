// What HTTP itself asks of a server: one host, one caller, one length, and targets in both forms.
#include <fmt/format.h>

#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

constexpr auto list_path = "/larm.v1.IncidentService/ListIncidents";

/// A request whose headers are written out by the test, one string a line.
std::string post(std::string_view target, std::vector<std::string> const& headers,
                 std::string_view body = "{}") {
    auto text = fmt::format("POST {} HTTP/1.1\r\nContent-Type: application/json\r\n", target);
    for (auto const& line : headers) {
        text += line + "\r\n";
    }
    return text + "\r\n" + std::string{body};
}

Reply send(TestDaemon const& daemon, std::string const& request) {
    Wire wire{daemon.port()};
    wire.send(request);
    return wire.read_reply();
}

}  // namespace

TEST_CASE("a target may name the whole address, and that address counts", "[server][http]") {
    TestDaemon daemon;
    auto const bearer = "Authorization: Bearer " + daemon.tib("uppsala");
    auto const status = [&](std::string const& target, std::string const& host,
                            std::string const& origin = "") {
        std::vector<std::string> headers{"Host: " + host, bearer, "Content-Length: 2"};
        if (!origin.empty()) {
            headers.push_back("Origin: " + origin);
        }
        return send(daemon, post(target, headers)).status;
    };
    auto const path = std::string{list_path};
    CHECK(status("http://localhost" + path, "localhost") == 200);
    CHECK(status(fmt::format("HTTP://127.0.0.1:{}{}", daemon.port(), path), "localhost") == 200);
    // RFC 9112, 3.2.2: the Host header is then ignored.
    CHECK(status("http://localhost" + path, "larm.example.org") == 200);
    CHECK(status("http://larm.example.org" + path, "localhost") == 403);
    CHECK(status("http://localhost@larm.example.org" + path, "localhost") == 403);
    CHECK(status("http://" + path, "localhost") == 403);
    CHECK(status("ftp://localhost" + path, "localhost") == 404);
    CHECK(status("http://localhost" + path, "x", "http://localhost") == 200);
    CHECK(status("http://localhost" + path, "example.org", "http://example.org") == 403);

    auto const get = [&](std::string const& target) {
        return send(daemon, fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", target));
    };
    CHECK(get("http://localhost/healthz").body == "ok\n");
    CHECK(get("http://localhost").headers.at("content-type") == "text/html; charset=utf-8");
    CHECK(get("http://localhost?x=/healthz").status == 200);
}

TEST_CASE("the feed is found under a whole address, with its parameters", "[server][http]") {
    TestDaemon daemon;
    Wire wire{daemon.port()};
    wire.send(
        fmt::format("GET http://localhost/v1/watch?world=live&after=x HTTP/1.1\r\n"
                    "Host: localhost\r\nAuthorization: Bearer {}\r\nConnection: Upgrade\r\n"
                    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                    daemon.token(v1::ROLE_OBSERVER)));
    auto const reply = wire.read_reply();
    CHECK(reply.status == 400);
    CHECK(reply.field() == "after");
}

TEST_CASE("a request names its host once", "[server][http]") {
    TestDaemon daemon;
    auto const bearer = "Authorization: Bearer " + daemon.tib("uppsala");
    auto const twice =
        send(daemon,
             post(list_path, {"Host: localhost", "Host: localhost", bearer, "Content-Length: 2"}));
    CHECK(twice.status == 400);
    CHECK(twice.message().find("Host") != std::string::npos);
    auto const other = send(daemon, post(list_path, {"Host: localhost", "host: example.org", bearer,
                                                     "Content-Length: 2"}));
    CHECK(other.status == 400);
    auto const none = send(daemon, post(list_path, {bearer, "Content-Length: 2"}));
    CHECK(none.status == 400);
    auto const whole = send(daemon, post(std::string{"http://localhost"} + list_path,
                                         {"Host: a", "Host: b", bearer, "Content-Length: 2"}));
    CHECK(whole.status == 400);
}

TEST_CASE("a request has one caller", "[server][http]") {
    TestDaemon daemon;
    auto const bearer = "Authorization: Bearer " + daemon.tib("uppsala");
    auto const stranger = std::string{"Authorization: Bearer larm_nobody"};
    for (auto const& second : {bearer, stranger}) {
        auto const reply =
            send(daemon, post(list_path, {"Host: localhost", bearer, second, "Content-Length: 2"}));
        CHECK(reply.status == 401);
        CHECK(reply.message().find("Authorization") != std::string::npos);
    }
    auto const one =
        send(daemon, post(list_path, {"Host: localhost", bearer, "Content-Length: 2"}));
    CHECK(one.status == 200);
}

// Two readers that see different ends of a request can be made to disagree about who asks for what.
TEST_CASE("a request has one end, whoever reads it", "[server][http]") {
    TestDaemon daemon;
    auto const bearer = "Authorization: Bearer " + daemon.tib("uppsala");
    auto const refused = [&](std::vector<std::string> headers, std::string_view body) {
        headers.insert(headers.begin(), {"Host: localhost", bearer});
        Wire wire{daemon.port()};
        wire.send(post(list_path, headers, body));
        auto const reply = wire.read_reply();
        INFO(headers.back() << " -> " << reply.body);
        CHECK(reply.status == 400);
        // What follows must not be taken for a request.
        CHECK(wire.read_to_end().empty());
    };
    constexpr auto chunks = "2\r\n{}\r\n0\r\n\r\n";
    refused({"Content-Length: 2", "Transfer-Encoding: chunked"}, chunks);
    refused({"Transfer-Encoding: chunked", "Content-Length: 2"}, chunks);
    refused({"Content-Length: 2", "Content-Length: 3"}, "{} ");
    refused({"Content-Length: 2, 3"}, "{} ");
    refused({"Content-Length: +2"}, "{}");
    refused({"Transfer-Encoding: gzip", "Content-Length: 2"}, "{}");
    refused({"Transfer-Encoding: gzip"}, "{}");
    refused({"Transfer-Encoding: chunked, identity"}, chunks);
    refused({"Transfer-Encoding: identity, chunked"}, chunks);
    refused({"Transfer-Encoding: chunked", "Transfer-Encoding: chunked"}, chunks);
    refused({"Transfer-Encoding : chunked"}, chunks);

    Wire wire{daemon.port()};
    wire.send(post(list_path, {"Host: localhost", bearer, "Transfer-Encoding: Chunked"}, chunks));
    CHECK(wire.read_reply().status == 200);
    wire.send(post(list_path, {"Host: localhost", bearer, "Content-Length: 2"}));
    CHECK(wire.read_reply().status == 200);
}

}  // namespace larm::server::test
