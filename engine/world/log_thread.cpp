#include "engine/world/log_thread.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <cstdlib>
#include <future>
#include <utility>

#include "engine/world/restore.hpp"

namespace larm::world {
namespace {

namespace asio = boost::asio;

// A disk that comes back is used again within half a second.
constexpr std::chrono::milliseconds retry_every{500};
// Checkpoints wait until the commits of a burst are through.
constexpr std::chrono::milliseconds rest_after{5};
constexpr std::chrono::milliseconds last_line_takes{200};
// How often the head is noted outside, where a rewritten or truncated file cannot take it along.
constexpr std::chrono::seconds head_noted_every{60};

v1::Durability as_message(journal::Durability durability) {
    switch (durability) {
        case journal::Durability::local: return v1::DURABILITY_LOCAL;
        case journal::Durability::spill: return v1::DURABILITY_SPILL;
        case journal::Durability::none: break;
    }
    return v1::DURABILITY_NONE;
}

/// Another process has the log, or the disk that came back knows more than we do: going on would
/// fork history. The supervisor starts us anew, from what the disk says.
[[noreturn]] void end_process(journal::JournalError const& error) {
    spdlog::critical("event=journal_lost trouble=\"{}\" do=\"started anew by the supervisor\"",
                     error.message);
    // The log is written by a thread of its own; its last line shall not be lost with us.
    spdlog::default_logger()->flush();
    std::this_thread::sleep_for(last_line_takes);
    std::abort();
}

}  // namespace

LogThread::LogThread(std::unique_ptr<journal::DurableLog> log, std::int64_t segment_seq,
                     Clocks clocks, LogEvents events)
    : log_{std::move(log)},
      clocks_{std::move(clocks)},
      events_{std::move(events)},
      tend_timer_{io_},
      segment_seq_{segment_seq} {
    note_status();
    if (auto const& spill = log_->options().spill_dir; spill) {
        head_keeper_.emplace(*spill, log_->options().journal);
    }
    if (!log_->status().has_lost_events) {  // else the note shows it until the next batch
        keep_head();
    }
    thread_ = std::thread{[this] {
        ::pthread_setname_np(::pthread_self(), "larm-journal");
        auto const work = asio::make_work_guard(io_);
        arm(retry_every);
        io_.run();
    }};
}

LogThread::~LogThread() {
    stop();
}

void LogThread::stop() {
    if (!thread_.joinable()) {
        return;
    }
    asio::post(io_, [this] {  // after all that was posted before
        if (log_->status().mode != journal::Durability::local) {
            (void)log_->try_return(now());  // the last chance for what is in memory alone
        }
        note_head();
        keep_head();
        io_.stop();
    });
    thread_.join();
    head_keeper_.reset();
    log_.reset();
}

std::string LogThread::adopt() {
    std::promise<std::string> owner;
    auto known = owner.get_future();
    asio::post(io_, [this, &owner] {
        (void)log_->adopt(now());
        note_mode_change();
        keep_head();
        owner.set_value(log_->instance_id());
    });
    return known.get();
}

void LogThread::begin_append(std::vector<journal::Record> records) {
    asio::post(io_, [this, records = std::move(records)]() mutable { append(records); });
}

void LogThread::append(std::vector<journal::Record>& records) {
    auto const durability = log_->commit(records, now());
    if (!durability) {
        end_process(durability.error());
    }
    note_status();
    events_.on_durable(as_message(*durability));
    keep_head();
    tend_soon();
}

void LogThread::write_snapshot(std::int64_t seq, std::string state, std::string command_segment) {
    asio::post(
        io_, [this, seq, state = std::move(state), segment = std::move(command_segment)]() mutable {
            journal::Snapshot snapshot{seq, snapshot_schema_version, std::move(state), {}};
            snapshot.hash = state_hash(snapshot.state);
            auto const first_seq = std::exchange(segment_seq_, seq) + 1;
            log_->write_snapshot(
                snapshot, journal::CommandSegment{first_seq, seq, std::move(segment)}, now());
            note_mode_change();
        });
}

void LogThread::note_head() {
    if (log_->head().seq != noted_seq_) {
        noted_seq_ = log_->head().seq;
        noted_at_ = now();
        spdlog::info("event=journal_head head={}", journal::head_text(log_->head()));
    }
}

void LogThread::keep_head() {
    if (head_keeper_ && log_->status().mode == journal::Durability::local) {
        head_keeper_->note(log_->head(), log_->site());
    }
}

void LogThread::note_head_in_time() {
    if ((now() - noted_at_).us >= std::chrono::microseconds{head_noted_every}.count()) {
        note_head();
    }
}

/// Between batches: checkpoints while all is well, else the way home.
void LogThread::tend() {
    note_head_in_time();
    if (log_->status().mode == journal::Durability::local) {
        log_->idle(now());
    } else {
        auto const mode = log_->try_return(now());
        if (!mode) {
            end_process(mode.error());
        }
        if (*mode == journal::Durability::local) {
            keep_head();
        }
    }
    note_mode_change();
    is_retrying_ = log_->status().mode != journal::Durability::local;
    if (is_retrying_) {
        arm(retry_every);
    } else if (log_->head().seq != noted_seq_) {
        arm(head_noted_every);
    }
}

/// After a write. A rest begins anew with every batch; the way home must not, or a busy world would
/// never find it.
void LogThread::tend_soon() {
    note_head_in_time();
    if (log_->status().mode == journal::Durability::local) {
        arm(rest_after);
    } else if (!std::exchange(is_retrying_, true)) {
        arm(retry_every);
    }
}

void LogThread::note_mode_change() {
    auto const before = health_.durability;  // written by this thread alone
    note_status();
    if (health_.durability != before) {
        events_.on_mode(health_.durability);
    }
}

void LogThread::arm(std::chrono::milliseconds after) {
    tend_timer_.expires_after(after);
    tend_timer_.async_wait([this](boost::system::error_code error) {
        if (!error) {
            tend();
        }
    });
}

void LogThread::note_status() {
    auto const& status = log_->status();
    LogHealth health{as_message(status.mode), status.trouble, status.since, status.warnings};
    health.warnings.insert(health.warnings.end(), status.losses.begin(), status.losses.end());
    auto const has_changed = health.durability != health_.durability;  // written here alone
    {
        std::lock_guard const hold{health_mutex_};
        health_ = health;
    }
    if (has_changed) {
        spdlog::log(health.durability == v1::DURABILITY_LOCAL ? spdlog::level::warn
                                                              : spdlog::level::critical,
                    "event=journal_mode durability={} trouble=\"{}\"",
                    v1::Durability_Name(health.durability), health.trouble);
    }
}

LogHealth LogThread::health() const {
    std::lock_guard const hold{health_mutex_};
    return health_;
}

}  // namespace larm::world
