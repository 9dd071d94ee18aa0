// The log port of a night's world: everything that is handed to the disk is first entered in books
// and folded once more, from its bytes, so that the world can be compared with its log.
#pragma once

#include "engine/world/ports.hpp"
#include "simulators/swarm/disk.hpp"
#include "simulators/swarm/invariants.hpp"
#include "simulators/swarm/owed.hpp"
#include "simulators/swarm/tally.hpp"

namespace larm::swarm {

class Ledger final : public world::LogPort {
public:
    Ledger(Disk& disk, Tally& tally) : disk_{disk}, tally_{tally} {}

    void begin_append(std::vector<journal::Record> records) override;
    void write_snapshot(std::int64_t seq, std::string state, std::string segment) override;
    /// After a crash: what the disk has kept, and nothing else.
    void rebuild();

    [[nodiscard]] Books const& books() const { return books_; }
    [[nodiscard]] core::State const& folded() const { return folded_; }
    [[nodiscard]] Owed const& owed() const { return owed_; }

private:
    void enter(journal::Record const& record, bool is_new);

    Disk& disk_;
    Tally& tally_;
    Books books_;
    Owed owed_;
    core::State folded_;
};

}  // namespace larm::swarm
