// Secrets in files: keys, passwords, the secret part of a path. Never on the command line, never in
// the log. A file that others may read is refused, since it is no secret any more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace larm::delivery {

/// The file's text, without blanks and line ends around it. Failure, in English: which file, what
/// is wrong, and what to do. The file must be a regular one, owned by this user or root, and
/// readable by its owner alone; links are followed, and judged by where they lead.
[[nodiscard]] std::expected<std::string, std::string> read_secret(
    std::filesystem::path const& file);

/// Writes `text` as a secret's file, mode 0600: whole and durable under its name, or not there.
/// Where somebody else has been first theirs stays, and all is well. Failure as above.
[[nodiscard]] std::expected<void, std::string> make_secret(std::filesystem::path const& file,
                                                           std::string_view text);

/// A secret of `size` random bytes in hexadecimal; made durably, mode 0600, where the file is
/// missing. Two daemons that make it at once agree on one.
[[nodiscard]] std::expected<std::vector<std::uint8_t>, std::string> read_or_make_key(
    std::filesystem::path const& file, std::size_t size);

}  // namespace larm::delivery
