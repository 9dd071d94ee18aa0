// larm journal: is a log what was once written, what is in it, out of the file and back. All but
// import only read, also while the daemon writes.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <system_error>

#include "engine/journal/verify.hpp"
#include "engine/larm/command_line.hpp"
#include "engine/larm/journal_copy.hpp"
#include "engine/larm/journal_text.hpp"
#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

ExitCode bad_input(std::string_view message) {
    complain(message);
    return ExitCode::bad_input;
}

/// --head SEQ:HASH, as noted outside the file.
class OutsideHead {
public:
    void declare(CLI::App& flags) {
        flags
            .add_option("--head", text_,
                        "A head noted outside, SEQ:HASH; shows rewriting and truncation too")
            ->check([](std::string const& text) {
                return journal::parse_head(text) ? std::string{}
                                                 : std::string{"must be SEQ:HASH, 64 hex digits"};
            });
    }
    [[nodiscard]] std::optional<journal::Head> value() const { return journal::parse_head(text_); }

private:
    std::string text_;
};

class VerifyJournal final : public Verb {
public:
    explicit VerifyJournal(CLI::App& flags) {
        flags.add_option("FILE", file_, "The journal, e.g. DATA/live.db")->required();
        head_.declare(flags);
        flags.add_flag("--json", json_, "Print JSON");
    }

    ExitCode run() override {
        auto const report = journal::verify(file_, head_.value());
        if (!report) {
            return bad_input(report.error().message);
        }
        json_ ? show_json(*report) : show(*report);
        return report->is_good() ? ExitCode::ok : ExitCode::refused;
    }

private:
    void show(journal::VerifyReport const& report) const {
        if (report.is_good()) {
            print(fmt::format("{}: {}, {} events, epoch {}, head {}\n", file_.string(),
                              coloured("good", Colour::green), report.events, report.epoch,
                              journal::head_text(report.head)));
            return;
        }
        auto const is_beside = report.reason.starts_with("every record is as written");
        print(fmt::format("{}: {} {}: {}\n{} events {}\n", file_.string(),
                          coloured("BROKEN", Colour::red),
                          is_beside ? std::string{"beside the records"}
                                    : fmt::format("at record {}", *report.first_bad_seq),
                          report.reason, report.events,
                          is_beside ? "chain up" : "before it are known to chain up"));
    }

    static void show_json(journal::VerifyReport const& report) {
        json::object shown;
        shown["good"] = report.is_good();
        shown["events"] = report.events;
        shown["epoch"] = report.epoch;
        shown["head"] = journal::head_text(report.head);
        if (!report.is_good()) {
            shown["firstBadSeq"] = *report.first_bad_seq;
            shown["reason"] = report.reason;
        }
        print(json::serialize(shown) + "\n");
    }

    fs::path file_;
    OutsideHead head_;
    bool json_ = false;
};

class ExportJournal final : public Verb {
public:
    explicit ExportJournal(CLI::App& flags) {
        flags.add_option("FILE", file_, "The journal")->required();
        flags.add_flag("--json", json_, "One JSON object a line, which import can read");
        flags.add_option("--out", out_, "File to write; it appears when it is whole");
    }

    ExitCode run() override {
        if (out_.empty()) {
            return finish(export_journal(file_, stdout, json_));
        }
        auto partial = out_;
        partial += ".partial";
        auto* const to = std::fopen(partial.c_str(), "we");
        if (to == nullptr) {
            return bad_input(fmt::format("{}: {}", partial.string(), std::strerror(errno)));
        }
        auto report = export_journal(file_, to, json_);
        std::error_code error;
        if (std::fclose(to) != 0 && report) {
            report = std::unexpected{fmt::format("{}: {}", partial.string(), std::strerror(errno))};
        }
        if (report) {
            fs::rename(partial, out_, error);
        } else {
            std::error_code ignored;
            fs::remove(partial, ignored);
        }
        return error ? bad_input(fmt::format("{}: {}", out_.string(), error.message()))
                     : finish(report);
    }

private:
    /// The head goes to stderr, so that it can be noted while stdout is the export.
    ExitCode finish(std::expected<ExportReport, std::string> const& report) const {
        if (!report) {
            return bad_input(report.error());
        }
        fmt::print(stderr, "{} events, head {}\n", report->events,
                   journal::head_text(report->head));
        if (report->broken.empty()) {
            return ExitCode::ok;
        }
        complain(
            fmt::format("{}: {}; run larm journal verify on it", file_.string(), report->broken));
        return ExitCode::refused;
    }

    fs::path file_;
    fs::path out_;
    bool json_ = false;
};

class ImportJournal final : public Verb {
public:
    explicit ImportJournal(CLI::App& flags) {
        flags.add_option("EXPORT", from_, "What export --json wrote; - is stdin")->required();
        flags.add_option("NEWFILE", to_, "Journal to make; must not exist")->required();
        head_.declare(flags);
    }

    ExitCode run() override {
        std::ifstream file;
        if (from_ != "-") {
            file.open(from_);
            if (!file) {
                return bad_input(fmt::format("{}: {}", from_.string(), std::strerror(errno)));
            }
        }
        auto const head =
            import_journal(from_ == "-" ? std::cin : file, from_.string(), to_, head_.value());
        if (!head) {
            return bad_input(head.error());
        }
        print(fmt::format("{}: {} events, verified, head {}\n", to_.string(), head->seq,
                          journal::head_text(*head)));
        return ExitCode::ok;
    }

private:
    fs::path from_;
    fs::path to_;
    OutsideHead head_;
};

}  // namespace

void add_journal_verbs(CommandLine& line) {
    auto& group = line.group("journal", "Verify, read and copy a journal file");
    line.add<VerifyJournal>(group, "verify", "Whether the hash chain holds from the first event",
                            "larm journal verify /var/lib/larmkedja/live.db");
    line.add<ExportJournal>(group, "export", "Every event, one a line",
                            "larm journal export --json live.db --out live.jsonl");
    line.add<ImportJournal>(group, "import", "Make a journal of an export, checking every hash",
                            "larm journal import live.jsonl copy.db");
    add_journal_stat(line, group);
    add_journal_playback(line, group);
}

}  // namespace larm::cli
