// Committing, losing the disk and coming home. How a start finds its place is in durable_start.cpp.
#include "engine/journal/durable_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/journal/files.hpp"
#include "engine/journal/head_note.hpp"
#include "engine/journal/journal_target.hpp"
#include "engine/journal/spill_merge.hpp"

namespace larm::journal {
namespace {

/// Records in one transaction on the way home: enough to be quick, few enough for a small disk.
constexpr std::size_t restored_at_once_max = 1000;

/// Reads through a handle of its own what was written through another.
Result<void> read_back(std::filesystem::path const& path, std::string const& vfs,
                       std::vector<Record> const& records) {
    if (records.empty()) {
        return {};
    }
    OpenOptions options;
    options.vfs = vfs;
    auto const reader = SqliteJournal::open(path, OpenMode::read_only, std::move(options));
    if (!reader) {
        return std::unexpected(reader.error());
    }
    auto expected = records.begin();
    auto const read = (*reader)->read(records.front().seq, [&](Record const& record) {
        if (expected == records.end() || record != *expected) {
            return false;
        }
        ++expected;
        return true;
    });
    if (!read) {
        return read;
    }
    if (expected != records.end()) {
        return std::unexpected(
            JournalError{JournalErrorKind::io,
                         fmt::format("{}: record {} does not read back as it was written; replace "
                                     "the disk",
                                     path.string(), expected->seq)});
    }
    return {};
}

}  // namespace

DurableLog::DurableLog(DurableLogOptions options) : options_{std::move(options)} {}

Result<Durability> DurableLog::commit(std::span<Record> batch, core::Instant now) {
    if (batch.empty()) {
        return status_.mode;
    }
    for (auto seq = head_.seq; auto& record : batch) {
        LARM_CHECK(record.seq == ++seq);
        record.epoch = epoch_;
    }
    auto keeps_hash = false;
    if (journal_) {
        auto const appended = journal_->append(epoch_, head_, batch);
        if (appended) {
            head_ = *appended;
            return Durability::local;
        }
        if (is_fence(appended.error().kind)) {
            return std::unexpected(appended.error());
        }
        leave_journal(appended.error(), now);
        // It may stand in the journal: the spill must hold the very same records.
        keeps_hash = appended.error().may_have_committed;
    }
    if (!keeps_hash) {
        mark(batch);
    }
    pending_.insert(pending_.end(), batch.begin(), batch.end());
    head_ = {batch.back().seq, batch.back().hash};
    spill(batch, now);
    return status_.mode;
}

void DurableLog::mark(std::span<Record> batch) {
    for (auto& record : batch) {
        record.flags |= record_flag::accepted_in_spill;
    }
    chain_.fill(head_.hash, batch);
}

void DurableLog::leave_journal(JournalError const& error, core::Instant now) {
    journal_.reset();  // never again through this handle
    journal_trouble_ = error.message;
    spill_header_.base = head_;
    seen_epoch_ = epoch_;
    spill_trouble_.clear();
    may_begin_spill_ = true;
    set_mode(options_.spill_dir ? Durability::spill : Durability::none, now);
}

// A spill that began later than the trouble takes all that waits, so that each explains itself.
void DurableLog::spill(std::span<Record const> batch, core::Instant now) {
    if (spill_) {
        if (auto const written = spill_->append(batch); !written) {
            lose_spill(written.error());
        }
    } else {
        begin_spill(now);
    }
    set_mode(spill_ ? Durability::spill : Durability::none, now);
}

void DurableLog::begin_spill(core::Instant now) {
    if (!options_.spill_dir || !may_begin_spill_) {
        return;
    }
    spill_header_.epoch = epoch_;
    auto begun = SpillWriter::create(*options_.spill_dir, spill_header_, pending_);
    if (!begun) {
        lose_spill(begun.error());
    } else {
        spill_ = std::move(*begun);
        own_spills_.push_back(spill_->path());
        spill_trouble_.clear();
        if (!spill_warning_.empty()) {
            std::erase(status_.warnings, std::exchange(spill_warning_, {}));
        }
    }
    set_mode(spill_ ? Durability::spill : Durability::none, now);
}

void DurableLog::lose_spill(JournalError const& error) {
    spill_.reset();
    may_begin_spill_ = false;
    spill_trouble_ = error.message;
}

void DurableLog::set_mode(Durability mode, core::Instant now) {
    if (status_.mode != mode) {
        status_.mode = mode;
        status_.since = now;
    }
    status_.waiting = pending_.size();
    switch (mode) {
        case Durability::local: status_.trouble.clear(); break;
        case Durability::spill: status_.trouble = journal_trouble_; break;
        case Durability::none:
            status_.trouble = fmt::format(
                "{}; {}", journal_trouble_,
                options_.spill_dir ? spill_trouble_ : "there is no spill directory (--spill)");
            break;
    }
}

Result<Durability> DurableLog::try_return(core::Instant now) {
    if (journal_) {
        return Durability::local;
    }
    reader_.reset();  // it may hold the file alone
    auto const home = come_home(now);
    if (home) {
        return Durability::local;
    }
    if (is_fence(home.error().kind)) {
        return std::unexpected(home.error());
    }
    journal_trouble_ = home.error().message;
    may_begin_spill_ = true;
    if (!spill_) {
        begin_spill(now);
    }
    set_mode(spill_ ? Durability::spill : Durability::none, now);
    return status_.mode;
}

Result<std::unique_ptr<SqliteJournal>> DurableLog::reopen() {
    if (!lock_) {
        auto lock = FileLock::acquire(options_.journal);
        if (!lock) {
            return std::unexpected(std::move(lock).error());
        }
        lock_ = std::move(*lock);
    }
    OpenOptions options;
    options.lock = &*lock_;
    options.vfs = options_.vfs;
    if (status_.is_history_unseen) {
        options.identity_if_new = options_.fresh;
        options.epoch_min = epoch_;
        if (auto made = make_directories(options_.journal.parent_path()); !made) {
            return std::unexpected(std::move(made).error());
        }
    } else {
        options.claim = EpochClaim{.seen = seen_epoch_, .ours = epoch_};
    }
    return SqliteJournal::open(options_.journal, OpenMode::read_write, std::move(options));
}

Result<void> DurableLog::come_home(core::Instant now) {
    auto journal = reopen();
    if (!journal) {
        return std::unexpected(std::move(journal).error());
    }
    auto const there = (*journal)->head();
    if (!there) {
        return std::unexpected(there.error());
    }
    JournalTarget const target{**journal};
    MergePlan plan{*there, (*journal)->epoch(), target};
    auto const merged = plan.add({.header = spill_header_, .records = pending_});
    if (!merged) {
        return std::unexpected(merged.error());
    }
    auto const is_ours = *merged == Merged::follows && plan.head() == head_;
    if (!is_ours && *merged != Merged::renumbered) {
        return std::unexpected(JournalError{
            JournalErrorKind::conflict,
            fmt::format("{}: its head is {} and does not lead to ours, {}: another "
                        "program has written it",
                        options_.journal.string(), head_text(*there), head_text(head_))});
    }
    if (auto restored = restore(**journal, plan.records()); !restored) {
        return restored;
    }
    spill_.reset();
    for (auto const& path : std::exchange(own_spills_, {})) {
        archive(path, "merged");
    }
    if (!is_ours || (status_.is_history_unseen && spill_header_.base.seq > 0)) {
        return std::unexpected(JournalError{
            JournalErrorKind::conflict,
            fmt::format("{}: it is back, and all that was accepted meanwhile is in it; it holds "
                        "history that this process has not seen, so it must start anew",
                        options_.journal.string())});
    }
    epoch_ = (*journal)->epoch();
    instance_id_ = (*journal)->instance_id();
    spill_header_.site = (*journal)->site();
    spill_header_.is_blind = false;
    status_.is_history_unseen = false;
    journal_ = std::move(*journal);
    pending_.clear();
    set_mode(Durability::local, now);
    return {};
}

Result<void> DurableLog::restore(SqliteJournal& journal, std::vector<Record> const& records) {
    std::span<Record const> rest{records};
    while (!rest.empty()) {
        auto const at = journal.head();
        if (!at) {
            return std::unexpected(at.error());
        }
        auto const batch = rest.first(std::min(rest.size(), restored_at_once_max));
        if (auto const restored = journal.restore_records(*at, batch); !restored) {
            return std::unexpected(restored.error());
        }
        rest = rest.subspan(batch.size());
    }
    return read_back(options_.journal, options_.vfs, records);
}

void DurableLog::archive(std::filesystem::path const& spill, std::string_view suffix) {
    auto target = spill;
    target += fmt::format(".{}", suffix);
    // Where this fails the next start finds the spill, sees that all of it is there, and tries
    // again.
    if (auto const renamed = rename_file(spill, target); !renamed) {
        status_.warnings.push_back(renamed.error().message);
    }
}

void DurableLog::idle(core::Instant now) {
    if (journal_) {
        if (auto const done = journal_->idle(); !done) {
            leave_journal(done.error(), now);
            begin_spill(now);
        }
    }
}

void DurableLog::write_snapshot(Snapshot const& snapshot, std::optional<CommandSegment> segment,
                                core::Instant now) {
    LARM_CHECK(snapshot.seq <= head_.seq);
    if (segment) {
        waiting_segments_.push_back(std::move(*segment));
    }
    if (!journal_) {
        return;  // a snapshot is a cache; the next one after our return replaces it
    }
    if (auto const kept = journal_->write_snapshot(snapshot, waiting_segments_); !kept) {
        leave_journal(kept.error(), now);
        begin_spill(now);
        return;
    }
    waiting_segments_.clear();
}

bool DurableLog::adopt(core::Instant now) {
    if (!journal_) {
        return false;
    }
    if (auto const noted = journal_->adopt(options_.fresh.instance_id); !noted) {
        leave_journal(noted.error(), now);
        begin_spill(now);
        return false;
    }
    instance_id_ = options_.fresh.instance_id;
    status_.has_lost_events = false;
    status_.losses.clear();
    if (options_.spill_dir) {
        settle_lost_head_notes(*options_.spill_dir, options_.journal);
    }
    return true;
}

Result<SqliteJournal const*> DurableLog::readable() {
    if (journal_) {
        return journal_.get();
    }
    if (status_.is_history_unseen) {
        return nullptr;
    }
    if (!reader_) {
        OpenOptions options;
        options.lock = lock_ ? &*lock_ : nullptr;
        options.vfs = options_.vfs;
        auto opened =
            SqliteJournal::open(options_.journal, OpenMode::read_only, std::move(options));
        if (!opened) {
            return std::unexpected(std::move(opened).error());
        }
        reader_ = std::move(*opened);
    }
    return reader_.get();
}

Result<void> DurableLog::read(std::int64_t from_seq, RecordVisitor const& visit) {
    auto const journal = readable();
    if (!journal) {
        return std::unexpected(journal.error());
    }
    auto is_ended = false;
    if (*journal != nullptr) {
        // Past the base there may be a batch whose commit failed and took place; it waits as well.
        auto const last = journal_ ? head_.seq : spill_header_.base.seq;
        auto const done = (*journal)->read(from_seq, [&](Record const& record) {
            auto const is_here = record.seq <= last;
            is_ended = is_here && !visit(record);
            return is_here && !is_ended;
        });
        if (!done) {
            return done;
        }
    }
    for (auto record = pending_.begin(); record != pending_.end() && !is_ended; ++record) {
        is_ended = record->seq >= from_seq && !visit(*record);
    }
    return {};
}

Result<std::optional<Snapshot>> DurableLog::latest_snapshot(std::int64_t seq_max) {
    auto const journal = readable();
    if (!journal) {
        return std::unexpected(journal.error());
    }
    if (*journal == nullptr) {
        return std::nullopt;
    }
    return (*journal)->latest_snapshot(seq_max);
}

Result<std::vector<CommandSegment>> DurableLog::command_segments() {
    auto const journal = readable();
    if (!journal) {
        return std::unexpected(journal.error());
    }
    if (*journal == nullptr) {
        return std::vector<CommandSegment>{};
    }
    return (*journal)->command_segments();
}

}  // namespace larm::journal
