// A file system for SQLite that fails when told to: fsync that does not, a disk that is full, a
// file that cannot be opened. Everything else goes to the real one.
#pragma once

#include <atomic>
#include <memory>
#include <string>

struct sqlite3_vfs;

namespace larm::test {

/// Registered with SQLite under its name for as long as it lives; it must outlive every connection
/// that uses it. The switches may be thrown from any thread.
class FailingVfs {
public:
    explicit FailingVfs(std::string name);
    ~FailingVfs();
    FailingVfs(FailingVfs const&) = delete;
    FailingVfs& operator=(FailingVfs const&) = delete;

    [[nodiscard]] std::string const& name() const { return name_; }

    /// The next `count` syncs reach the real disk and report SQLITE_IOERR_FSYNC all the same: the
    /// outcome is unknown to whoever asked.
    void fail_syncs(int count) { syncs_to_fail_ = count; }
    /// While full, every write reports SQLITE_FULL and writes nothing.
    void set_full(bool is_full) { is_full_ = is_full; }
    /// Full after `writes` more.
    void fill_after(int writes) { writes_left_ = writes; }
    /// While gone, no file can be opened, and no open one written or synced.
    void set_gone(bool is_gone) { is_gone_ = is_gone; }

    /// While hung, a sync does not return: a disk that has stopped answering, without an error.
    void set_hung(bool is_hung) {
        is_hung_ = is_hung;
        is_hung_.notify_all();
    }

    /// While hung, lets `count` syncs go on, as a disk that stutters does.
    void let_through(int count) {
        syncs_to_pass_ += count;
        is_hung_ = false;
        is_hung_.notify_all();
    }

    [[nodiscard]] int syncs() const { return syncs_; }
    [[nodiscard]] int failures() const { return failures_; }

    // For the C functions behind it. Each says whether the call is to fail.
    [[nodiscard]] bool on_sync();
    [[nodiscard]] int on_write();
    [[nodiscard]] bool on_open();

private:
    std::string name_;
    std::unique_ptr<sqlite3_vfs> vfs_;
    std::atomic<int> syncs_to_fail_ = 0;
    std::atomic<bool> is_full_ = false;
    std::atomic<int> writes_left_ = -1;  ///< Until it is full; negative: it does not fill.
    std::atomic<bool> is_gone_ = false;
    std::atomic<bool> is_hung_ = false;
    std::atomic<int> syncs_to_pass_ = 0;  ///< then hung again; 0: as is_hung_ says
    std::atomic<int> syncs_ = 0;
    std::atomic<int> failures_ = 0;
};

}  // namespace larm::test
