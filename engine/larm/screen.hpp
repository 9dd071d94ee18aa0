// The terminal as one page that is drawn over and over.
#pragma once

#include <string>
#include <vector>

namespace larm::cli {

struct TerminalSize {
    int columns = 80;
    int rows = 24;
};

/// Of standard output, the usual size where it is no terminal; COLUMNS and LINES go before both.
[[nodiscard]] TerminalSize terminal_size();

/// The terminal's other screen without a cursor; the first one is back when this is gone.
class FullScreen {
public:
    FullScreen();
    FullScreen(FullScreen const&) = delete;
    FullScreen& operator=(FullScreen const&) = delete;
    ~FullScreen();
    void draw(std::vector<std::string> const& lines);
};

}  // namespace larm::cli
