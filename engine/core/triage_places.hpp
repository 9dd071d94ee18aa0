// What hospitals have left of each stage, as it was reported and has changed since, kept so that an
// indicator reads it without counting anew. Derived from capacity; a hospital is counted again when
// capacity says that something of it is other.
//
// Changes with events alone: who has come since a figure was seen takes places, and places that
// become free again count when they are reported. So it is never more than what capacity calls
// effective, and the same where places are not free again within a figure's age.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/capacity.hpp"

namespace larm::core {

struct StagePlaces {
    int most = 0;      ///< 0: the hospital does not have the stage.
    Instant stale_at;  ///< From then on it is unknown. Not set: it always was.
    int free = 0;      ///< Negative: so many too few.
    Instant short_at;  ///< A shortfall that was warned of. Not set: none.

    [[nodiscard]] bool is_known(Instant at) const { return stale_at > at; }
    friend bool operator==(StagePlaces const&, StagePlaces const&) = default;
};

struct HospitalPlaces {
    ByStage<StagePlaces> stages{};
    bool is_troubled = false;  ///< Compromised, evacuating or closed.

    friend bool operator==(HospitalPlaces const&, HospitalPlaces const&) = default;
};

/// Those hospitals of a region that have a stage.
struct RegionStage {
    std::vector<StagePlaces> hospitals;  ///< Unknown first, then by when they get too old.
    std::int64_t most = 0;               ///< Of all together.
};

struct RegionPlaces {
    std::vector<std::size_t> hospitals;  ///< Indices.
    ByStage<RegionStage> stages{};
};

class TriagePlaces {
public:
    /// Another pack is in force: counts all hospitals.
    void reset(Capacity const& capacity);
    /// Counts a hospital again; whether it is other than before.
    bool renew(Capacity const& capacity, std::size_t hospital);

    /// By index in the capacity terms.
    [[nodiscard]] HospitalPlaces const& at(std::size_t hospital) const {
        return hospitals_[hospital];
    }
    [[nodiscard]] std::size_t size() const { return hospitals_.size(); }
    [[nodiscard]] std::string const& region_of(std::size_t hospital) const {
        return regions_[hospital]->first;
    }
    /// Without hospitals where the pack in force has no such region, or says nothing of capacity.
    [[nodiscard]] RegionPlaces const& in_region(std::string_view region) const;

private:
    void sort_stage(RegionPlaces& region, std::size_t stage) const;
    static void put(RegionStage& sorted, StagePlaces const& former, StagePlaces const& now);

    using Regions = std::map<std::string, RegionPlaces, std::less<>>;

    std::vector<HospitalPlaces> hospitals_;
    std::vector<Regions::value_type*> regions_;  ///< By hospital; in `by_region_`.
    Regions by_region_;
};

}  // namespace larm::core
