#include "engine/report/line_breaks.hpp"

namespace larm::report {

std::vector<std::string_view> line_breaks(std::string_view text, LetterWidths const& widths,
                                          float at_most) {
    std::vector<std::string_view> lines;
    std::size_t begin = 0;  // of the line
    std::size_t space = 0;  // the last one in it; `begin` where it has none
    float width = 0;        // of the line
    float after_space = 0;  // of what stands in it after that space
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const letter = widths[static_cast<unsigned char>(text[at])];
        if (text[at] == ' ') {
            space = at;
            width += letter;
            after_space = 0;
            continue;
        }
        // At most twice: at the space, and then inside the word.
        while (width + letter > at_most && at > begin) {
            auto const has_space = space > begin;
            auto const end = has_space ? space : at;
            lines.push_back(text.substr(begin, end - begin));
            begin = has_space ? space + 1 : at;
            width = has_space ? after_space : 0;
            space = begin;
        }
        width += letter;
        after_space += letter;
    }
    lines.push_back(text.substr(begin));
    return lines;
}

}  // namespace larm::report
