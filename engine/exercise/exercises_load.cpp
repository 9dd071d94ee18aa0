// How exercises come in: a scenario's file at the start, what a controller loads, and those that an
// earlier daemon has left open.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "engine/access/grant.hpp"
#include "engine/core/check.hpp"
#include "engine/exercise/exercise_answers.hpp"
#include "engine/exercise/exercises.hpp"
#include "engine/rules/fault.hpp"
#include "engine/rules/names.hpp"

namespace larm::exercise {
namespace {

namespace asio = boost::asio;
using server::CallError;
using server::ConnectCode;
using server::QueryAnswer;

/// Time to open a browser before it begins.
constexpr core::Duration begins_after = core::seconds(20);
/// Of a scenario's faults so many are told in an error; all of them by CheckScenario.
constexpr std::size_t faults_told_max = 10;

/// Into the scenario: when the first thing happens that anybody hears of.
core::Duration first_heard(player::Scenario const& scenario) {
    auto first = scenario.script.lasts_s();
    for (auto const& incident : scenario.script.incidents()) {
        first = std::min(first, incident.has_reported() ? incident.reported().at_s()
                                                        : incident.confirmed().at_s());
    }
    return core::seconds(first);
}

std::string in_lines(rules::Faults const& faults) {
    std::string text;
    auto told = std::size_t{0};
    for (auto const& line : lines_of(faults)) {
        if (told++ == faults_told_max) {
            return text + fmt::format("\nand {} more", faults.size() - faults_told_max);
        }
        text += (text.empty() ? "" : "\n") + line;
    }
    return text;
}

std::string unknown_human(player::Scenario const& scenario,
                          std::set<std::string, std::less<>> const& humans) {
    auto const& officers = scenario.contacts.officers();
    for (auto const& human : humans) {
        if (std::ranges::none_of(officers,
                                 [&](auto const& each) { return each.party() == human; })) {
            return human;
        }
    }
    return {};
}

}  // namespace

std::expected<void, std::string> Exercises::play_file(std::filesystem::path const& file,
                                                      std::set<std::string, std::less<>> humans) {
    auto scenario = player::load_scenario(file);
    if (!scenario) {
        return std::unexpected{in_lines(scenario.error())};
    }
    if (auto const unknown = unknown_human(*scenario, humans); !unknown.empty()) {
        return std::unexpected{
            fmt::format("--human {}: the scenario's contacts have nobody of that party", unknown)};
    }
    scenario->starts = context_.clock() + begins_after - first_heard(*scenario);
    ExerciseOrder order{.world_id = scenario->script.id(), .humans = std::move(humans)};
    order.waits = false;
    order.comes_back = false;  // the same command line begins it anew
    auto opened = Exercise::open(std::move(*scenario), order, context_of());
    if (!opened) {
        return std::unexpected{std::move(opened).error()};
    }
    add(std::move(*opened));
    return {};
}

void Exercises::load(v1::LoadExercise const& request, Answer answer) {
    if (auto const before = loaded_by_.find(request.command_id()); before != loaded_by_.end()) {
        v1::LoadExerciseReply reply;
        reply.set_world_id(before->second);
        return answer(answer_with(std::move(reply)));
    }
    if (request.scenario_id().empty() == request.text().empty()) {
        return answer(refused(ConnectCode::invalid_argument,
                              "scenarioId or text: exactly one of them", "scenarioId"));
    }
    if (!request.world_id().empty() &&
        (!rules::is_id(request.world_id()) || request.world_id() == access::live_world)) {
        return answer(refused(ConnectCode::invalid_argument,
                              "worldId: 1 to 64 of a-z, 0-9, _ and -, and not live", "worldId"));
    }
    if (open_.size() + loading_.size() >= worlds_max) {
        return answer(refused(ConnectCode::resource_exhausted,
                              fmt::format("{} exercises are open; close one first", worlds_max)));
    }
    auto const slot = request.command_id();
    if (!loading_.insert(slot).second) {
        return answer(
            refused(ConnectCode::already_exists, "that command is under way", "commandId"));
    }
    asio::post(thread_.io(), [this, request, slot, answer = std::move(answer)] {
        auto loaded = open_one(request);
        {
            std::scoped_lock const lock{arriving_mutex_};
            arriving_.emplace(slot, std::move(loaded));
        }
        asio::post(context_.io, [this, slot, answer] { on_loaded(slot, answer); });
    });
}

Exercises::Loaded Exercises::open_one(v1::LoadExercise const& request) {
    if (auto unknown =
            request.text().empty() ? folder_.refuse_unknown(request.scenario_id()) : std::nullopt;
        unknown) {
        return refused(ConnectCode::not_found, std::move(*unknown), "scenarioId");
    }
    auto scenario = request.text().empty() ? folder_.read(request.scenario_id())
                                           : folder_.read_text(request.text());
    if (!scenario) {
        return refused(ConnectCode::invalid_argument, in_lines(scenario.error()),
                       request.text().empty() ? "scenarioId" : "text");
    }
    std::set<std::string, std::less<>> humans{request.humans().begin(), request.humans().end()};
    if (auto const unknown = unknown_human(*scenario, humans); !unknown.empty()) {
        return refused(ConnectCode::invalid_argument,
                       fmt::format("humans: nobody in the contacts is {}", unknown), "humans");
    }
    ExerciseOrder order{
        .world_id = request.world_id().empty() ? scenario->script.id() : request.world_id(),
        .seed = std::max<std::uint64_t>(request.seed(), 1),
        .humans = std::move(humans)};
    auto opened = Exercise::open(std::move(*scenario), order, context_of());
    if (!opened) {
        return refused(ConnectCode::unavailable, std::move(opened).error());
    }
    return std::move(*opened);
}

void Exercises::on_loaded(std::string const& command_id, Answer const& answer) {
    if (is_stopping_) {
        return answer(refused(ConnectCode::unavailable, "the daemon is stopping"));
    }
    auto taken = [&] {
        std::scoped_lock const lock{arriving_mutex_};
        return arriving_.extract(command_id);
    }();
    loading_.erase(command_id);
    auto& loaded = taken.mapped();
    if (!loaded) {
        return answer(std::unexpected{std::move(loaded).error()});
    }
    auto const world_id = (*loaded)->world_id();
    if (open_.contains(world_id)) {
        let_go(std::move(*loaded), true);
        return answer(refused(ConnectCode::already_exists,
                              fmt::format("an exercise '{}' is open; close it, or say another "
                                          "worldId",
                                          world_id),
                              "worldId"));
    }
    add(std::move(*loaded));
    loaded_by_[command_id] = world_id;
    v1::LoadExerciseReply reply;
    reply.set_world_id(world_id);
    answer(answer_with(std::move(reply)));
}

void Exercises::bring_back() {
    asio::post(thread_.io(), [this] {
        for (auto const& run : open_runs(context_.data)) {
            if (is_stopping_ || coming_back_.size() == worlds_max) {
                break;
            }
            auto back = bring_back(run);
            if (!back) {
                spdlog::warn("event=exercise_not_brought_back exercise={} folder={} why=\"{}\"",
                             run.world_id, run.path.string(), back.error());
                continue;
            }
            std::scoped_lock const lock{arriving_mutex_};
            coming_back_.push_back(std::move(*back));
        }
        asio::post(context_.io, [this] { on_back(); });
    });
}

std::expected<std::unique_ptr<Exercise>, std::string> Exercises::bring_back(RunFolder const& run) {
    auto const text = run.scenario();
    if (!text) {
        return std::unexpected{text.error()};
    }
    auto scenario = folder_.read_text(*text);
    if (!scenario) {
        return std::unexpected{in_lines(scenario.error())};
    }
    return Exercise::bring_back(std::move(*scenario), run, context_of());
}

void Exercises::on_back() {
    if (is_stopping_) {
        return;
    }
    auto back = [&] {
        std::scoped_lock const lock{arriving_mutex_};
        return std::exchange(coming_back_, {});
    }();
    for (auto& exercise : back) {
        if (open_.contains(exercise->world_id())) {
            let_go(std::move(exercise), false);  // another time
        } else {
            add(std::move(exercise));
        }
    }
}

}  // namespace larm::exercise
