#include "engine/larm/screen.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

namespace larm::cli {
namespace {

void print(std::string const& text) {
    (void)std::fwrite(text.data(), 1, text.size(), stdout);
    (void)std::fflush(stdout);
}

}  // namespace

TerminalSize terminal_size() {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
        return {};
    }
    return {size.ws_col, size.ws_row};
}

FullScreen::FullScreen() {
    print("\x1b[?1049h\x1b[?25l\x1b[?7l");  // nor shall a long line push the rest away
}

FullScreen::~FullScreen() {
    print("\x1b[?7h\x1b[?25h\x1b[?1049l");
}

void FullScreen::draw(std::vector<std::string> const& lines) {
    std::string text = "\x1b[H";
    for (auto const& line : lines) {
        text += (text.size() > 3 ? "\r\n" : "") + line + "\x1b[K";
    }
    print(text + "\x1b[J");
}

}  // namespace larm::cli
