// Private to this folder: which column of the table is which field of an inject.
#pragma once

#include <larm/v1/scenario.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace larm::player {

enum class MselKind : std::uint8_t { text, time, method, list };

struct MselColumn {
    std::string_view name;
    std::string_view field;
    MselKind kind = MselKind::text;
    bool is_told = false;  ///< A field of the inject's `what`.
};

/// In the table's order; the first is the inject's id.
[[nodiscard]] std::vector<MselColumn> const& msel_columns();
/// Columns that are written and never read.
[[nodiscard]] std::vector<std::string_view> const& msel_notes();

[[nodiscard]] std::string msel_cell(v1::Inject const& inject, MselColumn const& column);
/// What is wrong with the text, in English; nothing where the field has been set.
[[nodiscard]] std::optional<std::string> set_msel_cell(v1::Inject& inject, MselColumn const& column,
                                                       std::string const& text);

/// "1:05:00".
[[nodiscard]] std::string msel_time(std::int64_t seconds);

}  // namespace larm::player
