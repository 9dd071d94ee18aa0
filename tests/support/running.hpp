// A program that runs beside the test, in pipes or in a terminal of its own: read as it writes,
// written to, signalled, waited for.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace larm::test {

enum class Surroundings : std::uint8_t { pipes, terminal };

/// Killed at the end if it still runs.
class Running {
public:
    Running(std::vector<std::string> command, Surroundings surroundings,
            std::map<std::string, std::string> const& environment = {});
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;
    ~Running();

    /// Reads stdout (in a terminal stderr too) until it holds `part` after what was last waited
    /// for. Fails the test where that does not come within 20 s. Returns all that was ever read.
    std::string const& wait_for(std::string const& part);
    void write(std::string const& text) const;
    void signal(int number) const;
    /// Reads to the end and waits. The exit code, -1 where a signal ended it.
    [[nodiscard]] int end();
    [[nodiscard]] std::string const& output() const { return output_; }

private:
    /// False at the end of the output, or when nothing came within `at_most`.
    bool read_more(std::chrono::milliseconds at_most);

    pid_t pid_ = -1;
    int from_ = -1;
    int to_ = -1;
    std::string output_;
    std::size_t seen_ = 0;
};

}  // namespace larm::test
