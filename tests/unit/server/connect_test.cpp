// The pieces of the Connect protocol by themselves: rules of fields, binary faults, errors, base64,
// fingerprints.
#include <larm/v1/alarm.pb.h>
#include <larm/v1/incident.pb.h>
#include <larm/v1/transport.pb.h>

#include <boost/json.hpp>
#include <random>
#include <set>
#include <string>

#include "engine/delivery/base64.hpp"
#include "engine/server/connect/decode.hpp"
#include "engine/server/connect/error.hpp"
#include "engine/server/connect/field_check.hpp"
#include "engine/server/connect/text_check.hpp"
#include "engine/server/fresh_id.hpp"
#include "engine/server/method_table.hpp"
#include "engine/server/rpc.hpp"
#include "tests/support/catch.hpp"

namespace larm::server {
namespace {

constexpr auto const* uuid = "018f4e2a-7c31-7d05-9b1a-3f6f0c1d2e4b";

v1::CommitTransports good_commit() {
    v1::CommitTransports commit;
    commit.set_command_id(uuid);
    commit.set_incident_id(uuid);
    commit.set_region_id("dalarna");
    commit.set_count(5);
    return commit;
}

/// The field that breaks a rule, or "" where none does.
std::string breach(google::protobuf::Message const& message) {
    MethodTable const methods;
    auto const found = methods.fields().breach(message);
    return found ? found->field : "";
}

template <typename Change>
std::string breach_of_commit(Change change) {
    auto commit = good_commit();
    change(commit);
    return breach(commit);
}

}  // namespace

TEST_CASE("the contract's rules are held, and the field that breaks one is named",
          "[server][fields]") {
    CHECK(breach(good_commit()).empty());
    using Commit = v1::CommitTransports;
    CHECK(breach_of_commit([](Commit& c) { c.clear_command_id(); }) == "commandId");
    CHECK(breach_of_commit([](Commit& c) { c.set_command_id("7"); }) == "commandId");
    CHECK(breach_of_commit([](Commit& c) { c.clear_region_id(); }) == "regionId");
    CHECK(breach_of_commit([](Commit& c) { c.set_region_id(std::string(65, 'x')); }) == "regionId");
    CHECK(breach_of_commit([](Commit& c) { c.clear_count(); }) == "count");
    CHECK(breach_of_commit([](Commit& c) { c.set_count(-1); }) == "count");
    CHECK(breach_of_commit([](Commit& c) { c.set_count(1001); }) == "count");
    CHECK(breach_of_commit([](Commit& c) { c.set_ready_in_minutes(-1); }) == "readyInMinutes");
    CHECK(breach_of_commit([](Commit& c) { c.set_expected_version(-1); }) == "expectedVersion");
    CHECK(breach_of_commit([](Commit& c) { c.set_via(static_cast<v1::Via>(77)); }) == "via");
    CHECK(breach_of_commit([](Commit& c) {
              c.add_resource_ids("a");
              c.add_resource_ids(std::string(65, 'x'));
          }) == "resourceIds[1]");
    CHECK(breach_of_commit([](Commit& c) {
              for (int i = 0; i < 1001; ++i) {
                  c.add_resource_ids("a");
              }
          }) == "resourceIds");
}

TEST_CASE("a rule deep inside a message names the whole path", "[server][fields]") {
    v1::ConfirmIncident confirm;
    confirm.set_command_id(uuid);
    confirm.set_region_id("uppsala");
    CHECK(breach(confirm) == "level");
    confirm.set_level(v1::READINESS_LEVEL_STAB);
    CHECK(breach(confirm).empty());
    confirm.mutable_report()->mutable_casualties()->set_dead(-3);
    CHECK(breach(confirm) == "report.casualties.dead");
    confirm.mutable_report()->mutable_casualties()->set_dead(0);
    confirm.mutable_report()->set_hazards(std::string(4096, 'x'));
    CHECK(breach(confirm).empty());
    confirm.mutable_report()->set_hazards(std::string(4097, 'x'));
    CHECK(breach(confirm) == "report.hazards");

    v1::Answer answer;
    answer.set_command_id(uuid);
    answer.set_incident_id(uuid);
    answer.set_party("tib@dalarna");
    answer.mutable_decline();
    CHECK(breach(answer) == "decline.reason");
}

TEST_CASE("control characters and broken UTF-8 are refused in every text", "[server][fields]") {
    v1::StandDown stand_down;
    stand_down.set_command_id(uuid);
    stand_down.set_incident_id(uuid);
    stand_down.set_reason("åäö\n\tALLT KLART 🚑");
    CHECK(breach(stand_down).empty());
    for (std::string const& text :
         {std::string{"a\0b", 3}, std::string{"\x1b[2J"}, std::string{"\r"}, std::string{"\x7f"},
          std::string{"\xff"}, std::string{"\xc3"}, std::string{"\xc0\xaf"},
          std::string{"\xed\xa0\x80"}, std::string{"\xf5\x80\x80\x80"}}) {
        stand_down.set_reason(text);
        CHECK(breach(stand_down) == "reason");
    }
}

TEST_CASE("ListIncidents takes any page size", "[server][fields]") {
    v1::ListIncidents list;
    list.set_page_size(-5);
    CHECK(breach(list).empty());
    list.set_page_size(1'000'000);
    CHECK(breach(list).empty());
}

TEST_CASE("a binary body that breaks names the field where it does", "[server][binary]") {
    auto const fault = [](std::string const& bytes) {
        v1::ConfirmIncident message;
        auto const decoded = decode(bytes, BodyType::proto, message);
        REQUIRE_FALSE(decoded);
        REQUIRE(decoded.error().code == ConnectCode::invalid_argument);
        return decoded.error();
    };
    v1::ConfirmIncident confirm;
    confirm.set_region_id("uppsala");
    confirm.mutable_report()->set_type("buss");
    auto const good = confirm.SerializeAsString();
    CHECK(fault(good.substr(0, good.size() - 1)).field == "report.type");
    CHECK(fault("\xff\xff\xff").message.find("protobuf") != std::string::npos);
    // region_id (3), then report.type (4 . 3) with a byte that is no UTF-8
    CHECK(fault({"\x1a\x01\xff", 3}).field == "regionId");
    CHECK(fault({"\x32\x03\x1a\x01\xff", 5}).field == "report.type");
    // report (6) in report in report ...: the parser's own depth limit answers
    std::string bomb;
    for (int i = 0; i < 200; ++i) {
        auto length = bomb.size();
        std::string varint;
        do {
            varint += static_cast<char>((length & 0x7F) | (length > 0x7F ? 0x80 : 0));
            length >>= 7;
        } while (length > 0);
        bomb.insert(0, std::string{"\x32", 1} + varint);
    }
    v1::ConfirmIncident message;
    (void)decode(bomb, BodyType::proto, message);  // refused or kept as unknown bytes, but no crash
}

TEST_CASE("whatever is done to a binary request, it is read or refused in words",
          "[server][binary]") {
    auto const good = good_commit().SerializeAsString();
    std::mt19937 random{1795478400};  // the same on every run
    int refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        auto bytes = good;
        for (auto changes = 1 + random() % 3; changes > 0; --changes) {
            bytes[random() % bytes.size()] = static_cast<char>(random());
        }
        bytes.resize(random() % (bytes.size() + 1));
        v1::CommitTransports message;
        auto const decoded = decode(bytes, BodyType::proto, message);
        refused += decoded ? 0 : 1;
        REQUIRE((decoded || !decoded.error().message.empty()));
    }
    CHECK(refused > 1000);
}

TEST_CASE("an error's body is what a Connect client expects", "[server][connect]") {
    auto const json =
        boost::json::parse(error_json(field_error("report.casualties.dead", "is -1")));
    auto const& error = json.as_object();
    CHECK(error.at("code").as_string() == "invalid_argument");
    CHECK(error.at("message").as_string() == "report.casualties.dead: is -1");
    auto const& detail = error.at("details").as_array().at(0).as_object();
    CHECK(detail.at("type").as_string() == "larm.v1.FieldError");
    CHECK(detail.at("debug").as_object().at("field").as_string() == "report.casualties.dead");
    auto const bytes = delivery::base64_decode(detail.at("value").as_string());
    REQUIRE(bytes);
    v1::FieldError decoded;
    REQUIRE(decoded.ParseFromString(*bytes));
    CHECK(decoded.field() == "report.casualties.dead");

    auto const refusal = core::refusal(core::Code::not_found, "incident_id", "no such incident");
    auto const translated = call_error(refusal);
    CHECK(translated.field == "incidentId");
    CHECK(translated.http() == 404);
}

TEST_CASE("what a duty officer is told of a refusal goes with it, as a header takes it",
          "[server][connect]") {
    auto const of = [](std::string message) {
        return error_response(
                   call_error(core::refusal(core::Code::not_found, "move_id", std::move(message))))
            .headers;
    };
    CHECK(of("no move 'å\r\nX: y' has been proposed in this incident") ==
          std::vector<std::string>{"Larm-Swedish: Det%20finns%20ingen%20f%C3%B6rflyttning%20"
                                   "%C3%A5%0D%0AX%3A%20y."});
    CHECK(of("what nobody knows").empty());
    CHECK(of("no move '" + std::string(700, 'a') + "' has been proposed").empty());  // for a proxy
}

TEST_CASE("base64 goes there and back, in both alphabets", "[server][connect]") {
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        CHECK(delivery::base64_decode(delivery::base64_unpadded(bytes)) == bytes);
        CHECK(delivery::base64_decode(delivery::base64_padded(bytes)) == bytes);
        bytes += static_cast<char>(i);
    }
    CHECK(delivery::base64_padded("any carnal pleas") == "YW55IGNhcm5hbCBwbGVhcw==");
    CHECK(delivery::base64_decode("-_-_") == delivery::base64_decode("+/+/"));
    CHECK_FALSE(delivery::base64_decode("A"));
    CHECK_FALSE(delivery::base64_decode("A*=="));
}

TEST_CASE("fresh ids are UUIDs of version 7, in the order of time, and never the same",
          "[server][ids]") {
    FreshIds ids;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        auto const id = ids.next({1'795'478'400'000'000});
        CHECK(id[14] == '7');
        CHECK(std::string{"89ab"}.find(id[19]) != std::string::npos);
        seen.insert(id);
    }
    CHECK(seen.size() == 1000);
    CHECK(ids.next({1'795'478'400'000'000}) < ids.next({1'795'478'400'001'000}));
}

TEST_CASE("a fingerprint tells caller, method and request apart", "[server][ids]") {
    auto const mark = fingerprint("tok_a", "S/M", "request");
    CHECK(mark.size() == 8);
    CHECK(mark == fingerprint("tok_a", "S/M", "request"));
    CHECK(mark != fingerprint("tok_b", "S/M", "request"));
    CHECK(mark != fingerprint("tok_a", "S/N", "request"));
    CHECK(mark != fingerprint("tok_a", "S/M", "request2"));
    CHECK(fingerprint("tok_aS", "/M", "") != fingerprint("tok_a", "S/M", ""));
}

}  // namespace larm::server
