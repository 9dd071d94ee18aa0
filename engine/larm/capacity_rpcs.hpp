// The verbs of `larm capacity` that are calls of one method each.
#pragma once

#include <array>

#include "engine/larm/rpc_row.hpp"

namespace larm::cli {

inline constexpr auto capacity_rpcs = std::to_array<Rpc>({
    {"order", "CapacityService/OrderSteps",
     "Order steps of a hospital's PLUS ladder, with those that they need",
     "larm capacity order --hospital FAL --step personal-2"},
    {"step", "CapacityService/ReportStep",
     "Say how it goes with a step: accepted, done, failed, stepping-down, none",
     "larm capacity step --hospital FAL --step personal-2 --state accepted --ready-in-minutes 45"},
    {"exercised", "CapacityService/RecordExercised", "Note that a step was exercised",
     "larm capacity exercised --hospital FAL --step personal-2 --took-minutes 70"},
    {"arrivals", "CapacityService/ReportArrivals",
     "Report how many have come to a hospital in all; a count that is left out is as last reported",
     "larm capacity arrivals --hospital FAL --severe 4 --moderate 3 --minor 9"},
    {"history", "CapacityService/GetCapacityHistory",
     "What a hospital has reported, ordered and exercised", "larm capacity history --hospital FAL"},
});

}  // namespace larm::cli
