// The one thread of the daemon that touches access.db. It keeps the cache as new as the file,
// answers for tokens the cache does not know, and writes the audit. An alarm never waits for it:
// whoever is in the cache gets in whatever happens to the file, and a refusal is queued in memory.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <latch>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "engine/access/access_error.hpp"
#include "engine/access/access_file.hpp"
#include "engine/access/audit_log.hpp"
#include "engine/access/grant.hpp"
#include "engine/access/refusal.hpp"
#include "engine/access/token_cache.hpp"
#include "engine/access/token_store.hpp"
#include "engine/core/instant.hpp"

namespace larm::access {

struct AccessOptions {
    std::filesystem::path data_directory;
    /// The file is looked at this often; with `busy_timeout` it bounds how long a revoked token
    /// works (1 s).
    core::Duration look_every = core::milliseconds(250);
    /// At least so long between two looks that unknown tokens ask for: a flood of them costs 20 a
    /// second.
    core::Duration look_gap = core::milliseconds(50);
    core::Duration busy_timeout = core::milliseconds(500);
    core::Duration audit_every = core::seconds(1);
    core::Duration reopen_every = core::seconds(1);
    std::size_t lookups_max = 1024;  ///< unknown tokens that may wait for one look
    std::size_t jobs_max = 64;
    std::size_t refusal_keys_max = 4096;     ///< see RefusalQueue
    std::size_t refusal_rows_max = 100'000;  ///< see AuditLog; about 10 MB
    /// Called on the access thread after the cache has changed: the place to cut watchers whose
    /// token is gone.
    std::function<void()> on_tokens_changed;
};

/// Something that does not work, for /readyz and the log.
struct Fault {
    core::Instant since;
    std::string message;
};

struct AccessStatus {
    std::optional<Fault> read_fault;   ///< the file cannot be read: the cache is all there is
    std::optional<Fault> write_fault;  ///< the audit cannot be written: refusals wait in memory
    std::size_t tokens = 0;
    std::uint64_t looks = 0;     ///< times the file was asked whether it has changed
    std::uint64_t reloads = 0;   ///< times the tokens were read anew
    std::uint64_t failures = 0;  ///< of the file, reading or writing
    std::uint64_t refusals_written = 0;
    std::uint64_t refusals_dropped = 0;  ///< lost: too many different ones were waiting
    std::uint64_t lookups_turned_away =
        0;  ///< unknown tokens answered without a look: too many waited
};

class AccessThread {
public:
    using Clock = std::function<core::Instant()>;
    using Answer = std::move_only_function<void(std::expected<Grant, Denial>)>;

    /// Starts the thread and returns when it has tried to read the file once: the cache is filled,
    /// or status().read_fault says why not and the thread goes on trying. `clock` is called on both
    /// threads.
    AccessThread(AccessOptions options, Clock clock);
    AccessThread(AccessThread const&) = delete;
    AccessThread& operator=(AccessThread const&) = delete;
    ~AccessThread();

    /// Calls `answer` exactly once: at once on this thread where the cache knows, else on the
    /// access thread after a look into the file (usually within look_gap, later if the disk hangs).
    /// `answer` must only post. Any thread.
    void authenticate(std::string_view secret, core::Instant now, Answer answer);

    /// What is done to the file, on the access thread; nullptr where the file cannot be used right
    /// now. What it returns tells of it, by posting only, and may be empty: it is called when the
    /// cache has been read anew, so that whoever hears that a session has ended finds it ended.
    using Tell = std::move_only_function<void()>;
    using Job = std::move_only_function<Tell(AccessFile* file)>;
    /// Calls `job` exactly once, with nullptr at once where too many wait or the thread has ended.
    /// Any thread.
    void run_job(Job job);

    /// Queues a refusal for the audit; never blocks on the file. Any thread.
    void audit(Refusal refusal) { refusals_.add(std::move(refusal)); }

    [[nodiscard]] TokenCache const& tokens() const { return tokens_; }
    [[nodiscard]] AccessStatus status() const;

    /// Answers whoever waits with Denial::unreadable, writes the refusals still queued and ends the
    /// thread. Idempotent. The cache goes on answering.
    void stop();

private:
    struct Lookup {
        SecretHash hash;
        core::Instant now;
        Answer answer;
    };
    struct Opened;

    void run();
    [[nodiscard]] bool refresh(core::Instant now);
    [[nodiscard]] std::expected<void, AccessError> ensure_open();
    [[nodiscard]] std::expected<void, AccessError> reload_if_changed();
    void answer(std::vector<Lookup> lookups, bool is_current);
    /// Does them, reads the cache anew, and tells. True if the cache is what the file holds now.
    [[nodiscard]] bool run_jobs(std::vector<Job> jobs, bool is_current, core::Instant now);
    void write_audit(core::Instant now);
    void note(std::optional<Fault> AccessStatus::* which, core::Instant now,
              std::expected<void, AccessError> const& outcome);

    AccessOptions const options_;
    Clock const clock_;
    TokenCache tokens_;
    RefusalQueue refusals_;

    mutable std::mutex mutex_;  // for the five below
    std::condition_variable work_;
    std::vector<Lookup> lookups_;
    std::vector<Job> jobs_;
    bool stopping_ = false;
    AccessStatus status_;

    // Of the access thread alone.
    std::unique_ptr<Opened> opened_;
    bool was_opened_ = false;
    core::Instant next_open_;
    core::Instant next_audit_;

    std::latch first_look_{1};
    std::thread thread_;
};

}  // namespace larm::access
