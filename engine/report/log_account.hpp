// What an exercise's log amounts to, told event by event: the score, who answered when over what,
// what hospitals could take over time, and how the transports came in. Pure: the log is all it
// knows.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/exercise.pb.h>

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/report/score.hpp"

namespace larm::report {

/// Events must come in the log's order from its first one on. Single-threaded.
class LogAccount {
public:
    /// Of a log from one time to another: the longer it is, the farther apart its capacity is
    /// looked at, so that a course of three months is no longer than one of a night.
    LogAccount(core::Instant from, core::Instant until);

    void tell(v1::Event const& event, std::int64_t seq);
    /// Score, answers, and courses of capacity and transports. Once, after the last event.
    void write(v1::AfterAction& report);

    /// What the log folds to so far; the packs in it live as long as this.
    [[nodiscard]] core::State const& state() const { return score_.state(); }

private:
    struct Asked {
        core::Instant asked_at;
        core::Instant received_at;
        int attempts = 0;
    };
    /// Incident, step, party.
    using Key = std::tuple<std::string, std::string, std::string>;

    void look_until(core::Instant at);
    void look(core::Instant at);
    void note_asked(v1::Event const& event);
    void note_humans(v1::Event const& event);
    void note_quota(core::Incident const& incident, core::Instant at);
    void write_answers(v1::AfterAction& report) const;

    Score score_;
    core::Instant next_look_;
    core::Duration look_every_;
    std::map<Key, Asked> asked_;
    std::set<std::string, std::less<>> humans_;  ///< Parties that a human has played at some time.
    std::map<std::pair<std::string, v1::CareStage>, v1::CapacityCourse> courses_;
    std::vector<v1::QuotaCourse> quotas_;
};

}  // namespace larm::report
