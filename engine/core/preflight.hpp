// Who could not be reached if the alarm came now, and why: every step and party of the active pack
// against the duties, the channels and what has been proven. Pure.
#pragma once

#include <larm/v1/contact.pb.h>

#include <functional>
#include <set>
#include <string>

#include "engine/core/state.hpp"

namespace larm::core {

/// What the state cannot know.
struct Means {
    std::set<v1::Channel> configured;  ///< Channels that something is set up for.
    /// Officers all of whose push devices are gone.
    std::set<std::string, std::less<>> without_push;
};

/// In the order of the pack's steps; what makes a party unreachable first. The same whatever the
/// order in which things became so.
[[nodiscard]] v1::PreflightReply preflight(State const& state, Means const& means, Instant now);

}  // namespace larm::core
