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

#include "engine/core/capacity.hpp"
#include "engine/core/incident.hpp"
#include "engine/core/instant.hpp"
#include "engine/core/pack.hpp"
#include "engine/core/reach.hpp"
#include "engine/core/roll_call.hpp"
#include "engine/core/supply.hpp"
#include "engine/core/triage.hpp"

namespace larm::core {

/// Who is on duty for a party, and to whom it has been offered.
struct Duty {
    std::string party;
    std::string officer_id;
    Instant since;
    std::string offered_to;
    std::string offered_by;  ///< Token id; the acceptance must come from another.
    std::vector<v1::DutySeeded> officers;
    std::vector<v1::PlannedShift> shifts;  ///< Not ended when they were planned; by beginning.
    Instant remind_at;                     ///< Of whoever it has been offered to.
    Instant offered_shift;                 ///< The beginning of the last shift that was offered.
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
    /// By hash.
    [[nodiscard]] auto const& packs() const { return packs_; }
    [[nodiscard]] std::map<std::string, Duty, std::less<>> const& duties() const { return duties_; }
    /// As lists show them: Pack::place_of().
    [[nodiscard]] std::vector<Duty const*> duties_in_order() const;
    /// The incident that holds a named transport, or nullptr.
    [[nodiscard]] Incident const* holder_of(std::string_view resource_id) const;

    /// The change of the contacts that was approved last, and whether it was a roll back; 0: none.
    [[nodiscard]] std::int64_t contacts_number() const { return contacts_number_; }
    [[nodiscard]] bool contacts_rolled_back() const { return contacts_rolled_back_; }
    [[nodiscard]] std::string const& contacts_hash() const { return contacts_hash_; }
    /// Token id of who decided it.
    [[nodiscard]] std::string const& contacts_decided_by() const { return contacts_decided_by_; }
    /// The proposal of a change that was taken back last; without a number: none.
    [[nodiscard]] v1::ContactsWithdrawn const& contacts_withdrawn() const {
        return contacts_withdrawn_;
    }
    [[nodiscard]] std::string const& contacts_withdrawn_by() const {
        return contacts_withdrawn_by_;
    }
    /// Those under way, and those over that are the last to have asked somebody; in the order they
    /// began.
    [[nodiscard]] std::vector<RollCall> const& roll_calls() const { return roll_calls_; }
    /// nullptr where it is none of those.
    [[nodiscard]] RollCall const* roll_call(std::string_view id) const;
    /// The one that began last, or nullptr.
    [[nodiscard]] RollCall const* last_roll_call() const;
    [[nodiscard]] ReachTable const& reach() const { return reach_; }
    /// What hospitals can take, and who is expected at them.
    [[nodiscard]] Capacity const& capacity() const { return capacity_; }
    /// What a running incident's indicators read; its pack must not be nullptr.
    [[nodiscard]] TriageSight triage_sight(Incident const& incident) const;
    /// Of an incident, as capacity() numbers them.
    [[nodiscard]] std::size_t number_of(Incident const& incident) const;
    /// When the pack's next roll-call is due; not set: never.
    [[nodiscard]] Instant next_roll_call() const { return next_roll_call_; }
    /// When TendDuty has something to do; not set: nothing is awaited. Apart from next_deadline():
    /// a roster is no alarm, and the clock need not stand still for it.
    [[nodiscard]] Instant next_tending() const { return next_tending_; }

    /// What the blood centre has counted last, or nullptr.
    [[nodiscard]] v1::BloodStockReported const* blood_stock(std::string_view party) const;
    /// By party.
    [[nodiscard]] auto const& blood_stocks() const { return blood_stocks_; }
    [[nodiscard]] Supplies const& supplies() const { return supplies_; }
    /// Nullptr in a live world.
    [[nodiscard]] v1::ExerciseRecord const* exercise() const {
        return exercise_ ? &*exercise_ : nullptr;
    }

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
    void evolve_people(v1::Event const& event);
    /// What the event says of hospitals; `incident` is its own, or nullptr.
    void evolve_capacity(v1::Event const& event, Incident const* incident);
    /// What the event changes for indicators; `own` is its incident, or nullptr.
    void evolve_triage(v1::Event const& event, Incident* own, bool goes_out);
    void use_capacity_rules(Instant at);
    /// `own` is the incident that is being evolved, or nullptr.
    void move_capacity_dues(Incident const* own);
    void move_transfers(v1::Event const& event, Incident const* incident);
    void seed_officer(v1::DutySeeded const& seeded, Instant at);
    void fold_contacts(v1::ContactsChanged const& changed, Instant at);
    void fold_roll_call(v1::Event const& event);
    void begin_roll_call(v1::RollCallStarted const& started, Instant at);
    void schedule_tending();
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
    std::int64_t contacts_number_ = 0;
    bool contacts_rolled_back_ = false;
    std::string contacts_hash_;
    std::string contacts_decided_by_;
    v1::ContactsWithdrawn contacts_withdrawn_;
    std::string contacts_withdrawn_by_;
    Supplies supplies_;
    std::optional<v1::ExerciseRecord> exercise_;
    std::vector<RollCall> roll_calls_;
    ReachTable reach_;
    Capacity capacity_;
    Triage triage_;
    Instant roll_call_after_;  ///< The next one of the pack is the first after this.
    Instant next_roll_call_;
    Instant next_tending_;
    std::map<std::string, Duty, std::less<>> duties_;
    /// A stock is the world's: incidents at the same time share it.
    std::map<std::string, v1::BloodStockReported, std::less<>> blood_stocks_;
    std::deque<Incident> incidents_;
    std::map<std::string, std::size_t, std::less<>> index_;
    std::set<std::size_t> open_;
    std::size_t last_found_ = 0;
    std::map<std::string, std::size_t, std::less<>> resources_;
    std::vector<QueuedDue> dues_;
};

}  // namespace larm::core
