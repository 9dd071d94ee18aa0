#include "engine/core/known_casualties.hpp"

#include <algorithm>

#include "engine/core/known_report.hpp"

namespace larm::core {

std::optional<v1::Casualties> known_casualties(Incident const& incident) {
    auto const& book = incident.casualties;
    auto const reported = reported_casualties(incident.reports);
    if (!reported && book.sites.empty() && book.arrivals.empty()) {
        return std::nullopt;
    }
    auto known = reported.value_or(v1::Casualties{});
    if (!book.sites.empty()) {
        known.set_dead(0);
        for (auto const& site : book.sites) {
            known.set_dead(known.dead() + site.dead());
        }
    }
    auto const least = book.counted();
    auto const of = [&](int estimate, std::size_t severity) {
        auto const counted = static_cast<std::int32_t>(least[severity]);
        return book.sites.empty() ? std::max(estimate, counted) : counted;
    };
    known.set_severe(of(known.severe(), 0));
    known.set_moderate(of(known.moderate(), 1));
    known.set_minor(of(known.minor(), 2));
    return known;
}

}  // namespace larm::core
