#include "engine/exercise/exercises.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <chrono>
#include <future>
#include <utility>

#include "engine/access/grant.hpp"
#include "engine/core/check.hpp"
#include "engine/exercise/documents.hpp"
#include "engine/exercise/exercise_answers.hpp"
#include "engine/exercise/former_runs.hpp"

namespace larm::exercise {
namespace {

namespace asio = boost::asio;
using server::ConnectCode;
using server::QueryAnswer;

/// Those that are leaving are looked at so often.
constexpr std::chrono::milliseconds sweep_every{500};

}  // namespace

Exercises::Exercises(ExercisesContext const& context)
    : context_{context}, folder_{context.scenarios, context.rules}, sweep_timer_{context.io} {
    forget_devices_of_past(context_.data);
}

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
    bring_back();
}

ExerciseContext Exercises::context_of() {
    auto const on_over = [this](std::filesystem::path const& folder,
                                player::AfterActionDraft draft) {
        asio::post(writer_.io(), [this, folder, draft = std::move(draft)]() mutable {
            note_run(folder, std::move(draft));
        });
    };
    return {context_.io,    thread_,       context_.limits,
            context_.clock, context_.data, context_.push ? &*context_.push : nullptr,
            on_over};
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
    auto const id = server::exercise_named(request, call.world);
    if (!id) {
        return answer(std::unexpected{id.error()});
    }
    auto const found = open_.find(*id);
    if (found == open_.end()) {
        return answer(std::unexpected{server::not_open(*id)});
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
        auto unknown =
            request.text().empty() ? folder_.refuse_unknown(request.scenario_id()) : std::nullopt;
        if (unknown) {
            reply.add_faults(std::move(*unknown));
        } else if (scenario) {
            *reply.mutable_scenario() = summary_of(*scenario);
        } else {
            for (auto& line : lines_of(scenario.error())) {
                *reply.add_faults() = std::move(line);
            }
        }
        answer(answer_with(std::move(reply)));
    });
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
    std::erase_if(loaded_by_, [&](auto const& loaded) { return loaded.second == id; });
    let_go(std::move(open_.extract(id).mapped()), true);
    return answer_with(v1::CloseExerciseReply{});
}

void Exercises::let_go(std::unique_ptr<Exercise> exercise, bool for_good) {
    exercise->close(for_good);
    closed_.push_back(std::move(exercise));
    sweep();
}

void Exercises::sweep() {
    if (is_stopping_) {
        return;
    }
    std::erase_if(closed_, [](auto const& exercise) { return exercise->can_go(); });
    if (closed_.empty()) {
        return;
    }
    sweep_timer_.expires_after(sweep_every);
    sweep_timer_.async_wait([this](boost::system::error_code error) {
        if (!error) {
            sweep();
        }
    });
}

void Exercises::export_one(Exercise& exercise, v1::ExportExercise const& request, Answer answer) {
    if (reports_asked_.fetch_add(1) >= reports_max) {
        reports_asked_.fetch_sub(1);
        return answer(refused(ConnectCode::resource_exhausted,
                              fmt::format("{} reports are being written; try again", reports_max)));
    }
    auto const format = request.format();
    // The exercise may be gone when the report is written.
    exercise.sum_up([this, scenario = exercise.scenario(), folder = exercise.folder(), format,
                     answer = std::move(answer)](player::AfterActionDraft draft) mutable {
        asio::post(writer_.io(), [this, scenario, folder, format, answer = std::move(answer),
                                  draft = std::move(draft)]() mutable {
            if (format == v1::EXERCISE_EXPORT_MSEL_CSV) {
                answer(answer_with(msel_document(*scenario, draft.report)));
            } else {
                auto const id = draft.report.exercise().scenario_id();
                player::AfterActionReport report{std::move(draft)};
                report.compare_with(former_runs(context_.data, id, folder));
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
        exercise->close(false);
    }
    sweep_timer_.cancel();
}

void Exercises::stop() {
    if (std::exchange(has_stopped_, true)) {
        return;
    }
    // Whatever is being opened is here after that; a desk waits for its world until it is closed.
    std::promise<void> fence;
    asio::post(thread_.io(), [&fence] { fence.set_value(); });
    fence.get_future().wait();
    auto const end = [](Exercise& exercise) {
        exercise.close(false);
        exercise.stop_desk();
    };
    for (auto const& [id, exercise] : open_) {
        end(*exercise);
    }
    for (auto const& exercise : closed_) {
        exercise->stop_desk();  // closed already, and there may be no more of it than that
    }
    std::scoped_lock const lock{arriving_mutex_};
    for (auto const& [id, loaded] : arriving_) {
        if (loaded) {
            end(**loaded);
        }
    }
    for (auto const& exercise : coming_back_) {
        end(*exercise);
    }
    thread_.stop();
    writer_.stop();
}

}  // namespace larm::exercise
