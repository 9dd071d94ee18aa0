// How an exercise comes to be: from a scenario, or from what an earlier daemon has left of it.
#include <fmt/format.h>

#include <utility>

#include "engine/exercise/exercise.hpp"
#include "engine/world/engine_clock.hpp"

namespace larm::exercise {
namespace {

constexpr char const* restarted = "Daemonen startades om";

/// The scenario's people can be told over every channel: what a channel does to a message is the
/// scenario's to say.
core::Means simulated_means() {
    return {.configured = {v1::CHANNEL_PUSH, v1::CHANNEL_SMS, v1::CHANNEL_VOICE, v1::CHANNEL_RAKEL,
                           v1::CHANNEL_EMAIL, v1::CHANNEL_WEBHOOK, v1::CHANNEL_OPERATOR}};
}

/// The first of the inputs.
v1::Command opening_of(ExerciseOrder const& order) {
    v1::Command command;
    auto& exercise = *command.mutable_open_exercise()->mutable_exercise();
    exercise.set_seed(order.seed);
    exercise.mutable_humans()->Assign(order.humans.begin(), order.humans.end());
    exercise.set_phase(order.waits ? v1::EXERCISE_PHASE_LOADED : v1::EXERCISE_PHASE_PLAYING);
    return command;
}

ExerciseOrder order_of(v1::ExerciseRecord const& opened, std::string world_id) {
    return {.world_id = std::move(world_id),
            .seed = opened.seed(),
            .humans = {opened.humans().begin(), opened.humans().end()},
            .waits = opened.phase() == v1::EXERCISE_PHASE_LOADED};
}

std::unexpected<std::string> differs() {
    return std::unexpected{
        std::string{"played anew it is not what its journal says: the rules, the contacts or the "
                    "program are others than when it was played"}};
}

}  // namespace

std::expected<std::unique_ptr<Exercise>, std::string> Exercise::open(
    player::Scenario scenario, ExerciseOrder const& order, ExerciseContext const& context) {
    auto folder = new_run(context.data, order.world_id, context.clock());
    if (auto made = folder.make(order.comes_back ? &scenario.text : nullptr); !made) {
        return std::unexpected{std::move(made).error()};
    }
    auto owned = std::make_unique<player::Scenario>(std::move(scenario));
    std::unique_ptr<Exercise> exercise{new Exercise{std::move(owned), std::move(folder), context}};
    auto opened = exercise->open_inputs();
    if (opened) {
        opened = exercise->open_world(order, false);
    }
    if (!opened) {
        exercise->folder_.mark_closed();
        return std::unexpected{std::move(opened).error()};
    }
    exercise->inputs_->note({0, exercise->scenario_->starts, opening_of(order)});
    exercise->open_desk();
    return exercise;
}

std::expected<std::unique_ptr<Exercise>, std::string> Exercise::bring_back(
    player::Scenario scenario, RunFolder folder, ExerciseContext const& context) {
    auto owned = std::make_unique<player::Scenario>(std::move(scenario));
    std::unique_ptr<Exercise> exercise{new Exercise{std::move(owned), folder, context}};
    if (auto opened = exercise->open_inputs(); !opened) {
        return std::unexpected{std::move(opened).error()};
    }
    auto inputs = exercise->inputs_->all();
    if (!inputs || inputs->empty() || !inputs->front().command.has_open_exercise()) {
        return std::unexpected{inputs ? "nothing says how it was opened" : inputs.error()};
    }
    exercise->is_played_again_ = true;
    auto const order =
        order_of(inputs->front().command.open_exercise().exercise(), folder.world_id);
    if (auto opened = exercise->open_world(order, true); !opened) {
        return std::unexpected{std::move(opened).error()};
    }
    if (auto played = exercise->play_again(*std::move(inputs)); !played) {
        return std::unexpected{std::move(played).error()};
    }
    exercise->open_desk();
    return exercise;
}

Exercise::Exercise(std::unique_ptr<player::Scenario> scenario, RunFolder folder,
                   ExerciseContext const& context)
    : folder_{std::move(folder)},
      scenario_{std::move(scenario)},
      context_{context},
      hub_{context.io, context.limits, metrics_},
      pace_{scenario_->starts},
      timer_{context.thread.io()} {}

std::expected<void, std::string> Exercise::open_inputs() {
    auto inputs = Inputs::open(folder_.inputs());
    if (!inputs) {
        return std::unexpected{std::move(inputs).error()};
    }
    inputs_ = *std::move(inputs);
    return {};
}

std::expected<void, std::string> Exercise::open_world(ExerciseOrder const& order, bool again) {
    auto opened = player::Player::open(*scenario_, {.seed = order.seed,
                                                    .journal = folder_.journal(),
                                                    .again = again,
                                                    .humans = order.humans,
                                                    .waits = order.waits,
                                                    .feed = this});
    if (!opened) {
        return std::unexpected{std::move(opened).error()};
    }
    player_ = *std::move(opened);
    return {};
}

std::expected<void, std::string> Exercise::play_again(std::vector<Input> inputs) {
    auto const step = [this] {
        auto const is_there = player_->next().has_value() && !player_->has_diverged();
        if (is_there) {
            player_->step();
        }
        return is_there;
    };
    inputs.erase(inputs.begin());  // how it was opened
    for (auto const& input : inputs) {
        if (player_->has_diverged()) {
            return differs();
        }
        while (player_->steps() < input.steps) {
            if (!step()) {
                return differs();
            }
        }
        player_->wait_until(input.at);
        player_->submit_for_human(input.command, [](world::Reply const&) {});
    }
    while (player_->state().seq() < player_->stood_at()) {
        if (!step()) {
            return differs();
        }
    }
    if (player_->has_diverged()) {
        return differs();
    }
    is_played_again_ = false;
    pace_ = Pace{player_->now()};
    pace_.change(player_->state().exercise()->pace_percent(), world::read_clocks().steady_us);
    if (player_->state().exercise()->phase() == v1::EXERCISE_PHASE_PLAYING) {
        v1::Command command;
        command.mutable_move_exercise()->set_phase(v1::EXERCISE_PHASE_PAUSED);
        command.mutable_move_exercise()->set_reason(restarted);
        give(command, [](world::Reply const&) {});
    }
    return {};
}

void Exercise::open_desk() {
    devices_ = std::make_unique<EnrolledBook>(folder_, scenario_->contacts, context_.clock());
    server::DeskContext desk{.world = *this,
                             .book = devices_->book(),
                             .clock = context_.clock,
                             .means = simulated_means,
                             .on_preflight = {},
                             .on_book_trouble = {}};
    desk.journal = folder_.journal();
    desk.is_exercise = true;
    if (context_.push != nullptr) {
        answer_keys_ = keys_of(context_.push->keys, folder_);
        pushes_ = std::make_unique<Pushes>(*devices_, *context_.push, *answer_keys_);
        desk.vapid_public_key = context_.push->vapid.public_key();
        desk.push_services = &context_.push->services;
    }
    desk_ = std::make_unique<server::ContactDesk>(std::move(desk));
    note_time();
}

}  // namespace larm::exercise
