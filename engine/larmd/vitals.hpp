// Whether all is well enough to say so outside: what the sign of life rests on. A pure judgement;
// the figures are brought by whoever sends it.
#pragma once

#include <larm/v1/domain.pb.h>

#include <chrono>
#include <map>
#include <string>

namespace larm::larmd {

struct Vitals {
    bool delivers = false;  ///< Not on a copy of a data folder: it must not keep alive the other.
    bool is_alive = false;  ///< The engine looks at its clock.
    std::string chases;     ///< What the audit has found; empty where it has found nothing.
    v1::Durability durability = v1::DURABILITY_UNSPECIFIED;
    /// Why each channel that is set up does not work; empty while it does.
    std::map<v1::Channel, std::string> channels;
};

/// How long a channel that has failed is believed to be broken. Only a delivery finds out that it
/// works again, so that where none has gone for a while nobody knows any more.
class Belief {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;
    /// `why`, while it is believed. `has_work`: deliveries wait, so that it is being tried.
    [[nodiscard]] std::string believed(v1::Channel channel, std::string why, bool has_work,
                                       SteadyTime now);

private:
    /// When a broken channel was last seen with something to send.
    std::map<v1::Channel, SteadyTime> tried_at_;
};

/// Whether a message over the channel can wake somebody: not what is read when one is up anyway.
[[nodiscard]] bool can_wake(v1::Channel channel);

/// Why no sign of life may go out, in English; empty where one may. An installation without any
/// channel that wakes is somebody's decision, and is no reason.
[[nodiscard]] std::string why_unwell(Vitals const& vitals);

}  // namespace larm::larmd
