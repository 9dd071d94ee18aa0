// A program that runs beside the test, in pipes or in a terminal of its own: read as it writes,
// written to, signalled, waited for. What goes wrong is thrown, which fails the test.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/spawn.hpp"

namespace larm::test {

/// Killed at the end if it still runs.
class Running {
public:
    Running(std::vector<std::string> command, Surroundings surroundings,
            Environment const& environment = {});
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;
    ~Running();

    /// Reads stdout (in a terminal stderr too) until it holds `part` after what was last waited
    /// for. Fails the test where that does not come within 20 s. Returns all that was ever read.
    std::string const& wait_for(std::string const& part);
    /// The next line of stdout, or of stderr, without its end; at the end what is left.
    std::string line();
    std::string log_line();
    void write(std::string const& text) const;
    void signal(int number) const;
    /// SIGKILL, as a power cut of the process; waits until it is gone.
    void kill();
    /// Reads to the end and waits. The exit code, -1 where a signal ended it.
    [[nodiscard]] int end();
    [[nodiscard]] int end_without_reading();
    /// As a reader of stderr that has died.
    void close_log();
    [[nodiscard]] std::string const& output() const { return out_.text; }
    [[nodiscard]] std::string const& log() const { return err_.text; }
    [[nodiscard]] pid_t pid() const { return pid_; }

private:
    struct Stream {
        int descriptor = -1;
        std::string text;
        std::size_t seen = 0;
    };
    /// From whichever stream has something. False at the end of all, or when nothing came in time.
    bool read_more(std::chrono::milliseconds at_most);
    std::string line_of(Stream& stream);

    pid_t pid_ = -1;
    int to_ = -1;
    Stream out_;
    Stream err_;
};

}  // namespace larm::test
