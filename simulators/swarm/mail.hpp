// A world's outbox in a night: the real one, lanes and breakers and rendering with it, driven in
// virtual time without its threads, over channels that end in the wire. What is a copy is what
// LiveOutbox adds: whose results go back as which commands.
#pragma once

#include <larm/v1/command.pb.h>

#include <functional>
#include <memory>

#include "engine/delivery/outbox.hpp"
#include "engine/delivery/roll_call_outbox.hpp"
#include "engine/world/auditor.hpp"
#include "engine/world/ports.hpp"
#include "simulators/swarm/wire.hpp"

namespace larm::swarm {

template <delivery::Kind K>
class Mail final : public world::OutboxPort {
public:
    struct Ways {
        /// The steady clock, by which lanes go.
        std::function<core::Instant()> now;
        /// A result is on its way to the world. Must not call it.
        std::function<void(v1::Command result)> report;
        /// Told of every event that acts on the outside.
        std::function<void(std::int64_t seq)> seen;
    };

    Mail(std::uint64_t seed, Wire& wire, Tally& tally, Ways ways);
    ~Mail() override;

    void take(core::State const& state, v1::Event const& event, std::int64_t seq) override;
    void resume(core::State const& state, core::Instant now) override;
    /// The real watch over whoever is forgotten, 2, and over messages that nobody is sending, 9.
    [[nodiscard]] Held look(core::State const& state, core::Instant now);
    /// What has come due, and all that waits to leave.
    void tend();
    /// The process is gone, and another one begins: delivers nothing before resume().
    void restart();

private:
    void open();
    void close();
    [[nodiscard]] delivery::LaneOptions options();
    void record(v1::RecordDelivery result);

    std::uint64_t seed_;
    Wire& wire_;
    Tally& tally_;
    Ways ways_;
    Line line_ = 0;
    bool has_begun_ = false;
    std::unique_ptr<world::Auditor> auditor_;
    std::unique_ptr<delivery::Outbox<K>> outbox_;
    std::unique_ptr<delivery::RollCallOutbox> roll_calls_;  ///< A live world's alone.
    std::unique_ptr<delivery::DutyOutbox> offers_;          ///< The same.
};

}  // namespace larm::swarm
