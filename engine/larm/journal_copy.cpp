#include "engine/larm/journal_copy.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>
#include <vector>

#include "engine/journal/backup.hpp"
#include "engine/journal/sqlite_journal.hpp"
#include "engine/larm/journal_text.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/uuid.hpp"

namespace larm::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t batch_records = 512;  // one transaction, and what is held in memory

/// A line longer than this is no record: bodies are under 64 KiB, and JSON is a few times that.
constexpr std::size_t line_bytes_max = std::size_t{4} * 1024 * 1024;

/// The half-made journal beside its place, gone unless kept.
class PartialFile {
public:
    explicit PartialFile(fs::path const& wanted) : path_{wanted} {
        path_ += ".importing";
        remove();  // of an import that was interrupted
    }
    PartialFile(PartialFile const&) = delete;
    PartialFile& operator=(PartialFile const&) = delete;
    ~PartialFile() { remove(); }

    [[nodiscard]] fs::path const& path() const { return path_; }

private:
    void remove() const {
        for (auto const* const suffix : {"", "-wal", "-shm", ".lock"}) {
            auto file = path_;
            file += suffix;
            std::error_code ignored;
            fs::remove(file, ignored);
        }
    }

    fs::path path_;
};

/// Puts lines into a journal, a batch at a time.
class Importer {
public:
    explicit Importer(journal::SqliteJournal& journal) : journal_{journal} {}

    std::expected<void, std::string> take(std::string_view line) {
        auto record = parse_record(line);
        if (!record) {
            return std::unexpected{record.error()};
        }
        batch_.push_back(std::move(*record));
        return batch_.size() < batch_records ? std::expected<void, std::string>{} : flush();
    }

    std::expected<void, std::string> flush() {
        auto const restored = journal_.restore_records(head_, batch_);
        if (!restored) {
            return std::unexpected{restored.error().message};
        }
        head_ = *restored;
        batch_.clear();
        return {};
    }

    [[nodiscard]] journal::Head const& head() const { return head_; }

private:
    journal::SqliteJournal& journal_;
    journal::Head head_;
    std::vector<journal::Record> batch_;
};

std::expected<journal::Head, std::string> read_lines(std::istream& from, std::string const& name,
                                                     journal::SqliteJournal& journal) {
    Importer importer{journal};
    std::string line;
    std::int64_t number = 0;
    while (std::getline(from, line)) {
        ++number;
        if (line.empty()) {
            continue;
        }
        if (line.size() > line_bytes_max) {
            return std::unexpected{fmt::format("{}:{}: is too long to be a record", name, number)};
        }
        if (auto taken = importer.take(line); !taken) {
            return std::unexpected{fmt::format("{}:{}: {}", name, number, taken.error())};
        }
    }
    if (from.bad()) {
        return std::unexpected{fmt::format("{}:{}: cannot be read", name, number + 1)};
    }
    if (auto flushed = importer.flush(); !flushed) {
        return std::unexpected{fmt::format("{}:{}: {}", name, number, flushed.error())};
    }
    if (importer.head().seq == 0) {
        return std::unexpected{fmt::format("{}: there is no record in it", name)};
    }
    return importer.head();
}

std::expected<journal::Head, std::string> fill(std::istream& from, std::string const& name,
                                               fs::path const& partial) {
    journal::OpenOptions options;
    options.identity_if_new = journal::Identity{new_uuid(), new_uuid(), {now_us()}};
    auto const opened =
        journal::SqliteJournal::open(partial, journal::OpenMode::read_write, std::move(options));
    if (!opened) {
        return std::unexpected{opened.error().message};
    }
    return read_lines(from, name, **opened);
}

}  // namespace

std::expected<ExportReport, std::string> export_journal(fs::path const& from, std::FILE* to,
                                                        bool as_json) {
    auto const opened = journal::SqliteJournal::open(from, journal::OpenMode::read_only);
    if (!opened) {
        return std::unexpected{opened.error().message};
    }
    auto const head = (*opened)->head();
    if (!head) {
        return std::unexpected{head.error().message};
    }
    ExportReport report;
    journal::Chain chain;
    bool is_written = true;
    auto const read = (*opened)->read(1, [&](journal::Record const& record) {
        auto const follows = record.seq == report.head.seq + 1 &&
                             chain.next(report.head.hash, record) == record.hash;
        if (!follows && report.broken.empty()) {
            report.broken = fmt::format("the chain is broken at record {}", record.seq);
        }
        auto const line = as_json ? record_json(record) : record_text(record);
        is_written = std::fwrite(line.data(), 1, line.size(), to) == line.size() &&
                     std::fputc('\n', to) != EOF;
        report.head = {record.seq, record.hash};
        ++report.events;
        return is_written;
    });
    if (!is_written || std::fflush(to) != 0) {
        return std::unexpected{fmt::format("writing the export: {}", std::strerror(errno))};
    }
    if (!read) {
        report.broken = read.error().message;
    } else if (report.broken.empty() && report.head.seq < head->seq) {
        report.broken = fmt::format("record {} is missing", report.head.seq + 1);
    }
    return report;
}

std::expected<journal::Head, std::string> import_journal(
    std::istream& from, std::string const& name, fs::path const& to,
    std::optional<journal::Head> const& outside) {
    std::error_code error;
    if (fs::exists(to, error)) {
        return std::unexpected{fmt::format("{}: it exists; name a new file", to.string())};
    }
    PartialFile const partial{to};
    auto const head = fill(from, name, partial.path());
    if (!head) {
        return head;
    }
    if (outside && *outside != *head) {
        return std::unexpected{fmt::format("{}: the export ends at {}, not at {}", name,
                                           journal::head_text(*head),
                                           journal::head_text(*outside))};
    }
    // A backup is what we need of the last step: a whole file, verified, synced, and then named.
    auto const copied = journal::backup(partial.path(), to);
    if (!copied) {
        return std::unexpected{copied.error().message};
    }
    return copied->head;
}

}  // namespace larm::cli
