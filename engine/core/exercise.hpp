// An exercise as its world's log has it: its phase, its pace, who is played by humans, its injects
// and what has been observed. A live world has none.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/exercise.pb.h>

#include <string_view>

namespace larm::core {

/// Whether the event is about the exercise itself, and not about what is played in it.
[[nodiscard]] bool is_of_exercise(v1::Event const& event);
/// `event` is_of_exercise().
void fold_exercise(v1::ExerciseRecord& exercise, v1::Event const& event);

/// nullptr where there is none.
[[nodiscard]] v1::InjectRecord const* inject_of(v1::ExerciseRecord const& exercise,
                                                std::string_view id);

/// Whether somebody of that role plays; the others look on, and see all that is played.
[[nodiscard]] bool is_player(v1::Role role);
/// Whether `viewer` hears it: it is to a party that they speak for, or they do not play.
[[nodiscard]] bool is_told_to(v1::InjectText const& what, v1::Actor const& viewer);

/// Without what would tell players what is coming, or how they are judged.
[[nodiscard]] v1::ExerciseRecord for_players(v1::ExerciseRecord exercise);
void hide_from_players(v1::Event& event);
/// Without injects that others hear.
void keep_told_to(v1::Actor const& viewer, v1::ExerciseRecord& exercise);
/// Nothing is left of it where it is an inject that others hear.
void hide_unless_told_to(v1::Actor const& viewer, v1::Event& event);

}  // namespace larm::core
