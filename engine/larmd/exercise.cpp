#include "engine/larmd/exercise.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/larmd/instance.hpp"
#include "engine/rules/as_commands.hpp"
#include "engine/rules/fault.hpp"

namespace larm::larmd {
namespace {

constexpr std::uint64_t luck = 1;  // as `larm replay` without --seed
constexpr std::chrono::milliseconds tick_every{100};
/// Time to open a browser before it begins.
constexpr core::Duration begins_after = core::seconds(20);

/// Into the scenario: when the first thing happens that anybody hears of.
core::Duration first_heard(player::Scenario const& scenario) {
    auto first = scenario.script.lasts_s();
    for (auto const& incident : scenario.script.incidents()) {
        first = std::min(first, incident.has_reported() ? incident.reported().at_s()
                                                        : incident.confirmed().at_s());
    }
    return core::seconds(first);
}

/// The scenario's people can be told over every channel: what a channel does to a message is the
/// scenario's to say.
core::Means simulated_means() {
    return {.configured = {v1::CHANNEL_PUSH, v1::CHANNEL_SMS, v1::CHANNEL_VOICE, v1::CHANNEL_RAKEL,
                           v1::CHANNEL_EMAIL, v1::CHANNEL_WEBHOOK, v1::CHANNEL_OPERATOR}};
}

std::string lines_of(rules::Faults const& faults) {
    std::string lines;
    for (auto const& fault : faults) {
        lines += (lines.empty() ? "" : "\n") + rules::to_string(fault);
    }
    return lines;
}

}  // namespace

std::expected<std::unique_ptr<Exercise>, std::string> Exercise::open(
    std::filesystem::path const& scenario, ExerciseContext const& context) {
    auto loaded = player::load_scenario(scenario);
    if (!loaded) {
        return std::unexpected{lines_of(loaded.error())};
    }
    for (auto const& human : context.humans) {
        if (std::ranges::none_of(loaded->contacts.officers(),
                                 [&](auto const& officer) { return officer.party() == human; })) {
            return std::unexpected{fmt::format(
                "--human {}: the scenario's contacts have nobody of that party", human)};
        }
    }
    auto owned = std::make_unique<player::Scenario>(std::move(*loaded));
    owned->starts = context.clock() + begins_after - first_heard(*owned);
    std::unique_ptr<Exercise> exercise{new Exercise{std::move(owned), context}};
    if (auto opened = exercise->open_world(); !opened) {
        return std::unexpected{std::move(opened).error()};
    }
    return exercise;
}

Exercise::Exercise(std::unique_ptr<player::Scenario> scenario, ExerciseContext const& context)
    : Stage{*scenario, luck},
      scenario_{std::move(scenario)},
      context_{context},
      hub_{context.io, context.limits, metrics_},
      people_{*this},
      gateways_{*this, people_},
      script_{*this, people_},
      timer_{context.io} {
    leave_to_humans(context_.humans);
}

std::expected<void, std::string> Exercise::open_world() {
    auto const folder = context_.data / "exercises" / id() / std::to_string(context_.clock().us);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        return std::unexpected{fmt::format("{}: {}", folder.string(), error.message())};
    }
    world::LiveWorldOptions options;
    options.log.journal = std::filesystem::absolute(folder) / "exercise.db";
    options.log.fresh = {fresh_site(), "exercise", context_.clock()};
    auto opened = world::LiveWorld::open(std::move(options), hub_, *this);
    if (!opened) {
        return std::unexpected{opened.error().message};
    }
    world_ = std::move(*opened);
    book_ = contacts::ContactBook::in_memory();
    (void)book_->take_file(scenario_->contacts, contacts::ContactBook::When::start,
                           context_.clock());
    for (auto const& command :
         {rules::activation(scenario_->pack), rules::seeding(scenario_->contacts, {})}) {
        if (auto const done = world_->submit_and_wait(command); !done) {
            return std::unexpected{done.error().message};
        }
    }
    server::DeskContext desk{.world = *world_,
                             .book = *book_,
                             .clock = context_.clock,
                             .means = simulated_means,
                             .on_preflight = {},
                             .on_book_trouble = {}};
    desk.journal = std::filesystem::absolute(folder) / "exercise.db";
    desk.is_exercise = true;
    desk_ = std::make_unique<server::ContactDesk>(std::move(desk));
    return {};
}

core::State const& Exercise::state() const {
    LARM_CHECK(state_ != nullptr);
    return *state_;
}

void Exercise::play() {
    spdlog::info("event=exercise_begins exercise={} starts_in_s={}", id(),
                 begins_after.us / 1'000'000);
    world_->read([this](core::State const& state, v1::Durability) {
        state_ = &state;
        now_ = world_->now();
        script_.put_down();
    });
    tick();
}

void Exercise::tick() {
    world_->read([this](core::State const& state, v1::Durability) { act(state); });
    timer_.expires_after(tick_every);
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error && !is_stopped_) {
            tick();
        }
    });
}

void Exercise::act(core::State const& state) {
    state_ = &state;
    now_ = world_->now();
    for (auto next = agenda_.next(); next && *next <= now_; next = agenda_.next()) {
        agenda_.run_next();
    }
}

void Exercise::give_own(v1::Command const& command) {
    world_->submit(command, [](world::Reply const&) {});
}

void Exercise::submit(v1::Command const& command, world::ReplyTo reply_to) {
    world_->submit(command, std::move(reply_to));
}

void Exercise::take(core::State const& state, v1::Event const& event, std::int64_t seq) {
    state_ = &state;
    now_ = world_ == nullptr ? now_ : world_->now();
    gateways_.take(state, event, seq);
}

void Exercise::stop() {
    if (is_stopped_.exchange(true)) {
        return;
    }
    if (desk_ != nullptr) {
        desk_->stop();
    }
    if (world_ != nullptr) {
        world_->drain();
    }
}

}  // namespace larm::larmd
