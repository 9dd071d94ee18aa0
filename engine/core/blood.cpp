#include "engine/core/blood.hpp"

#include <algorithm>

namespace larm::core::blood {
namespace {

constexpr std::int64_t permille = 1000;
constexpr std::int64_t us_per_minute = 60'000'000;

std::int64_t divided_up(std::int64_t value, std::int64_t by) {
    return (value + by - 1) / by;
}

std::int64_t permille_of(v1::BySeverity const& shares, v1::Casualties const& casualties) {
    return std::int64_t{shares.severe()} * casualties.severe() +
           std::int64_t{shares.moderate()} * casualties.moderate() +
           std::int64_t{shares.minor()} * casualties.minor();
}

/// The larger of what the admissions and what the massive transfusions need.
std::int64_t units_needed(v1::BloodNeedRule const& rule, Expected const& expected) {
    auto const by = permille * permille;
    return std::max(divided_up(expected.admissions * rule.units_per_1000_admissions(), by),
                    divided_up(expected.massive * rule.units_per_1000_massive(), by));
}

}  // namespace

v1::BloodProduct product_or_red_cells(v1::BloodProduct product) {
    return product == v1::BLOOD_PRODUCT_UNSPECIFIED ? v1::BLOOD_PRODUCT_RED_CELLS : product;
}

std::string_view group_sign(v1::BloodGroup group) {
    switch (group) {
        case v1::BLOOD_GROUP_O_NEGATIVE: return "O-";
        case v1::BLOOD_GROUP_O_POSITIVE: return "O+";
        case v1::BLOOD_GROUP_A_NEGATIVE: return "A-";
        case v1::BLOOD_GROUP_A_POSITIVE: return "A+";
        case v1::BLOOD_GROUP_B_NEGATIVE: return "B-";
        case v1::BLOOD_GROUP_B_POSITIVE: return "B+";
        case v1::BLOOD_GROUP_AB_NEGATIVE: return "AB-";
        case v1::BLOOD_GROUP_AB_POSITIVE: return "AB+";
        case v1::BLOOD_GROUP_UNSPECIFIED:
        case v1::BloodGroup_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::BloodGroup_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

void add(Units& sum, Units const& more) {
    for (auto const& [kind, units] : more) {
        sum[kind] += units;
    }
}

std::int64_t total(Units const& units) {
    std::int64_t sum = 0;
    for (auto const& [kind, each] : units) {
        sum += each;
    }
    return sum;
}

bool covers(Units const& have, Units const& wanted) {
    return std::ranges::all_of(wanted, [&](auto const& each) {
        auto const found = have.find(each.first);
        return each.second <= (found == have.end() ? 0 : found->second);
    });
}

Units lacking(v1::BloodSnapshot const& blood, std::string_view asker, Units wanted,
              std::set<std::string_view> const& except) {
    for (auto const& offer : blood.offers()) {
        auto const stands = offer.state() != v1::BLOOD_OFFER_STATE_WITHDRAWN &&
                            !except.contains(offer.given().offer_id());
        if (!stands || offer.given().to() != asker) {
            continue;
        }
        for (auto const& [kind, units] : units_of(offer.accepted())) {
            if (auto const found = wanted.find(kind); found != wanted.end()) {
                found->second -= units;
            }
        }
    }
    std::erase_if(wanted, [](auto const& each) { return each.second <= 0; });
    return wanted;
}

std::vector<Lack> standing_alarms(v1::BloodSnapshot const& blood) {
    std::vector<Lack> standing;
    v1::BloodAlarmSnapshot const* last = nullptr;
    for (auto const& alarm : blood.alarms()) {
        auto lacks = lacking(blood, alarm.asked().party(), units_of(alarm.asked().asks()));
        if (!lacks.empty()) {
            standing.push_back({&alarm, std::move(lacks)});
        }
        last = last == nullptr || alarm.at_us() >= last->at_us() ? &alarm : last;
    }
    if (standing.empty() && last != nullptr) {
        standing.push_back({last, units_of(last->asked().asks())});
    }
    return standing;
}

Expected expected_of(v1::BloodPolicy const& policy, v1::Casualties const& casualties) {
    return {permille_of(policy.admitted_permille(), casualties),
            permille_of(policy.massive_permille(), casualties)};
}

std::vector<Need> need_of(v1::BloodPolicy const& policy, Expected const& expected) {
    std::vector<Need> needs;
    for (auto const& rule : policy.needs()) {
        auto const all = units_needed(rule, expected);
        if (rule.shares().empty()) {
            needs.push_back(
                {{rule.product(), v1::BLOOD_GROUP_UNSPECIFIED}, all, rule.early_permille()});
        }
        for (auto const& share : rule.shares()) {
            needs.push_back({{rule.product(), share.group()},
                             divided_up(all * share.permille(), permille),
                             share.early_permille()});
        }
    }
    return needs;
}

std::int64_t needed_by(Need const& need, Duration elapsed, int early_within_min) {
    auto const minutes = std::max(std::int64_t{0}, divided_up(elapsed.us, us_per_minute));
    auto const whole = permille * early_within_min;  // minutes until all is needed, times its share
    if (minutes >= whole || minutes * need.early_permille >= whole) {
        return need.early_permille == 0 ? 0 : need.units;
    }
    return divided_up(need.units * minutes * need.early_permille, whole);
}

}  // namespace larm::core::blood
