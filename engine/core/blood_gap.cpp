// What lacks of blood over time. Simple on purpose, and as the pack's words have it: a straight
// line of need, stock and production as they were counted, what will have arrived, and then what is
// left over of one group for others, in the pack's order.
#include <algorithm>
#include <limits>
#include <optional>

#include "engine/core/blood.hpp"

namespace larm::core::blood {
namespace {

constexpr std::int64_t us_per_hour = 3'600'000'000;

std::int32_t in_view(std::int64_t units) {
    return static_cast<std::int32_t>(
        std::clamp(units, std::int64_t{0}, std::int64_t{std::numeric_limits<std::int32_t>::max()}));
}

bool is_of(Kind const& kind, v1::BloodProduct product, v1::BloodGroup group) {
    return kind.first == product_or_red_cells(product) &&
           (kind.second == v1::BLOOD_GROUP_UNSPECIFIED || kind.second == group);
}

/// What a centre will have had of a kind by then, from its stock; nothing where it has not said.
std::optional<std::int64_t> supply_of(v1::BloodStockReported const& counted, Kind const& kind,
                                      Instant by) {
    auto const since = std::max(std::int64_t{0}, by.us - counted.observed_at_us());
    std::optional<std::int64_t> supply;
    for (auto const& line : counted.lines()) {
        if (is_of(kind, line.product(), line.group())) {
            supply =
                supply.value_or(0) + line.units() +
                std::int64_t{line.per_hour()} * (since / 1'000'000) / (us_per_hour / 1'000'000);
        }
    }
    return supply;
}

std::int64_t units_of_kind(v1::BloodOfferSnapshot const& offer, Kind const& kind) {
    std::int64_t sum = 0;
    for (auto const& line : offer.accepted()) {
        sum += is_of(kind, line.product(), line.group()) ? line.units() : 0;
    }
    return sum;
}

Stock const* among(std::vector<Stock> const& centres, std::string const& party) {
    auto const found = std::ranges::find(centres, party, &Stock::party);
    return found == centres.end() ? nullptr : &*found;
}

/// Where an offer that the centres have taken stands at a time.
enum class Way : std::uint8_t { none, promised, arrived };

Way way_of(v1::BloodOfferSnapshot const& offer, std::vector<Stock> const& centres, Instant by) {
    auto const* const to = among(centres, offer.given().to());
    if (to == nullptr || among(centres, offer.given().party()) != nullptr) {
        return Way::none;  // nobody's here, or it only moves between them
    }
    switch (offer.state()) {
        case v1::BLOOD_OFFER_STATE_ACCEPTED: return Way::promised;
        case v1::BLOOD_OFFER_STATE_UNDER_WAY:
            return offer.arrives_at_us() != 0 && offer.arrives_at_us() <= by.us ? Way::arrived
                                                                                : Way::promised;
        case v1::BLOOD_OFFER_STATE_ARRIVED: {
            auto const is_counted =
                to->counted != nullptr && to->counted->observed_at_us() >= offer.arrived_at_us();
            return is_counted ? Way::none : Way::arrived;
        }
        case v1::BLOOD_OFFER_STATE_OFFERED:
        case v1::BLOOD_OFFER_STATE_WITHDRAWN:
        case v1::BLOOD_OFFER_STATE_UNSPECIFIED:
        case v1::BloodOfferState_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::BloodOfferState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return Way::none;
}

/// One point while it is reckoned.
struct Line {
    Kind kind;
    std::int64_t need = 0;
    std::int64_t supply = 0;
    std::int64_t incoming = 0;
    std::int64_t promised = 0;
    std::int64_t substituted = 0;
    std::int64_t given = 0;
    bool is_unknown = false;

    [[nodiscard]] std::int64_t lacking() const {
        return std::max(std::int64_t{0}, need - supply - incoming - substituted + given);
    }
    [[nodiscard]] std::int64_t left() const {
        return std::max(std::int64_t{0}, supply + incoming - given - need);
    }
};

Line line_of(Scene const& scene, std::vector<Stock> const& centres, Need const& need, Instant since,
             Instant by) {
    auto const window = scene.policy.early_within_min();
    Line line{.kind = need.kind};
    line.need = needed_by(need, by - scene.alarm_at, window) -
                needed_by(need, since - scene.alarm_at, window);
    for (auto const& centre : centres) {
        auto const supply =
            centre.counted == nullptr ? std::nullopt : supply_of(*centre.counted, need.kind, by);
        line.supply += supply.value_or(0);
        line.is_unknown = line.is_unknown || !supply;
    }
    for (auto const& offer : scene.asked.offers()) {
        auto const way = way_of(offer, centres, by);
        line.incoming += way == Way::arrived ? units_of_kind(offer, need.kind) : 0;
        line.promised += way == Way::promised ? units_of_kind(offer, need.kind) : 0;
    }
    return line;
}

Line* find(std::vector<Line>& lines, Kind const& kind) {
    auto const found = std::ranges::find(lines, kind, &Line::kind);
    return found == lines.end() ? nullptr : &*found;
}

/// In the pack's order, and no cleverer. A lack that an unknown stock might have met is unknown.
void substitute(std::vector<Line>& lines, v1::BloodPolicy const& policy) {
    for (auto const& rule : policy.needs()) {
        for (auto const& each : rule.substitutions()) {
            auto* const giver = find(lines, {rule.product(), each.give()});
            for (auto const group : each.to()) {
                auto* const taker =
                    find(lines, {rule.product(), static_cast<v1::BloodGroup>(group)});
                if (giver == nullptr || taker == nullptr || giver == taker) {
                    continue;
                }
                auto const moved = std::min(giver->left(), taker->lacking());
                giver->given += moved;
                taker->substituted += moved;
                taker->is_unknown = taker->is_unknown || giver->is_unknown;
            }
        }
    }
}

void view(Line const& line, int in_minutes, v1::BloodGapPoint& out) {
    out.set_in_minutes(in_minutes);
    out.set_product(line.kind.first);
    out.set_group(line.kind.second);
    out.set_need(in_view(line.need));
    out.set_supply(in_view(line.supply));
    out.set_incoming(in_view(line.incoming));
    out.set_promised(in_view(line.promised));
    out.set_substituted(in_view(line.substituted));
    out.set_given(in_view(line.given));
    out.set_lacking(in_view(line.lacking()));
    out.set_is_known(line.lacking() == 0 || !line.is_unknown);
}

/// The need counts from the alarm; where the stocks were all counted after it, from the first of
/// those, since what had been used by then no longer stood in it.
Instant counted_since(Scene const& scene, std::vector<Stock> const& centres) {
    std::optional<Instant> earliest;
    for (auto const& centre : centres) {
        if (centre.counted != nullptr) {
            Instant const at{centre.counted->observed_at_us()};
            earliest = std::min(earliest.value_or(at), at);
        }
    }
    return std::max(scene.alarm_at, earliest.value_or(scene.alarm_at));
}

}  // namespace

void reckon_gap(Scene const& scene, std::vector<Stock> const& centres, v1::BloodGap& out) {
    auto const since = counted_since(scene, centres);
    out.set_since(since.us);
    for (auto const& centre : centres) {
        if (centre.counted == nullptr) {
            out.add_unknown(centre.party);
        }
    }
    for (auto const minutes : scene.policy.horizons_min()) {
        std::vector<Line> lines;
        for (auto const& need : scene.need) {
            auto const by = scene.now + seconds(std::int64_t{60} * minutes);
            lines.push_back(line_of(scene, centres, need, since, by));
        }
        substitute(lines, scene.policy);
        for (auto const& line : lines) {
            view(line, minutes, *out.add_points());
        }
    }
}

}  // namespace larm::core::blood
