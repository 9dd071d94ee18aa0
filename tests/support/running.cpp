#include "tests/support/running.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience{20};

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

}  // namespace

Running::Running(std::vector<std::string> command, Surroundings surroundings,
                 std::map<std::string, std::string> const& environment) {
    if (surroundings == Surroundings::terminal) {
        winsize size{.ws_row = 50, .ws_col = 120, .ws_xpixel = 0, .ws_ypixel = 0};
        pid_ = ::forkpty(&from_, nullptr, nullptr, &size);
        REQUIRE(pid_ >= 0);
        if (pid_ == 0) {
            become(command, environment);
        }
        to_ = ::dup(from_);
        return;
    }
    std::array<int, 2> out{};
    REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
        ::dup2(out[1], STDOUT_FILENO);
        become(command, environment);
    }
    ::close(out[1]);
    from_ = out[0];
}

Running::~Running() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    for (int const each : {from_, to_}) {
        if (each >= 0) {
            ::close(each);
        }
    }
}

bool Running::read_more(std::chrono::milliseconds at_most) {
    pollfd wait{from_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(at_most.count())) <= 0) {
        return false;
    }
    std::array<char, 4096> bytes{};
    auto const got = ::read(from_, bytes.data(), bytes.size());
    if (got <= 0) {  // a terminal whose program has gone gives an error, not an end
        return false;
    }
    output_.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
}

std::string const& Running::wait_for(std::string const& part) {
    auto const until = Clock::now() + patience;
    for (;;) {
        auto const found = output_.find(part, seen_);
        if (found != std::string::npos) {
            seen_ = found + part.size();
            return output_;
        }
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0 || !read_more(left)) {
            CAPTURE(part, output_);
            FAIL("it did not come");
        }
    }
}

void Running::write(std::string const& text) const {
    REQUIRE(::write(to_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

void Running::signal(int number) const {
    REQUIRE(::kill(pid_, number) == 0);
}

int Running::end() {
    while (read_more(patience)) {
    }
    int status = 0;
    REQUIRE(::waitpid(pid_, &status, 0) == pid_);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace larm::test
