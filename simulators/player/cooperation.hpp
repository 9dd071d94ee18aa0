// What becomes of what regions and blood centres have offered each other, and of conferences that
// have been called. No message tells anybody: people look at the console.
#pragma once

#include <set>
#include <string>

#include "simulators/player/stage.hpp"

namespace larm::player {

/// `stage` must outlive it, and it what it has put down.
class Cooperation {
public:
    explicit Cooperation(Stage& stage) : stage_{stage} {}

    /// Puts down everything on the stage's agenda. Once.
    void put_down();

private:
    /// Something that happens once, a while after it has become possible.
    struct Due {
        std::string incident;
        std::string by;
        std::string what;  ///< Unique in the incident.
    };

    void look();
    void see_support(core::Incident const& incident, std::string const& name);
    void see_offer(std::string const& name, v1::SupportRequestRecord const& request,
                   v1::SupportLineRecord const& line, v1::SupportOfferRecord const& offer);
    /// As much of the offer as still lacks.
    void accept(std::string const& name, std::string const& request, std::string const& offer);
    void see_blood(core::Incident const& incident, std::string const& name);
    void see_conference(std::string const& name, v1::ConferenceRecord const& record);
    void see_decision(std::string const& name, v1::ConferenceRecord const& record,
                      v1::ConferenceDecision const& decision);
    void call_the_roll(std::string const& name, std::string const& id, std::string const& chair);
    /// Gives the command once, unless a human plays the party.
    void later(Due const& due, core::Duration after, v1::Command command);
    void once(Due const& due, core::Duration after, Agenda::Happening act);
    [[nodiscard]] v1::SimulatedParty const* behaviour(std::string const& party) const;

    Stage& stage_;
    std::int64_t seen_news_ = -1;  ///< Of the stage, when somebody looked last.
    std::set<std::pair<std::string, std::string>> seen_;  ///< Incident, and what.
};

}  // namespace larm::player
