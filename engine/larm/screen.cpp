#include "engine/larm/screen.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace larm::cli {
namespace {

constexpr int size_max = 10'000;

/// Unlike print() it goes on where that fails: it also gives the terminal back at the end.
void write_out(std::string const& text) {
    (void)std::fwrite(text.data(), 1, text.size(), stdout);
    (void)std::fflush(stdout);
}

/// What the environment says, where it is a number that makes sense.
std::optional<int> said_in(char const* name) {
    char const* const text = std::getenv(name);
    if (text == nullptr) {
        return std::nullopt;
    }
    std::string_view const digits{text};
    int value = 0;
    auto const [end, error] = std::from_chars(digits.begin(), digits.end(), value);
    auto const is_number = error == std::errc{} && end == digits.end();
    return is_number && value > 0 && value <= size_max ? std::optional{value} : std::nullopt;
}

}  // namespace

TerminalSize terminal_size() {
    winsize size{};
    TerminalSize found;
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 && size.ws_row != 0) {
        found = {size.ws_col, size.ws_row};
    }
    found.columns = said_in("COLUMNS").value_or(found.columns);
    found.rows = said_in("LINES").value_or(found.rows);
    return found;
}

FullScreen::FullScreen() {
    write_out("\x1b[?1049h\x1b[?25l\x1b[?7l");  // nor shall a long line push the rest away
}

FullScreen::~FullScreen() {
    write_out("\x1b[?7h\x1b[?25h\x1b[?1049l");
}

void FullScreen::draw(std::vector<std::string> const& lines) {
    std::string text = "\x1b[H";
    for (auto const& line : lines) {
        text += (text.size() > 3 ? "\r\n" : "") + line + "\x1b[K";
    }
    write_out(text + "\x1b[J");
}

}  // namespace larm::cli
