#include "engine/exercise/former_runs.hpp"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace larm::exercise {
namespace {

namespace fs = std::filesystem;

constexpr char const* note_name = "run.textproto";
constexpr std::uintmax_t note_bytes_max = 64 * 1024;
constexpr std::size_t runs_shown_max = 10;
constexpr std::size_t folders_read_max = 400;

struct Quiet : google::protobuf::io::ErrorCollector {
    void AddError(int /*line*/, int /*column*/, std::string const& /*message*/) override {}
};

std::int64_t loaded_at_us(fs::path const& folder) {
    auto const name = folder.filename().string();
    std::int64_t at_us = 0;
    std::from_chars(name.data(), name.data() + name.size(), at_us);
    return at_us;
}

/// The note has the report's own form, with nothing in it but what it is found by and the run.
std::optional<v1::AfterAction> read_note(fs::path const& folder) {
    std::error_code error;
    auto const bytes = fs::file_size(folder / note_name, error);
    if (error || bytes > note_bytes_max) {
        return std::nullopt;
    }
    std::ifstream file{folder / note_name};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    v1::AfterAction note;
    Quiet quiet;
    google::protobuf::TextFormat::Parser parser;
    parser.RecordErrorsTo(&quiet);
    if (!parser.ParseFromString(text, &note) || note.former().empty()) {
        return std::nullopt;
    }
    return note;
}

/// Of every world, the latest first.
std::vector<fs::path> folders(fs::path const& exercises) {
    std::vector<std::pair<std::int64_t, fs::path>> found;
    std::error_code error;
    for (auto const& world : fs::directory_iterator{exercises, error}) {
        std::error_code inner;
        for (auto const& run : fs::directory_iterator{world.path(), inner}) {
            found.emplace_back(loaded_at_us(run.path()), run.path());
        }
    }
    std::ranges::sort(found, std::greater{});
    found.resize(std::min(found.size(), folders_read_max));
    std::vector<fs::path> paths;
    for (auto& [at_us, path] : found) {
        paths.push_back(std::move(path));
    }
    return paths;
}

v1::FormerRun run_of(v1::AfterAction const& report) {
    v1::FormerRun run;
    run.set_seed(report.exercise().seed());
    for (auto const& verdict : report.result().verdicts()) {
        run.set_expected(run.expected() + 1);
        run.set_held(run.held() + (verdict.held() ? 1 : 0));
    }
    for (auto const& score : report.score().incidents()) {
        run.set_points(run.points() + score.points());
        run.set_points_max(run.points_max() + score.points_max());
    }
    auto const& incidents = report.score().incidents();
    if (!incidents.empty() && incidents.begin()->chain().has_chain_complete_us()) {
        run.set_chain_complete_us(incidents.begin()->chain().chain_complete_us());
    }
    return run;
}

}  // namespace

bool note_run(fs::path const& folder, v1::AfterAction const& report) {
    v1::AfterAction note;
    note.mutable_exercise()->set_scenario_id(report.exercise().scenario_id());
    *note.add_former() = run_of(report);
    std::string text;
    google::protobuf::TextFormat::PrintToString(note, &text);
    auto const fresh = folder / (std::string{note_name} + ".new");
    std::ofstream file{fresh};
    file << text;
    file.close();
    std::error_code error;
    if (!file.fail()) {
        fs::rename(fresh, folder / note_name, error);
    }
    return !file.fail() && !error;
}

std::vector<v1::FormerRun> former_runs(fs::path const& data, std::string_view scenario_id,
                                       fs::path const& but) {
    std::vector<v1::FormerRun> runs;
    for (auto const& folder : folders(data / "exercises")) {
        if (runs.size() == runs_shown_max) {
            break;
        }
        std::error_code error;
        if (fs::equivalent(folder, but, error)) {
            continue;
        }
        auto const note = read_note(folder);
        if (note && note->exercise().scenario_id() == scenario_id) {
            auto& run = runs.emplace_back(note->former(0));
            run.set_world_id(folder.parent_path().filename().string());
            run.set_loaded_at_us(loaded_at_us(folder));
        }
    }
    return runs;
}

}  // namespace larm::exercise
