// Documents of an exercise, each with its name and type. They take their time: never on the
// network's thread, nor on the exercises'.
#pragma once

#include <larm/v1/exercise.pb.h>

#include "simulators/player/after_action.hpp"

namespace larm::exercise {

/// HTML or PDF; JSON where it is neither.
[[nodiscard]] v1::ExportExerciseReply report_document(player::AfterActionReport const& report,
                                                      v1::ExerciseExport format);
/// The injects as a table, with what came of each.
[[nodiscard]] v1::ExportExerciseReply msel_document(player::Scenario const& scenario,
                                                    v1::AfterAction const& report);

}  // namespace larm::exercise
