// A row of the table journal and the record it is. Private to this folder.
#pragma once

#include <string_view>

#include "engine/journal/sqlite.hpp"

namespace larm::journal {

inline constexpr std::string_view select_columns =
    "SELECT seq, epoch, site, site_seq, id, hlc, type, flags, body, hash FROM journal ";

/// Reuses the strings of `record`. False where a column cannot be one of ours.
[[nodiscard]] bool load_row(Statement const& row, Record& record);

}  // namespace larm::journal
