// Where a world goes on from: the fold of its journal, from the newest snapshot that holds, or from
// the first event. A snapshot is a cache; without one the result is the same and takes longer.
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/command_memory.hpp"
#include "engine/core/state.hpp"
#include "engine/journal/durable_log.hpp"
#include "engine/journal/journal.hpp"

namespace larm::world {

/// Of StateSnapshot and of how it is hashed. Others are ignored and the log is folded instead.
inline constexpr std::int32_t snapshot_schema_version = 8;

/// Where a world goes on from.
struct Start {
    core::State state;
    core::CommandMemory memory;
    std::string site;
    std::int64_t site_seq = 0;
    std::int64_t hlc = 0;
    std::int64_t journaled_seq = 0;  ///< Later events wait in a spill or in memory.
    std::int64_t snapshot_seq = 0;   ///< The snapshot it was folded from; 0 for none.
    /// Up to where command segments stand in the journal, in events and in commands.
    std::int64_t segment_seq = 0;
    std::size_t segment_commands = 0;
};

/// Failure: the log cannot be read; corrupt where a body is no event.
[[nodiscard]] journal::Result<Start> restore(journal::DurableLog& log);
/// The same for a tool's look at a file.
[[nodiscard]] journal::Result<Start> restore(journal::Journal const& journal);

/// Remembers the command that caused `event`, if a client's did.
void remember_cause(core::CommandMemory& memory, v1::Event const& event, std::int64_t seq);

/// The bytes of a snapshot, and the state hash: SHA-256 over them.
[[nodiscard]] std::string snapshot_bytes(core::State const& state);
[[nodiscard]] journal::Hash state_hash(std::string_view bytes);
[[nodiscard]] journal::Hash state_hash(core::State const& state);

}  // namespace larm::world
