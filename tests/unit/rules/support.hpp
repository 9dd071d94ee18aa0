// Rule packs in folders of their own for tests to spoil, and golden texts.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rules/fault.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::test {

/// The repository, and this folder in it.
[[nodiscard]] std::filesystem::path source_folder();
[[nodiscard]] std::filesystem::path rules_test_folder();

[[nodiscard]] std::string read_text(std::filesystem::path const& path);
void write_text(std::filesystem::path const& path, std::string_view text);
/// The text with `from`, which must stand there exactly once, replaced.
[[nodiscard]] std::string replaced(std::string text, std::string_view from, std::string_view to);

/// A folder for one rule pack, gone with this object.
class PackFolder : public TemporaryDirectory {
public:
    /// Empty, or a copy of another folder.
    explicit PackFolder(std::filesystem::path const& copied_from = {});
    [[nodiscard]] std::string read(std::string const& file) const;
    void edit(std::string const& file, std::string_view from, std::string_view to) const;
    /// What check_folder() finds, with files named without their folder.
    [[nodiscard]] std::vector<std::string> faults() const;
};

/// "FILE:LINE:COL: MESSAGE", and "  HINT" on a line of its own.
[[nodiscard]] std::vector<std::string> lines_of(rules::Fault const& fault,
                                                std::filesystem::path const& folder);

/// Whether golden texts are to be rewritten instead of compared: LARM_UPDATE_GOLDEN is set.
[[nodiscard]] bool updates_golden();

}  // namespace larm::test
