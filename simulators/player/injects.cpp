#include "simulators/player/injects.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/check.hpp"
#include "simulators/player/verdict_text.hpp"

namespace larm::player {
namespace {

constexpr char const* does_not_hold = "villkoret för att hoppa över gäller";

v1::Text both(std::string sv, std::string en) {
    v1::Text text;
    text.set_sv(std::move(sv));
    text.set_en(std::move(en));
    return text;
}

void join(v1::Text& to, v1::Text const& with) {
    auto const is_first = to.sv().empty();
    to.set_sv(to.sv() + (is_first ? "" : "; ") + with.sv());
    to.set_en(to.en() + (is_first ? "" : "; ") + with.en());
}

}  // namespace

void Injects::put_down() {
    for (auto const& inject : stage_.scenario().script.injects()) {
        courses_.push_back({.inject = &inject});
        watch(inject.when());
        watch(inject.unless());
    }
    for (auto const& act : stage_.scenario().script.acts()) {
        watch(act.when());
    }
    for (std::size_t index = 0; index < courses_.size(); ++index) {
        auto const& inject = *courses_[index].inject;
        if (inject.has_at_s()) {
            stage_.at(inject.at_s(), [this, index] { come(index); });
        } else {
            courses_[index].is_waiting = inject.has_when();
        }
        for (auto const& act : inject.acts()) {
            watch(act.when());
        }
    }
}

void Injects::watch(v1::Condition const& condition) {
    auto& watches = watches_[&condition];
    for (auto const& each : condition.all()) {
        watches.all.push_back(judge_.watch(each));
    }
    for (auto const& each : condition.none()) {
        watches.none.push_back(judge_.watch(each));
    }
}

bool Injects::holds(v1::Condition const& condition) {
    auto const watched = watches_.find(&condition);
    LARM_CHECK(watched != watches_.end());
    auto const is_so = [this](int number) { return judge_.holds(number); };
    if (!std::ranges::all_of(watched->second.all, is_so) ||
        std::ranges::any_of(watched->second.none, is_so)) {
        return false;
    }
    auto const of = [this](std::string const& id) -> Course const& { return *find(id); };
    return (condition.told().empty() || of(condition.told()).told_at.has_value()) &&
           (condition.met().empty() || of(condition.met()).met_at.has_value()) &&
           (condition.missed().empty() || of(condition.missed()).is_missed);
}

void Injects::come(std::size_t index) {
    auto& course = courses_[index];
    if (course.is_settled) {
        return;
    }
    if (course.inject->has_unless() && holds(course.inject->unless())) {
        pass_over(course);
    } else if (course.inject->has_when() && !holds(course.inject->when())) {
        course.is_waiting = true;
    } else {
        tell(course, v1::INJECT_CAUSE_PLAN);
    }
}

void Injects::tell(Course& course, v1::InjectCause cause) {
    course.is_settled = true;
    course.is_waiting = false;
    v1::Command command;
    auto& inject = *command.mutable_deliver_inject()->mutable_inject();
    inject.set_inject_id(course.inject->id());
    inject.set_state(v1::INJECT_STATE_GIVEN);
    inject.set_cause(cause);
    stage_.give_own(command);
}

void Injects::pass_over(Course& course) {
    course.is_settled = true;
    course.is_waiting = false;
    v1::Command command;
    auto& inject = *command.mutable_deliver_inject()->mutable_inject();
    inject.set_inject_id(course.inject->id());
    inject.set_state(v1::INJECT_STATE_SKIPPED);
    inject.set_judged_note(does_not_hold);
    stage_.give_own(command);
}

Injects::Course* Injects::find(std::string_view id) {
    auto const found = std::ranges::find_if(
        courses_, [&](Course const& course) { return course.inject->id() == id; });
    return found == courses_.end() ? nullptr : &*found;
}

void Injects::see(v1::Event const& event) {
    if (event.has_inject_given()) {
        if (auto* const course = find(event.inject_given().inject().inject_id())) {
            course->is_settled = true;
            course->is_waiting = false;
            course->told_at = core::Instant{event.at_us()};
            begin(*course);
        }
    } else if (event.has_inject_skipped()) {
        if (auto* const course = find(event.inject_skipped().inject_id())) {
            course->is_settled = true;
            course->is_waiting = false;
        }
    }
    look();
}

void Injects::put_down_what_follows() {
    for (auto& [after, happening] : std::exchange(following_, {})) {
        stage_.later(after, std::move(happening));
    }
}

void Injects::begin(Course& course) {
    for (auto const& expected : course.inject->expects()) {
        course.expects.push_back(judge_.watch(expected));
    }
    for (auto const& act : course.inject->acts()) {
        later(core::seconds(act.at_s()), [this, &act] {
            if (!act.has_when() || holds(act.when())) {
                do_(act);
            }
        });
    }
    if (course.inject->within_s() > 0) {
        auto const index = static_cast<std::size_t>(&course - courses_.data());
        later(core::seconds(course.inject->within_s()), [this, index] { time_is_up(index); });
    }
}

/// What has come true since; those whose condition has come are told at once, and after this event.
void Injects::look() {
    for (std::size_t index = 0; index < courses_.size(); ++index) {
        auto& course = courses_[index];
        if (course.told_at && !course.met_at && !course.expects.empty() &&
            std::ranges::all_of(course.expects,
                                [this](int number) { return judge_.met_at(number).has_value(); })) {
            course.met_at = stage_.now();
        }
        if (course.is_waiting && holds(course.inject->when())) {
            course.is_waiting = false;
            later({}, [this, index] { come(index); });
        }
    }
}

void Injects::time_is_up(std::size_t index) {
    auto& course = courses_[index];
    if (course.inject->expects().empty() || course.met_at) {
        return;
    }
    course.is_missed = true;
    auto* const other = find(course.inject->contingency());
    if (other != nullptr && !other->is_settled) {
        tell(*other, v1::INJECT_CAUSE_CONTINGENCY);
    }
    look();
    put_down_what_follows();
}

std::optional<core::Instant> Injects::next() const {
    std::optional<core::Instant> next;
    for (auto const& course : courses_) {
        if (course.is_settled || course.is_waiting || !course.inject->has_at_s()) {
            continue;
        }
        auto const at = stage_.scenario().starts + core::seconds(course.inject->at_s());
        next = next ? std::min(*next, at) : at;
    }
    return next;
}

std::vector<v1::InjectView> Injects::views() const {
    std::vector<v1::InjectView> views;
    for (auto const& course : courses_) {
        auto const& inject = *course.inject;
        auto& view = views.emplace_back();
        view.mutable_record()->set_inject_id(inject.id());
        *view.mutable_record()->mutable_what() = inject.what();
        if (inject.has_at_s()) {
            view.set_planned_at_us((stage_.scenario().starts + core::seconds(inject.at_s())).us);
        }
        view.set_expected_action(inject.expected_action());
        view.set_within_s(inject.within_s());
        if (!inject.expects().empty() && course.told_at) {
            view.set_met(course.met_at.has_value());
            view.set_met_at_us(course.met_at ? course.met_at->us : 0);
        }
        *view.mutable_objective_ids() = inject.objectives();
        if (inject.has_when()) {
            *view.mutable_when() = in_words(inject.when(), stage_.scenario());
        }
        view.set_contingency_id(inject.contingency());
    }
    return views;
}

std::vector<v1::Verdict> Injects::verdicts() const {
    std::vector<v1::Verdict> verdicts;
    for (std::size_t index = 0; index < courses_.size(); ++index) {
        auto const& course = courses_[index];
        if (!course.told_at || course.expects.empty()) {
            continue;
        }
        auto& verdict = verdicts.emplace_back();
        v1::Text expected;
        for (auto const& each : course.inject->expects()) {
            join(expected, expected_in_words(each, stage_.scenario()));
        }
        auto const within = course.inject->within_s();
        auto const in_time =
            course.met_at &&
            (within == 0 || *course.met_at <= *course.told_at + core::seconds(within));
        verdict.set_held(in_time);
        *verdict.mutable_expected() =
            both(fmt::format("inspel {}: {}", course.inject->id(), expected.sv()),
                 fmt::format("inject {}: {}", course.inject->id(), expected.en()));
        auto const after = course.met_at ? (*course.met_at - *course.told_at).us / 1'000'000 : 0;
        *verdict.mutable_seen() =
            course.met_at ? both(fmt::format("efter {} s", after), fmt::format("after {} s", after))
                          : both("inte gjort", "not done");
        verdict.set_place(stage_.scenario().inject_places.at(index));
    }
    return verdicts;
}

v1::Text in_words(v1::Condition const& condition, Scenario const& scenario) {
    v1::Text text;
    for (auto const& each : condition.all()) {
        join(text, expected_in_words(each, scenario));
    }
    for (auto const& each : condition.none()) {
        auto const words = expected_in_words(each, scenario);
        join(text, both("inte: " + words.sv(), "not: " + words.en()));
    }
    if (!condition.told().empty()) {
        join(text, both("inspel " + condition.told() + " har getts",
                        "inject " + condition.told() + " has been given"));
    }
    if (!condition.met().empty()) {
        join(text, both("inspel " + condition.met() + " har lösts",
                        "inject " + condition.met() + " has been met"));
    }
    if (!condition.missed().empty()) {
        join(text, both("inspel " + condition.missed() + " har inte lösts i tid",
                        "inject " + condition.missed() + " was not met in time"));
    }
    return text;
}

}  // namespace larm::player
