// The live world's threads: an engine thread that owns the World, and the log's thread. Everything
// here may be called from any thread unless it says otherwise.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <expected>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/world/engine_clock.hpp"
#include "engine/world/log_thread.hpp"
#include "engine/world/world_handle.hpp"

namespace larm::world {

struct LiveWorldOptions {
    journal::DurableLogOptions log;
    std::function<ClockReading()> clocks = read_clocks;
    /// Clients' commands waiting to be decided; more are refused at once.
    std::size_t commands_max = 50'000;
    /// A disk that has not answered for this long without an error: the alarm goes on without it.
    core::Duration hang_max = core::seconds(2);
    /// The journal is a copy, and belongs to `log.fresh.instance_id` from now on.
    bool adopt = false;
    /// A snapshot is at most this old when the world is not busy.
    std::int64_t snapshot_events = 10'000;
    /// How often the outbox looks for who has been forgotten.
    core::Duration audit_every = core::seconds(2);
};

/// How busy the world is, for /metrics.
struct WorldFigures {
    std::size_t commands_waiting = 0;  ///< to be decided
    std::int64_t events_waiting = 0;   ///< for the journal
    std::size_t batches_given_up = 0;  ///< the disk hangs, and still works on them
    int incidents_held = 0;            ///< their chases wait for a human's ResumeChases
    std::int64_t clock_skew_us = 0;    ///< the wall less engine time
    core::Duration audit_silence;      ///< since the last audit, or the start
    Lateness::Counts deadline_lateness;
};

class LiveWorld final : public WorldHandle {
public:
    /// Opens the log, merges spills, folds, and runs. Where events were lost, what is open is held;
    /// nothing is delivered before begin_delivery(). The ports must outlive the world. Failure:
    /// what the log or the fold said, in English.
    [[nodiscard]] static journal::Result<std::unique_ptr<LiveWorld>> open(LiveWorldOptions options,
                                                                          FeedPort& feed,
                                                                          OutboxPort& outbox);
    LiveWorld(LiveWorld const&) = delete;
    LiveWorld& operator=(LiveWorld const&) = delete;
    ~LiveWorld() override;

    /// Queues a command. `reply_to` is called on the engine thread; on the caller's where the queue
    /// is full (`resource_exhausted`) or the world is being drained (`unavailable`).
    void submit(v1::Command command, ReplyTo reply_to) override;
    /// Reads durably. `reader` is called on the engine thread and must be quick: copy or render
    /// what is needed.
    void read(Reader reader) override;
    /// Hands the outbox what was queued and never reported on, and from then on what becomes due.
    void begin_delivery();
    /// From now on every reply carries this notice, in Swedish, to whoever gives a command.
    void say_in_replies(std::string notice);
    [[nodiscard]] LogHealth log_health() const;
    /// Engine time now: what deadlines are counted in, also where the wall has been set.
    [[nodiscard]] core::Instant now() const override;
    [[nodiscard]] v1::Durability durability() const override { return log_health().durability; }
    /// Of the engine's last turn.
    [[nodiscard]] WorldFigures figures() const;
    /// Empty where the journal could not be read at start.
    [[nodiscard]] std::string const& instance_id() const { return instance_id_; }
    /// The engine thread has looked at the time within the last 10 s.
    [[nodiscard]] bool is_alive() const;

    /// Refuses what is new from clients, finishes what is queued, keeps a snapshot and stops both
    /// threads. Blocks; does nothing when called again.
    void drain();

private:
    [[nodiscard]] std::optional<core::Rejection> stopped() const override;

    struct Queued {
        v1::Command command;
        ReplyTo reply_to;
    };

    /// `holds_open`: what became of open incidents may not be in this journal.
    LiveWorld(LiveWorldOptions options, std::unique_ptr<journal::DurableLog> log, Start start,
              FeedPort& feed, OutboxPort& outbox, bool holds_open);
    // All of these on the engine thread.
    void run();
    void schedule_turn();
    void turn();
    [[nodiscard]] core::Instant advance(ClockReading const& reading);
    void decide(core::Instant now);
    void arm_timer(core::Instant now);
    void on_log_answer(v1::Durability durability);
    /// Gives a batch up whose disk hangs: it is in memory alone, and is written when the disk goes
    /// on.
    void give_up_hung_batch();
    void consider_snapshot();
    void consider_audit();
    void take_snapshot(core::State const& state);
    void finish_if_drained();

    LiveWorldOptions options_;
    std::string instance_id_;
    boost::asio::io_context engine_{1};
    LogThread log_;
    EngineClock clock_;
    OutboxPort& outbox_;
    std::int64_t snapshot_seq_;
    std::size_t segment_commands_;
    World world_;

    std::vector<Queued> commands_;
    std::vector<Reader> readers_;
    bool is_turn_scheduled_ = false;
    boost::asio::steady_timer timer_;
    std::int64_t timer_steady_us_ = 0;  ///< When it fires; 0: it is not set.
    bool is_snapshot_asked_ = false;
    std::int64_t next_snapshot_steady_us_ = 0;
    bool is_audit_asked_ = false;
    std::atomic<std::int64_t> last_audit_steady_us_ = 0;

    std::int64_t batch_since_steady_us_ = 0;  ///< 0: no batch is in flight.
    bool is_hung_ = false;  ///< No answer for hang_max; what comes now is given up at once.
    std::atomic<std::size_t> given_up_ = 0;  ///< Batches that the log still works on.

    std::atomic<std::size_t> waiting_ = 0;
    std::atomic<std::int64_t> events_waiting_ = 0;
    std::atomic<int> held_incidents_ = 0;
    std::atomic<std::int64_t> engine_less_steady_us_ = 0;
    std::atomic<std::int64_t> clock_skew_us_ = 0;
    std::atomic<std::int64_t> last_turn_steady_us_ = 0;
    std::atomic<bool> is_draining_ = false;
    std::atomic<bool> has_finished_ = false;
    std::promise<void> drained_;
    std::thread thread_;
};

}  // namespace larm::world
