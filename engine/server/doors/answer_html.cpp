#include "engine/server/doors/answer_html.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/core/check.hpp"
#include "engine/report/html_text.hpp"

namespace larm::server {
namespace {

constexpr std::string_view style = R"(
:root{color-scheme:light dark;--bg:#fff;--fg:#111;--line:#767676;--go:#0b5d1e;--no:#8a1212;--note:#e8eef7}
@media(prefers-color-scheme:dark){:root{--bg:#111;--fg:#f4f4f4;--line:#9a9a9a;--go:#7ddf93;--no:#ff9c9c;--note:#1d2836}}
body{margin:0 auto;max-width:36rem;padding:1rem;background:var(--bg);color:var(--fg);font:1.125rem/1.5 system-ui,sans-serif}
h1{font-size:1.4rem;line-height:1.25;margin:.5rem 0}
.told{border-left:.25rem solid var(--line);padding-left:.75rem;margin:1rem 0}
pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
ul{margin:.25rem 0 1rem;padding-left:1.25rem}
.now{background:var(--note);padding:.75rem;border-radius:.25rem;font-weight:600}
.refused{border:.2rem solid var(--no)}
form{margin:1.25rem 0;border-top:1px solid var(--line);padding-top:1rem}
label{display:block;font-weight:600;margin-bottom:.25rem}
input[type=number],input[type=text]{font:inherit;width:100%;box-sizing:border-box;min-height:3rem;padding:.25rem .5rem;border:2px solid var(--line);background:var(--bg);color:var(--fg)}
button{font:inherit;font-weight:700;width:100%;min-height:3.5rem;margin-top:.5rem;border:3px solid currentColor;border-radius:.25rem;background:var(--bg);color:var(--go)}
button.no{color:var(--no);border-style:dashed}
button:focus-visible,input:focus-visible{outline:4px solid #f5b400;outline-offset:2px}
)";

std::string page(std::string_view title, std::string_view body) {
    return fmt::format(
        "<!doctype html><html lang=\"sv\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<meta name=\"robots\" content=\"noindex\"><meta name=\"referrer\" content=\"same-origin\">"
        "<title>{}</title><style>{}</style></head><body><main>{}</main></body></html>",
        report::html_text(title), style, body);
}

/// In HTML, with neither a move's id nor a time broken over two lines: "(1-13)", "kl 07:18".
std::string unbroken_html(std::string_view text) {
    constexpr std::size_t id_max = 12;
    constexpr std::string_view at = "kl ";
    auto const is_digit = [](char sign) { return sign >= '0' && sign <= '9'; };
    auto const is_id_at = [&](std::size_t open) {
        auto const inside = text.substr(open + 1, id_max);
        auto const end = inside.find_first_not_of("0123456789-.");
        return end != std::string_view::npos && end > 0 && inside[end] == ')';
    };
    std::string html;
    std::size_t begun = 0;  // of what is not written yet
    auto is_in_id = false;
    for (std::size_t index = 0; index < text.size(); ++index) {
        is_in_id = text[index] == '(' ? is_id_at(index) : is_in_id && text[index] != ')';
        auto const is_before_time = index >= 2 && index + 1 < text.size() &&
                                    text.substr(index - 2, at.size()) == at &&
                                    is_digit(text[index + 1]);
        if ((is_in_id && text[index] == '-') || is_before_time) {
            html += report::html_text(text.substr(begun, index - begun));
            html += is_in_id ? "&#8209;" : "&nbsp;";
            begun = index + 1;
        }
    }
    return html + report::html_text(text.substr(begun));
}

std::string paragraph(std::string_view text) {
    auto const first = text.find_first_not_of('\n');
    return first == std::string_view::npos
               ? std::string{}
               : fmt::format("<pre>{}</pre>", unbroken_html(text.substr(first)));
}

/// The message, its list in a line each.
std::string told(std::string_view body, std::string_view list) {
    auto const at = list.empty() ? std::string_view::npos : body.find(list);
    if (at == std::string_view::npos) {
        return paragraph(body);
    }
    std::string items;
    for (auto rest = list; !rest.empty();) {
        constexpr std::string_view between = "; ";
        auto const end = std::min(rest.find(between), rest.size());
        items += fmt::format("<li>{}</li>", unbroken_html(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + between.size(), rest.size()));
    }
    auto const before = body.substr(0, at);
    return fmt::format("{}<ul>{}</ul>{}",
                       paragraph(before.substr(0, before.find_last_not_of('\n') + 1)), items,
                       paragraph(body.substr(at + list.size())));
}

std::string form(AnswerView const& view, std::string_view act, std::string_view inside) {
    return fmt::format(
        "<form method=\"post\" action=\"{}\"><input type=\"hidden\" name=\"form\" value=\"{}\">"
        "<input type=\"hidden\" name=\"act\" value=\"{}\">{}</form>",
        report::html_text(view.link), report::html_text(view.form_id), act, inside);
}

/// To all that the page shows, and to nothing that has been proposed since.
std::string patient_forms(AnswerView const& view) {
    auto const moves = fmt::format("<input type=\"hidden\" name=\"moves\" value=\"{}\">",
                                   report::html_text(view.moves));
    return form(view, "accept",
                fmt::format("{}<button>Ta emot {} ovan ({} {})</button>", moves,
                            view.wanted == 1 ? "patienten" : "alla", view.wanted,
                            view.wanted == 1 ? "patient" : "patienter")) +
           form(view, "decline",
                fmt::format("{}<label for=\"reason\">Skäl, om ni inte kan ta emot någon av dem"
                            "</label><input id=\"reason\" name=\"reason\" type=\"text\" "
                            "maxlength=\"500\" required>"
                            "<button class=\"no\">Vi kan inte ta emot</button>",
                            moves));
}

std::string forms(AnswerView const& view) {
    if (view.asks == AnswerView::Asks::nothing) {
        return {};
    }
    auto html = form(view, "ack", fmt::format("<button>{}</button>", report::html_text(view.seen)));
    if (view.asks == AnswerView::Asks::receipt) {
        return html;
    }
    if (view.asks == AnswerView::Asks::patients) {
        return html + patient_forms(view);
    }
    if (view.asks == AnswerView::Asks::number) {
        html += form(
            view, "accept",
            fmt::format("<label for=\"count\">Så många sekundärtransporter ställer vi upp med, "
                        "totalt</label><input id=\"count\" name=\"count\" type=\"number\" "
                        "inputmode=\"numeric\" min=\"1\" max=\"999\" required value=\"{}\">"
                        "<button>Utlova</button>",
                        view.wanted));
    }
    auto const* const what = view.asks == AnswerView::Asks::number
                                 ? "Skäl, om ni inte har några sekundärtransporter"
                                 : "Skäl, om ni inte kan";
    html += form(
        view, "decline",
        fmt::format("<label for=\"reason\">{}</label>"
                    "<input id=\"reason\" name=\"reason\" type=\"text\" maxlength=\"500\" required>"
                    "<button class=\"no\">Vi kan inte</button>",
                    what));
    return html;
}

std::string hash_of_style() {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    LARM_CHECK(EVP_Digest(style.data(), style.size(), hash.data(), &size, EVP_sha256(), nullptr) ==
               1);
    std::array<std::uint8_t, 64> text{};
    auto const length = EVP_EncodeBlock(text.data(), hash.data(), static_cast<int>(size));
    return "'sha256-" + std::string{text.begin(), text.begin() + length} + "'";
}

}  // namespace

std::string in_mark(std::string_view text, std::string_view mark) {
    return mark.empty() ? std::string{text} : fmt::format("{} {} {}", mark, text, mark);
}

std::string answer_html(AnswerView const& view) {
    auto const banner = view.mark.empty()
                            ? std::string{}
                            : fmt::format("<p class=\"now\">{}</p>", report::html_text(view.mark));
    auto html = banner;
    if (!view.notice.empty()) {
        html += fmt::format("<p class=\"now{}\" role=\"status\">{}</p>",
                            view.was_refused ? " refused" : "", unbroken_html(view.notice));
    }
    auto const title = in_mark(view.title, view.mark);
    html += fmt::format("<h1>{}</h1><p>Till {}</p><div class=\"told\">{}</div>",
                        report::html_text(title), report::html_text(view.who),
                        told(in_mark(view.body, view.mark), view.list));
    if (!view.stands.empty()) {
        html += fmt::format("<p class=\"now\">{}{}</p>",
                            view.asks == AnswerView::Asks::nothing ? "" : "Registrerat nu: ",
                            report::html_text(view.stands));
    }
    if (!view.how.empty() && view.notice.find(view.how) == std::string::npos) {
        auto const* const only =
            view.asks == AnswerView::Asks::receipt ? "Här kan du bara kvittera. " : "";
        html += fmt::format("<p>{}{}</p>", only, report::html_text(view.how));
    }
    return page(title, html + forms(view) + banner);
}

std::string no_answer_html() {
    return page("Länken gäller inte",
                "<h1>Länken gäller inte</h1><p>Larmet är avslutat, eller så är länken fel "
                "avskriven. Inget har registrerats.</p><p>Har du ett larm framför dig: svara med "
                "koden i sms:et, eller ring den drabbade regionens TiB.</p>");
}

std::string notice_html(std::string_view heading, std::string_view text) {
    return page(heading, fmt::format("<h1>{}</h1><p class=\"now\">{}</p>",
                                     report::html_text(heading), report::html_text(text)));
}

std::string const& answer_style_hash() {
    static std::string const hash = hash_of_style();
    return hash;
}

}  // namespace larm::server
