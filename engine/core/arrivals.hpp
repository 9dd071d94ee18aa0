// Who is still expected at which hospital, and when. Of those who are left, half come within the
// half time, half of the rest within the next: 1 - 2^(-t/half). Derived from what was reported of
// an incident; no policy but the rules'.
//
// The total is what the scene has reported as waiting and under way, with those who had come by
// then; where the report from the scene (METHANE) says more, that. Of several scenes the last
// report counts: who comes between two scenes' reports may be from either, and is counted beside
// the first one's waiting until that is seen again; rather some too many than too few. Once enough
// have come it is corrected by come / expected, never to less than is reported. The site's nearest
// hospital takes those who come by themselves; the nearest ones that have the stage share the
// others, by what each has at the most. Of those whom a move is to bring from a scene, or is
// bringing, it is known where they come and when: they are shared out to nobody (see
// moved_streams).
#pragma once

#include <string>
#include <vector>

#include "engine/core/capacity_terms.hpp"
#include "engine/core/incident.hpp"

namespace larm::core {

/// Minutes since the epoch, rounded down: what arrivals are reckoned in.
[[nodiscard]] constexpr std::int64_t minute_of(Instant at) {
    return at.us / 60'000'000;
}
[[nodiscard]] constexpr Instant at_minute(std::int64_t minute) {
    return {minute * 60'000'000};
}

/// 1 - 2^(-minutes/half) in millionths.
[[nodiscard]] std::int64_t come_within(std::int64_t minutes, int half_min);

/// The same as a table, by the minute.
class HalfTable {
public:
    HalfTable() = default;
    explicit HalfTable(int half_min);
    [[nodiscard]] std::int64_t millionths(std::int64_t minutes) const {
        if (minutes <= 0) {
            return 0;
        }
        auto const index = static_cast<std::size_t>(minutes);
        return index < table_.size() ? table_[index] : 1'000'000;
    }

private:
    std::vector<std::int32_t> table_;
};

/// Who is expected at one hospital.
struct Expected {
    std::size_t hospital = 0;  ///< By index in the plan's terms.
    Counts milli{};            ///< Thousandths of persons who have not come.
    std::int64_t from = 0;     ///< The minute from which on they come.
};

struct ArrivalPlan {
    CapacityTerms const* terms = nullptr;     ///< The incident's own.
    v1::ArrivalModel const* model = nullptr;  ///< Nothing is expected without one.
    Counts total{};
    int correction_permille = 1000;
    std::vector<Expected> hospitals;  ///< Those at which somebody is expected, by index.
};

/// The model for the incident's kind, or the default; nullptr where the pack has none.
[[nodiscard]] v1::ArrivalModel const* arrival_model(v1::CapacityRules const& rules,
                                                    Incident const& incident);
/// What is expected of an incident that goes on; nothing of one that has ended or was never
/// confirmed. `terms` are the incident's own, and must outlive the plan.
[[nodiscard]] ArrivalPlan plan_arrivals(CapacityTerms const& terms, Incident const& incident);

}  // namespace larm::core
