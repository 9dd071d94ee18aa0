// Private to this folder: changes of injects in a scenario's text, field by field, so that all
// else, comments and layout too, stays as its author has it.
#pragma once

#include <google/protobuf/text_format.h>
#include <larm/v1/scenario.pb.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/player/msel_columns.hpp"

namespace larm::player {

/// A text that a scenario has been read from without a fault.
class InjectText {
public:
    explicit InjectText(std::string text);

    [[nodiscard]] v1::Scenario const& script() const { return script_; }
    /// Whether each inject is written as a block of its own; others cannot be changed.
    [[nodiscard]] bool has_blocks() const;

    /// Of the inject with this index, what is other in `fresh`, by the table's columns.
    void change(int index, v1::Inject const& fresh);
    void remove(int index);
    /// Behind the inject with this index; -1: at the end of the text.
    void add(int after, v1::Inject const& fresh);
    /// With all of it done.
    [[nodiscard]] std::string edited() const;

    /// The inject whose block a place of the text is in, and the column of its field there. Lines
    /// and characters count from 1, as in faults.
    struct Spot {
        int inject = 0;
        std::size_t column = 0;
    };
    [[nodiscard]] std::optional<Spot> spot(int line, int column) const;

private:
    using Tree = google::protobuf::TextFormat::ParseInfoTree;

    struct Range {
        std::size_t from = 0;
        std::size_t to = 0;
    };
    struct Edit {
        Range range;
        std::string fresh;
    };

    [[nodiscard]] std::size_t byte_at(int line, int column) const;
    [[nodiscard]] std::optional<Range> range_of(Tree const& tree,
                                                google::protobuf::FieldDescriptor const& field,
                                                int index) const;
    [[nodiscard]] Range block(int index) const;
    [[nodiscard]] Tree const& tree_of(int index) const;
    /// The fields of `column` as they stand, in order.
    [[nodiscard]] std::vector<Range> places(int index, MselColumn const& column) const;
    void change_field(int index, v1::Inject const& fresh, MselColumn const& column);
    void put_before_end(Range block, std::string const& fresh);
    [[nodiscard]] Range with_line(Range range) const;

    std::string text_;
    std::vector<std::size_t> lines_;
    v1::Scenario script_;
    Tree tree_;
    std::vector<Edit> edits_;
};

}  // namespace larm::player
