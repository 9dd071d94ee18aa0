// A child process with its standard streams in pipes or in a terminal: what finish(), Running and
// Daemon have in common. Without Catch, so that the benchmarks have it too: what goes wrong is
// thrown, which fails a test.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace larm::test {

enum class Surroundings : std::uint8_t {
    pipe,      ///< Only stdout is caught; the log goes where ours goes.
    pipes,     ///< All three streams.
    terminal,  ///< One of its own, for all three.
};

using Environment = std::map<std::string, std::string>;

/// Our ends of its streams; -1 where it shares ours. Whoever holds it closes them and waits.
struct Child {
    pid_t pid = -1;
    int in = -1;
    int out = -1;
    int err = -1;
};

/// Throws with `what` and the system's reason unless `holds`.
void must(bool holds, std::string const& what);

/// Starts `command`; `environment` is added to ours. The child is killed if we die.
[[nodiscard]] Child spawn(std::vector<std::string> command, Surroundings surroundings,
                          Environment const& environment = {});

/// Waits for the end. The exit code, -1 where a signal ended it.
[[nodiscard]] int wait_for_end(pid_t pid);

/// Reads what is there: 0 at the end, which for a terminal is when its program has gone.
std::size_t read_some(int descriptor, std::string& into);

}  // namespace larm::test
