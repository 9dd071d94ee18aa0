#include "engine/core/exercise.hpp"

#include <algorithm>

#include "engine/core/authority.hpp"
#include "engine/core/check.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

v1::InjectRecord& known_inject(v1::ExerciseRecord& exercise, std::string_view id) {
    auto const found =
        std::ranges::find(*exercise.mutable_injects(), id,
                          [](auto const& each) -> auto& { return each.inject_id(); });
    LARM_CHECK(found != exercise.mutable_injects()->end());
    return *found;
}

void fold_given(v1::ExerciseRecord& exercise, v1::InjectRecord const& given) {
    if (inject_of(exercise, given.inject_id()) == nullptr) {
        *exercise.add_injects() = given;
    } else {
        known_inject(exercise, given.inject_id()) = given;
    }
}

void fold_hand_over(v1::ExerciseRecord& exercise, v1::PartyHandedOver const& handed) {
    auto& humans = *exercise.mutable_humans();
    auto const place = std::ranges::lower_bound(humans, handed.party());
    auto const is_there = place != humans.end() && *place == handed.party();
    if (handed.to_human() && !is_there) {
        auto const index = static_cast<int>(place - humans.begin());
        *humans.Add() = handed.party();
        std::rotate(humans.begin() + index, humans.end() - 1, humans.end());
    } else if (!handed.to_human() && is_there) {
        humans.erase(place);
    }
}

}  // namespace

bool is_of_exercise(v1::Event const& event) {
    return event.has_exercise_opened() || event.has_exercise_moved() || event.has_pace_changed() ||
           event.has_skipped_ahead() || event.has_inject_given() || event.has_inject_skipped() ||
           event.has_inject_judged() || event.has_party_handed_over() ||
           event.has_observation_noted();
}

void fold_exercise(v1::ExerciseRecord& exercise, v1::Event const& event) {
    if (event.has_exercise_opened()) {
        exercise = event.exercise_opened().exercise();
        exercise.set_phase_since_us(event.at_us());
    } else if (event.has_exercise_moved()) {
        exercise.set_phase(event.exercise_moved().phase());
        exercise.set_phase_since_us(event.at_us());
        exercise.set_reason(event.exercise_moved().reason());
    } else if (event.has_pace_changed()) {
        exercise.set_pace_percent(event.pace_changed().pace_percent());
    } else if (event.has_inject_given()) {
        fold_given(exercise, event.inject_given().inject());
    } else if (event.has_inject_skipped()) {
        auto& skipped = known_inject(exercise, event.inject_skipped().inject_id());
        skipped.set_state(v1::INJECT_STATE_SKIPPED);
        skipped.set_at_us(event.at_us());
        skipped.set_judged_note(event.inject_skipped().reason());
    } else if (event.has_inject_judged()) {
        auto& judged = known_inject(exercise, event.inject_judged().inject_id());
        judged.set_result(event.inject_judged().result());
        judged.set_judged_note(event.inject_judged().note());
    } else if (event.has_party_handed_over()) {
        fold_hand_over(exercise, event.party_handed_over());
    } else if (event.has_observation_noted()) {
        *exercise.add_observations() = event.observation_noted().observation();
    }
    // That time leaps is what the events after it say.
}

v1::InjectRecord const* inject_of(v1::ExerciseRecord const& exercise, std::string_view id) {
    auto const found = std::ranges::find(
        exercise.injects(), id, [](auto const& each) -> auto& { return each.inject_id(); });
    return found == exercise.injects().end() ? nullptr : &*found;
}

bool is_player(v1::Role role) {
    return role != v1::ROLE_CONTROLLER && role != v1::ROLE_OBSERVER && role != v1::ROLE_ADMIN;
}

bool is_told_to(v1::InjectText const& what, v1::Actor const& viewer) {
    return !is_player(viewer.role()) || std::ranges::any_of(what.to(), [&](auto const& to) {
        return organisation_of(to) == "*"
                   ? speaks_for(viewer, make_party(role_of(to), viewer.organisation()))
                   : speaks_for(viewer, to);
    });
}

v1::ExerciseRecord for_players(v1::ExerciseRecord exercise) {
    auto& injects = *exercise.mutable_injects();
    injects.erase(
        std::remove_if(injects.begin(), injects.end(),
                       [](auto const& each) { return each.state() != v1::INJECT_STATE_GIVEN; }),
        injects.end());
    for (auto& inject : injects) {
        inject.clear_cause();
        inject.clear_result();
        inject.clear_judged_note();
        inject.clear_done_at_us();
    }
    exercise.clear_observations();
    return exercise;
}

void hide_from_players(v1::Event& event) {
    if (event.has_exercise_opened()) {
        auto& exercise = *event.mutable_exercise_opened()->mutable_exercise();
        exercise = for_players(std::move(exercise));
    } else if (event.has_inject_given()) {
        event.mutable_inject_given()->mutable_inject()->clear_cause();
    } else if (event.has_inject_skipped()) {
        event.mutable_inject_skipped()->Clear();
    } else if (event.has_inject_judged()) {
        event.mutable_inject_judged()->Clear();
    } else if (event.has_observation_noted()) {
        event.mutable_observation_noted()->Clear();
    }
}

void keep_told_to(v1::Actor const& viewer, v1::ExerciseRecord& exercise) {
    auto& injects = *exercise.mutable_injects();
    injects.erase(
        std::remove_if(injects.begin(), injects.end(),
                       [&](auto const& each) { return !is_told_to(each.what(), viewer); }),
        injects.end());
}

void hide_unless_told_to(v1::Actor const& viewer, v1::Event& event) {
    if (event.has_inject_given() && !is_told_to(event.inject_given().inject().what(), viewer)) {
        event.mutable_inject_given()->Clear();
    }
}

}  // namespace larm::core
