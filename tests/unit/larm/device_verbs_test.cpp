// Devices for push on the command line: what is sent, what a person reads, and that a subscription
// is told to nobody else.
#include <fstream>

#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

constexpr auto subscription =
    R"({"endpoint":"https://fcm.googleapis.com/fcm/send/s3cret","keys":{"p256dh":"B","auth":"A"}})";

Finished contacts(std::string const& url, std::vector<std::string> const& arguments) {
    std::vector<std::string> command{LARM, "contacts"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return finish(command, "", {{"LARM_SERVER", url}, {"LARM_TOKEN", "larm_test"}});
}

Scripted changed(std::string const& change) {
    return {
        200,
        R"({"officerId":"dalarna-tib-1","deviceName":"Majas mobil","change":"PUSH_DEVICE_CHANGE_)" +
            change + "\"}",
        false};
}

Scripted refused_with(std::string const& code, std::string const& message) {
    return {400, R"({"code":")" + code + R"(","message":")" + message + "\"}", false};
}

struct SubscriptionFile {
    SubscriptionFile() { std::ofstream{path} << subscription << "\r\n"; }
    larm::test::TemporaryDirectory directory;
    std::string path = (directory.path() / "browser.json").string();
};

}  // namespace

TEST_CASE("a browser's subscription is sent from its file, and is shown nowhere",
          "[larm][contacts]") {
    SubscriptionFile const file;
    ScriptedServer server{{changed("ADDED")}};
    auto const done = contacts(server.url(), {"subscribe", "--officer", "dalarna-tib-1", "--name",
                                              "Majas mobil", "--file", file.path});
    INFO(done.err);
    CHECK(done.code == 0);
    CHECK(done.out == "Majas mobil (dalarna-tib-1) får larm som notiser från och med nu.\n");
    CHECK_FALSE(has(done.out + done.err, "s3cret"));
    auto const received = server.stop();
    REQUIRE(received.size() == 1);
    CHECK(received[0].target == "/larm.v1.ContactService/SubscribePush");
    CHECK(has(received[0].body, R"("deviceName":"Majas mobil")"));
    CHECK(has(received[0].body, "s3cret"));
    CHECK_FALSE(has(received[0].body, "\\r"));
    CHECK(contacts("http://127.0.0.1:1",
                   {"subscribe", "--officer", "a", "--name", "b", "--file", "/nowhere"})
              .code == 2);
}

TEST_CASE("a device is taken away by its name or by its subscription, not by neither",
          "[larm][contacts]") {
    SubscriptionFile const file;
    ScriptedServer server{{changed("REMOVED")}};
    auto const named = contacts(
        server.url(), {"unsubscribe", "--officer", "dalarna-tib-1", "--name", "Majas mobil"});
    CHECK(named.out == "Majas mobil (dalarna-tib-1) får inga larm längre.\n");
    CHECK(contacts(server.url(), {"unsubscribe", "--officer", "dalarna-tib-1", "--file", file.path})
              .code == 0);
    CHECK(contacts(server.url(), {"unsubscribe", "--officer", "dalarna-tib-1"}).code == 2);
    CHECK(contacts(server.url(), {"unsubscribe", "--officer", "dalarna-tib-1", "--name", "x",
                                  "--file", file.path})
              .code == 2);
    auto const received = server.stop();
    REQUIRE(received.size() == 2);
    CHECK_FALSE(has(received[0].body, "subscription"));
    CHECK(has(received[1].body, "s3cret"));
}

TEST_CASE("the list of devices says in Swedish which are gone and which are in doubt",
          "[larm][contacts]") {
    ScriptedServer server{{{200,
                            R"({"devices":[
      {"officerId":"dalarna-tib-1","name":"Majas mobil","subscribedAt":"1764040320000000",
       "renewedAt":"0","acceptedAt":"1764040380000000","receivedAt":"0","droppedAt":"0"},
      {"officerId":"dalarna-tib-1","name":"Majas dator","droppedAt":"1764040320000000"},
      {"officerId":"dalarna-tib-2","name":"Stens mobil","doubt":"PUSH_DEVICE_DOUBT_NOT_ACCEPTED"},
      {"officerId":"dalarna-tib-2","name":"Stens dator","doubt":"PUSH_DEVICE_DOUBT_SILENT"}]})",
                            false}}};
    auto const done = contacts(server.url(), {"devices", "--officer", "dalarna-tib-1"});
    INFO(done.out);
    CHECK(done.code == 0);
    CHECK(has(done.out, "Majas mobil  2025-11-25"));
    CHECK(has(done.out, "i bruk"));
    CHECK(has(done.out, "BORTA sedan 2025-11-25"));
    CHECK(has(done.out, "inget har gått fram"));
    CHECK(has(done.out, "har inte hörts av"));
    CHECK(has(server.stop().at(0).body, R"("officerId":"dalarna-tib-1")"));
    ScriptedServer none{{{200, R"({"devices":[]})", false}}};
    CHECK(contacts(none.url(), {"devices"}).out == "Ingen enhet är anmäld för notiser.\n");
}

TEST_CASE("what the server refuses of devices is told in Swedish, with what to do",
          "[larm][contacts]") {
    SubscriptionFile const file;
    auto const told = [&](Scripted const& refusal) {
        ScriptedServer server{{refusal}};
        auto const done = contacts(server.url(), {"subscribe", "--officer", "dalarna-tib-1",
                                                  "--name", "m", "--file", file.path});
        CHECK(done.code == 1);
        return done.err;
    };
    CHECK(has(told(refused_with("failed_precondition", "push is not set up on this server")),
              "Notiser är inte inkopplade"));
    CHECK(has(
        told(refused_with("failed_precondition", "officerId: the officer's entry has no push, so")),
        "larm contacts import"));
    CHECK(has(told(refused_with("invalid_argument", "subscription: is not JSON")),
              "ingen giltig anmälan"));
    CHECK(
        has(told(refused_with("not_found", "officerId: the book of contacts has no such officer")),
            "Personen finns inte bland kontakterna"));
    CHECK(has(
        told(refused_with("permission_denied", "officerId: only for officers of one's own party")),
        "egen organisation"));
}

TEST_CASE("the key to subscribe with is one line, and the preflight speaks of devices",
          "[larm][contacts]") {
    ScriptedServer server{{{200, R"({"key":"BPq-key"})", false}}};
    CHECK(contacts(server.url(), {"push-key"}).out == "BPq-key\n");
    ScriptedServer flight{{{200,
                            R"({"findings":[
      {"party":"tib@dalarna","officerId":"dalarna-tib-1","reason":"PREFLIGHT_REASON_PUSH_DOUBTFUL"},
      {"party":"tib@orebro","officerId":"orebro-tib-1","reason":"PREFLIGHT_REASON_PUSH_DROPPED"}],
      "seq":"9"})",
                            false}}};
    auto const done =
        finish({LARM, "preflight"}, "", {{"LARM_SERVER", flight.url()}, {"LARM_TOKEN", "larm_t"}});
    INFO(done.out);
    CHECK(has(done.out, "(dalarna-tib-1)\n    brist     en enhet för notiser är troligen död"));
    CHECK(has(
        done.out,
        "(orebro-tib-1)\n    brist     ingen enhet för notiser är anmäld, eller alla är borta\n"));
}

}  // namespace larm::cli::test
