// Which incident a verb means where none is named: the only one that it can do something about.
#include "tests/support/catch.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {

TEST_CASE("several open incidents are listed, and none is guessed", "[larm][server]") {
    ScriptedServer server{
        {{200,
          R"({"incidents":[{"incidentId":"aaa","location":"Arboga"},{"incidentId":"bbb"}],"seq":"9"})",
          false}}};
    auto const done = ask(server.url(), {"stand-down"});
    CHECK(done.code == 2);
    CHECK(has(done.err, "aaa"));
    CHECK(has(done.err, "Arboga"));
    CHECK(has(done.err, "bbb"));
    CHECK(has(done.err, "--incident"));
    CHECK(server.stop().size() == 1);
}

TEST_CASE("the one incident in a phase where the verb makes sense is meant", "[larm][server]") {
    auto const list = R"({"incidents":[{"incidentId":"aaa","phase":"INCIDENT_PHASE_RESCINDED"},)"
                      R"({"incidentId":"01932f6e-3c1a-7cc3-98c5-dcb0b6a7f2e1",)"
                      R"("phase":"INCIDENT_PHASE_RUNNING"}],"seq":"9"})";
    auto const [arguments, method] = GENERATE(table<std::vector<std::string>, std::string>({
        {{"commit", "--region", "dalarna", "--count", "5"}, "TransportService/Commit"},
        {{"decline", "--region", "dalarna", "--reason", "nej"}, "TransportService/Decline"},
    }));
    ScriptedServer server{{{200, list, false}, accepted}};
    auto const done = ask(server.url(), arguments);
    CAPTURE(method, done.err);
    CHECK(done.code == 0);
    auto const received = server.stop();
    REQUIRE(received.size() >= 2);  // a promise is looked at afterwards, for its id
    CHECK(received[1].target == "/larm.v1." + method);
    CHECK(has(received[1].body, R"("incidentId":"01932f6e-3c1a-7cc3-98c5-dcb0b6a7f2e1")"));
}

TEST_CASE("where the end of one may be meant too, no incident is guessed", "[larm][server]") {
    ScriptedServer server{
        {{200,
          R"({"incidents":[{"incidentId":"aaa","phase":"INCIDENT_PHASE_RESCINDED"},)"
          R"({"incidentId":"bbb","phase":"INCIDENT_PHASE_RUNNING"}],"seq":"9"})",
          false}}};
    auto const arguments =
        GENERATE(std::vector<std::string>{"ack", "--party", "tib@dalarna"},
                 std::vector<std::string>{"stand-down", "--yes", "--reason", "x"},
                 std::vector<std::string>{"rescind", "--yes", "--reason", "x"});
    auto const done = ask(server.url(), arguments);
    CHECK(done.code == 2);
    CHECK(has(done.err, "--incident"));
    CHECK(server.stop().size() == 1);
}

TEST_CASE("of casualties, too, several open incidents are listed", "[larm][server]") {
    ScriptedServer server{
        {{200,
          R"({"incidents":[{"incidentId":"aaa","location":"Arboga"},{"incidentId":"bbb"}],"seq":"9"})",
          false}}};
    auto const done = ask(
        server.url(), {"capacity", "casualties", "--at-scene", "1,2,3", "--under-way", "0,0,0"});
    CHECK(done.code == 2);
    CHECK(has(done.err, "välj en med --incident"));
    CHECK(has(done.err, "Arboga"));
    CHECK(has(done.err, "bbb"));
}

TEST_CASE("an incident by what is no id is refused with those that are open", "[larm][server]") {
    auto const open = R"({"incidents":[{"incidentId":"aaa","location":"Arboga"}],"seq":"9"})";
    for (auto const& command : {std::vector<std::string>{"ack", "--party", "tib@dalarna"},
                                std::vector<std::string>{"capacity", "casualties", "--at-scene",
                                                         "1,2,3", "--under-way", "0,0,0"}}) {
        ScriptedServer server{{{200, open, false}}};
        auto arguments = command;
        arguments.insert(arguments.end(), {"--incident", "1"});
        auto const done = ask(server.url(), arguments);
        CAPTURE(done.err);
        CHECK(done.code == 2);
        CHECK(has(done.err, "--incident: \"1\" är inget händelse-id. De öppna:\n"));
        CHECK(has(done.err, "aaa"));
        CHECK(server.stop().size() == 1);
    }
}

}  // namespace larm::cli::test
