#include "engine/journal/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <system_error>

namespace larm::journal {
namespace {

Result<void> sync_path(std::filesystem::path const& path, int flags) {
    auto const descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) {
        return std::unexpected(file_error(path, "opening it", errno));
    }
    auto const error = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (error != 0) {
        return std::unexpected(file_error(path, "writing it to the disk", error));
    }
    return {};
}

}  // namespace

JournalError file_error(std::filesystem::path const& path, std::string_view doing, int error) {
    auto const is_full = error == ENOSPC || error == EDQUOT;
    return {is_full ? JournalErrorKind::full : JournalErrorKind::io,
            fmt::format("{}: {} failed ({}); {}", path.string(), doing,
                        std::generic_category().message(error),
                        is_full ? "make room on the disk"
                                : "check the disk, the directory and the permissions")};
}

Result<void> sync_directory(std::filesystem::path const& directory) {
    return sync_path(directory, O_RDONLY | O_DIRECTORY);
}

Result<void> sync_file(std::filesystem::path const& path) {
    return sync_path(path, O_RDONLY);
}

Result<void> make_directories(std::filesystem::path const& directory) {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error) {
        return std::unexpected(file_error(directory, "making the directory", error.value()));
    }
    return {};
}

Result<void> probe_directory(std::filesystem::path const& directory) {
    if (auto made = make_directories(directory); !made) {
        return made;
    }
    auto path = (directory / ".larm-probe-XXXXXX").string();
    auto const descriptor = ::mkostemp(path.data(), O_CLOEXEC);
    if (descriptor < 0) {
        return std::unexpected(file_error(directory, "making a file in it", errno));
    }
    std::array<char, 4096> const block{};
    auto const written = ::write(descriptor, block.data(), block.size());
    auto const is_written = written == static_cast<ssize_t>(block.size());
    // A short write is a disk with no room for the rest.
    auto error = is_written ? 0 : written < 0 ? errno : ENOSPC;
    if (error == 0 && ::fsync(descriptor) != 0) {
        error = errno;
    }
    ::close(descriptor);
    ::unlink(path.c_str());
    if (error != 0) {
        return std::unexpected(file_error(directory, "writing a file in it", error));
    }
    return {};
}

std::filesystem::path name_with_time(std::filesystem::path const& path, std::string_view mark,
                                     core::Instant now) {
    auto const seconds = static_cast<std::time_t>(now.us / 1'000'000);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 32> time{};
    auto const size = std::strftime(time.data(), time.size(), "%Y%m%dT%H%M%SZ", &utc);
    auto const name =
        fmt::format("{}{}{}", path.string(), mark, std::string_view{time.data(), size});
    auto free = name;
    std::error_code error;
    auto const is_taken = [&](char const* part) {
        return std::filesystem::exists(free + part, error);
    };
    for (auto number = 2; is_taken("") || is_taken("-wal") || is_taken("-shm"); ++number) {
        free = fmt::format("{}-{}", name, number);
    }
    return free;
}

bool is_empty_or_missing(std::filesystem::path const& path) {
    struct stat file{};
    return ::stat(path.c_str(), &file) == 0 ? file.st_size == 0 : errno == ENOENT;
}

Result<void> rename_file(std::filesystem::path const& from, std::filesystem::path const& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0) {
        return std::unexpected(
            file_error(from, fmt::format("renaming it to {}", to.filename().string()), errno));
    }
    auto const directory = to.parent_path();
    return sync_directory(directory.empty() ? "." : directory);  // empty: a bare name
}

}  // namespace larm::journal
