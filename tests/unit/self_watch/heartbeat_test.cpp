// The sign of life to the outside: sent only while all is well, and its own failures are seen.
#include "engine/delivery/channels/heartbeat.hpp"

#include <chrono>
#include <thread>

#include "tests/support/catch.hpp"
#include "tests/support/scripted_server.hpp"

namespace larm::test {
namespace {

using namespace std::chrono_literals;
using delivery::Heartbeat;

template <typename Condition>
bool eventually(Condition const& condition) {
    auto const until = std::chrono::steady_clock::now() + 20s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) {
            return false;
        }
        std::this_thread::yield();
    }
    return true;
}

}  // namespace

TEST_CASE("each sign of life arrives once, and none while it is withheld", "[heartbeat]") {
    ScriptedServer server{{{.status = 200, .body = "OK"}}};
    {
        Heartbeat heartbeat{server.url() + "/ping/secret", 10s};
        heartbeat.beat();
        REQUIRE(eventually([&] { return heartbeat.counts().sent == 1; }));
        heartbeat.withhold();
        heartbeat.withhold();
        CHECK(heartbeat.counts().withheld == 2);
        CHECK(heartbeat.counts().failed == 0);
        CHECK(heartbeat.counts().trouble.empty());
    }
    auto const received = server.stop();
    REQUIRE(received.size() == 1);
    CHECK(received.front().target == "/ping/secret");
}

TEST_CASE("a sign of life that is refused, or not taken at all, shows and gives no secret away",
          "[heartbeat]") {
    ScriptedServer server{{{.status = 500, .body = {}}}};
    Heartbeat heartbeat{server.url() + "/ping/secret", 10s};
    heartbeat.beat();
    REQUIRE(eventually([&] { return heartbeat.counts().failed == 1; }));
    CHECK(heartbeat.counts().trouble == "answered with 500");
    static_cast<void>(server.stop());
    Heartbeat to_nobody{"http://127.0.0.1:1/ping/secret", 10s};
    to_nobody.beat();
    REQUIRE(eventually([&] { return to_nobody.counts().failed == 1; }));
    CHECK_FALSE(to_nobody.counts().trouble.empty());
    CHECK(to_nobody.counts().trouble.find("secret") == std::string::npos);
}

}  // namespace larm::test
