// The verbs of exercises: one RPC each; that of the report, which writes a file, is by itself. What
// the table's columns are is server_verbs'.
#pragma once

#include <array>

#include "engine/larm/rpc_row.hpp"

namespace larm::cli {

inline constexpr auto exercise_rpcs = std::to_array<Rpc>({
    {"scenarios", "ExerciseService/ListScenarios", "The scenarios that lie ready",
     "larm exercise scenarios"},
    {"load", "ExerciseService/LoadExercise",
     "Open a world for a scenario; its time stands until it is started",
     "larm exercise load --scenario arboga_2006 --humans tib@uppsala"},
    {"list", "ExerciseService/ListExercises", "The exercises that are open", "larm exercise list"},
    {"show", "ExerciseService/GetExercise",
     "One of them: its injects, its players, how what is expected stands",
     "larm exercise show --world arboga_2006"},
    {"start", "ExerciseService/StartExercise", "Let its time run, or run on",
     "larm exercise start --world arboga_2006"},
    {"pause", "ExerciseService/PauseExercise", "Let its time stand",
     "larm exercise pause --world arboga_2006 --reason Lunch"},
    {"pace", "ExerciseService/ChangePace", "How fast its time runs, in percent of the clock's",
     "larm exercise pace --world arboga_2006 --pace-percent 500"},
    {"skip", "ExerciseService/SkipAhead",
     "Let all happen at once for so many seconds, or to the next inject",
     "larm exercise skip --world arboga_2006 --seconds 600"},
    {"inject", "ExerciseService/GiveInject", "Give an inject of the scenario now",
     "larm exercise inject --world arboga_2006 --inject 7"},
    {"leave-out", "ExerciseService/SkipInject", "Do not give an inject of the scenario",
     "larm exercise leave-out --world arboga_2006 --inject 7 --reason \"Redan löst\""},
    {"judge", "ExerciseService/JudgeInject", "Say what came of an inject",
     "larm exercise judge --world arboga_2006 --inject 7 --result partly --note \"Sent\""},
    {"hand-over", "ExerciseService/HandOver",
     "Leave a party to a human, or (without --to-human) to its simulated person",
     "larm exercise hand-over --world arboga_2006 --party tib@uppsala --to-human"},
    {"observe", "ExerciseService/Observe", "Note an observation for the report afterwards",
     "larm exercise observe --world arboga_2006 --text \"Ingen ringde SOS\""},
    {"end", "ExerciseService/EndExercise", "End it for good",
     "larm exercise end --world arboga_2006"},
    {"close", "ExerciseService/CloseExercise", "Close the world of one that has ended",
     "larm exercise close --world arboga_2006"},
});

}  // namespace larm::cli
