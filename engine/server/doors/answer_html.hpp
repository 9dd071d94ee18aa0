// The answer page's HTML: one small page without a script, for a phone at night. What it shows is
// given to it; what its buttons do is answer_page's.
#pragma once

#include <string>
#include <string_view>

namespace larm::server {

/// What somebody who follows their link is shown. All texts as humans wrote them, not escaped.
struct AnswerView {
    std::string link;     ///< Its path.
    std::string mark;     ///< "ÖVNING": stands first and last on the page. Empty for live.
    std::string form_id;  ///< Makes two presses of a button one answer.
    std::string who;      ///< "TiB Dalarna"
    std::string title;    ///< "Sjukvårdsregionalt masskadelarm: Region Uppsala"
    std::string body;     ///< The alarm's text.
    std::string list;     ///< What of `body` is a list, "a; b": shown a line each. Empty: nothing.
    std::string how;      ///< How it is answered, where the page takes only that it has been seen.
    std::string stands;   ///< What is registered, as read back.
    std::string notice;   ///< What the last press did; empty before.
    bool was_refused = false;
    enum class Asks { nothing, receipt, yes_or_no, number, patients };
    Asks asks = Asks::nothing;
    int wanted = 0;     ///< How many transports are asked for, or how many patients proposed.
    std::string moves;  ///< Of the patients in `body`: their ids, with commas between.
    std::string seen;   ///< What the button says that acknowledges.
};

[[nodiscard]] std::string answer_html(AnswerView const& view);
/// `text` with the mark around it; as it is where there is none.
[[nodiscard]] std::string in_mark(std::string_view text, std::string_view mark);
/// For a link that is nobody's, or no longer anybody's.
[[nodiscard]] std::string no_answer_html();
/// A sentence with a heading, and nothing to answer.
[[nodiscard]] std::string notice_html(std::string_view heading, std::string_view text);
/// The one style sheet, as CSP names it: 'sha256-...'.
[[nodiscard]] std::string const& answer_style_hash();

}  // namespace larm::server
