#include "tests/support/running.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace larm::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience{20};

void shut(int& descriptor) {
    if (descriptor >= 0) {
        ::close(std::exchange(descriptor, -1));
    }
}

}  // namespace

Running::Running(std::vector<std::string> command, Surroundings surroundings,
                 Environment const& environment) {
    auto const child = spawn(std::move(command), surroundings, environment);
    pid_ = child.pid;
    to_ = child.in;
    out_.descriptor = child.out;
    err_.descriptor = child.err;
}

Running::~Running() {
    kill();
    shut(to_);
    shut(out_.descriptor);
    shut(err_.descriptor);
}

bool Running::read_more(std::chrono::milliseconds at_most) {
    std::array<pollfd, 2> waits{
        {{out_.descriptor, POLLIN, 0}, {err_.descriptor, POLLIN, 0}}};  // -1 is not looked at
    if (out_.descriptor < 0 && err_.descriptor < 0) {
        return false;
    }
    if (::poll(waits.data(), waits.size(), static_cast<int>(at_most.count())) <= 0) {
        return false;
    }
    for (auto* const stream : {&out_, &err_}) {
        auto const& wait = waits[stream == &out_ ? 0 : 1];
        if (wait.fd >= 0 && wait.revents != 0 && read_some(wait.fd, stream->text) == 0) {
            shut(stream->descriptor);
        }
    }
    return true;
}

std::string const& Running::wait_for(std::string const& part) {
    auto const until = Clock::now() + patience;
    for (;;) {
        auto const found = out_.text.find(part, out_.seen);
        if (found != std::string::npos) {
            out_.seen = found + part.size();
            return out_.text;
        }
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0 || out_.descriptor < 0 || !read_more(left)) {
            throw std::runtime_error{"\"" + part + "\" did not come in:\n" + out_.text + err_.text};
        }
    }
}

std::string Running::line_of(Stream& stream) {
    auto const until = Clock::now() + patience;
    auto end = stream.text.find('\n', stream.seen);
    while (end == std::string::npos && stream.descriptor >= 0) {
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0 || !read_more(left)) {
            throw std::runtime_error{"no line came after:\n" + stream.text};
        }
        end = stream.text.find('\n', stream.seen);
    }
    auto line = stream.text.substr(stream.seen, end - stream.seen);
    stream.seen = end == std::string::npos ? stream.text.size() : end + 1;
    return line;
}

std::string Running::line() {
    return line_of(out_);
}

std::string Running::log_line() {
    return line_of(err_);
}

void Running::write(std::string const& text) const {
    must(::write(to_, text.data(), text.size()) == static_cast<ssize_t>(text.size()), "write");
}

void Running::signal(int number) const {
    must(::kill(pid_, number) == 0, "kill");
}

void Running::kill() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        (void)wait_for_end(std::exchange(pid_, -1));
    }
}

int Running::end() {
    while (read_more(patience)) {
    }
    return end_without_reading();
}

int Running::end_without_reading() {
    auto const until = Clock::now() + patience;
    while (Clock::now() < until) {
        siginfo_t gone{};
        must(::waitid(P_PID, static_cast<id_t>(pid_), &gone, WEXITED | WNOWAIT | WNOHANG) == 0,
             "waitid");
        if (gone.si_pid == pid_) {
            return wait_for_end(std::exchange(pid_, -1));
        }
        ::usleep(1000);
    }
    throw std::runtime_error{"the program does not end"};
}

void Running::close_log() {
    shut(err_.descriptor);
}

}  // namespace larm::test
