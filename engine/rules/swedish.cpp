#include "engine/rules/swedish.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/core/party.hpp"
#include "engine/rules/pack_names.hpp"
#include "engine/rules/text.hpp"

namespace larm::rules {
namespace {

struct Unit {
    int seconds;
    std::string_view one;
    std::string_view many;
};

constexpr std::array<Unit, 4> units{{
    {86'400, "dygn", "dygn"},
    {3600, "timme", "timmar"},
    {60, "minut", "minuter"},
    {1, "sekund", "sekunder"},
}};

/// The word for one value of an enum; the words are few, so a list is read through.
template <typename Enum, std::size_t size>
std::string word_for(std::array<std::pair<Enum, std::string_view>, size> const& words, Enum value) {
    auto const found = std::ranges::find(words, value, [](auto const& each) { return each.first; });
    return std::string{found == words.end() ? "okänt" : found->second};
}

constexpr std::array<std::pair<v1::Role, std::string_view>, 5> roles{{
    {v1::ROLE_TIB, "TiB"},
    {v1::ROLE_DEPUTY, "ställföreträdande TiB"},
    {v1::ROLE_BLOOD, "blodcentralen"},
    {v1::ROLE_HOSPITAL, "sjukhuset"},
    {v1::ROLE_NATIONAL, "nationell TiB"},
}};

/// How a party of the role begins, before the short name of its organisation.
constexpr std::array<std::pair<v1::Role, std::string_view>, 5> party_words{{
    {v1::ROLE_TIB, "TiB"},
    {v1::ROLE_DEPUTY, "Stf TiB"},
    {v1::ROLE_BLOOD, "Blodcentralen"},
    {v1::ROLE_HOSPITAL, "Sjukhuset"},
    {v1::ROLE_NATIONAL, "TiB"},
}};

constexpr std::array<std::pair<v1::Channel, std::string_view>, 7> channels{{
    {v1::CHANNEL_PUSH, "push"},
    {v1::CHANNEL_SMS, "sms"},
    {v1::CHANNEL_VOICE, "telefonsamtal"},
    {v1::CHANNEL_RAKEL, "Rakel"},
    {v1::CHANNEL_EMAIL, "e-post"},
    {v1::CHANNEL_WEBHOOK, "systemkoppling (webhook)"},
    {v1::CHANNEL_OPERATOR, "larmdisk"},
}};

constexpr std::array<std::pair<v1::ReadinessLevel, std::string_view>, 3> levels{{
    {v1::READINESS_LEVEL_STAB, "stabsläge"},
    {v1::READINESS_LEVEL_FORSTARKNING, "förstärkningsläge"},
    {v1::READINESS_LEVEL_KATASTROF, "katastrofläge"},
}};

constexpr std::array<std::pair<v1::HospitalType, std::string_view>, 4> hospital_types{{
    {v1::HOSPITAL_TYPE_UNIVERSITY, "universitetssjukhus"},
    {v1::HOSPITAL_TYPE_COUNTY, "länssjukhus"},
    {v1::HOSPITAL_TYPE_DISTRICT, "länsdelssjukhus"},
    {v1::HOSPITAL_TYPE_LOCAL, "närsjukhus"},
}};

constexpr std::array<std::pair<v1::TraumaCover, std::string_view>, 3> covers{{
    {v1::TRAUMA_COVER_FULL, "traumaberedskap dygnet runt"},
    {v1::TRAUMA_COVER_LIMITED, "begränsad traumaberedskap"},
    {v1::TRAUMA_COVER_NONE, "ingen traumaberedskap"},
}};

constexpr std::array<std::pair<v1::BloodProduct, std::string_view>, 3> blood_products{{
    {v1::BLOOD_PRODUCT_RED_CELLS, "röda blodkroppar"},
    {v1::BLOOD_PRODUCT_PLASMA, "plasma"},
    {v1::BLOOD_PRODUCT_PLATELETS, "trombocyter"},
}};

constexpr std::array<std::string_view, 13> numbers{
    "noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"};

}  // namespace

std::string duration_in_words(int seconds) {
    std::vector<std::string> parts;
    for (auto const& unit : units) {
        auto const count = seconds / unit.seconds;
        seconds %= unit.seconds;
        if (count > 0) {
            parts.push_back(fmt::format("{} {}", count, count == 1 ? unit.one : unit.many));
        }
    }
    return parts.empty() ? "0 sekunder" : joined(parts);
}

std::string minutes_in_words(int minutes) {
    return duration_in_words(60 * minutes);
}

std::string every_in_words(int seconds) {
    for (auto const& unit : units) {
        auto const count = seconds / unit.seconds;
        if (seconds % unit.seconds != 0 || count == 0) {
            continue;
        }
        if (unit.seconds == 1 && count > 60) {
            return "med " + duration_in_words(count) + " emellan";
        }
        if (count == 1) {
            return fmt::format("varje {}", unit.one);
        }
        if (count == 2) {
            return fmt::format("{} {}", unit.one == "dygn" ? "vartannat" : "varannan", unit.one);
        }
        // Swedish ordinals: 3:e, but 21:a and 32:a.
        auto const ones = count % 10;
        auto const a = (ones == 1 || ones == 2) && count % 100 != 11 && count % 100 != 12;
        return fmt::format("{} {}:{} {}", unit.one == "dygn" ? "vart" : "var", count, a ? "a" : "e",
                           unit.one);
    }
    return "hela tiden";
}

std::string number_in_words(int number) {
    return number >= 0 && number < static_cast<int>(numbers.size())
               ? std::string{numbers[static_cast<std::size_t>(number)]}
               : fmt::format("{}", number);
}

std::string transports_in_words(int number) {
    return number_in_words(number) + (number == 1 ? " sekundärtransport" : " sekundärtransporter");
}

std::string joined(std::vector<std::string> const& words) {
    std::string text;
    for (std::size_t index = 0; index < words.size(); ++index) {
        auto const last = index + 1 == words.size();
        text += index == 0 ? "" : last ? " och " : ", ";
        text += words[index];
    }
    return text;
}

std::string capitalised(std::string_view text) {
    std::string result;
    for (auto point : code_points(text)) {
        auto const small = (point >= U'a' && point <= U'z') || point == U'å' || point == U'ä' ||
                           point == U'ö' || point == U'é';
        result += utf8(result.empty() && small ? point - 0x20 : point);
    }
    return result;
}

std::string role_in_words(v1::Role role) {
    return word_for(roles, role);
}

std::string channel_in_words(v1::Channel channel) {
    return word_for(channels, channel);
}

std::string level_in_words(v1::ReadinessLevel level) {
    return word_for(levels, level);
}

std::string hospital_type_in_words(v1::HospitalType type) {
    return word_for(hospital_types, type);
}

std::string blood_product_in_words(v1::BloodProduct product) {
    return word_for(blood_products, product);
}

std::string trauma_in_words(v1::TraumaCover cover) {
    return word_for(covers, cover);
}

std::string stage_in_words(v1::RulePack const& pack, v1::CareStage stage) {
    for (auto const& rule : pack.capacity().stages()) {
        if (rule.stage() == stage) {
            return rule.title().sv();
        }
    }
    return v1::CareStage_Name(stage);
}

std::string party_in_words(v1::RulePack const& pack, std::string_view party) {
    std::string name{core::organisation_of(party)};
    if (auto const* const region = region_called(pack, name); region != nullptr) {
        name = region->short_name();
    } else if (auto const* const hospital = hospital_called(pack, name); hospital != nullptr) {
        name = hospital->name();
    } else {
        for (auto const& organisation : pack.organisations()) {
            name = organisation.id() == name ? organisation.name() : name;
        }
    }
    return word_for(party_words, core::role_of(party)) + " " + name;
}

}  // namespace larm::rules
