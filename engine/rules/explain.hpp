// Says a rule pack in plain Swedish, so that a disaster-medicine planner can approve it without
// reading its files.
#pragma once

#include <larm/v1/rules.pb.h>

#include <string>

namespace larm::rules {

/// Everything the engine does by itself under `pack`, which is one that load_pack() has let
/// through. The same pack gives the same text. Any thread.
[[nodiscard]] std::string explain(v1::RulePack const& pack);

}  // namespace larm::rules
