// A disk that fills up. The alarm goes out all the same, says how safe it is, and what was accepted
// meanwhile is in the journal, verified, when the disk is back, without a restart. Failing fsync is
// tested below LiveWorld (tests/unit/world).
#include <chrono>
#include <thread>

#include "tests/support/catch.hpp"
#include "tests/support/daemon.hpp"
#include "tests/support/program.hpp"
#include "tests/support/skip.hpp"
#include "tests/support/small_disk.hpp"

namespace larm::test {
namespace {

namespace fs = std::filesystem;

std::string confirm(Client& client, int number, std::string& incident) {
    auto const id = "22222222-2222-4222-8222-" + std::to_string(100000000000 + number);
    auto const answer = client.call(
        "IncidentService/ConfirmIncident",
        R"({"commandId":")" + id + R"(","regionId":"uppsala","level":"READINESS_LEVEL_STAB"})");
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    incident = json_field(answer.body, "incidentId");
    return json_field(answer.body, "durability");
}

/// Between confirmations: without it, what waits for the small disk would fill it anew.
constexpr std::chrono::milliseconds pause{50};

/// Confirms until a reply says `wanted`; how many it took, or -1.
int confirm_until(Client& client, std::string const& wanted, int& number) {
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{15};
    std::string incident;
    for (int tries = 1; std::chrono::steady_clock::now() < until; ++tries) {
        if (confirm(client, number++, incident) == wanted) {
            return tries;
        }
        std::this_thread::sleep_for(pause);
    }
    return -1;
}

struct Place {
    TemporaryDirectory root;
    SmallDisk disk{root.path() / "disk", "32m"};
    fs::path rules = root.path() / "rules";
    fs::path data = root.path() / "disk/data";

    Place() {
        fs::create_directories(rules);
        write_fast_rules(rules, 1);
    }
};

}  // namespace

TEST_CASE(
    "on a full disk the alarm goes into the spill, and back into the journal when there is room",
    "[crash][disk][root]") {
    Place place;
    if (!place.disk.is_mounted()) {
        return skip_test("mounting a small disk needs root; the failing VFS covers the same path");
    }
    fs::create_directories(place.data);
    auto const spill = place.root.path() / "spill";
    fs::create_directories(spill);
    auto const token = mint_token(place.data, v1::ROLE_TIB, "uppsala");
    Daemon daemon{place.rules, place.data, {"--spill", spill.string()}};
    Client client{daemon.port(), token};
    int number = 0;
    std::string incident;
    CHECK(confirm(client, number++, incident) == "DURABILITY_LOCAL");

    place.disk.fill();
    REQUIRE(confirm_until(client, "DURABILITY_SPILL", number) > 0);
    CHECK(client.get("/readyz").body.find("SPILL") != std::string::npos);
    std::string spilled;
    CHECK(confirm(client, number++, spilled) == "DURABILITY_SPILL");

    place.disk.free();
    REQUIRE(confirm_until(client, "DURABILITY_LOCAL", number) > 0);
    CHECK(client.call("IncidentService/GetIncident", R"({"incidentId":")" + spilled + R"("})")
              .status == 200);
    CHECK(daemon.stop() == 0);
    auto const exported =
        finish({LARM_BINARY, "journal", "export", "--json", (place.data / "live.db").string()});
    CHECK(exported.out.find(spilled) != std::string::npos);
    CHECK(finish({LARM_BINARY, "journal", "verify", (place.data / "live.db").string()}).code == 0);
}

TEST_CASE("with no spill to go to the reply says NONE, loudly, and the alarm still goes out",
          "[crash][disk][root]") {
    Place place;
    if (!place.disk.is_mounted()) {
        return skip_test("mounting a small disk needs root; the failing VFS covers the same path");
    }
    fs::create_directories(place.data);
    auto const token = mint_token(place.data, v1::ROLE_TIB, "uppsala");
    Daemon daemon{place.rules, place.data};
    Client client{daemon.port(), token};
    int number = 0;
    place.disk.fill();
    REQUIRE(confirm_until(client, "DURABILITY_NONE", number) > 0);
    auto const answer = client.call("IncidentService/ConfirmIncident",
                                    R"({"commandId":"33333333-3333-4333-8333-333333333333",)"
                                    R"("regionId":"uppsala","level":"READINESS_LEVEL_STAB"})");
    CHECK(answer.body.find("kriv ner") != std::string::npos);
    CHECK(client.get("/readyz").body.find("NONE") != std::string::npos);

    place.disk.free();
    REQUIRE(confirm_until(client, "DURABILITY_LOCAL", number) > 0);
    CHECK(daemon.stop() == 0);
    CHECK(finish({LARM_BINARY, "journal", "verify", (place.data / "live.db").string()}).code == 0);
}

TEST_CASE("a daemon starts on a disk that is already full", "[crash][disk][root]") {
    Place place;
    if (!place.disk.is_mounted()) {
        return skip_test("mounting a small disk needs root; the failing VFS covers the same path");
    }
    fs::create_directories(place.data);
    auto const token = mint_token(place.data, v1::ROLE_TIB, "uppsala");
    place.disk.fill();
    Daemon daemon{place.rules, place.data};
    Client client{daemon.port(), token};
    std::string incident;
    CHECK(confirm(client, 1, incident) == "DURABILITY_NONE");
    place.disk.free();
    int number = 2;
    REQUIRE(confirm_until(client, "DURABILITY_LOCAL", number) > 0);
    CHECK(daemon.stop() == 0);
    CHECK(finish({LARM_BINARY, "journal", "verify", (place.data / "live.db").string()}).code == 0);
}

}  // namespace larm::test
