#include "engine/delivery/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/core/blood.hpp"
#include "engine/core/party.hpp"
#include "engine/delivery/text.hpp"

namespace larm::delivery {
namespace {

std::string_view in(Language language, std::string_view swedish, std::string_view english) {
    return language == Language::swedish ? swedish : english;
}

/// "Dalarna" for dalarna; another organisation's name, or its id where the pack has none.
std::string organisation_in_words(core::Pack const& pack, std::string_view id) {
    if (auto const* const region = pack.region(id); region != nullptr) {
        return region->short_name();
    }
    for (auto const& organisation : pack.rules.organisations()) {
        if (organisation.id() == id) {
            return organisation.name();
        }
    }
    for (auto const& hospital : pack.rules.hospitals()) {
        if (hospital.id() == id) {
            return hospital.name();
        }
    }
    return std::string{id};
}

std::string blood_centre_in_words(core::Pack const& pack, std::string_view region,
                                  Language language) {
    auto const& centres = pack.rules.blood_centres();
    auto const named = std::ranges::find_if(
        centres, [&](auto const& centre) { return centre.region_id() == region; });
    if (named != centres.end() && !named->name().empty()) {
        return named->name();
    }
    return fmt::format("{} {}", in(language, "Blodcentralen", "Blood centre"),
                       organisation_in_words(pack, region));
}

}  // namespace

std::string_view level_in_words(v1::ReadinessLevel level, Language language) {
    switch (level) {
        case v1::READINESS_LEVEL_STAB:
            return in(language, "stabsläge", "staff standby (stabsläge)");
        case v1::READINESS_LEVEL_FORSTARKNING:
            return in(language, "förstärkningsläge", "reinforcement (förstärkningsläge)");
        case v1::READINESS_LEVEL_KATASTROF:
            return in(language, "katastrofläge", "disaster (katastrofläge)");
        case v1::READINESS_LEVEL_UNSPECIFIED:
        case v1::ReadinessLevel_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::ReadinessLevel_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return in(language, "okänt", "unknown");
}

std::string casualties_in_words(v1::Casualties const& casualties, Language language,
                                std::size_t characters_max) {
    struct Part {
        int count;
        std::string_view one;
        std::string_view many;
        std::string_view english;
    };
    std::array const parts{
        Part{casualties.dead(), "död", "döda", "dead"},
        Part{casualties.severe(), "svårt skadad", "svårt skadade", "severely injured"},
        Part{casualties.moderate(), "måttligt skadad", "måttligt skadade", "moderately injured"},
        Part{casualties.minor(), "lindrigt skadad", "lindrigt skadade", "slightly injured"},
    };
    std::string text;
    for (auto const& part : parts) {
        if (part.count < 1) {
            continue;
        }
        auto const longer =
            fmt::format("{}{}{} {}", text, text.empty() ? "" : ", ", part.count,
                        in(language, part.count == 1 ? part.one : part.many, part.english));
        if (code_points(longer).size() > characters_max) {
            break;
        }
        text = longer;
    }
    return text.empty()
               ? std::string{in(language, "okänt antal skadade", "number of injured unknown")}
               : text;
}

std::string blood_in_words(google::protobuf::RepeatedPtrField<v1::BloodUnits> const& units,
                           Language language, std::size_t characters_max) {
    constexpr std::string_view more = " ...";
    auto const room = [&](int index) {
        auto const is_last = index + 1 == units.size();
        return characters_max - (is_last || characters_max == std::string::npos ? 0 : more.size());
    };
    std::string text;
    for (int index = 0; index < units.size(); ++index) {
        auto const& line = units[index];
        auto const product = core::blood::product_or_red_cells(line.product());
        std::string_view name;
        if (product == v1::BLOOD_PRODUCT_PLASMA) {
            name = "plasma";
        } else if (product == v1::BLOOD_PRODUCT_PLATELETS) {
            name = in(language, "trombocyter", "platelets");
        }
        auto const sign = core::blood::group_sign(line.group());
        auto const longer =
            fmt::format("{}{}{}{}{}{}{}", text, text.empty() ? "" : ", ", line.units(),
                        sign.empty() ? "" : " ", sign, name.empty() ? "" : " ", name);
        if (code_points(longer).size() > room(index)) {
            return text + std::string{more};
        }
        text = longer;
    }
    return text.empty() ? std::string{in(language, "okänt", "unknown")} : text;
}

std::string party_in_words(core::Pack const& pack, std::string_view party, Language language) {
    auto const organisation = core::organisation_of(party);
    switch (core::role_of(party)) {
        case v1::ROLE_TIB:
        case v1::ROLE_NATIONAL: return "TiB " + organisation_in_words(pack, organisation);
        case v1::ROLE_DEPUTY:
            return fmt::format("{} {}", in(language, "Stf TiB", "Deputy TiB"),
                               organisation_in_words(pack, organisation));
        case v1::ROLE_BLOOD: return blood_centre_in_words(pack, organisation, language);
        case v1::ROLE_HOSPITAL: return organisation_in_words(pack, organisation);
        case v1::ROLE_UNSPECIFIED:
        case v1::ROLE_CONTROLLER:
        case v1::ROLE_OBSERVER:
        case v1::ROLE_ADMIN:
        case v1::Role_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Role_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return std::string{party};
}

std::string asks_in_words(core::Pack const& pack, std::string_view step, int missing,
                          Language language) {
    auto const index = pack.step_index(step);
    auto const expects = index < 0 ? v1::EXPECTS_UNSPECIFIED : pack.step(index).expects();
    switch (expects) {
        case v1::EXPECTS_TRANSPORTS:
            return fmt::format("{} {}", missing,
                               missing == 1 ? in(language, "transport", "transport unit")
                                            : in(language, "transporter", "transport units"));
        case v1::EXPECTS_NATIONAL_DECISION:
        case v1::EXPECTS_SHORTFALL_DECISION:
        case v1::EXPECTS_TRIAGE_DECISION:
            return std::string{in(language, "ställningstagande", "a decision")};
        case v1::EXPECTS_BLOOD_OFFER: return std::string{in(language, "blod", "blood")};
        case v1::EXPECTS_SUPPORT_OFFER:
            return fmt::format(
                "{} {} {}", in(language, "svar på", "an answer on"), missing,
                missing == 1 ? in(language, "rad", "line") : in(language, "rader", "lines"));
        case v1::EXPECTS_TRANSFER_ANSWER:
            return fmt::format("{} {} {}", in(language, "svar om", "an answer on"), missing,
                               missing == 1 ? in(language, "patient", "patient")
                                            : in(language, "patienter", "patients"));
        case v1::EXPECTS_SITUATION_REPORT:
            return std::string{in(language, "en lägesbild", "a situation report")};
        case v1::EXPECTS_ACKNOWLEDGEMENT:
        case v1::EXPECTS_UNSPECIFIED:
        case v1::Expects_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Expects_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return std::string{in(language, "kvittens", "an acknowledgement")};
}

}  // namespace larm::delivery
