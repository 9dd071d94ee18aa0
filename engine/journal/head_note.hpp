// The journal's head, noted outside its folder: what shows that an older file was put in its place,
// which nothing in the file itself can. A note is a witness, not a copy: where it is lost nothing
// else is.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/journal/journal.hpp"

namespace larm::journal {

struct HeadNote {
    Head head;
    std::string site;
    std::filesystem::path journal;  ///< absolute

    friend bool operator==(HeadNote const&, HeadNote const&) = default;
};

/// Replaces the note of this journal in `directory`, in one step. Not synced: after a power cut an
/// older note, or none, says less and nothing wrong.
[[nodiscard]] Result<void> write_head_note(std::filesystem::path const& directory,
                                           HeadNote const& note);
/// Nothing where there is none, or one of another journal. Failure: it cannot be read, or is no
/// note.
[[nodiscard]] Result<std::optional<HeadNote>> read_head_note(std::filesystem::path const& directory,
                                                             std::filesystem::path const& journal);
/// Copies the note to NOTE.lost-TIME: it says which events were lost, and is replaced soon. Returns
/// the copy.
[[nodiscard]] Result<std::filesystem::path> keep_lost_head_note(
    std::filesystem::path const& directory, std::filesystem::path const& journal,
    core::Instant now);
/// Those that nobody has settled, oldest first.
[[nodiscard]] std::vector<std::filesystem::path> lost_head_notes(
    std::filesystem::path const& directory, std::filesystem::path const& journal);
/// A person has taken the loss as it is: the copies are kept as NOTE.adopted-TIME.
void settle_lost_head_notes(std::filesystem::path const& directory,
                            std::filesystem::path const& journal);

}  // namespace larm::journal
