// Shared by the files that check what hospitals can take.
#pragma once

#include "engine/rules/check_pack.hpp"

namespace larm::rules {

/// A stage that the pack's capacity rules have.
void check_known_stage(Check const& check, Place const& place, v1::CareStage stage);
/// The hospitals' figures and ladders.
void check_plus(Check const& check);

}  // namespace larm::rules
