#include "engine/rules/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>

#include "engine/core/nearest.hpp"

namespace larm::rules {
namespace {

constexpr std::size_t id_bytes_max = 64;

bool is_id_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
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
    auto const nearest = std::ranges::min_element(known, {}, [word](std::string const& candidate) {
        return core::distance(word, candidate);
    });
    if (core::is_slip(word, *nearest)) {
        return fmt::format("did you mean \"{}\"?", *nearest);
    }
    return "known: " + listed(known);
}

std::string listed(std::vector<std::string> const& words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace larm::rules
