// What a scenario lets happen by itself: its incidents, casualties and acts, each given by its
// party when its time has come.
#pragma once

#include <string>
#include <vector>

#include "simulators/player/casualties.hpp"
#include "simulators/player/cooperation.hpp"
#include "simulators/player/hospitals.hpp"
#include "simulators/player/moves.hpp"
#include "simulators/player/people.hpp"
#include "simulators/player/stage.hpp"

namespace larm::player {

/// What became of one act.
struct ActResult {
    int act = 0;                 ///< Its index; -1 for a confirmation.
    std::string refused_with{};  ///< Empty: accepted.
    std::string message{};
    bool left_out = false;  ///< Its condition did not hold, or it was a human's to do.
};

/// `stage` and `people` must outlive it, and it what it has put down.
class Script {
public:
    Script(Stage& stage, People& people)
        : stage_{stage},
          people_{people},
          casualties_{stage},
          hospitals_{stage, casualties_},
          moves_{stage, casualties_},
          cooperation_{stage} {}

    /// Puts down everything on the stage's agenda. Once.
    void put_down();
    /// Gives an act that is not of the scenario's own list.
    void act(v1::ScriptedAct const& act);
    /// Of what has happened so far; confirmations only where they were refused.
    [[nodiscard]] std::vector<ActResult> const& results() const { return results_; }

private:
    void put_down_incident(v1::ScenarioIncident const& incident);
    void put_down_act(int index);

    Stage& stage_;
    People& people_;
    Casualties casualties_;
    Hospitals hospitals_;
    Moves moves_;
    Cooperation cooperation_;
    std::vector<ActResult> results_;
};

}  // namespace larm::player
