#include "tests/support/program.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>

namespace larm::test {
namespace {

/// Reads both to their ends at once, so that neither can block the program.
void drain(int out, int err, Finished& finished) {
    std::array<pollfd, 2> waits{{{out, POLLIN, 0}, {err, POLLIN, 0}}};
    std::array<std::string*, 2> const texts{&finished.out, &finished.err};
    while (waits[0].fd >= 0 || waits[1].fd >= 0) {
        ::poll(waits.data(), waits.size(), -1);
        for (std::size_t i = 0; i < waits.size(); ++i) {
            auto& wait = waits[i];
            if (wait.fd >= 0 && wait.revents != 0 && read_some(wait.fd, *texts[i]) == 0) {
                ::close(wait.fd);
                wait.fd = -1;
            }
        }
    }
}

}  // namespace

Finished finish(std::vector<std::string> command, std::string const& input,
                Environment const& environment) {
    auto const child = spawn(std::move(command), Surroundings::pipes, environment);
    must(input.size() <= 65'536, "input");  // what a pipe holds, so that this cannot block
    must(::write(child.in, input.data(), input.size()) == static_cast<ssize_t>(input.size()),
         "write");
    ::close(child.in);
    Finished finished;
    drain(child.out, child.err, finished);
    finished.code = wait_for_end(child.pid);
    return finished;
}

std::string last_word(std::string const& text) {
    auto const end = text.find_last_not_of(" \n");
    auto const begin = text.find_last_of(" \n", end);
    return end == std::string::npos ? std::string{} : text.substr(begin + 1, end - begin);
}

}  // namespace larm::test
