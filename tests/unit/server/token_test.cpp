// Tokens and the audit as a caller and an operator notice them.
#include <string>

#include "engine/access/audit_log.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

/// What the audit holds, waiting until there are `rows`.
std::vector<access::FoldedRefusal> audit(TestDaemon& daemon, std::size_t rows) {
    std::vector<access::FoldedRefusal> found;
    daemon.wait_until([&](Server&) {
        auto file = access::AccessFile::open(daemon.data(), {});
        REQUIRE(file);
        auto listed = access::AuditLog{*file, 1000}.list(100);
        REQUIRE(listed);
        found = std::move(*listed);
        return found.size() >= rows;
    });
    return found;
}

}  // namespace

TEST_CASE("a token works as soon as it is made, and not for long after it is revoked",
          "[server][tokens]") {
    TestDaemon daemon;
    auto const secret = daemon.tib("uppsala");  // made while the daemon runs
    Client client{daemon.port(), secret};
    REQUIRE(client.call("IncidentService/ListIncidents", "{}").status == 200);
    auto const reloads = daemon.access().status().reloads;
    daemon.revoke(secret);
    daemon.wait_until([&](Server&) { return daemon.access().status().reloads > reloads; });
    REQUIRE(client.call("IncidentService/ListIncidents", "{}").status == 401);
}

TEST_CASE("a watcher whose token is revoked is told and closed at once, not at the next heartbeat",
          "[server][tokens]") {
    auto limits = quick_limits();
    limits.heartbeat_every = std::chrono::hours{1};
    TestDaemon daemon{limits};
    auto const secret = daemon.token(v1::ROLE_OBSERVER);
    Feed feed{daemon.port(), secret};
    REQUIRE(feed.next_news()->has_snapshot());
    daemon.revoke(secret);
    auto const last = feed.next_news();
    REQUIRE(last);
    REQUIRE(last->has_cut());
    REQUIRE(feed.close_code() == 1008);
}

TEST_CASE("a watcher whose token expires is told and closed with the next heartbeat",
          "[server][tokens]") {
    auto limits = quick_limits();
    limits.heartbeat_every = std::chrono::milliseconds{50};
    TestDaemon daemon{limits};
    Feed feed{daemon.port(),
              daemon.token(v1::ROLE_OBSERVER, "", "live", std::chrono::milliseconds{3000})};
    REQUIRE(feed.next_news()->has_snapshot());
    auto const last = feed.next_news();
    REQUIRE(last);
    REQUIRE(last->has_cut());
    REQUIRE(feed.close_code() == 1008);
}

TEST_CASE("refusals are audited under the token's id, strangers under a dash", "[server][tokens]") {
    TestDaemon daemon;
    Client observer{daemon.port(), daemon.token(v1::ROLE_OBSERVER)};
    Client stranger{daemon.port(), ""};
    Client tib{daemon.port(), daemon.tib("uppsala")};
    CHECK(observer.call("IncidentService/ConfirmIncident", confirm_json("uppsala")).status == 403);
    CHECK(stranger.call("IncidentService/ListIncidents", "{}").status == 401);
    CHECK(tib.call("IncidentService/ConfirmIncident", confirm_json("dalarna")).status == 403);
    auto const rows = audit(daemon, 3);
    REQUIRE(rows.size() == 3);
    bool has_stranger = false;
    for (auto const& row : rows) {
        CHECK(row.remote == "127.0.0.1");
        CHECK(row.key.method.starts_with("larm.v1.IncidentService/"));
        has_stranger = has_stranger || row.key.token_id == "-";
    }
    CHECK(has_stranger);
}

}  // namespace larm::server::test
