#include "engine/delivery/channels/spoken_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "engine/delivery/text.hpp"

namespace larm::delivery {
namespace {

constexpr std::size_t digits_in_one_max = 3;        // "112"; longer ones are said digit by digit
constexpr std::size_t capitals_as_letters_max = 3;  // "SOS" is spelled, "MASSKADELARM" is a word

bool is_digit(char32_t point) {
    return point >= U'0' && point <= U'9';
}

bool is_capital(char32_t point) {
    return (point >= U'A' && point <= U'Z') || point == U'Å' || point == U'Ä' || point == U'Ö' ||
           point == U'É';
}

bool is_small(char32_t point) {
    return (point >= U'a' && point <= U'z') || (point >= 0xDF && point <= 0xFF && point != 0xF7);
}

char32_t small(char32_t point) {
    return is_capital(point) ? point + 0x20 : point;  // the same step in ASCII and ISO 8859-1
}

std::size_t run(std::u32string_view text, std::size_t from, bool (*belongs)(char32_t)) {
    auto end = from;
    while (end < text.size() && belongs(text[end])) {
        ++end;
    }
    return end - from;
}

std::string digit_by_digit(std::u32string_view digits) {
    std::string spoken;
    for (auto const digit : digits) {
        spoken += spoken.empty() ? "" : " ";
        spoken += static_cast<char>(digit);
    }
    return spoken;
}

/// "03:12" -> "3 och 12", "00:05" -> "0 0 0 5": as a Swede reads a clock aloud.
std::string clock_time(std::u32string_view hours, std::u32string_view minutes) {
    if (hours == U"00" || minutes.front() == U'0') {
        return digit_by_digit(hours) + " " + digit_by_digit(minutes);
    }
    auto const hour = hours.size() == 2 && hours.front() == U'0' ? hours.substr(1) : hours;
    return utf8(hour) + " och " + utf8(minutes);
}

/// Digits at `from`, and how many characters they take: a clock's time is one thing.
std::pair<std::string, std::size_t> spoken_digits(std::u32string_view text, std::size_t from) {
    auto const length = run(text, from, is_digit);
    auto const digits = text.substr(from, length);
    auto const after = from + length;
    if (length <= 2 && after < text.size() && text[after] == U':' &&
        run(text, after + 1, is_digit) == 2) {
        return {clock_time(digits, text.substr(after + 1, 2)), length + 3};
    }
    return {length > digits_in_one_max ? digit_by_digit(digits) : utf8(digits), length};
}

std::string spoken_word(std::u32string_view word) {
    if (word == U"TiB") {
        return "tjänsteman i beredskap";
    }
    auto const all_capitals = std::ranges::all_of(word, is_capital);
    if (all_capitals && word.size() > capitals_as_letters_max) {
        std::u32string lower;
        std::ranges::transform(word, std::back_inserter(lower), small);
        return utf8(lower);
    }
    return utf8(word);
}

bool is_letter(char32_t point) {
    return is_capital(point) || is_small(point);
}

constexpr std::string_view keys_with_number =
    "Tryck ett för att kvittera. Eller tryck antalet transporter i siffror, och sedan fyrkant. "
    "Noll och fyrkant om ni inte har några.";
constexpr std::string_view keys_without_number =
    "Tryck ett för att kvittera. Noll och fyrkant om ni inte kan.";

constexpr std::string_view keys_without_no = "Tryck ett för att kvittera.";

std::string_view keys(Keys offered) {
    switch (offered) {
        case Keys::seen_number_no: return keys_with_number;
        case Keys::seen_no: return keys_without_number;
        case Keys::seen: break;
    }
    return keys_without_no;
}

std::string enclosed(std::string text, std::string_view mark) {
    if (mark.empty()) {
        return text;
    }
    auto const word = spoken_word(code_points(mark));
    return fmt::format("{0}. {0}. {1} {0}. {0}.", word, text);
}

}  // namespace

Keys offered_keys(AnswerWays const& ways) {
    return ways.asks_for_number ? Keys::seen_number_no : ways.takes_no ? Keys::seen_no : Keys::seen;
}

std::string speakable(std::string_view text) {
    auto const points = code_points(latin1_line(text));
    std::string spoken;
    for (std::size_t at = 0; at < points.size();) {
        if (is_digit(points[at])) {
            auto const [said, length] = spoken_digits(points, at);
            spoken += said;
            at += length;
        } else if (auto const length = run(points, at, is_letter); length > 0) {
            spoken += spoken_word(std::u32string_view{points}.substr(at, length));
            at += length;
        } else {
            // What marks up speech or means nothing aloud becomes a pause.
            auto const is_plain = std::u32string_view{U" .,:;!?-'"}.contains(points[at]);
            spoken += is_plain ? utf8({&points[at], 1}) : " ";
            ++at;
        }
    }
    return spoken;
}

std::string spoken_message(Letter const& letter, std::string_view mark) {
    std::string_view text{letter.texts.short_sv};
    if (!mark.empty() && text.size() >= 2 * mark.size()) {
        text.remove_prefix(mark.size());
        text.remove_suffix(mark.size());
    }
    auto const once = speakable(text);
    return enclosed(
        fmt::format("{0}. Jag upprepar. {0}. {1}", once, keys(offered_keys(letter.answer))), mark);
}

std::string spoken_without_message(Keys offered, std::string_view mark) {
    return enclosed(
        fmt::format("Masskadelarm. Läs meddelandet du har fått på annat sätt, eller ring "
                    "den drabbade regionens tjänsteman i beredskap. {}",
                    keys(offered)),
        mark);
}

std::string spoken_digit(char digit) {
    return fmt::format("{}.", digit);
}

std::string spoken_number_prompt() {
    return "Tryck antalet transporter i siffror, och sedan fyrkant. Noll och fyrkant om ni inte "
           "har "
           "några.";
}

std::string spoken_read_back(std::string_view stands, bool may_be_corrected) {
    auto const text = speakable(stands);
    return may_be_corrected ? fmt::format(
                                  "{} Är det fel, tryck rätt antal och fyrkant. Annars kan "
                                  "du lägga på.",
                                  text)
                            : text;
}

std::string spoken_not_understood(Keys offered) {
    return fmt::format("Jag förstod inte. {}", keys(offered));
}

std::string spoken_refusal(std::string_view why, Keys offered) {
    return fmt::format("{} {}", speakable(why), keys(offered));
}

std::string spoken_goodbye(bool has_answered) {
    return has_answered ? "Tack. Svaret är registrerat."
                        : "Inget svar är registrerat. Larmet fortsätter på andra vägar.";
}

}  // namespace larm::delivery
