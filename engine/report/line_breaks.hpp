// Where a text is broken into lines of a width. Takes a time that grows with the text and with
// nothing else, whatever its words are: a document of long words must keep nobody waiting.
#pragma once

#include <array>
#include <string_view>
#include <vector>

namespace larm::report {

/// How broad each letter of a one-byte alphabet is, in the unit of the line.
using LetterWidths = std::array<float, 256>;

/// Broken at spaces, and inside a word that alone is too long; at least one letter a line. Parts of
/// `text`, without the spaces that they are broken at; one empty line of an empty text.
[[nodiscard]] std::vector<std::string_view> line_breaks(std::string_view text,
                                                        LetterWidths const& widths, float at_most);

}  // namespace larm::report
