// What no text of ours may contain, wherever it comes from: broken UTF-8 and control characters,
// which would garble an SMS, a Rakel status or a log line.
#pragma once

#include <optional>
#include <string_view>

namespace larm::server {

/// What is wrong with `text`, to stand after a field's name. Line feeds and tabs are allowed.
[[nodiscard]] std::optional<std::string_view> text_fault(std::string_view text);

[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace larm::server
