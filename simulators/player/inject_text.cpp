#include "simulators/player/inject_text.hpp"

#include <algorithm>

#include "engine/core/check.hpp"

namespace larm::player {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

FieldDescriptor const& injects_field() {
    return *v1::Scenario::descriptor()->FindFieldByNumber(v1::Scenario::kInjectsFieldNumber);
}

FieldDescriptor const& what_field() {
    return *v1::Inject::descriptor()->FindFieldByNumber(v1::Inject::kWhatFieldNumber);
}

FieldDescriptor const& field_of(MselColumn const& column) {
    auto const* const type =
        column.is_told ? v1::InjectText::descriptor() : v1::Inject::descriptor();
    return *type->FindFieldByName(std::string{column.field});
}

TextFormat::Printer printer() {
    TextFormat::Printer made;
    made.SetUseUtf8StringEscaping(true);
    return made;
}

/// "to: \"tib@uppsala\" to: \"tib@dalarna\""; empty where the field is.
std::string written(v1::Inject const& inject, MselColumn const& column) {
    auto const& message =
        column.is_told ? static_cast<google::protobuf::Message const&>(inject.what()) : inject;
    auto const& field = field_of(column);
    auto const& reflection = *message.GetReflection();
    auto const count = field.is_repeated() ? reflection.FieldSize(message, &field)
                                           : static_cast<int>(reflection.HasField(message, &field));
    std::string text;
    for (int index = 0; index < count; ++index) {
        std::string value;
        printer().PrintFieldValueToString(message, &field, field.is_repeated() ? index : -1,
                                          &value);
        text += (text.empty() ? "" : " ") + field.name() + ": " + value;
    }
    return text;
}

}  // namespace

InjectText::InjectText(std::string text) : text_{std::move(text)}, lines_{0} {
    for (auto at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
        lines_.push_back(at + 1);
    }
    TextFormat::Parser parser;
    parser.WriteLocationsTo(&tree_);
    LARM_CHECK(parser.ParseFromString(text_, &script_));
}

/// As the parser counts: lines and bytes from 0, tabs up to the next multiple of eight.
std::size_t InjectText::byte_at(int line, int column) const {
    auto at = lines_.at(static_cast<std::size_t>(line));
    for (int wide = 0; wide < column && at < text_.size() && text_[at] != '\n'; ++at) {
        wide += text_[at] == '\t' ? 8 - wide % 8 : 1;
    }
    return at;
}

std::optional<InjectText::Range> InjectText::range_of(Tree const& tree,
                                                      FieldDescriptor const& field,
                                                      int index) const {
    auto const found = tree.GetLocationRange(&field, index);
    if (found.start.line < 0) {
        return std::nullopt;
    }
    return Range{byte_at(found.start.line, found.start.column),
                 byte_at(found.end.line, found.end.column)};
}

bool InjectText::has_blocks() const {
    for (int index = 0; index < script_.injects_size(); ++index) {
        auto const range = range_of(tree_, injects_field(), index);
        if (!range || text_.substr(range->from, range->to - range->from).find('[') <
                          text_.substr(range->from, range->to - range->from).find('{')) {
            return false;
        }
    }
    return true;
}

InjectText::Range InjectText::block(int index) const {
    auto const range = range_of(tree_, injects_field(), index);
    LARM_CHECK(range.has_value());
    return *range;
}

InjectText::Tree const& InjectText::tree_of(int index) const {
    auto const* const tree = tree_.GetTreeForNested(&injects_field(), index);
    LARM_CHECK(tree != nullptr);
    return *tree;
}

std::vector<InjectText::Range> InjectText::places(int index, MselColumn const& column) const {
    auto const& inject = tree_of(index);
    auto const* const tree = column.is_told ? inject.GetTreeForNested(&what_field(), -1) : &inject;
    std::vector<Range> places;
    auto const& field = field_of(column);
    for (int number = 0; tree != nullptr; ++number) {
        auto const range = range_of(*tree, field, field.is_repeated() ? number : -1);
        if (range) {
            places.push_back(*range);
        }
        if (!range || !field.is_repeated()) {
            break;
        }
    }
    return places;
}

void InjectText::change(int index, v1::Inject const& fresh) {
    for (auto const& column : msel_columns()) {
        if (written(script_.injects(index), column) != written(fresh, column)) {
            change_field(index, fresh, column);
        }
    }
}

void InjectText::change_field(int index, v1::Inject const& fresh, MselColumn const& column) {
    auto const text = written(fresh, column);
    auto const stands = places(index, column);
    for (std::size_t number = 0; number < stands.size(); ++number) {
        if (number == 0 && !text.empty()) {
            edits_.push_back({stands[number], text});
        } else {
            edits_.push_back({with_line(stands[number]), {}});
        }
    }
    if (stands.empty()) {
        auto const what =
            column.is_told ? range_of(tree_of(index), what_field(), -1) : block(index);
        LARM_CHECK(what.has_value());
        put_before_end(*what, text);
    }
}

/// On a line of its own where the block ends on one.
void InjectText::put_before_end(Range block, std::string const& fresh) {
    auto const end = text_.find_last_of("}>", block.to - 1);
    auto const line = text_.rfind('\n', end) + 1;
    auto const indent = text_.substr(line, end - line);
    if (indent.find_first_not_of(" \t") == std::string::npos && line > block.from) {
        edits_.push_back({{line, line}, indent + "  " + fresh + "\n"});
    } else {
        auto const has_space = text_[end - 1] == ' ';
        edits_.push_back({{end, end}, (has_space ? "" : " ") + fresh + " "});
    }
}

/// With its line where nothing else stands on it, else with the spaces before it.
InjectText::Range InjectText::with_line(Range range) const {
    auto const before =
        range.from == 0 ? std::string::npos : text_.find_last_not_of(" \t", range.from - 1);
    auto const begins_line = before == std::string::npos || text_[before] == '\n';
    auto const after = text_.find_first_not_of(" \t\r", range.to);
    auto const ends_line = after != std::string::npos && text_[after] == '\n';
    if (begins_line && ends_line) {
        return {before + 1, after + 1};
    }
    return {begins_line ? range.from : before + 1, range.to};
}

void InjectText::remove(int index) {
    edits_.push_back({with_line(block(index)), {}});
}

void InjectText::add(int after, v1::Inject const& fresh) {
    auto made = printer();
    made.SetInitialIndentLevel(1);
    std::string fields;
    made.PrintToString(fresh, &fields);
    auto const text = "injects {\n" + fields + "}";
    if (after < 0) {
        auto const needs_line = !text_.empty() && text_.back() != '\n';
        edits_.push_back({{text_.size(), text_.size()}, (needs_line ? "\n" : "") + text + "\n"});
        return;
    }
    // Behind the line that it ends on, with its comment, where nothing else begins on that.
    auto const end = block(after).to;
    auto const rest = text_.find_first_not_of(" \t\r", end);
    auto const line_end = text_.find('\n', end);
    if (line_end != std::string::npos && (rest == line_end || text_[rest] == '#')) {
        edits_.push_back({{line_end + 1, line_end + 1}, text + "\n"});
    } else {
        edits_.push_back({{end, end}, "\n" + text + "\n"});
    }
}

std::string InjectText::edited() const {
    auto edits = edits_;
    // Those at one place stay in the order in which they were asked for.
    std::ranges::stable_sort(edits, {}, [](Edit const& edit) { return edit.range.from; });
    std::string fresh;
    std::size_t at = 0;
    for (auto const& edit : edits) {
        LARM_CHECK(edit.range.from >= at);
        fresh += text_.substr(at, edit.range.from - at) + edit.fresh;
        at = edit.range.to;
    }
    return fresh + text_.substr(at);
}

std::optional<InjectText::Spot> InjectText::spot(int line, int column) const {
    auto at = lines_.at(static_cast<std::size_t>(line) - 1);
    for (int characters = 1; characters < column && at < text_.size(); ++characters) {
        do {
            ++at;
        } while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U);
    }
    auto const is_in = [at](Range range) { return range.from <= at && at < range.to; };
    for (int index = 0; index < script_.injects_size(); ++index) {
        if (!is_in(block(index))) {
            continue;
        }
        auto const& columns = msel_columns();
        for (std::size_t number = 0; number < columns.size(); ++number) {
            if (std::ranges::any_of(places(index, columns[number]), is_in)) {
                return Spot{index, number};
            }
        }
        return Spot{index, 0};
    }
    return std::nullopt;
}

}  // namespace larm::player
