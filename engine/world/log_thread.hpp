// The thread that owns the log: one batch after the other made as durable as can be, the way home
// from a failed disk, checkpoints and snapshots in between.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/journal/durable_log.hpp"
#include "engine/world/engine_clock.hpp"
#include "engine/world/head_keeper.hpp"
#include "engine/world/ports.hpp"

namespace larm::world {

/// How the log is doing, for /readyz, /metrics and consoles.
struct LogHealth {
    v1::Durability durability = v1::DURABILITY_LOCAL;
    std::string trouble;  ///< English, empty when well.
    core::Instant since;
    std::vector<std::string> warnings;  ///< English: all works, but somebody must look.
};

/// What the thread tells. Called on the log's thread; must post and return.
struct LogEvents {
    std::function<void(v1::Durability)> on_durable;
    /// The mode changed without a batch: a disk came back.
    std::function<void(v1::Durability)> on_mode;
};

/// begin_append and write_snapshot are the engine thread's; health() is anybody's. A fence ends the
/// process: somebody else owns the log.
class LogThread final : public LogPort {
public:
    using Clocks = std::function<ClockReading()>;

    /// `segment_seq`: up to where command segments stand in the journal already.
    LogThread(std::unique_ptr<journal::DurableLog> log, std::int64_t segment_seq, Clocks clocks,
              LogEvents events);
    LogThread(LogThread const&) = delete;
    LogThread& operator=(LogThread const&) = delete;
    ~LogThread() override;

    void begin_append(std::vector<journal::Record> records) override;
    void write_snapshot(std::int64_t seq, std::string state, std::string command_segment) override;
    [[nodiscard]] LogHealth health() const;
    /// The journal belongs to this instance from now on, where the disk takes that; after all that
    /// was handed over, and only where it stands in the journal. Waits; whose it is then.
    [[nodiscard]] std::string adopt();
    /// Waits until all that was handed over is done, and closes the log.
    void stop();

private:
    void append(std::vector<journal::Record>& records);
    void tend();
    void tend_soon();
    void arm(std::chrono::milliseconds after);
    void note_status();
    /// For `larm journal verify --head`.
    void note_head();
    void note_head_in_time();
    /// For the next start, which must see where an older file was put in the journal's place.
    void keep_head();
    /// For what changes the mode without a batch.
    void note_mode_change();
    [[nodiscard]] core::Instant now() const { return {clocks_().wall_us}; }

    boost::asio::io_context io_{1};
    std::unique_ptr<journal::DurableLog> log_;
    Clocks clocks_;
    LogEvents events_;
    boost::asio::steady_timer tend_timer_;
    std::int64_t segment_seq_;
    std::int64_t noted_seq_ = 0;
    core::Instant noted_at_;
    bool is_retrying_ = false;  ///< The timer is set for the next try to come home.
    std::optional<HeadKeeper> head_keeper_;
    mutable std::mutex health_mutex_;
    LogHealth health_;
    std::thread thread_;
};

}  // namespace larm::world
