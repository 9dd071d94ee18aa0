// What the daemon answers of exercises, as their controller reads it; documents as they are.
#pragma once

#include <larm/v1/exercise.pb.h>

#include <optional>
#include <string>

#include "engine/report/words.hpp"

namespace larm::cli {

/// "går, övningstid 14:07:32, takt 100 %"
[[nodiscard]] std::string how_it_runs(v1::ExerciseView const& exercise);

/// Nothing where `method` is of another service, or a command; empty where `json` is no such reply.
[[nodiscard]] std::optional<std::string> exercise_text(std::string const& method,
                                                       std::string const& json,
                                                       report::Words const& words);

}  // namespace larm::cli
