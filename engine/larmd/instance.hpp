// Which installation this is, kept outside the data folder: a copy of the folder, on another
// machine or in another place, is then known as one and does not alarm anybody.
#pragma once

#include <filesystem>
#include <string>

namespace larm::larmd {

/// Derived from the machine's id and the folder's place; the same at every start. 32 hex digits.
[[nodiscard]] std::string instance_id(std::filesystem::path const& data);

/// A name for a journal among several sites', never given twice.
[[nodiscard]] std::string fresh_site();

}  // namespace larm::larmd
