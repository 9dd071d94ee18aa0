// Every defect that a planner can write, one tiny edit of base/ each, with all that `larm rules
// check` says about it.
//
// The cases stand in defects/*.txt:
//   # a sentence            what is wrong
//   @ FILE                  the file to edit; pack.textproto where it is left out
//   - TEXT, + TEXT          lines to replace, which stand there once; and lines to write instead
//   ! FILE:LINE:COL: ...    what is found, all of it; hints are indented
// LARM_UPDATE_GOLDEN=1 build/release/bin/rules_test rewrites the lines that begin with "!".
#include <algorithm>
#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/unit/rules/support.hpp"

namespace larm::test {
namespace {

namespace fs = std::filesystem;

struct Edit {
    std::string file;
    std::string from;
    std::string to;
};

struct Case {
    std::string sentence;
    std::vector<std::string> lines;  ///< As written, without what is expected.
    std::vector<Edit> edits;
    std::vector<std::string> expected;
};

void add_line(std::string& text, std::string_view line) {
    text += text.empty() ? "" : "\n";
    text += line;
}

void read_line(Case& each, std::string& file, std::string const& line) {
    auto const rest = line.size() < 2 ? std::string{} : line.substr(2);
    if (line.starts_with('!')) {
        each.expected.push_back(rest);
        return;
    }
    each.lines.push_back(line);
    if (line.starts_with('@')) {
        file = rest;
    } else if (line.starts_with('-')) {
        if (each.edits.empty() || !each.edits.back().to.empty()) {
            each.edits.push_back({file, {}, {}});
        }
        add_line(each.edits.back().from, rest);
    } else {
        REQUIRE(line.starts_with('+'));
        REQUIRE_FALSE(each.edits.empty());
        add_line(each.edits.back().to, rest.empty() ? "\n" : rest);
    }
}

std::vector<Case> read_cases(fs::path const& path) {
    std::vector<Case> cases;
    std::istringstream text{read_text(path)};
    std::string file;
    for (std::string line; std::getline(text, line);) {
        CAPTURE(path.filename().string(), line);
        if (line.starts_with("# ")) {
            cases.push_back({line, {}, {}, {}});
            file = "pack.textproto";
        } else if (!line.empty()) {
            REQUIRE_FALSE(cases.empty());
            read_line(cases.back(), file, line);
        }
    }
    return cases;
}

std::vector<std::string> found_in(Case const& each) {
    PackFolder const folder{rules_test_folder() / "base"};
    for (auto const& edit : each.edits) {
        folder.edit(edit.file, edit.from, edit.to);
    }
    return folder.faults();
}

std::string written(std::vector<Case> const& cases) {
    std::string text;
    for (auto const& each : cases) {
        text += (text.empty() ? "" : "\n") + each.sentence + "\n";
        for (auto const& line : each.lines) {
            text += line + "\n";
        }
        for (auto const& line : found_in(each)) {
            text += "! " + line + "\n";
        }
    }
    return text;
}

std::vector<fs::path> case_files() {
    std::vector<fs::path> files;
    for (auto const& entry : fs::directory_iterator{rules_test_folder() / "defects"}) {
        files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace

TEST_CASE("the pack that the defects are made from has none", "[rules]") {
    CHECK(PackFolder{rules_test_folder() / "base"}.faults() == std::vector<std::string>{});
}

TEST_CASE("each defect is found where it is written, with what would be right", "[rules]") {
    std::size_t count = 0;
    for (auto const& path : case_files()) {
        auto const cases = read_cases(path);
        if (updates_golden()) {
            write_text(path, written(cases));
        }
        for (auto const& each : cases) {
            CAPTURE(path.filename().string(), each.sentence);
            REQUIRE_FALSE(each.edits.empty());
            auto const found = found_in(each);
            CHECK_FALSE(found.empty());
            CHECK(found == (updates_golden() ? found : each.expected));
            ++count;
        }
    }
    CHECK(count >= 90);
}

}  // namespace larm::test
