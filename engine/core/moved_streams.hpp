// What moves of patients make of who is at a hospital and who is expected there: the one place
// where a forecast learns of them.
//
// A move that is accepted or under way is expected at its receiver when it is planned to arrive,
// in place of what the arrival model would have shared out of its patients (see arrivals); a
// secondary one frees places where it is from, from when it leaves. One that has arrived has come
// when it did: until the hospital counts again on top of its last count (see casualties), and after
// that by the count alone.
#pragma once

#include <set>
#include <string>

#include "engine/core/effective.hpp"

namespace larm::core {

/// Hospitals that some move is to or from, by what humans have accepted.
[[nodiscard]] std::set<std::string> hospitals_of_moves(Incident const& incident);

/// Adds the incident's moves to its stream at the hospital, whose counts are there already.
void add_moves(Stream& stream, Incident const& incident, std::string const& hospital);

}  // namespace larm::core
