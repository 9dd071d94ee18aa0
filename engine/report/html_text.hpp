// Text of humans in HTML.
#pragma once

#include <string>
#include <string_view>

namespace larm::report {

/// As the content of an element or a quoted attribute: nothing in it is markup.
[[nodiscard]] std::string html_text(std::string_view text);

}  // namespace larm::report
