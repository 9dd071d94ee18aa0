// The architecture and the house style as tests: which folder may include which, what pure code
// must not name, what the toolchain gets wrong, and how long a file may grow.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

namespace fs = std::filesystem;

using Layers = std::map<std::string, std::set<std::string>>;

/// A row reads "may include". Only folders of earlier rows: there is no way up.
Layers const may_include{
    {"engine/core", {}},
    {"engine/access", {"engine/core"}},
    {"engine/rules", {"engine/core"}},
    {"engine/journal", {"engine/core"}},
    {"engine/delivery", {"engine/core"}},
    {"engine/contacts", {"engine/core", "engine/journal", "engine/delivery"}},
    {"engine/world", {"engine/core", "engine/rules", "engine/journal", "engine/delivery"}},
    {"engine/report", {"engine/core", "engine/journal"}},
    {"engine/paper", {"engine/core", "engine/delivery", "engine/report"}},
    {"simulators/gateways", {}},
    {"simulators/player",
     {"engine/core", "engine/rules", "engine/journal", "engine/delivery", "engine/world",
      "engine/report"}},
    {"simulators/swarm",
     {"engine/core", "engine/rules", "engine/journal", "engine/delivery", "engine/world",
      "simulators/player"}},
    {"simulators/gateways", {}},
    {"engine/server",
     {"engine/core", "engine/access", "engine/rules", "engine/journal", "engine/delivery",
      "engine/contacts", "engine/world", "engine/report"}},
    {"engine/console", {"engine/server"}},
    {"engine/exercise",
     {"engine/core", "engine/access", "engine/rules", "engine/journal", "engine/delivery",
      "engine/contacts", "engine/world", "engine/report", "engine/server", "simulators/player"}},
    {"engine/larmd",
     {"engine/console", "engine/core", "engine/access", "engine/rules", "engine/journal",
      "engine/delivery", "engine/contacts", "engine/world", "engine/report", "engine/paper",
      "engine/server", "engine/exercise", "simulators/player"}},
    {"engine/larm",
     {"engine/core", "engine/access", "engine/rules", "engine/journal", "engine/delivery",
      "engine/contacts", "engine/world", "engine/report", "engine/paper", "simulators/player",
      "simulators/swarm"}},
};

/// Folders whose result must depend on their input alone.
std::set<std::string> const pure{"engine/core", "engine/rules", "engine/report"};

/// Each would let the outside in without an event: clocks, chance, threads, sockets, databases,
/// hash order.
std::regex const outside{
    R"((system_clock|steady_clock|gettimeofday|[^_]time\(nullptr|random_device|mt19937|[^_a-z]rand\(|getenv)"
    R"(|std::thread|std::mutex|std::atomic|unordered_(map|set)|sqlite3_|boost/(asio|beast)))"};

/// g++ 12 destroys what is built inside a co_await expression twice.
std::regex const built_in_await{
    R"(co_await[^;{]*(\(|,\s*)\s*([A-Za-z_:]+\{|\[[^\]]*\]\s*(\(|\{|mutable)))"};

/// Of what is awaited in a "?:" g++ 12 makes a copy byte by byte: a string in it points into what
/// is gone.
std::regex const awaited_in_choice{R"(\?\s*co_await)"};

constexpr auto lines_max = 400;

struct Source {
    std::string folder;
    std::string path;
    std::string code;  ///< Without comments: prose may say what code may not.
    std::string text;
};

std::string without_comments(std::string const& text) {
    return std::regex_replace(text, std::regex{R"(//[^\n]*)"}, "");
}

std::vector<Source> sources_below(std::vector<std::string> const& tops) {
    std::vector<Source> found;
    fs::path const root{LARM_SOURCE_DIR};
    for (auto const& top : tops) {
        for (auto const& entry : fs::recursive_directory_iterator{root / top}) {
            auto const extension = entry.path().extension();
            auto const relative = fs::relative(entry.path(), root);
            if ((extension != ".cpp" && extension != ".hpp") ||
                relative.string().find("/node_modules/") != std::string::npos) {
                continue;
            }
            auto part = relative.begin();
            auto const folder = part->string() + "/" + std::next(part)->string();
            std::ifstream stream{entry.path()};
            std::string text{std::istreambuf_iterator<char>{stream}, {}};
            auto code = without_comments(text);
            found.push_back({folder, relative.string(), std::move(code), std::move(text)});
        }
    }
    return found;
}

std::vector<Source> engine_sources() {
    return sources_below({"engine", "simulators"});
}

std::vector<std::string> matches(std::string const& text, std::regex const& pattern, int group) {
    std::vector<std::string> found;
    for (std::sregex_iterator match{text.begin(), text.end(), pattern}, end; match != end;
         ++match) {
        found.push_back((*match)[static_cast<std::size_t>(group)]);
    }
    return found;
}

}  // namespace

TEST_CASE("folders include only what their layer allows", "[house]") {
    std::regex const include{R"re(#include "((engine|simulators|tests)/[a-z_]+)/)re"};
    std::set<std::string> seen;
    for (auto const& source : engine_sources()) {
        CAPTURE(source.path);
        auto const row = may_include.find(source.folder);
        REQUIRE(row != may_include.end());
        seen.insert(source.folder);
        for (auto const& target : matches(source.text, include, 1)) {
            CAPTURE(target);
            CHECK((target == source.folder || row->second.contains(target)));
        }
        CHECK(matches(source.text, std::regex{R"(#include "\.)"}, 0).empty());
    }
    CHECK(seen.size() == may_include.size());  // a row for a folder that is gone protects nothing
}

TEST_CASE("pure folders name no clock, no chance, no thread and no I/O", "[house]") {
    for (auto const& source : engine_sources()) {
        if (pure.contains(source.folder)) {
            CAPTURE(source.path);
            CHECK(matches(source.code, outside, 0) == std::vector<std::string>{});
        }
    }
}

TEST_CASE("the clock is read in one file of the world", "[house]") {
    std::regex const clock{R"((system_clock|steady_clock)::now)"};
    std::set<std::string> readers;
    for (auto const& source : engine_sources()) {
        if (source.folder == "engine/world" && !matches(source.code, clock, 0).empty()) {
            readers.insert(source.path);
        }
    }
    CHECK(readers.size() == 1);
}

TEST_CASE("nothing is awaited in a conditional expression", "[house]") {
    for (auto const& source : sources_below({"engine", "simulators", "tests"})) {
        CAPTURE(source.path);
        CHECK(matches(source.code, awaited_in_choice, 0) == std::vector<std::string>{});
    }
}

TEST_CASE("nothing is built inside a co_await expression", "[house]") {
    for (auto const& source : sources_below({"engine", "simulators", "tests"})) {
        if (source.folder != "tests/house") {  // whose examples must be bad
            CAPTURE(source.path);
            CHECK(matches(source.code, built_in_await, 0) == std::vector<std::string>{});
        }
    }
}

TEST_CASE("the check for co_await bites", "[house]") {
    for (auto const* bad : {"co_await f(Agg{1, 2}, x);", "co_await spawn(ex, [s](int) {}, done);",
                            "co_await run(context, Limits{});"}) {
        CAPTURE(bad);
        CHECK(std::regex_search(std::string{bad}, built_in_await));
    }
    for (auto const* good : {"co_await async_read(stream, buffer, parser, with_error);",
                             "auto const n = co_await stream.read(buffer);"}) {
        CAPTURE(good);
        CHECK_FALSE(std::regex_search(std::string{good}, built_in_await));
    }
}

TEST_CASE("files stay short enough to read in one sitting", "[house]") {
    for (auto const& source : sources_below({"engine", "simulators", "tests"})) {
        CAPTURE(source.path);
        CHECK(std::ranges::count(source.text, '\n') <= lines_max);
    }
}

TEST_CASE("no policy number hides in the core", "[house]") {
    // Five transports, and durations in minutes or hours: such figures belong to a rule pack.
    std::regex const policy{
        R"((seconds\((5|10|30|60|120|300|600|900|3600)\)|minimum = \d|required = [1-9]))"};
    for (auto const& source : engine_sources()) {
        if (source.folder == "engine/core") {
            CAPTURE(source.path);
            CHECK(matches(source.code, policy, 0) == std::vector<std::string>{});
        }
    }
}

}  // namespace larm::test
