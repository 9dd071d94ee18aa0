#include "engine/exercise/run_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace larm::exercise {
namespace {

namespace fs = std::filesystem;

constexpr char const* scenario_name = "scenario.textproto";
constexpr char const* closed_name = "closed";

fs::path runs_of(fs::path const& data) {
    return fs::absolute(data) / "exercises";
}

/// Written beside and moved into place: what stands there is whole.
bool write_whole(fs::path const& file, std::string const& text) {
    auto const part = fs::path{file.string() + ".part"};
    std::ofstream out{part, std::ios::binary};
    out << text;
    out.close();
    std::error_code error;
    fs::rename(part, file, error);
    return out.good() && !error;
}

std::vector<fs::path> folders_in(fs::path const& folder) {
    std::vector<fs::path> folders;
    std::error_code error;
    for (auto const& entry : fs::directory_iterator{folder, error}) {
        if (entry.is_directory(error)) {
            folders.push_back(entry.path());
        }
    }
    return folders;
}

/// Subscriptions are addresses of people's telephones. Whoever has the file open keeps what has no
/// name any more, until it is let go.
void forget_devices(fs::path const& run) {
    std::error_code ignored;
    for (auto const* const end : {"", "-wal", "-shm"}) {
        fs::remove(run / (std::string{"contacts.db"} + end), ignored);
    }
}

/// Its name is the time, of as many digits for some centuries.
bool is_earlier(fs::path const& one, fs::path const& other) {
    return one.filename() < other.filename();
}

}  // namespace

std::expected<void, std::string> RunFolder::make(std::string const* scenario) const {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) {
        return std::unexpected{fmt::format("{}: {}", path.string(), error.message())};
    }
    if (scenario != nullptr && !write_whole(path / scenario_name, *scenario)) {
        return std::unexpected{
            fmt::format("{}: cannot be written", (path / scenario_name).string())};
    }
    return {};
}

std::expected<std::string, std::string> RunFolder::scenario() const {
    std::ifstream file{path / scenario_name, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file.is_open() || file.bad()) {
        return std::unexpected{fmt::format("{}: cannot be read", (path / scenario_name).string())};
    }
    return text;
}

/// First: where it ends between the two, the exercise comes back without them.
void RunFolder::mark_closed() const {
    forget_devices(path);
    std::ofstream{path / closed_name};
}

void forget_devices_of_past(fs::path const& data) {
    auto const open = open_runs(data);
    for (auto const& world : folders_in(runs_of(data))) {
        for (auto const& run : folders_in(world)) {
            if (std::ranges::find(open, run, &RunFolder::path) == open.end()) {
                forget_devices(run);
            }
        }
    }
}

RunFolder new_run(fs::path const& data, std::string world_id, core::Instant now) {
    auto path = runs_of(data) / world_id / std::to_string(now.us);
    return {std::move(world_id), std::move(path)};
}

std::vector<RunFolder> open_runs(fs::path const& data) {
    std::vector<RunFolder> runs;
    std::error_code error;
    for (auto const& world : folders_in(runs_of(data))) {
        auto const all = folders_in(world);
        auto const latest = std::ranges::max_element(all, is_earlier);
        if (latest != all.end() && fs::exists(*latest / scenario_name, error) &&
            !fs::exists(*latest / closed_name, error)) {
            runs.push_back({world.filename().string(), *latest});
        }
    }
    std::ranges::sort(runs, [](RunFolder const& one, RunFolder const& other) {
        return is_earlier(other.path, one.path);
    });
    return runs;
}

}  // namespace larm::exercise
