#include "engine/exercise/exercise.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/core/exercise.hpp"
#include "engine/world/engine_clock.hpp"
#include "simulators/player/faults.hpp"

namespace larm::exercise {
namespace {

namespace asio = boost::asio;

/// Then others have their turn: a leap of a day is a hundred thousand steps.
constexpr int steps_a_turn = 200;
constexpr std::size_t commands_max = 10'000;
/// Its time is looked at at least so often, so that what has been asked for shows.
constexpr std::int64_t sleep_us_max = 1'000'000;

std::int64_t steady_us() {
    return world::read_clocks().steady_us;
}

core::Rejection closed() {
    return core::refusal(core::Code::unavailable, "world_id", "the exercise has been closed");
}

core::Rejection full() {
    return core::refusal(core::Code::resource_exhausted, "",
                         "too many commands are waiting in this exercise; try again with the same "
                         "command id");
}

}  // namespace

void Exercise::begin() {
    spdlog::info("event=exercise_loaded exercise={} scenario={} journal={}", world_id(),
                 scenario_->script.id(), folder_.journal().string());
    asio::post(context_.thread.io(), [this] {
        has_begun_ = true;
        if (player_->state().exercise()->phase() == v1::EXERCISE_PHASE_PLAYING) {
            pace_.run(steady_us());
        }
        schedule_turn();
    });
}

void Exercise::close(bool for_good) {
    is_closed_ = true;
    desk_->begin_stop();
    asio::post(context_.thread.io(), [this, for_good] {
        if (pushes_ != nullptr) {
            pushes_->stop();
        }
        if (for_good) {
            folder_.mark_closed();
        }
        pace_.stand(steady_us());
        timer_.cancel();
        note_over();
        has_begun_ = true;
        schedule_turn();  // whoever waits is told
    });
}

bool Exercise::can_go() {
    LARM_CHECK(is_closed_);
    if (!desk_->has_ended() || !hub_.is_quiet()) {
        return false;
    }
    // Nobody is left who would post anything to its thread. What has been posted is done by then,
    // and the turn that this led to after one more round.
    if (!std::exchange(is_let_go_, true)) {
        auto& io = context_.thread.io();
        asio::post(io, [this, &io] {
            asio::post(io, [this] {
                player_.reset();  // its files are closed here, and not on the network's thread
                inputs_.reset();
                has_gone_ = true;
            });
        });
    }
    return has_gone_;
}

void Exercise::stop_desk() {
    is_closed_ = true;  // whom it waits for answers no more
    if (desk_ != nullptr) {
        desk_->stop();
    }
}

void Exercise::submit(v1::Command command, world::ReplyTo reply_to) {
    if (is_closed_) {
        reply_to(std::unexpected{closed()});
        return;
    }
    if (waiting_.fetch_add(1) >= commands_max) {
        waiting_.fetch_sub(1);
        reply_to(std::unexpected{full()});
        return;
    }
    asio::post(context_.thread.io(),
               [this, queued = Queued{std::move(command), std::move(reply_to)}]() mutable {
                   commands_.push_back(std::move(queued));
                   schedule_turn();
               });
}

void Exercise::read(world::Reader reader) {
    asio::post(context_.thread.io(), [this, reader = std::move(reader)]() mutable {
        readers_.push_back(std::move(reader));
        schedule_turn();
    });
}

std::optional<core::Rejection> Exercise::stopped() const {
    return is_closed_ ? std::optional{closed()} : std::nullopt;
}

core::Instant Exercise::now() const {
    auto const since_us = steady_us() - noted_steady_us_;
    return {noted_at_us_ + since_us * noted_percent_ / 100};
}

void Exercise::freeze(std::string const& reason) {
    asio::post(context_.thread.io(), [this, reason] {
        v1::Command command;
        command.mutable_move_exercise()->set_phase(v1::EXERCISE_PHASE_FROZEN);
        command.mutable_move_exercise()->set_reason(reason);
        // At once, also in the midst of a leap, or while the scenario has the engine away: what is
        // due by then happens when it goes on.
        give(command, [](world::Reply const&) {});
        schedule_turn();
    });
}

void Exercise::schedule_turn() {
    if (has_begun_ && !std::exchange(is_turn_scheduled_, true)) {
        asio::post(context_.thread.io(), [this] { turn(); });
    }
}

void Exercise::turn() {
    is_turn_scheduled_ = false;
    if (!catch_up()) {
        schedule_turn();
    }
    decide();  // also in the midst of a leap: a pause must not wait until all of it has happened
    for (auto& reader : std::exchange(readers_, {})) {
        player_->read(std::move(reader));
    }
    note_time();
    if (!is_over_ && noted_phase_ == v1::EXERCISE_PHASE_ENDED) {
        is_over_ = true;
        note_over();
    }
    arm_timer();
}

void Exercise::note_over() {
    if (is_over_ && context_.on_over) {
        context_.on_over(folder_.path, player::draft_of(*player_));
    }
}

/// Lets happen what is due. False where there is more of it than for one turn.
bool Exercise::catch_up() {
    for (int step = 0; step < steps_a_turn; ++step) {
        if (!pace_.is_running()) {
            return true;
        }
        auto const until = pace_.now(steady_us());
        auto const next = player_->next();
        if (!next || *next > until) {
            player_->wait_until(until);
            if (!next && until >= scenario_->ends()) {
                v1::Command command;
                command.mutable_move_exercise()->set_phase(v1::EXERCISE_PHASE_ENDED);
                command.mutable_move_exercise()->set_reason("Scenariots tid är slut");
                give(command, [](world::Reply const&) {});
            }
            return true;
        }
        player_->step();
    }
    return false;
}

void Exercise::decide() {
    for (auto& [command, reply_to] : std::exchange(commands_, {})) {
        waiting_.fetch_sub(1);
        if (is_closed_) {
            reply_to(std::unexpected{closed()});
            continue;
        }
        if (auto refused = refuse(command)) {
            reply_to(std::unexpected{*std::move(refused)});
            continue;
        }
        if (command.has_skip_ahead() && command.skip_ahead().seconds() == 0) {
            auto const next = player_->injects().next();
            auto const wait_us = next ? std::max<std::int64_t>((*next - player_->now()).us, 1) : 0;
            command.mutable_skip_ahead()->set_seconds(
                static_cast<std::int32_t>((wait_us + 999'999) / 1'000'000));
        }
        give(command, std::move(reply_to));
    }
}

/// Where the scenario has the engine away nobody who plays gets through to it: as at a daemon that
/// is down. Whoever steers the exercise is no part of it.
std::optional<core::Rejection> Exercise::refuse(v1::Command const& command) const {
    auto const plays = command.has_actor() && core::is_player(command.actor().role());
    if (!plays || !player::back_at(*scenario_, player_->now())) {
        return std::nullopt;
    }
    return core::refusal(core::Code::unavailable, "",
                         "the daemon does not answer; try again with the same command id");
}

void Exercise::give(v1::Command const& command, world::ReplyTo reply_to) {
    inputs_->note({player_->steps(), player_->now(), command});
    player_->submit_for_human(command, std::move(reply_to));
}

void Exercise::publish(std::shared_ptr<world::PublishedBatch const> batch) {
    if (is_played_again_) {
        return;
    }
    for (auto const& [seq, event] : batch->events) {
        follow(event);
        if (pushes_ != nullptr) {
            pushes_->take(player_->state(), event, seq);
        }
    }
    auto shown = std::make_shared<world::PublishedBatch>(*batch);
    for (auto& published : shown->events) {
        core::hide_from_players(published.event);
    }
    hub_.publish(std::move(shown));
}

void Exercise::follow(v1::Event const& event) {
    auto const clock_us = steady_us();
    if (event.has_exercise_moved()) {
        event.exercise_moved().phase() == v1::EXERCISE_PHASE_PLAYING ? pace_.run(clock_us)
                                                                     : pace_.stand(clock_us);
        noted_phase_ = event.exercise_moved().phase();  // whoever is answered now sees it
        spdlog::info("event=exercise_moved exercise={} phase={}", world_id(),
                     v1::ExercisePhase_Name(event.exercise_moved().phase()));
    } else if (event.has_pace_changed()) {
        pace_.change(event.pace_changed().pace_percent(), clock_us);
    } else if (event.has_skipped_ahead()) {
        pace_.leap({event.skipped_ahead().until_us()}, clock_us);
    }
}

void Exercise::arm_timer() {
    auto wait_us = pace_.is_running() ? sleep_us_max : -1;
    if (auto const next = player_->next(); next && pace_.is_running()) {
        wait_us = std::min(wait_us, *pace_.until_us(*next, steady_us()));
    }
    if (wait_us < 0 || is_turn_scheduled_) {
        return;  // a command, or the turn that comes, sets it
    }
    timer_.expires_after(std::chrono::microseconds{wait_us});
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) {
            schedule_turn();
        }
    });
}

void Exercise::note_time() {
    auto const clock_us = steady_us();
    auto const& record = *player_->state().exercise();
    noted_at_us_ = std::max(pace_.is_running() ? pace_.now(clock_us).us : 0, player_->now().us);
    noted_steady_us_ = clock_us;
    noted_percent_ = pace_.is_running() ? record.pace_percent() : 0;
    noted_phase_ = record.phase();
    noted_pace_percent_ = record.pace_percent();
}

v1::ExerciseSummary Exercise::summary() const {
    v1::ExerciseSummary summary;
    summary.set_world_id(world_id());
    summary.set_scenario_id(scenario_->script.id());
    *summary.mutable_title() = scenario_->script.title();
    summary.set_phase(static_cast<v1::ExercisePhase>(noted_phase_.load()));
    summary.set_pace_percent(noted_pace_percent_);
    summary.set_now_us(now().us);
    return summary;
}

void Exercise::look(std::function<void(v1::ExerciseView)> take) {
    asio::post(context_.thread.io(), [this, take = std::move(take)] { take(view()); });
}

void Exercise::sum_up(std::function<void(player::AfterActionDraft)> take) {
    asio::post(context_.thread.io(),
               [this, take = std::move(take)] { take(player::draft_of(*player_)); });
}

v1::ExerciseView Exercise::view() const {
    v1::ExerciseView view;
    auto const& record = *player_->state().exercise();
    view.set_world_id(world_id());
    *view.mutable_record() = record;
    view.set_now_us(now().us);
    if (auto const next = player_->injects().next(); next) {
        view.set_next_inject_at_us(next->us);
    }
    for (auto& inject : player::injects_of(*player_)) {
        *view.add_injects() = std::move(inject);
    }
    for (auto const* const duty : player_->state().duties_in_order()) {
        auto& party = *view.add_parties();
        party.set_party(duty->party);
        party.set_human(std::ranges::binary_search(record.humans(), duty->party));
        party.set_simulated(scenario_->behaviour(duty->party) != nullptr);
    }
    for (auto const& objective : scenario_->script.objectives()) {
        auto& shown = *view.add_objectives();
        shown.set_objective_id(objective.id());
        *shown.mutable_title() = objective.title();
    }
    for (auto& verdict : player_->expectations()) {
        *view.add_verdicts() = std::move(verdict);
    }
    view.set_trouble(player_->trouble().empty() ? inputs_->trouble() : player_->trouble());
    return view;
}

}  // namespace larm::exercise
