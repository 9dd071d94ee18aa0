// What the world knows of hospitals: what they have reported, where their ladders stand, who is
// expected at them, and when something must be said of that. Records are kept as the log has them;
// everything else here is derived from records, incidents and rules, hospital by hospital, and is
// the same however it came about.
//
// Two packs can count at a time. The register is the world's and follows the pack in force: which
// hospitals and ladders there are, which dimensions bind a stage, how old a figure may be, how far
// it is between hospitals. An incident runs to its end on the pack it is pinned to: how its
// casualties come and are shared out, what they need and how long they stay, which steps its level
// orders, for how long ahead and with which margin it warns, and when a step of its own is overdue.
// Where that pack says nothing of capacity nobody is expected and no level orders anything; those
// who are reported to have come take places as the pack in force has it.
//
// What has to be said by itself, at a time, is a deadline of the incident whose patients they are:
// that places will be too few, that this has passed, and that a step is not done in time. It must
// be in the log, since people are told, and since a step that is overdue counts no more. That a
// figure is too old needs no event: its time is in the log, and whoever reads compares it with the
// clock.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/state.pb.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/effective.hpp"
#include "engine/core/noted.hpp"
#include "engine/core/past.hpp"

namespace larm::core {

/// Something to say of a hospital, for an incident.
struct CapacityDue {
    std::size_t incident = 0;
    Instant at;
    std::optional<std::size_t> stage;  ///< None: a step is overdue.
};

class Capacity {
public:
    Capacity();

    using Records = std::map<std::string, v1::HospitalSnapshot, std::less<>>;

    /// Of the pack in force.
    [[nodiscard]] CapacityTerms const& terms() const { return *terms_; }
    /// Of the pack that the incident is pinned to, by index.
    [[nodiscard]] CapacityTerms const& terms_of(std::size_t incident) const;
    /// All but their past.
    [[nodiscard]] Records const& records() const { return records_; }
    /// nullptr where nothing was ever said of it.
    [[nodiscard]] v1::HospitalSnapshot const* record(std::string_view hospital) const;
    /// The same, by index in terms().
    [[nodiscard]] v1::HospitalSnapshot const* record(std::size_t hospital) const {
        return hospitals_[hospital].record;
    }
    [[nodiscard]] Past const& past(std::string_view hospital) const;
    /// nullptr where nobody has ever ordered it.
    [[nodiscard]] v1::StepRecord const* step(std::string_view hospital,
                                             std::string_view step) const;
    /// By index in terms().
    [[nodiscard]] HospitalNow const& now(std::size_t hospital) const {
        return hospitals_[hospital].now;
    }
    [[nodiscard]] std::vector<CapacityDue> const& dues(std::size_t hospital) const {
        return hospitals_[hospital].dues;
    }
    /// The earliest of an incident; not set: there is none.
    [[nodiscard]] Instant due_of(std::size_t incident) const;
    /// The incident, by index, that waits for a step of the hospital and says when it is late: the
    /// one that it was ordered for while that goes on, else one whose patients the hospital
    /// expects. Nothing where there is neither.
    [[nodiscard]] std::optional<std::size_t> speaker_of(std::size_t hospital,
                                                        v1::StepRecord const& step) const;
    /// What is expected of an incident, by index.
    [[nodiscard]] ArrivalPlan const& plan(std::size_t incident) const;

    /// The pack that is in force from now on, or nullptr. It must outlive this.
    void use_rules(Pack const* pack, Instant at);
    /// Folds what an event says of hospitals.
    void fold(v1::Event const& event);
    /// The incident's casualties, phase or pack are other than before. `at` is not set when a
    /// snapshot is read, and nothing has happened.
    void follow(std::size_t index, Incident const& incident, Instant at);
    /// Weighs all hospitals anew; it changes nothing but the time it takes.
    void weigh_all();
    /// Of a snapshot, before use_rules().
    void restore(v1::HospitalSnapshot const& record);
    /// Incidents whose due_of() may have changed since the last call.
    [[nodiscard]] std::vector<std::size_t> const& take_moved();
    /// Hospitals, by index, of which something may be other since the last call.
    std::vector<std::size_t> const& take_touched() { return touched_.take(); }

private:
    struct Hospital {
        HospitalNow now;
        std::vector<CapacityDue> dues;
        v1::HospitalSnapshot* record = nullptr;  ///< In `records_`; nullptr: there is none.
        Past* past = nullptr;                    ///< In `pasts_`, where there is a record.
    };
    struct Known {
        v1::HospitalSnapshot& record;
        Past& past;
    };

    CapacityTerms const& made_of(Pack const& pack);
    void fold(v1::CapacityReport const& report);
    void fold(v1::StepRecord const& step, Instant at);
    void fold(v1::ExercisedRecord const& exercised, Instant at);
    void fold(v1::CapacityWarned const& warned, Instant at);
    void fold(v1::ShortfallPassed const& passed, Instant at);
    void forget_shortfalls(std::string const& incident, std::vector<std::size_t>& found);
    /// Whose it is to speak of the hospital; nothing where nobody is expected and nothing was said.
    [[nodiscard]] std::optional<std::size_t> owner_of(std::size_t hospital,
                                                      v1::HospitalSnapshot const& record) const;
    /// Hospitals with a step that is accepted, or a shortfall that was told of, for the incident.
    void add_waiting_for(std::string const& incident, std::vector<std::size_t>& found) const;
    Known known_or_new(std::string const& hospital);
    /// Something is new of it: from now on is looked for.
    void touch(std::string const& hospital, Instant at);
    void touch(std::size_t hospital, Instant at);
    /// Derives all of a hospital but its streams.
    void derive(std::size_t hospital);
    void weigh(std::size_t hospital);
    void weigh_stage(std::size_t hospital, v1::HospitalSnapshot const& record, std::size_t stage,
                     std::size_t owner);
    void note_moved(std::size_t hospital);

    Records records_;
    std::map<std::string, Past, std::less<>> pasts_;
    std::map<Pack const*, CapacityTerms> made_;        ///< Of each pack that counts, or has.
    CapacityTerms const* terms_;                       ///< Of the one in force.
    std::map<std::size_t, CapacityTerms const*> own_;  ///< Of incidents.
    std::map<std::size_t, bool> goes_on_;              ///< Incidents: confirmed, and not over.
    std::vector<Hospital> hospitals_;                  ///< By index in terms().
    std::map<std::string, std::size_t, std::less<>> numbers_;  ///< Incidents by id.
    std::map<std::size_t, ArrivalPlan> plans_;
    std::map<int, HalfTable> halves_;
    Noted<std::size_t> moved_;
    Noted<std::size_t> touched_;
};

/// Whether the step was done at that time, by its turns.
[[nodiscard]] bool was_done(v1::StepRecord const& step, Instant at);

}  // namespace larm::core
