// `larm replay`: a scenario in virtual time, without a daemon, and the verdict on it. No command
// line is parsed here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>

#include "engine/report/language.hpp"

namespace larm::cli {

struct ReplayOptions {
    std::filesystem::path scenario;
    /// Folder of the rule pack; without it the pack that the scenario names, in a folder rules/NAME
    /// above the scenario or the working directory.
    std::optional<std::filesystem::path> rules;
    /// Changes the simulated people; the same seed gives the same bytes.
    std::uint64_t seed = 1;
    /// How many times faster than life; nothing: as fast as it goes.
    std::optional<double> speed;
    /// Draw a board that is redrawn, where `out` is standard output and a terminal; else the
    /// timeline is printed as it happens. Without a speed it takes `live_speed`.
    bool live = false;
    /// Keep the run's journal in this new file.
    std::optional<std::filesystem::path> journal;
    /// Write the timeline, the verdict and the report of the exercise to files in this folder.
    std::optional<std::filesystem::path> report;
    /// Print one JSON object instead of text.
    bool json = false;
    report::Language language = report::Language::swedish;
    bool colour = false;
};

inline constexpr double live_speed = 60;

/// Exit code of a replay that was interrupted by SIGINT.
inline constexpr int interrupted = 130;

/// Runs it. 0 where every expectation held, 1 where one did not, 2 on bad input, with
/// FILE:LINE:COL: error: ... on `err` for each fault of scenario and rules.
[[nodiscard]] int run_replay(ReplayOptions const& options, std::ostream& out, std::ostream& err);

}  // namespace larm::cli
