// proto3 JSON as requests come: what is accepted, and how each fault is named.
#include "engine/server/connect/json_read.hpp"

#include <larm/v1/alarm.pb.h>
#include <larm/v1/incident.pb.h>
#include <larm/v1/transport.pb.h>

#include <random>
#include <string>

#include "tests/support/catch.hpp"

namespace larm::server {
namespace {

template <typename Message>
std::string fault(std::string_view text) {
    Message message;
    auto const read = read_json(text, message);
    return read ? "accepted: " + message.ShortDebugString() : read.error().message;
}

template <typename Message>
std::string fault_field(std::string_view text) {
    Message message;
    auto const read = read_json(text, message);
    REQUIRE_FALSE(read);
    REQUIRE(read.error().code == ConnectCode::invalid_argument);
    return read.error().field;
}

}  // namespace

TEST_CASE("a whole confirmation is read, under either name of a field", "[server][json]") {
    v1::ConfirmIncident message;
    REQUIRE(read_json(R"({"commandId":"a","region_id":"uppsala","level":"READINESS_LEVEL_KATASTROF",
        "massCasualty":true,"report":{"exactLocation":"Åmål \u00e5","casualties":{"dead":1,"severe":"2",
        "moderate":3.0,"minor":4e0}},"expectedVersion":"9007199254740993"})",
                      message));
    REQUIRE(message.command_id() == "a");
    REQUIRE(message.region_id() == "uppsala");
    REQUIRE(message.level() == v1::READINESS_LEVEL_KATASTROF);
    REQUIRE(message.mass_casualty());
    REQUIRE(message.report().exact_location() == "Åmål å");
    REQUIRE(message.report().casualties().dead() == 1);
    REQUIRE(message.report().casualties().severe() == 2);
    REQUIRE(message.report().casualties().moderate() == 3);
    REQUIRE(message.report().casualties().minor() == 4);
    REQUIRE(message.expected_version() == 9007199254740993);
}

TEST_CASE("null means not given, and an enum may come as its number", "[server][json]") {
    v1::CommitTransports message;
    REQUIRE(read_json(R"({"kind":null,"count":5,"via":8,"resourceIds":["a","b"]})", message));
    REQUIRE(message.kind().empty());
    REQUIRE(message.via() == v1::VIA_PHONE);
    REQUIRE(message.resource_ids_size() == 2);
}

TEST_CASE("a misspelt field is refused by name, and never ignored", "[server][json]") {
    REQUIRE(fault_field<v1::CommitTransports>(R"({"count":5,"provisonal":true})") == "provisonal");
    REQUIRE(fault_field<v1::ConfirmIncident>(R"({"report":{"casualties":{"ded":1}}})") ==
            "report.casualties.ded");
    REQUIRE(fault<v1::CommitTransports>(R"({"provisonal":true})").find("provisional") !=
            std::string::npos);
}

TEST_CASE("a value of the wrong type names its field", "[server][json]") {
    using Commit = v1::CommitTransports;
    using Confirm = v1::ConfirmIncident;
    CHECK(fault_field<Commit>(R"({"count":"many"})") == "count");
    CHECK(fault_field<Commit>(R"({"count":1.5})") == "count");
    CHECK(fault_field<Commit>(R"({"count":99999999999})") == "count");
    CHECK(fault_field<Commit>(R"({"count":99999999999999999999})") == "count");
    CHECK(fault_field<Commit>(R"({"count":true})") == "count");
    CHECK(fault_field<Commit>(R"({"count":[1]})") == "count");
    CHECK(fault_field<Commit>(R"({"count":{}})") == "count");
    CHECK(fault_field<Commit>(R"({"kind":5})") == "kind");
    CHECK(fault_field<Commit>(R"({"provisional":"true"})") == "provisional");
    CHECK(fault_field<Commit>(R"({"provisional":1})") == "provisional");
    CHECK(fault_field<Commit>(R"({"via":"PHONE"})") == "via");
    CHECK(fault_field<Commit>(R"({"resourceIds":"a"})") == "resourceIds");
    CHECK(fault_field<Commit>(R"({"resourceIds":{}})") == "resourceIds");
    CHECK(fault_field<Commit>(R"({"resourceIds":["a",7]})") == "resourceIds[1]");
    CHECK(fault_field<Commit>(R"({"resourceIds":["a",null]})") == "resourceIds[1]");
    CHECK(fault_field<Commit>(R"({"resourceIds":[["a"]]})") == "resourceIds[0]");
    CHECK(fault_field<Confirm>(R"({"report":5})") == "report");
    CHECK(fault_field<Confirm>(R"({"report":{"casualties":{"dead":"x"}}})") ==
          "report.casualties.dead");
    CHECK(fault<Commit>(R"({"via":"PHONE"})").find("VIA_PHONE") != std::string::npos);
}

TEST_CASE("a field given twice, or beside its alternative, is refused", "[server][json]") {
    CHECK(fault_field<v1::CommitTransports>(R"({"count":1,"count":3})") == "count");
    CHECK(fault_field<v1::CommitTransports>(R"({"regionId":"a","region_id":"b"})") == "regionId");
    CHECK(fault_field<v1::Answer>(R"({"accept":{"count":1},"decline":{"reason":"x"}})") ==
          "decline");
}

TEST_CASE("text that is not JSON is refused with line and column", "[server][json]") {
    using Commit = v1::CommitTransports;
    CHECK(fault<Commit>("{\"count\":1,\n  \"kind\" \"x\"}").find("line 2, column 10") !=
          std::string::npos);
    for (auto const* const text :
         {"", "{", R"({"count":1)", R"({"count":1,})", "{count:1}", "{'count':1}",
          R"({"count":1} x)", R"({"count":01})", R"({"count":NaN})", "[1]", "null", "7", "\"x\"",
          "{\"kind\":\"a\xff\"}", R"({"kind":"\ud800"})", "{\"kind\":\"a\nb\"}"}) {
        CAPTURE(text);
        Commit message;
        auto const read = read_json(text, message);
        REQUIRE_FALSE(read);
        REQUIRE(read.error().code == ConnectCode::invalid_argument);
        REQUIRE(read.error().message.find("body") != std::string::npos);
    }
}

TEST_CASE("a tower of brackets is refused, not climbed", "[server][json]") {
    v1::ConfirmIncident message;
    std::string const lists = R"({"report":)" + std::string(500'000, '[');
    REQUIRE_FALSE(read_json(lists, message));
    std::string objects;
    for (int i = 0; i < 50'000; ++i) {
        objects += R"({"report":)";
    }
    REQUIRE_FALSE(read_json(objects, message));
}

TEST_CASE("whatever is done to a request, it is read or refused in words", "[server][json]") {
    std::string const good =
        R"({"commandId":"018f4e2a-7c31-7d05-9b1a-3f6f0c1d2e4b","regionId":"uppsala","level":3,)"
        R"("report":{"type":"bu\u00df","casualties":{"dead":1,"severe":"2"}},"massCasualty":false})";
    std::mt19937 random{1795478400};  // the same on every run
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        auto text = good;
        for (auto changes = 1 + random() % 3; changes > 0; --changes) {
            auto const at = random() % text.size();
            switch (random() % 4) {
                case 0: text[at] = static_cast<char>(random()); break;
                case 1: text.erase(at, 1 + random() % 5); break;
                case 2: text.insert(at, 1, R"({}[]",:0-.e\ntf)"[random() % 15]); break;
                default: text.insert(at, text.substr(random() % text.size(), random() % 20)); break;
            }
        }
        v1::ConfirmIncident message;
        auto const read = read_json(text, message);
        read ? ++accepted : ++refused;
        REQUIRE((read || !read.error().message.empty()));
    }
    CHECK(accepted > 100);  // else the changes are too coarse to reach the fields
    CHECK(refused > 1000);
}

}  // namespace larm::server
