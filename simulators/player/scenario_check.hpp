// Private to this folder: looks for every fault of a scenario. One file per subject.
#pragma once

#include <larm/v1/scenario.pb.h>

#include <string>
#include <string_view>

#include "engine/rules/document.hpp"
#include "simulators/player/scenario.hpp"

namespace larm::player {

/// The scenario that is checked, and where faults go.
class ScenarioCheck {
public:
    /// `knows_pack`: names can be held against the pack.
    ScenarioCheck(Scenario const& scenario, rules::Place top, bool knows_pack,
                  rules::Faults& faults)
        : scenario_{scenario}, top_{top}, knows_pack_{knows_pack}, faults_{faults} {}

    [[nodiscard]] v1::Scenario const& script() const { return scenario_.script; }
    [[nodiscard]] Scenario const& scenario() const { return scenario_; }
    [[nodiscard]] v1::RulePack const& pack() const { return scenario_.pack.pack; }
    [[nodiscard]] bool knows_pack() const { return knows_pack_; }
    [[nodiscard]] rules::Place const& top() const { return top_; }

    void fault(rules::Place const& place, std::string message, std::string hint = {}) const;
    void present(rules::Place const& place, std::string_view what, std::string const& value) const;
    void range(rules::Place const& place, std::string_view what, std::int64_t value,
               std::int64_t min, std::int64_t max) const;
    void percent(rules::Place const& place, int value) const;
    /// min <= median <= max.
    void delay(rules::Place const& place, v1::Delay const& delay) const;
    /// The same of a part of a time.
    void share(rules::Place const& place, v1::LeadShare const& share) const;
    /// A point of time within the scenario.
    void moment(rules::Place const& place, std::string_view what, int value_s) const;
    /// The field `channels` of the message at `place`.
    template <typename Channels>
    void channels(rules::Place const& place, Channels const& channels) const {
        if (channels.empty()) {
            fault(place, "names no channel", "e.g. channels: CHANNEL_PUSH");
        }
        for (int index = 0; index < channels.size(); ++index) {
            if (channels.Get(index) == v1::CHANNEL_UNSPECIFIED) {
                fault(place.at("channels", index), "CHANNEL_UNSPECIFIED is no channel");
            }
        }
    }
    /// An incident of the scenario. `may_be_left_out`: only where there is no other.
    void incident(rules::Place const& place, std::string const& id, bool may_be_left_out) const;
    void region(rules::Place const& place, std::string const& id) const;
    /// role@organisation of the pack; with `or_any` also role@*.
    void party(rules::Place const& place, std::string const& party, bool or_any) const;

private:
    Scenario const& scenario_;
    rules::Place top_;
    bool knows_pack_;
    rules::Faults& faults_;
};

/// How long anything in a scenario may take: four months, as planning assumptions have it.
inline constexpr int seconds_max = 120 * 24 * 3600;

void check_all(ScenarioCheck const& check);
void check_head(ScenarioCheck const& check);
void check_incidents(ScenarioCheck const& check);
void check_channels(ScenarioCheck const& check);
void check_faults(ScenarioCheck const& check);
void check_parties(ScenarioCheck const& check);
void check_acts(ScenarioCheck const& check);
void check_casualties(ScenarioCheck const& check);
/// Of the party at `place`.
void check_hospital_plan(ScenarioCheck const& check, rules::Place const& place,
                         v1::SimulatedParty const& party);
/// The same: moves, support, the situation report, conferences.
void check_cooperation(ScenarioCheck const& check, rules::Place const& place,
                       v1::SimulatedParty const& party);
void check_expectations(ScenarioCheck const& check);
/// Whether an expectation has a time of its own, or goes by that of what it stands in.
enum class Timed : std::uint8_t { by_itself, by_its_place };
void check_expectation(ScenarioCheck const& check, rules::Place const& place,
                       v1::Expectation const& expected, Timed timed);
void check_act(ScenarioCheck const& check, rules::Place const& place, v1::ScriptedAct const& act);
void check_condition(ScenarioCheck const& check, rules::Place const& place,
                     v1::Condition const& condition);
/// Objectives, and the list of injects.
void check_injects(ScenarioCheck const& check);

}  // namespace larm::player
