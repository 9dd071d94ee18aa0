// RPCs over real sockets: the right answers, the order of the checks, every error's status and
// field.
#include <fmt/format.h>
#include <larm/v1/alarm.pb.h>
#include <larm/v1/incident.pb.h>
#include <larm/v1/transport.pb.h>

#include <cctype>
#include <string>

#include "engine/server/fresh_id.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

std::string upper(std::string text) {
    for (auto& c : text) {
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return text;
}

}  // namespace

TEST_CASE("a TiB confirms an incident in JSON and reads it back", "[server][rpc]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("vastmanland")};
    auto const confirmed =
        client.call("IncidentService/ConfirmIncident", confirm_json("vastmanland"));
    INFO(confirmed.body);
    REQUIRE(confirmed.status == 200);
    CHECK(confirmed.headers.at("content-type") == "application/json");
    auto const reply = confirmed.json();
    CHECK(reply.at("durability").as_string() == "DURABILITY_LOCAL");
    CHECK(std::stoll(std::string{reply.at("seq").as_string()}) > 0);
    std::string const id{reply.at("incidentId").as_string()};

    auto const read = client.call("IncidentService/GetIncident", R"({"incidentId":")" + id + "\"}");
    REQUIRE(read.status == 200);
    auto const incident = read.json().at("incident").as_object();
    CHECK(incident.at("phase").as_string() == "INCIDENT_PHASE_RUNNING");
    CHECK(incident.at("chainComplete").as_bool() == false);  // shown although it is the default
    CHECK(incident.at("massCasualty").as_bool());
    CHECK(incident.at("parties").as_array().size() >= 14);

    auto const list = client.call("IncidentService/ListIncidents", R"({"pageSize":-3})");
    REQUIRE(list.status == 200);
    CHECK(list.json().at("incidents").as_array().size() == 1);
    auto const duties = client.call("ContactService/ListDuty", "{}");
    CHECK(duties.status == 200);
}

TEST_CASE("the same in binary, and errors are JSON all the same", "[server][rpc]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    v1::ConfirmIncident confirm;
    confirm.set_command_id(fresh_uuid());
    confirm.set_region_id("uppsala");
    confirm.set_level(v1::READINESS_LEVEL_FORSTARKNING);
    auto const confirmed = client.call_binary("IncidentService/ConfirmIncident", confirm);
    REQUIRE(confirmed.status == 200);
    CHECK(confirmed.headers.at("content-type") == "application/proto");
    v1::CommandReply reply;
    REQUIRE(reply.ParseFromString(confirmed.body));
    CHECK(reply.durability() == v1::DURABILITY_LOCAL);

    v1::CommitTransports commit;
    commit.set_command_id(fresh_uuid());
    commit.set_incident_id(reply.incident_id());
    commit.set_region_id("uppsala");
    commit.set_count(5);
    CHECK(client.call_binary("TransportService/Commit", commit).status == 200);
    commit.set_count(0);
    auto const refused = client.call_binary("TransportService/Commit", commit);
    CHECK(refused.status == 400);
    CHECK(refused.headers.at("content-type") == "application/json");
    CHECK(refused.field() == "count");
}

TEST_CASE("a command sent twice takes effect once, in whatever encoding", "[server][rpc]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    auto const id = fresh_uuid();
    auto const first = client.call("IncidentService/ConfirmIncident", confirm_json("uppsala", id));
    auto const again = client.call("IncidentService/ConfirmIncident", confirm_json("uppsala", id));
    REQUIRE(first.status == 200);
    CHECK(first.json().at("seq") == again.json().at("seq"));
    v1::ConfirmIncident same;
    same.set_command_id(id);
    same.set_region_id("uppsala");
    same.set_level(v1::READINESS_LEVEL_KATASTROF);
    same.set_mass_casualty(true);
    same.mutable_report()->set_exact_location("E18 vid Arboga");
    same.mutable_report()->set_type("buss");
    same.mutable_report()->mutable_casualties()->set_severe(12);
    CHECK(client.call_binary("IncidentService/ConfirmIncident", same).status == 200);
    same.mutable_report()->set_type("tåg");
    auto const other = client.call_binary("IncidentService/ConfirmIncident", same);
    CHECK(other.status == 409);
    CHECK(other.code() == "already_exists");
    CHECK(other.field() == "commandId");
    auto const list = client.call("IncidentService/ListIncidents", "{}");
    CHECK(list.json().at("incidents").as_array().size() == 1);
}

TEST_CASE("an id means the same in upper case, as a UUID does", "[server][rpc]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    auto const id = fresh_uuid();
    auto const shouted = upper(id);
    REQUIRE(shouted != id);
    constexpr auto method = "IncidentService/ConfirmIncident";
    auto const first = client.call(method, confirm_json("uppsala", id));
    auto const again = client.call(method, confirm_json("uppsala", shouted));
    INFO(again.body);
    REQUIRE(again.status == 200);
    CHECK(first.json().at("seq") == again.json().at("seq"));
    CHECK(first.json().at("incidentId") == again.json().at("incidentId"));

    auto const incident = upper(std::string{first.json().at("incidentId").as_string()});
    auto const read =
        client.call("IncidentService/GetIncident", R"({"incidentId":")" + incident + "\"}");
    CHECK(read.status == 200);
}

TEST_CASE("what an earlier version accepted with an id in upper case is recognised",
          "[server][rpc]") {
    TestDaemon daemon;
    auto const secret = daemon.tib("uppsala");
    Client client{daemon.port(), secret};
    REQUIRE(client.call("IncidentService/ListIncidents", "{}").status == 200);
    auto const grant = daemon.access().tokens().find(secret, {world::read_clocks().wall_us});
    REQUIRE(grant);
    auto const shouted = upper(fresh_uuid());

    // As an earlier version took it: with the mark of the request as it was sent.
    v1::Command earlier;
    auto& confirmed = *earlier.mutable_confirm_incident();
    confirmed.set_command_id(shouted);
    confirmed.set_region_id("uppsala");
    confirmed.set_level(v1::READINESS_LEVEL_KATASTROF);
    earlier.mutable_actor()->set_role(v1::ROLE_TIB);
    earlier.mutable_actor()->set_organisation("uppsala");
    earlier.mutable_actor()->set_token_id(grant->token_id);
    earlier.set_fresh_id(fresh_uuid());
    earlier.set_fingerprint(fingerprint(grant->token_id, "larm.v1.IncidentService/ConfirmIncident",
                                        confirmed.SerializeAsString()));
    auto const first = daemon.world().submit_and_wait(earlier);
    REQUIRE(first);

    auto const again = client.call_binary("IncidentService/ConfirmIncident", confirmed);
    INFO(again.body);
    REQUIRE(again.status == 200);
    v1::CommandReply reply;
    REQUIRE(reply.ParseFromString(again.body));
    CHECK(reply.seq() == first->seq());
    confirmed.set_level(v1::READINESS_LEVEL_STAB);
    CHECK(client.call_binary("IncidentService/ConfirmIncident", confirmed).status == 409);
}

TEST_CASE("a page token that is none of ours is refused instead of starting over",
          "[server][rpc]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    for (int i = 0; i < 3; ++i) {
        (void)confirm(client, "uppsala");
    }
    auto const list = [&](std::string_view token) {
        return client.call("IncidentService/ListIncidents",
                           fmt::format(R"({{"pageSize":2,"pageToken":"{}"}})", token));
    };
    for (auto const* const token : {"x", "2x", "-1", " 1", "4", "99999999999999999999"}) {
        auto const refused = list(token);
        INFO(token << " -> " << refused.body);
        CHECK(refused.status == 400);
        REQUIRE(refused.json().contains("code"));
        CHECK(refused.code() == "invalid_argument");
        CHECK(refused.field() == "pageToken");
    }
    auto const first = list("");
    std::string const next{first.json().at("nextPageToken").as_string()};
    auto const second = list(next);
    REQUIRE(second.status == 200);
    CHECK(second.json().at("incidents").as_array().size() == 1);
}

TEST_CASE("who asks is settled before what is asked, and that before who may", "[server][rpc]") {
    TestDaemon daemon;
    constexpr auto method = "IncidentService/ConfirmIncident";
    Client stranger{daemon.port(), ""};
    Client unknown{daemon.port(), "larm_nobody"};
    Client observer{daemon.port(), daemon.token(v1::ROLE_OBSERVER)};
    Client player{daemon.port(), daemon.token(v1::ROLE_TIB, "uppsala", "kbo-1")};
    Client tib{daemon.port(), daemon.tib("uppsala")};

    auto const no_token = stranger.call(method, "no json");
    CHECK(no_token.status == 401);
    CHECK(no_token.code() == "unauthenticated");
    CHECK(no_token.headers.contains("www-authenticate"));
    CHECK(unknown.call(method, "no json").status == 401);
    auto const other_world = player.call(method, confirm_json("uppsala"));
    CHECK(other_world.status == 403);
    CHECK(other_world.code() == "permission_denied");

    CHECK(observer.call(method, "no json").status == 400);
    CHECK(observer.call(method, confirm_json("uppsala")).status == 403);
    CHECK(observer.call("IncidentService/ListIncidents", "{}").status == 200);
    auto const other_region = tib.call(method, confirm_json("dalarna"));
    CHECK(other_region.status == 403);
    CHECK(other_region.field() == "regionId");
    CHECK(tib.call(method, confirm_json("uppsala")).status == 200);
}

TEST_CASE("every kind of bad input gets a Connect error that names the field", "[server][rpc]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    auto const refused = [&](std::string_view method, std::string const& body) {
        auto const reply = client.call(method, body);
        INFO(body << " -> " << reply.body);
        CHECK(reply.status == 400);
        CHECK(reply.code() == "invalid_argument");
        CHECK(reply.message().find(reply.field()) == 0);
        return reply.field();
    };
    auto const uuid = fresh_uuid();
    auto const with = [&](std::string const& rest) {
        return fmt::format(R"({{"commandId":"{}","incidentId":"{}","regionId":"uppsala",{}}})",
                           fresh_uuid(), uuid, rest);
    };
    constexpr auto commit = "TransportService/Commit";
    CHECK(refused(commit, "{\"count\":").empty());
    CHECK(refused(commit, with(R"("count":"many")")) == "count");
    CHECK(refused(commit, with(R"("count":5,"provisonal":true)")) == "provisonal");
    CHECK(refused(commit, with(R"("count":5,"via":"VIA_PIGEON")")) == "via");
    CHECK(refused(commit, with(R"("count":5,"via":99)")) == "via");
    CHECK(refused(commit, with(R"("count":5,"kind":")" + std::string(201, 'x') + "\"")) == "kind");
    CHECK(refused(commit, with(R"("count":5,"kind":"a\u0000b")")) == "kind");
    CHECK(refused(commit, R"({"commandId":"x"})") == "commandId");
    CHECK(refused("IncidentService/ConfirmIncident",
                  R"({"commandId":")" + uuid +
                      R"(","regionId":"uppsala","level":"READINESS_LEVEL_STAB",)"
                      R"("report":{"casualties":{"dead":-1}}})") == "report.casualties.dead");

    auto const missing =
        client.call("IncidentService/GetIncident", R"({"incidentId":")" + fresh_uuid() + "\"}");
    CHECK(missing.status == 404);
    CHECK(missing.field() == "incidentId");
}

TEST_CASE("the engine's own commands and unknown methods are not to be had", "[server][rpc]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.token(v1::ROLE_ADMIN)};
    for (auto const* const method :
         {"IncidentService/DeadlineDue", "IncidentService/RecordDelivery",
          "IncidentService/ActivateRulePack", "ContactService/SeedDuty", "NoService/Nothing",
          "IncidentService/", ""}) {
        auto const reply = client.call(method, "{}");
        CHECK(reply.status == 404);
        CHECK(reply.code() == "unimplemented");
    }
}

TEST_CASE("headers of the protocol are held to it", "[server][rpc]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    constexpr auto method = "IncidentService/ListIncidents";
    auto const status = [&](Headers const& headers) {
        auto const reply = client.call(method, "{}", headers);
        return fmt::format("{} {}", reply.status, reply.status == 200 ? "" : reply.code());
    };
    CHECK(status({{"Connect-Protocol-Version", "1"}}) == "200 ");
    CHECK(status({{"Connect-Protocol-Version", "2"}}) == "400 invalid_argument");
    CHECK(status({{"Content-Type", "application/json; charset=utf-8"}}) == "200 ");
    CHECK(status({{"Content-Type", "text/plain"}}) == "415 unimplemented");
    CHECK(status({{"Content-Type", "application/grpc"}}) == "415 unimplemented");
    CHECK(status({{"Content-Encoding", "identity"}}) == "200 ");
    CHECK(status({{"Content-Encoding", "gzip"}}) == "501 unimplemented");
    CHECK(status({{"Connect-Timeout-Ms", "5000"}}) == "200 ");
    CHECK(status({{"Connect-Timeout-Ms", "0"}}) == "504 deadline_exceeded");
    CHECK(status({{"Connect-Timeout-Ms", "soon"}}) == "400 invalid_argument");
    CHECK(status({{"Connect-Timeout-Ms", "12345678901"}}) == "400 invalid_argument");
    auto const get = client.request("GET", fmt::format("/larm.v1.{}", method));
    CHECK(get.status == 405);
    CHECK(get.headers.at("allow") == "POST");
}

TEST_CASE("pages of other origins and rebound names are kept out", "[server][rpc]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    auto const host = fmt::format("127.0.0.1:{}", daemon.port());
    auto const status = [&](Headers const& headers) {
        return client.call("IncidentService/ListIncidents", "{}", headers).status;
    };
    CHECK(status({{"Host", host}}) == 200);
    CHECK(status({{"Host", "[::1]:8080"}}) == 200);
    CHECK(status({{"Host", "larm.example.org"}}) == 403);
    CHECK(status({{"Host", "127.0.0.1.example.org"}}) == 403);
    CHECK(status({{"Host", host}, {"Origin", "http://" + host}}) == 200);
    CHECK(status({{"Host", host}, {"Origin", "http://example.org"}}) == 403);
    CHECK(status({{"Host", host}, {"Origin", "null"}}) == 403);
}

}  // namespace larm::server::test
