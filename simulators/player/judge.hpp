// Holds a replay's log against the scenario's expectations. It knows nothing but the log and what
// it folds to, event by event: what it says can be checked against the journal.
#pragma once

#include <larm/v1/report.pb.h>
#include <larm/v1/scenario.pb.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/state.hpp"
#include "simulators/player/bookkeeping.hpp"
#include "simulators/player/stage.hpp"

namespace larm::player {

/// `stage` must outlive it.
class Judge {
public:
    explicit Judge(Stage const& stage);

    /// Events in the log's order from the first one on, each when the stage's state has taken it
    /// up, and none after it. Whether anything that is looked for may have changed by it.
    bool see(v1::Event const& event);
    /// How the expectations stand now, in the scenario's order.
    [[nodiscard]] std::vector<v1::Verdict> verdicts() const;

    /// Looks for one more from now on, which must outlive the judge; its within_s is not looked at.
    /// Returns its number.
    int watch(v1::Expectation const& expected);
    /// When that came true; nothing where it has not.
    [[nodiscard]] std::optional<core::Instant> met_at(int number) const;
    /// Whether it is so now.
    [[nodiscard]] bool holds(int number) const;

private:
    /// When each expectation came true, and what was seen on the way.
    struct Watched {
        v1::Expectation const* expected = nullptr;
        std::string const* id = nullptr;  ///< Of the incident; it may become another.
        int kind = 0;  ///< Of the event that must happen, or never, as v1::Event numbers it.
        std::optional<core::Instant> met_at{};
        std::optional<core::Instant> broken_at{};
        int most = 0;   ///< The largest number seen.
        int count = 0;  ///< Events seen.
    };

    [[nodiscard]] Watched watched(v1::Expectation const& expected) const;
    void weigh(Watched& watched, v1::Event const& event);
    [[nodiscard]] core::State const& state() const { return stage_.state(); }
    [[nodiscard]] core::Incident const* incident_of(Watched const& watched) const;
    [[nodiscard]] std::optional<core::Instant> deadline(Watched const& watched, int within_s) const;
    [[nodiscard]] bool is_met(Watched const& watched, core::Incident const& incident) const;
    [[nodiscard]] int gauge(Watched const& watched) const;
    [[nodiscard]] v1::Verdict verdict(int index) const;

    Stage const& stage_;
    Bookkeeping books_;
    std::vector<Watched> watched_;  ///< Those of the scenario first.
    std::set<int> kinds_;           ///< Of events, that are watched for.
    /// Per incident and party: when the declarer had a message on a device about it.
    std::map<std::pair<std::string, std::string>, core::Instant> told_;
};

}  // namespace larm::player
