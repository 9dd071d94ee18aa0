// Counting and sorting the characters of a UTF-8 text. What the characters mean is for those who
// call.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace larm::rules {

/// Index of the first byte that is no part of valid UTF-8; nothing where all is valid.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// Code points of a valid UTF-8 text.
[[nodiscard]] std::u32string code_points(std::string_view utf8);
[[nodiscard]] std::size_t characters_in(std::string_view utf8);
[[nodiscard]] std::string utf8(char32_t code_point);

/// The first character that ISO 8859-1 cannot print on one line; nothing where all can be sent.
[[nodiscard]] std::optional<char32_t> first_outside_latin1(std::string_view utf8);

/// Lower case for Swedish: A-Z and Å, Ä, Ö, É.
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace larm::rules
