#include "engine/journal/head_note.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "engine/journal/files.hpp"
#include "engine/journal/verify.hpp"

namespace larm::journal {
namespace {

std::filesystem::path note_of(std::filesystem::path const& directory,
                              std::filesystem::path const& journal) {
    return directory / fmt::format("{}.head", journal.filename().string());
}

}  // namespace

Result<void> write_head_note(std::filesystem::path const& directory, HeadNote const& note) {
    if (auto made = make_directories(directory); !made) {
        return made;
    }
    auto const path = note_of(directory, note.journal);
    auto partial = path;
    partial += ".partial";
    {
        std::ofstream file{partial, std::ios::trunc};
        file << head_text(note.head) << '\n' << note.site << '\n' << note.journal.string() << '\n';
        if (!file.flush()) {
            return std::unexpected(file_error(partial, "noting the head", errno));
        }
    }
    std::error_code error;
    std::filesystem::rename(partial, path, error);
    if (error) {
        return std::unexpected(file_error(path, "noting the head", error.value()));
    }
    return {};
}

std::optional<HeadNote> read_head_note(std::filesystem::path const& directory,
                                       std::filesystem::path const& journal) {
    std::ifstream file{note_of(directory, journal)};
    std::string head;
    std::string path;
    HeadNote note;
    std::getline(file, head);
    std::getline(file, note.site);
    std::getline(file, path);
    auto const parsed = parse_head(head);
    if (!file || !parsed || path != journal.string()) {
        return std::nullopt;
    }
    note.head = *parsed;
    note.journal = path;
    return note;
}

void remove_head_note(std::filesystem::path const& directory,
                      std::filesystem::path const& journal) {
    std::error_code absent;
    std::filesystem::remove(note_of(directory, journal), absent);
}

}  // namespace larm::journal
