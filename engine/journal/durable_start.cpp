// How a log finds its place at start: the journal, if it can be written; what earlier processes
// left in spills; else a look at the journal, if it can be read; else nothing but the spills.
#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "engine/journal/durable_log.hpp"
#include "engine/journal/files.hpp"
#include "engine/journal/journal_target.hpp"
#include "engine/journal/salvage.hpp"
#include "engine/journal/spill_merge.hpp"

namespace larm::journal {

struct DurableLog::Found {
    std::filesystem::path path;
    SpillContents contents;
    std::optional<Merged> merged;  ///< nothing: its chain is broken
    bool is_ours = true;
};

namespace {

/// What a restart at the same place cannot mend by itself: a person must look first.
bool is_final(JournalErrorKind kind) {
    switch (kind) {
        case JournalErrorKind::bad_format:
        case JournalErrorKind::fenced:
        case JournalErrorKind::conflict: return true;
        case JournalErrorKind::corrupt:  // moved aside, or, where that fails, not looked into
        case JournalErrorKind::full:
        case JournalErrorKind::io:
        case JournalErrorKind::locked: return false;
    }
    return true;
}

}  // namespace

Result<std::unique_ptr<DurableLog>> DurableLog::open(DurableLogOptions options, core::Instant now) {
    std::error_code unresolved;  // an absolute path keeps its meaning, and goes into the spill
    auto const absolute = std::filesystem::absolute(options.journal, unresolved);
    if (!unresolved) {
        options.journal = absolute.lexically_normal();
    }
    std::unique_ptr<DurableLog> log{new DurableLog{std::move(options)}};
    if (auto started = log->start(now); !started) {
        return std::unexpected(std::move(started).error());
    }
    return log;
}

Result<void> DurableLog::start(core::Instant now) {
    status_.since = now;
    probe_spill();
    auto spills = find_spills_of_earlier();
    std::int64_t epoch_min = 1;
    for (auto const& spill : spills) {
        epoch_min = std::max(epoch_min, spill.contents.header.epoch + 1);
        for (auto const& record : spill.contents.records) {
            epoch_min = std::max(epoch_min, record.epoch + 1);
        }
    }
    auto journal = open_at_start(epoch_min, now);
    if (journal) {
        auto local = start_local(std::move(*journal), spills, now);
        if (!local && local.error().kind == JournalErrorKind::corrupt) {
            // What can be read and not written, an index say: found when the spill is put in.
            journal = open_salvaged(local.error().message, epoch_min, now);
            local = journal ? start_local(std::move(*journal), spills, now)
                            : Result<void>{std::unexpected(journal.error())};
        }
        if (local || is_final(local.error().kind)) {
            return local;
        }
        journal_trouble_ = local.error().message;
        is_damaged_ = local.error().kind == JournalErrorKind::corrupt;
    } else {
        // A held lock is another daemon, which has the alarm; a held file without it is no reason.
        auto const is_second = journal.error().kind == JournalErrorKind::locked && !lock_;
        if (is_second || is_final(journal.error().kind)) {
            return std::unexpected(std::move(journal).error());
        }
        journal_trouble_ = journal.error().message;
    }
    return start_degraded(spills, epoch_min, now);
}

/// A spill that does not take a byte is better known before the night than in it.
void DurableLog::probe_spill() {
    if (!options_.spill_dir) {
        return;
    }
    if (auto const probed = probe_directory(*options_.spill_dir); !probed) {
        spill_warning_ =
            fmt::format("the spill (--spill) cannot be written: {}", probed.error().message);
        status_.warnings.push_back(spill_warning_);
    }
}

Result<std::unique_ptr<SqliteJournal>> DurableLog::open_at_start(std::int64_t epoch_min,
                                                                 core::Instant now) {
    if (auto made = make_directories(options_.journal.parent_path()); !made) {
        return std::unexpected(std::move(made).error());
    }
    auto lock = FileLock::acquire(options_.journal);
    if (!lock) {
        return std::unexpected(std::move(lock).error());
    }
    lock_ = std::move(*lock);
    if (auto finished = finish_exchange(options_.journal, now); !finished) {
        return std::unexpected(std::move(finished).error());
    }
    RowPages logged{options_.journal, RowPages::Where::log};
    if (!logged.is_empty() && is_empty_or_missing(options_.journal)) {
        return open_salvaged(
            fmt::format("{}: it is gone, or empty, and its log is not", options_.journal.string()),
            epoch_min, now);
    }
    auto journal = open_checked(epoch_min);
    if (journal) {
        if (auto taken = take_rest(**journal, logged, now); !taken) {
            return std::unexpected(std::move(taken).error());
        }
    }
    if (journal || journal.error().kind != JournalErrorKind::corrupt) {
        return journal;
    }
    return open_salvaged(journal.error().message, epoch_min, now);
}

Result<std::unique_ptr<SqliteJournal>> DurableLog::open_salvaged(std::string const& trouble,
                                                                 std::int64_t epoch_min,
                                                                 core::Instant now) {
    auto salvaged = salvage(options_.journal, trouble, options_.fresh, *lock_, options_.vfs, now);
    if (!salvaged) {
        is_damaged_ = true;
        return std::unexpected(JournalError{
            salvaged.error().kind,
            fmt::format("{}; it could not be moved aside: {}", trouble, salvaged.error().message)});
    }
    status_.warnings.push_back(std::move(salvaged->told));
    status_.has_lost_events = status_.has_lost_events || salvaged->is_lossy;
    return open_checked(epoch_min);
}

Result<std::unique_ptr<SqliteJournal>> DurableLog::open_checked(std::int64_t epoch_min) {
    OpenOptions options;
    options.identity_if_new = options_.fresh;
    options.lock = &*lock_;
    options.epoch_min = epoch_min;
    options.vfs = options_.vfs;
    auto journal = SqliteJournal::open(options_.journal, OpenMode::read_write, std::move(options));
    if (journal) {
        auto const checked = check_start_of(**journal, options_.checks_all);
        if (!checked) {
            (*journal)->connection().give_up();  // what is aside shall be what was found
            return std::unexpected(checked.error());
        }
        checked_from_ = *checked;
    }
    return journal;
}

std::vector<DurableLog::Found> DurableLog::find_spills_of_earlier() {
    std::vector<Found> found;
    if (!options_.spill_dir) {
        return found;
    }
    auto const paths = find_spills(*options_.spill_dir, options_.journal.filename().string());
    if (!paths) {
        status_.warnings.push_back(paths.error().message);
        return found;
    }
    for (auto const& path : *paths) {
        auto contents = read_spill(path);
        if (contents) {
            found.push_back({path, std::move(*contents), std::nullopt});
            continue;
        }
        status_.warnings.push_back(contents.error().message);
        if (contents.error().kind == JournalErrorKind::corrupt) {
            status_.has_lost_events = true;
            archive(path, "damaged");
        }
    }
    return found;
}

bool DurableLog::is_ours(Found const& found) const {
    auto const& header = found.contents.header;
    auto const is_known = !header.is_blind && !status_.is_history_unseen;
    return is_known ? header.site == spill_header_.site : header.journal == spill_header_.journal;
}

Result<void> DurableLog::plan(MergePlan& plan, std::vector<Found>& spills) const {
    for (auto& spill : spills) {
        if (!spill.contents.has_header) {
            if (spill.contents.end != SpillEnd::damaged) {
                spill.merged = Merged::follows;  // its process died before anything was in it
            }
            continue;
        }
        spill.is_ours = is_ours(spill);
        if (!spill.is_ours) {
            continue;
        }
        auto const merged = plan.add(spill.contents);
        if (merged) {
            spill.merged = *merged;
        } else if (merged.error().kind != JournalErrorKind::corrupt) {
            return std::unexpected(merged.error());
        }
    }
    return {};
}

Result<void> DurableLog::start_local(std::unique_ptr<SqliteJournal> journal,
                                     std::vector<Found>& spills, core::Instant now) {
    auto const at = journal->head();
    if (!at) {
        return std::unexpected(at.error());
    }
    spill_header_ = {options_.journal.string(), journal->site(), *at, false, 0};
    JournalTarget const target{*journal};
    MergePlan merging{*at, journal->epoch(), target};
    if (auto planned = plan(merging, spills); !planned) {
        return planned;
    }
    if (auto restored = restore(*journal, merging.records()); !restored) {
        return restored;
    }
    head_ = merging.head();
    spill_header_.base = head_;
    epoch_ = journal->epoch();
    if (auto learned = learn_position(journal.get()); !learned) {
        return learned;
    }
    if (auto looked = look_for_losses(*journal, now); !looked) {
        return looked;
    }
    journal_ = std::move(journal);
    set_aside(spills, "merged");
    return {};
}

Result<SqliteJournal const*> DurableLog::readable_at_start() {
    if (is_damaged_) {
        return std::unexpected(JournalError{JournalErrorKind::corrupt, journal_trouble_});
    }
    auto journal = readable();
    if (journal) {
        auto const checked = check_start_of(**journal, options_.checks_all);
        if (!checked) {
            reader_.reset();
            return std::unexpected(checked.error());
        }
        checked_from_ = *checked;
    }
    return journal;
}

Result<void> DurableLog::start_degraded(std::vector<Found>& spills, std::int64_t epoch_min,
                                        core::Instant now) {
    auto const journal = readable_at_start();
    if (!journal && is_final(journal.error().kind)) {
        return std::unexpected(journal.error());
    }
    UnseenTarget const unseen;
    std::optional<JournalTarget> seen;
    spill_header_ = {options_.journal.string(), options_.fresh.site, {}, true, 0};
    if (journal) {
        auto const at = (*journal)->head();
        if (!at) {
            return std::unexpected(at.error());
        }
        spill_header_ = {options_.journal.string(), (*journal)->site(), *at, false, 0};
        seen_epoch_ = (*journal)->epoch();
        seen.emplace(**journal);
    } else {
        status_.is_history_unseen = true;
        status_.warnings.push_back(
            fmt::format("{}; nothing that happened before is known here", journal.error().message));
        // A spill that knew its journal tells where the log stood.
        for (auto const& spill : spills) {
            if (spill.contents.has_header && !spill.contents.header.is_blind && is_ours(spill)) {
                spill_header_ = spill.contents.header;
                break;
            }
        }
    }
    epoch_ = std::max(seen_epoch_ + 1, epoch_min);
    MergeTarget const& target = seen ? static_cast<MergeTarget const&>(*seen) : unseen;
    MergePlan merging{spill_header_.base, epoch_, target};
    if (auto planned = plan(merging, spills); !planned) {
        return planned;
    }
    head_ = merging.head();
    pending_ = merging.take();
    if (auto learned = learn_position(journal ? *journal : nullptr); !learned) {
        return learned;
    }
    set_mode(options_.spill_dir ? Durability::spill : Durability::none, now);
    begin_spill(now);
    if (spill_) {
        // Ours holds all of theirs. What could not be joined stays, for a start that sees more.
        std::erase_if(spills, [](Found const& spill) {
            return !spill.merged || *spill.merged == Merged::contradicts;
        });
        set_aside(spills, "carried");
    }
    return {};
}

Result<void> DurableLog::learn_position(SqliteJournal const* journal) {
    site_ = status_.is_history_unseen ? options_.fresh.site : spill_header_.site;
    if (journal != nullptr) {
        instance_id_ = journal->instance_id();
        auto const last = journal->record_at(spill_header_.base.seq);
        auto const site_seq = journal->last_site_seq(site_);
        if (!last || !site_seq) {
            return std::unexpected(last ? site_seq.error() : last.error());
        }
        hlc_at_start_ = *last ? (*last)->hlc : 0;
        site_seq_at_start_ = *site_seq;
    }
    for (auto const& record : pending_) {
        hlc_at_start_ = std::max(hlc_at_start_, record.hlc);
        if (record.site == site_) {
            site_seq_at_start_ = std::max(site_seq_at_start_, record.site_seq);
        }
    }
    return {};
}

void DurableLog::set_aside(std::vector<Found> const& spills, std::string_view suffix_of_merged) {
    for (auto const& spill : spills) {
        auto const& last = spill.contents.records;
        auto const up_to = last.empty() ? spill.contents.header.base.seq : last.back().seq;
        if (!spill.is_ours) {
            status_.warnings.push_back(
                fmt::format("{}: it belongs to another journal, {}; start the daemon of that one, "
                            "or move it away",
                            spill.path.string(), spill.contents.header.journal));
        } else if (spill.merged && *spill.merged == Merged::contradicts) {
            status_.warnings.push_back(fmt::format(
                "{}: its records up to {} do not continue this journal and are NOT in it; it is "
                "kept as .refused, have it looked at (was the journal restored from a backup?)",
                spill.path.string(), up_to));
            status_.has_lost_events = true;
            archive(spill.path, "refused");
        } else if (!spill.merged || spill.contents.end == SpillEnd::damaged) {
            status_.warnings.push_back(fmt::format(
                "{}: it is damaged; {}; it is kept as .damaged, have it looked at",
                spill.path.string(),
                spill.merged ? fmt::format("its records up to {} are in the journal, later ones "
                                           "are NOT",
                                           up_to)
                             : std::string{"its records are NOT in the journal"}));
            status_.has_lost_events = true;
            archive(spill.path, "damaged");
        } else {
            archive(spill.path, suffix_of_merged);
        }
    }
}

}  // namespace larm::journal
