// SQLite's file-system interface is C: a file is a block of memory that begins with its methods.
// Ours holds the real file right behind.
#include "tests/support/failing_vfs.hpp"

#include <sqlite3.h>

#include <new>
#include <utility>

namespace larm::test {
namespace {

struct WrappedFile {
    sqlite3_file base;
    FailingVfs* failing;
    sqlite3_file* real;
};

WrappedFile& wrapped(sqlite3_file* file) {
    return *reinterpret_cast<WrappedFile*>(file);
}

sqlite3_file* real(sqlite3_file* file) {
    return wrapped(file).real;
}

int close_file(sqlite3_file* file) {
    return real(file)->pMethods->xClose(real(file));
}
int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
    return real(file)->pMethods->xRead(real(file), into, size, at);
}
int write_file(sqlite3_file* file, void const* from, int size, sqlite3_int64 at) {
    auto const failure = wrapped(file).failing->on_write();
    return failure != SQLITE_OK ? failure
                                : real(file)->pMethods->xWrite(real(file), from, size, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    return real(file)->pMethods->xTruncate(real(file), size);
}
int sync_file(sqlite3_file* file, int flags) {
    auto const code = real(file)->pMethods->xSync(real(file), flags);
    return wrapped(file).failing->on_sync() ? SQLITE_IOERR_FSYNC : code;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
int lock_file(sqlite3_file* file, int lock) {
    return real(file)->pMethods->xLock(real(file), lock);
}
int unlock_file(sqlite3_file* file, int lock) {
    return real(file)->pMethods->xUnlock(real(file), lock);
}
int check_reserved_lock(sqlite3_file* file, int* is_reserved) {
    return real(file)->pMethods->xCheckReservedLock(real(file), is_reserved);
}
int file_control(sqlite3_file* file, int operation, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int sector_size(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
}
int device_characteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) {
    real(file)->pMethods->xShmBarrier(real(file));
}
int shm_unmap(sqlite3_file* file, int with_delete) {
    return real(file)->pMethods->xShmUnmap(real(file), with_delete);
}

sqlite3_io_methods const methods{
    2,
    close_file,
    read_file,
    write_file,
    truncate_file,
    sync_file,
    file_size,
    lock_file,
    unlock_file,
    check_reserved_lock,
    file_control,
    sector_size,
    device_characteristics,
    shm_map,
    shm_lock,
    shm_barrier,
    shm_unmap,
    nullptr,
    nullptr,
};

sqlite3_vfs* real_vfs() {
    return sqlite3_vfs_find(nullptr);
}

int open_file(sqlite3_vfs* vfs, char const* name, sqlite3_file* file, int flags, int* out_flags) {
    auto& ours = *new (file) WrappedFile{};
    ours.failing = static_cast<FailingVfs*>(vfs->pAppData);
    ours.real = reinterpret_cast<sqlite3_file*>(&ours + 1);
    if (ours.failing->on_open()) {
        return SQLITE_CANTOPEN;  // without methods SQLite does not close it
    }
    auto const code = real_vfs()->xOpen(real_vfs(), name, ours.real, flags, out_flags);
    if (ours.real->pMethods != nullptr) {
        ours.base.pMethods = &methods;
    }
    return code;
}
int delete_file(sqlite3_vfs* /*vfs*/, char const* name, int sync_directory) {
    return real_vfs()->xDelete(real_vfs(), name, sync_directory);
}
int access_file(sqlite3_vfs* /*vfs*/, char const* name, int flags, int* result) {
    return real_vfs()->xAccess(real_vfs(), name, flags, result);
}
int full_pathname(sqlite3_vfs* /*vfs*/, char const* name, int size, char* into) {
    return real_vfs()->xFullPathname(real_vfs(), name, size, into);
}

}  // namespace

FailingVfs::FailingVfs(std::string name)
    : name_{std::move(name)}, vfs_{std::make_unique<sqlite3_vfs>(*real_vfs())} {
    vfs_->pNext = nullptr;
    vfs_->zName = name_.c_str();
    vfs_->pAppData = this;
    vfs_->szOsFile = static_cast<int>(sizeof(WrappedFile)) + real_vfs()->szOsFile;
    vfs_->xOpen = open_file;
    vfs_->xDelete = delete_file;
    vfs_->xAccess = access_file;
    vfs_->xFullPathname = full_pathname;
    sqlite3_vfs_register(vfs_.get(), 0);
}

FailingVfs::~FailingVfs() {
    sqlite3_vfs_unregister(vfs_.get());
}

bool FailingVfs::on_sync() {
    ++syncs_;
    is_hung_.wait(true);
    if (syncs_to_pass_ > 0 && --syncs_to_pass_ == 0) {
        is_hung_ = true;
    }
    if (is_gone_) {
        ++failures_;
        return true;
    }
    auto left = syncs_to_fail_.load();
    while (left > 0 && !syncs_to_fail_.compare_exchange_weak(left, left - 1)) {
    }
    failures_ += left > 0 ? 1 : 0;
    return left > 0;
}

int FailingVfs::on_write() {
    if (writes_left_ >= 0 && writes_left_-- == 0) {
        is_full_ = true;
    }
    if (is_gone_ || is_full_) {
        ++failures_;
        return is_gone_ ? SQLITE_IOERR_WRITE : SQLITE_FULL;
    }
    return SQLITE_OK;
}

bool FailingVfs::on_open() {
    failures_ += is_gone_ ? 1 : 0;
    return is_gone_;
}

}  // namespace larm::test
