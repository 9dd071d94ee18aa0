#include "engine/world/playback.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/core/local_time.hpp"
#include "engine/core/view.hpp"
#include "engine/world/restore.hpp"
#include "engine/world/saved_state.hpp"

namespace larm::world {
namespace {

using Kind = PlaybackErrorKind;

std::unexpected<PlaybackError> refuse(std::string field, std::string message) {
    return std::unexpected{PlaybackError{Kind::bad_question, std::move(message), std::move(field)}};
}

std::unexpected<PlaybackError> unreadable(std::string message) {
    return std::unexpected{PlaybackError{Kind::unreadable, std::move(message), {}}};
}

std::string said(core::Instant at) {
    auto const local = core::local_time(at);
    return fmt::format("{} {} Swedish time", core::date_text(local), core::clock_text(local));
}

/// When an event was; nothing where it is not there or cannot be read.
std::optional<core::Instant> instant_of(journal::SqliteJournal const& journal, std::int64_t seq) {
    auto const record = journal.record_at(seq);
    v1::Event event;
    if (!record || !*record || !event.ParseFromString((*record)->body)) {
        return std::nullopt;
    }
    return core::Instant{event.at_us()};
}

std::unexpected<PlaybackError> broken(std::filesystem::path const& file, std::int64_t seq) {
    return unreadable(fmt::format("{}: event {} cannot be read; run `larm journal verify` on it",
                                  file.string(), seq));
}

struct GoodSnapshot {
    journal::Snapshot snapshot;
    core::State state;
};

/// The journal's own newest after `from` up to `seq` that can be read; a damaged one, or an earlier
/// program's, is passed over.
journal::Result<std::optional<GoodSnapshot>> newest_good(journal::SqliteJournal const& journal,
                                                         std::int64_t from, std::int64_t seq) {
    while (seq > from) {
        auto found = journal.latest_snapshot(seq);
        if (!found) {
            return std::unexpected{std::move(found).error()};
        }
        if (!*found || (*found)->seq <= from) {
            return std::nullopt;
        }
        if (auto state = read_snapshot(**found)) {
            return GoodSnapshot{std::move(**found), std::move(*state)};
        }
        seq = (*found)->seq - 1;
    }
    return std::nullopt;
}

v1::WatchSnapshot shown(core::State const& state, std::string const& incident_id) {
    auto snapshot = core::watch_snapshot(state);
    if (!incident_id.empty()) {  // one that is over is among none of the feed's
        snapshot.clear_incidents();
        *snapshot.add_incidents() = core::incident_view(*state.incident(incident_id));
    }
    return snapshot;
}

}  // namespace

Playback::Playback(std::filesystem::path journal, PlaybackLimits limits)
    : journal_{std::move(journal)}, limits_{limits} {}

void Playback::forget() {
    begin_at({}, 0);
    kept_.clear();
    kept_bytes_ = 0;
}

std::expected<core::Instant, PlaybackError> Playback::go(Moment const& moment, core::Instant now,
                                                         KeepGoing const& keep_going) {
    auto const journal = journal::SqliteJournal::open(journal_, journal::OpenMode::read_only);
    if (!journal) {
        return unreadable(journal.error().message);
    }
    auto const seq = wanted_seq(**journal, moment, now);
    if (!seq) {
        return std::unexpected{seq.error()};
    }
    if (auto gone = go_to(**journal, *seq, keep_going); !gone) {
        return std::unexpected{std::move(gone).error()};
    }
    if (!moment.incident_id.empty() && state_.incident(moment.incident_id) == nullptr) {
        return std::unexpected{PlaybackError{
            Kind::unknown_incident,
            fmt::format("no such incident up to event {}, {}; one that began later is found later",
                        *seq, said(state_.at())),
            "incident_id"}};
    }
    return moment.at.is_set() ? moment.at : state_.at();
}

std::expected<v1::GetStateAtReply, PlaybackError> Playback::look(v1::GetStateAt const& asked,
                                                                 core::Instant now,
                                                                 KeepGoing const& keep_going) {
    auto const gone = go({{asked.at_us()}, asked.seq(), asked.incident_id()}, now, keep_going);
    if (!gone) {
        return std::unexpected{gone.error()};
    }
    v1::GetStateAtReply reply;
    reply.set_seq(state_.seq());
    reply.set_at_us(state_.at().us);
    *reply.mutable_snapshot() = shown(state_, asked.incident_id());
    reply.set_state_hash(journal::hex(state_hash(state_)));
    return reply;
}

std::expected<std::int64_t, PlaybackError> Playback::wanted_seq(
    journal::SqliteJournal const& journal, Moment const& moment, core::Instant now) const {
    if (moment.at.is_set() == (moment.seq != 0)) {
        return refuse("at_us", "give exactly one of atUs and seq");
    }
    auto const head = journal.head();
    if (!head) {
        return unreadable(head.error().message);
    }
    if (head->seq == 0) {
        return refuse(moment.seq == 0 ? "at_us" : "seq", "the journal holds no events yet");
    }
    if (moment.seq > head->seq) {
        return refuse("seq", fmt::format("the journal ends with event {}", head->seq));
    }
    if (moment.seq != 0) {
        return moment.seq;
    }
    auto const wanted = moment.at;
    auto const first = instant_of(journal, 1);
    auto const last = instant_of(journal, head->seq);
    if (!first || !last) {
        return broken(journal_, first ? head->seq : 1);
    }
    if (wanted < *first) {
        return refuse("at_us", fmt::format("the journal begins later, {}", said(*first)));
    }
    if (auto const end = now.is_set() ? std::max(now, *last) : *last; wanted > end) {
        return refuse("at_us", fmt::format("{} {}",
                                           now.is_set() ? "that is still to come: it is now"
                                                        : "the journal ends before that,",
                                           said(end)));
    }
    // Engine time never goes back along the log: the last event at or before the instant.
    std::int64_t before = 1;
    std::int64_t after = head->seq + 1;
    while (after - before > 1) {
        auto const middle = before + (after - before) / 2;
        auto const at = instant_of(journal, middle);
        if (!at) {
            return broken(journal_, middle);
        }
        (*at <= wanted ? before : after) = middle;
    }
    return before;
}

std::expected<void, PlaybackError> Playback::go_to(journal::SqliteJournal const& journal,
                                                   std::int64_t seq, KeepGoing const& keep_going) {
    if (auto begun = begin_near(journal, seq); !begun) {
        return unreadable(begun.error().message);
    }
    std::int64_t bad_seq = 0;
    auto is_stopped = false;
    v1::Event event;
    auto const read = journal.read(state_.seq() + 1, [&](journal::Record const& record) {
        if (record.seq > seq) {
            return false;
        }
        if (!keep_going()) {
            is_stopped = true;
            return false;
        }
        if (record.seq != state_.seq() + 1 || !event.ParseFromString(record.body)) {
            bad_seq = state_.seq() + 1;
            return false;
        }
        state_.evolve(event, record.seq);
        folded_bytes_ += record.body.size();
        consider_keeping();
        return true;
    });
    if (!read) {
        return unreadable(read.error().message);
    }
    if (is_stopped) {
        return std::unexpected{
            PlaybackError{Kind::unfinished,
                          fmt::format("played up to event {} of {} so far: ask again, and it goes "
                                      "on from there",
                                      state_.seq(), seq),
                          {}}};
    }
    if (bad_seq != 0 || state_.seq() != seq) {
        return broken(journal_, state_.seq() + 1);
    }
    return {};
}

journal::Result<void> Playback::begin_near(journal::SqliteJournal const& journal,
                                           std::int64_t seq) {
    auto const after = kept_.upper_bound(seq);
    auto const* const kept = after == kept_.begin() ? nullptr : &std::prev(after)->second;
    auto const kept_seq = kept == nullptr ? 0 : kept->seq;
    auto const own_seq = state_.seq() <= seq ? state_.seq() : 0;
    auto const from = std::max(own_seq, kept_seq);
    if (seq - from > limits_.keep_every) {
        auto found = newest_good(journal, from, seq);
        if (!found) {
            return std::unexpected{std::move(found).error()};
        }
        if (*found) {
            begin_at(std::move((*found)->state), (*found)->snapshot.state.size());
            keep(std::move((*found)->snapshot));
            return {};
        }
    }
    if (state_.seq() == from) {
        return {};
    }
    if (kept == nullptr) {
        begin_at({}, 0);
        return {};
    }
    auto state = read_snapshot(*kept);
    LARM_CHECK(state.has_value());  // we have made it, or read it, ourselves
    begin_at(std::move(*state), kept->state.size());
    return {};
}

void Playback::begin_at(core::State state, std::size_t kept_bytes) {
    state_ = std::move(state);
    folded_bytes_ = 0;
    last_kept_bytes_ = kept_bytes;
}

void Playback::consider_keeping() {
    auto const seq = state_.seq();
    auto const next = kept_.lower_bound(seq);
    if (next != kept_.end() && next->first == seq) {
        folded_bytes_ = 0;
        last_kept_bytes_ = next->second.state.size();
        return;
    }
    auto const last_seq = next == kept_.begin() ? 0 : std::prev(next)->first;
    if (seq - last_seq < limits_.keep_every || folded_bytes_ < last_kept_bytes_) {
        return;
    }
    journal::Snapshot snapshot{seq, snapshot_schema_version, snapshot_bytes(state_), {}};
    snapshot.hash = state_hash(std::string_view{snapshot.state});
    folded_bytes_ = 0;
    last_kept_bytes_ = snapshot.state.size();
    keep(std::move(snapshot));
}

void Playback::keep(journal::Snapshot snapshot) {
    kept_bytes_ += snapshot.state.size();
    kept_.emplace(snapshot.seq, std::move(snapshot));
    while (kept_bytes_ > limits_.kept_bytes_max && kept_.size() > 1) {
        // Whose neighbours lie closest together is missed least. The last one has none after it.
        auto closest = kept_.begin();
        auto gap = std::numeric_limits<std::int64_t>::max();
        std::int64_t before = 0;
        for (auto each = kept_.begin(); std::next(each) != kept_.end(); ++each) {
            if (auto const between = std::next(each)->first - before; between < gap) {
                gap = between;
                closest = each;
            }
            before = each->first;
        }
        kept_bytes_ -= closest->second.state.size();
        kept_.erase(closest);
    }
}

}  // namespace larm::world
