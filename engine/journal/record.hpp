// One row of the journal, and the hash that chains it to the row before. Bodies are opaque here.
// Where rows are kept, and how safely, is in journal.hpp and durable_log.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "engine/journal/digest.hpp"

namespace larm::journal {

using EventId = std::array<std::uint8_t, 16>;

/// Bits of Record::flags. Others are reserved: 0 when written, kept as they are when read.
namespace record_flag {
/// Accepted while the journal could not be written (SPILL or NONE), and brought home later.
inline constexpr std::int32_t accepted_in_spill = 1;
}  // namespace record_flag

struct Record {
    std::int64_t seq = 0;  ///< 1 is the first; no gaps
    std::int64_t epoch = 0;
    std::string site;
    std::int64_t site_seq = 0;  ///< unique together with `site`
    EventId id{};               ///< unique; ids that grow keep the index cheap
    std::int64_t hlc = 0;
    std::int32_t type = 0;
    std::int32_t flags = 0;
    std::string body;
    Hash hash{};

    friend bool operator==(Record const&, Record const&) = default;
};

/// The last row of a log: its number and its hash. Seq 0 with a zero hash is the empty log.
struct Head {
    std::int64_t seq = 0;
    Hash hash{};

    friend bool operator==(Head const&, Head const&) = default;
};

/// "SEQ:HASH" as in `larm journal verify --head`.
[[nodiscard]] std::string head_text(Head const& head);
/// Lower-case hex.
[[nodiscard]] std::string hex(std::span<std::uint8_t const> bytes);

/// SHA-256(previous || canonical bytes of the record), see FORMAT.md. Not thread-safe; cheap to
/// have several.
class Chain {
public:
    /// Reads every field of `record` but `hash`.
    [[nodiscard]] Hash next(Hash const& previous, Record const& record);
    /// Fills the hashes of a batch that follows `previous`.
    void fill(Hash const& previous, std::span<Record> batch);

private:
    Digest digest_;
    std::string scratch_;
};

}  // namespace larm::journal
