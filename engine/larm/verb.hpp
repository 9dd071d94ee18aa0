// What every verb of `larm` is: flags bound to members when it is made, and a run that answers with
// an exit code. Which verbs there are is in command_line.
#pragma once

#include <cstdint>

namespace larm::cli {

/// Documented in --help: scripts branch on these.
enum class ExitCode : std::uint8_t {
    ok = 0,
    refused = 1,    ///< the server or the check said no
    bad_input = 2,  ///< the command line, or a file that is not what it should be
    unknown = 3,    ///< no answer: the server could not be reached, or what came of it is unknown
};

/// A constructor of a verb declares its flags on the CLI::App it is given; members hold the values.
class Verb {
public:
    Verb() = default;
    Verb(Verb const&) = delete;
    Verb& operator=(Verb const&) = delete;
    virtual ~Verb() = default;

    [[nodiscard]] virtual ExitCode run() = 0;
};

}  // namespace larm::cli
