// The people of a night: everybody in every role and region, muddled and well-meaning. Each command
// is drawn against the state as the log has it; whether it is given, and how often, is not decided
// here.
#pragma once

#include <larm/v1/command.pb.h>
#include <larm/v1/contact.pb.h>

#include <string>
#include <vector>

#include "engine/core/state.hpp"
#include "engine/rules/loader.hpp"
#include "simulators/player/chance.hpp"
#include "simulators/swarm/odds.hpp"

namespace larm::swarm {

/// A pack and its contacts, as the journal is seeded with them; and a later version of the pack.
struct Rules {
    rules::LoadedPack pack;
    rules::LoadedPack later;
    v1::Contacts contacts;
};

struct CommandKind;

class Crowd {
public:
    /// `rules` must outlive it.
    Crowd(Rules const& rules, std::uint64_t seed, Odds const& odds);

    /// What somebody does next, right or wrong, without ids. The `number`th act of a night is drawn
    /// by a chance of its own: that one before it is left out changes nothing of it but what it
    /// looks at.
    [[nodiscard]] v1::Command next(core::State const& state, std::int64_t number);
    /// The same in an exercise, whose controllers are in the crowd.
    [[nodiscard]] v1::Command next_in_exercise(core::State const& state, std::int64_t number);

private:
    [[nodiscard]] v1::Command chosen(core::State const& state);
    [[nodiscard]] core::Incident const& one_to_work_on(core::State const& state);
    [[nodiscard]] v1::Command any(core::State const& state, core::Incident const& incident);
    [[nodiscard]] v1::Command by_party(core::Incident const& incident);
    [[nodiscard]] v1::Command by_region(core::Incident const& incident);
    [[nodiscard]] v1::Command share_of_promise(core::Incident const& incident);
    template <typename Request>
    void name_some(Request& request, core::Incident const& incident);
    [[nodiscard]] v1::Command by_leader(core::Incident const& incident);
    [[nodiscard]] v1::Command of_duty(core::State const& state);
    [[nodiscard]] v1::Command open(core::State const& state);
    /// Any command of the contract, with a wide view of what there is (crowd_wide.cpp).
    [[nodiscard]] v1::Command anything(core::State const& state, core::Incident const* incident,
                                       bool of_exercise);
    /// The same by somebody who knows what can be done as things are, so that what takes several
    /// steps is played to its end: of wishes the first that the core takes.
    [[nodiscard]] v1::Command something_apt(core::State const& state,
                                            core::Incident const* incident, bool of_exercise);
    [[nodiscard]] CommandKind const& kind(core::Incident const* incident, bool of_exercise);
    [[nodiscard]] v1::Command wish(CommandKind const& kind, core::State const& state,
                                   core::Incident const* incident);
    void choose_move(v1::Command& command, core::Incident const* incident);
    void set_right(v1::Command& command, core::State const& state, core::Incident const* incident);
    void muddle(v1::Command& command, core::State const& state);

    [[nodiscard]] v1::Actor somebody();
    [[nodiscard]] std::string region();
    [[nodiscard]] std::string hospital_of(std::string const& region);
    [[nodiscard]] std::size_t one_of(std::size_t count) { return chance_.below(count); }

    Rules const& rules_;
    std::uint64_t seed_;
    Odds odds_;
    player::Chance chance_;
};

[[nodiscard]] v1::Actor actor_of(v1::Role role, std::string const& organisation);

/// When all is calm: what each open chase asks for, done rightly by the one who may; and what a
/// leader does to end the night.
[[nodiscard]] std::vector<v1::Command> do_what_is_asked(core::State const& state);
[[nodiscard]] std::vector<v1::Command> resume_what_is_held(core::State const& state);
[[nodiscard]] std::vector<v1::Command> stand_everything_down(core::State const& state);
/// Patients who are on the road have come.
[[nodiscard]] std::vector<v1::Command> bring_everybody_in(core::State const& state);
[[nodiscard]] std::vector<v1::Command> close_everything(core::State const& state);

}  // namespace larm::swarm
