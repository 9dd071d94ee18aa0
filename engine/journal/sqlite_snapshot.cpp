// Snapshots and the remembered commands: caches of the log that make start-up quick.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/check.hpp"
#include "engine/journal/sqlite_journal.hpp"

namespace larm::journal {
namespace {

constexpr std::string_view keeping = "keeping a snapshot";

Result<void> put(Connection& connection, Snapshot const& snapshot) {
    auto row =
        Statement::prepare(connection, "INSERT OR REPLACE INTO snapshot VALUES(?1,?2,?3,?4)");
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    row->bind(1, snapshot.seq).bind(2, snapshot.schema_version);
    row->bind_blob(3, snapshot.state).bind_blob(4, snapshot.hash);
    if (auto put = row->execute(keeping); !put) {
        return put;
    }
    return connection.run(
        "DELETE FROM snapshot WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT "
        "2)",
        keeping);
}

}  // namespace

Result<void> SqliteJournal::write_snapshot(Snapshot const& snapshot,
                                           std::span<CommandSegment const> segments) {
    LARM_CHECK(writing_ != nullptr);
    return transact(
        [&]() -> Result<void> {
            auto const last = head();
            if (!last) {
                return std::unexpected(last.error());
            }
            LARM_CHECK(snapshot.seq <= last->seq);  // it would outlive events that are not on disk
            for (auto const& segment : segments) {
                if (auto kept = keep_segment(segment); !kept) {
                    return kept;
                }
            }
            return put(*connection_, snapshot);
        },
        keeping);
}

Result<void> SqliteJournal::keep_segment(CommandSegment const& segment) {
    auto const last = connection_->number("SELECT max(last_seq) FROM command_segment", keeping);
    if (!last) {
        return std::unexpected(last.error());
    }
    LARM_CHECK(segment.first_seq <= *last + 1);  // a gap would hide commands from the next start
    // What stands there already was kept by a commit of unknown outcome, or could not be read.
    if (auto const cleared = connection_->run(
            fmt::format("DELETE FROM command_segment WHERE last_seq >= {}", segment.first_seq),
            keeping);
        !cleared) {
        return cleared;
    }
    auto row = Statement::prepare(*connection_, "INSERT INTO command_segment VALUES(?1,?2,?3)");
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    row->bind(1, segment.first_seq).bind(2, segment.last_seq).bind_blob(3, segment.entries);
    return row->execute(keeping);
}

Result<std::optional<Snapshot>> SqliteJournal::latest_snapshot(std::int64_t seq_max) const {
    auto row = Statement::prepare(
        *connection_,
        "SELECT seq, schema_version, state, hash FROM snapshot "
        "WHERE seq <= ?1 AND seq <= (SELECT seq FROM head) AND length(hash) = 32 "
        "ORDER BY seq DESC LIMIT 1");
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    row->bind(1, seq_max);
    auto const found = row->step("reading a snapshot");
    if (!found) {
        return std::unexpected(found.error());
    }
    if (!*found) {
        return std::nullopt;
    }
    Snapshot snapshot;
    snapshot.seq = row->number(0);
    snapshot.schema_version = static_cast<std::int32_t>(row->number(1));
    snapshot.state = row->bytes(2);
    auto const hash = row->bytes(3);
    std::ranges::copy(hash, snapshot.hash.begin());
    return snapshot;
}

Result<std::vector<CommandSegment>> SqliteJournal::command_segments() const {
    auto row = Statement::prepare(
        *connection_,
        "SELECT first_seq, last_seq, entries FROM command_segment ORDER BY first_seq");
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    std::vector<CommandSegment> segments;
    for (;;) {
        auto const found = row->step("reading the remembered commands");
        if (!found) {
            return std::unexpected(found.error());
        }
        auto const next = segments.empty() ? 1 : segments.back().last_seq + 1;
        if (!*found || row->number(0) != next) {
            return segments;
        }
        segments.push_back({row->number(0), row->number(1), std::string{row->bytes(2)}});
    }
}

}  // namespace larm::journal
