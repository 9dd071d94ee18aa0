// How a world stood after any event of its journal: folded anew, beside whoever writes it, from the
// nearest snapshot on. Read-only; what is shown is what the live feed showed then, by the same
// functions.
#pragma once

#include <larm/v1/session.pb.h>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "engine/core/state.hpp"
#include "engine/journal/sqlite_journal.hpp"

namespace larm::world {

struct PlaybackLimits {
    /// Of the states that are kept for going back, as snapshots; those go that lie closest
    /// together.
    std::size_t kept_bytes_max = std::size_t{64} << 20U;
    /// None is kept after fewer events than that.
    std::int64_t keep_every = 1'000;
};

enum class PlaybackErrorKind : std::uint8_t {
    bad_question,  ///< neither or both of an instant and an event, or one that is not there
    unknown_incident,
    unreadable,  ///< the file
    unfinished,  ///< told to stop on the way; asked again it goes on from there
};

struct PlaybackError {
    PlaybackErrorKind kind = PlaybackErrorKind::bad_question;
    /// English: what is wrong, and what to do.
    std::string message;
    /// Of the question, in snake_case; empty where none is at fault.
    std::string field;
};

/// Exactly one of `at` and `seq`.
struct Moment {
    core::Instant at{};       ///< With every event up to then.
    std::int64_t seq = 0;     ///< With every event up to and with this one.
    std::string incident_id;  ///< Must be there by then; empty: of the whole world.
};

/// Asked after each event; false: no further now.
using KeepGoing = std::function<bool()>;

/// One thread at a time. Keeps the state that was asked for last, so that the next event costs one
/// event, and snapshots on the way to it, so that going back does not begin at the first.
class Playback {
public:
    explicit Playback(std::filesystem::path journal, PlaybackLimits limits = {});

    /// Makes state() what it was then. The time that it is of: the instant, or the last event's.
    /// `now`: nothing is known of later; not set: the journal ends with its last event.
    [[nodiscard]] std::expected<core::Instant, PlaybackError> go(Moment const& moment,
                                                                 core::Instant now,
                                                                 KeepGoing const& keep_going);
    /// What GetStateAt answers.
    [[nodiscard]] std::expected<v1::GetStateAtReply, PlaybackError> look(
        v1::GetStateAt const& asked, core::Instant now, KeepGoing const& keep_going);
    /// As the last of those has left it.
    [[nodiscard]] core::State const& state() const { return state_; }
    /// Lets go of the memory; the next look begins at a snapshot of the journal's.
    void forget();

private:
    /// The number of the last event that is to be in it.
    [[nodiscard]] std::expected<std::int64_t, PlaybackError> wanted_seq(
        journal::SqliteJournal const& journal, Moment const& moment, core::Instant now) const;
    [[nodiscard]] std::expected<void, PlaybackError> go_to(journal::SqliteJournal const& journal,
                                                           std::int64_t seq,
                                                           KeepGoing const& keep_going);
    /// Makes `state_` the nearest that is known at or before `seq`.
    [[nodiscard]] journal::Result<void> begin_near(journal::SqliteJournal const& journal,
                                                   std::int64_t seq);
    /// `kept_bytes`: the size of the snapshot that it was read from.
    void begin_at(core::State state, std::size_t kept_bytes);
    /// Keeps the state, where enough has been folded since the last one that is kept before it.
    void consider_keeping();
    void keep(journal::Snapshot snapshot);

    std::filesystem::path journal_;
    PlaybackLimits limits_;
    core::State state_;
    /// Bytes of events folded since the last state that is kept, and how large that one was:
    /// keeping the next costs about as much as folding so much.
    std::size_t folded_bytes_ = 0;
    std::size_t last_kept_bytes_ = 0;
    std::map<std::int64_t, journal::Snapshot> kept_;
    std::size_t kept_bytes_ = 0;
};

}  // namespace larm::world
