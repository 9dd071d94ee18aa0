// Facts in words, in Swedish as duty officers say it and in English: levels, casualties, parties,
// what is still asked. Text from humans is not here.
#pragma once

#include <larm/v1/blood_units.pb.h>
#include <larm/v1/domain.pb.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/core/pack.hpp"

namespace larm::delivery {

enum class Language { swedish, english };

[[nodiscard]] std::string_view level_in_words(v1::ReadinessLevel level, Language language);

/// "12 svårt skadade, 20 lindrigt skadade"; "okänt antal skadade" where nothing is known. Whole
/// parts only: where `characters_max` is short the least grave fall away, since half a number would
/// be a wrong one.
[[nodiscard]] std::string casualties_in_words(v1::Casualties const& casualties, Language language,
                                              std::size_t characters_max = std::string::npos);

/// "TiB Dalarna", "Blodcentralen Falun", "TiB Socialstyrelsen". A party the pack does not know is
/// itself.
[[nodiscard]] std::string party_in_words(core::Pack const& pack, std::string_view party,
                                         Language language);

/// What a party in a step still owes: "3 transporter", "kvittens", "ställningstagande".
[[nodiscard]] std::string asks_in_words(core::Pack const& pack, std::string_view step, int missing,
                                        Language language);

/// "12 O-, 40 O+, 10 plasma"; in the order they were asked for, and only so many as fit, with an
/// ellipsis where some do not.
[[nodiscard]] std::string blood_in_words(
    google::protobuf::RepeatedPtrField<v1::BloodUnits> const& units, Language language,
    std::size_t characters_max);

}  // namespace larm::delivery
