// A replay as text for a person: what is played, how it stood, and the verdict.
#pragma once

#include <string>

#include "engine/report/language.hpp"
#include "simulators/player/player.hpp"

namespace larm::cli {

struct TextStyle {
    report::Language language = report::Language::swedish;
    bool colour = false;
};

/// Title, sources, what is assumed, seed.
[[nodiscard]] std::string replay_header(player::Scenario const& scenario, std::uint64_t seed,
                                        TextStyle style);
/// One line of the timeline, with the incident's letter where there are several.
[[nodiscard]] std::string replay_line(player::Player const& player, v1::TimelineLine const& line,
                                      TextStyle style);
/// A table of regions per incident, ✓ or ✗ per expectation, and totals.
[[nodiscard]] std::string replay_verdict(player::Player const& player,
                                         v1::ReplayReport const& result, TextStyle style);
/// The report as JSON, one object.
[[nodiscard]] std::string replay_json(v1::ReplayReport const& result);

}  // namespace larm::cli
