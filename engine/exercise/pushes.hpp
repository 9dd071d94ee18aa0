// What an exercise says to the devices that are enrolled for it, beside what its simulated channels
// do. What becomes of it is not journaled: the journal is what the scenario, its seed and the
// inputs give, and these are real push services. What a device answers, or says to have received,
// is an input as any other.
//
// Nothing leaves but while the exercise plays or is paused: what waits when it is broken off, or
// ends, is given up.
#pragma once

#include <larm/v1/event.pb.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/core/state.hpp"
#include "engine/delivery/channels/exercise_push.hpp"
#include "engine/delivery/outbox.hpp"
#include "engine/exercise/enrolled_book.hpp"

namespace larm::exercise {

/// How devices are reached; all that is referred to outlives the exercises.
struct PushSetup {
    delivery::Vapid& vapid;
    delivery::PushServices const& services;
    std::string public_url;            ///< Empty: no links.
    delivery::AnswerKeys const& keys;  ///< An exercise's own are derived from them.
};

/// Of that exercise's links and codes, and of no other's, nor of an earlier run's.
[[nodiscard]] delivery::AnswerKeys keys_of(delivery::AnswerKeys const& keys,
                                           RunFolder const& folder);

/// On the exercises' thread, where it does not say otherwise.
class Pushes {
public:
    /// `devices` must outlive it.
    Pushes(EnrolledBook& devices, PushSetup const& setup, delivery::AnswerKeys const& keys);
    Pushes(Pushes const&) = delete;
    Pushes& operator=(Pushes const&) = delete;
    ~Pushes() = default;

    /// An event has become durable; `state` is at least as new.
    void take(core::State const& state, v1::Event const& event, std::int64_t seq);
    /// Nothing leaves any more.
    void stop();

private:
    [[nodiscard]] std::unique_ptr<delivery::ExercisePushChannel> channel();
    void end_chases() { chases_.reset(); }
    void tell_broken_off(std::string const& reason, std::int64_t seq);

    EnrolledBook& devices_;
    PushSetup const setup_;
    delivery::LaneOptions options_;
    delivery::RecordTo const untold_ = [](v1::RecordDelivery const&) {};
    bool is_stopped_ = false;
    /// What the exercise's chases send; made when first a device is there, since it has threads.
    std::unique_ptr<delivery::Outbox<delivery::Exercise>> chases_;
    std::unique_ptr<delivery::ExercisePushChannel> news_;
};

}  // namespace larm::exercise
