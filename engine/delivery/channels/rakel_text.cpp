#include "engine/delivery/channels/rakel_text.hpp"

#include <fmt/format.h>

#include "engine/delivery/text.hpp"

namespace larm::delivery {
namespace {

/// Two digits: more would take room from the text.
constexpr int numbers = 100;

std::size_t characters(std::string_view text) {
    return code_points(text).size();
}

/// What stands between the marks that message.hpp has put around it.
std::string_view unmarked(std::string_view text, std::string_view mark) {
    if (mark.empty()) {
        return text;
    }
    auto const taken = mark.size() + 1;
    return text.size() < 2 * taken ? text : text.substr(taken, text.size() - 2 * taken);
}

}  // namespace

std::string rakel_text(Letter const& letter, std::string_view mark, int number) {
    auto head =
        fmt::format("#{} {} ", number % numbers, short_incident_id(letter.envelope.incident_id));
    auto tail =
        letter.answer.code.empty() ? std::string{} : fmt::format(" SVAR {}", letter.answer.code);
    if (!mark.empty()) {
        head = fmt::format("{} {}", mark, head);
        tail = fmt::format("{} {}", tail, mark);
    }
    auto const room = short_characters_max - characters(head) - characters(tail);
    return head + cut(unmarked(letter.texts.short_sv, mark), room) + tail;
}

}  // namespace larm::delivery
