// The access thread's rounds: look, answer, write, wait.
#include "engine/access/access_thread.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "engine/access/secret.hpp"

namespace larm::access {
namespace {

/// A path or SQLite's words must not end the log line's field, nor the line.
std::string in_a_field(std::string text) {
    for (auto& each : text) {
        each = each == '"' ? '\'' : static_cast<unsigned char>(each) < 0x20 ? ' ' : each;
    }
    return text;
}

std::chrono::microseconds wait_time(core::Duration duration) {
    return std::chrono::microseconds{duration.us};
}

// Whether `due` has come; a clock that was set back by more than the period counts as due.
bool has_come(core::Instant due, core::Instant now, core::Duration period) {
    return now >= due || due - now > period;
}

}  // namespace

/// Everything that dies with the handle.
struct AccessThread::Opened {
    Opened(AccessFile opened, std::size_t refusal_rows_max)
        : file{std::move(opened)}, store{file}, audit{file, refusal_rows_max} {}

    AccessFile file;
    TokenStore store;
    AuditLog audit;
    std::optional<std::int64_t>
        data_version;  // what the cache holds; nothing before the first load
};

AccessThread::AccessThread(AccessOptions options, Clock clock)
    : options_{std::move(options)},
      clock_{std::move(clock)},
      refusals_{options_.refusal_keys_max},
      thread_{[this] { run(); }} {
    first_look_.wait();
}

AccessThread::~AccessThread() {
    stop();
}

void AccessThread::authenticate(std::string_view secret, core::Instant now, Answer answer) {
    auto const hash = hash_secret(secret);
    if (!hash) {
        return answer(std::unexpected(Denial::unknown));
    }
    auto known = tokens_.find(*hash, now);
    if (known || known.error() == Denial::expired) {
        return answer(std::move(known));
    }
    {
        std::lock_guard const lock{mutex_};
        if (!stopping_ && lookups_.size() < options_.lookups_max) {
            lookups_.push_back({*hash, now, std::move(answer)});
            work_.notify_one();
            return;
        }
        ++status_.lookups_turned_away;
    }
    answer(std::unexpected(Denial::unreadable));
}

void AccessThread::run_job(Job job) {
    {
        std::lock_guard const lock{mutex_};
        if (!stopping_ && jobs_.size() < options_.jobs_max) {
            jobs_.push_back(std::move(job));
            work_.notify_one();
            return;
        }
    }
    if (auto tell = job(nullptr); tell) {
        tell();
    }
}

AccessStatus AccessThread::status() const {
    std::lock_guard const lock{mutex_};
    auto status = status_;
    status.tokens = tokens_.size();
    status.refusals_dropped = refusals_.dropped();
    return status;
}

void AccessThread::stop() {
    {
        std::lock_guard const lock{mutex_};
        stopping_ = true;
    }
    work_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void AccessThread::run() {
    std::ignore = refresh(clock_());
    first_look_.count_down();
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        work_.wait_for(lock, wait_time(options_.look_every),
                       [this] { return stopping_ || !lookups_.empty() || !jobs_.empty(); });
        if (stopping_) {
            break;
        }
        auto lookups = std::exchange(lookups_, {});
        auto jobs = std::exchange(jobs_, {});
        lock.unlock();
        auto const now = clock_();
        auto is_current = refresh(now);
        is_current = run_jobs(std::move(jobs), is_current, now);
        answer(std::move(lookups), is_current);
        if (has_come(next_audit_, now, options_.audit_every)) {
            write_audit(now);
        }
        lock.lock();
        work_.wait_for(lock, wait_time(options_.look_gap), [this] { return stopping_; });
    }
    auto lookups = std::exchange(lookups_, {});
    auto jobs = std::exchange(jobs_, {});
    lock.unlock();
    answer(std::move(lookups), false);
    auto const now = clock_();
    std::ignore = run_jobs(std::move(jobs), false, now);
    next_open_ = now;
    std::ignore = refresh(now);  // a file that came back a moment ago still gets its audit
    write_audit(now);
    opened_.reset();
}

// True if the cache is what the file holds now.
bool AccessThread::refresh(core::Instant now) {
    if (opened_ && !opened_->file.is_in_place()) {
        opened_.reset();
        next_open_ = now;
    }
    if (!opened_ && !has_come(next_open_, now, options_.reopen_every)) {
        return false;
    }
    auto outcome = ensure_open();
    if (outcome) {
        outcome = reload_if_changed();
    }
    if (!outcome && outcome.error().kind != AccessErrorKind::busy) {
        opened_.reset();  // after an I/O error the handle is not to be trusted
        next_open_ = now + options_.reopen_every;
    }
    note(&AccessStatus::read_fault, now, outcome);
    return outcome.has_value();
}

std::expected<void, AccessError> AccessThread::ensure_open() {
    if (opened_) {
        return {};
    }
    // Only the first time may a missing file be made: a new one in the place of one that vanished
    // would be empty, and lock everybody out in the middle of an alarm.
    auto file = AccessFile::open(options_.data_directory,
                                 {.if_missing = was_opened_ ? IfMissing::fail : IfMissing::create,
                                  .busy_timeout = options_.busy_timeout});
    if (!file) {
        return std::unexpected(std::move(file).error());
    }
    if (auto const& warning = file->warning(); warning) {
        spdlog::warn("{}", *warning);
    }
    opened_ = std::make_unique<Opened>(std::move(*file), options_.refusal_rows_max);
    was_opened_ = true;
    return {};
}

std::expected<void, AccessError> AccessThread::reload_if_changed() {
    {
        std::lock_guard const lock{mutex_};
        ++status_.looks;
    }
    auto const version = opened_->store.data_version();
    if (!version) {
        return std::unexpected(version.error());
    }
    if (opened_->data_version == *version) {
        return {};
    }
    auto snapshot = opened_->store.snapshot();
    if (!snapshot) {
        return std::unexpected(std::move(snapshot).error());
    }
    if (snapshot->unreadable > 0) {
        spdlog::warn("{}: {} tokens are of a kind this program does not know and do not work",
                     opened_->file.path().string(), snapshot->unreadable);
    }
    opened_->data_version = snapshot->data_version;
    tokens_.replace(std::move(snapshot->tokens));
    {
        std::lock_guard const lock{mutex_};
        ++status_.reloads;
    }
    if (options_.on_tokens_changed) {
        options_.on_tokens_changed();
    }
    return {};
}

bool AccessThread::run_jobs(std::vector<Job> jobs, bool is_current, core::Instant now) {
    std::vector<Tell> told;
    for (auto& job : jobs) {
        if (is_current) {
            opened_->data_version.reset();  // it does not tell of what we write ourselves
        }
        if (auto tell = job(is_current ? &opened_->file : nullptr); tell) {
            told.push_back(std::move(tell));
        }
    }
    if (is_current && !jobs.empty()) {
        is_current = refresh(now);
    }
    for (auto& tell : told) {
        tell();
    }
    return is_current;
}

void AccessThread::answer(std::vector<Lookup> lookups, bool is_current) {
    for (auto& lookup : lookups) {
        auto found = tokens_.find(lookup.hash, lookup.now);
        if (!found && found.error() == Denial::unknown && !is_current) {
            found = std::unexpected(Denial::unreadable);
        }
        lookup.answer(std::move(found));
    }
}

void AccessThread::write_audit(core::Instant now) {
    next_audit_ = now + options_.audit_every;
    if (!opened_) {
        return;  // refresh() has said why; the refusals wait
    }
    auto batch = refusals_.take();
    if (batch.empty()) {
        return;
    }
    auto const written = opened_->audit.write(batch);
    if (written) {
        std::uint64_t count = 0;
        for (auto const& refusal : batch) {
            count += static_cast<std::uint64_t>(refusal.count);
        }
        std::lock_guard const lock{mutex_};
        status_.refusals_written += count;
    } else {
        refusals_.put_back(std::move(batch));
        if (written.error().kind != AccessErrorKind::busy) {
            opened_.reset();
            next_open_ = now;
        }
    }
    note(&AccessStatus::write_fault, now, written);
}

// A change of state is logged, a lasting one is only counted. Logging happens outside the lock: it
// may block, and the network thread takes the lock too.
void AccessThread::note(std::optional<Fault> AccessStatus::* which, core::Instant now,
                        std::expected<void, AccessError> const& outcome) {
    bool const reading = which == &AccessStatus::read_fault;
    std::optional<Fault> before;
    {
        std::lock_guard const lock{mutex_};
        auto& fault = status_.*which;
        before = std::exchange(fault, std::nullopt);
        if (!outcome) {
            ++status_.failures;
            fault = Fault{before ? before->since : now, outcome.error().message};
        }
    }
    if (outcome && before) {
        spdlog::info("event=access_again done={}", reading ? "read" : "written");
    }
    if (!outcome && (!before || before->message != outcome.error().message)) {
        spdlog::error("event=access_fault trouble=\"{}\" meanwhile=\"{}\"",
                      in_a_field(outcome.error().message),
                      reading ? "tokens known so far go on working"
                              : "refused calls wait in memory to be audited");
    }
}

}  // namespace larm::access
