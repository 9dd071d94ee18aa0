// Appending, reading and snapshots. How the file is opened is in sqlite_open.cpp.
#include "engine/journal/sqlite_journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/journal/sqlite_rows.hpp"
#include "engine/journal/sqlite_writing.hpp"

namespace larm::journal {
namespace {

constexpr std::string_view appending = "appending";

/// Rows read in one transaction, so that no reader keeps the log from being checkpointed for long.
constexpr std::int64_t slice_rows = 512;

template <typename Array>
bool copy_exactly(std::string_view bytes, Array& into) {
    if (bytes.size() != into.size()) {
        return false;
    }
    std::ranges::transform(bytes, into.begin(),
                           [](char each) { return static_cast<std::uint8_t>(each); });
    return true;
}

std::int32_t narrow(std::int64_t wide, bool& fits) {
    fits = fits && wide >= std::numeric_limits<std::int32_t>::min() &&
           wide <= std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(wide);
}

JournalError corrupt(std::filesystem::path const& path, std::string_view what) {
    return {JournalErrorKind::corrupt,
            fmt::format("{}: {}; a start of larmd goes on with what can be salvaged", path.string(),
                        what)};
}

constexpr int columns = 10;

void bind_row(Statement& rows, int before, Record const& record) {
    rows.bind(before + 1, record.seq).bind(before + 2, record.epoch);
    rows.bind_text(before + 3, record.site).bind(before + 4, record.site_seq);
    rows.bind_blob(before + 5, record.id).bind(before + 6, record.hlc);
    rows.bind(before + 7, record.type).bind(before + 8, record.flags);
    rows.bind_blob(before + 9, record.body).bind_blob(before + 10, record.hash);
}

/// Up to a slice of rows from `from` to `to`, in one short transaction. Returns how many.
Result<std::size_t> load_slice(Statement& select, std::int64_t from, std::int64_t to,
                               std::vector<Record>& slice, std::filesystem::path const& path) {
    select.bind(1, from).bind(2, to).bind(3, slice_rows);
    std::size_t count = 0;
    for (;;) {
        auto const row = select.step("reading");
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            break;
        }
        if (count == slice.size()) {
            slice.emplace_back();
        }
        if (!load_row(select, slice[count])) {
            return std::unexpected(corrupt(
                path, fmt::format("record {} has a column that is not ours", slice[count].seq)));
        }
        ++count;
    }
    select.reset();
    return count;
}

}  // namespace

bool load_row(Statement const& row, Record& record) {
    bool fits = true;
    record.seq = row.number(0);
    record.epoch = row.number(1);
    record.site = row.bytes(2);
    record.site_seq = row.number(3);
    fits = copy_exactly(row.bytes(4), record.id) && fits;
    record.hlc = row.number(5);
    record.type = narrow(row.number(6), fits);
    record.flags = narrow(row.number(7), fits);
    record.body = row.bytes(8);
    return copy_exactly(row.bytes(9), record.hash) && fits;
}

Result<Head> SqliteJournal::append(std::int64_t epoch, Head const& expected,
                                   std::span<Record> batch) {
    LARM_CHECK(writing_ != nullptr);
    if (batch.empty()) {
        return expected;
    }
    auto seq = expected.seq;
    for (auto const& record : batch) {
        LARM_CHECK(record.seq == ++seq);
    }
    chain_.fill(expected.hash, batch);
    Head const next{seq, batch.back().hash};
    auto const done = transact(
        [&]() -> Result<void> {
            if (auto moved = move_head(epoch, expected, next); !moved) {
                return moved;
            }
            return insert(batch);
        },
        appending);
    if (!done) {
        return std::unexpected(done.error());
    }
    return next;
}

Result<Head> SqliteJournal::restore_records(Head const& expected, std::span<Record const> batch) {
    LARM_CHECK(writing_ != nullptr);
    auto last = expected;
    auto epoch = epoch_;
    for (auto const& record : batch) {
        if (record.seq != last.seq + 1 || chain_.next(last.hash, record) != record.hash) {
            return std::unexpected(
                JournalError{JournalErrorKind::corrupt,
                             fmt::format("{}: record {} does not follow {}; nothing was restored",
                                         path_.string(), record.seq, head_text(last))});
        }
        last = {record.seq, record.hash};
        epoch = std::max(epoch, record.epoch);
    }
    auto const done = transact(
        [&]() -> Result<void> {
            if (auto moved = move_head(epoch_, expected, last); !moved) {
                return moved;
            }
            if (auto inserted = insert(batch); !inserted) {
                return inserted;
            }
            // Epochs never go back: what is written next must not be older than what was restored.
            writing_->set_epoch.bind(1, epoch);
            return writing_->set_epoch.execute(appending);
        },
        appending);
    if (!done) {
        return std::unexpected(done.error());
    }
    epoch_ = epoch;
    return last;
}

Result<void> SqliteJournal::move_head(std::int64_t epoch, Head const& expected, Head const& next) {
    auto& update = writing_->move_head;
    update.bind(1, next.seq).bind_blob(2, next.hash);
    update.bind(3, epoch).bind(4, expected.seq).bind_blob(5, expected.hash);
    if (auto updated = update.execute(appending); !updated || connection_->changes() == 1) {
        return updated;
    }
    auto const stored = connection_->number("SELECT epoch FROM head", appending);
    auto const found = head();
    if (!stored || !found) {
        return std::unexpected(stored ? found.error() : stored.error());
    }
    if (*stored != epoch) {
        return std::unexpected(JournalError{
            JournalErrorKind::fenced,
            fmt::format("{}: epoch {} writes it now, this process is epoch {} and must stop",
                        path_.string(), *stored, epoch)});
    }
    return std::unexpected(
        JournalError{JournalErrorKind::conflict,
                     fmt::format("{}: its head is {}, this process expected {} and must stop",
                                 path_.string(), head_text(*found), head_text(expected))});
}

Result<void> SqliteJournal::insert(std::span<Record const> batch) {
    for (std::size_t size = 0; size < rows_at_once.size(); ++size) {
        auto& rows = writing_->inserts[size];
        for (; batch.size() >= rows_at_once[size]; batch = batch.subspan(rows_at_once[size])) {
            auto before = 0;  // the columns of earlier rows
            for (auto const& record : batch.first(rows_at_once[size])) {
                bind_row(rows, before, record);
                before += columns;
            }
            if (auto inserted = rows.execute(appending); !inserted) {
                return inserted;
            }
        }
    }
    return {};
}

Result<void> SqliteJournal::transact(std::function<Result<void>()> const& change,
                                     std::string_view doing) {
    auto const fail = [&](JournalError error) -> Result<void> {
        connection_->give_up();
        return std::unexpected(std::move(error));
    };
    if (auto begun = writing_->begin.execute(doing); !begun) {
        return fail(std::move(begun).error());
    }
    if (auto changed = change(); !changed) {
        auto error = std::move(changed).error();
        if (is_fence(error.kind) && writing_->rollback.execute(doing)) {
            return std::unexpected(std::move(error));
        }
        return fail(std::move(error));
    }
    if (auto committed = writing_->commit.execute(doing); !committed) {
        auto error = std::move(committed).error();
        error.may_have_committed = true;
        return fail(std::move(error));
    }
    return {};
}

Result<void> SqliteJournal::adopt(std::string instance_id) {
    LARM_CHECK(writing_ != nullptr);
    constexpr std::string_view doing = "noting whose it is";
    auto const noted = transact(
        [&]() -> Result<void> {
            auto row =
                Statement::prepare(*connection_, "UPDATE meta SET v = ?1 WHERE k = 'instance_id'");
            if (!row) {
                return std::unexpected(std::move(row).error());
            }
            row->bind_blob(1, instance_id);
            return row->execute(doing);
        },
        doing);
    if (noted) {
        instance_id_ = std::move(instance_id);
    }
    return noted;
}

Result<void> SqliteJournal::read(std::int64_t from_seq, RecordVisitor const& visit) const {
    auto const last = head();
    if (!last) {
        return std::unexpected(last.error());
    }
    auto select = Statement::prepare(
        *connection_,
        fmt::format("{}WHERE seq >= ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3", select_columns));
    if (!select) {
        return std::unexpected(std::move(select).error());
    }
    std::vector<Record> slice;
    auto next = from_seq;
    while (next <= last->seq) {
        auto const count = load_slice(*select, next, last->seq, slice, path_);
        if (!count) {
            return std::unexpected(count.error());
        }
        if (*count == 0) {
            break;  // rows are missing at the end: who folds them sees it at the head
        }
        for (std::size_t index = 0; index < *count; ++index) {
            if (!visit(slice[index])) {
                return {};
            }
        }
        next = slice[*count - 1].seq + 1;
    }
    return {};
}

Result<Head> SqliteJournal::head() const {
    auto row = Statement::prepare(*connection_, "SELECT seq, hash FROM head");
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    auto const found = row->step("reading its head");
    if (!found) {
        return std::unexpected(found.error());
    }
    Head head;
    if (!*found || !copy_exactly(row->bytes(1), head.hash)) {
        return std::unexpected(corrupt(path_, "its head is missing"));
    }
    head.seq = row->number(0);
    return head;
}

Result<std::optional<Record>> SqliteJournal::record_at(std::int64_t seq) const {
    auto select = Statement::prepare(*connection_, fmt::format("{}WHERE seq = ?1", select_columns));
    if (!select) {
        return std::unexpected(std::move(select).error());
    }
    select->bind(1, seq);
    auto const found = select->step("reading");
    if (!found) {
        return std::unexpected(found.error());
    }
    if (!*found) {
        return std::nullopt;
    }
    Record record;
    if (!load_row(*select, record)) {
        return std::unexpected(
            corrupt(path_, fmt::format("record {} has a column that is not ours", seq)));
    }
    return record;
}

Result<bool> SqliteJournal::holds(std::string const& site, std::int64_t site_seq) const {
    auto select =
        Statement::prepare(*connection_, "SELECT 1 FROM journal WHERE site = ?1 AND site_seq = ?2");
    if (!select) {
        return std::unexpected(std::move(select).error());
    }
    select->bind_text(1, site).bind(2, site_seq);
    return select->step("reading");
}

Result<std::int64_t> SqliteJournal::last_site_seq(std::string const& site) const {
    auto select =
        Statement::prepare(*connection_, "SELECT max(site_seq) FROM journal WHERE site = ?1");
    if (!select) {
        return std::unexpected(std::move(select).error());
    }
    select->bind_text(1, site);
    auto const found = select->step("reading");
    if (!found) {
        return std::unexpected(found.error());
    }
    return *found ? select->number(0) : 0;
}

}  // namespace larm::journal
