// Transfer models at random, and the same optimum by a program that is not ours (GLPK).
#pragma once

#include <cstdint>

#include "engine/core/transfer_plan.hpp"

namespace larm::test {

struct ModelSize {
    std::size_t sites = 2;
    std::size_t hospitals = 6;
    std::size_t regions = 3;
    int patients = 40;
    int vehicles = 12;
};

/// The same seed gives the same model.
[[nodiscard]] core::TransferModel random_model(std::uint32_t seed, ModelSize const& size);

/// The least cost of the model's flow, as a linear program.
[[nodiscard]] std::int64_t cost_by_glpk(core::TransferModel const& model);

/// The nearest free vehicle and the nearest free place for one patient after the other, the worst
/// off first: what a person with a list would do.
[[nodiscard]] core::TransferPlan plan_greedily(core::TransferModel const& model);

}  // namespace larm::test
