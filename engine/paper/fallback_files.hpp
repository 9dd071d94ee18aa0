// Fallback packs (reservpärmar) as files: REGION.html and REGION.pdf, with names and numbers from
// an address book. What stands in a pack is the report's; when one is written is its caller's.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "engine/delivery/address_book.hpp"
#include "engine/report/fallback.hpp"

namespace larm::paper {

/// How the book says that an officer is reached.
[[nodiscard]] report::PaperPerson person_of(delivery::AddressBook const& book,
                                            std::string_view officer_id);

/// Makes the folder where it is missing, for its owner only.
[[nodiscard]] std::expected<void, std::string> make_folder(std::filesystem::path const& folder);

/// Both files, readable by their owner only; each is whole or as it was. Failure: which file, and
/// why, in English.
[[nodiscard]] std::expected<void, std::string> write_pack(std::filesystem::path const& folder,
                                                          std::string const& region,
                                                          report::PaperDocument const& pack);

/// Takes both away where they are there: the region has no pack any more.
void remove_pack(std::filesystem::path const& folder, std::string const& region);

}  // namespace larm::paper
