// What a live view must remember to word an event as the timeline of a log does: how far each chase
// had come, what of its attempt is still on its way, and over what people can be reached. Learnt
// from the feed's snapshot and its events; everything else about an incident is asked for.
#pragma once

#include <larm/v1/watch.pb.h>

#include <map>
#include <string>

#include "engine/core/incident.hpp"
#include "engine/core/pack.hpp"
#include "engine/report/event_text.hpp"

namespace larm::cli {

/// Not movable: what it remembers points into it.
class WatchMemory {
public:
    /// `known` may be nullptr; steps are then known by their ids alone.
    explicit WatchMemory(core::Pack const* known);
    WatchMemory(WatchMemory const&) = delete;
    WatchMemory& operator=(WatchMemory const&) = delete;
    ~WatchMemory() = default;

    void begin(v1::WatchSnapshot const& snapshot);
    /// After the event has been worded.
    void follow(v1::Event const& event);

    /// The incident's chases as they stood; nullptr where nothing is remembered of it.
    [[nodiscard]] core::Incident const* before(std::string const& incident_id) const;
    [[nodiscard]] report::Duties const* duties() const { return &duties_; }

private:
    core::Incident& incident(std::string const& id);
    core::Chase& chase(core::Incident& incident, std::string const& step, std::string const& party);
    void follow(core::Incident& incident, v1::ChaseUpdate const& update);

    core::Pack pack_;
    std::map<std::string, core::Incident> incidents_;
    report::Duties duties_;
};

}  // namespace larm::cli
