#include "engine/journal/verify.hpp"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

#include "engine/journal/schema.hpp"
#include "engine/journal/sqlite_journal.hpp"

namespace larm::journal {
namespace {

constexpr std::string_view verifying = "verifying";

/// Goes from record to record and stops at the first that is wrong.
class Walk {
public:
    Walk(VerifyReport& report, std::optional<Head> const& outside)
        : report_{report}, outside_{outside} {}

    bool visit(Record const& record) {
        auto const seq = last_.seq + 1;
        if (record.seq != seq) {
            return fail(seq, record.seq > seq + 1
                                 ? fmt::format("records {} to {} are missing", seq, record.seq - 1)
                                 : fmt::format("record {} is missing", seq));
        }
        auto const hash = chain_.next(last_.hash, record);
        if (hash != record.hash) {
            return fail(seq, fmt::format("record {} is not what was written, or what precedes it "
                                         "was another: its hash is {}, its content gives {}",
                                         seq, hex(record.hash), hex(hash)));
        }
        if (record.epoch < epoch_ || record.epoch > report_.epoch) {
            return fail(seq, fmt::format("record {} is of epoch {}, after epoch {} and before {}",
                                         seq, record.epoch, epoch_, report_.epoch));
        }
        if (outside_ && outside_->seq == seq && outside_->hash != hash) {
            return fail(seq, fmt::format("the log was rewritten at or before record {}: its hash "
                                         "is {}, the one noted outside is {}",
                                         seq, hex(hash), hex(outside_->hash)));
        }
        epoch_ = record.epoch;
        last_ = {seq, hash};
        ++report_.events;
        return true;
    }

    bool fail(std::int64_t seq, std::string reason) {
        report_.first_bad_seq = seq;
        report_.reason = std::move(reason);
        return false;
    }

    [[nodiscard]] Head const& last() const { return last_; }

private:
    VerifyReport& report_;
    std::optional<Head> const& outside_;
    Chain chain_;
    Head last_;
    std::int64_t epoch_ = 0;
};

Result<std::unique_ptr<SqliteJournal>> open_to_read(std::filesystem::path const& path) {
    return SqliteJournal::open(path, OpenMode::read_only);
}

/// What the walk cannot see: rows past the head, a head past the rows, and a log that was cut.
void check_ends(Walk& walk, VerifyReport const& report, std::int64_t seq_max,
                std::optional<Head> const& outside) {
    auto const& last = walk.last();
    if (last.seq < report.head.seq) {
        walk.fail(last.seq + 1, fmt::format("record {} is missing: the head says {}", last.seq + 1,
                                            report.head.seq));
    } else if (last != report.head) {
        walk.fail(last.seq, fmt::format("the head says {}, the records give {}",
                                        head_text(report.head), head_text(last)));
    } else if (seq_max > report.head.seq) {
        walk.fail(report.head.seq + 1, fmt::format("there are records up to {} after the head, {}",
                                                   seq_max, report.head.seq));
    } else if (outside && outside->seq > report.head.seq) {
        walk.fail(report.head.seq + 1,
                  fmt::format("the log was cut: it ends at {}, outside {} was noted",
                              report.head.seq, outside->seq));
    }
}

Result<std::string> missing_triggers(Connection& connection) {
    std::string missing;
    for (auto const trigger : append_only_triggers) {
        auto const found = connection.number(
            fmt::format("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name = '{}'",
                        trigger),
            verifying);
        if (!found) {
            return std::unexpected(found.error());
        }
        if (*found == 0) {
            missing += fmt::format("{}{}", missing.empty() ? "" : ", ", trigger);
        }
    }
    return missing;
}

/// What the walk, which reads the table, does not pass: indexes, free pages, the tables of caches.
Result<std::string> damage_elsewhere(Connection& connection) {
    auto found = connection.text("PRAGMA integrity_check(1)", verifying);
    if (!found && found.error().kind == JournalErrorKind::corrupt) {
        return found.error().message;
    }
    if (found && *found == "ok") {
        found->clear();
    }
    return found;
}

/// Head, epoch and highest row at one instant.
Result<std::int64_t> look(SqliteJournal const& journal, VerifyReport& report) {
    auto& connection = journal.connection();
    if (auto begun = connection.run("BEGIN", verifying); !begun) {
        return std::unexpected(begun.error());
    }
    auto const head = journal.head();
    auto const epoch = connection.number("SELECT epoch FROM head", verifying);
    auto const seq_max = connection.number("SELECT max(seq) FROM journal", verifying);
    auto const ended = connection.run("COMMIT", verifying);
    if (!head || !epoch || !ended) {
        return std::unexpected(!head ? head.error() : !epoch ? epoch.error() : ended.error());
    }
    report.head = *head;
    report.epoch = *epoch;
    return seq_max;
}

int hex_digit(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

}  // namespace

Result<VerifyReport> verify(std::filesystem::path const& path, std::optional<Head> const& outside) {
    auto const journal = open_to_read(path);
    if (!journal) {
        return std::unexpected(journal.error());
    }
    VerifyReport report;
    auto const seq_max = look(**journal, report);
    if (!seq_max) {
        return std::unexpected(seq_max.error());
    }
    Walk walk{report, outside};
    auto const read = (*journal)->read(1, [&](Record const& record) {
        return record.seq <= report.head.seq && walk.visit(record);
    });
    if (!read) {
        // The damage is a finding like any other. Records are read many at once: which of them the
        // page is of nobody can say.
        auto const& why = read.error().message;
        walk.fail(walk.last().seq + 1,
                  fmt::format("a page of the file cannot be read, of this record or of one that "
                              "follows ({}); restore a backup, or let a start of the daemon "
                              "salvage what can be read",
                              std::string_view{why}.substr(0, why.find("; the file is "))));
    }
    if (report.is_good()) {
        check_ends(walk, report, *seq_max, outside);
    }
    if (report.is_good()) {
        auto const missing = missing_triggers((*journal)->connection());
        if (!missing) {
            return std::unexpected(missing.error());
        }
        if (!missing->empty()) {
            walk.fail(report.head.seq,
                      fmt::format("every record is as written, but the file is no longer "
                                  "append-only: {} is gone",
                                  *missing));
        }
    }
    if (report.is_good()) {
        auto const damage = damage_elsewhere((*journal)->connection());
        if (!damage) {
            return std::unexpected(damage.error());
        }
        if (!damage->empty()) {
            walk.fail(report.head.seq,
                      fmt::format("every record is as written, but the file is damaged beside "
                                  "them ({}): a start of the daemon makes a new one of the "
                                  "records if it comes upon the damage; where this is still said "
                                  "after one, stop it and make a new one by `larm journal export "
                                  "--json` and `larm journal import`",
                                  *damage));
        }
    }
    return report;
}

VerifyReport verify(std::span<Record const> records, Head const& head,
                    std::optional<Head> const& outside) {
    VerifyReport report;
    report.head = head;
    report.epoch = records.empty() ? 0 : records.back().epoch;
    Walk walk{report, outside};
    for (auto const& record : records) {
        if (!walk.visit(record)) {
            return report;
        }
    }
    check_ends(walk, report, walk.last().seq, outside);
    return report;
}

std::optional<Head> parse_head(std::string_view text) {
    Head head;
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), head.seq);
    auto const rest = text.substr(static_cast<std::size_t>(parsed.ptr - text.data()));
    if (parsed.ec != std::errc{} || head.seq < 0 || rest.size() != 1 + head.hash.size() * 2 ||
        rest.front() != ':') {
        return std::nullopt;
    }
    for (std::size_t index = 0; index < head.hash.size(); ++index) {
        auto const high = hex_digit(rest[1 + index * 2]);
        auto const low = hex_digit(rest[2 + index * 2]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        head.hash[index] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return head;
}

Result<JournalStat> stat(std::filesystem::path const& path) {
    auto const journal = open_to_read(path);
    if (!journal) {
        return std::unexpected(journal.error());
    }
    JournalStat stat;
    auto const head = (*journal)->head();
    if (!head) {
        return std::unexpected(head.error());
    }
    stat.format_version = (*journal)->format();
    stat.site = (*journal)->site();
    stat.instance_id = (*journal)->instance_id();
    stat.created = (*journal)->created();
    stat.epoch = (*journal)->epoch();
    stat.head = *head;
    auto const read = (*journal)->read(1, [&](Record const& record) {
        ++stat.events;
        stat.body_bytes += static_cast<std::int64_t>(record.body.size());
        stat.accepted_in_spill += record.flags & record_flag::accepted_in_spill;
        ++stat.events_by_type[record.type];
        return true;
    });
    if (!read) {
        return std::unexpected(read.error());
    }
    auto snapshots = Statement::prepare((*journal)->connection(),
                                        "SELECT seq, length(state) FROM snapshot ORDER BY seq");
    if (!snapshots) {
        return std::unexpected(snapshots.error());
    }
    for (;;) {
        auto const row = snapshots->step("reading its snapshots");
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            break;
        }
        stat.snapshots.push_back({snapshots->number(0), snapshots->number(1)});
    }
    auto const segments = (*journal)->connection().number("SELECT count(*) FROM command_segment",
                                                          "reading its segments");
    if (!segments) {
        return std::unexpected(segments.error());
    }
    stat.command_segments = *segments;
    std::error_code absent;  // a file without a log beside it has been closed cleanly
    stat.file_bytes = std::filesystem::file_size(path, absent);
    auto log = path;
    log += "-wal";
    auto const wal_bytes = std::filesystem::file_size(log, absent);
    stat.wal_bytes = absent ? 0 : wal_bytes;
    return stat;
}

}  // namespace larm::journal
