// The list of injects (MSEL) as a table for a spreadsheet, and back into the scenario that it came
// from: what the table has no column for, conditions, expectations, acts, comments, stays as it is.
#pragma once

#include <larm/v1/exercise.pb.h>

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "simulators/player/scenario.hpp"

namespace larm::player {

/// UTF-8 with a byte order mark, cells parted by semicolons, begun and ended by ÖVNING. Times are
/// hours, minutes and seconds since the scenario began. With `views`, as they stand in an exercise,
/// it also says what came of each.
[[nodiscard]] std::string msel_csv(Scenario const& scenario,
                                   std::vector<v1::InjectView> const& views = {});

/// What came of a table that was read back.
struct MselMerge {
    std::string text;  ///< Of the whole scenario.
    int changed = 0;
    int added = 0;
    int removed = 0;
    std::vector<std::string> missing;  ///< In the scenario, not in the table, and kept.
};

struct MselSource {
    std::filesystem::path scenario;
    std::filesystem::path table;
    std::optional<std::filesystem::path> rules{};
    /// Take injects that the table does not have out of the scenario.
    bool remove_missing = false;
};

/// Failure: every fault; those of the table by its row and column, as a spreadsheet counts them.
[[nodiscard]] std::expected<MselMerge, rules::Faults> merge_msel(MselSource const& source);

}  // namespace larm::player
