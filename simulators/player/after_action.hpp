// What an exercise amounts to, so far or afterwards: gathered from its player, then counted and put
// into words away from it, so that whoever plays does not wait for a report.
#pragma once

#include <larm/v1/exercise.pb.h>

#include <string>
#include <vector>

#include "engine/report/log_account.hpp"
#include "engine/report/paper.hpp"
#include "simulators/player/player.hpp"

namespace larm::player {

/// Each inject with what it is for and what came of it: the scenario's in its order, then those
/// made up.
[[nodiscard]] std::vector<v1::InjectView> injects_of(Player const& player);

/// What only the player knows, and a copy of its log.
struct AfterActionDraft {
    v1::AfterAction report;
    std::vector<world::PublishedEvent> log;
};
[[nodiscard]] AfterActionDraft draft_of(Player const& player);

/// The whole, on any thread: the same draft gives the same bytes.
class AfterActionReport {
public:
    explicit AfterActionReport(AfterActionDraft draft);

    [[nodiscard]] v1::AfterAction const& data() const { return report_; }
    /// Of the same scenario, the latest first.
    void compare_with(std::vector<v1::FormerRun> const& former);

    [[nodiscard]] std::string html() const;
    [[nodiscard]] std::string pdf() const;
    [[nodiscard]] std::string json() const;

private:
    [[nodiscard]] report::PaperDocument paper() const;

    v1::AfterAction report_;
    report::LogAccount account_;
};

}  // namespace larm::player
