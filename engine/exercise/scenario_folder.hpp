// The scenarios that lie ready in a folder, and those that are sent as text: read, checked and
// summed up. What has been read of a file is kept until the file changes.
#pragma once

#include <larm/v1/exercise.pb.h>

#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulators/player/scenario.hpp"

namespace larm::exercise {

/// On one thread.
class ScenarioFolder {
public:
    /// `folder` may be empty: none lie ready. `rules` is the folder of the pack that they are
    /// played on.
    ScenarioFolder(std::filesystem::path folder, std::filesystem::path rules)
        : folder_{std::move(folder)}, rules_{std::move(rules)} {}

    /// Of every file, by id.
    [[nodiscard]] std::vector<v1::ScenarioSummary> list();
    /// Of an id that no file has: which may be meant, or which there are. Nothing where one has it.
    [[nodiscard]] std::optional<std::string> refuse_unknown(std::string const& id) const;
    /// Failure: every fault.
    [[nodiscard]] std::expected<player::Scenario, rules::Faults> read(std::string const& id) const;
    /// Of a text as its author has it.
    [[nodiscard]] std::expected<player::Scenario, rules::Faults> read_text(
        std::string const& text) const;

private:
    struct Known {
        std::filesystem::file_time_type changed;
        std::uintmax_t bytes = 0;
        v1::ScenarioSummary summary;
    };

    std::filesystem::path folder_;
    std::filesystem::path rules_;
    std::map<std::filesystem::path, Known> known_;
};

[[nodiscard]] v1::ScenarioSummary summary_of(player::Scenario const& scenario);
/// FILE:LINE:COL: error: ...
[[nodiscard]] std::vector<std::string> lines_of(rules::Faults const& faults);

}  // namespace larm::exercise
