// Counts transports from the log by itself, to hold the engine's sums against: a vehicle that is
// counted twice must not be found with the counting that counted it.
#pragma once

#include <larm/v1/event.pb.h>

#include <map>
#include <string>
#include <utility>

#include "engine/core/state.hpp"

namespace larm::player {

class Bookkeeping {
public:
    void enter(v1::Event const& event);
    /// What is wrong: a vehicle in two incidents, a count below zero, a sum that is not the log's.
    /// Empty where all is well.
    [[nodiscard]] std::string fault(core::State const& state) const;

private:
    struct Entry {
        int standing = 0;
        bool is_provisional = false;
    };
    using CommitmentKey = std::pair<std::string, std::string>;  ///< Incident, commitment.

    void take(std::string const& incident, v1::CommitmentShare const& share);
    void hold(std::string const& vehicle, CommitmentKey const& commitment);

    std::map<CommitmentKey, Entry> entries_;
    std::map<CommitmentKey, std::string> regions_;
    std::map<std::string, CommitmentKey> holders_;
    std::string found_;
};

}  // namespace larm::player
