// The live feed over real sockets: snapshot, tail, places, heartbeats, cuts, the end.
#include <fmt/format.h>
#include <sys/socket.h>

#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

std::int64_t last_seq(Client& client) {
    auto const list = client.call("IncidentService/ListIncidents", R"({"pageSize":1})");
    return std::stoll(std::string{list.json().at("seq").as_string()});
}

/// Events from `feed` up to `last`, which must come in order and one by one.
void expect_events(Feed& feed, std::int64_t first, std::int64_t last) {
    for (auto seq = first; seq <= last; ++seq) {
        auto const frame = feed.next_news();
        REQUIRE(frame);
        REQUIRE(frame->has_event());
        REQUIRE(frame->seq() == seq);
    }
}

}  // namespace

TEST_CASE("a watcher gets a snapshot and then every event once", "[server][feed]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    auto const before = confirm(client, "uppsala");
    for (auto const* const subprotocol : {"larm.v1.proto", "larm.v1.json", ""}) {
        Feed feed{daemon.port(), daemon.token(v1::ROLE_OBSERVER), "", subprotocol};
        REQUIRE(feed.status() == 101);
        REQUIRE(feed.subprotocol() == subprotocol);
        auto const snapshot = feed.next_news();
        REQUIRE(snapshot);
        REQUIRE(snapshot->has_snapshot());
        REQUIRE(snapshot->seq() == last_seq(client));
        REQUIRE(snapshot->snapshot().incidents(0).incident_id() == before);
        if (std::string_view{subprotocol} != "larm.v1.proto") {
            REQUIRE(feed.last_text().find("\"chainComplete\":false") != std::string::npos);
        }
        (void)confirm(client, "uppsala");
        expect_events(feed, snapshot->seq() + 1, last_seq(client));
    }
}

TEST_CASE("a snapshot says what time it is now, not when it was made", "[server][feed]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    auto const token = daemon.token(v1::ROLE_OBSERVER);
    (void)confirm(client, "uppsala");
    for (auto const* const subprotocol : {"larm.v1.proto", "larm.v1.json"}) {
        std::int64_t before = 0;
        for (int joined = 0; joined < 3; ++joined) {  // nothing happens: they share one snapshot
            auto const now_us = world::read_clocks().wall_us;
            Feed feed{daemon.port(), token, "", subprotocol};
            auto const snapshot = feed.next_news();
            REQUIRE(snapshot);
            REQUIRE(snapshot->has_snapshot());
            CHECK(snapshot->snapshot().incidents_size() == 1);
            CHECK(snapshot->durability() == v1::DURABILITY_LOCAL);
            CHECK(snapshot->server_time() >= now_us);
            CHECK(snapshot->server_time() > before);
            before = snapshot->server_time();
        }
    }
}

TEST_CASE("after=N gives the events after N, and a snapshot where N is not known",
          "[server][feed]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    auto const token = daemon.token(v1::ROLE_OBSERVER);
    // The server learns where the journal stands as soon as it runs.
    Feed first{daemon.port(), token};
    auto const start = first.next_news()->seq();
    for (int i = 0; i < 5; ++i) {
        (void)confirm(client, "uppsala");
    }
    auto const last = last_seq(client);
    for (auto after = start; after < last; after += 3) {
        Feed feed{daemon.port(), token, fmt::format("?world=live&after={}", after)};
        expect_events(feed, after + 1, last);
    }
    Feed unknown{daemon.port(), token, fmt::format("?after={}", last + 1000)};
    REQUIRE(unknown.next_news()->has_snapshot());
}

TEST_CASE("a place too old for the log leads to a snapshot", "[server][feed]") {
    auto limits = quick_limits();
    limits.watch_events_max = 8;
    TestDaemon daemon{limits};
    Client client{daemon.port(), daemon.tib("uppsala")};
    (void)confirm(client, "uppsala");
    auto const old = last_seq(client);
    for (int i = 0; i < 5; ++i) {
        (void)confirm(client, "uppsala");
    }
    Feed feed{daemon.port(), daemon.token(v1::ROLE_OBSERVER), fmt::format("?after={}", old)};
    auto const frame = feed.next_news();
    REQUIRE(frame);
    REQUIRE(frame->has_snapshot());
    REQUIRE(frame->snapshot().incidents_size() == 6);
}

TEST_CASE("watchers who join under load miss nothing and get nothing twice", "[server][feed]") {
    TestDaemon daemon;
    auto const token = daemon.token(v1::ROLE_OBSERVER);
    auto const tib = daemon.tib("uppsala");
    std::thread load{[&] {
        Client client{daemon.port(), tib};
        for (int i = 0; i < 200; ++i) {
            (void)confirm(client, "uppsala");
        }
    }};
    std::vector<std::unique_ptr<Feed>> feeds;
    for (int i = 0; i < 20; ++i) {
        feeds.push_back(std::make_unique<Feed>(daemon.port(), token, "",
                                               i % 2 == 0 ? "larm.v1.proto" : "larm.v1.json"));
    }
    load.join();
    Client client{daemon.port(), tib};
    auto const last = last_seq(client);
    for (auto const& feed : feeds) {
        auto const snapshot = feed->next_news();
        REQUIRE(snapshot);
        REQUIRE(snapshot->has_snapshot());
        expect_events(*feed, snapshot->seq() + 1, last);
    }
}

TEST_CASE("every watcher gets heartbeats with the time and the last event", "[server][feed]") {
    auto limits = quick_limits();
    limits.heartbeat_every = std::chrono::milliseconds{30};
    TestDaemon daemon{limits};
    Client client{daemon.port(), daemon.tib("uppsala")};
    (void)confirm(client, "uppsala");
    Feed feed{daemon.port(), daemon.token(v1::ROLE_OBSERVER)};
    auto const last = last_seq(client);
    std::int64_t before = 0;
    for (int beats = 0; beats < 3;) {
        auto const frame = feed.next();
        REQUIRE(frame);
        if (frame->has_heartbeat()) {
            REQUIRE(frame->seq() == last);
            REQUIRE(frame->server_time() > before);
            REQUIRE(frame->durability() == v1::DURABILITY_LOCAL);
            before = frame->server_time();
            ++beats;
        }
    }
}

TEST_CASE("who may not watch, or asks wrongly, is answered with an error", "[server][feed]") {
    TestDaemon daemon;
    auto const token = daemon.token(v1::ROLE_OBSERVER);
    auto const status = [&](std::string const& secret, std::string const& query,
                            std::string const& subprotocols = "larm.v1.json") {
        return Feed{daemon.port(), secret, query, subprotocols}.status();
    };
    CHECK(status("", "") == 401);
    CHECK(status("larm_nobody", "") == 401);
    CHECK(status(token, "?world=kbo-1") == 403);
    CHECK(status(daemon.token(v1::ROLE_OBSERVER, "", "kbo-1"), "?world=kbo-1") == 403);
    CHECK(status(token, "?after=soon") == 400);
    CHECK(status(token, "?after=-1") == 400);
    CHECK(status(token, "", "chat") == 400);
    CHECK(status(token, "", "chat, larm.v1.json") == 101);

    Client client{daemon.port(), token};
    auto const plain = client.request("GET", "/v1/watch");
    CHECK(plain.status == 426);
    CHECK(client.request("POST", "/v1/watch").status == 405);
}

TEST_CASE("the subprotocol offered first is the one that is spoken", "[server][feed]") {
    TestDaemon daemon;
    auto const token = daemon.token(v1::ROLE_OBSERVER);
    CHECK(Feed(daemon.port(), token, "", "larm.v1.json, larm.v1.proto").subprotocol() ==
          "larm.v1.json");
    CHECK(Feed(daemon.port(), token, "", "larm.v1.proto, larm.v1.json").subprotocol() ==
          "larm.v1.proto");
}

TEST_CASE("a watcher that never reads is cut, told so, and holds up nobody", "[server][feed]") {
    auto limits = quick_limits();
    limits.watch_stall_max = std::chrono::milliseconds{100};
    limits.close_max = std::chrono::milliseconds{10'000};
    // Some machines take longer than that to fill the kernel's buffers.
    limits.watch_dead_peer_max = std::chrono::minutes{10};
    TestDaemon daemon{limits};
    auto const tib = daemon.tib("uppsala");
    Client client{daemon.port(), tib};
    Feed lazy{daemon.port(), tib};
    Feed keen{daemon.port(), tib};
    auto const snapshot = keen.next_news();
    auto next = snapshot->seq() + 1;
    // Until the kernel's buffers are full and the server has noticed.
    for (int i = 0; daemon.cut_watchers() == 0; ++i) {
        REQUIRE(i < 20'000);
        (void)confirm(client, "uppsala");
        auto const last = last_seq(client);
        expect_events(keen, next, last);
        next = last + 1;
    }
    // When it reads again it finds whole frames, in order, and then the reason.
    auto const first = lazy.next_news();
    REQUIRE(first->has_snapshot());
    auto seq = first->seq();
    auto frame = lazy.next_news();
    for (; frame && frame->has_event(); frame = lazy.next_news()) {
        REQUIRE(frame->seq() == ++seq);
    }
    REQUIRE(frame);
    REQUIRE(frame->has_cut());
    REQUIRE(frame->cut().reason() == "too slow");
    REQUIRE(frame->seq() == seq);
    REQUIRE(lazy.close_code() == 1013);
    (void)confirm(client, "uppsala");
    expect_events(keen, next, last_seq(client));
}

TEST_CASE("on drain every watcher gets what has happened, then 1001", "[server][feed]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    auto const token = daemon.token(v1::ROLE_OBSERVER);
    Feed feed{daemon.port(), token};
    auto const start = feed.next_news()->seq();
    (void)confirm(client, "uppsala");
    auto const last = last_seq(client);
    daemon.on_network([](Server& server) {
        server.begin_drain();
        server.drain_watchers();
    });
    expect_events(feed, start + 1, last);
    auto const cut = feed.next_news();
    REQUIRE(cut);
    REQUIRE(cut->has_cut());
    REQUIRE(cut->cut().reason() == "draining");
    REQUIRE(feed.close_code() == 1001);
    daemon.wait_until([](Server& server) { return server.is_empty(); });
}

TEST_CASE("pings are answered and closes returned", "[server][feed]") {
    TestDaemon daemon;
    Feed feed{daemon.port(), daemon.token(v1::ROLE_OBSERVER)};
    std::string ponged;
    feed.stream().control_callback([&](auto kind, boost::beast::string_view payload) {
        if (kind == boost::beast::websocket::frame_type::pong) {
            ponged = std::string{payload};
        }
    });
    feed.stream().ping("are you there");
    while (ponged.empty()) {
        REQUIRE(feed.next());
    }
    REQUIRE(ponged == "are you there");
    feed.stream().close(boost::beast::websocket::close_code::normal);
    daemon.wait_until([](Server& server) { return server.is_empty(); });
}

TEST_CASE("garbage from a watcher closes it with the protocol's code", "[server][feed]") {
    TestDaemon daemon;
    auto const token = daemon.token(v1::ROLE_OBSERVER);
    struct Case {
        std::string bytes;
        unsigned code;
    };
    std::vector<Case> const cases{
        {"GET / HTTP/1.1\r\n\r\n", 1002},                    // reads as a reserved opcode
        {std::string{"\x89\x01x", 3}, 1002},                 // an unmasked ping
        {std::string{"\x82\xff\x7f\xff\xff\xff", 6}, 1009},  // a message of petabytes
        {std::string{"\x81\x85\0\0\0\0hello", 11}, 1008},    // a message
        {std::string{"\x88\x81\0\0\0\0x", 7}, 1002},         // a close of one byte
    };
    for (auto const& [bytes, code] : cases) {
        Feed feed{daemon.port(), token};
        boost::asio::write(feed.socket(), boost::asio::buffer(bytes));
        CHECK(feed.close_code() == code);
    }
    daemon.wait_until([](Server& server) { return server.is_empty(); });
}

}  // namespace larm::server::test
