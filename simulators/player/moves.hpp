// What becomes of moves of patients that have been accepted: they leave with who is there, arrive,
// and their vehicles are released. No message tells anybody: people look at the console.
#pragma once

#include <set>
#include <string>

#include "simulators/player/casualties.hpp"
#include "simulators/player/stage.hpp"

namespace larm::player {

/// `stage` and `casualties` must outlive it, and it what it has put down.
class Moves {
public:
    Moves(Stage& stage, Casualties& casualties) : stage_{stage}, casualties_{casualties} {}

    /// Puts down everything on the stage's agenda. Once.
    void put_down();

private:
    void look();
    void see(core::Incident const& incident, std::string const& name);
    void leave_later(core::Incident const& incident, std::string const& name,
                     v1::TransferMove const& move);
    void leave(std::string const& name, std::string const& id);
    void arrive(std::string const& name, v1::TransferMove const& move);
    void call_off(std::string const& name, v1::TransferMove const& move);
    void release(std::string const& name);
    /// What the region's TiB does; nullptr: nothing.
    [[nodiscard]] v1::TransferPlan const* plan_of(std::string_view region) const;
    [[nodiscard]] v1::TransferMove const* move_of(std::string const& name,
                                                  std::string const& id) const;
    [[nodiscard]] std::string leader_of(std::string const& name) const;
    /// Those whose part a human plays are left to do it themselves.
    void give(
        v1::Command command, std::string const& party, std::string const& name,
        world::ReplyTo reply_to = [](world::Reply const&) {});

    Stage& stage_;
    Casualties& casualties_;
    std::set<std::pair<std::string, std::string>> seen_;  ///< Incident and move.
};

}  // namespace larm::player
