// What breaks in a scenario beside channels: who is cut off, which hospitals are evacuated, when
// the engine itself is away. Functions of the scenario and the time.
#pragma once

#include <larm/v1/scenario.pb.h>

#include <optional>
#include <string>
#include <string_view>

#include "simulators/player/scenario.hpp"

namespace larm::player {

/// Why and until when nothing reaches `party`, nor anything from it; nothing: it is not cut off.
[[nodiscard]] std::optional<v1::ScenarioFault> cut_off(Scenario const& scenario,
                                                       std::string_view party, core::Instant at);
[[nodiscard]] bool is_evacuated(Scenario const& scenario, std::string_view hospital,
                                core::Instant at);
/// When the engine is back; nothing: it is there.
[[nodiscard]] std::optional<core::Instant> back_at(Scenario const& scenario, core::Instant at);
/// Why a channel takes no message to `party`; empty where it does.
[[nodiscard]] std::string outage(Scenario const& scenario, v1::Channel channel,
                                 std::string_view party, core::Instant at);

/// The region of a party of the pack: its own, or its hospital's; empty where it has none.
[[nodiscard]] std::string region_of(v1::RulePack const& pack, std::string_view party);
/// Whether `party` is the one meant by "tib@dalarna" or "tib@*".
[[nodiscard]] bool is_meant(std::string_view pattern, std::string_view party);

}  // namespace larm::player
