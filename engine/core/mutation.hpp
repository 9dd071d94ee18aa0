// Faults put in on purpose, one line each, by which the swarm proves that it finds what it looks
// for: tests/simulation/README.md has the table. Only the program `mutations` compiles the engine's
// files with LARM_MUTATIONS; everywhere else mutated() is the constant false, and what hangs on it
// is not compiled. A file that asks for one stands in tests/simulation/CMakeLists.txt.
#pragma once

#include <cstdint>

namespace larm {

enum class Mutation : std::uint8_t {
    none,
    reply_before_durable,      ///< 1: a reply leaves when its batch is handed to the disk.
    forgets_commands,          ///< 1: a start forgets the commands after the snapshot.
    acknowledges_for_all,      ///< 2: an acknowledgement stops everybody's chases.
    failed_attempt_waits,      ///< 2: an attempt of which every message failed does not climb.
    revokes_nothing,           ///< 3: what a region takes back is counted on.
    marks_live,                ///< 4: a live message is marked as an exercise's.
    marks_no_exercise,         ///< 4: an exercise's message is not marked.
    freezes_nothing,           ///< 4: an exercise goes on beside a live alarm.
    leaves_one_untold,         ///< 5: the end is told to all who were alerted but one.
    leaves_timer,              ///< 5: a closed incident keeps its timers.
    snapshot_without_noes,     ///< 6: a snapshot forgets which regions have declined.
    chain_without_bodies,      ///< 7: the hash of a record does not cover what it says.
    chain_without_past,        ///< 7: the hash of a record does not cover the one before.
    promises_for_others,       ///< 8: a region may promise for another.
    sends_nothing_again,       ///< 9: what was queued before a crash is not sent after it.
    same_id_for_all_attempts,  ///< 9: a reminder has the id of what it reminds of.
    fires_twice,               ///< 10: a deadline fires twice.
    fires_early,               ///< 10: a deadline fires half a minute early.
    keeps_names,               ///< 3: a vehicle that is taken back by name still stands by it.
};

#ifdef LARM_MUTATIONS
inline namespace put_in {
inline Mutation mutation_at_work = Mutation::none;
[[nodiscard]] inline bool mutated(Mutation which) {
    return mutation_at_work == which;
}
}  // namespace put_in
#else
[[nodiscard]] consteval bool mutated(Mutation /*which*/) {
    return false;
}
#endif

}  // namespace larm
