// Who could not be reached if the alarm came now, and why: every step and party of the active pack
// against the duties, the channels and what has been proven. Pure.
#pragma once

#include <larm/v1/contact.pb.h>

#include <functional>
#include <map>
#include <set>
#include <string>

#include "engine/core/state.hpp"

namespace larm::core {

/// What the state cannot know.
struct Means {
    std::set<v1::Channel> configured;  ///< Channels that something is set up for.
    /// Officers without a push device, or all of whose devices are gone.
    std::set<std::string, std::less<>> without_push{};
    /// Officers with a push device that is probably dead.
    std::set<std::string, std::less<>> doubtful_push{};
    /// Channels over which nothing gets through now, and what they said last, in English.
    std::map<v1::Channel, std::string> down{};
    /// Officers all of whose webhooks refuse what is sent, and what they answer.
    std::map<std::string, std::string, std::less<>> refused_webhooks{};
};

/// The worst off first, then by place in the pack: each party's findings together, in the order of
/// the pack's steps. The same whatever the order in which things became so.
[[nodiscard]] v1::PreflightReply preflight(State const& state, Means const& means, Instant now);

}  // namespace larm::core
