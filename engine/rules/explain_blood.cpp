// How much blood an alarm is expected to need, in words.
#include <fmt/format.h>

#include "engine/core/blood.hpp"
#include "engine/rules/explain_parts.hpp"
#include "engine/rules/swedish.hpp"

namespace larm::rules {
namespace {

/// "3", "0,25"
std::string per_one(int per_thousand) {
    auto text = fmt::format("{},{:03}", per_thousand / 1000, per_thousand % 1000);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with(',')) {
        text.pop_back();
    }
    return text;
}

std::string percent(int permille) {
    return per_one(permille * 100) + " %";
}

std::string by_severity(v1::BySeverity const& shares) {
    return fmt::format("{} av de svårt, {} av de måttligt och {} av de lindrigt skadade",
                       percent(shares.severe()), percent(shares.moderate()),
                       percent(shares.minor()));
}

std::string shares_in_words(v1::BloodNeedRule const& rule) {
    std::vector<std::string> shares;
    for (auto const& share : rule.shares()) {
        shares.push_back(fmt::format("{} {} (varav {} tidigt)",
                                     core::blood::group_sign(share.group()),
                                     percent(share.permille()), percent(share.early_permille())));
    }
    return shares.empty() ? "Delas inte på grupp." : "Per grupp: " + joined(shares) + ".";
}

std::string substitutions_in_words(v1::BloodNeedRule const& rule) {
    std::string text;
    for (auto const& each : rule.substitutions()) {
        std::vector<std::string> to;
        for (auto const group : each.to()) {
            to.emplace_back(core::blood::group_sign(static_cast<v1::BloodGroup>(group)));
        }
        text += fmt::format(" {} som blir över räknas för {}, i den ordningen.",
                            core::blood::group_sign(each.give()), joined(to));
    }
    return text;
}

std::string need_in_words(v1::BloodPolicy const& blood, v1::BloodNeedRule const& rule) {
    auto const massive = rule.units_per_1000_massive() == 0
                             ? std::string{}
                             : fmt::format(", eller {} per massiv transfusion om det är mer",
                                           per_one(rule.units_per_1000_massive()));
    return fmt::format(
        "{} per inlagd{}. {} behövs inom {}. {}{}", per_one(rule.units_per_1000_admissions()),
        massive, percent(rule.early_permille()), duration_in_words(60 * blood.early_within_min()),
        shares_in_words(rule), substitutions_in_words(rule));
}

}  // namespace

void explain_blood(Page& page, v1::RulePack const& pack) {
    auto const& blood = pack.blood();
    page.paragraph(
        "Så räknas hur mycket blod som väntas gå åt, ur det senaste rapporterade skadeutfallet. "
        "Siffrorna visas och beslutar ingenting: en blodcentral avgör själv om den larmar landet. "
        "Behov avrundas uppåt, tillgång nedåt.");
    page.item("Läggs in", by_severity(blood.admitted_permille()) + ".");
    page.item("Massiv transfusion", by_severity(blood.massive_permille()) + ".");
    for (auto const& rule : blood.needs()) {
        page.item(capitalised(blood_product_in_words(rule.product())), need_in_words(blood, rule));
    }
    page.item("Lager",
              fmt::format("Det blodcentralen själv har räknat och väntas få fram per timme. Äldre "
                          "än {} är okänt, aldrig noll. Det som är på väg räknas när det väntas "
                          "vara framme.",
                          duration_in_words(blood.stock_max_age_s())));
    if (blood.same_alarm_within_s() > 0) {
        page.item("Dubbeltryck",
                  fmt::format("Larmar samma blodcentral landet igen med samma behov inom {} frågas "
                              "ingen på nytt.",
                              duration_in_words(blood.same_alarm_within_s())));
    }
    std::vector<std::string> sources;
    for (auto const& rule : blood.needs()) {
        sources.push_back(capitalised(blood_product_in_words(rule.product())) + ": " +
                          rule.source());
    }
    sources.insert(sources.end(), blood.sources().begin(), blood.sources().end());
    page.bullets(sources);
}

}  // namespace larm::rules
