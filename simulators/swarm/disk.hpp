// The log of a night: a journal, a spill beside it and memory, as DurableLog keeps them, without
// files. It answers when the night says so, and keeps after a crash what each of the three would.
// The real files have tests of their own (tests/crash, tests/property).
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/journal/journal.hpp"
#include "engine/world/restore.hpp"
#include "simulators/swarm/invariants.hpp"

namespace larm::swarm {

/// Which of the two disks take what is written.
struct DiskHealth {
    bool journal = true;
    bool spill = true;
};

class Disk final : private journal::Journal {
public:
    Disk() = default;
    /// One that has those records and nothing else.
    explicit Disk(std::span<journal::Record const> log) : journal_{log.begin(), log.end()} {}

    void begin(std::vector<journal::Record> records) { queue_.push_back(std::move(records)); }
    void write_snapshot(std::int64_t seq, std::string state, std::string segment);

    void set_health(DiskHealth health) { health_ = health; }
    /// Batches that were begun and not answered.
    [[nodiscard]] std::size_t waiting() const { return queue_.size(); }
    /// The first of them is done.
    [[nodiscard]] v1::Durability finish();
    /// The way home; also a new spill where the old one was lost.
    [[nodiscard]] v1::Durability try_return();
    [[nodiscard]] v1::Durability mode() const;

    /// The process dies. The first batch under way may have arrived all the same.
    void crash(bool is_power_loss, bool first_arrived);
    /// A damaged snapshot must not count.
    bool damage_snapshot();
    /// What a new process finds: the fold by world::restore.
    [[nodiscard]] journal::Result<world::Start> start();

    /// All that a process that starts now would find, in order.
    [[nodiscard]] std::int64_t last_seq() const;
    [[nodiscard]] journal::Record const* record(std::int64_t seq) const;
    /// The journal itself.
    [[nodiscard]] std::span<journal::Record const> journaled() const { return journal_; }
    [[nodiscard]] bool is_journaled(std::int64_t seq) const;
    /// In the journal or in the spill: it survives the process.
    [[nodiscard]] bool is_written(std::int64_t seq) const;

private:
    journal::Result<journal::Head> append(std::int64_t, journal::Head const&,
                                          std::span<journal::Record>) override;
    journal::Result<void> read(std::int64_t from_seq,
                               journal::RecordVisitor const& visit) const override;
    journal::Result<journal::Head> head() const override;
    journal::Result<void> write_snapshot(journal::Snapshot const&,
                                         std::span<journal::CommandSegment const>) override;
    journal::Result<std::optional<journal::Snapshot>> latest_snapshot(
        std::int64_t seq_max) const override;
    journal::Result<std::vector<journal::CommandSegment>> command_segments() const override;

    void chain(std::vector<journal::Record>& batch);
    void spill();
    void come_home();

    DiskHealth health_;
    journal::Chain chain_;
    std::vector<journal::Record> journal_;
    std::vector<journal::Record> pending_;  ///< Follow the journal, and are not in it.
    std::size_t spilled_ = 0;               ///< The first of them stand in a spill.
    bool has_left_ = false;                 ///< The journal is not written until it is home again.
    bool is_spill_open_ = false;
    bool may_begin_spill_ = true;
    std::deque<std::vector<journal::Record>> queue_;

    std::vector<journal::Snapshot> snapshots_;  ///< The newest last.
    std::vector<journal::CommandSegment> segments_;
    std::vector<journal::CommandSegment> unwritten_segments_;
    std::int64_t segment_seq_ = 0;
};

}  // namespace larm::swarm
