#include "engine/larm/exercise_text.hpp"

#include <fmt/format.h>
#include <larm/v1/exercise.pb.h>

#include "engine/core/local_time.hpp"
#include "engine/larm/daemon.hpp"

namespace larm::cli {
namespace {

std::string clock(std::int64_t at_us) {
    return core::clock_text(core::local_time({at_us}));
}

std::string_view phase_words(v1::ExercisePhase phase) {
    return phase == v1::EXERCISE_PHASE_LOADED    ? "laddad"
           : phase == v1::EXERCISE_PHASE_PLAYING ? "går"
           : phase == v1::EXERCISE_PHASE_PAUSED  ? "pausad"
           : phase == v1::EXERCISE_PHASE_FROZEN  ? "AVBRUTEN: skarpt läge"
                                                 : "slut";
}

std::string_view state_words(v1::InjectView const& inject) {
    auto const state = inject.record().state();
    if (state != v1::INJECT_STATE_GIVEN) {
        return state == v1::INJECT_STATE_SKIPPED ? "utgår" : "kommer";
    }
    return !inject.has_met() ? "givet" : inject.met() ? "löst" : "väntar";
}

std::string text_of(v1::ListScenariosReply const& reply) {
    std::string text;
    for (auto const& scenario : reply.scenarios()) {
        text += fmt::format("{:<28} {}\n", scenario.scenario_id(),
                            scenario.faults().empty()
                                ? fmt::format("{}, {} min, {} inspel", scenario.title().sv(),
                                              scenario.lasts_s() / 60, scenario.injects())
                                : "FEL: " + scenario.faults(0));
    }
    return text.empty() ? "Inga scenarier ligger klara (larmd --scenarios MAPP).\n" : text;
}

std::string text_of(v1::CheckScenarioReply const& reply) {
    std::string text;
    for (auto const& fault : reply.faults()) {
        text += fault + "\n";
    }
    return text.empty() ? fmt::format("{}: går att spela\n", reply.scenario().scenario_id()) : text;
}

std::string text_of(v1::ListExercisesReply const& reply) {
    std::string text;
    for (auto const& exercise : reply.exercises()) {
        text += fmt::format("{:<28} {:<8} {}  takt {} %  {} tittar  {}\n", exercise.world_id(),
                            phase_words(exercise.phase()), clock(exercise.now_us()),
                            exercise.pace_percent(), exercise.watchers(), exercise.title().sv());
    }
    return text.empty() ? "Ingen övning är laddad.\n" : text;
}

std::string text_of(v1::GetExerciseReply const& reply, report::Words const& words) {
    auto const& exercise = reply.exercise();
    auto const& record = exercise.record();
    auto text = fmt::format("ÖVNING {}: {}\n{}\n", exercise.world_id(), record.title().sv(),
                            how_it_runs(exercise));
    if (!exercise.trouble().empty()) {
        text += "JOURNALEN: " + exercise.trouble() + "\n";
    }
    std::string humans;
    for (auto const& party : record.humans()) {
        humans += (humans.empty() ? "" : ", ") + words.party(party);
    }
    text += "Spelas av människor: " + (humans.empty() ? "ingen" : humans) + "\n";
    for (auto const& inject : exercise.injects()) {
        auto const& planned = inject.planned_at_us();
        text += fmt::format("  {:<5} {:<8} {:<7} {}\n", inject.record().inject_id(),
                            planned == 0 ? "" : clock(planned), state_words(inject),
                            inject.record().what().text());
    }
    auto held = 0;
    for (auto const& verdict : exercise.verdicts()) {
        held += verdict.held() ? 1 : 0;
    }
    text +=
        fmt::format("Förväntat: {} av {} uppfyllt så här långt\n", held, exercise.verdicts_size());
    for (auto const& observation : record.observations()) {
        text += fmt::format("  {} {}\n", clock(observation.at_us()), observation.text());
    }
    return text;
}

std::string text_of(v1::LoadExerciseReply const& reply) {
    return fmt::format("Laddad: {0}. Starta med larm exercise start --world {0}\n",
                       reply.world_id());
}

std::string text_of(v1::CloseExerciseReply const&) {
    return "Stängd.\n";
}

template <typename Reply, typename... Extra>
std::optional<std::string> read(std::string const& json, Extra const&... extra) {
    Reply reply;
    return read_json(json, reply) ? text_of(reply, extra...) : std::string{};
}

}  // namespace

std::string how_it_runs(v1::ExerciseView const& exercise) {
    auto const& record = exercise.record();
    return fmt::format("{}, övningstid {}, takt {} %", phase_words(record.phase()),
                       clock(exercise.now_us()), record.pace_percent());
}

std::optional<std::string> exercise_text(std::string const& method, std::string const& json,
                                         report::Words const& words) {
    if (method.ends_with("/ListScenarios")) {
        return read<v1::ListScenariosReply>(json);
    }
    if (method.ends_with("/CheckScenario")) {
        return read<v1::CheckScenarioReply>(json);
    }
    if (method.ends_with("/ListExercises")) {
        return read<v1::ListExercisesReply>(json);
    }
    if (method.ends_with("/GetExercise")) {
        return read<v1::GetExerciseReply>(json, words);
    }
    if (method.ends_with("/LoadExercise")) {
        return read<v1::LoadExerciseReply>(json);
    }
    return method.ends_with("/CloseExercise") ? read<v1::CloseExerciseReply>(json) : std::nullopt;
}

}  // namespace larm::cli
