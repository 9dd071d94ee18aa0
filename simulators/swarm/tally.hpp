// How often the rare was reached: a simulation that never gets there proves nothing.
#pragma once

#include <larm/v1/event.pb.h>

#include <cstdint>
#include <span>
#include <string_view>

namespace larm::swarm {

struct Tally {
    std::int64_t steps = 0;
    std::int64_t events = 0;
    std::int64_t accepted = 0;
    std::int64_t refused = 0;
    std::int64_t refused_by_right = 0;
    std::int64_t refused_as_stale = 0;
    std::int64_t refused_while_degraded = 0;
    std::int64_t reused_ids = 0;
    std::int64_t repeats = 0;
    std::int64_t repeats_after_crash = 0;
    std::int64_t accepted_after_crash = 0;  ///< Of those.
    std::int64_t crashes = 0;
    std::int64_t power_losses = 0;
    std::int64_t long_outages = 0;
    std::int64_t degraded_starts = 0;
    std::int64_t lost_events = 0;  ///< Told as less than safe, and gone with a crash.
    std::int64_t spilled = 0;
    std::int64_t unsaved = 0;
    std::int64_t hung = 0;
    std::int64_t returns = 0;
    std::int64_t snapshots = 0;
    std::int64_t starts_from_snapshot = 0;
    std::int64_t damaged_snapshots = 0;
    std::int64_t clock_forward = 0;
    std::int64_t clock_back = 0;
    std::int64_t skews = 0;
    std::int64_t reloads = 0;
    std::int64_t packs_beside = 0;  ///< Incidents of two versions of the pack were open at once.
    std::int64_t exercises = 0;
    std::int64_t frozen_exercises = 0;
    std::int64_t tampered_logs = 0;  ///< All of them found.
    std::int64_t messages = 0;
    std::int64_t exercise_messages = 0;
    std::int64_t lost_messages = 0;
    std::int64_t failed_messages = 0;
    std::int64_t tried_again = 0;
    std::int64_t carried_twice = 0;
    std::int64_t shown = 0;
    std::int64_t not_shown_again = 0;  ///< By its id.
    std::int64_t resent_messages = 0;
    std::int64_t escalations = 0;
    std::int64_t expiries = 0;
    std::int64_t revoked = 0;
    std::int64_t revoked_by_name = 0;
    std::int64_t released_by_name = 0;
    std::int64_t declined = 0;
    std::int64_t shortfalls = 0;
    std::int64_t held = 0;
    std::int64_t resumed = 0;
    std::int64_t handovers = 0;
    std::int64_t national = 0;
    std::int64_t stood_down = 0;
    std::int64_t rescinded = 0;
    std::int64_t closed = 0;

    void note(v1::Event const& event);
    void add(Tally const& other);
};

struct TallyField {
    std::string_view name;
    std::int64_t Tally::* member;
};

[[nodiscard]] std::span<TallyField const> tally_fields();

}  // namespace larm::swarm
