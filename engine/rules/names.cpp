#include "engine/rules/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>

namespace larm::rules {
namespace {

constexpr std::size_t id_bytes_max = 64;

bool is_id_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t column = 0; column <= b.size(); ++column) {
        row[column] = column;
    }
    for (std::size_t line = 1; line <= a.size(); ++line) {
        auto diagonal = row[0];
        row[0] = line;
        for (std::size_t column = 1; column <= b.size(); ++column) {
            auto const replaced = diagonal + (a[line - 1] == b[column - 1] ? 0 : 1);
            diagonal = row[column];
            row[column] = std::min({replaced, row[column] + 1, row[column - 1] + 1});
        }
    }
    return row[b.size()];
}

}  // namespace

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= id_bytes_max &&
           std::ranges::all_of(text, is_id_character);
}

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= id_bytes_max && std::ranges::all_of(text, [](char c) {
        return is_id_character(c) || (c >= 'A' && c <= 'Z');
    });
}

std::string did_you_mean(std::string_view word, std::vector<std::string> const& known) {
    if (known.empty()) {
        return {};
    }
    if (word.size() > id_bytes_max) {
        return "known: " + listed(known);  // no slip of the pen
    }
    auto const nearest = std::ranges::min_element(
        known, {}, [word](std::string const& candidate) { return distance(word, candidate); });
    // A third of the letters may be wrong; further off it is a guess that leads astray.
    if (distance(word, *nearest) <= std::max<std::size_t>(2, word.size() / 3)) {
        return fmt::format("did you mean \"{}\"?", *nearest);
    }
    return "known: " + listed(known);
}

std::string listed(std::vector<std::string> const& words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace larm::rules
