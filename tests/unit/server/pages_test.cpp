// What anyone may ask without a token.
#include <chrono>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {

TEST_CASE("health, readiness, metrics and a first page are there without a token",
          "[server][pages]") {
    TestDaemon daemon;
    Client client{daemon.port(), ""};
    CHECK(client.request("GET", "/healthz").body == "ok\n");
    CHECK(client.request("HEAD", "/healthz").status == 200);
    auto const page = client.request("GET", "/");
    CHECK(page.status == 200);
    CHECK(page.headers.at("content-type") == "text/html; charset=utf-8");
    CHECK(page.headers.at("content-security-policy").starts_with("default-src 'none'"));
    CHECK(page.headers.at("x-content-type-options") == "nosniff");
    auto const ready = client.request("GET", "/readyz");
    CHECK(ready.status == 200);
    CHECK(ready.json().at("ready").as_bool());
    CHECK_FALSE(ready.json().at("degraded").as_bool());
    CHECK(ready.json().at("durability").as_string() == "DURABILITY_LOCAL");
    CHECK(client.request("POST", "/healthz").status == 405);
    auto const nothing = client.request("GET", "/nothing");
    CHECK(nothing.status == 404);
    CHECK(nothing.code() == "not_found");
}

TEST_CASE("a trouble makes it degraded, draining makes it unready", "[server][pages]") {
    TestDaemon daemon;
    Client client{daemon.port(), ""};
    daemon.on_network(
        [&](Server&) { daemon.readiness().set_trouble("rules", "the pack is broken"); });
    auto const troubled = client.request("GET", "/readyz");
    CHECK(troubled.status == 200);
    CHECK(troubled.json().at("degraded").as_bool());
    CHECK(troubled.json().at("troubles").as_array()[0].as_object().at("area").as_string() ==
          "rules");
    daemon.on_network([&](Server&) {
        daemon.readiness().set_trouble("rules", "");
        daemon.readiness().set_draining();
    });
    auto const draining = client.request("GET", "/readyz");
    CHECK(draining.status == 503);
    CHECK_FALSE(draining.json().at("degraded").as_bool());
    CHECK(draining.json().at("draining").as_bool());
}

TEST_CASE("who is signed in from elsewhere is told what /readyz says here, whatever their role",
          "[server][pages]") {
    TestDaemon daemon;
    Client nobody{daemon.port(), ""};
    CHECK(nobody.call("ConsoleService/GetHealth", "{}").status == 401);
    Client client{daemon.port(), daemon.tib("uppsala")};
    daemon.on_network(
        [&](Server&) { daemon.readiness().set_trouble("rules", "the pack is broken"); });
    auto const told = client.call("ConsoleService/GetHealth", "{}");
    REQUIRE(told.status == 200);
    auto const said = told.json();
    auto const ready = nobody.request("GET", "/readyz").json();
    for (auto const* field : {"ready", "draining", "degraded", "durability", "troubles"}) {
        CHECK(said.at(field) == ready.at(field));
    }
    CHECK(said.at("troubles").as_array().size() == 1);
}

TEST_CASE("calls are counted by method and code", "[server][pages]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    (void)confirm(client, "uppsala");
    (void)client.call("IncidentService/ConfirmIncident", "{}");
    (void)client.request("GET", "/no/such/path");
    auto const metrics = client.request("GET", "/metrics").body;
    auto const has = [&](std::string_view line) { return metrics.find(line) != std::string::npos; };
    CHECK(has(
        R"(larm_http_requests_total{code="ok",route="larm.v1.IncidentService/ConfirmIncident"} 1)"));
    CHECK(has(
        R"(larm_http_requests_total{code="invalid_argument",route="larm.v1.IncidentService/ConfirmIncident"} 1)"));
    CHECK(has(R"(larm_http_requests_total{code="not_found",route="other"} 1)"));
    CHECK(has("larm_events_total"));
    CHECK(has("larm_durability 2"));
    CHECK_FALSE(has("no/such/path"));
}

TEST_CASE("what the world and its outbox have done is counted", "[server][pages]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    auto const page = [&] { return client.request("GET", "/metrics").body; };
    auto const value = [&](std::string const& line) {
        auto const text = page();
        auto const at = text.find("\n" + line + " ");
        return at == std::string::npos ? -1.0 : std::stod(text.substr(at + line.size() + 2));
    };
    CHECK(value("larm_deadline_lateness_seconds_count") == 0);
    CHECK(value("larm_journal_events_waiting") == 0);
    CHECK(value("larm_journal_batches_hung") == 0);
    CHECK(value("larm_commands_waiting") == 0);
    CHECK(value("larm_incidents_held") == 0);
    CHECK(page().find("# TYPE larm_audit_dropped_total counter") != std::string::npos);

    daemon.world().begin_delivery();
    (void)confirm(client, "uppsala");
    // The alarm is a deadline that was due at once; nobody is on duty, so every notice fails.
    CHECK(value("larm_deadline_lateness_seconds_count") >= 1);
    CHECK(value("larm_deadline_lateness_seconds_bucket{le=\"1\"}") >= 1);
    auto const failed =
        R"(larm_delivery_reports_total{channel="push",outcome="failed",world="live"})";
    CHECK(value(failed) >= 1);
    CHECK(value(R"(larm_deliveries_sent_total{channel="push",world="live"})") == 0);
}

TEST_CASE("a channel that is down is named on /readyz, and counted; so is the audit of chases",
          "[server][pages]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    v1::Command seed;
    for (auto const* region : {"dalarna", "gavleborg", "orebro", "sormland"}) {
        auto& officer = *seed.mutable_seed_duty()->add_officers();
        officer.set_party(std::string{"tib@"} + region);
        officer.set_officer_id(std::string{region} + "-tib-1");
        officer.set_on_duty(true);
        officer.add_channels(v1::CHANNEL_SMS);
    }
    REQUIRE(daemon.world().submit_and_wait(seed).has_value());
    daemon.world().begin_delivery();
    CHECK_FALSE(client.request("GET", "/readyz").json().at("degraded").as_bool());
    (void)confirm(client, "uppsala");

    auto const broken = R"(larm_channel_broken{channel="sms",world="live"} 1)";
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    auto const looked =
        "\nlarm_audit_last_run_timestamp_seconds 1";  // some thousand million seconds
    auto metrics = client.request("GET", "/metrics").body;
    auto const has = [&](std::string_view line) { return metrics.find(line) != std::string::npos; };
    while (!(has(broken) && has(looked)) && std::chrono::steady_clock::now() < until) {
        metrics = client.request("GET", "/metrics").body;
    }
    CHECK(has(broken));
    CHECK(has(looked));
    CHECK(has(R"(larm_audit_findings{kind="lost"} 0)"));
    auto const ready = client.request("GET", "/readyz").json();
    CHECK(ready.at("ready").as_bool());
    auto const trouble = ready.at("troubles").as_array().at(0).as_object();
    CHECK(trouble.at("area").as_string() == "channels");
    CHECK(trouble.at("message").as_string() ==
          "nothing gets through over SMS: chases take other channels; nothing has got through "
          "since, and only trying shows that it works again (`larm rollcall start`); it said last: "
          "told to try again");
}

}  // namespace larm::server::test
