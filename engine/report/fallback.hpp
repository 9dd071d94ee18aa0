// The fallback pack (reservpärm): what a region needs on paper when power, network or this system
// is gone. Pure: from the state, and from names and numbers that somebody else looks up.
#pragma once

#include <larm/v1/domain.pb.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/state.hpp"
#include "engine/report/paper.hpp"

namespace larm::report {

/// How to reach a person, for a human. Empty where it is not known.
struct PaperPerson {
    std::string name;
    std::string phone;
    std::string rakel;
    std::string email;
};

/// Looks a person up by officer id.
using FindPerson = std::function<PaperPerson(std::string_view officer_id)>;

/// Whose packs there are: the regions of the state's rule pack.
[[nodiscard]] std::vector<std::string> fallback_regions(core::State const& state);

/// The pack of one region: what to do, whom to call, the commitment board, the situation report's
/// form, and what stands in the incidents that are open now. In Swedish. Empty blocks where the
/// state has no rule pack or no such region.
[[nodiscard]] PaperDocument fallback_pack(core::State const& state, std::string_view region,
                                          FindPerson const& find, core::Instant now);

}  // namespace larm::report
