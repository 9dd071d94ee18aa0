// The spill file: where batches go when the journal cannot be written. Append-only frames, each
// with its own digest, so that a torn end is told from damage. FORMAT.md, "Spill". How a spill
// comes home is in spill_merge.hpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/journal/journal.hpp"

namespace larm::journal {

/// What a spill says about itself, so that it explains itself after the process has died.
struct SpillHeader {
    std::string journal;  ///< absolute path of the journal it stands in for
    std::string site;     ///< the journal's site; of a blind one, the process's
    Head base;            ///< the first record follows this one
    /// The journal could not be read when this began: base is the empty log, whatever the journal
    /// holds. Its records get new numbers when they come home.
    bool is_blind = false;
    /// Under which its process wrote. A later process that sees nothing but this file must not
    /// write under an earlier one.
    std::int64_t epoch = 0;
};

enum class SpillEnd : std::uint8_t {
    whole,
    torn,     ///< the last frame is too short: a write that was never acknowledged
    damaged,  ///< a frame is broken that was all there: `records` ends before it
};

struct SpillContents {
    SpillHeader header;
    std::vector<Record> records;
    SpillEnd end = SpillEnd::whole;
    bool has_header =
        true;  ///< false: nothing was ever acknowledged from this file, unless damaged
};

/// Reads a whole spill. Failure: io, bad_format where a later version wrote it, corrupt where it is
/// no spill.
[[nodiscard]] Result<SpillContents> read_spill(std::filesystem::path const& path);

/// The spill files of one journal in `directory`, oldest first. An absent directory has none.
[[nodiscard]] Result<std::vector<std::filesystem::path>> find_spills(
    std::filesystem::path const& directory, std::string const& journal_name);

/// Writes one spill. One thread at a time. After an error it is spent: begin another.
class SpillWriter {
public:
    /// Makes the next file in `directory` (made if missing), durable with its header and `records`.
    [[nodiscard]] static Result<std::unique_ptr<SpillWriter>> create(
        std::filesystem::path const& directory, SpillHeader const& header,
        std::span<Record const> records);
    SpillWriter(SpillWriter const&) = delete;
    SpillWriter& operator=(SpillWriter const&) = delete;
    ~SpillWriter();

    /// Durable when it returns. All of the batch is read back, or none of it.
    [[nodiscard]] Result<void> append(std::span<Record const> batch);
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }

private:
    SpillWriter(std::filesystem::path path, int descriptor)
        : path_{std::move(path)}, descriptor_{descriptor} {}
    [[nodiscard]] Result<void> write(std::string_view bytes);

    std::filesystem::path path_;
    int descriptor_;
};

}  // namespace larm::journal
