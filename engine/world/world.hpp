// One world: the order "decide, evolve, make durable, then reply and act", written once. It has no
// thread, no clock and no file of its own: LiveWorld drives it for the daemon, the player in
// virtual time.
#pragma once

#include <larm/v1/command.pb.h>
#include <larm/v1/incident.pb.h>

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/core/command_memory.hpp"
#include "engine/core/decide.hpp"
#include "engine/core/state.hpp"
#include "engine/world/lateness.hpp"
#include "engine/world/ports.hpp"
#include "engine/world/record_maker.hpp"
#include "engine/world/restore.hpp"

namespace larm::world {

using Reply = std::expected<v1::CommandReply, core::Rejection>;
/// Called exactly once, on the world's thread, when the reply is as safe as it says.
using ReplyTo = std::move_only_function<void(Reply)>;
/// Called exactly once, on the world's thread, when everything the state shows is durable.
using Reader = std::move_only_function<void(core::State const&, v1::Durability)>;

/// A world, single-threaded.
class World {
public:
    /// The ports must outlive the world.
    World(Start start, LogPort& log, FeedPort& feed, OutboxPort& outbox);
    World(World const&) = delete;
    World& operator=(World const&) = delete;
    ~World();

    /// Decides a command at `now` (never earlier than the last event). Accepted: the reply waits
    /// for the disk. Refused: replied at once. A repeated command id is answered as the first time,
    /// or `already_exists` where the fingerprint differs. While the log is in SPILL or NONE only
    /// the alarm path is open; the rest is answered `unavailable`.
    /// Call only while is_accepting().
    void submit(v1::Command const& command, core::Instant now, ReplyTo reply_to);
    /// The engine's own command; nothing is awaited.
    void submit(v1::Command const& command, core::Instant now);
    /// Fires every deadline that is due at `now`. Call only while is_accepting().
    void run_due(core::Instant now);
    /// Before the first deadline fires: what is open waits for a human. Call only while
    /// is_accepting().
    void hold_open_incidents(core::Instant now);
    /// Hands what has been decided to the log, unless a batch is in flight. Call at the end of
    /// every turn.
    void flush();
    /// The batch in flight is as safe as `durability`: feed, outbox and replies follow, then the
    /// next batch.
    void on_durable(v1::Durability durability);
    /// How safe a batch would be now, where that changed without one: at start, or when a disk came
    /// back and everything so far is in the journal.
    void on_log_mode(v1::Durability durability);
    /// From now on every reply says this, where its durability says nothing worse.
    void set_standing_notice(std::string notice) { standing_notice_ = std::move(notice); }
    /// Reads the state once all it shows is durable: at once, or after the batch in flight.
    void read(Reader reader);

    /// False while a reader waits for what is decided to become durable: a further command would
    /// make the state show what is not. Commands then wait in the caller's queue, at most for two
    /// commits.
    [[nodiscard]] bool is_accepting() const { return readers_.empty(); }
    [[nodiscard]] bool has_batch_in_flight() const { return in_flight_ != nullptr; }
    /// Nothing waits for the log.
    [[nodiscard]] bool is_idle() const { return !in_flight_ && staged_ == nullptr; }
    [[nodiscard]] std::optional<core::Due> next_deadline() const { return state_.next_deadline(); }
    /// What has been decided, durable or not: for the driver and for tests. Readers use read().
    [[nodiscard]] core::State const& staged() const { return state_; }
    [[nodiscard]] core::CommandMemory const& memory() const { return memory_; }
    [[nodiscard]] v1::Durability durability() const { return durability_; }
    /// Decided, and not yet as safe as it gets.
    [[nodiscard]] std::int64_t events_waiting() const { return state_.seq() - durable_seq_; }
    /// Of the deadlines that have fired since the start. Any thread.
    [[nodiscard]] Lateness::Counts lateness() const { return lateness_.counts(); }

private:
    void mark(v1::CommandReply& reply, v1::Durability durability) const;
    struct Batch;
    struct PendingReply;

    [[nodiscard]] Batch& staged_batch();
    void stage(core::Events events);
    void reply_again(core::RememberedCommand const& known, v1::Command const& command,
                     ReplyTo reply_to);
    [[nodiscard]] v1::Durability durability_of(std::int64_t seq) const;
    void serve_readers();

    Lateness lateness_;
    core::State state_;
    core::CommandMemory memory_;
    RecordMaker records_;
    LogPort& log_;
    FeedPort& feed_;
    OutboxPort& outbox_;

    std::unique_ptr<Batch> staged_;
    std::unique_ptr<Batch> in_flight_;
    std::vector<Reader> readers_;
    v1::Durability durability_ = v1::DURABILITY_LOCAL;
    std::int64_t durable_seq_ = 0;  ///< The last event that is as safe as it gets.
    /// Events up to here stand in the journal itself; later ones are as safe as `durability_`.
    std::int64_t journaled_seq_ = 0;
    std::string standing_notice_;
};

}  // namespace larm::world
