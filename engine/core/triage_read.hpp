// Where the values of indicators come from: each source worked out from what the state knows, as a
// course that goes on by itself until something new is reported. Pure, and the same whenever it is
// read: no time comes in.
#pragma once

#include "engine/core/incident.hpp"
#include "engine/core/supply.hpp"
#include "engine/core/triage_book.hpp"
#include "engine/core/triage_places.hpp"

namespace larm::core {

/// What there is to read.
struct TriageSight {
    Capacity const& capacity;
    TriagePlaces const& places;
    Supplies const& supplies;
    std::map<std::string, v1::BloodStockReported, std::less<>> const& blood_stocks;
    Incident const& incident;
    std::size_t number = 0;  ///< Of the incident, as capacity numbers them.
    /// Of the region that is being read, where it has been looked up; nullptr: it has not.
    RegionPlaces const* here = nullptr;
};

/// Sources that read the same things, so that an event is followed by those that read it alone.
enum class TriageInput : std::uint8_t {
    hospitals = 1,   ///< Figures, ladders, shortfalls.
    casualties = 2,  ///< Sites, arrivals, who is expected.
    transports = 4,
    supplies = 8,
    blood = 16,
    reports = 32,
};
/// The inputs of a source, as bits.
[[nodiscard]] unsigned inputs_of(v1::TriageSource source);

/// In the memory of `former`, a course that is needed no more: with each report many are read.
[[nodiscard]] Course read_course(TriageSight const& sight, TriageRegionTerms const& region,
                                 v1::TriageIndicator const& rule, Course former = {});

}  // namespace larm::core
