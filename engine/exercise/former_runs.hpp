// What earlier runs of a scenario came to, to compare with: each run leaves a note of a few lines
// beside its journal when it has ended.
#pragma once

#include <larm/v1/exercise.pb.h>

#include <filesystem>
#include <string_view>
#include <vector>

namespace larm::exercise {

/// Into `folder`, which is DATA/exercises/WORLD/LOADED_AT. False where it cannot be written.
[[nodiscard]] bool note_run(std::filesystem::path const& folder, v1::AfterAction const& report);

/// Of the same scenario, the latest first, but for the one in `but`. At most ten, of the latest few
/// hundred of all; what cannot be read is passed over.
[[nodiscard]] std::vector<v1::FormerRun> former_runs(std::filesystem::path const& data,
                                                     std::string_view scenario_id,
                                                     std::filesystem::path const& but);

}  // namespace larm::exercise
