// What an exercise's controller may do, and when players may act in it. Time itself is the shell's:
// an event says that it stands, runs or leaps, and the shell does so.
#include <algorithm>
#include <optional>

#include "engine/core/check.hpp"
#include "engine/core/decide_parts.hpp"
#include "engine/core/exercise.hpp"
#include "engine/core/indicator_keys.hpp"
#include "engine/core/mutation.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

/// Of a scenario and of what is made up together: more is no exercise any more.
constexpr int injects_max = 2'000;
constexpr int observations_max = 5'000;

Rejection refused(Code code, std::string field, std::string message) {
    return refusal(code, std::move(field), std::move(message));
}

/// The exercise, which is not over.
std::expected<v1::ExerciseRecord const*, Rejection> exercise_of(Context const& context) {
    auto const* const exercise = context.state.exercise();
    if (exercise == nullptr) {
        return std::unexpected{
            refused(Code::failed_precondition, "world_id", "this world is no exercise")};
    }
    return exercise;
}

std::expected<v1::ExerciseRecord const*, Rejection> open_exercise_of(Context const& context) {
    auto exercise = exercise_of(context);
    if (exercise && (*exercise)->phase() == v1::EXERCISE_PHASE_ENDED) {
        return std::unexpected{
            refused(Code::failed_precondition, "world_id", "the exercise has ended")};
    }
    return exercise;
}

v1::Event moved(Context const& context, v1::ExercisePhase phase, std::string const& reason) {
    auto event = context.event();
    event.mutable_exercise_moved()->set_phase(phase);
    event.mutable_exercise_moved()->set_reason(reason);
    return event;
}

bool is_in(v1::ExerciseRecord const& exercise, v1::ExercisePhase phase) {
    return exercise.phase() == phase;
}

std::string next_made_up(v1::ExerciseRecord const& exercise) {
    auto const count =
        std::ranges::count(exercise.injects(), v1::INJECT_CAUSE_MADE_UP, &v1::InjectRecord::cause);
    return "x" + std::to_string(count + 1);
}

/// The inject of the scenario that is still to come.
std::expected<v1::InjectRecord const*, Rejection> planned_inject(v1::ExerciseRecord const& exercise,
                                                                 std::string const& id) {
    auto const* const inject = inject_of(exercise, id);
    if (inject == nullptr) {
        return std::unexpected{
            refused(Code::not_found, "inject_id", "the scenario has no inject '" + id + "'")};
    }
    if (inject->state() != v1::INJECT_STATE_PLANNED) {
        return std::unexpected{refused(Code::failed_precondition, "inject_id",
                                       "inject '" + id + "' has been given or skipped already")};
    }
    return inject;
}

/// An indicator is named with what came of it; a hospital's also with the hospital.
std::optional<Rejection> refuse_indicator(State const& state, v1::Observe const& request) {
    if (request.indicator_key().empty()) {
        return request.result() == v1::INJECT_RESULT_UNSPECIFIED
                   ? std::nullopt
                   : std::optional{refused(Code::invalid_argument, "indicator_key",
                                           "say which indicator the result is of")};
    }
    auto const* const pack = state.active_pack();
    auto const* const indicator =
        pack == nullptr ? nullptr : indicator_of(pack->rules, request.indicator_key());
    if (indicator == nullptr) {
        return refused(Code::invalid_argument, "indicator_key", "the rules have no such indicator");
    }
    if (request.result() == v1::INJECT_RESULT_UNSPECIFIED) {
        return refused(Code::invalid_argument, "result", "say what came of the indicator");
    }
    if (indicator->scope() == v1::INDICATOR_SCOPE_HOSPITAL &&
        role_of(request.party()) != v1::ROLE_HOSPITAL) {
        return refused(Code::invalid_argument, "party", "say which hospital it is of");
    }
    return std::nullopt;
}

/// role@* and each party that the rules have of the role; of no role where nobody has it.
std::vector<std::string> parties_of_role(Pack const& pack, v1::Role role) {
    v1::Audience everybody;
    everybody.set_role(role);
    everybody.set_where(v1::WHERE_ORGANISATIONS);
    auto found = pack.parties(everybody, {});
    if (role == v1::ROLE_HOSPITAL) {
        for (auto const& hospital : pack.rules.hospitals()) {
            found.push_back(make_party(role, hospital.id()));
        }
    } else if (role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY || role == v1::ROLE_BLOOD) {
        for (auto const& region : pack.rules.regions()) {
            found.push_back(make_party(role, region.id()));
        }
    }
    if (!found.empty()) {
        found.insert(found.begin(), make_party(role, "*"));
    }
    return found;
}

/// What is told to a party that nobody speaks for is heard by nobody, and whoever gave it waits for
/// what it is to lead to.
std::optional<Rejection> refuse_hearers(State const& state, v1::InjectText const& what) {
    auto const* const pack = state.active_pack();
    for (int index = 0; pack != nullptr && index < what.to_size(); ++index) {
        auto const& party = what.to(index);
        auto known = parties_of_role(*pack, role_of(party));
        if (std::ranges::find(known, party) != known.end()) {
            continue;
        }
        if (known.empty()) {
            for (auto const role : {v1::ROLE_TIB, v1::ROLE_DEPUTY, v1::ROLE_BLOOD,
                                    v1::ROLE_HOSPITAL, v1::ROLE_NATIONAL}) {
                known.push_back(make_party(role, "*"));
            }
        }
        std::string all;
        for (auto const& each : known) {
            all += (all.empty() ? "" : ", ") + each;
        }
        return refused(Code::invalid_argument, "made_up.to[" + std::to_string(index) + "]",
                       "nobody is '" + party + "'; there are: " + all);
    }
    return std::nullopt;
}

}  // namespace

std::optional<Rejection> refuse_while_still(State const& state, v1::Command const& command) {
    auto const* const exercise = state.exercise();
    if (exercise == nullptr || !command.has_actor() ||
        is_in(*exercise, v1::EXERCISE_PHASE_PLAYING)) {
        return std::nullopt;
    }
    if (!is_player(command.actor().role())) {
        return std::nullopt;
    }
    auto const* const why = is_in(*exercise, v1::EXERCISE_PHASE_LOADED)
                                ? "the exercise has not begun"
                            : is_in(*exercise, v1::EXERCISE_PHASE_PAUSED) ? "the exercise is paused"
                            : is_in(*exercise, v1::EXERCISE_PHASE_FROZEN)
                                ? "the exercise is broken off: there is a live alarm"
                                : "the exercise has ended";
    return refused(Code::failed_precondition, "", why);
}

Outcome decide_open_exercise(Context const& context, v1::OpenExercise const& request) {
    LARM_CHECK(context.state.exercise() == nullptr);
    auto event = context.event();
    auto& exercise = *event.mutable_exercise_opened()->mutable_exercise();
    exercise = request.exercise();
    std::ranges::sort(*exercise.mutable_humans());
    return Events{std::move(event)};
}

Outcome decide_move_exercise(Context const& context, v1::MoveExercise const& request) {
    auto const* const exercise = context.state.exercise();
    if (exercise == nullptr || is_in(*exercise, request.phase()) ||
        mutated(Mutation::freezes_nothing) || is_in(*exercise, v1::EXERCISE_PHASE_ENDED)) {
        return Events{};
    }
    return Events{moved(context, request.phase(), request.reason())};
}

Outcome decide_deliver_inject(Context const& context, v1::DeliverInject const& request) {
    auto const* const exercise = context.state.exercise();
    LARM_CHECK(exercise != nullptr);
    auto const& inject = request.inject();
    auto const* const planned = inject_of(*exercise, inject.inject_id());
    if (planned == nullptr || planned->state() != v1::INJECT_STATE_PLANNED ||
        !is_in(*exercise, v1::EXERCISE_PHASE_PLAYING)) {
        return Events{};
    }
    auto event = context.event();
    if (inject.state() == v1::INJECT_STATE_SKIPPED) {
        event.mutable_inject_skipped()->set_inject_id(inject.inject_id());
        event.mutable_inject_skipped()->set_reason(inject.judged_note());
        return Events{std::move(event)};
    }
    auto& given = *event.mutable_inject_given()->mutable_inject();
    given = *planned;
    given.set_state(v1::INJECT_STATE_GIVEN);
    given.set_cause(inject.cause());
    given.set_at_us(context.now.us);
    return Events{std::move(event)};
}

Outcome decide_start_exercise(Context const& context) {
    auto const exercise = open_exercise_of(context);
    if (!exercise) {
        return std::unexpected{exercise.error()};
    }
    if (is_in(**exercise, v1::EXERCISE_PHASE_PLAYING)) {
        return std::unexpected{
            refused(Code::failed_precondition, "world_id", "the exercise is under way")};
    }
    return Events{moved(context, v1::EXERCISE_PHASE_PLAYING, {})};
}

Outcome decide_pause_exercise(Context const& context, v1::PauseExercise const& request) {
    auto const exercise = open_exercise_of(context);
    if (!exercise) {
        return std::unexpected{exercise.error()};
    }
    if (!is_in(**exercise, v1::EXERCISE_PHASE_PLAYING)) {
        return std::unexpected{
            refused(Code::failed_precondition, "world_id", "the exercise stands still already")};
    }
    return Events{moved(context, v1::EXERCISE_PHASE_PAUSED, request.reason())};
}

Outcome decide_pace(Context const& context, v1::ChangePace const& request) {
    auto const exercise = open_exercise_of(context);
    if (!exercise) {
        return std::unexpected{exercise.error()};
    }
    auto event = context.event();
    event.mutable_pace_changed()->set_pace_percent(request.pace_percent());
    return Events{std::move(event)};
}

Outcome decide_skip_ahead(Context const& context, v1::SkipAhead const& request) {
    auto const exercise = open_exercise_of(context);
    if (!exercise) {
        return std::unexpected{exercise.error()};
    }
    if (!is_in(**exercise, v1::EXERCISE_PHASE_PLAYING)) {
        return std::unexpected{refused(Code::failed_precondition, "world_id",
                                       "the exercise stands still; start it first")};
    }
    if (request.seconds() <= 0) {
        return std::unexpected{refused(Code::failed_precondition, "seconds",
                                       "no further inject has a time; say for how many seconds")};
    }
    auto event = context.event();
    event.mutable_skipped_ahead()->set_until_us((context.now + seconds(request.seconds())).us);
    return Events{std::move(event)};
}

Outcome decide_give_inject(Context const& context, v1::GiveInject const& request) {
    auto const exercise = open_exercise_of(context);
    if (!exercise) {
        return std::unexpected{exercise.error()};
    }
    if (request.inject_id().empty() != request.has_made_up()) {
        return std::unexpected{
            refused(Code::invalid_argument, "inject_id",
                    "say an inject of the scenario, or one made up: one of both")};
    }
    if (!is_in(**exercise, v1::EXERCISE_PHASE_PLAYING)) {
        return std::unexpected{refused(Code::failed_precondition, "world_id",
                                       "the exercise stands still; start it first")};
    }
    auto event = context.event();
    auto& given = *event.mutable_inject_given()->mutable_inject();
    if (request.has_made_up()) {
        if ((*exercise)->injects_size() >= injects_max) {
            return std::unexpected{refused(Code::resource_exhausted, "made_up",
                                           "the exercise has 2000 injects already")};
        }
        if (auto nobody = refuse_hearers(context.state, request.made_up()); nobody) {
            return std::unexpected{std::move(*nobody)};
        }
        given.set_inject_id(next_made_up(**exercise));
        given.set_cause(v1::INJECT_CAUSE_MADE_UP);
        *given.mutable_what() = request.made_up();
    } else {
        auto const planned = planned_inject(**exercise, request.inject_id());
        if (!planned) {
            return std::unexpected{planned.error()};
        }
        given = **planned;
        given.set_cause(v1::INJECT_CAUSE_BY_HAND);
    }
    given.set_state(v1::INJECT_STATE_GIVEN);
    given.set_at_us(context.now.us);
    return Events{std::move(event)};
}

Outcome decide_skip_inject(Context const& context, v1::SkipInject const& request) {
    auto const exercise = open_exercise_of(context);
    if (!exercise) {
        return std::unexpected{exercise.error()};
    }
    if (auto const planned = planned_inject(**exercise, request.inject_id()); !planned) {
        return std::unexpected{planned.error()};
    }
    auto event = context.event();
    event.mutable_inject_skipped()->set_inject_id(request.inject_id());
    event.mutable_inject_skipped()->set_reason(request.reason());
    return Events{std::move(event)};
}

Outcome decide_judge_inject(Context const& context, v1::JudgeInject const& request) {
    auto const exercise = exercise_of(context);  // also when it has ended
    if (!exercise) {
        return std::unexpected{exercise.error()};
    }
    auto const* const inject = inject_of(**exercise, request.inject_id());
    if (inject == nullptr) {
        return std::unexpected{refused(Code::not_found, "inject_id", "no such inject")};
    }
    if (inject->state() != v1::INJECT_STATE_GIVEN) {
        return std::unexpected{
            refused(Code::failed_precondition, "inject_id", "the inject has not been given")};
    }
    auto event = context.event();
    auto& judged = *event.mutable_inject_judged();
    judged.set_inject_id(request.inject_id());
    judged.set_result(request.result());
    judged.set_note(request.note());
    return Events{std::move(event)};
}

Outcome decide_hand_over(Context const& context, v1::HandOver const& request) {
    auto const exercise = open_exercise_of(context);
    if (!exercise) {
        return std::unexpected{exercise.error()};
    }
    if (!context.state.duties().contains(request.party())) {
        return std::unexpected{
            refused(Code::not_found, "party", "nobody in this exercise is " + request.party())};
    }
    auto const is_human = std::ranges::binary_search((*exercise)->humans(), request.party());
    if (is_human == request.to_human()) {
        return std::unexpected{refused(
            Code::failed_precondition, "party",
            request.to_human() ? "a human plays that party already" : "no human plays that party")};
    }
    auto event = context.event();
    event.mutable_party_handed_over()->set_party(request.party());
    event.mutable_party_handed_over()->set_to_human(request.to_human());
    return Events{std::move(event)};
}

Outcome decide_observe(Context const& context, v1::Observe const& request) {
    auto const exercise = exercise_of(context);  // also when it has ended
    if (!exercise) {
        return std::unexpected{exercise.error()};
    }
    if (auto refusal = refuse_indicator(context.state, request); refusal) {
        return std::unexpected{*std::move(refusal)};
    }
    if ((*exercise)->observations_size() >= observations_max) {
        return std::unexpected{refused(Code::resource_exhausted, "text",
                                       "the exercise has 5000 observations already")};
    }
    auto event = context.event();
    auto& observation = *event.mutable_observation_noted()->mutable_observation();
    observation.set_at_us(context.now.us);
    observation.set_token_id(context.command.actor().token_id());
    observation.set_text(request.text());
    observation.set_party(request.party());
    observation.set_objective_id(request.objective_id());
    observation.set_indicator_key(request.indicator_key());
    observation.set_result(request.result());
    return Events{std::move(event)};
}

Outcome decide_end_exercise(Context const& context, v1::EndExercise const& request) {
    auto const exercise = open_exercise_of(context);
    if (!exercise) {
        return std::unexpected{exercise.error()};
    }
    return Events{moved(context, v1::EXERCISE_PHASE_ENDED, request.reason())};
}

}  // namespace larm::core
