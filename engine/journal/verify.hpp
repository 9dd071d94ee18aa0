// Whether a journal file is what was once written: the whole chain from the first record, its head,
// and a head that was noted outside. And what a file is, in figures.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/journal/journal.hpp"

namespace larm::journal {

struct VerifyReport {
    Head head;  ///< as the file says
    std::int64_t epoch = 0;
    std::int64_t events = 0;  ///< that chain up from the first one
    /// The first record that is wrong or missing, with `reason`; nothing where all is well.
    std::optional<std::int64_t> first_bad_seq;
    std::string reason;

    [[nodiscard]] bool is_good() const { return !first_bad_seq.has_value(); }
};

/// Walks the whole file, also while the daemon writes it (up to the head at the time of the call).
/// `outside` is a head noted elsewhere, in the system's log or an export: with it, rewriting and
/// truncation show. Failure: the file cannot be opened or is no journal.
[[nodiscard]] Result<VerifyReport> verify(std::filesystem::path const& path,
                                          std::optional<Head> const& outside = std::nullopt);

/// The same for records that are in memory, of which the last one is said to be `head`.
[[nodiscard]] VerifyReport verify(std::span<Record const> records, Head const& head,
                                  std::optional<Head> const& outside = std::nullopt);

/// "SEQ:HASH" with the hash in 64 hex digits; nothing where the text is not that.
[[nodiscard]] std::optional<Head> parse_head(std::string_view text);

struct SnapshotSize {
    std::int64_t seq = 0;
    std::int64_t bytes = 0;
};

struct JournalStat {
    std::int64_t format_version = 0;
    std::string site;
    std::string instance_id;
    core::Instant created;
    std::int64_t epoch = 0;
    Head head;
    std::int64_t events = 0;
    std::int64_t body_bytes = 0;
    std::int64_t accepted_in_spill = 0;
    std::map<std::int32_t, std::int64_t> events_by_type;
    std::vector<SnapshotSize> snapshots;
    std::int64_t command_segments = 0;
    std::uintmax_t file_bytes = 0;
    std::uintmax_t wal_bytes = 0;
};

[[nodiscard]] Result<JournalStat> stat(std::filesystem::path const& path);

}  // namespace larm::journal
