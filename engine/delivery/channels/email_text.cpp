#include "engine/delivery/channels/email_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "engine/delivery/base64.hpp"
#include "engine/delivery/text.hpp"

namespace larm::delivery {
namespace {

constexpr std::size_t line_max = 76;

bool is_plain(char each) {
    return each > 0x20 && each < 0x7F && each != '=';
}

/// RFC 2047, in as many words as it takes: no half sign in any, and no line over 76 characters, the
/// header's name on the first included.
std::string encoded_words(std::string_view text) {
    constexpr std::size_t bytes_max = 36;
    std::string line;
    std::string part;
    auto const flush = [&] {
        line += fmt::format("{}=?UTF-8?B?{}?=", line.empty() ? "" : "\r\n ", base64_padded(part));
        part.clear();
    };
    for (auto const point : code_points(text)) {
        auto const sign = utf8({&point, 1});
        if (part.size() + sign.size() > bytes_max) {
            flush();
        }
        part += sign;
    }
    flush();
    return line;
}

/// RFC 2045 6.7: what is not plain ASCII as =XX, lines broken softly.
std::string quoted_printable(std::string_view text) {
    std::string coded;
    std::size_t column = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const each = text[at];
        if (each == '\r') {
            continue;
        }
        if (each == '\n') {
            coded += "\r\n";
            column = 0;
            continue;
        }
        auto const is_last = at + 1 == text.size() || text[at + 1] == '\n' || text[at + 1] == '\r';
        auto const sign = is_plain(each) || (each == ' ' && !is_last)
                              ? std::string(1, each)
                              : fmt::format("={:02X}", static_cast<unsigned char>(each));
        if (column + sign.size() >= line_max) {
            coded += "=\r\n";
            column = 0;
        }
        coded += sign;
        column += sign.size();
    }
    return coded + "\r\n";
}

std::string how_to_answer(AnswerWays const& answer, bool is_swedish) {
    if (answer.url.empty()) {
        return {};
    }
    auto const* const asked =
        is_swedish
            ? (answer.asks_for_number ? "Kvittera och svara med antal" : "Kvittera")
            : (answer.asks_for_number ? "Acknowledge and answer with a number" : "Acknowledge");
    return fmt::format("{}: {}\n\n", asked, answer.url);
}

/// The answer first: whoever reads it in the night needs to find one line. Where the texts are
/// marked, the marks stay first and last, and the line stands between the languages.
std::string body_of(Letter const& letter) {
    return fmt::format("{}\n\n{}{}--\n\n{}\n\n{}", letter.texts.body_sv,
                       how_to_answer(letter.answer, true), how_to_answer(letter.answer, false),
                       letter.texts.title_en, letter.texts.body_en);
}

}  // namespace

bool is_mail_address(std::string_view text) {
    auto const is_fit = [](char each) {
        return each > 0x20 && each != 0x7F && each != '<' && each != '>' && each != ',' &&
               each != ';' && each != '"';
    };
    auto const at = text.find('@');
    return text.size() <= 254 && at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos && std::ranges::all_of(text, is_fit);
}

std::string mail_text(Letter const& letter, std::string_view from,
                      std::vector<std::string> const& to, std::string_view date) {
    auto const domain = from.substr(from.find('@') + 1);
    return fmt::format(
        "Date: {}\r\n"
        "From: Larmkedja <{}>\r\n"
        "To: <{}>\r\n"
        "Subject: {}\r\n"
        "Message-ID: <{}@{}>\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "Importance: high\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=UTF-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n{}",
        date, from, fmt::join(to, ">, <"), encoded_words(letter.texts.title_sv),
        letter.envelope.delivery_id, domain, quoted_printable(body_of(letter)));
}

}  // namespace larm::delivery
