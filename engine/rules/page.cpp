#include "engine/rules/page.hpp"

#include "engine/rules/text.hpp"

namespace larm::rules {
namespace {

constexpr std::size_t width = 96;
constexpr std::size_t item_column = 22;
constexpr std::size_t detail_column = 42;

/// The label and spaces up to the column; a label that is too long gets a line of its own.
std::string padded(std::string label, std::size_t column) {
    if (characters_in(label) + 2 > column) {
        return label + '\n' + std::string(column, ' ');
    }
    label.append(column - characters_in(label), ' ');
    return label;
}

/// Everything up to `end`, which is then behind the text.
std::string_view taken(std::string_view& text, char end) {
    auto const at = text.find(end);
    auto const part = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return part;
}

}  // namespace

void Page::underlined(std::string_view text, char line) {
    text_ += text;
    text_ += '\n';
    text_.append(characters_in(text), line);
    text_ += '\n';
}

void Page::title(std::string_view text) {
    underlined(text, '=');
}

void Page::heading(std::string_view text) {
    text_ += '\n';
    underlined(text, '-');
}

void Page::subheading(std::string_view text) {
    text_ += '\n';
    text_ += text;
    text_ += '\n';
}

void Page::wrapped(std::string first, std::string const& indent, std::string_view text) {
    text_ += first.substr(0, first.rfind('\n') + 1);
    auto line = first.substr(first.rfind('\n') + 1);
    auto fresh = true;
    while (!text.empty()) {
        auto const word = taken(text, ' ');
        if (!fresh && characters_in(line) + 1 + characters_in(word) > width) {
            text_ += line + '\n';
            line = indent;
            fresh = true;
        }
        line += fresh ? "" : " ";
        line += word;
        fresh = false;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text_ += line + '\n';
}

void Page::paragraph(std::string_view text) {
    wrapped({}, {}, text);
}

void Page::item(std::string_view label, std::string_view text) {
    wrapped(padded("  " + std::string{label}, item_column), std::string(item_column, ' '), text);
}

void Page::detail(std::string_view label, std::string_view text) {
    std::string const indent(item_column, ' ');
    wrapped(padded(indent + std::string{label}, detail_column), std::string(detail_column, ' '),
            text);
}

void Page::bullets(std::vector<std::string> const& texts) {
    for (auto const& text : texts) {
        wrapped("  - ", "    ", text);
    }
}

void Page::quote(std::string_view text) {
    while (!text.empty()) {
        wrapped("    | ", "    | ", taken(text, '\n'));
    }
}

}  // namespace larm::rules
