// A journal out into lines of text, and back into a file that is byte for byte the same log. In
// constant memory, however long the log.
#pragma once

#include <cstdio>
#include <expected>
#include <filesystem>
#include <istream>
#include <optional>
#include <string>

#include "engine/journal/journal.hpp"

namespace larm::cli {

struct ExportReport {
    std::int64_t events = 0;
    journal::Head head;  ///< of what was written
    /// Why the log cannot be trusted, although it was written out; empty where it can.
    std::string broken;
};

/// Writes every record of `from` to `to`, as JSON or text lines, checking the chain on the way.
/// Failure: `from` cannot be read, or `to` not written.
[[nodiscard]] std::expected<ExportReport, std::string> export_journal(
    std::filesystem::path const& from, std::FILE* to, bool as_json);

/// Makes the journal `to`, which must not exist, of an export's lines. `to` appears when all of it
/// is there and verified, never before; every hash is checked, and the end against `outside` where
/// that is given. It has an identity of its own, so that a daemon does not deliver from it unasked.
/// Failure: "NAME:LINE: what is wrong" in the lines, or what the disk said.
[[nodiscard]] std::expected<journal::Head, std::string> import_journal(
    std::istream& from, std::string const& name, std::filesystem::path const& to,
    std::optional<journal::Head> const& outside);

}  // namespace larm::cli
