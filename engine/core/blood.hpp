// Reckoning with blood: what casualties are expected to need, and what lacks of it over time. Pure
// arithmetic on whole units, rounded up where they are needed and down where they are had; every
// figure comes from the pack.
#pragma once

#include <larm/v1/blood.pb.h>
#include <larm/v1/rules.pb.h>
#include <larm/v1/state.pb.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/instant.hpp"

namespace larm::core::blood {

/// A product and its group; the group is unspecified where the product is not divided by it.
using Kind = std::pair<v1::BloodProduct, v1::BloodGroup>;
using Units = std::map<Kind, std::int64_t>;

/// Red cells where a line does not say of what.
[[nodiscard]] v1::BloodProduct product_or_red_cells(v1::BloodProduct product);

/// "O-", "AB+"; the same in every language. Empty where it is not divided by group.
[[nodiscard]] std::string_view group_sign(v1::BloodGroup group);

template <typename Line>
[[nodiscard]] Kind kind_of(Line const& line) {
    return {product_or_red_cells(line.product()), line.group()};
}

/// The sum of the lines.
template <typename Lines>
[[nodiscard]] Units units_of(Lines const& lines) {
    Units units;
    for (auto const& line : lines) {
        units[kind_of(line)] += line.units();
    }
    return units;
}
void add(Units& sum, Units const& more);
[[nodiscard]] std::int64_t total(Units const& units);
/// Whether there is at least as much of each in `have`; nothing stands in for anything here.
[[nodiscard]] bool covers(Units const& have, Units const& wanted);

/// What the centre wants and has not accepted, without the offers of those ids; no zeros.
[[nodiscard]] Units lacking(v1::BloodSnapshot const& blood, std::string_view asker, Units wanted,
                            std::set<std::string_view> const& except = {});

/// One centre's alarm, and what lacks of what it asks.
struct Lack {
    v1::BloodAlarmSnapshot const* alarm = nullptr;
    Units units;
};
/// The alarms that stand: of which something lacks, in the order of first asking; where nothing
/// does, the last one, with all that it asked. None before there is one.
[[nodiscard]] std::vector<Lack> standing_alarms(v1::BloodSnapshot const& blood);

/// People, in thousandths.
struct Expected {
    std::int64_t admissions = 0;
    std::int64_t massive = 0;
};
[[nodiscard]] Expected expected_of(v1::BloodPolicy const& policy, v1::Casualties const& casualties);

/// What is needed in all of one kind, and how much of it early.
struct Need {
    Kind kind;
    std::int64_t units = 0;
    int early_permille = 0;
};
/// In the pack's order: those that go to whose group is not known first.
[[nodiscard]] std::vector<Need> need_of(v1::BloodPolicy const& policy, Expected const& expected);
/// How much of it is needed by `elapsed` after the alarm: in a straight line to the early part, and
/// on along it until all is.
[[nodiscard]] std::int64_t needed_by(Need const& need, Duration elapsed, int early_within_min);

/// A centre whose stock is held against the need; nullptr: it is not known.
struct Stock {
    std::string party;
    v1::BloodStockReported const* counted = nullptr;
};

/// What the lack is reckoned from.
struct Scene {
    v1::BloodPolicy const& policy;
    std::vector<Need> const& need;
    v1::BloodSnapshot const& asked;  ///< Offers to the centres count when they will have arrived.
    Instant alarm_at;
    Instant now;
};

/// What the centres lack together; `out` has its points, since when the need counts, and whose
/// stock is unknown.
void reckon_gap(Scene const& scene, std::vector<Stock> const& centres, v1::BloodGap& out);

}  // namespace larm::core::blood
