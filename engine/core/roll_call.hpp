// A roll-call (provlarm): people are asked over the live channels, marked as a test, whether they
// can be reached. Who is asked, when the next one is, and what has come of one.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/rules.pb.h>
#include <larm/v1/state.pb.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/core/reach.hpp"

namespace larm::core {

class State;

/// A roll-call under way, or one that is over.
struct RollCall {
    v1::RollCallStarted started;
    Instant started_at;
    Instant ended_at;
    v1::Actor ended_by;                       ///< Without a role: it ended by itself.
    std::vector<v1::RollCallResult> results;  ///< One for each officer and channel that was asked.

    [[nodiscard]] std::string const& id() const { return started.roll_call_id(); }
    [[nodiscard]] bool is_open() const { return !id().empty() && !ended_at.is_set(); }
    [[nodiscard]] v1::RollCallResult const* result(std::string_view officer_id,
                                                   v1::Channel channel) const;
    /// Whether nobody who was asked still owes an answer.
    [[nodiscard]] bool is_answered_by_all() const;
    [[nodiscard]] bool asks(std::string_view officer_id) const;
};

/// Whether the actor might have started it, and so may call it off.
[[nodiscard]] bool might_start(v1::Actor const& actor, v1::RollCallStarted const& started);

void fold(RollCall& call, v1::RollCallStarted const& started, Instant at);
void fold(RollCall& call, v1::RollCallDelivered const& delivered);
void fold(RollCall& call, v1::RollCallAnswered const& answered, Instant at);
/// Over: what was measured goes into `table`. Of one that was called off that is only what became
/// of a message: who has not answered was not given the time.
void fold_end(RollCall& call, v1::Event const& ended, ReachTable& table);

/// Whether the party is part of an alarm that is not closed: no test may come in its way.
[[nodiscard]] bool is_being_alarmed(State const& state, std::string_view party);

/// The first time of the policy after `after`; not set where it names none.
[[nodiscard]] Instant next_time(v1::RollCallPolicy const& policy, Instant after);
/// "HH:MM" as minutes of the day; nothing where it is not one.
[[nodiscard]] std::optional<int> minutes_of_day(std::string_view text);

}  // namespace larm::core
