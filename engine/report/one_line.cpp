#include "engine/report/one_line.hpp"

#include <algorithm>
#include <array>

namespace larm::report {
namespace {

/// NEL, LINE SEPARATOR and PARAGRAPH SEPARATOR in UTF-8.
constexpr std::array<std::string_view, 3> separators{"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};

/// How many bytes at the beginning of `text` separate words; 0 where none do.
std::size_t gap_at(std::string_view text) {
    if (static_cast<unsigned char>(text.front()) <= ' ' || text.front() == '\x7F') {
        return 1;
    }
    auto const* const found = std::ranges::find_if(
        separators, [text](std::string_view each) { return text.starts_with(each); });
    return found == separators.end() ? 0 : found->size();
}

}  // namespace

std::string one_line(std::string_view human) {
    std::string line;
    line.reserve(human.size());
    auto is_apart = false;
    while (!human.empty()) {
        auto const gap = gap_at(human);
        if (gap == 0) {
            line += is_apart && !line.empty() ? " " : "";
            line += human.front();
        }
        is_apart = gap > 0;
        human.remove_prefix(std::max<std::size_t>(gap, 1));
    }
    return line;
}

}  // namespace larm::report
