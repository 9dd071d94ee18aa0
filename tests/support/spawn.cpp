#include "tests/support/spawn.hpp"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace larm::test {
namespace {

using Pipe = std::array<int, 2>;

Pipe make_pipe() {
    Pipe pipe{};
    must(::pipe2(pipe.data(), O_CLOEXEC) == 0, "pipe");
    return pipe;
}

[[noreturn]] void become(std::vector<std::string>& command, Environment const& environment) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (auto const& [name, value] : environment) {
        ::setenv(name.c_str(), value.c_str(), 1);
    }
    std::vector<char*> arguments;
    for (auto& argument : command) {
        arguments.push_back(argument.data());
    }
    arguments.push_back(nullptr);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

Child in_terminal(std::vector<std::string>& command, Environment const& environment) {
    Child child;
    winsize size{.ws_row = 50, .ws_col = 120, .ws_xpixel = 0, .ws_ypixel = 0};
    child.pid = ::forkpty(&child.out, nullptr, nullptr, &size);
    must(child.pid >= 0, "forkpty");
    if (child.pid == 0) {
        become(command, environment);
    }
    child.in = ::dup(child.out);
    return child;
}

}  // namespace

void must(bool holds, std::string const& what) {
    if (!holds) {
        throw std::runtime_error{what + ": " + std::strerror(errno)};
    }
}

Child spawn(std::vector<std::string> command, Surroundings surroundings,
            Environment const& environment) {
    if (surroundings == Surroundings::terminal) {
        return in_terminal(command, environment);
    }
    auto const catches_all = surroundings == Surroundings::pipes;
    auto const in = catches_all ? make_pipe() : Pipe{-1, -1};
    auto const out = make_pipe();
    auto const err = catches_all ? make_pipe() : Pipe{-1, -1};
    auto const pid = ::fork();
    must(pid >= 0, "fork");
    if (pid == 0) {
        if (catches_all) {
            ::dup2(in[0], STDIN_FILENO);
            ::dup2(err[1], STDERR_FILENO);
        }
        ::dup2(out[1], STDOUT_FILENO);
        become(command, environment);
    }
    for (int const theirs : {in[0], out[1], err[1]}) {
        if (theirs >= 0) {
            ::close(theirs);
        }
    }
    return {pid, in[1], out[0], err[0]};
}

int wait_for_end(pid_t pid) {
    int status = 0;
    must(::waitpid(pid, &status, 0) == pid, "waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::size_t read_some(int descriptor, std::string& into) {
    std::array<char, 4096> bytes{};
    auto const got = ::read(descriptor, bytes.data(), bytes.size());
    if (got <= 0) {
        return 0;
    }
    into.append(bytes.data(), static_cast<std::size_t>(got));
    return static_cast<std::size_t>(got);
}

}  // namespace larm::test
