// The journal's head, noted outside its folder: what shows that an older file was put in its place,
// which nothing in the file itself can. A note is a witness, not a copy: where it is lost nothing
// else is.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

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
/// Nothing where there is none, or where it is no note of ours.
[[nodiscard]] std::optional<HeadNote> read_head_note(std::filesystem::path const& directory,
                                                     std::filesystem::path const& journal);
/// For when the journal is begun anew.
void remove_head_note(std::filesystem::path const& directory, std::filesystem::path const& journal);

}  // namespace larm::journal
