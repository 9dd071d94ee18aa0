#include "simulators/swarm/ledger.hpp"

#include "engine/core/check.hpp"

namespace larm::swarm {

void Ledger::begin_append(std::vector<journal::Record> records) {
    for (auto const& record : records) {
        enter(record, true);
    }
    disk_.begin(std::move(records));
}

void Ledger::write_snapshot(std::int64_t seq, std::string state, std::string segment) {
    ++tally_.snapshots;
    disk_.write_snapshot(seq, std::move(state), std::move(segment));
}

void Ledger::rebuild() {
    books_ = {};
    owed_ = {};
    folded_ = {};
    for (std::int64_t seq = 1; seq <= disk_.last_seq(); ++seq) {
        enter(*disk_.record(seq), false);
    }
}

void Ledger::enter(journal::Record const& record, bool is_new) {
    v1::Event event;
    LARM_CHECK(event.ParseFromString(record.body) && record.seq == folded_.seq() + 1);
    books_.enter(event);
    owed_.enter(event);
    folded_.evolve(event, record.seq);
    if (is_new) {
        tally_.note(event);
    }
}

}  // namespace larm::swarm
