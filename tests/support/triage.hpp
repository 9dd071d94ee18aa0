// Stories of triage: a pack with indicators, and the commands of those who report and decide.
#pragma once

#include <string>
#include <vector>

#include "tests/support/hospitals.hpp"

namespace larm::test {

/// The pack of capacity_pack() with tests/support/triage.textproto.
[[nodiscard]] v1::RulePack triage_pack();

/// By the region's TiB.
[[nodiscard]] v1::Command say_indicator(std::string const& incident, std::string const& region,
                                        std::string const& indicator, int value,
                                        core::Instant seen = {});
[[nodiscard]] v1::Command decide_mode(std::string const& incident, std::string const& region,
                                      v1::TriageMode mode);
[[nodiscard]] v1::Command decide_standard(std::string const& incident, std::string const& region,
                                          v1::CareStandard standard, core::Instant until = {});

/// "holds", "does not", "unknown": as it was told.
[[nodiscard]] std::string standing(Story const& story, std::string const& incident,
                                   std::string const& region, std::string const& indicator);
/// How often the log says that it turned so.
[[nodiscard]] int turns(Story const& story, std::string const& region, std::string const& indicator,
                        v1::IndicatorStanding standing);
/// Of all events so far.
[[nodiscard]] std::vector<v1::TriageRecommendation> recommendations(Story const& story);
/// Whether every running incident's indicators are read as reading all of them anew gives, and a
/// state that is read from its snapshot does as this one. Says where not; empty where it does.
[[nodiscard]] std::string triage_differs_from_whole(core::State const& state);

}  // namespace larm::test
