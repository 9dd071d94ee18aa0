// The HTTP client against a real server on loopback that behaves as peers do: well, late, badly, or
// not at all.
#include "engine/delivery/channels/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <set>
#include <thread>

#include "tests/support/catch.hpp"
#include "tests/support/http_peer.hpp"
#include "tests/unit/channels/calls.hpp"

namespace larm::delivery {
namespace {

using namespace std::chrono_literals;
using test::call_and_wait;
using test::Calls;
using test::HttpAsked;
using test::HttpPeer;
using test::HttpSaid;
using test::Manner;
using test::post_to;

using Clock = std::chrono::steady_clock;

std::set<std::size_t> connections_of(HttpPeer const& peer) {
    std::set<std::size_t> connections;
    for (auto const& each : peer.asked()) {
        connections.insert(each.connection);
    }
    return connections;
}

/// A port of ours on which nobody listens.
std::string url_of_nobody() {
    boost::asio::io_context io;
    boost::asio::ip::tcp::acceptor acceptor{io, {boost::asio::ip::address_v4::loopback(), 0}};
    auto const port = acceptor.local_endpoint().port();
    return "http://127.0.0.1:" + std::to_string(port) + "/";
}

}  // namespace

TEST_CASE("a call carries what it is given and brings back what is answered", "[http_client]") {
    HttpPeer peer;
    peer.answer_with({.status = 201, .headers = {{"X-Thing", "ja"}}, .body = "tack"});
    HttpClient client;
    auto call = post_to(peer.url("/in?x=1%202"), "åäö");
    call.headers = {{"X-Larm", "a: b"}, {"Content-Type", "text/plain"}};
    auto const result = call_and_wait(client, call);
    CHECK(result.status == 201);
    CHECK(result.body == "tack");
    CHECK(header_of(result, "x-thing") == "ja");
    CHECK(header_of(result, "x-nothing").empty());
    CHECK(result.trouble.empty());
    auto const asked = peer.asked();
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].method == "POST");
    CHECK(asked[0].target == "/in?x=1%202");
    CHECK(asked[0].body == "åäö");
    CHECK(asked[0].header("x-larm") == "a: b");
    CHECK(asked[0].header("host") == peer.url("").substr(7));
}

TEST_CASE("methods without a body work too", "[http_client]") {
    HttpPeer peer;
    peer.answer_with({.body = "läst"});
    HttpClient client;
    auto get = post_to(peer.url(), "");
    get.method = "GET";
    CHECK(call_and_wait(client, get).body == "läst");
    auto head = get;
    head.method = "HEAD";
    auto const result = call_and_wait(client, head);
    CHECK(result.status == 200);
    CHECK(result.body.empty());
    auto empty = get;
    empty.method = "POST";
    CHECK(call_and_wait(client, empty).status == 200);
    CHECK(peer.asked()[2].header("content-length") == "0");
    CHECK(connections_of(peer).size() == 1);
}

TEST_CASE("a connection is kept and used again", "[http_client]") {
    HttpPeer peer;
    HttpClient client;
    for (int i = 0; i < 20; ++i) {
        REQUIRE(call_and_wait(client, post_to(peer.url())).status == 200);
    }
    CHECK(peer.server().accepted() == 1);
}

TEST_CASE("a kept connection that the peer closed meanwhile costs no call", "[http_client]") {
    HttpPeer peer;
    HttpClient client;
    SECTION("between calls") {
        REQUIRE(call_and_wait(client, post_to(peer.url())).status == 200);
        peer.server().hang_up();
        CHECK(call_and_wait(client, post_to(peer.url())).status == 200);
        CHECK(peer.asked().size() == 2);
    }
    SECTION("as the next call is on its way") {
        peer.answer_with([](HttpAsked const& asked) {
            return HttpSaid{.manner = asked.body == "cut" && asked.connection == 1
                                          ? Manner::hangs_up
                                          : Manner::whole};
        });
        REQUIRE(call_and_wait(client, post_to(peer.url())).status == 200);
        CHECK(call_and_wait(client, post_to(peer.url(), "cut")).status == 200);
        CHECK(connections_of(peer) == std::set<std::size_t>{1, 2});
    }
    SECTION("after every answer, without saying so") {
        peer.answer_with({.manner = Manner::leaves});
        for (int i = 0; i < 50; ++i) {
            REQUIRE(call_and_wait(client, post_to(peer.url())).status == 200);
        }
        CHECK(peer.server().accepted() == 50);
    }
    SECTION("after every answer, saying so") {
        peer.answer_with({.manner = Manner::last});
        for (int i = 0; i < 5; ++i) {
            REQUIRE(call_and_wait(client, post_to(peer.url())).status == 200);
        }
        CHECK(peer.server().accepted() == 5);
    }
}

TEST_CASE("a fresh connection that is cut is trouble, and nothing is sent twice", "[http_client]") {
    HttpPeer peer;
    peer.answer_with({.manner = Manner::hangs_up});
    HttpClient client;
    auto const result = call_and_wait(client, post_to(peer.url("/secret")));
    CHECK(result.status == 0);
    CHECK(result.trouble.find("while reading") != std::string::npos);
    CHECK(result.trouble.find("secret") == std::string::npos);
    CHECK(peer.asked().size() == 1);
}

TEST_CASE("what a peer says unasked is not taken for the next answer", "[http_client]") {
    HttpPeer peer;
    peer.answer_with([](HttpAsked const& asked) {
        HttpSaid said{.body = asked.body};
        if (asked.body == "one") {  // a second answer in the same breath
            said.headers = {{"Content-Length", "3"}};
            said.body = "oneHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nBAD";
        }
        return said;
    });
    HttpClient client;
    static_cast<void>(call_and_wait(client, post_to(peer.url(), "one")));
    CHECK(call_and_wait(client, post_to(peer.url(), "two")).body == "two");
}

TEST_CASE("a call ends when its time is out, whatever the peer does", "[http_client]") {
    HttpPeer peer;
    HttpClient client;
    auto call = post_to(peer.url());
    call.within = 300ms;
    SECTION("it never answers") {
        peer.answer_with({.manner = Manner::never});
    }
    SECTION("it answers too late") {
        peer.answer_with({.after = 20'000ms});
    }
    SECTION("it drips") {
        peer.answer_with({.body = std::string(10'000, 'x'), .manner = Manner::drips});
    }
    auto const begun = Clock::now();
    auto const result = call_and_wait(client, call);
    CHECK(result.status == 0);
    CHECK(result.trouble.find("no answer in time") != std::string::npos);
    auto const took = Clock::now() - begun;
    CHECK(took >= 290ms);
    CHECK(took < 5s);
    // What was half done is not used again.
    peer.answer_with(HttpSaid{.body = "fresh"});
    CHECK(call_and_wait(client, post_to(peer.url())).body == "fresh");
    CHECK(connections_of(peer).size() == 2);
}

TEST_CASE("time runs while a call waits in line", "[http_client]") {
    HttpPeer peer;
    peer.answer_with({.manner = Manner::never});
    HttpClient client{{.connections_per_origin = 1}};
    Calls calls{client};
    auto first = post_to(peer.url(), "first");
    first.within = 20s;
    calls.begin(first);
    REQUIRE(peer.wait_for(1));
    auto second = post_to(peer.url(), "second");
    second.within = 200ms;
    auto const begun = Clock::now();
    calls.begin(second);
    auto const results = calls.wait_for(1);
    CHECK(results[0].trouble.find("no answer in time") != std::string::npos);
    CHECK(Clock::now() - begun < 5s);
    CHECK(peer.asked().size() == 1);
}

TEST_CASE("a thousand calls at once all end, over no more connections than allowed",
          "[http_client]") {
    HttpPeer peer;
    peer.answer_with([](HttpAsked const& asked) { return HttpSaid{.body = asked.body}; });
    HttpClient client{{.connections_per_origin = 16}};
    Calls calls{client};
    for (int i = 0; i < 1'000; ++i) {
        calls.begin(post_to(peer.url(), std::to_string(i)));
    }
    std::set<std::string> answers;
    for (auto const& result : calls.wait_for(1'000)) {
        CHECK(result.status == 200);
        answers.insert(result.body);
    }
    CHECK(answers.size() == 1'000);
    CHECK(peer.server().accepted() == 16);
}

TEST_CASE("a peer that hangs delays no other", "[http_client]") {
    HttpPeer dead;
    dead.answer_with({.manner = Manner::never});
    HttpPeer well;
    HttpClient client{{.connections_per_origin = 2}};
    Calls hanging{client};
    for (int i = 0; i < 50; ++i) {
        hanging.begin(post_to(dead.url()));
    }
    REQUIRE(dead.wait_for(2));
    CHECK(call_and_wait(client, post_to(well.url())).status == 200);
    CHECK(hanging.ended() == 0);
    client.stop();
    CHECK(hanging.wait_for(50).size() == 50);
}

TEST_CASE("a huge answer is cut, and its status counts", "[http_client]") {
    HttpPeer peer;
    peer.answer_with({.status = 503, .body = std::string(3'000'000, 'x')});
    HttpClient client;
    auto const result = call_and_wait(client, post_to(peer.url()));
    CHECK(result.status == 503);
    CHECK(result.body.size() == 64 * 1024);
    peer.answer_with({.body = std::string(64 * 1024, 'y')});
    CHECK(call_and_wait(client, post_to(peer.url())).body.size() == 64 * 1024);
}

TEST_CASE("stopping ends calls under way and calls in line, and refuses new ones",
          "[http_client]") {
    HttpPeer peer;
    peer.answer_with({.manner = Manner::never});
    auto client = std::make_unique<HttpClient>(HttpClientOptions{.connections_per_origin = 4});
    Calls calls{*client};
    for (int i = 0; i < 100; ++i) {
        calls.begin(post_to(peer.url()));
    }
    REQUIRE(peer.wait_for(4));
    auto const begun = Clock::now();
    SECTION("by stop()") {
        client->stop();
        CHECK(calls.wait_for(100).size() == 100);
        calls.begin(post_to(peer.url()));
        CHECK(calls.wait_for(101).back().trouble == "the client is going down");
    }
    SECTION("by the destructor") {
        client.reset();
        CHECK(calls.ended() == 100);
    }
    CHECK(Clock::now() - begun < 5s);
}

TEST_CASE("calls come from many threads while it is being stopped", "[http_client]") {
    HttpPeer peer;
    auto client = std::make_unique<HttpClient>();
    Calls calls{*client};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 100; ++j) {
                calls.begin(post_to(peer.url()));
            }
        });
    }
    REQUIRE(peer.wait_for(10));
    client->stop();
    for (auto& thread : threads) {
        thread.join();
    }
    client.reset();
    CHECK(calls.ended() == 400);
}

TEST_CASE("what cannot be reached or is no address is trouble at once", "[http_client]") {
    HttpClient client;
    CHECK(call_and_wait(client, post_to(url_of_nobody())).trouble.find("cannot be reached") !=
          std::string::npos);
    for (auto const* const url :
         {"", "nothing", "ftp://127.0.0.1/", "http://", "http://user:pw@127.0.0.1/",
          "http://127.0.0.1:0/", "http://127.0.0.1:99999/", "/relative"}) {
        CAPTURE(url);
        CHECK(call_and_wait(client, post_to(url)).trouble == "the address is no http or https URL");
    }
}

TEST_CASE("a header cannot break out of its line", "[http_client]") {
    HttpPeer peer;
    HttpClient client;
    auto call = post_to(peer.url());
    call.headers = {{"X-Evil", "a\r\nX-Other: b"}};
    CHECK(call_and_wait(client, call).trouble == "a header holds a control character");
    CHECK(peer.asked().empty());
}

TEST_CASE("names are looked up, and one that does not exist is trouble", "[http_client]") {
    HttpPeer peer;
    HttpClient client;
    auto const port = std::to_string(peer.server().port());
    // "localhost" may be ::1 first, where nobody listens: the next address is taken.
    CHECK(call_and_wait(client, post_to("http://localhost:" + port + "/")).status == 200);
    auto call = post_to("http://does-not-exist.invalid/");
    call.within = 20s;
    auto const result = call_and_wait(client, call);
    CHECK(result.status == 0);
    CHECK(result.trouble.find("does-not-exist.invalid has no address") != std::string::npos);
}

TEST_CASE("nobody waits for a name server when the client goes", "[http_client]") {
    auto client = std::make_unique<HttpClient>();
    Calls calls{*client};
    for (int i = 0; i < 100; ++i) {  // more than there are threads to look names up
        calls.begin(post_to("http://n" + std::to_string(i) + ".does-not-exist.invalid/"));
    }
    auto const begun = Clock::now();
    client.reset();
    CHECK(Clock::now() - begun < 2s);
    CHECK(calls.ended() == 100);
}

TEST_CASE("an idle connection is closed after its time", "[http_client]") {
    HttpPeer peer;
    HttpClient client{{.idle_max = 100ms}};
    REQUIRE(call_and_wait(client, post_to(peer.url())).status == 200);
    auto const until = Clock::now() + 20s;
    while (peer.server().open() > 0 && Clock::now() < until) {
        std::this_thread::yield();
    }
    CHECK(peer.server().open() == 0);
}

}  // namespace larm::delivery
