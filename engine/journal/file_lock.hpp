// An flock'ed file beside the journal: one writer, for as long as it lives. Kept apart from the
// database's own locks, which come and go with its handle; this one is held through a disk's
// failure too.
#pragma once

#include <filesystem>
#include <utility>

#include "engine/journal/journal.hpp"

namespace larm::journal {

/// Move-only. Released when destroyed, or by the kernel when the process dies.
class FileLock {
public:
    /// Locks `<guarded>.lock`, made if missing. Failure: locked (the message names the process),
    /// full or io where the file cannot be made.
    [[nodiscard]] static Result<FileLock> acquire(std::filesystem::path const& guarded);

    FileLock(FileLock&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
    FileLock& operator=(FileLock&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    FileLock(FileLock const&) = delete;
    FileLock& operator=(FileLock const&) = delete;
    ~FileLock();

private:
    explicit FileLock(int descriptor) : descriptor_{descriptor} {}
    int descriptor_ = -1;
};

}  // namespace larm::journal
