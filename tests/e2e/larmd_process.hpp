// larmd as a child process with its output in pipes, and a directory for it.
#pragma once

#include <signal.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/running.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::e2e {

namespace fs = std::filesystem;

using Directory = test::TemporaryDirectory;

/// All its output in pipes, whether it gets ready or not.
class Larmd : public test::Running {
public:
    explicit Larmd(std::vector<std::string> arguments, test::Environment const& environment = {})
        : Running{with_program(std::move(arguments)), test::Surroundings::pipes, environment} {}

    [[nodiscard]] std::string first_line() { return line(); }
    /// Waits for the end: exit code, and all that it said on standard error.
    struct End {
        int code = -1;
        std::string err;
    };
    [[nodiscard]] End end() {
        auto const code = Running::end();
        return {code, log()};
    }

private:
    static std::vector<std::string> with_program(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), LARMD);
        return arguments;
    }
};

inline std::vector<std::string> usual(Directory const& directory, fs::path const& rules = RULES) {
    return {"--rules",  rules.string(), "--data", (directory.path() / "data").string(),
            "--listen", "127.0.0.1:0"};
}

inline bool has(std::string const& text, std::string const& part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

}  // namespace larm::e2e
