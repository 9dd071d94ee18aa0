#include "engine/journal/head_note.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <string_view>
#include <system_error>

#include "engine/journal/files.hpp"
#include "engine/journal/verify.hpp"

namespace larm::journal {
namespace {

constexpr std::string_view lost_mark = ".lost-";

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

Result<std::optional<HeadNote>> read_head_note(std::filesystem::path const& directory,
                                               std::filesystem::path const& journal) {
    auto const path = note_of(directory, journal);
    std::error_code error;
    auto const is_there = std::filesystem::exists(path, error);
    if (!error && !is_there) {
        return std::nullopt;
    }
    std::ifstream file{path};
    std::string head;
    std::string noted_path;
    HeadNote note;
    std::getline(file, head);
    std::getline(file, note.site);
    std::getline(file, noted_path);
    auto const parsed = parse_head(head);
    if (!file || !parsed) {
        return std::unexpected(JournalError{
            JournalErrorKind::corrupt,
            fmt::format("{}: it cannot be read, or is no note of a head: whether the journal is "
                        "all there cannot be told",
                        path.string())});
    }
    if (noted_path != journal.string()) {
        return std::nullopt;
    }
    note.head = *parsed;
    note.journal = noted_path;
    return note;
}

Result<std::filesystem::path> keep_lost_head_note(std::filesystem::path const& directory,
                                                  std::filesystem::path const& journal,
                                                  core::Instant now) {
    auto const note = note_of(directory, journal);
    auto const copy = name_with_time(note, lost_mark, now);
    std::error_code error;
    std::filesystem::copy_file(note, copy, error);
    if (error) {
        return std::unexpected(file_error(copy, "keeping the note of the head", error.value()));
    }
    return copy;
}

std::vector<std::filesystem::path> lost_head_notes(std::filesystem::path const& directory,
                                                   std::filesystem::path const& journal) {
    auto const prefix = note_of({}, journal).string() + std::string{lost_mark};
    std::vector<std::filesystem::path> found;
    std::error_code error;
    std::filesystem::directory_iterator entry{directory, error};
    for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
        if (entry->path().filename().string().starts_with(prefix)) {
            found.push_back(entry->path());
        }
    }
    std::ranges::sort(found);
    return found;
}

void settle_lost_head_notes(std::filesystem::path const& directory,
                            std::filesystem::path const& journal) {
    for (auto const& lost : lost_head_notes(directory, journal)) {
        auto name = lost.filename().string();
        name.replace(name.find(lost_mark), lost_mark.size(), ".adopted-");
        std::error_code stays;  // told again at the next start
        std::filesystem::rename(lost, directory / name, stays);
    }
}

}  // namespace larm::journal
