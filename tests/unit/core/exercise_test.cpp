// Exercises as the core decides them: who may do what when, and what players see.
#include "engine/core/exercise.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::Command by_controller() {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_CONTROLLER, "");
    return command;
}

template <typename Request>
void fill(Request& request) {
    request.set_command_id(next_uuid());
    request.set_world_id("ovning");
}

v1::Command open(v1::ExercisePhase phase) {
    v1::Command command;
    auto& exercise = *command.mutable_open_exercise()->mutable_exercise();
    exercise.set_scenario_id("ovning");
    exercise.set_phase(phase);
    exercise.set_pace_percent(100);
    for (auto const* const id : {"1", "2"}) {
        auto& inject = *exercise.add_injects();
        inject.set_inject_id(id);
        inject.set_state(v1::INJECT_STATE_PLANNED);
        inject.mutable_what()->set_text("Ett hus har rasat");
        inject.mutable_what()->add_to("tib@uppsala");
    }
    return command;
}

v1::Command start() {
    auto command = by_controller();
    fill(*command.mutable_start_exercise());
    return command;
}

v1::Command pause() {
    auto command = by_controller();
    fill(*command.mutable_pause_exercise());
    return command;
}

v1::Command give_inject(std::string const& id) {
    auto command = by_controller();
    fill(*command.mutable_give_inject());
    command.mutable_give_inject()->set_inject_id(id);
    return command;
}

v1::Command move(v1::ExercisePhase phase) {
    v1::Command command;
    command.mutable_move_exercise()->set_phase(phase);
    return command;
}

std::string refusal_of(Story& story, v1::Command const& command) {
    auto const outcome = story.give(command);
    return outcome ? "" : outcome.error().message;
}

v1::ExercisePhase phase(Story const& story) {
    return story.state().exercise()->phase();
}

}  // namespace

TEST_CASE("a live world is no exercise, and takes no controller's commands", "[core][exercise]") {
    Story story;
    CHECK(refusal_of(story, start()) == "this world is no exercise");
    story.must(move(v1::EXERCISE_PHASE_FROZEN));
    CHECK(story.state().exercise() == nullptr);
}

TEST_CASE("players act while an exercise's time runs, and not while it stands",
          "[core][exercise]") {
    Story story;
    story.must(open(v1::EXERCISE_PHASE_LOADED));
    CHECK(refusal_of(story, confirm("uppsala")) == "the exercise has not begun");
    story.must(start());
    auto const id = story.confirm("uppsala");
    story.must(pause());
    CHECK(refusal_of(story, acknowledge(id, "tib@dalarna")) == "the exercise is paused");
    CHECK(refusal_of(story, pause()) == "the exercise stands still already");
    story.must(start());
    story.must(acknowledge(id, "tib@dalarna"));
    story.must(move(v1::EXERCISE_PHASE_FROZEN));
    CHECK(refusal_of(story, acknowledge(id, "tib@gavleborg")) ==
          "the exercise is broken off: there is a live alarm");
    story.must(start());
    story.must(acknowledge(id, "tib@gavleborg"));
    story.must(move(v1::EXERCISE_PHASE_ENDED));
    CHECK(refusal_of(story, start()) == "the exercise has ended");
    story.must(move(v1::EXERCISE_PHASE_FROZEN));
    CHECK(phase(story) == v1::EXERCISE_PHASE_ENDED);
}

TEST_CASE("only a controller steers an exercise", "[core][exercise]") {
    Story story;
    story.must(open(v1::EXERCISE_PHASE_PLAYING));
    for (auto const role : {v1::ROLE_TIB, v1::ROLE_ADMIN, v1::ROLE_OBSERVER, v1::ROLE_NATIONAL}) {
        auto command = pause();
        *command.mutable_actor() = actor(role, "uppsala");
        auto const outcome = story.give(command);
        REQUIRE_FALSE(outcome.has_value());
        CHECK(outcome.error().code == core::Code::permission_denied);
    }
    CHECK(phase(story) == v1::EXERCISE_PHASE_PLAYING);
}

TEST_CASE("an inject is given once, by plan or by hand, and judged afterwards",
          "[core][exercise]") {
    Story story;
    story.must(open(v1::EXERCISE_PHASE_PLAYING));
    auto judge = by_controller();
    fill(*judge.mutable_judge_inject());
    judge.mutable_judge_inject()->set_inject_id("1");
    judge.mutable_judge_inject()->set_result(v1::INJECT_RESULT_PARTLY);
    CHECK(refusal_of(story, judge) == "the inject has not been given");
    story.must(give_inject("1"));
    CHECK_FALSE(refusal_of(story, give_inject("1")).empty());
    v1::Command planned;
    planned.mutable_deliver_inject()->mutable_inject()->set_inject_id("1");
    planned.mutable_deliver_inject()->mutable_inject()->set_state(v1::INJECT_STATE_GIVEN);
    auto const again = story.give(planned);
    REQUIRE(again.has_value());
    CHECK(again->empty());
    story.must(judge);
    CHECK(core::inject_of(*story.state().exercise(), "1")->result() == v1::INJECT_RESULT_PARTLY);
    CHECK(core::inject_of(*story.state().exercise(), "2")->state() == v1::INJECT_STATE_PLANNED);
    CHECK(refusal_of(story, give_inject("3")) == "the scenario has no inject '3'");
}

TEST_CASE("injects made up on the spot are numbered", "[core][exercise]") {
    Story story;
    story.must(open(v1::EXERCISE_PHASE_PLAYING));
    for (auto const* const id : {"x1", "x2"}) {
        auto command = by_controller();
        fill(*command.mutable_give_inject());
        command.mutable_give_inject()->mutable_made_up()->set_text("Pressen ringer");
        command.mutable_give_inject()->mutable_made_up()->add_to("tib@uppsala");
        story.must(command);
        CHECK(core::inject_of(*story.state().exercise(), id) != nullptr);
    }
}

TEST_CASE("what is made up for a party that is none is refused with those that are",
          "[core][exercise]") {
    Story story;
    story.must(open(v1::EXERCISE_PHASE_PLAYING));
    auto const told = [&](std::string const& party) {
        auto command = by_controller();
        fill(*command.mutable_give_inject());
        command.mutable_give_inject()->mutable_made_up()->set_text("Pressen ringer");
        command.mutable_give_inject()->mutable_made_up()->add_to(party);
        return refusal_of(story, command);
    };
    CHECK(told("tib@atlantis").starts_with("nobody is 'tib@atlantis'; there are: tib@*, tib@"));
    CHECK(told("tib@atlantis").contains("tib@dalarna"));
    CHECK(told("atlantis") ==
          "nobody is 'atlantis'; there are: tib@*, deputy@*, blood@*, hospital@*, national@*");
    CHECK(told("tib@*").empty());
    CHECK(told("hospital@UAS").empty());
}

TEST_CASE("a party is handed over to a human and back", "[core][exercise]") {
    Story story;
    story.must(open(v1::EXERCISE_PHASE_PLAYING));
    auto const hand_over = [&](std::string const& party, bool to_human) {
        auto command = by_controller();
        fill(*command.mutable_hand_over());
        command.mutable_hand_over()->set_party(party);
        command.mutable_hand_over()->set_to_human(to_human);
        return refusal_of(story, command);
    };
    CHECK(hand_over("tib@uppsala", true).empty());
    CHECK(hand_over("tib@dalarna", true).empty());
    CHECK(story.state().exercise()->humans(0) == "tib@dalarna");
    CHECK(hand_over("tib@uppsala", true) == "a human plays that party already");
    CHECK(hand_over("tib@uppsala", false).empty());
    CHECK(hand_over("tib@uppsala", false) == "no human plays that party");
    CHECK(hand_over("tib@atlantis", true) == "nobody in this exercise is tib@atlantis");
    CHECK(story.state().exercise()->humans_size() == 1);
}

TEST_CASE("players see neither what is to come nor how they are judged", "[core][exercise]") {
    Story story;
    story.must(open(v1::EXERCISE_PHASE_PLAYING));
    story.must(give_inject("1"));
    auto observe = by_controller();
    fill(*observe.mutable_observe());
    observe.mutable_observe()->set_text("Ingen ringde SOS");
    story.must(observe);
    auto const seen = core::for_players(*story.state().exercise());
    REQUIRE(seen.injects_size() == 1);
    CHECK(seen.injects(0).what().text() == "Ett hus har rasat");
    CHECK(seen.observations().empty());
    auto told = 0;
    for (auto event : story.log()) {
        core::hide_from_players(event);
        CHECK(event.DebugString().find("Ingen ringde") == std::string::npos);
        told += core::is_of_exercise(event) ? 1 : 0;
        if (event.has_exercise_opened()) {
            CHECK(event.exercise_opened().exercise().injects().empty());
        }
    }
    CHECK(told == 3);
}

TEST_CASE("a player hears what is told to a party that they speak for", "[core][exercise]") {
    v1::InjectText what;
    what.add_to("tib@uppsala");
    what.add_to("hospital@*");
    auto const hears = [&](v1::Role role, std::string const& organisation) {
        v1::Actor viewer;
        viewer.set_role(role);
        viewer.set_organisation(organisation);
        return core::is_told_to(what, viewer);
    };
    CHECK(hears(v1::ROLE_TIB, "uppsala"));
    CHECK(hears(v1::ROLE_DEPUTY, "uppsala"));
    CHECK(hears(v1::ROLE_HOSPITAL, "FAL"));
    CHECK(hears(v1::ROLE_CONTROLLER, ""));
    CHECK_FALSE(hears(v1::ROLE_TIB, "dalarna"));
    CHECK_FALSE(hears(v1::ROLE_BLOOD, "uppsala"));
}

TEST_CASE("an exercise is the same after its snapshot", "[core][exercise]") {
    Story story;
    story.must(open(v1::EXERCISE_PHASE_PLAYING));
    story.must(give_inject("2"));
    auto const restored = core::State::restore(story.state().snapshot());
    REQUIRE(restored.exercise() != nullptr);
    CHECK(restored.exercise()->SerializeAsString() ==
          story.state().exercise()->SerializeAsString());
}

TEST_CASE("an observation names an indicator of the rules with what came of it, or none",
          "[core][exercise]") {
    auto pack = chain_pack();
    for (auto const& [scope, key] : {std::pair{v1::INDICATOR_SCOPE_PREHOSPITAL, "tabard_on"},
                                     std::pair{v1::INDICATOR_SCOPE_HOSPITAL, "staff_informed"}}) {
        pack.add_indicators()->set_scope(scope);
        pack.mutable_indicators()->rbegin()->set_key(key);
    }
    Story story{pack};
    story.must(open(v1::EXERCISE_PHASE_PLAYING));
    auto const field = [&](std::string const& key, v1::InjectResult result,
                           std::string const& party) {
        auto observe = by_controller();
        fill(*observe.mutable_observe());
        observe.mutable_observe()->set_text("Sett");
        observe.mutable_observe()->set_indicator_key(key);
        observe.mutable_observe()->set_result(result);
        observe.mutable_observe()->set_party(party);
        auto const outcome = story.give(observe);
        return outcome ? std::string{} : outcome.error().field;
    };
    CHECK(field("tabard", v1::INJECT_RESULT_DONE, "") == "indicator_key");
    CHECK(field("", v1::INJECT_RESULT_DONE, "") == "indicator_key");
    CHECK(field("tabard_on", v1::INJECT_RESULT_UNSPECIFIED, "") == "result");
    CHECK(field("staff_informed", v1::INJECT_RESULT_DONE, "tib@uppsala") == "party");
    CHECK(story.state().exercise()->observations().empty());
    CHECK(field("staff_informed", v1::INJECT_RESULT_DONE, "hospital@UAS").empty());
    CHECK(field("tabard_on", v1::INJECT_RESULT_PARTLY, "tib@uppsala").empty());
    CHECK(story.state().exercise()->observations(1).indicator_key() == "tabard_on");
}

}  // namespace larm::test
