// A directory of its own, gone with everything in it when the test ends. Without Catch, so that the
// benchmarks have it too.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "engine/core/check.hpp"

namespace larm::test {

class TemporaryDirectory {
public:
    explicit TemporaryDirectory(
        std::filesystem::path const& below = std::filesystem::temp_directory_path()) {
        auto pattern = (below / "larm-test-XXXXXX").string();
        LARM_CHECK(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    TemporaryDirectory(TemporaryDirectory const&) = delete;
    TemporaryDirectory& operator=(TemporaryDirectory const&) = delete;
    ~TemporaryDirectory() {
        std::error_code ignored;  // a mount left behind by a failed test keeps its folder
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    /// Writes a file in it, and gives its path.
    std::filesystem::path write(std::string const& name, std::string_view text) const {
        std::ofstream file{path_ / name, std::ios::binary};
        file << text << std::flush;
        LARM_CHECK(file.good());
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

}  // namespace larm::test
