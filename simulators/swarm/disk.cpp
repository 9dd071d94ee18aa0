#include "simulators/swarm/disk.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/check.hpp"

namespace larm::swarm {
namespace {

constexpr std::size_t snapshots_kept = 2;

}  // namespace

v1::Durability Disk::finish() {
    LARM_CHECK(!queue_.empty());
    auto batch = std::move(queue_.front());
    queue_.pop_front();
    if (!has_left_ && health_.journal) {
        chain(batch);
        std::ranges::move(batch, std::back_inserter(journal_));
        return v1::DURABILITY_LOCAL;
    }
    has_left_ = true;
    for (auto& record : batch) {
        record.flags |= journal::record_flag::accepted_in_spill;
    }
    chain(batch);
    std::ranges::move(batch, std::back_inserter(pending_));
    spill();
    return mode();
}

void Disk::chain(std::vector<journal::Record>& batch) {
    auto const* const last = record(last_seq());
    chain_.fill(last == nullptr ? journal::Hash{} : last->hash, batch);
}

/// A spill that begins takes all that waits; one that fails is not tried again before try_return.
void Disk::spill() {
    if (!health_.spill) {
        is_spill_open_ = false;
        may_begin_spill_ = false;
    } else if (is_spill_open_ || may_begin_spill_) {
        is_spill_open_ = true;
        spilled_ = pending_.size();
    }
}

v1::Durability Disk::try_return() {
    if (has_left_ && health_.journal) {
        come_home();
    } else if (has_left_) {
        may_begin_spill_ = true;
        if (!is_spill_open_) {
            spill();
        }
    }
    return mode();
}

void Disk::come_home() {
    std::ranges::move(pending_, std::back_inserter(journal_));
    pending_.clear();
    spilled_ = 0;
    has_left_ = false;
    is_spill_open_ = false;
    may_begin_spill_ = true;
}

v1::Durability Disk::mode() const {
    if (!has_left_) {
        return v1::DURABILITY_LOCAL;
    }
    return is_spill_open_ ? v1::DURABILITY_SPILL : v1::DURABILITY_NONE;
}

void Disk::crash(bool is_power_loss, bool first_arrived) {
    if (first_arrived && !queue_.empty() && !has_left_ && health_.journal) {
        static_cast<void>(finish());
    }
    queue_.clear();
    pending_.resize(is_power_loss ? 0 : spilled_);
    spilled_ = pending_.size();
    is_spill_open_ = false;
    may_begin_spill_ = true;
    unwritten_segments_.clear();
}

bool Disk::damage_snapshot() {
    if (snapshots_.empty() || snapshots_.back().state.empty()) {
        return false;
    }
    auto& bytes = snapshots_.back().state;
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    return true;
}

journal::Result<world::Start> Disk::start() {
    has_left_ = true;
    static_cast<void>(try_return());
    auto start = world::restore(static_cast<journal::Journal const&>(*this));
    if (start) {
        start->site = "swarm";
        if (auto const* const last = record(last_seq()); last != nullptr) {
            start->site_seq = last->site_seq;
            start->hlc = last->hlc;
        }
        start->journaled_seq = start->state.seq() - static_cast<std::int64_t>(pending_.size());
        segment_seq_ = start->segment_seq;
    }
    return start;
}

std::int64_t Disk::last_seq() const {
    return static_cast<std::int64_t>(journal_.size() + pending_.size());
}

journal::Record const* Disk::record(std::int64_t seq) const {
    if (seq < 1 || seq > last_seq()) {
        return nullptr;
    }
    auto const at = static_cast<std::size_t>(seq - 1);
    return at < journal_.size() ? &journal_[at] : &pending_[at - journal_.size()];
}

bool Disk::is_journaled(std::int64_t seq) const {
    return seq >= 1 && seq <= static_cast<std::int64_t>(journal_.size());
}

bool Disk::is_written(std::int64_t seq) const {
    return seq >= 1 && seq <= static_cast<std::int64_t>(journal_.size() + spilled_);
}

void Disk::write_snapshot(std::int64_t seq, std::string state, std::string segment) {
    unwritten_segments_.push_back({std::exchange(segment_seq_, seq) + 1, seq, std::move(segment)});
    if (has_left_ || !is_journaled(seq)) {
        return;
    }
    auto const hash = world::state_hash(std::string_view{state});
    snapshots_.push_back({seq, world::snapshot_schema_version, std::move(state), hash});
    if (snapshots_.size() > snapshots_kept) {
        snapshots_.erase(snapshots_.begin());
    }
    std::ranges::move(std::exchange(unwritten_segments_, {}), std::back_inserter(segments_));
}

journal::Result<void> Disk::read(std::int64_t from_seq, journal::RecordVisitor const& visit) const {
    for (auto seq = from_seq; seq <= last_seq() && visit(*record(seq)); ++seq) {
    }
    return {};
}

journal::Result<journal::Head> Disk::head() const {
    auto const* const last = record(last_seq());
    return last == nullptr ? journal::Head{} : journal::Head{last->seq, last->hash};
}

journal::Result<std::optional<journal::Snapshot>> Disk::latest_snapshot(
    std::int64_t seq_max) const {
    for (auto each = snapshots_.rbegin(); each != snapshots_.rend(); ++each) {
        if (each->seq <= seq_max) {
            return *each;
        }
    }
    return std::nullopt;
}

journal::Result<std::vector<journal::CommandSegment>> Disk::command_segments() const {
    return segments_;
}

// The world writes through the log port alone.
journal::Result<journal::Head> Disk::append(std::int64_t, journal::Head const&,
                                            std::span<journal::Record>) {
    LARM_CHECK(false);
}

journal::Result<void> Disk::write_snapshot(journal::Snapshot const&,
                                           std::span<journal::CommandSegment const>) {
    LARM_CHECK(false);
}

}  // namespace larm::swarm
