#include "engine/delivery/channels/sms_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/core/check.hpp"
#include "engine/delivery/text.hpp"

namespace larm::delivery {
namespace {

// 3GPP TS 23.038, 6.2.1, without Greek capitals and control characters.
constexpr std::u32string_view basic =
    U"@£$¥èéùìòÇ\nØø\rÅå_ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    U"abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view extended = U"^{}\\[~]|€";  // each takes two septets

/// What is written for the printable characters of ISO 8859-1 from U+00A0, and for "`".
constexpr std::array<std::u32string_view, 96> instead{
    U" ", U"!", U"c",   U"£",  U"¤",    U"¥",   U"/",   U"§", U"\"", U"(c)", U"a",  U"\"",
    U"-", U"",  U"(r)", U"-",  U" gr ", U"+-",  U"2",   U"3", U"'",  U"u",   U"§",  U"-",
    U",", U"1", U"o",   U"\"", U"1/4",  U"1/2", U"3/4", U"?", U"A",  U"A",   U"A",  U"A",
    U"Ä", U"Å", U"Æ",   U"Ç",  U"E",    U"É",   U"E",   U"E", U"I",  U"I",   U"I",  U"I",
    U"D", U"Ñ", U"O",   U"O",  U"O",    U"O",   U"Ö",   U"x", U"Ø",  U"U",   U"U",  U"U",
    U"Ü", U"Y", U"TH",  U"ß",  U"à",    U"a",   U"a",   U"a", U"ä",  U"å",   U"æ",  U"c",
    U"è", U"é", U"e",   U"e",  U"ì",    U"i",   U"i",   U"i", U"d",  U"ñ",   U"ò",  U"o",
    U"o", U"o", U"ö",   U"/",  U"ø",    U"ù",   U"u",   U"u", U"ü",  U"y",   U"th", U"y"};

bool holds(std::u32string_view alphabet, char32_t point) {
    return alphabet.find(point) != std::u32string_view::npos;
}

void append_gsm(std::u32string& text, char32_t point) {
    if (holds(basic, point) || holds(extended, point)) {
        text += point;
    } else if (point >= 0xA0 && point <= 0xFF) {
        text += instead[point - 0xA0];
    } else {
        text += point == U'`' ? U'\'' : U'?';
    }
}

std::string how_to_answer(AnswerWays const& answer, std::string_view answer_to) {
    auto const to = answer_to.empty() ? std::string{} : fmt::format(" till {}", answer_to);
    auto const number = answer.asks_for_number
                            // Five is only how a number is written: any says how many in all.
                            ? fmt::format(", {} 5 = fem transporter", answer.code)
                            : std::string{};
    auto const no = answer.takes_no ? fmt::format(", {} 0 = nej", answer.code) : std::string{};
    return fmt::format("Svara{}: {} = sett{}{}", to, answer.code, number, no);
}

}  // namespace

std::string gsm_text(std::string_view utf8_text) {
    std::u32string text;
    for (auto rest = utf8_text;;) {
        auto const end = rest.find('\n');
        for (auto const point : code_points(latin1_line(rest.substr(0, end)))) {
            append_gsm(text, point);
        }
        if (end == std::string_view::npos) {
            return utf8(text);
        }
        text += U'\n';
        rest.remove_prefix(end + 1);
    }
}

std::size_t sms_parts(std::string_view utf8_text) {
    auto const points = code_points(utf8_text);
    std::size_t septets = 0;
    std::size_t units = 0;
    auto fits_gsm = true;
    for (auto const point : points) {
        septets += holds(extended, point) ? 2U : 1U;
        units += point > 0xFFFF ? 2U : 1U;
        fits_gsm = fits_gsm && (holds(basic, point) || holds(extended, point));
    }
    auto const size = fits_gsm ? septets : units;
    auto const alone = std::size_t{fits_gsm ? 160U : 70U};
    auto const joined = std::size_t{fits_gsm ? 153U : 67U};
    return size <= alone ? 1 : (size + joined - 1) / joined;
}

std::string sms_text(Letter const& letter, std::string_view mark, std::string_view answer_to) {
    std::string text = letter.texts.short_sv;
    if (!mark.empty()) {  // Channel::send has seen that it is there
        LARM_CHECK(text.ends_with(mark));
        text.resize(text.size() - mark.size());
        text.resize(text.find_last_not_of(' ') + 1);
    }
    if (!letter.answer.code.empty()) {
        text += "\n" + how_to_answer(letter.answer, answer_to);
    }
    if (!letter.answer.url.empty()) {
        text += "\n" + letter.answer.url;
    }
    if (!mark.empty()) {
        text += fmt::format("{}{}", text.find('\n') == std::string::npos ? " " : "\n", mark);
    }
    return gsm_text(text);
}

}  // namespace larm::delivery
