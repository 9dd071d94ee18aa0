// Exercises beside the live world, by command line against a real daemon: loaded, played by people
// and simulators, broken off by a live alarm, ended.
#include <signal.h>

#include <boost/json.hpp>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/daemon.hpp"
#include "tests/support/program.hpp"
#include "tests/support/running.hpp"

namespace larm::e2e {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::finish;
using test::Finished;

bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

/// A daemon with the shipped scenarios, a controller, and whoever is asked for.
class Place {
public:
    Place()
        : daemon_{RULES, data_.path(),
                  std::vector<std::string>{"--scenarios", SCENARIOS, "--listen", "127.0.0.1:0"}} {
        let_in("controller", {"--role", "controller"});
        let_in("live tib", {"--role", "tib", "--region", "vastmanland"});
    }

    void let_in(std::string const& who, std::vector<std::string> const& as) {
        std::vector<std::string> command{LARM, "token", "create", "--data", data_.path().string()};
        command.insert(command.end(), as.begin(), as.end());
        auto const made = finish(command);
        INFO(made.err);
        REQUIRE(made.code == 0);
        tokens_[who] = test::last_word(made.out);
    }
    [[nodiscard]] Finished larm(std::string const& who, std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), LARM);
        return finish(std::move(arguments), "", as(who));
    }
    [[nodiscard]] test::Environment as(std::string const& who) const {
        return {{"LARM_SERVER", "http://" + daemon_.address()}, {"LARM_TOKEN", tokens_.at(who)}};
    }
    json::object must(std::string const& who, std::vector<std::string> arguments) const {
        arguments.emplace_back("--json");
        auto const done = larm(who, std::move(arguments));
        INFO(done.err << done.out);
        REQUIRE(done.code == 0);
        return json::parse(done.out).as_object();
    }
    /// What it was refused with.
    std::string refused(std::string const& who, std::vector<std::string> arguments) const {
        auto const done = larm(who, std::move(arguments));
        CHECK(done.code != 0);
        return done.err;
    }
    /// Asks until the answer has `part`.
    json::object wait_for(std::string const& who, std::vector<std::string> const& arguments,
                          std::string const& part) const {
        auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        for (;;) {
            auto reply = must(who, arguments);
            if (has(json::serialize(reply), part)) {
                return reply;
            }
            INFO(json::serialize(reply));
            REQUIRE(std::chrono::steady_clock::now() < until);
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
    }
    [[nodiscard]] fs::path const& data() const { return data_.path(); }

private:
    test::TemporaryDirectory data_;
    test::Daemon daemon_;
    std::map<std::string, std::string> tokens_;
};

std::string text_of(json::object const& reply) {
    return json::serialize(reply);
}

}  // namespace

TEST_CASE("an exercise is loaded, played by people and simulators, broken off and ended",
          "[e2e][exercise]") {
    Place place;
    CHECK(has(text_of(place.must("controller", {"exercise", "scenarios"})), "arboga_2006"));
    auto const world = std::vector<std::string>{"--world", "kvall"};
    auto const with_world = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), world.begin(), world.end());
        return arguments;
    };
    auto const loaded =
        place.must("controller", with_world({"exercise", "load", "--scenario", "arboga_2006",
                                             "--humans", "tib@uppsala", "--seed", "7"}));
    CHECK(loaded.at("worldId").as_string() == "kvall");
    place.let_in("player", {"--role", "tib", "--region", "uppsala", "--world", "kvall"});

    // Time stands until it is started, leaps, and stands again.
    CHECK(has(text_of(place.must("controller", {"exercise", "list"})), "EXERCISE_PHASE_LOADED"));
    place.must("controller", with_world({"exercise", "start"}));
    place.must("controller", with_world({"exercise", "skip", "--seconds", "1200"}));
    auto const known = place.wait_for("player", {"incidents"}, "incidentId");
    CHECK(has(text_of(known), "vastmanland"));
    // Deadlines count against the exercise's own time, and its feed needs no more than the token.
    auto const status = place.larm("player", {"status"});
    INFO(status.out << status.err);
    CHECK(status.out.starts_with("ÖVNING (kvall)"));
    CHECK(has(status.out, " om "));
    CHECK_FALSE(has(status.out, "passerad "));
    test::Running watch{{LARM, "watch"}, test::Surroundings::terminal, place.as("player")};
    watch.wait_for("ÖVNING: inga skarpa larm går ut");
    watch.signal(SIGINT);
    CHECK(watch.end() == 0);
    CHECK_FALSE(has(watch.output(), "skarpt läge"));
    place.must("controller", with_world({"exercise", "pause", "--reason", "Lunch"}));
    CHECK(has(place.refused("player", {"ack", "--party", "tib@uppsala"}), "pausad"));
    CHECK(has(place.refused("controller", with_world({"exercise", "pause"})), "står redan stilla"));
    place.must("controller", with_world({"exercise", "start"}));
    place.must("player", {"ack", "--party", "tib@uppsala"});
    place.must("player", {"commit", "--region", "uppsala", "--count", "5"});

    // What the controller makes up is heard, what it notes is not.
    place.must("controller", with_world({"exercise", "inject", "--from", "SOS", "--to",
                                         "tib@uppsala", "--text", "En buss till"}));
    place.must("controller", with_world({"exercise", "observe", "--text", "Ringde inte SOS"}));
    auto const view = text_of(place.must("controller", with_world({"exercise", "show"})));
    CHECK(has(view, "En buss till"));
    CHECK(has(view, "Ringde inte SOS"));

    // Others do nothing to it.
    CHECK_FALSE(place.refused("player", with_world({"exercise", "end"})).empty());
    CHECK_FALSE(place.refused("live tib", with_world({"exercise", "pause"})).empty());
    CHECK(has(place.refused("controller", {"exercise", "pause", "--world", "live"}), "live"));

    // A live alarm goes first.
    place.must("live tib", {"confirm", "--region", "vastmanland", "--level", "katastrof",
                            "--exact-location", "E18", "--yes"});
    place.wait_for("controller", {"exercise", "list"}, "EXERCISE_PHASE_FROZEN");
    CHECK(has(place.refused("player", {"ack", "--party", "tib@uppsala"}), "AVBRUTEN"));
    CHECK(has(place.refused("controller", with_world({"exercise", "close"})), "Avsluta"));

    place.must("controller", with_world({"exercise", "end", "--reason", "Skarpt läge"}));
    auto const written = [&](std::string const& format) {
        auto const done = place.larm(
            "controller", with_world({"exercise", "export", "--format", format, "--out", "-"}));
        INFO(done.err);
        CHECK(done.code == 0);
        return done.out;
    };
    auto const report = written("json");
    CHECK(has(report, "En buss till"));
    CHECK_FALSE(has(report, "\"former\""));
    CHECK(has(written("html"), "Ringde inte SOS"));
    CHECK(written("pdf").starts_with("%PDF-"));
    CHECK(has(written("msel-csv"), "En buss till"));
    auto const file = place.data() / "rapport.pdf";
    place.must("controller", with_world({"exercise", "export", "--format", "pdf"}));
    CHECK(place
              .larm("controller",
                    with_world({"exercise", "export", "--format", "pdf", "--out", file.string()}))
              .code == 0);
    CHECK(fs::file_size(file) > 1'000);
    place.must("controller", with_world({"exercise", "close"}));
    CHECK_FALSE(place.refused("player", {"incidents"}).empty());
    CHECK(fs::exists(place.data() / "exercises" / "kvall"));

    // The next run of the scenario stands beside it.
    place.must("controller", {"exercise", "load", "--scenario", "arboga_2006"});
    auto const compared =
        place.wait_for("controller", {"exercise", "export", "--world", "arboga_2006"}, "content");
    CHECK(compared.contains("fileName"));
    auto const again = place.larm("controller", {"exercise", "export", "--world", "arboga_2006",
                                                 "--format", "json", "--out", "-"});
    CHECK(has(again.out, "\"worldId\": \"kvall\""));
    CHECK(has(again.out, "\"seed\": \"7\""));
}

TEST_CASE("what cannot be loaded is refused with why, and nothing is left of it",
          "[e2e][exercise]") {
    Place place;
    auto const load = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"exercise", "load"});
        return more;
    };
    CHECK(has(place.refused("controller", load({"--scenario", "nonesuch"})), "nonesuch"));
    CHECK(has(place.refused("controller", load({"--scenario", "../../etc/passwd"})),
              "Det finns inget scenario ../../etc/passwd"));
    CHECK(has(place.refused("controller", load({"--text", "id: \"x\"\nnonsense: 3\n"})),
              "x.textproto:2:1"));
    CHECK(has(place.refused("controller", load({"--scenario", "arboga_2006", "--world", "live"})),
              "worldId"));
    CHECK(has(place.refused("controller",
                            load({"--scenario", "arboga_2006", "--humans", "tib@atlantis"})),
              "tib@atlantis"));
    CHECK_FALSE(place.refused("live tib", load({"--scenario", "arboga_2006"})).empty());
    CHECK_FALSE(has(text_of(place.must("controller", {"exercise", "list"})), "arboga"));

    auto const id = std::string{"0193abcd-0000-7000-8000-000000000001"};
    place.must("controller", load({"--scenario", "arboga_2006", "--command-id", id}));
    place.must("controller", load({"--scenario", "arboga_2006", "--command-id", id}));
    CHECK(has(place.refused("controller", load({"--scenario", "arboga_2006"})), "arboga_2006"));

    // A token of one exercise steers no other, and opens none.
    place.must("controller", load({"--scenario", "arboga_2006", "--world", "annan"}));
    place.let_in("guest", {"--role", "controller", "--world", "annan"});
    place.must("guest", {"exercise", "start", "--world", "annan"});
    CHECK_FALSE(place.refused("guest", {"exercise", "start", "--world", "arboga_2006"}).empty());
    CHECK_FALSE(place.refused("guest", load({"--scenario", "arboga_2006"})).empty());
    CHECK_FALSE(has(text_of(place.must("guest", {"exercise", "list"})), "arboga_2006\",\"sc"));
}

}  // namespace larm::e2e
