// A file that a duty officer names: contacts, a roster, a browser's subscription. It is read whole.
#pragma once

#include <optional>
#include <string>

namespace larm::cli {

/// Nothing, and that has been said in Swedish, where it cannot be read: never what stands in it,
/// which may be a secret.
[[nodiscard]] std::optional<std::string> read_text(std::string const& file);

}  // namespace larm::cli
