#include "tests/unit/rules/support.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "engine/rules/loader.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {

namespace fs = std::filesystem;

fs::path source_folder() {
    return LARM_SOURCE_DIR;
}

fs::path rules_test_folder() {
    return source_folder() / "tests/unit/rules";
}

std::string read_text(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    REQUIRE(file.is_open());
    return {std::istreambuf_iterator<char>{file}, {}};
}

void write_text(fs::path const& path, std::string_view text) {
    std::ofstream file{path, std::ios::binary};
    file << text;
    REQUIRE(file.good());
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    CAPTURE(from);
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    REQUIRE(text.find(from, at + 1) == std::string::npos);
    return text.replace(at, from.size(), to);
}

PackFolder::PackFolder(fs::path const& copied_from) {
    if (!copied_from.empty()) {
        fs::copy(copied_from, path());
    }
}

std::string PackFolder::read(std::string const& file) const {
    return read_text(path() / file);
}

void PackFolder::edit(std::string const& file, std::string_view from, std::string_view to) const {
    write(file, replaced(read(file), from, to));
}

std::vector<std::string> PackFolder::faults() const {
    std::vector<std::string> lines;
    for (auto const& fault : rules::check_folder(path())) {
        for (auto& line : lines_of(fault, path())) {
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

std::vector<std::string> lines_of(rules::Fault const& fault, fs::path const& folder) {
    auto const file = fs::path{fault.file}.lexically_relative(folder).string();
    std::vector<std::string> lines{file + ":" + std::to_string(fault.line) + ":" +
                                   std::to_string(fault.column) + ": " + fault.message};
    if (!fault.hint.empty()) {
        lines.push_back("  " + fault.hint);
    }
    return lines;
}

bool updates_golden() {
    return std::getenv("LARM_UPDATE_GOLDEN") != nullptr;
}

}  // namespace larm::test
