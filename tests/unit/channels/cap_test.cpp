// CAP 1.2 out of the real core's incidents, held to the standard by a reader of our own and by
// xmllint; and the way out to those who want it pushed.
#include <thread>

#include "engine/delivery/channels/cap_ack.hpp"
#include "engine/delivery/channels/cap_message.hpp"
#include "engine/delivery/channels/cap_pusher.hpp"
#include "engine/delivery/channels/cap_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/http_peer.hpp"
#include "tests/support/story.hpp"
#include "tests/unit/channels/cap_check.hpp"

namespace larm::delivery {
namespace {

using namespace std::chrono_literals;
using test::cap_faults;
using test::in_cap;
using test::schema_faults;
using test::Story;
using Strings = std::vector<std::string>;

CapSettings const live{.sender = "larm@region.example.se"};

v1::Command change_level(std::string const& incident, v1::ReadinessLevel level) {
    v1::Command command;
    *command.mutable_actor() = test::actor(v1::ROLE_TIB, "uppsala");
    command.mutable_change_level()->set_command_id(test::next_uuid());
    command.mutable_change_level()->set_incident_id(incident);
    command.mutable_change_level()->set_level(level);
    return command;
}

v1::Command report(std::string const& incident, std::string const& place) {
    v1::Command command;
    *command.mutable_actor() = test::actor(v1::ROLE_TIB, "uppsala");
    auto& request = *command.mutable_report_incident();
    request.set_command_id(test::next_uuid());
    request.set_incident_id(incident);
    request.set_region_id("uppsala");
    request.mutable_report()->set_exact_location(place);
    request.mutable_report()->mutable_casualties()->set_severe(12);
    return command;
}

/// All messages of an incident as they are now; each must hold to the standard.
std::vector<CapMessage> messages(core::Incident const& incident,
                                 CapSettings const& settings = live) {
    std::vector<CapMessage> all;
    for (std::size_t number = 1; number <= incident.turns.size(); ++number) {
        all.push_back(cap_message(incident, number, settings));
        CAPTURE(all.back().xml);
        CHECK(cap_faults(all.back().xml) == Strings{});
        CHECK(schema_faults(all.back().xml) == "");
    }
    return all;
}

Strings types(core::Incident const& incident) {
    Strings found;
    for (auto const& each : messages(incident)) {
        found.push_back(each.msg_type);
    }
    return found;
}

void say_yes(Story& story, std::string const& id) {
    for (auto const* const region : {"dalarna", "gavleborg", "uppsala"}) {
        story.must(test::acknowledge(id, "tib@" + std::string{region}));
        story.must(test::commit(id, region, 5));
    }
    story.must(test::acknowledge(id, "blood@uppsala"));
}

}  // namespace

TEST_CASE("CAP follows the incident from alert to the end", "[cap]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    CHECK(types(story.incident(id)) == Strings{"Alert"});
    story.must(change_level(id, v1::READINESS_LEVEL_FORSTARKNING));
    story.must(report(id, "Arenan"));
    story.must(test::escalate(id, "uppsala"));
    CHECK(types(story.incident(id)) == Strings{"Alert", "Update", "Update", "Update"});
    say_yes(story, id);
    REQUIRE(story.incident(id).chain_complete_at.is_set());
    CHECK(types(story.incident(id)).size() == 5);
    story.wait_s(60);
    story.must(test::stand_down(id, "uppsala"));
    auto const last = messages(story.incident(id)).back();
    CHECK(last.msg_type == "Update");
    CHECK(in_cap(last.xml, "alert.info.expires") == last.sent);
    CHECK(in_cap(last.xml, "alert.info.responseType") == "AllClear");
    CHECK(in_cap(last.xml, "alert.info.headline") == "Region Uppsala: larmet avslutat");
}

TEST_CASE("deliveries, answers and escalations are no news to those outside", "[cap]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    story.must(test::acknowledge(id, "tib@dalarna"));
    story.must(test::commit(id, "dalarna", 3));
    story.wait_s(600);
    CHECK(types(story.incident(id)) == Strings{"Alert"});
}

TEST_CASE("a rescinded alarm is cancelled, with its reason", "[cap]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    auto command = test::rescind(id, "uppsala");
    command.mutable_rescind_incident()->set_reason("fel knapp & <stress>");
    story.must(command);
    auto const all = messages(story.incident(id));
    REQUIRE(all.size() == 2);
    CHECK(all[1].msg_type == "Cancel");
    CHECK(in_cap(all[1].xml, "alert.note") == "fel knapp & <stress>");
    CHECK(in_cap(all[1].xml, "alert.references") ==
          live.sender + "," + all[0].identifier + "," + all[0].sent);
}

TEST_CASE("a closed incident still says how it ended", "[cap]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    story.must(test::rescind(id, "uppsala"));
    story.must(test::close(id, "uppsala"));
    REQUIRE(story.incident(id).is_closed());
    CHECK(types(story.incident(id)) == Strings{"Alert", "Cancel"});
}

TEST_CASE("nothing goes out before the alarm does", "[cap]") {
    auto pack = test::chain_pack();
    pack.mutable_policy()->set_confirm_hold_s(10);
    Story story{pack};
    auto const id = story.confirm("uppsala");
    story.must(test::rescind(id, "uppsala"));
    story.wait_s(60);
    CHECK(story.incident(id).turns.empty());
}

TEST_CASE("an update refers to all that it replaces", "[cap]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    story.must(report(id, "A"));
    story.must(report(id, "B"));
    auto const all = messages(story.incident(id));
    CHECK(in_cap(all[2].xml, "alert.references") ==
          cap_reference(story.incident(id), 1, live.sender) + " " +
              cap_reference(story.incident(id), 2, live.sender));
    CHECK(all[2].xml.find("Plats: B.") != std::string::npos);
    CHECK(all[2].xml.find("12 svårt skadade") != std::string::npos);
}

TEST_CASE("a message keeps its bytes, whatever happens after it", "[cap]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    std::vector<std::string> as_sent;
    auto const read_all = [&] {
        auto const& incident = story.incident(id);
        for (std::size_t number = 1; number <= incident.turns.size(); ++number) {
            auto const xml = cap_message(incident, number, live).xml;
            if (number > as_sent.size()) {
                as_sent.push_back(xml);
            }
            CAPTURE(number);
            CHECK(xml == as_sent[number - 1]);
        }
    };
    read_all();
    say_yes(story, id);
    read_all();
    story.must(report(id, "Tierp"));
    read_all();
    story.must(test::revoke(id, "dalarna", 2));
    story.must(test::escalate(id, "uppsala"));
    read_all();
    story.must(test::rescind(id, "uppsala"));
    read_all();
    story.must(test::close(id, "uppsala"));
    read_all();
    REQUIRE(as_sent.size() >= 5);
    CHECK(as_sent[0].find("utlovade: 0.") != std::string::npos);
    CHECK(as_sent[1].find("utlovade: 15. Larmkedjan är komplett.") != std::string::npos);
    CHECK(as_sent[1].find("Plats: Tierp") == std::string::npos);
    CHECK(as_sent[2].find("Plats: Tierp") != std::string::npos);
}

TEST_CASE("the same incident restored gives the same messages", "[cap]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    story.must(report(id, "A"));
    auto const restored = core::State::restore(story.state().snapshot());
    CHECK(cap_message(*restored.incident(id), 2, live).xml ==
          cap_message(story.incident(id), 2, live).xml);
}

TEST_CASE("exercises and tests say so in every place", "[cap]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    auto settings = live;
    settings.status = CapStatus::exercise;
    settings.exercise_id = "kbo-27";
    auto const exercise = messages(story.incident(id), settings).front();
    CHECK(in_cap(exercise.xml, "alert.status") == "Exercise");
    CHECK(in_cap(exercise.xml, "alert.note") == "ÖVNING kbo-27 ÖVNING");
    CHECK(exercise.headline == "ÖVNING Region Uppsala: katastrofläge ÖVNING");
    settings.status = CapStatus::test;
    CHECK(in_cap(messages(story.incident(id), settings).front().xml, "alert.status") == "Test");
}

TEST_CASE("with addresses the scope is Private", "[cap]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    auto settings = live;
    settings.addresses = {"a@example.se", "Region Dalarna"};
    auto const message = messages(story.incident(id), settings).front();
    CHECK(in_cap(message.xml, "alert.scope") == "Private");
    CHECK(in_cap(message.xml, "alert.addresses") == "a@example.se \"Region Dalarna\"");
    CHECK(in_cap(message.xml, "alert.restriction").empty());
}

TEST_CASE("what humans write cannot break the XML nor carry an identity", "[cap]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    story.must(report(id, "</areaDesc>\x01\n&amp; \xFF \xEF\xBF\xBE 19121212-1212"));
    auto const message = messages(story.incident(id)).back();
    CHECK(message.xml.find("1212") == std::string::npos);
    CHECK(message.xml.find("[utelämnat]") != std::string::npos);
    CHECK(without_identity_numbers("121212-1212, 121212+1212 och 191212121212") ==
          "[utelämnat], [utelämnat] och [utelämnat]");
    CHECK(without_identity_numbers("E4 km 123456, rum 1212, 12-13") ==
          "E4 km 123456, rum 1212, 12-13");
}

TEST_CASE("CAP's time is local with its offset, summer and winter", "[cap]") {
    CHECK(cap_time({1'764'097'920'999'999}) == "2025-11-25T20:12:00+01:00");
    CHECK(cap_time({1'750'000'000'000'000}) == "2025-06-15T17:06:40+02:00");
}

TEST_CASE("our reader of CAP finds what is wrong", "[cap]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    auto const good = cap_message(story.incident(id), 1, live).xml;
    auto const with = [&](std::string const& from, std::string const& to) {
        auto bad = good;
        auto const at = bad.find(from);
        REQUIRE(at != std::string::npos);
        return bad.replace(at, from.size(), to);
    };
    for (auto const& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"+01:00</sent>", "Z</sent>"},
                                                          {"+01:00</sent>", ".5+01:00</sent>"},
                                                          {"<status>Actual", "<status>Real"},
                                                          {"<msgType>Alert", "<msgType>Ack"},
                                                          {"<category>Health</category>", ""},
                                                          {"<urgency>Immediate</urgency>", ""},
                                                          {"larm@region", "larm @region"},
                                                          {"cap:1.2\"", "cap:1.1\""}}) {
        CAPTURE(from, to);
        auto const bad = with(from, to);
        CHECK_FALSE(cap_faults(bad).empty());
        // That an Ack refers to something is beyond a schema.
        CHECK((from.starts_with("<msgType>") || !schema_faults(bad).empty()));
    }
}

TEST_CASE("a CAP Ack is read, whatever its prefix, and nothing else is", "[cap]") {
    std::string const ack =
        R"(<?xml version="1.0"?><c:alert xmlns:c="urn:oasis:names:tc:emergency:cap:1.2">)"
        "<c:identifier>A1</c:identifier><c:sender>tib@dalarna.example</c:sender>"
        "<c:sent>2026-11-25T20:00:00+01:00</c:sent><c:status>Actual</c:status>"
        "<c:msgType>Ack</c:msgType><c:scope>Private</c:scope>"
        "<c:references>s,i.1,2026-11-25T19:00:00+01:00 s,i.2,2026-11-25T19:30:00+01:00"
        "</c:references></c:alert>";
    auto const read = read_cap_ack(ack);
    REQUIRE(read);
    CHECK(read->identifier == "A1");
    CHECK(read->references == std::vector<CapReference>{{"s", "i.1", "2026-11-25T19:00:00+01:00"},
                                                        {"s", "i.2", "2026-11-25T19:30:00+01:00"}});
    auto const fault = [&](std::string const& from, std::string const& to) {
        auto bad = ack;
        bad.replace(bad.find(from), from.size(), to);
        auto const fault_or_ack = read_cap_ack(bad);
        return fault_or_ack ? std::string{} : fault_or_ack.error();
    };
    CHECK(fault(">Ack<", ">Alert<") == "msgType is not Ack");
    CHECK(fault("cap:1.2", "cap:1.1").starts_with("the namespace is not"));
    CHECK(fault("</c:alert>", "").starts_with("no well-formed XML"));
    CHECK(fault("<c:sender>", "<c:identifier>A2</c:identifier><c:sender>") != "");
    CHECK(read_cap_ack("<!DOCTYPE x [<!ENTITY a \"b\">]>" + ack).error() ==
          "a document type is not allowed");
    CHECK(read_cap_ack("").error() != "");
    CHECK(read_cap_ack(std::string(20'000, '<')).error() == "the message is too long");
    std::string deep;
    for (int i = 0; i < 5'000; ++i) {
        deep += "<a>";
    }
    CHECK_FALSE(read_cap_ack(deep));
}

TEST_CASE("an identifier names an incident and its turn", "[cap]") {
    CHECK(cap_name("0193.12")->number == 12);
    CHECK(cap_name("0193.12")->incident_id == "0193");
    for (auto const* const bad : {"", ".", "0193", "0193.", ".1", "0193.x", "0193.0", "0193.01",
                                  "0193.-1", "0193.99999999999999999999"}) {
        CAPTURE(bad);
        CHECK_FALSE(cap_name(bad));
    }
    CHECK(cap_sender_fault("larm@region.example.se") == "");
    for (auto const* const bad : {"", "a b", "a,b", "a<b", "a&b"}) {
        CHECK(cap_sender_fault(bad) != "");
    }
}

TEST_CASE("each message is pushed in order until it is taken", "[cap]") {
    test::HttpPeer peer;
    test::HttpPeer dead;
    dead.answer_with({.status = 503});
    Story story;
    CapPusher pusher{
        live, {.urls = {dead.url(), peer.url("/in")}, .backoff_first = 1ms, .backoff_max = 5ms}};
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    story.must(report(id, "A"));
    for (auto const& event : story.log()) {  // a whole batch, with the state as it is after it
        pusher.take(story.state(), event);
    }
    REQUIRE(peer.wait_for(2));
    auto const asked = peer.asked();
    CHECK(in_cap(asked[0].body, "alert.msgType") == "Alert");
    CHECK(in_cap(asked[1].body, "alert.msgType") == "Update");
    CHECK(asked[0].header("content-type") == "application/cap+xml");
    CHECK(asked[0].header("idempotency-key") == id + ".1");
    REQUIRE(dead.wait_for(5));
    dead.answer_with({.status = 200});
    for (;;) {
        auto const tried = dead.asked();
        if (tried.back().header("idempotency-key") == id + ".2") {
            break;
        }
        CHECK(tried.back().header("idempotency-key") == id + ".1");
        REQUIRE(dead.wait_for(tried.size() + 1));
    }
    CHECK(pusher.counts().refused == 0);
}

TEST_CASE("a receiver of CAP that refuses is named, without its address", "[cap]") {
    test::HttpPeer peer;
    peer.answer_with({.status = 403});
    Story story;
    CapPusher pusher{live, {.urls = {peer.url("/in/secret")}}};
    static_cast<void>(story.confirm("uppsala"));
    story.wait_s(1);
    pusher.take(story.state(), story.log().back());
    auto counts = pusher.counts();
    while (counts.refused == 0) {
        std::this_thread::yield();
        counts = pusher.counts();
    }
    REQUIRE(counts.refusing.size() == 1);
    CHECK_THAT(counts.refusing.front(),
               Catch::Matches("127.0.0.1 refuses since ..:..: the receiver answered 403"));
}

TEST_CASE("after a restart the latest message of each open incident is pushed again", "[cap]") {
    test::HttpPeer peer;
    Story story;
    auto const open = story.confirm("uppsala");
    story.wait_s(1);
    story.must(report(open, "A"));
    auto const closed = story.confirm("dalarna");
    story.wait_s(1);
    story.must(test::rescind(closed, "dalarna"));
    story.must(test::close(closed, "dalarna"));
    CapPusher pusher{live, {.urls = {peer.url()}}};
    pusher.resume(story.state());
    pusher.take(story.state(), story.log().back());
    story.must(test::stand_down(open, "uppsala"));
    pusher.take(story.state(), story.log().back());
    REQUIRE(peer.wait_for(2));
    CHECK(peer.asked()[0].header("idempotency-key") == open + ".2");
    CHECK(peer.asked()[1].header("idempotency-key") == open + ".3");
    CHECK(peer.asked().size() == 2);
}

}  // namespace larm::delivery
