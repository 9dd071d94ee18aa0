// What the files of the oracle share. No interface: include rights.hpp instead.
#pragma once

#include <string>

#include "simulators/swarm/rights.hpp"

namespace larm::swarm {

[[nodiscard]] bool is_officer(v1::Role role);
[[nodiscard]] bool leads(v1::Actor const& by, core::Incident const* incident);
[[nodiscard]] bool is_voice(v1::Via via);
[[nodiscard]] bool is_of(v1::Actor const& by, std::string const& party);

template <typename Request>
[[nodiscard]] bool may_promise(core::State const& state, v1::Actor const& by,
                               Request const& request) {
    return is_officer(by.role()) &&
           (by.organisation() == request.region_id() ||
            (is_voice(request.via()) && leads(by, state.incident(request.incident_id()))));
}

template <typename Request>
[[nodiscard]] bool may_lead(core::State const& state, v1::Actor const& by, Request const& request) {
    return leads(by, state.incident(request.incident_id()));
}

/// Of what rights.cpp leaves to it.
[[nodiscard]] bool has_wide_right(core::State const& state, v1::Command const& command);

}  // namespace larm::swarm
