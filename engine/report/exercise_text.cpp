// Exercises in the timeline: what their controllers do.
#include <fmt/format.h>

#include "engine/core/local_time.hpp"
#include "engine/report/event_text_parts.hpp"

namespace larm::report {
namespace {

std::string moved_text(Telling const& telling) {
    auto const& moved = telling.event.exercise_moved();
    auto const& words = telling.words;
    auto const says = [&](std::string_view sv, std::string_view en) {
        return std::string{words.say(sv, en)} + Telling::because(moved.reason());
    };
    auto const phase = moved.phase();
    return phase == v1::EXERCISE_PHASE_PLAYING  ? says("Övningen går", "The exercise runs")
           : phase == v1::EXERCISE_PHASE_PAUSED ? says("Övningen pausad", "The exercise is paused")
           : phase == v1::EXERCISE_PHASE_FROZEN
               ? says("ÖVNINGEN AVBRUTEN", "THE EXERCISE WAS BROKEN OFF")
               : says("Övningen slut", "The exercise is over");
}

std::string inject_text(Telling const& telling) {
    auto const& inject = telling.event.inject_given().inject();
    auto const& words = telling.words;
    std::string to;
    for (auto const& party : inject.what().to()) {
        to += (to.empty() ? "" : ", ") + words.party(party);
    }
    auto const from = inject.what().from().empty()
                          ? std::string{}
                          : fmt::format(" {} {}", words.say("från", "from"), inject.what().from());
    return fmt::format("{} {}{} {} {}: {}", words.say("INSPEL", "INJECT"), inject.inject_id(), from,
                       words.say("till", "to"), to, inject.what().text());
}

std::string judged_text(Telling const& telling) {
    auto const& judged = telling.event.inject_judged();
    auto const& words = telling.words;
    auto const result = judged.result() == v1::INJECT_RESULT_DONE ? words.say("gjort", "done")
                        : judged.result() == v1::INJECT_RESULT_PARTLY
                            ? words.say("delvis gjort", "done in part")
                            : words.say("inte gjort", "not done");
    return fmt::format("{} {}: {}{}", words.say("Inspel", "Inject"), judged.inject_id(), result,
                       Telling::noted(judged.note()));
}

}  // namespace

std::string exercise_text(Telling const& telling) {
    auto const& event = telling.event;
    auto const& words = telling.words;
    if (event.has_exercise_opened()) {
        auto const& title = event.exercise_opened().exercise().title();
        return fmt::format("{}: {}", words.say("ÖVNING", "EXERCISE"),
                           words.say(title.sv(), title.en()));
    }
    if (event.has_exercise_moved()) {
        return moved_text(telling);
    }
    if (event.has_pace_changed()) {
        return fmt::format("{} {} %", words.say("Övningens takt:", "The exercise's pace:"),
                           event.pace_changed().pace_percent());
    }
    if (event.has_skipped_ahead()) {
        return fmt::format("{} {}",
                           words.say("Övningen hoppar fram till", "The exercise skips ahead to"),
                           core::clock_text(core::local_time({event.skipped_ahead().until_us()})));
    }
    if (event.has_inject_given()) {
        return inject_text(telling);
    }
    if (event.has_party_handed_over()) {
        return fmt::format("{} {}", words.party(event.party_handed_over().party()),
                           event.party_handed_over().to_human()
                               ? words.say("spelas av en människa", "is played by a human")
                               : words.say("spelas av simulatorn", "is played by the simulator"));
    }
    // The rest is emptied for players, to whom it says nothing.
    if (!event.inject_skipped().inject_id().empty()) {
        return fmt::format("{} {} {}{}", words.say("Inspel", "Inject"),
                           event.inject_skipped().inject_id(), words.say("utgår", "is left out"),
                           Telling::because(event.inject_skipped().reason()));
    }
    if (!event.inject_judged().inject_id().empty()) {
        return judged_text(telling);
    }
    auto const& observation = event.observation_noted().observation();
    return observation.text().empty()
               ? std::string{}
               : fmt::format("{}: {}", words.say("Observation", "Observed"), observation.text());
}

}  // namespace larm::report
