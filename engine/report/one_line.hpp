// What humans have written, as one line of a document.
#pragma once

#include <string>
#include <string_view>

namespace larm::report {

/// Line feeds, tabs and the other separators of lines in `human`, which is UTF-8, become spaces,
/// runs of spaces one, none at the ends: what somebody writes cannot look like a line, a heading or
/// a section of the document that it stands in.
[[nodiscard]] std::string one_line(std::string_view human);

}  // namespace larm::report
