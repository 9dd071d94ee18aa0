// A plain-text page for people: headings, wrapped paragraphs and labelled items, at most 96
// characters wide. What it says is for those who write on it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace larm::rules {

class Page {
public:
    void title(std::string_view text);
    /// An empty line comes before it.
    void heading(std::string_view text);
    void subheading(std::string_view text);
    void paragraph(std::string_view text);
    /// "  LABEL   text", the text wrapped under itself.
    void item(std::string_view label, std::string_view text);
    /// As item(), further in: a part of the item before it.
    void detail(std::string_view label, std::string_view text);
    void bullets(std::vector<std::string> const& texts);
    /// Behind a bar.
    void quote(std::string_view text);
    void gap() { text_ += '\n'; }

    [[nodiscard]] std::string const& text() const { return text_; }

private:
    void underlined(std::string_view text, char line);
    void wrapped(std::string first, std::string const& indent, std::string_view text);

    std::string text_;
};

}  // namespace larm::rules
