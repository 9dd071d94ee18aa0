// larm score: how the alarms of a journal measured up. What is measured is in engine/report/score.
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include <expected>
#include <filesystem>

#include "engine/core/check.hpp"
#include "engine/journal/sqlite_journal.hpp"
#include "engine/larm/command_line.hpp"
#include "engine/larm/output.hpp"
#include "engine/report/score.hpp"
#include "engine/report/words.hpp"

namespace larm::cli {
namespace {

/// The whole log; why not, where it cannot be read.
std::expected<void, std::string> read_log(std::filesystem::path const& file, report::Score& score) {
    auto const opened = journal::SqliteJournal::open(file, journal::OpenMode::read_only);
    if (!opened) {
        return std::unexpected{opened.error().message};
    }
    std::int64_t broken = 0;
    auto const done = (*opened)->read(1, [&](journal::Record const& record) {
        v1::Event event;
        if (!event.ParseFromString(record.body)) {
            broken = record.seq;
            return false;
        }
        score.tell(event, record.seq);
        return true;
    });
    if (!done) {
        return std::unexpected{done.error().message};
    }
    if (broken != 0) {
        return std::unexpected{
            fmt::format("{}: event {} is not one of ours; run larm journal "
                        "verify on it",
                        file.string(), broken)};
    }
    return {};
}

std::string to_json(v1::ScoreReport const& report) {
    std::string json;
    google::protobuf::util::JsonPrintOptions options;
    options.always_print_primitive_fields = true;
    LARM_CHECK(google::protobuf::util::MessageToJsonString(report, &json, options).ok());
    return json + "\n";
}

std::string to_text(v1::ScoreReport const& report, core::State const& state,
                    report::Language language) {
    std::string text;
    for (auto const& each : report.incidents()) {
        auto const* const incident = state.incident(each.incident_id());
        auto const* const pack = incident->pack != nullptr ? incident->pack : state.active_pack();
        text += text.empty() ? "" : "\n";
        for (auto const& line : report::score_lines(each, pack, language)) {
            text += line + "\n";
        }
    }
    return text.empty() ? std::string{report::say(language, "Inga händelser i loggen.\n",
                                                  "No incidents in the log.\n")}
                        : text;
}

class ScoreJournal final : public Verb {
public:
    explicit ScoreJournal(CLI::App& flags) {
        flags.add_option("FILE", file_, "The journal")->required();
        flags.add_flag("--json", json_, "Print one JSON object");
        flags.add_option("--language", language_, "Of the text")
            ->check(CLI::IsMember({"sv", "en"}))
            ->capture_default_str();
    }

    ExitCode run() override {
        report::Score score;
        if (auto const read = read_log(file_, score); !read) {
            complain(read.error());
            return ExitCode::bad_input;
        }
        auto const report = score.report();
        auto const language =
            language_ == "en" ? report::Language::english : report::Language::swedish;
        print(json_ ? to_json(report) : to_text(report, score.state(), language));
        return ExitCode::ok;
    }

private:
    std::filesystem::path file_;
    std::string language_ = "sv";
    bool json_ = false;
};

}  // namespace

void add_score_verb(CommandLine& line) {
    line.add<ScoreJournal>(line.root(), "score",
                           "How the alarms of a journal measured up: indicators, times, messages",
                           "larm score /var/lib/larmkedja/live.db");
}

}  // namespace larm::cli
