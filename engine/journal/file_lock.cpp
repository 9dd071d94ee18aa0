#include "engine/journal/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <tuple>

#include "engine/journal/files.hpp"

namespace larm::journal {
namespace {

/// The holder writes its process id into the file; it may be missing on a full disk.
std::string holder(int descriptor) {
    std::array<char, 16> text{};
    auto const size = ::pread(descriptor, text.data(), text.size(), 0);
    if (size <= 0) {
        return "another program";
    }
    std::string_view const read{text.data(), static_cast<std::size_t>(size)};
    return fmt::format("process {}", read.substr(0, read.find('\n')));
}

}  // namespace

Result<FileLock> FileLock::acquire(std::filesystem::path const& guarded) {
    auto path = guarded;
    path += ".lock";
    auto const descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (descriptor < 0) {
        return std::unexpected(file_error(path, "opening the lock file", errno));
    }
    FileLock lock{descriptor};
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            return std::unexpected(
                JournalError{JournalErrorKind::locked,
                             fmt::format("{}: {} writes this journal; stop it, or give this one "
                                         "another data directory",
                                         guarded.string(), holder(descriptor))});
        }
        return std::unexpected(file_error(path, "locking", errno));
    }
    auto const id = fmt::format("{}\n", ::getpid());
    // Only for the message to the next one: a full disk is no reason to go without the lock.
    if (::ftruncate(descriptor, 0) == 0) {
        std::ignore = ::pwrite(descriptor, id.data(), id.size(), 0);
    }
    return lock;
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

}  // namespace larm::journal
