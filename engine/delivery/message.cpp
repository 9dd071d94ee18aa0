#include "engine/delivery/message.hpp"

#include <fmt/format.h>

#include "engine/core/mutation.hpp"
#include "engine/delivery/text.hpp"

namespace larm::delivery {
namespace {

constexpr std::string_view line_gap = " ";
constexpr std::string_view body_gap = "\n\n";

void enclose(std::string& text, std::string_view mark, std::string_view gap) {
    text = fmt::format("{0}{1}{2}{1}{0}", mark, gap, text);
}

bool is_enclosed(std::string_view text, std::string_view mark, std::string_view gap) {
    auto const ends = [&](std::string_view part) {
        return part.starts_with(mark) && part.substr(mark.size()).starts_with(gap);
    };
    auto const tail = mark.size() + gap.size();
    return text.size() >= 2 * tail && ends(text) && text.ends_with(mark) &&
           text.substr(text.size() - tail).starts_with(gap);
}

}  // namespace

Texts marked(Texts texts, std::string_view mark) {
    if (mark.empty() && mutated(Mutation::marks_live)) {
        mark = Exercise::mark;
    }
    if (mark.empty() || (mark == Exercise::mark && mutated(Mutation::marks_no_exercise))) {
        return texts;
    }
    auto const taken = 2 * (code_points(mark).size() + line_gap.size());
    texts.short_sv = cut(texts.short_sv, short_characters_max - taken);
    for (auto* const line : {&texts.title_sv, &texts.title_en, &texts.short_sv}) {
        enclose(*line, mark, line_gap);
    }
    for (auto* const body : {&texts.body_sv, &texts.body_en}) {
        enclose(*body, mark, body_gap);
    }
    return texts;
}

bool is_marked(Texts const& texts, std::string_view mark) {
    return is_enclosed(texts.title_sv, mark, line_gap) &&
           is_enclosed(texts.title_en, mark, line_gap) &&
           is_enclosed(texts.short_sv, mark, line_gap) &&
           is_enclosed(texts.body_sv, mark, body_gap) && is_enclosed(texts.body_en, mark, body_gap);
}

std::optional<std::string> refusal_at_wire(std::string_view kind, std::string_view mark,
                                           Letter const& letter) {
    if (letter.kind != kind) {
        return fmt::format("refused at the wire: a message of kind {} in a channel of kind {}",
                           letter.kind, kind);
    }
    if (!mark.empty() && !is_marked(letter.texts, mark)) {
        return fmt::format("refused at the wire: not marked {}", mark);
    }
    // A human may write the word anywhere; that all five texts are enclosed in it, the bodies on
    // lines of their own, only the marking of another kind does.
    for (auto const other : {Exercise::mark, RollCall::mark, DutyOffer::mark}) {
        if (mark != other && is_marked(letter.texts, other)) {
            return fmt::format("refused at the wire: marked {}", other);
        }
    }
    return std::nullopt;
}

}  // namespace larm::delivery
