// What the EDXL documents share: text and times in XML, and reading it back without believing it.
#pragma once

#include <boost/property_tree/ptree.hpp>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace larm::report {

/// Why a document is refused: which element, and what is wrong with it, in English.
struct FieldFault {
    std::string field;
    std::string message;
};

inline constexpr std::size_t edxl_bytes_max = 1'048'576;

/// As the content of an element: one line, escaped, without what XML 1.0 cannot hold.
[[nodiscard]] std::string edxl_text(std::string_view text);
/// <NAME>text</NAME>; nothing where the text is empty.
[[nodiscard]] std::string edxl_element(std::string_view name, std::string_view text);
/// Local time with its offset, no fractions.
[[nodiscard]] std::string edxl_time(std::int64_t at_us);
/// Microseconds since the epoch. Any offset; no fractions.
[[nodiscard]] std::expected<std::int64_t, std::string> read_edxl_time(std::string_view text);

/// An element with its name's prefix resolved against nothing: names are compared without it.
using EdxlTree = boost::property_tree::ptree;
/// No document types, no entities, at most edxl_bytes_max.
[[nodiscard]] std::expected<EdxlTree, FieldFault> read_edxl(std::string_view xml);
[[nodiscard]] std::string_view edxl_name(std::string_view name);
/// The children of that name.
[[nodiscard]] std::vector<EdxlTree const*> edxl_children(EdxlTree const& parent,
                                                         std::string_view name);
/// The text of the only child of that name; nothing where there is none. Fault where there are
/// more.
[[nodiscard]] std::expected<std::string, FieldFault> edxl_only(EdxlTree const& parent,
                                                               std::string_view name,
                                                               std::string const& path);
/// A whole number from 0 on, or a fault that names the field.
[[nodiscard]] std::expected<int, FieldFault> edxl_count(std::string const& text,
                                                        std::string const& path);

}  // namespace larm::report
