#include "simulators/swarm/drill.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/rules/as_commands.hpp"
#include "simulators/player/act.hpp"
#include "simulators/player/stage.hpp"
#include "simulators/swarm/rights.hpp"

namespace larm::swarm {
namespace {

constexpr auto begins_after = core::seconds(86'400);  ///< Its clock is not the live world's.
constexpr int compared_every = 64;
constexpr int injects = 4;

world::Start nothing_yet() {
    world::Start start;
    start.site = "exercise";
    return start;
}

bool is_player(v1::Role role) {
    return role != v1::ROLE_CONTROLLER && role != v1::ROLE_OBSERVER && role != v1::ROLE_ADMIN;
}

}  // namespace

Drill::Drill(Surroundings const& surroundings)
    : in_{surroundings},
      crowd_{in_.rules, in_.seed, in_.odds},
      at_{in_.steady() + begins_after},
      since_{in_.steady()},
      mail_{in_.seed,
            in_.wire,
            in_.tally,
            {in_.steady, [this](v1::Command result) { own_.push_back(std::move(result)); },
             [](std::int64_t) {}}},
      world_{nothing_yet(), *this, *this, mail_} {
    ++in_.tally.exercises;
    open();
}

void Drill::open() {
    v1::Command command;
    auto& exercise = *command.mutable_open_exercise()->mutable_exercise();
    exercise.set_scenario_id("ovning");
    exercise.set_phase(v1::EXERCISE_PHASE_LOADED);
    exercise.set_pace_percent(percent_);
    exercise.set_starts_at_us(at_.us);
    for (int number = 1; number <= injects; ++number) {
        auto& inject = *exercise.add_injects();
        inject.set_inject_id(std::to_string(number));
        inject.set_state(v1::INJECT_STATE_PLANNED);
        inject.mutable_what()->set_text("en buss till");
    }
    give_own(command);
    give_own(rules::activation(in_.rules.pack));
    give_own(rules::seeding(in_.rules.contacts));
    mail_.resume(world_.staged(), now());
    v1::Command start;
    start.mutable_start_exercise()->set_world_id("ovning");
    *start.mutable_actor() = actor_of(v1::ROLE_CONTROLLER, "uppsala");
    give(std::move(start));
}

core::Instant Drill::now() const {
    auto const passed = in_.steady() - since_;
    return is_playing_ ? at_ + core::Duration{passed.us * percent_ / 100} : at_;
}

void Drill::follow(v1::Event const& event) {
    at_ = now();
    since_ = in_.steady();
    if (event.has_exercise_moved()) {
        is_playing_ = event.exercise_moved().phase() == v1::EXERCISE_PHASE_PLAYING;
    } else if (event.has_pace_changed()) {
        percent_ = event.pace_changed().pace_percent();
    } else if (event.has_skipped_ahead()) {
        at_ = std::max(at_, core::Instant{event.skipped_ahead().until_us()});
    }
}

void Drill::turn() {
    for (auto const& command : std::exchange(own_, {})) {
        world_.submit(command, now());
    }
    if (is_playing_) {
        world_.run_due(now());
    }
    finish_batches();
    mail_.tend();
    check();
}

void Drill::act(std::int64_t number) {
    turn();
    give(crowd_.next_in_exercise(world_.staged(), number));
    turn();
}

void Drill::freeze() {
    v1::Command command;
    command.mutable_move_exercise()->set_phase(v1::EXERCISE_PHASE_FROZEN);
    command.mutable_move_exercise()->set_reason("Övningen är avbruten: skarpt läge");
    give_own(command);
    ++in_.tally.frozen_exercises;
    if (world_.staged().exercise()->phase() == v1::EXERCISE_PHASE_PLAYING || is_playing_) {
        must(std::unexpected{Broken{4, "an exercise goes on beside a live alarm"}});
    }
}

void Drill::give_own(v1::Command const& command) {
    world_.submit(command, now());
    finish_batches();
}

void Drill::give(v1::Command command) {
    auto const id = [&](std::string const& what) {
        return player::uuid_at(now(), player::Chance{in_.seed, fmt::format("{} {}", what, given_)});
    };
    ++given_;
    player::fill_ids(command, id("command"), {});
    command.set_fingerprint(std::string(8, 'f'));
    command.set_fresh_id(id("incident"));
    auto const is_right = has_right(world_.staged(), command);
    auto const stands = !is_playing_ && is_player(command.actor().role());
    bool is_refused = false;
    world_.submit(command, now(), [&](world::Reply const& reply) { is_refused = !reply; });
    // `is_refused` is set at once or never: what is accepted is answered by finish_batches().
    finish_batches();
    in_.coverage.note(command, !is_refused);
    if (!is_refused && !is_right) {
        must(
            std::unexpected{Broken{8, "in an exercise, accepted from somebody without the right: " +
                                          command.ShortDebugString()}});
    }
    if (!is_refused && stands) {
        must(std::unexpected{
            Broken{4, "an exercise that stands still has taken: " + command.ShortDebugString()}});
    }
}

void Drill::finish_batches() {
    world_.flush();
    while (world_.has_batch_in_flight()) {
        world_.on_durable(v1::DURABILITY_LOCAL);
    }
}

void Drill::begin_append(std::vector<journal::Record> records) {
    for (auto const& record : records) {
        v1::Event event;
        LARM_CHECK(event.ParseFromString(record.body));
        books_.enter(event);
        folded_.evolve(event, record.seq);
    }
}

void Drill::publish(std::shared_ptr<world::PublishedBatch const> batch) {
    for (auto const& [seq, event] : batch->events) {
        in_.coverage.note(event);
        follow(event);
    }
}

/// Its time is its last event's: what held then holds until the next one.
void Drill::check() {
    auto const seq = world_.staged().seq();
    if (std::exchange(checked_seq_, seq) != seq) {
        must(all_hold(world_.staged(), books_, world_.staged().at()));
    }
    if (turns_++ % compared_every == 0 && std::exchange(compared_seq_, seq) != seq) {
        must(comparison_.the_log_is_the_state(world_.staged(), folded_));
    }
}

void Drill::must(Held held) {
    if (held_ && !held) {
        held.error().what = "in an exercise: " + held.error().what;
        held_ = std::move(held);
    }
}

}  // namespace larm::swarm
