// Supplies: for how long medicines and devices last, as organisations report it. World state: two
// incidents share what there is. Old figures are unknown, neither enough nor short.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/support.pb.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/core/pack.hpp"

namespace larm::core {

class State;

/// By organisation and item; the latest observation of each.
using Supplies = std::map<std::pair<std::string, std::string>, v1::SupplyRecord>;

void fold_supply(Supplies& supplies, v1::SupplyReported const& reported);

/// nullptr where the pack does not list it.
[[nodiscard]] v1::SupplyItem const* supply_item(Pack const& pack, std::string_view item);

/// How what is said is spelt already, by the rules or by the organisation's own earlier reports:
/// blanks and capitals make no other item. As it is said where it is new.
[[nodiscard]] std::string known_supply(State const& state, std::string const& organisation,
                                       std::string const& item);

/// As a reader sees it at `now`.
[[nodiscard]] v1::SupplyView supply_view(Pack const* pack, v1::SupplyRecord const& supply,
                                         Instant now);

/// What runs short first, by days of cover; then what is too old to be known; then the rest.
/// `region` empty: of all regions.
[[nodiscard]] std::vector<v1::SupplyView> supply_views(State const& state, std::string_view region,
                                                       bool shortages_only, Instant now);

}  // namespace larm::core
