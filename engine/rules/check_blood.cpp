// How much blood is expected to be needed: figures that add up, and a step that asks for it as the
// core can run it.
#include <fmt/format.h>

#include <set>

#include "engine/core/blood.hpp"
#include "engine/rules/check_pack.hpp"

namespace larm::rules {
namespace {

constexpr int permille = 1000;
constexpr int per_1000_max = 100'000;
constexpr int early_within_max_min = 24 * 60;
constexpr int stock_age_max_s = 7 * 24 * 3600;
constexpr int horizons_max = 20;
constexpr int same_alarm_max_s = 24 * 3600;

void check_by_severity(Check const& check, Place const& place, v1::BySeverity const& shares) {
    check.range(place.at("severe"), "severe", shares.severe(), 0, permille);
    check.range(place.at("moderate"), "moderate", shares.moderate(), 0, permille);
    check.range(place.at("minor"), "minor", shares.minor(), 0, permille);
}

/// Whoever has a massive transfusion has been admitted.
void check_massive(Check const& check, Place const& place, v1::BloodPolicy const& blood) {
    auto const& massive = blood.massive_permille();
    auto const& admitted = blood.admitted_permille();
    auto const within = [&](char const* severity, int of_massive, int of_admitted) {
        if (of_massive > of_admitted) {
            check.fault(place.at(severity),
                        fmt::format("{} of a thousand need a massive transfusion, and {} are "
                                    "admitted",
                                    of_massive, of_admitted),
                        "at most as many as admitted_permille has");
        }
    };
    within("severe", massive.severe(), admitted.severe());
    within("moderate", massive.moderate(), admitted.moderate());
    within("minor", massive.minor(), admitted.minor());
}

void check_shares(Check const& check, Place const& place, v1::BloodNeedRule const& rule) {
    std::set<int> named;
    std::int64_t all = 0;
    std::int64_t early = 0;
    for (int index = 0; index < rule.shares_size(); ++index) {
        auto const& share = rule.shares(index);
        auto const at = place.at("shares", index);
        check.range(at.at("permille"), "permille", share.permille(), 0, permille);
        check.range(at.at("early_permille"), "early_permille", share.early_permille(), 1, permille);
        if (share.group() == v1::BLOOD_GROUP_UNSPECIFIED) {
            check.fault(at.at("group"), "share without a group");
        } else if (!named.insert(share.group()).second) {
            check.fault(at.at("group"),
                        fmt::format("two shares of {}", v1::BloodGroup_Name(share.group())),
                        "each group has one share");
        }
        all += share.permille();
        early += std::int64_t{share.permille()} * share.early_permille();
    }
    if (rule.shares().empty()) {
        if (rule.product() == v1::BLOOD_PRODUCT_RED_CELLS) {
            check.fault(place, "red cells without shares", "write shares { group: ... } for each");
        }
        return;
    }
    if (all != permille) {
        check.fault(place.at("shares", 0), fmt::format("the shares add up to {} permille", all),
                    "together they are the whole: 1000");
    } else if (early != std::int64_t{rule.early_permille()} * permille) {
        check.fault(place.at("early_permille"),
                    fmt::format("early_permille is {}, and the shares make {}",
                                rule.early_permille(), early / permille),
                    "the sum of permille times early_permille of the shares is the product's");
    }
}

constexpr unsigned antigen_a = 1;
constexpr unsigned antigen_b = 2;

unsigned antigens_of(v1::BloodGroup group) {
    switch (group) {
        case v1::BLOOD_GROUP_A_NEGATIVE:
        case v1::BLOOD_GROUP_A_POSITIVE: return antigen_a;
        case v1::BLOOD_GROUP_B_NEGATIVE:
        case v1::BLOOD_GROUP_B_POSITIVE: return antigen_b;
        case v1::BLOOD_GROUP_AB_NEGATIVE:
        case v1::BLOOD_GROUP_AB_POSITIVE: return antigen_a | antigen_b;
        case v1::BLOOD_GROUP_O_NEGATIVE:
        case v1::BLOOD_GROUP_O_POSITIVE:
        case v1::BLOOD_GROUP_UNSPECIFIED:
        case v1::BloodGroup_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::BloodGroup_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return 0;
}

/// Landsteiner's rule, which no pack can change: whoever lacks A or B has antibodies to it. Red
/// cells carry the antigens, so the recipient must have all of A and B that the giver has: O fits
/// all. Plasma carries the antibodies, so the giver must have all of A and B that the recipient
/// has: AB fits all. Of D and of platelets the pack decides: nobody is born with antibodies to D,
/// and to whom clinics give D-positive cells for want of others differs.
bool fits(v1::BloodProduct product, v1::BloodGroup give, v1::BloodGroup to) {
    auto const giver = antigens_of(give);
    auto const taker = antigens_of(to);
    if (product == v1::BLOOD_PRODUCT_RED_CELLS) {
        return (giver & ~taker) == 0;
    }
    if (product == v1::BLOOD_PRODUCT_PLASMA) {
        return (taker & ~giver) == 0;
    }
    return true;
}

void check_substitutions(Check const& check, Place const& place, v1::BloodNeedRule const& rule) {
    std::set<int> known;
    for (auto const& share : rule.shares()) {
        known.insert(share.group());
    }
    for (int index = 0; index < rule.substitutions_size(); ++index) {
        auto const& each = rule.substitutions(index);
        auto const at = place.at("substitutions", index);
        if (!known.contains(each.give())) {
            check.fault(at.at("give"), "gives a group of which the product has no share");
        }
        if (each.to().empty()) {
            check.fault(at, "stands in for nothing", "write to: [...]");
        }
        for (int to = 0; to < each.to_size(); ++to) {
            if (!known.contains(each.to(to)) || each.to(to) == each.give()) {
                check.fault(at.at("to", to),
                            "stands in for a group of which the product has no share, or for "
                            "itself");
            } else if (auto const taker = static_cast<v1::BloodGroup>(each.to(to));
                       !fits(rule.product(), each.give(), taker)) {
                check.fault(
                    at.at("to", to),
                    fmt::format("{} of {} must not be given to {}",
                                rule.product() == v1::BLOOD_PRODUCT_PLASMA ? "plasma" : "red cells",
                                core::blood::group_sign(each.give()),
                                core::blood::group_sign(taker)),
                    rule.product() == v1::BLOOD_PRODUCT_PLASMA
                        ? "plasma's giver must have all of A and B that the patient has: "
                          "AB fits all"
                        : "a red cell must have nothing of A and B that the patient "
                          "lacks: O fits all");
            }
        }
    }
}

void check_need(Check const& check, Place const& place, v1::BloodNeedRule const& rule) {
    if (rule.product() == v1::BLOOD_PRODUCT_UNSPECIFIED) {
        check.fault(place.at("product"), "need without a product");
    }
    check.range(place.at("units_per_1000_admissions"), "units_per_1000_admissions",
                rule.units_per_1000_admissions(), 0, per_1000_max);
    check.range(place.at("units_per_1000_massive"), "units_per_1000_massive",
                rule.units_per_1000_massive(), 0, per_1000_max);
    if (rule.units_per_1000_admissions() == 0 && rule.units_per_1000_massive() == 0) {
        check.fault(place, "a need of nothing", "write units_per_1000_admissions");
    }
    check.range(place.at("early_permille"), "early_permille", rule.early_permille(), 1, permille);
    check_shares(check, place, rule);
    check_substitutions(check, place, rule);
    check.present(place.at("source"), "source", rule.source());
}

void check_horizons(Check const& check, Place const& place, v1::BloodPolicy const& blood) {
    if (blood.horizons_min().empty() || blood.horizons_min_size() > horizons_max) {
        check.fault(
            place,
            fmt::format("{} times for which the lack is reckoned", blood.horizons_min_size()),
            fmt::format("write horizons_min: [0, 30, 60], at most {}", horizons_max));
    }
    for (int index = 0; index < blood.horizons_min_size(); ++index) {
        auto const at = place.at("horizons_min", index);
        check.range(at, "horizons_min", blood.horizons_min(index), 0, early_within_max_min);
        if (index > 0 && blood.horizons_min(index) <= blood.horizons_min(index - 1)) {
            check.fault(at, "comes before the one before it", "each is later than the one before");
        }
    }
}

void check_needs(Check const& check) {
    auto const place = check.at("blood");
    auto const& blood = check.pack().blood();
    check_by_severity(check, place.at("admitted_permille"), blood.admitted_permille());
    check_by_severity(check, place.at("massive_permille"), blood.massive_permille());
    check_massive(check, place.at("massive_permille"), blood);
    std::set<int> products;
    for (int index = 0; index < blood.needs_size(); ++index) {
        auto const at = place.at("needs", index);
        check_need(check, at, blood.needs(index));
        if (!products.insert(blood.needs(index).product()).second) {
            check.fault(at.at("product"), "two needs of the same product",
                        "each product has one need");
        }
    }
    if (blood.needs().empty()) {
        check.fault(place, "nothing is said to be needed", "write needs { ... }, or no blood");
    }
    check.range(place.at("early_within_min"), "early_within_min", blood.early_within_min(), 1,
                early_within_max_min);
    check.range(place.at("stock_max_age_s"), "stock_max_age_s", blood.stock_max_age_s(), 60,
                stock_age_max_s);
    check.range(place.at("same_alarm_within_s"), "same_alarm_within_s", blood.same_alarm_within_s(),
                0, same_alarm_max_s);
    check_horizons(check, place, blood);
    if (blood.sources().empty()) {
        check.fault(place, "no sources", "write sources: what the figures rest on");
    }
}

/// The three belong together: the core runs them as one.
void check_step(Check const& check, int index) {
    auto const& step = check.pack().steps(index);
    auto const place = check.at("steps", index);
    auto const starts = step.start().trigger() == v1::TRIGGER_BLOOD_ALARM;
    auto const asks = step.expects() == v1::EXPECTS_BLOOD_OFFER;
    auto const everywhere = step.audience().where() == v1::WHERE_COUNTRY;
    if (!starts && !asks && !everywhere) {
        return;
    }
    if (!starts || !asks || !everywhere || step.audience().role() != v1::ROLE_BLOOD) {
        check.fault(place,
                    fmt::format("\"{}\" is only a part of a blood centre's alarm to the country",
                                step.id()),
                    "such a step has TRIGGER_BLOOD_ALARM, EXPECTS_BLOOD_OFFER and audience "
                    "{ role: ROLE_BLOOD where: WHERE_COUNTRY }");
    }
}

}  // namespace

void check_blood(Check const& check) {
    if (check.pack().has_blood()) {
        check_needs(check);
    }
    for (int index = 0; index < check.pack().steps_size(); ++index) {
        check_step(check, index);
    }
}

}  // namespace larm::rules
