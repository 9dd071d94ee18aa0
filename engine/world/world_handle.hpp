// A world that runs, as those see it who give it commands and read it: the live one, or an
// exercise.
#pragma once

#include <larm/v1/command.pb.h>

#include <optional>

#include "engine/core/instant.hpp"
#include "engine/world/world.hpp"

namespace larm::world {

/// Every function may be called from any thread but the world's own, where it does not say so.
class WorldHandle {
public:
    virtual ~WorldHandle() = default;

    /// Queues a command. `reply_to` is called on the world's thread, or on the caller's where it is
    /// refused at once.
    virtual void submit(v1::Command command, ReplyTo reply_to) = 0;
    /// Reads durably. `reader` is called on the world's thread and must be quick: copy or render
    /// what is needed.
    virtual void read(Reader reader) = 0;
    /// As submit(), and waits for the reply. Not on the world's thread.
    [[nodiscard]] Reply submit_and_wait(v1::Command command);
    /// Engine time now: what deadlines are counted in.
    [[nodiscard]] virtual core::Instant now() const = 0;
    /// How safe an event would be now.
    [[nodiscard]] virtual v1::Durability durability() const = 0;

protected:
    /// Why nothing that is submitted is answered any more; nothing while it is. Any thread.
    [[nodiscard]] virtual std::optional<core::Rejection> stopped() const = 0;
};

}  // namespace larm::world
