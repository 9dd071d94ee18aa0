// The names that stand in a pack, in its order.
#pragma once

#include <larm/v1/rules.pb.h>

#include <string>
#include <string_view>
#include <vector>

namespace larm::rules {

template <typename Messages>
[[nodiscard]] std::vector<std::string> ids_of(Messages const& messages) {
    std::vector<std::string> ids;
    for (auto const& message : messages) {
        ids.push_back(message.id());
    }
    return ids;
}

/// The step called `id`, or null.
[[nodiscard]] v1::Step const* step_called(v1::RulePack const& pack, std::string_view id);
[[nodiscard]] v1::Region const* region_called(v1::RulePack const& pack, std::string_view id);
[[nodiscard]] v1::Hospital const* hospital_called(v1::RulePack const& pack, std::string_view id);

/// Whether the step asks parties at regions, the stricken one or others.
[[nodiscard]] bool asks_regions(v1::Step const& step);
/// Whether the only party the step can ask is the stricken region's TiB.
[[nodiscard]] bool asks_declarer_only(v1::Step const& step);
/// Whether a party of the step can be the stricken region's TiB.
[[nodiscard]] bool can_ask_declarer(v1::Step const& step);

}  // namespace larm::rules
