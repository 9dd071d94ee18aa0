// What the live world's events go out by: the outbox to people, and CAP to other systems. There
// before them: the world locks the data folder first, so that a second daemon on it takes no
// terminal from the one that runs.
#pragma once

#include <spdlog/spdlog.h>

#include <atomic>
#include <functional>
#include <utility>

#include "engine/delivery/channels/cap_pusher.hpp"
#include "engine/world/live_outbox.hpp"
#include "engine/world/ports.hpp"

namespace larm::larmd {

class Outboxes final : public world::OutboxPort {
public:
    /// From another thread than the rest, once, before LiveWorld::begin_delivery(); nothing goes
    /// out before. Both must outlive the world; `cap` may be none.
    void go_by(world::LiveOutbox& people, delivery::CapPusher* cap) {
        cap_ = cap;
        people_ = &people;
    }

    /// Called on the engine's thread when an alarm goes out; must return at once. From another
    /// thread than the rest, once.
    void on_alarm(std::function<void()> told) {
        on_alarm_ = std::move(told);
        has_on_alarm_ = true;
    }

    void take(core::State const& state, v1::Event const& event, std::int64_t seq) override {
        if (event.has_incident_confirmed() && has_on_alarm_) {
            on_alarm_();
        }
        if (event.has_chases_held()) {  // also while nothing is delivered yet, or never will be
            spdlog::critical(
                "event=chases_held incident={} do=\"larm resume, when they shall run again\"",
                event.incident_id());
        }
        auto* const people = people_.load();
        if (people == nullptr) {
            return;  // what was taken before delivery begins stands in the state
        }
        people->take(state, event, seq);
        if (cap_ != nullptr && people->delivers()) {  // not from a copy of the data folder
            cap_.load()->take(state, event);
        }
    }
    void resume(core::State const& state, core::Instant now) override {
        people_.load()->resume(state, now);
        if (cap_ != nullptr) {
            cap_.load()->resume(state);
        }
    }
    void audit(core::State const& state, core::Instant now) override {
        if (auto* const people = people_.load()) {
            people->audit(state, now);
        }
    }

private:
    std::function<void()> on_alarm_;
    std::atomic<bool> has_on_alarm_ = false;
    std::atomic<delivery::CapPusher*> cap_ = nullptr;
    std::atomic<world::LiveOutbox*> people_ = nullptr;
};

}  // namespace larm::larmd
