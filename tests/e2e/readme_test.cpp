// What the README says to type is what works: its marked blocks, in order, in one shell, against a
// daemon of the test's own.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/daemon.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::e2e {
namespace {

namespace fs = std::filesystem;

struct Block {
    std::string mark;  ///< "", ", at the end", ", in a terminal of its own"
    std::vector<std::string> commands;
};

/// Whether a command goes on in the next line: after a backslash, or within quotes.
bool goes_on(std::string const& command) {
    return command.ends_with('\\') || std::ranges::count(command, '\'') % 2 == 1;
}

/// A line with "$ " is typed, and what it goes on with; the others are what is answered.
std::vector<Block> marked_blocks() {
    std::ifstream readme{LARM_SOURCE_DIR "/README.md"};
    std::vector<Block> blocks;
    auto is_inside = false;
    for (std::string line; std::getline(readme, line);) {
        if (constexpr std::string_view mark = "<!-- tour"; line.starts_with(mark)) {
            blocks.push_back({line.substr(mark.size(), line.find(':') - mark.size()), {}});
            REQUIRE(std::getline(readme, line));
            REQUIRE(line == "```");
            is_inside = true;
        } else if (line == "```") {
            is_inside = false;
        } else if (is_inside && line.starts_with("$ ")) {
            blocks.back().commands.push_back(line.substr(2));
        } else if (is_inside && goes_on(blocks.back().commands.back())) {
            blocks.back().commands.back() += "\n" + line;
        }
    }
    std::ranges::stable_partition(blocks,
                                  [](auto const& each) { return each.mark != ", at the end"; });
    return blocks;
}

std::string with(std::string text, std::string const& from, std::string const& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

/// The daemon is there already, and what watches until Ctrl-C is left out.
bool is_typed_here(std::string const& command) {
    return command.find("/larmd ") == std::string::npos &&
           command.find("larm watch") == std::string::npos && !command.starts_with("export PATH");
}

std::string script(std::string const& url, fs::path const& data) {
    std::string text = "set -euo pipefail\n";
    for (auto const& block : marked_blocks()) {
        auto const is_apart = block.mark == ", in a terminal of its own";
        text += is_apart ? "(\n" : "";
        for (auto const& command : block.commands) {
            text += is_typed_here(command) ? command + "\n" : "";
        }
        text += is_apart ? ")\n" : "";
    }
    text = with(std::move(text), "build/release/bin/", "");
    text = with(std::move(text), "http://127.0.0.1:8080", url);
    text = with(std::move(text), "/tmp/larm-data", data.string());
    return with(std::move(text), " && kill %1", "");
}

}  // namespace

TEST_CASE("the README's blocks do what they say, one after the other", "[e2e][readme]") {
    test::TemporaryDirectory const directory;
    auto const here = directory.path() / "here";
    fs::create_directory(here);
    for (auto const* const name : {"rules", "simulators"}) {
        fs::create_directory_symlink(fs::path{LARM_SOURCE_DIR} / name, here / name);
    }
    auto const data = directory.path() / "data";
    test::Daemon daemon{LARM_SOURCE_DIR "/rules/mellansverige",
                        data,
                        {"--scenarios", LARM_SOURCE_DIR "/simulators/scenarios"}};
    auto const url = "http://" + daemon.address();
    auto const typed = script(url, data);
    auto const blocks = marked_blocks();
    CHECK(std::ranges::count(blocks, "", &Block::mark) >= 9);
    auto const path = fs::path{LARM}.parent_path().string() + ":" + std::getenv("PATH");
    auto const done = test::finish({"/bin/bash", "-c", "cd " + here.string() + "\n" + typed}, "",
                                   {{"LARM_SERVER", url}, {"PATH", path}, {"NO_COLOR", "1"}});
    INFO(typed);
    INFO(done.out);
    INFO(done.err);
    CHECK(done.code == 0);
    CHECK(done.err.find("Nekat") == std::string::npos);
    CHECK(daemon.stop() == 0);
}

}  // namespace larm::e2e
