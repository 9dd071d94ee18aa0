#include "engine/journal/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
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

Result<void> rename_file(std::filesystem::path const& from, std::filesystem::path const& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0) {
        return std::unexpected(
            file_error(from, fmt::format("renaming it to {}", to.filename().string()), errno));
    }
    return sync_directory(to.parent_path());
}

}  // namespace larm::journal
