#include "engine/rules/document.hpp"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>

#include <algorithm>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/text.hpp"

namespace larm::rules {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

/// The word that the parser put in quotes as the `nth` (from 0); empty where there is none.
std::string quoted(std::string_view message, int nth) {
    std::string_view::size_type from = 0;
    for (int skip = 0; skip < 2 * nth; ++skip) {
        from = message.find('"', from);
        if (from == std::string_view::npos) {
            return {};
        }
        ++from;
    }
    auto const opens = message.find('"', from);
    auto const closes = opens == std::string_view::npos ? opens : message.find('"', opens + 1);
    return closes == std::string_view::npos
               ? std::string{}
               : std::string{message.substr(opens + 1, closes - opens - 1)};
}

/// The first field of that name that holds an enum: other messages may have one that does not.
FieldDescriptor const* enum_field_called(Descriptor const& type, std::string const& name) {
    auto const* const field = type.FindFieldByName(name);
    if (field != nullptr && field->enum_type() != nullptr) {
        return field;
    }
    for (int index = 0; index < type.field_count(); ++index) {
        auto const* const inner = type.field(index)->message_type();
        auto const* const found = inner == nullptr ? nullptr : enum_field_called(*inner, name);
        if (found != nullptr) {
            return found;
        }
    }
    return nullptr;
}

/// The parser says what it does not know; this says what it would.
std::string hint_for(std::string_view message, Descriptor const& type) {
    std::vector<std::string> known;
    if (message.find("has no field named") != std::string_view::npos) {
        auto const* const outer = type.file()->pool()->FindMessageTypeByName(quoted(message, 0));
        for (int index = 0; outer != nullptr && index < outer->field_count(); ++index) {
            known.push_back(outer->field(index)->name());
        }
        return did_you_mean(quoted(message, 1), known);
    }
    if (message.find("Unknown enumeration value") != std::string_view::npos) {
        auto const* const field = enum_field_called(type, quoted(message, 1));
        auto const* const values = field == nullptr ? nullptr : field->enum_type();
        for (int index = 1; values != nullptr && index < values->value_count(); ++index) {
            known.push_back(values->value(index)->name());
        }
        return did_you_mean(quoted(message, 0), known);
    }
    return {};
}

/// Where a text goes deeper than any of our messages; nothing where it does not. The parser follows
/// each level with a call of its own, and would run out of stack.
std::optional<std::size_t> first_too_deep(std::string_view text) {
    constexpr auto levels_max = 32;
    auto level = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const c = text[at];
        if (c == '#') {
            at = std::min(text.find('\n', at), text.size());
        } else if (c == '"' || c == '\'') {
            // A string ends at its quote, or, where it is broken, with its line.
            for (++at; at < text.size() && text[at] != c && text[at] != '\n'; ++at) {
                at += text.substr(at, 1) == "\\" && text.substr(at + 1, 1) != "\n" ? 1U : 0U;
            }
        } else if (c == '{' || c == '<' || c == '[') {
            if (++level > levels_max) {
                return at;
            }
        } else if (c == '}' || c == '>' || c == ']') {
            level = std::max(0, level - 1);
        }
    }
    return std::nullopt;
}

/// A file that is something else altogether is not worth more faults than one can read.
constexpr std::size_t parse_faults_max = 100;

class Collector : public google::protobuf::io::ErrorCollector {
public:
    Collector(Document const& document, Descriptor const& type, Faults& faults)
        : document_{document}, type_{type}, faults_{faults} {}

    void AddError(int line, int column, std::string const& message) override {
        if (++found_ < parse_faults_max) {
            auto const word = quoted(message, message.find("has no field") == message.npos ? 0 : 1);
            faults_.push_back(
                document_.fault_at_word(line, column, word, message, hint_for(message, type_)));
        } else if (found_ == parse_faults_max) {
            faults_.push_back(document_.fault(line, column, "and more like these", {}));
        }
    }
    // Unknown fields come as warnings, so that the rest of the file is read too. To us they are
    // faults.
    void AddWarning(int line, int column, std::string const& message) override {
        AddError(line, column, message);
    }
    [[nodiscard]] bool found() const { return found_ > 0; }

private:
    Document const& document_;
    Descriptor const& type_;
    Faults& faults_;
    std::size_t found_ = 0;
};

}  // namespace

Document::Document(std::string file, std::string text)
    : file_{std::move(file)}, text_{std::move(text)}, line_starts_{0} {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text_.starts_with(byte_order_mark)) {
        text_.erase(0, byte_order_mark.size());
    }
    for (auto at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
        line_starts_.push_back(at + 1);
    }
}

bool Document::parse(google::protobuf::Message& message, Faults& faults) {
    type_ = message.GetDescriptor();
    if (auto const bad = first_invalid_utf8(text_); bad) {
        faults.push_back(fault_at(*bad, "not UTF-8", "save the file as UTF-8"));
        return false;
    }
    if (auto const deep = first_too_deep(text_); deep) {
        faults.push_back(fault_at(*deep, "nested too deep", "is a brace not closed above?"));
        return false;
    }
    Collector collector{*this, *type_, faults};
    TextFormat::Parser parser;
    parser.RecordErrorsTo(&collector);
    parser.WriteLocationsTo(&tree_);
    parser.AllowUnknownField(true);
    return parser.ParseFromString(text_, &message) && !collector.found();
}

Place Document::top() const {
    Place place;
    place.document_ = this;
    place.tree_ = &tree_;
    place.type_ = type_;
    return place;
}

Fault Document::fault_at(std::size_t byte, std::string message, std::string hint) const {
    auto const line = std::ranges::upper_bound(line_starts_, byte) - line_starts_.begin() - 1;
    auto const start = line_starts_[static_cast<std::size_t>(line)];
    auto const before = std::string_view{text_}.substr(start, byte - start);
    return {file_, static_cast<int>(line) + 1, static_cast<int>(characters_in(before)) + 1,
            std::move(message), std::move(hint)};
}

Fault Document::fault_at_word(int line, int column, std::string const& word, std::string message,
                              std::string hint) const {
    auto found = fault(line, column, std::move(message), std::move(hint));
    auto const start = line_starts_[static_cast<std::size_t>(found.line) - 1];
    auto const points =
        code_points(std::string_view{text_}.substr(start, text_.find('\n', start) - start));
    auto const before = points.substr(0, static_cast<std::size_t>(found.column) - 1);
    auto const at = word.empty() ? before.npos : before.rfind(code_points(word));
    if (at != before.npos) {
        found.column = static_cast<int>(at) + 1;
    }
    return found;
}

Fault Document::fault(int line, int column, std::string message, std::string hint) const {
    // The parser counts bytes and widens tabs to the next multiple of eight; editors count
    // characters.
    auto const index =
        std::min<std::size_t>(static_cast<std::size_t>(std::max(line, 0)), line_starts_.size() - 1);
    auto const rest = std::string_view{text_}.substr(line_starts_[index]);
    std::size_t bytes = 0;
    for (int wide = 0; wide < column && bytes < rest.size() && rest[bytes] != '\n'; ++bytes) {
        wide += rest[bytes] == '\t' ? 8 - wide % 8 : 1;
    }
    return {file_, std::max(line, 0) + 1,
            static_cast<int>(characters_in(rest.substr(0, bytes))) + 1, std::move(message),
            std::move(hint)};
}

Place Place::at(std::string_view name, int index) const {
    Place inner = *this;
    inner.tree_ = nullptr;
    if (tree_ == nullptr) {
        return inner;
    }
    auto const* const field = type_->FindFieldByName(std::string{name});
    LARM_CHECK(field != nullptr);
    LARM_CHECK(field->is_repeated() == (index >= 0));
    auto location = tree_->GetLocation(field, index);
    if (location.line < 0 && field->is_repeated()) {
        location = tree_->GetLocation(field, 0);  // [A, B] is written in one place
    }
    if (location.line >= 0) {
        inner.location_ = location;
    }
    if (field->message_type() != nullptr) {
        inner.tree_ = tree_->GetTreeForNested(field, index);
        inner.type_ = field->message_type();
    }
    return inner;
}

Fault Place::fault(std::string message, std::string hint) const {
    return document_->fault(location_.line, location_.column, std::move(message), std::move(hint));
}

std::string Place::line() const {
    auto const here = fault({});
    return fmt::format("{}:{}", here.file, here.line);
}

}  // namespace larm::rules
