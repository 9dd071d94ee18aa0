// One textproto file in memory: parsing it, and finding the line and column of any of its fields.
// Files are read by the loader, not here.
#pragma once

#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rules/fault.hpp"

namespace larm::rules {

class Place;

/// Must outlive the places taken from it.
class Document {
public:
    /// A byte order mark, as some editors write it, is taken off `text`.
    Document(std::string file, std::string text);
    Document(Document const&) = delete;
    Document& operator=(Document const&) = delete;
    ~Document() = default;

    /// Fills `message`; false with faults added where the text is not such a message. Called once.
    [[nodiscard]] bool parse(google::protobuf::Message& message, Faults& faults);

    /// The whole document, at line 1.
    [[nodiscard]] Place top() const;
    [[nodiscard]] std::string const& file() const { return file_; }
    /// A fault at the parser's line and column, which count from 0.
    [[nodiscard]] Fault fault(int line, int column, std::string message, std::string hint) const;

    /// As fault(), for a parser that is past the word it complains of: at `word` before it in its
    /// line.
    [[nodiscard]] Fault fault_at_word(int line, int column, std::string const& word,
                                      std::string message, std::string hint) const;

private:
    friend class Place;

    [[nodiscard]] Fault fault_at(std::size_t byte, std::string message, std::string hint) const;

    std::string file_;
    std::string text_;
    std::vector<std::size_t> line_starts_;
    google::protobuf::Descriptor const* type_ = nullptr;
    google::protobuf::TextFormat::ParseInfoTree tree_;
};

/// A field of a document. A field that is not written lies where its message begins.
class Place {
public:
    /// The field `name` of the message here; `index` for repeated fields.
    [[nodiscard]] Place at(std::string_view name, int index = -1) const;
    [[nodiscard]] Fault fault(std::string message, std::string hint = {}) const;
    /// "FILE:LINE", to point to it in another fault's message.
    [[nodiscard]] std::string line() const;

private:
    friend class Document;

    Document const* document_ = nullptr;
    google::protobuf::TextFormat::ParseInfoTree const* tree_ = nullptr;
    google::protobuf::Descriptor const* type_ = nullptr;
    google::protobuf::TextFormat::ParseLocation location_{0, 0};
};

}  // namespace larm::rules
