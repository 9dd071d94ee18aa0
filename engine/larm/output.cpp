#include "engine/larm/output.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <regex>

#include "engine/core/local_time.hpp"
#include "engine/report/region_table.hpp"

namespace larm::cli {
namespace {

constexpr std::int64_t us_per_s = 1'000'000;

char const* code(Colour colour) {
    switch (colour) {
        case Colour::plain: return "";
        case Colour::bold: return "\x1b[1m";
        case Colour::dim: return "\x1b[2m";
        case Colour::red: return "\x1b[31m";
        case Colour::green: return "\x1b[32m";
        case Colour::yellow: return "\x1b[33m";
        case Colour::alarm: return "\x1b[1;97;41m";
    }
    std::abort();
}

bool wants_colour() {
    // https://no-color.org: any value but an empty one.
    char const* const no_color = std::getenv("NO_COLOR");
    char const* const term = std::getenv("TERM");
    return is_output_a_terminal() && (no_color == nullptr || *no_color == '\0') &&
           (term == nullptr || std::string_view{term} != "dumb");
}

std::string without_secrets(std::string_view text) {
    static std::regex const secret{"larm_[0-9a-z]{20,}"};
    return std::regex_replace(std::string{text}, secret, "larm_***");
}

}  // namespace

bool has_colour() {
    static bool const is_wanted = wants_colour();
    return is_wanted;
}

std::string coloured(std::string_view text, Colour colour) {
    if (!has_colour() || colour == Colour::plain) {
        return std::string{text};
    }
    return fmt::format("{}{}\x1b[0m", code(colour), text);
}

bool is_output_a_terminal() {
    return ::isatty(STDOUT_FILENO) == 1;
}

bool is_input_a_terminal() {
    return ::isatty(STDIN_FILENO) == 1;
}

void print(std::string_view text) {
    auto const written = std::fwrite(text.data(), 1, text.size(), stdout);
    if (written != text.size() || std::fflush(stdout) != 0) {
        std::perror("larm: writing to stdout");
        std::_Exit(3);
    }
}

void complain(std::string_view text) {
    while (text.ends_with('\n')) {
        text.remove_suffix(1);
    }
    if (!text.empty()) {
        std::fprintf(stderr, "larm: %s\n", without_secrets(text).c_str());
    }
}

std::string table(std::vector<std::string> const& headings,
                  std::vector<std::vector<Cell>> const& rows) {
    std::vector<std::size_t> widths;
    for (auto const& heading : headings) {
        widths.push_back(report::columns_of(heading));
    }
    for (auto const& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], report::columns_of(row[i].text));
        }
    }
    std::string text;
    auto const put = [&](std::string_view cell, std::size_t column, Colour colour) {
        text += coloured(cell, colour);
        if (column + 1 < headings.size()) {
            text.append(widths[column] - report::columns_of(cell) + 2, ' ');
        }
    };
    for (std::size_t i = 0; i < headings.size(); ++i) {
        put(headings[i], i, Colour::dim);
    }
    auto const end_line = [&text] {
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
    };
    for (auto const& row : rows) {
        end_line();
        for (std::size_t i = 0; i < row.size(); ++i) {
            put(row[i].text, i, row[i].colour);
        }
    }
    end_line();
    return text;
}

std::string local_time(std::int64_t us) {
    if (us == 0) {
        return "-";
    }
    auto const time = core::local_time({us});
    return core::date_text(time) + " " + core::clock_text(time);
}

std::string utc_time(std::int64_t us) {
    auto const seconds = static_cast<std::time_t>(us / us_per_s);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", parts, us % us_per_s);
}

std::int64_t now_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}  // namespace larm::cli
