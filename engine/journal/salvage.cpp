#include "engine/journal/salvage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/journal/files.hpp"
#include "engine/journal/row_pages.hpp"
#include "engine/journal/schema.hpp"
#include "engine/journal/sqlite_rows.hpp"

namespace larm::journal {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t copied_at_once = 1000;
constexpr std::string_view salvaging = "salvaging";
constexpr std::array<char const*, 3> parts{"", "-wal", "-shm"};

fs::path with(fs::path path, std::string_view suffix) {
    path += suffix;
    return path;
}

fs::path name_aside(fs::path const& journal, core::Instant now) {
    return name_with_time(journal, ".corrupt-", now);
}

JournalError contradicts(SqliteJournal const& journal, std::int64_t seq) {
    return {JournalErrorKind::corrupt,
            fmt::format("{}: record {} is missing, or does not follow the one before it",
                        journal.path().string(), seq)};
}

/// Up to where the chain need not be walked: the oldest snapshot that is kept; 0 for none.
Result<std::int64_t> oldest_snapshot(SqliteJournal const& journal) {
    std::int64_t oldest = 0;
    for (auto seq_max = std::numeric_limits<std::int64_t>::max();;) {
        auto const found = journal.latest_snapshot(seq_max);
        if (!found) {
            return std::unexpected(found.error());
        }
        if (!*found) {
            return oldest;
        }
        oldest = (*found)->seq;
        seq_max = oldest - 1;
    }
}

/// What goes by an index finds nothing, or not all, where it is damaged, though every record stands
/// in its table. Looks at each page of them, not at each entry: verify() does.
Result<void> check_indexes(SqliteJournal const& journal, std::int64_t records) {
    auto& connection = journal.connection();
    for (auto const& [index, holds_of_all] : journal_indexes) {
        auto const entries = connection.number(
            fmt::format("SELECT count(*) FROM journal INDEXED BY {} WHERE {}", index, holds_of_all),
            "checking");
        if (!entries) {
            return std::unexpected(entries.error());
        }
        if (*entries != records) {
            return std::unexpected(
                JournalError{JournalErrorKind::corrupt,
                             fmt::format("{}: its index {} has {} entries for {} records",
                                         journal.path().string(), index, *entries, records)});
        }
    }
    return {};
}

/// The journal that goes on: rows are put in a good many at once. The chain has been looked at.
class Target {
public:
    explicit Target(SqliteJournal& journal) : journal_{journal} {}

    [[nodiscard]] Head reached() const {
        return batch_.empty() ? last_ : Head{batch_.back().seq, batch_.back().hash};
    }
    /// False where it does not follow what has been reached, or is there already under another
    /// number, which a broken index may have let in: the good beginning ends before it.
    [[nodiscard]] Result<bool> take(Record record) {
        auto const at = reached();
        if (record.seq != at.seq + 1 || chain_.next(at.hash, record) != record.hash ||
            !ids_.insert(record.id).second ||
            !numbers_.emplace(record.site, record.site_seq).second) {
            return false;
        }
        batch_.push_back(std::move(record));
        if (batch_.size() == copied_at_once) {
            if (auto put = finish(); !put) {
                return std::unexpected(put.error());
            }
        }
        return true;
    }
    [[nodiscard]] Result<Head> finish() {
        if (!batch_.empty()) {
            auto const put = journal_.restore_records(last_, batch_);
            if (!put) {
                return put;
            }
            last_ = *put;
            batch_.clear();
        }
        return last_;
    }

private:
    SqliteJournal& journal_;
    Chain chain_;
    Head last_;
    std::vector<Record> batch_;
    std::set<EventId> ids_;
    std::set<std::pair<std::string, std::int64_t>> numbers_;
};

/// The damaged file, read for as long as it makes sense.
class Wreck {
public:
    Wreck(fs::path const& path, std::string const& vfs) : pages_{path} {
        if (is_empty_or_missing(path)) {
            return;  // SQLite would take the log away, which is all there is
        }
        // Alone, so that its log is read without an index beside it; nothing is written.
        if (auto opened = Connection::open(path, Connection::Access::read_alone, vfs); opened) {
            connection_ = std::move(*opened);
        }
    }

    /// Nothing where it cannot be read.
    [[nodiscard]] std::optional<Identity> identity() const {
        if (connection_) {
            if (auto meta = check_format(*connection_); meta) {
                return Identity{std::move(meta->site), std::move(meta->instance_id), meta->created};
            }
        }
        return std::nullopt;
    }

    /// Copies the longest good beginning: as its table has it, and from where that cannot be
    /// walked, as its pages have it. Failure: the target's alone.
    [[nodiscard]] Result<Head> copy_into(SqliteJournal& journal) {
        Target target{journal};
        if (auto walked = copy_table(target); !walked) {
            return std::unexpected(walked.error());
        }
        if (auto looked = copy_pages(target); !looked) {
            return std::unexpected(looked.error());
        }
        return target.finish();
    }

    /// How many records there were, as far as the file can tell.
    [[nodiscard]] std::optional<std::int64_t> records() const {
        std::optional<std::int64_t> most;
        for (auto const* const question :
             {"SELECT seq FROM head", "SELECT max(seq) FROM journal"}) {
            if (auto const seq = connection_
                                     ? connection_->number(question, salvaging)
                                     : Result<std::int64_t>{std::unexpected{JournalError{}}};
                seq) {
                most = std::max(most.value_or(0), *seq);
            }
        }
        return most;
    }

private:
    Result<void> copy_table(Target& target) const {
        auto select = connection_ ? prepare() : std::nullopt;
        for (auto is_good = select.has_value(); is_good;) {
            auto const row = select->step(salvaging);
            Record record;
            is_good = row && *row && load_row(*select, record);
            if (is_good) {
                auto const taken = target.take(std::move(record));
                if (!taken) {
                    return std::unexpected(taken.error());
                }
                is_good = *taken;
            }
        }
        return {};
    }

    Result<void> copy_pages(Target& target) {
        for (auto is_good = true; is_good;) {
            is_good = false;
            for (auto& row : pages_.rows(target.reached().seq + 1)) {
                auto const taken = target.take(std::move(row));
                if (!taken) {
                    return std::unexpected(taken.error());
                }
                is_good = is_good || *taken;
            }
        }
        return {};
    }

    [[nodiscard]] std::optional<Statement> prepare() const {
        auto select =
            Statement::prepare(*connection_, fmt::format("{}ORDER BY seq", select_columns));
        return select ? std::optional{std::move(*select)} : std::nullopt;
    }

    RowPages pages_;  ///< before SQLite touches the log
    std::unique_ptr<Connection> connection_;
};

struct Copied {
    Head head;
    std::optional<std::int64_t> records;  ///< that there were
    bool is_owner_known = true;
};

Result<Copied> copy(fs::path const& from, fs::path const& to, Identity const& fresh,
                    FileLock const& lock, std::string const& vfs) {
    Wreck wreck{from, vfs};
    auto const identity = wreck.identity();
    OpenOptions options;
    options.identity_if_new = identity.value_or(fresh);
    options.lock = &lock;
    options.vfs = vfs;
    auto target = SqliteJournal::open(to, OpenMode::read_write, std::move(options));
    if (!target) {
        return std::unexpected(std::move(target).error());
    }
    auto const head = wreck.copy_into(**target);
    if (!head) {
        return std::unexpected(head.error());
    }
    return Copied{*head, wreck.records(), identity.has_value()};
}

/// Log and index go with their file: beside another one they would be taken for its own.
Result<void> move_aside(fs::path const& journal, fs::path const& aside) {
    for (auto const* const part : parts) {
        std::error_code error;
        if (!fs::exists(with(journal, part), error)) {
            continue;
        }
        if (auto moved = rename_file(with(journal, part), with(aside, part)); !moved) {
            return moved;
        }
    }
    return {};
}

fs::path salvaged_of(fs::path const& journal) {
    return with(journal, ".salvaged");
}

Result<void> exchange(fs::path const& journal, fs::path const& aside) {
    if (auto moved = move_aside(journal, aside); !moved) {
        return moved;
    }
    return rename_file(salvaged_of(journal), journal);
}

std::string lost(Copied const& copied) {
    if (!copied.records) {
        return "how many more it held cannot be told";
    }
    auto const missing = *copied.records - copied.head.seq;
    return missing <= 0 ? "none is known to be lost"
                        : fmt::format("{} later ones are LOST", missing);
}

}  // namespace

Result<std::int64_t> check_start_of(SqliteJournal const& journal, bool all) {
    auto const head = journal.head();
    auto const from = all ? Result<std::int64_t>{0} : oldest_snapshot(journal);
    auto const segments = journal.command_segments();
    if (!head || !from || !segments) {
        return std::unexpected(!head ? head.error() : !from ? from.error() : segments.error());
    }
    Head last;
    if (*from > 0) {
        auto const base = journal.record_at(*from);
        if (!base || !*base) {
            return std::unexpected(base ? contradicts(journal, *from) : base.error());
        }
        last = {*from, (*base)->hash};
    }
    Chain chain;
    auto const read = journal.read(last.seq + 1, [&](Record const& record) {
        auto const follows =
            record.seq == last.seq + 1 && chain.next(last.hash, record) == record.hash;
        if (follows) {
            last = {record.seq, record.hash};
        }
        return follows;
    });
    if (!read) {
        return std::unexpected(read.error());
    }
    if (last != *head) {
        return std::unexpected(contradicts(journal, last.seq + 1));
    }
    if (auto counted = check_indexes(journal, head->seq); !counted) {
        return std::unexpected(std::move(counted).error());
    }
    return *from;
}

Result<Salvaged> salvage(fs::path const& journal, std::string const& reason, Identity const& fresh,
                         FileLock const& lock, std::string const& vfs, core::Instant now) {
    auto const partial = with(journal, ".salvaged.partial");
    auto const remove_partial = [&partial] {
        std::error_code absent;
        for (auto const* const part : parts) {
            fs::remove(with(partial, part), absent);
        }
    };
    remove_partial();
    auto const copied = copy(journal, partial, fresh, lock, vfs);
    auto ready = copied ? sync_file(partial) : Result<void>{std::unexpected(copied.error())};
    if (ready) {
        ready = rename_file(partial, salvaged_of(journal));
    }
    if (!ready) {
        remove_partial();
        return std::unexpected(std::move(ready).error());
    }
    auto const aside = name_aside(journal, now);
    if (auto exchanged = exchange(journal, aside); !exchanged) {
        return std::unexpected(std::move(exchanged).error());
    }
    auto told = fmt::format(
        "{}; it was moved to {}, and a new journal goes on with the {} events that could be "
        "salvaged; {}{}; have it looked at, and do not delete it",
        reason, aside.filename().string(), copied->head.seq, lost(*copied),
        copied->is_owner_known ? ""
                               : "; which installation it belonged to cannot be read, and it is "
                                 "taken for this one's: if this is a copy, stop this daemon");
    auto const is_whole = copied->records && *copied->records <= copied->head.seq;
    return Salvaged{std::move(told), !is_whole || !copied->is_owner_known};
}

Result<LogRest> take_rest_of_log(SqliteJournal& journal, RowPages& logged) {
    auto const head = journal.head();
    if (!head) {
        return std::unexpected(head.error());
    }
    auto const heads = logged.heads();
    if (heads.empty() || heads.rbegin()->first <= head->seq) {
        return LogRest{};
    }
    Chain chain;
    auto at = *head;
    std::vector<Record> records;
    auto whole = 0UZ;
    for (auto follows = true; follows;) {
        auto rows = logged.rows(at.seq + 1);
        auto const next = std::ranges::find_if(
            rows, [&](auto const& row) { return chain.next(at.hash, row) == row.hash; });
        follows = next != rows.end();
        if (follows) {
            at = {next->seq, next->hash};
            records.push_back(std::move(*next));
            auto const known = heads.find(at.seq);
            whole = known != heads.end() && known->second == at.hash ? records.size() : whole;
        }
    }
    records.resize(whole);
    if (!records.empty()) {
        if (auto const restored = journal.restore_records(*head, records); !restored) {
            return std::unexpected(restored.error());
        }
    }
    auto const reached = head->seq + std::ssize(records);
    auto const before_last = heads.size() > 1 ? std::next(heads.rbegin())->first : 0;
    return LogRest{std::ssize(records), std::max<std::int64_t>(0, before_last - reached)};
}

Result<void> finish_exchange(fs::path const& journal, core::Instant now) {
    std::error_code error;
    if (!fs::exists(salvaged_of(journal), error)) {
        return {};
    }
    return exchange(journal, name_aside(journal, now));
}

}  // namespace larm::journal
