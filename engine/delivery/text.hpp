// What becomes of text from humans before it leaves: it may hold anything, broken UTF-8 included,
// and must still be sendable. Nothing is judged or filtered by its meaning.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace larm::delivery {

/// Code points; a byte that is no part of valid UTF-8 becomes U+FFFD.
[[nodiscard]] std::u32string code_points(std::string_view utf8);
[[nodiscard]] std::string utf8(std::u32string_view points);

/// The text as one line of valid UTF-8: control characters, line and paragraph separators become
/// spaces, runs of spaces one, none at the ends. A human's value cannot break out of its line.
[[nodiscard]] std::string one_line(std::string_view human);

/// The same for Rakel and SMS: printable ISO 8859-1 only (as UTF-8). Letters and signs outside are
/// written with those inside; what has no likeness becomes "?".
[[nodiscard]] std::string latin1_line(std::string_view human);

/// The first `characters_max` characters, without a space at the cut.
[[nodiscard]] std::string cut(std::string_view utf8, std::size_t characters_max);
/// The same of a list, "a; b; c": whole entries, and how many more there are, "a; +2". Where not
/// one fits, as cut().
[[nodiscard]] std::string cut_list(std::string_view utf8, std::size_t characters_max);

}  // namespace larm::delivery
