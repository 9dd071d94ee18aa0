// Everything a world knows: the fold of its log, and nothing else. Made by evolve(), read by
// decide() and the views.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/state.pb.h>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/incident.hpp"
#include "engine/core/instant.hpp"
#include "engine/core/pack.hpp"

namespace larm::core {

/// Who is on duty for a party, and to whom it has been offered.
struct Duty {
    std::string party;
    std::string officer_id;
    Instant since;
    std::string offered_to;
    std::string offered_by;  ///< Token id; the acceptance must come from another.
    std::vector<v1::DutySeeded> officers;
};

/// A deadline and the incident it belongs to.
struct Due {
    Instant at;
    std::string_view incident_id;
};

/// A world's state. Movable, not copyable: copy through a snapshot. Single-threaded.
class State {
public:
    State() = default;
    State(State&&) = default;
    State& operator=(State&&) = default;

    /// Sequence number of the last event folded in; 0 for an empty log.
    [[nodiscard]] std::int64_t seq() const { return seq_; }
    /// Engine time of the last event.
    [[nodiscard]] Instant at() const { return at_; }
    [[nodiscard]] std::int64_t commands_accepted() const { return commands_accepted_; }

    [[nodiscard]] Incident const* incident(std::string_view id) const;
    /// In the order they were opened.
    [[nodiscard]] std::deque<Incident> const& incidents() const { return incidents_; }
    /// Those that are not closed, in the order they were opened.
    [[nodiscard]] std::vector<Incident const*> open_incidents() const;
    /// The pack that new incidents run on, or nullptr before the first.
    [[nodiscard]] Pack const* active_pack() const { return active_; }
    [[nodiscard]] Pack const* pack(std::string_view hash) const;
    [[nodiscard]] std::map<std::string, Duty, std::less<>> const& duties() const { return duties_; }
    /// The incident that holds a named transport, or nullptr.
    [[nodiscard]] Incident const* holder_of(std::string_view resource_id) const;

    /// How many incidents have chases that are held for a human.
    [[nodiscard]] int held() const { return held_; }
    /// The earliest deadline of all incidents.
    [[nodiscard]] std::optional<Due> next_deadline() const;

    /// Folds one event in. Never fails: an event that stands in the log has happened.
    void evolve(v1::Event const& event, std::int64_t seq);

    /// The state as a message, deterministic to the byte.
    [[nodiscard]] v1::StateSnapshot snapshot() const;
    /// The same into an empty message, which may live on an arena: a large state has a million
    /// parts, and freeing them one by one costs as much as making them.
    void save(v1::StateSnapshot& out) const;
    /// The state a snapshot was made of.
    [[nodiscard]] static State restore(v1::StateSnapshot const& snapshot);
    /// The next incident of a snapshot that is read in parts, after restore() of the rest.
    void restore_incident(v1::IncidentSnapshot const& saved);

private:
    /// One entry per change of an incident's next_due; an entry that no longer matches is stale.
    struct QueuedDue {
        Instant at;
        std::size_t index = 0;
    };
    struct IncomingPack {
        std::string bytes;
        int seen = 0;
        int total = 0;
    };

    [[nodiscard]] Incident* find(std::string_view id);
    Incident& open_incident(std::string const& id);
    Duty& duty_of(std::string const& party);
    void evolve_world(v1::Event const& event);
    void evolve_incident(Incident& incident, v1::Event const& event);
    void receive_chunk(v1::RulePackChunk const& chunk);
    /// Named vehicles that the event promised, or set free.
    void tend_resources(Incident const& incident, v1::Event const& event);
    /// Of each promise as many as stand; those named last went first.
    void hold_resources(Incident const& incident);
    void free_resources(Incident const& incident);
    void queue_due(std::size_t index);
    void drop_stale_dues();

    std::int64_t seq_ = 0;
    Instant at_;
    std::int64_t commands_accepted_ = 0;
    int held_ = 0;
    std::map<std::string, std::unique_ptr<Pack const>, std::less<>> packs_;
    std::map<std::string, IncomingPack, std::less<>> incoming_;
    Pack const* active_ = nullptr;
    std::map<std::string, Duty, std::less<>> duties_;
    std::deque<Incident> incidents_;
    std::map<std::string, std::size_t, std::less<>> index_;
    std::set<std::size_t> open_;
    std::size_t last_found_ = 0;
    std::map<std::string, std::size_t, std::less<>> resources_;
    std::vector<QueuedDue> dues_;
};

}  // namespace larm::core
