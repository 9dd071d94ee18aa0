// A file that somebody names on the command line: contacts, a roster, a document. It is read whole,
// and written whole.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace larm::cli {

/// Nothing, and that has been said in Swedish, where it cannot be read: never what stands in it,
/// which may be a secret.
[[nodiscard]] std::optional<std::string> read_text(std::string const& file);

/// It appears when it is whole. False, and that has been said, where it cannot be written.
[[nodiscard]] bool write_bytes(std::filesystem::path const& file, std::string const& bytes);

}  // namespace larm::cli
