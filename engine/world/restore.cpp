#include "engine/world/restore.hpp"

#include <fmt/format.h>
#include <google/protobuf/arena.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/sha.h>

#include <cstring>
#include <limits>
#include <utility>
#include <vector>

#include "engine/core/mutation.hpp"
#include "engine/world/saved_state.hpp"

namespace larm::world {
namespace {

journal::JournalError corrupt(std::int64_t seq) {
    return {journal::JournalErrorKind::corrupt,
            fmt::format("event {} cannot be read: its body is not a larm.v1.Event; "
                        "run `larm journal verify`",
                        seq)};
}

/// The commands of all segments up to `seq`; false where they do not reach it or are damaged.
bool load_segments(std::vector<journal::CommandSegment> const& segments, std::int64_t seq,
                   core::CommandMemory& memory) {
    std::int64_t reached = 0;
    for (auto const& segment : segments) {
        if (segment.last_seq > seq) {
            break;
        }
        if (!memory.load_segment(segment.entries)) {
            return false;
        }
        reached = segment.last_seq;
    }
    return reached == seq;
}

/// All commands, and where the next segment must begin: segments may reach further than the
/// snapshot that is used.
core::CommandMemory load_all(std::vector<journal::CommandSegment> const& segments, Start& start) {
    core::CommandMemory all;
    for (auto const& segment : segments) {
        if (!all.load_segment(segment.entries)) {
            break;
        }
        start.segment_seq = segment.last_seq;
    }
    start.segment_commands = all.size();
    return all;
}

using google::protobuf::Arena;

/// For messages of a million parts: made block by block, and freed so.
google::protobuf::ArenaOptions large_blocks() {
    google::protobuf::ArenaOptions options;
    options.start_block_size = 64UZ << 10U;
    options.max_block_size = 1UZ << 20U;
    return options;
}

template <typename Source>
journal::Result<Start> from_snapshot(Source& source) {
    auto const segments = source.command_segments();
    if (!segments) {
        return std::unexpected{segments.error()};
    }
    Start start;
    auto all = load_all(*segments, start);
    auto seq_max = std::numeric_limits<std::int64_t>::max();
    for (;;) {
        auto const found = source.latest_snapshot(seq_max);
        if (!found) {
            return std::unexpected{found.error()};
        }
        if (!*found) {
            return start;
        }
        auto const seq = (*found)->seq;
        if (auto state = read_snapshot(**found); state) {
            core::CommandMemory memory;
            auto const reaches = start.segment_seq == seq || load_segments(*segments, seq, memory);
            auto& known = start.segment_seq == seq ? all : memory;
            if (reaches && static_cast<std::int64_t>(known.size()) == state->commands_accepted()) {
                start.state = std::move(*state);
                start.memory = std::move(known);
                start.snapshot_seq = seq;
                return start;
            }
        }
        seq_max = seq - 1;
    }
}

template <typename Source>
journal::Result<Start> restore_from(Source& source, std::int64_t checked_from = 0) {
    auto start = from_snapshot(source);
    if (!start) {
        return start;
    }
    if (start->snapshot_seq < checked_from) {
        return std::unexpected{journal::JournalError{
            journal::JournalErrorKind::corrupt,
            fmt::format(
                "the snapshot at event {} cannot be used, and nothing before it was checked",
                checked_from)}};
    }
    std::int64_t bad_seq = 0;
    std::int64_t gap_seq = 0;
    v1::Event event;  // reused: parsing into a message that has its memory already is the cheap way
    auto const read = source.read(start->state.seq() + 1, [&](journal::Record const& record) {
        if (record.seq != start->state.seq() + 1) {
            gap_seq = record.seq;
            return false;
        }
        if (!event.ParseFromString(record.body)) {
            bad_seq = record.seq;
            return false;
        }
        start->state.evolve(event, record.seq);
        if (!mutated(Mutation::forgets_commands)) {
            remember_cause(start->memory, event, record.seq);
        }
        return true;
    });
    if (!read) {
        return std::unexpected{read.error()};
    }
    if (gap_seq != 0) {
        return std::unexpected{journal::JournalError{
            journal::JournalErrorKind::corrupt,
            fmt::format("event {} does not follow event {}; run `larm journal "
                        "verify`, and put what it calls good in its place",
                        gap_seq, start->state.seq())}};
    }
    if (bad_seq != 0) {
        return std::unexpected{corrupt(bad_seq)};
    }
    return start;
}

}  // namespace

journal::Result<Start> restore(journal::DurableLog& log) {
    auto start = restore_from(log, log.checked_from());
    if (start) {
        start->journaled_seq = log.journaled_seq();
        start->site = log.site();
        start->site_seq = log.site_seq_at_start();
        start->hlc = log.hlc_at_start();
    }
    return start;
}

journal::Result<Start> restore(journal::Journal const& journal) {
    return restore_from(journal);
}

void remember_cause(core::CommandMemory& memory, v1::Event const& event, std::int64_t seq) {
    auto const& cause = event.cause();
    core::RememberedCommand command;
    if (cause.command_id().size() != command.id.size()) {
        return;
    }
    std::memcpy(command.id.data(), cause.command_id().data(), command.id.size());
    std::memcpy(&command.fingerprint, cause.fingerprint().data(),
                std::min(cause.fingerprint().size(), sizeof(command.fingerprint)));
    command.seq = seq;
    command.incident = core::parse_uuid(event.incident_id()).value_or(core::CommandId{});
    memory.remember(command);
}

std::string snapshot_bytes(core::State const& state) {
    std::string bytes;
    Arena arena{large_blocks()};
    auto& message = *Arena::CreateMessage<v1::StateSnapshot>(&arena);
    state.save(message);
    bytes.reserve(message.ByteSizeLong());
    google::protobuf::io::StringOutputStream stream{&bytes};
    google::protobuf::io::CodedOutputStream coded{&stream};
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
    coded.Trim();
    return bytes;
}

journal::Hash state_hash(std::string_view bytes) {
    journal::Hash hash{};
    ::SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), hash.data());
    return hash;
}

journal::Hash state_hash(core::State const& state) {
    return state_hash(std::string_view{snapshot_bytes(state)});
}

}  // namespace larm::world
