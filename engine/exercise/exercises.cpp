#include "engine/exercise/exercises.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "engine/access/grant.hpp"
#include "engine/core/check.hpp"
#include "engine/exercise/documents.hpp"
#include "engine/exercise/former_runs.hpp"
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

template <typename Reply>
QueryAnswer answer_with(Reply reply) {
    return std::make_unique<Reply>(std::move(reply));
}

std::unexpected<CallError> refused(ConnectCode code, std::string message, std::string field = {}) {
    return std::unexpected{CallError{code, std::move(message), std::move(field), 0}};
}

}  // namespace

Exercises::Exercises(ExercisesContext const& context)
    : context_{context}, folder_{context.scenarios, context.rules} {}

Exercises::~Exercises() {
    begin_stop();
    stop();
}

void Exercises::open_to(Doors doors) {
    doors_ = std::move(doors);
    for (auto const& [id, exercise] : open_) {
        doors_.open(id, exercise->side());
        exercise->begin();
    }
}

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
    auto opened = Exercise::open(std::move(*scenario), order, context_of());
    if (!opened) {
        return std::unexpected{std::move(opened).error()};
    }
    add(std::move(*opened));
    return {};
}

ExerciseContext Exercises::context_of() {
    auto const on_over = [this](std::filesystem::path const& folder,
                                player::AfterActionDraft draft) {
        asio::post(writer_.io(), [this, folder, draft = std::move(draft)]() mutable {
            note_run(folder, std::move(draft));
        });
    };
    return {context_.io, thread_, context_.limits, context_.clock, context_.data, on_over};
}

void Exercises::add(std::unique_ptr<Exercise> exercise) {
    auto const id = exercise->world_id();
    auto const [place, is_new] = open_.emplace(id, std::move(exercise));
    LARM_CHECK(is_new);
    if (doors_.open) {
        doors_.open(id, place->second->side());
        place->second->begin();
    }
}

void Exercises::call(server::ExerciseCall call, server::Answers<QueryAnswer>& answers,
                     std::uint64_t number) {
    Answer answer = [&answers, number](QueryAnswer given) {
        answers.deliver(number, std::move(given));
    };
    auto const& request = *call.request;
    auto const as = [&request]<typename Request>(Request const*) {
        return google::protobuf::DynamicCastToGenerated<Request>(&request);
    };
    if (as(static_cast<v1::ListScenarios*>(nullptr)) != nullptr) {
        return list_scenarios(std::move(answer));
    }
    if (auto const* const checked = as(static_cast<v1::CheckScenario*>(nullptr))) {
        return check(*checked, std::move(answer));
    }
    if (as(static_cast<v1::ListExercises*>(nullptr)) != nullptr) {
        return answer(list(call));
    }
    if (auto const* const wanted = as(static_cast<v1::LoadExercise*>(nullptr))) {
        if (call.world != access::live_world) {
            return answer(refused(ConnectCode::permission_denied,
                                  "a token of the live world opens exercises"));
        }
        return load(*wanted, std::move(answer));
    }
    auto const* const field = request.GetDescriptor()->FindFieldByName("world_id");
    LARM_CHECK(field != nullptr);
    auto const id = request.GetReflection()->GetString(request, field);
    if (call.world != access::live_world && call.world != id) {
        return answer(
            refused(ConnectCode::permission_denied, "the token is for another world", "worldId"));
    }
    auto const found = open_.find(id);
    if (found == open_.end()) {
        return answer(refused(ConnectCode::not_found, fmt::format("no exercise '{}' is open", id),
                              "worldId"));
    }
    auto& exercise = *found->second;
    if (as(static_cast<v1::GetExercise*>(nullptr)) != nullptr) {
        look(exercise, std::move(answer));
    } else if (auto const* const wanted = as(static_cast<v1::ExportExercise*>(nullptr))) {
        export_one(exercise, *wanted, std::move(answer));
    } else {
        LARM_CHECK(as(static_cast<v1::CloseExercise*>(nullptr)) != nullptr);
        answer(close(exercise));
    }
}

void Exercises::list_scenarios(Answer answer) {
    asio::post(thread_.io(), [this, answer = std::move(answer)] {
        v1::ListScenariosReply reply;
        for (auto& summary : folder_.list()) {
            *reply.add_scenarios() = std::move(summary);
        }
        answer(answer_with(std::move(reply)));
    });
}

void Exercises::check(v1::CheckScenario const& request, Answer answer) {
    if (request.scenario_id().empty() == request.text().empty()) {
        return answer(refused(ConnectCode::invalid_argument,
                              "scenarioId or text: exactly one of them", "text"));
    }
    asio::post(thread_.io(), [this, request, answer = std::move(answer)] {
        auto const scenario = request.text().empty() ? folder_.read(request.scenario_id())
                                                     : folder_.read_text(request.text());
        v1::CheckScenarioReply reply;
        if (scenario) {
            *reply.mutable_scenario() = summary_of(*scenario);
        } else {
            for (auto& line : lines_of(scenario.error())) {
                *reply.add_faults() = std::move(line);
            }
        }
        answer(answer_with(std::move(reply)));
    });
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
        (*loaded)->close();
        closed_.push_back(std::move(*loaded));
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

QueryAnswer Exercises::list(server::ExerciseCall const& call) const {
    v1::ListExercisesReply reply;
    for (auto const& [id, exercise] : open_) {
        if (call.world == access::live_world || call.world == id) {
            auto& summary = *reply.add_exercises();
            summary = exercise->summary();
            summary.set_watchers(static_cast<std::int32_t>(exercise->hub().watchers()));
        }
    }
    return answer_with(std::move(reply));
}

void Exercises::look(Exercise& exercise, Answer answer) {
    auto const watchers = static_cast<std::int32_t>(exercise.hub().watchers());
    exercise.look([watchers, answer = std::move(answer)](v1::ExerciseView view) {
        view.set_watchers(watchers);
        v1::GetExerciseReply reply;
        *reply.mutable_exercise() = std::move(view);
        answer(answer_with(std::move(reply)));
    });
}

QueryAnswer Exercises::close(Exercise& exercise) {
    if (exercise.summary().phase() != v1::EXERCISE_PHASE_ENDED) {
        return refused(ConnectCode::failed_precondition, "the exercise has not ended; end it first",
                       "worldId");
    }
    auto const id = exercise.world_id();
    if (doors_.close) {
        doors_.close(id);
    }
    exercise.close();
    auto const found = open_.find(id);
    closed_.push_back(std::move(found->second));
    open_.erase(found);
    return answer_with(v1::CloseExerciseReply{});
}

void Exercises::export_one(Exercise& exercise, v1::ExportExercise const& request, Answer answer) {
    if (reports_asked_.fetch_add(1) >= reports_max) {
        reports_asked_.fetch_sub(1);
        return answer(refused(ConnectCode::resource_exhausted,
                              fmt::format("{} reports are being written; try again", reports_max)));
    }
    auto const format = request.format();
    exercise.sum_up([this, &exercise, format,
                     answer = std::move(answer)](player::AfterActionDraft draft) mutable {
        asio::post(writer_.io(), [this, &exercise, format, answer = std::move(answer),
                                  draft = std::move(draft)]() mutable {
            if (format == v1::EXERCISE_EXPORT_MSEL_CSV) {
                answer(answer_with(msel_document(exercise.scenario(), draft.report)));
            } else {
                auto const scenario = draft.report.exercise().scenario_id();
                player::AfterActionReport report{std::move(draft)};
                report.compare_with(former_runs(context_.data, scenario, exercise.folder()));
                answer(answer_with(report_document(report, format)));
            }
            reports_asked_.fetch_sub(1);
        });
    });
}

void Exercises::note_run(std::filesystem::path const& folder, player::AfterActionDraft draft) {
    player::AfterActionReport const report{std::move(draft)};
    if (!exercise::note_run(folder, report.data())) {
        spdlog::warn("event=exercise_run_not_noted folder={}", folder.string());
    }
}

void Exercises::freeze_all(std::string reason) {
    asio::post(context_.io, [this, reason = std::move(reason)] {
        for (auto const& [id, exercise] : open_) {
            exercise->freeze(reason);
        }
    });
}

void Exercises::check_tokens() {
    for (auto const& [id, exercise] : open_) {
        exercise->hub().check_tokens();
    }
}

void Exercises::begin_stop() {
    is_stopping_ = true;
    for (auto const& [id, exercise] : open_) {
        exercise->close();
    }
}

void Exercises::stop() {
    for (auto const& [id, exercise] : open_) {
        exercise->stop_desk();
    }
    thread_.stop();
    writer_.stop();
}

}  // namespace larm::exercise
