// The calls to make by hand: a fold of the deliveries that ask for one. Names and numbers are not
// here: those stand in the address book.
#pragma once

#include <larm/v1/alarm.pb.h>

#include <string>
#include <vector>

#include "engine/core/state.hpp"

namespace larm::core {

/// One call to make; points into the state.
struct Call {
    Incident const* incident = nullptr;
    Chase const* chase = nullptr;  ///< nullptr: about the incident itself.
    Delivery const* delivery = nullptr;

    /// Whom it is about: the chase's party, or who is told of the incident.
    [[nodiscard]] std::string const& party() const;
    /// Whom to call: the party, or its deputy where that is who was to be told.
    [[nodiscard]] std::string const& callee() const;
    [[nodiscard]] Calls const& calls() const;
    /// Since when the party has been asked.
    [[nodiscard]] Instant since() const;
    /// How many transports the party's region still lacks while it may promise some.
    [[nodiscard]] int lacking() const;
    [[nodiscard]] v1::CallAsks asks() const;
};

/// Those of an incident: at most one for each of its chases, and one about the incident.
[[nodiscard]] std::vector<Call> calls_to_make(Incident const& incident);

}  // namespace larm::core
