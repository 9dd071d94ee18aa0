#include "tests/support/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

using Pipe = std::array<int, 2>;

Pipe make_pipe() {
    Pipe pipe{};
    REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
    return pipe;
}

[[noreturn]] void become(std::vector<std::string>& command,
                         std::map<std::string, std::string> const& environment) {
    for (auto const& [name, value] : environment) {
        ::setenv(name.c_str(), value.c_str(), 1);
    }
    std::vector<char*> arguments;
    for (auto& argument : command) {
        arguments.push_back(argument.data());
    }
    arguments.push_back(nullptr);
    ::execv(arguments[0], arguments.data());
    std::_Exit(127);
}

/// Reads both to their ends at once, so that neither can block the program.
void drain(int out, int err, Finished& finished) {
    std::array<pollfd, 2> waits{{{out, POLLIN, 0}, {err, POLLIN, 0}}};
    std::array<std::string*, 2> const texts{&finished.out, &finished.err};
    std::array<char, 4096> buffer{};
    while (waits[0].fd >= 0 || waits[1].fd >= 0) {
        ::poll(waits.data(), waits.size(), -1);
        for (std::size_t i = 0; i < waits.size(); ++i) {
            if (waits[i].fd < 0 || waits[i].revents == 0) {
                continue;
            }
            auto const got = ::read(waits[i].fd, buffer.data(), buffer.size());
            if (got <= 0) {
                ::close(waits[i].fd);
                waits[i].fd = -1;
            } else {
                texts[i]->append(buffer.data(), static_cast<std::size_t>(got));
            }
        }
    }
}

}  // namespace

Finished finish(std::vector<std::string> command, std::string const& input,
                std::map<std::string, std::string> const& environment) {
    auto const in = make_pipe();
    auto const out = make_pipe();
    auto const err = make_pipe();
    auto const pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        ::dup2(in[0], STDIN_FILENO);
        ::dup2(out[1], STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        become(command, environment);
    }
    ::close(in[0]);
    ::close(out[1]);
    ::close(err[1]);
    REQUIRE(input.size() <= 65'536);  // what a pipe holds, so that this cannot block
    REQUIRE(::write(in[1], input.data(), input.size()) == static_cast<ssize_t>(input.size()));
    ::close(in[1]);
    Finished finished;
    drain(out[0], err[0], finished);
    int status = 0;
    ::waitpid(pid, &status, 0);
    finished.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return finished;
}

std::string last_word(std::string const& text) {
    auto const end = text.find_last_not_of(" \n");
    auto const begin = text.find_last_of(" \n", end);
    return end == std::string::npos ? std::string{} : text.substr(begin + 1, end - begin);
}

}  // namespace larm::test
