// What a world needs from outside, as three narrow ports. The live daemon, the replay and the swarm
// each bring their own.
#pragma once

#include <larm/v1/domain.pb.h>
#include <larm/v1/event.pb.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/core/state.hpp"
#include "engine/journal/record.hpp"

namespace larm::world {

/// One event that is as safe as it gets, with what a reader of the feed must know about it.
struct PublishedEvent {
    std::int64_t seq = 0;
    v1::Event event;
};

/// Events of one batch, in order. Shared because it is data that several threads read.
struct PublishedBatch {
    std::vector<PublishedEvent> events;
    v1::Durability durability = v1::DURABILITY_UNSPECIFIED;
    core::Instant at;
};

/// Makes records durable. At most one batch is in flight; its end is told by World::on_durable.
class LogPort {
public:
    virtual ~LogPort() = default;
    /// Begins to append. Must lead to exactly one World::on_durable on the world's thread, never
    /// from inside this call.
    virtual void begin_append(std::vector<journal::Record> records) = 0;
    /// Hands over a snapshot of the state at `seq` and the command-memory segment that is new since
    /// the last one.
    virtual void write_snapshot(std::int64_t seq, std::string state,
                                std::string command_segment) = 0;
};

/// The live feed's source. Called on the world's thread; must not block.
class FeedPort {
public:
    virtual ~FeedPort() = default;
    /// Each event as soon as the world's state has taken it up, and no later one: for whoever
    /// judges every state on the way. It is not safe yet: nothing may be told of it before
    /// publish().
    virtual void decided(v1::Event const& /*event*/) {}
    virtual void publish(std::shared_ptr<PublishedBatch const> batch) = 0;
};

/// Work for the outside: called after the events that cause it are durable, on the world's thread;
/// must not block.
class OutboxPort {
public:
    virtual ~OutboxPort() = default;
    /// `event` may carry notices to send, or stop chases. `state` is at least as new as the event.
    virtual void take(core::State const& state, v1::Event const& event, std::int64_t seq) = 0;
    /// Begins delivery: sends what was queued and never reported on, under the same delivery ids.
    /// What was taken before stands in `state` and is not sent twice.
    virtual void resume(core::State const& state, core::Instant now) = 0;
    /// Every few seconds, with all that `state` shows durable: time to look whether everything is
    /// under way that should be.
    virtual void audit(core::State const& /*state*/, core::Instant /*now*/) {}
};

}  // namespace larm::world
