// A program run to its end as a user would: arguments and environment in, exit code and both
// outputs out.
#pragma once

#include <string>
#include <vector>

#include "tests/support/spawn.hpp"

namespace larm::test {

struct Finished {
    int code = -1;  ///< -1 where a signal ended it
    std::string out;
    std::string err;
};

/// Runs `command`; `environment` is added to ours. Not in a terminal.
[[nodiscard]] Finished finish(std::vector<std::string> command, std::string const& input = {},
                              Environment const& environment = {});

/// The last word of a text, which is where `larm token create` puts the secret.
[[nodiscard]] std::string last_word(std::string const& text);

}  // namespace larm::test
