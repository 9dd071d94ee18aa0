// What must hold after every step of any night, as functions of a state and of what the log alone
// says. Numbers are those of ARCHITECTURE.md, "Invariants". What clients were told, and what a
// crash may take, is the swarm's own: clients.hpp.
#pragma once

#include <larm/v1/event.pb.h>

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "engine/core/state.hpp"

namespace larm::swarm {

/// What did not hold.
struct Broken {
    int invariant = 0;
    std::string what;  ///< English, with the party, region or command it is about.
};

using Held = std::expected<void, Broken>;

[[nodiscard]] inline std::unexpected<Broken> broken(int invariant, std::string what) {
    return std::unexpected{Broken{invariant, std::move(what)}};
}

/// Books of the log, kept event by event and without the core's fold.
class Books {
public:
    void enter(v1::Event const& event);
    [[nodiscard]] std::int64_t events() const { return events_; }
    /// Firm and provisional vehicles of a region in an incident.
    [[nodiscard]] int standing(std::string const& incident, std::string const& region) const;
    /// Whether the vehicle was taken back from that promise, or let go, by its name.
    [[nodiscard]] bool is_gone(std::string const& incident, std::string const& commitment,
                               std::string const& vehicle) const;
    /// The pack that an incident was confirmed under, by hash; empty where it has not been.
    [[nodiscard]] std::string pack_of(std::string const& incident) const;
    /// A deadline fired twice or early, a command took effect twice, more was taken back than
    /// given.
    [[nodiscard]] Held clean() const;

private:
    void add(v1::Event const& event, std::string const& region, int count);
    void note_gone(v1::Event const& event, v1::CommitmentShare const& share);
    void note(int invariant, std::string what);

    std::int64_t events_ = 0;
    std::map<std::pair<std::string, std::string>, int> standing_;
    std::set<std::tuple<std::string, std::string, std::string, std::int64_t, int>> fired_;
    std::set<std::tuple<std::string, std::string, std::string>> gone_;  ///< Promise and vehicle.
    std::set<std::string> commands_;
    std::map<std::string, std::string> packs_;  ///< By incident.
    std::optional<Broken> found_;
};

/// 2: answered, chased with a future deadline, or shown; and nobody waits on messages of which it
/// is known that none arrives.
[[nodiscard]] Held nobody_is_forgotten(core::State const& state, core::Instant now);
/// 3: what is shown is what the log amounts to, and no named vehicle stands twice.
[[nodiscard]] Held nothing_counts_twice(core::State const& state, Books const& books);
/// 5
[[nodiscard]] Held the_end_reaches_everyone(core::State const& state);
/// 10, once everything due has been fired.
[[nodiscard]] Held nothing_is_overdue(core::State const& state, core::Instant now);
/// 6: `folded` is the fold of the log whose state is `state`; snapshots are mere caches.
[[nodiscard]] Held the_log_is_the_state(core::State const& state, core::State const& folded);
/// The same for who asks often: it keeps its memory. To make a snapshot's parts anew costs as much
/// as to fill them in.
class Comparison {
public:
    [[nodiscard]] Held the_log_is_the_state(core::State const& state, core::State const& folded);

private:
    /// As world::snapshot_bytes().
    void write(core::State const& state, std::string& bytes);

    v1::StateSnapshot snapshot_;
    std::string bytes_;
    std::string others_;
};
/// 6: an incident runs to its end on the pack it was confirmed under.
[[nodiscard]] Held packs_are_pinned(core::State const& state, Books const& books);
/// 2, 3, 5, 10 and the packs together, for a state of which everything stands in the books.
[[nodiscard]] Held all_hold(core::State const& state, Books const& books, core::Instant now);

/// Whether the chase belongs to what goes on now: the alarm, or the end that is being told.
[[nodiscard]] bool is_asked_now(core::Incident const& incident, core::Chase const& chase);
/// A region's no is an answer, though the step is not satisfied by it.
[[nodiscard]] bool has_said_no(core::Incident const& incident, core::Chase const& chase);

}  // namespace larm::swarm
