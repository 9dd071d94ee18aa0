// Exercises that are loaded, played by people and simulators, closed, and brought back by another
// daemon.
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/exercise/scenario_folder.hpp"
#include "engine/journal/verify.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/exercise/hall.hpp"

namespace larm::exercise::test {
namespace {

namespace fs = std::filesystem;

v1::Command start(std::string const& world) {
    v1::Command command;
    command.mutable_start_exercise()->set_world_id(world);
    return command;
}

v1::Command skip(std::string const& world, int seconds) {
    v1::Command command;
    command.mutable_skip_ahead()->set_world_id(world);
    command.mutable_skip_ahead()->set_seconds(seconds);
    return command;
}

v1::Command pause(std::string const& world) {
    v1::Command command;
    command.mutable_pause_exercise()->set_world_id(world);
    command.mutable_pause_exercise()->set_reason("Lunch");
    return command;
}

v1::Command report(std::string const& place) {
    v1::Command command;
    auto& reported = *command.mutable_report_incident();
    reported.set_region_id("uppsala");
    reported.mutable_report()->set_exact_location(place);
    return command;
}

std::string report_of(Hall& hall, std::string const& world) {
    v1::ExportExercise request;
    request.set_world_id(world);
    request.set_format(v1::EXERCISE_EXPORT_JSON);
    return hall.must<v1::ExportExerciseReply>(request).content();
}

/// How far it has been played.
std::int64_t played_to_us(Hall& hall, std::string const& world) {
    v1::AfterAction report;
    REQUIRE(google::protobuf::util::JsonStringToMessage(report_of(hall, world), &report).ok());
    return report.result().ended_at_us();
}

/// Its time leaps, and all that was to happen until then happens.
void play(Hall& hall, std::string const& world, int seconds) {
    auto const until = played_to_us(hall, world) + std::int64_t{seconds} * 1'000'000;
    hall.steer(world, skip(world, seconds));
    while (played_to_us(hall, world) < until) {
        hall.wait(std::chrono::milliseconds{200});  // a report takes its time to write
    }
}

fs::path run_of(Hall const& hall, std::string const& world) {
    return fs::directory_iterator {
        hall.data() / "exercises" / world
    } -> path();
}

}  // namespace

TEST_CASE("a scenario that does not lie ready is told with those that do", "[exercise]") {
    ScenarioFolder const folder{LARM_SOURCE_DIR "/simulators/scenarios", {}};
    CHECK_FALSE(folder.refuse_unknown("arboga_2006"));
    CHECK(folder.refuse_unknown("arboga") == "no scenario 'arboga'; nearest: arboga_2006");
    CHECK(folder.refuse_unknown("x/arboga_2006.textproto") ==
          "no scenario 'x/arboga_2006.textproto'; nearest: arboga_2006");
    CHECK(folder.refuse_unknown("jordskalv")
              .value()
              .starts_with("no scenario 'jordskalv'; there are: arboga_2006, "));
    CHECK(ScenarioFolder{{}, {}}.refuse_unknown("arboga") ==
          "no scenario 'arboga'; none lies ready: see --scenarios of larmd");
}

TEST_CASE("the list has of every scenario what reading it alone has, faults of its pack too",
          "[exercise]") {
    auto const scenarios = fs::path{LARM_SOURCE_DIR "/simulators/scenarios"};
    auto const rules = fs::path{LARM_SOURCE_DIR "/rules/mellansverige"};
    auto const list = ScenarioFolder{scenarios, rules}.list();
    CHECK(list.size() > 10);
    for (auto const& each : list) {
        auto const alone =
            player::load_scenario(scenarios / (each.scenario_id() + ".textproto"), rules);
        REQUIRE(alone);
        CHECK(google::protobuf::util::MessageDifferencer::Equals(each, summary_of(*alone)));
    }
    auto const nowhere = ScenarioFolder{scenarios, rules / "nonesuch"}.list();
    REQUIRE(nowhere.size() == list.size());
    for (auto const& each : nowhere) {
        REQUIRE(each.faults_size() > 0);
        CHECK(each.faults(0).contains("nonesuch"));
    }
}

TEST_CASE("a restart brings an exercise back as it was, paused, and it goes on from there",
          "[exercise]") {
    Hall hall;
    hall.load(text_of(shipped("arboga_2006")), "kvall", "tib@uppsala");
    hall.steer("kvall", start("kvall"));
    play(hall, "kvall", 900);
    REQUIRE(hall.give("kvall", v1::ROLE_TIB, "uppsala", report("Resecentrum")).has_value());
    play(hall, "kvall", 600);
    hall.steer("kvall", pause("kvall"));
    auto const before = hall.view("kvall");
    auto const told = report_of(hall, "kvall");

    hall.restart();
    CHECK_FALSE(hall.is_open("kvall"));
    hall.until([&] { return hall.is_open("kvall"); });
    auto const paused = hall.view("kvall");
    CHECK(paused.record().phase() == v1::EXERCISE_PHASE_PAUSED);
    CHECK(paused.record().SerializeAsString() == before.record().SerializeAsString());
    CHECK(report_of(hall, "kvall") == told);

    hall.steer("kvall", start("kvall"));
    play(hall, "kvall", 600);
    hall.restart();
    hall.until([&] { return hall.is_open("kvall"); });
    auto const again = hall.view("kvall");
    CHECK(again.record().phase() == v1::EXERCISE_PHASE_PAUSED);
    CHECK(again.record().reason() == "Daemonen startades om");
    CHECK(again.now_us() >= before.now_us() + 500'000'000);
    hall.steer("kvall", start("kvall"));
    hall.steer("kvall", skip("kvall", 9000));
    hall.until([&] { return hall.view("kvall").record().phase() == v1::EXERCISE_PHASE_ENDED; });
    CHECK(hall.view("kvall").trouble().empty());

    // What has ended can still be reported on, and its journal is one whole.
    hall.restart();
    hall.until([&] { return hall.is_open("kvall"); });
    CHECK(hall.view("kvall").record().phase() == v1::EXERCISE_PHASE_ENDED);
    CHECK(report_of(hall, "kvall").find("Resecentrum") != std::string::npos);
    auto const verified = journal::verify(run_of(hall, "kvall") / "exercise.db");
    CHECK(verified.has_value());
}

TEST_CASE("what cannot be played as it was stays closed, and its folder as it is", "[exercise]") {
    Hall hall;
    hall.load(text_of(shipped("arboga_2006")), "kvall");
    hall.steer("kvall", start("kvall"));
    play(hall, "kvall", 900);
    auto const size = fs::file_size(run_of(hall, "kvall") / "exercise.db");
    larm::test::TemporaryDirectory const others;
    fs::copy(fs::path{LARM_SOURCE_DIR} / "rules/mellansverige", others.path(),
             fs::copy_options::recursive);
    auto pack = text_of(others.path() / "pack.textproto");
    std::string const version = "version: \"";
    pack.insert(pack.find(version) + version.size(), "another ");
    std::ofstream{others.path() / "pack.textproto"} << pack;
    hall.restart_with(others.path());
    // The thread does one after the other: what is loaded now comes after what was to come back.
    hall.load(text_of(shipped("volendam_2001")), "annan");
    CHECK_FALSE(hall.is_open("kvall"));
    CHECK(fs::file_size(run_of(hall, "kvall") / "exercise.db") >= size);
}

TEST_CASE("a closed exercise is gone, and stays so after a restart", "[exercise]") {
    Hall hall;
    v1::LoadExercise request;
    request.set_command_id("the same");
    request.set_text(text_of(shipped("arboga_2006")));
    CHECK(hall.must<v1::LoadExerciseReply>(request).world_id() == "arboga_2006");
    CHECK(hall.must<v1::LoadExerciseReply>(request).world_id() == "arboga_2006");
    v1::CloseExercise close;
    close.set_world_id("arboga_2006");
    CHECK_FALSE(hall.ask(close).has_value());  // not ended
    v1::Command end;
    end.mutable_end_exercise()->set_world_id("arboga_2006");
    hall.steer("arboga_2006", end);
    (void)hall.must<v1::CloseExerciseReply>(close);
    CHECK(hall.exercises().leaving() == 1);
    hall.until([&] { return hall.exercises().leaving() == 0; });

    // Its command is forgotten with it: the same loads it anew.
    CHECK(hall.must<v1::LoadExerciseReply>(request).world_id() == "arboga_2006");
    hall.steer("arboga_2006", end);
    (void)hall.must<v1::CloseExerciseReply>(close);
    hall.restart();
    hall.load(text_of(shipped("volendam_2001")), "annan");
    CHECK_FALSE(hall.is_open("arboga_2006"));
}

TEST_CASE("one that finds its world taken is let go again", "[exercise]") {
    Hall hall;
    hall.load(text_of(shipped("arboga_2006")), "kvall");
    v1::LoadExercise request;
    request.set_command_id("another");
    request.set_text(text_of(shipped("arboga_2006")));
    request.set_world_id("kvall");
    auto const refused = hall.ask(request);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == server::ConnectCode::already_exists);
    hall.until([&] { return hall.exercises().leaving() == 0; });
    CHECK(hall.is_open("kvall"));
}

TEST_CASE("while the scenario has the engine away players find it so, and the controller does not",
          "[exercise]") {
    Hall hall;
    hall.load(text_of(shipped("arboga_2006")) +
                  "\nfaults { from_s: 60 until_s: 3600 reason: \"avbrott\" daemon_down {} }\n",
              "avbrott", "tib@uppsala");
    hall.steer("avbrott", start("avbrott"));
    CHECK(hall.give("avbrott", v1::ROLE_TIB, "uppsala", report("Före")).has_value());
    play(hall, "avbrott", 300);
    auto const refused = hall.give("avbrott", v1::ROLE_TIB, "uppsala", report("Under"));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == core::Code::unavailable);
    hall.steer("avbrott", pause("avbrott"));
    hall.steer("avbrott", start("avbrott"));
    play(hall, "avbrott", 3600);
    CHECK(hall.give("avbrott", v1::ROLE_TIB, "uppsala", report("Efter")).has_value());
}

TEST_CASE("a token of another world is told so, in one way", "[exercise]") {
    Hall hall;
    hall.load(text_of(shipped("arboga_2006")), "kvall");
    v1::GetExercise request;
    request.set_world_id("kvall");
    CHECK(hall.ask(request, "kvall").has_value());
    auto const foreign = hall.ask(request, "annan");
    REQUIRE_FALSE(foreign.has_value());
    CHECK(foreign.error().code == server::ConnectCode::permission_denied);
    request.set_world_id("ingen");
    auto const unknown = hall.ask(request);
    REQUIRE_FALSE(unknown.has_value());
    CHECK(unknown.error().message == "no exercise 'ingen' is open");
}

}  // namespace larm::exercise::test
