// The answer page's HTML: one small page without a script, for a phone at night. What it shows is
// given to it; what its buttons do is answer_page's.
#pragma once

#include <string>
#include <string_view>

namespace larm::server {

/// What somebody who follows their link is shown. All texts as humans wrote them, not escaped.
struct AnswerView {
    std::string link;
    std::string form_id;  ///< Makes two presses of a button one answer.
    std::string who;      ///< "TiB Dalarna"
    std::string title;    ///< "Sjukvårdsregionalt masskadelarm: Region Uppsala"
    std::string body;     ///< The alarm's text.
    std::string stands;   ///< What is registered, as read back.
    std::string notice;   ///< What the last press did; empty before.
    bool was_refused = false;
    bool asks_for_number = false;
    int wanted = 0;  ///< How many are asked for.
    bool has_ended = false;
};

[[nodiscard]] std::string answer_html(AnswerView const& view);
/// For a link that is nobody's, or no longer anybody's.
[[nodiscard]] std::string no_answer_html();
/// The one style sheet, as CSP names it: 'sha256-...'.
[[nodiscard]] std::string const& answer_style_hash();

}  // namespace larm::server
