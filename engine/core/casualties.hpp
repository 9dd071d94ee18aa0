// What an incident knows of its casualties: sites and arrivals as they were reported. Counts only.
// What is expected of them is in arrivals.
#pragma once

#include <larm/v1/capacity.pb.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/care.hpp"
#include "engine/core/instant.hpp"

namespace larm::core {

struct CasualtyBook {
    /// In the order they were first reported.
    std::vector<v1::CasualtySite> sites;
    /// By hospital, in order of observation; never growing less.
    std::map<std::string, std::vector<v1::ArrivalRecord>, std::less<>> arrivals;

    [[nodiscard]] v1::CasualtySite const* site(std::string_view id) const;
    [[nodiscard]] Counts waiting() const;    ///< At all scenes.
    [[nodiscard]] Counts under_way() const;  ///< From all scenes.
    [[nodiscard]] Counts arrived() const;    ///< At all hospitals, as last reported.
    /// The same as far as it had been observed then.
    [[nodiscard]] Counts arrived_by(Instant at) const;
    [[nodiscard]] Counts arrived_at(std::string_view hospital) const;
    /// Everybody who has been counted, once: at the scenes, under way, and those who had come to
    /// hospitals when every site was seen last; never fewer than have come by now.
    [[nodiscard]] Counts counted() const;
    /// The latest observation of a site; not set where there is none.
    [[nodiscard]] Instant seen_at() const;

    void fold(v1::CasualtySite const& site);
    /// What was reported earlier and is more than a correction says was counted wrongly.
    void fold(v1::ArrivalRecord const& record);
};

[[nodiscard]] Counts sum(Counts const& one, Counts const& other);

}  // namespace larm::core
