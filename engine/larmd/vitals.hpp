// Whether all is well enough to say so outside: what the sign of life rests on. A pure judgement;
// the figures are brought by whoever sends it.
#pragma once

#include <larm/v1/domain.pb.h>

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

/// Whether a message over the channel can wake somebody: not what is read when one is up anyway.
[[nodiscard]] bool can_wake(v1::Channel channel);

/// Why no sign of life may go out, in English; empty where one may. An installation without any
/// channel that wakes is somebody's decision, and is no reason.
[[nodiscard]] std::string why_unwell(Vitals const& vitals);

}  // namespace larm::larmd
