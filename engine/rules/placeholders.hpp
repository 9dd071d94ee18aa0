// Message templates: text with placeholders in braces, and how long they become. Rendering what
// people get is engine/delivery's job.
#pragma once

#include <larm/v1/rules.pb.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace larm::rules {

/// Characters of a short text over Rakel. Source: rules.proto at MessageTemplate.short_sv.
inline constexpr std::size_t short_characters_max = 120;
/// What an exercise adds to a short text: "ÖVNING " before it and " ÖVNING" after it.
inline constexpr std::size_t exercise_characters = 14;
/// What Rakel adds to one: "#12 bfd97073 " before it and " SVAR 483920" after it.
inline constexpr std::size_t rakel_characters = 25;

/// A stretch of a template: text, or the name of a placeholder.
struct Piece {
    std::string text;
    bool is_placeholder = false;
};

/// Nothing where a brace has no partner.
[[nodiscard]] std::optional<std::vector<Piece>> pieces_of(std::string_view text);

/// All that may stand in braces.
[[nodiscard]] std::vector<std::string> placeholder_names();

using Values = std::map<std::string, std::string, std::less<>>;

/// The text with its placeholders replaced; one without a value stays as it is written.
[[nodiscard]] std::string fill(std::string_view text, Values const& values);

/// `values` as short texts show them: cut where rules.proto says so.
[[nodiscard]] Values shortened(Values values);

using Lengths = std::map<std::string, std::size_t, std::less<>>;

/// Whether a rung sends the message over Rakel.
[[nodiscard]] bool goes_over_rakel(v1::RulePack const& pack, std::string_view message);
/// What is added to the message's short text at the most.
[[nodiscard]] std::size_t added_to_short(v1::RulePack const& pack, std::string_view message);

/// The most characters that each placeholder can take in a short text of this pack.
[[nodiscard]] Lengths longest_in_short(v1::RulePack const& pack, std::string_view message);

}  // namespace larm::rules
