#include "simulators/player/hospitals.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/party.hpp"
#include "simulators/player/faults.hpp"
#include "simulators/player/rounds.hpp"

namespace larm::player {
namespace {

/// How often somebody at a hospital looks at what is ordered of it.

v1::HospitalPlus const* plus_of(v1::RulePack const& pack, std::string const& hospital) {
    auto const found = std::ranges::find(pack.plus(), hospital, &v1::HospitalPlus::hospital_id);
    return found == pack.plus().end() ? nullptr : &*found;
}

v1::PlusStep const* step_of(v1::RulePack const& pack, std::string const& hospital,
                            std::string const& step) {
    auto const* const plus = plus_of(pack, hospital);
    if (plus == nullptr) {
        return nullptr;
    }
    auto const found = std::ranges::find(plus->steps(), step, &v1::PlusStep::id);
    return found == plus->steps().end() ? nullptr : &*found;
}

core::ByStage<core::ByDimension<int>> baseline_of(v1::RulePack const& pack,
                                                  std::string const& hospital) {
    core::ByStage<core::ByDimension<int>> baseline{};
    auto const* const plus = plus_of(pack, hospital);
    if (plus == nullptr) {
        return baseline;
    }
    for (auto const& each : plus->stages()) {
        for (auto const& figure : each.dimensions()) {
            if (core::is_stage(each.stage()) && core::is_dimension(figure.dimension())) {
                baseline[core::index_of(each.stage())][core::index_of(figure.dimension())] =
                    figure.baseline();
            }
        }
    }
    return baseline;
}

int adds_to(v1::PlusStep const& step, std::size_t stage, std::size_t dimension) {
    auto sum = 0;
    for (auto const& add : step.adds()) {
        sum += step.dimension() == core::dimension_at(dimension) &&
                       add.stage() == core::stage_at(stage)
                   ? add.patients()
                   : 0;
    }
    return sum;
}

}  // namespace

void Hospitals::read_needs() {
    auto const& rules = stage_.scenario().pack.pack.capacity();
    for (auto const& rule : rules.stages()) {
        if (core::is_stage(rule.stage())) {
            needs_[core::index_of(rule.stage())].stay_min = rule.stay_min();
        }
    }
    for (auto const& rule : rules.severities()) {
        for (auto const& need : rule.needs()) {
            if (core::is_stage(need.stage()) && rule.severity() != v1::SEVERITY_UNSPECIFIED) {
                needs_[core::index_of(need.stage())].permille[core::index_of(rule.severity())] =
                    need.permille();
            }
        }
    }
}

v1::StepRecord const* Hospitals::standing(std::string const& hospital,
                                          std::string const& step) const {
    return stage_.state().capacity().step(hospital, step);
}

void Hospitals::put_down() {
    read_needs();
    auto const& pack = stage_.scenario().pack.pack;
    for (auto const& hospital : pack.hospitals()) {
        auto party = core::make_party(v1::ROLE_HOSPITAL, hospital.id());
        auto const* const behaviour = stage_.scenario().behaviour(party);
        if (behaviour != nullptr && behaviour->has_hospital() && !stage_.is_human(party)) {
            auto& book = books_[hospital.id()];
            book.id = hospital.id();
            book.party = std::move(party);
            book.plan = &behaviour->hospital();
            book.baseline = baseline_of(pack, hospital.id());
            begin(book, {});
        }
    }
    any_evacuation_ =
        std::ranges::any_of(stage_.scenario().script.faults(), &v1::ScenarioFault::has_evacuation);
    if (!books_.empty()) {
        look();
    }
}

void Hospitals::look() {
    stage_.later(looks_every, [this] { look(); });
    for (auto const& incident : stage_.scenario().script.incidents()) {
        auto const* const known = stage_.state().incident(stage_.incident_id(incident.id()));
        if (known == nullptr || known->pack == nullptr || !begun_.insert(incident.id()).second) {
            continue;
        }
        for (auto& [hospital, book] : books_) {
            begin(book, incident.id());
        }
    }
    auto const is_news = std::exchange(seen_news_, stage_.news()) != stage_.news();
    if (!is_news && !any_evacuation_) {
        return;
    }
    for (auto& [hospital, book] : books_) {
        see_orders(book);
        // An evacuation is told at once, and that it is over too.
        if (is_evacuated(stage_.scenario(), hospital, stage_.now()) != book.is_evacuated &&
            book.plan->reports_size() > 0) {
            v1::PlannedFigures once = book.plan->reports(0);
            once.clear_every_s();
            report(book, once, {}, false);
        }
    }
}

void Hospitals::begin(Book& book, std::string const& incident) {
    for (int index = 0; index < book.plan->reports_size(); ++index) {
        auto const& planned = book.plan->reports(index);
        if (planned.incident().empty() != incident.empty() ||
            !is_planned_for(planned.incident(), incident)) {
            continue;
        }
        auto chance = stage_.chance(fmt::format("reporting {} {} {}", book.id, incident, index));
        auto const after = chance.delay(planned.after());
        stage_.later(after,
                     [this, &book, &planned, incident] { report(book, planned, incident, true); });
        if (incident.empty()) {
            begin_rounds(book, planned, after);
        }
    }
}

/// Each later round it begins with beds as full as they were drawn at first: whoever came in the
/// last one has gone home. What it says every so often goes on.
void Hospitals::begin_rounds(Book& book, v1::PlannedFigures const& planned, core::Duration after) {
    auto const& scenario = stage_.scenario();
    auto const is_beginning = &planned == &book.plan->reports(0);
    auto once = planned;
    once.clear_every_s();
    for (int round = 1; round < scenario.script.rounds(); ++round) {
        stage_.later(core::seconds(std::int64_t{round} * scenario.round_s()) + after,
                     [this, &book, once, is_beginning] {
                         if (is_beginning) {
                             book.figures = {};
                         }
                         report(book, once, {}, true);
                     });
    }
}

void Hospitals::report(Book& book, v1::PlannedFigures const& planned, std::string const& incident,
                       bool is_first) {
    auto& request = *book.report.mutable_report_capacity();
    request.Clear();
    request.set_hospital_id(book.id);
    auto const evacuates = is_evacuated(stage_.scenario(), book.id, stage_.now());
    if (evacuates) {
        request.set_facility(v1::FACILITY_STATUS_EVACUATING);
    } else if (is_first || book.is_evacuated) {
        request.set_facility(planned.facility());
        request.set_note(planned.note());
    }
    book.is_evacuated = evacuates;
    add_figures(request, book, planned, is_first);
    stage_.give_kept(book.report, book.party, incident);
    if (planned.every_s() > 0) {
        stage_.later(core::seconds(planned.every_s()),
                     [this, &book, &planned, incident] { report(book, planned, incident, false); });
    }
}

void Hospitals::add_figures(v1::ReportCapacity& out, Book& book, v1::PlannedFigures const& planned,
                            bool is_first) {
    if (auto const changes = casualties_.changes_at(book.id); changes != book.taken.changes) {
        book.taken = {course_of(casualties_.stays_at(book.id)), changes};
    }
    auto const taken_now = book.taken.at(stage_.now());
    std::optional<core::Instant> looked_at;  // most figures are as old as the others
    core::ByStage<std::int64_t> taken_then{};
    auto const add = [&](v1::CareStage stage, v1::PlusDimension dimension) {
        note_figure(book, stage, dimension, planned, is_first);
        auto const at = core::index_of(stage);
        auto const& figure = book.figures[at][core::index_of(dimension)];
        if (looked_at != figure.since) {
            looked_at = figure.since;
            taken_then = book.taken.at(figure.since);
        }
        auto const free = std::int64_t{figure.free} + figure.added + taken_then[at] - taken_now[at];
        // Negative: so many are there without a place. Whoever lies in a hospital that is emptied
        // lies there without one, and has to be moved.
        auto const baseline = std::int64_t{book.baseline[at][core::index_of(dimension)]};
        auto& said = *out.add_figures();
        said.set_stage(stage);
        said.set_dimension(dimension);
        said.set_free(
            static_cast<int>(book.is_evacuated ? std::min(free, baseline) - baseline : free));
    };
    for (auto const& rule : stage_.scenario().pack.pack.capacity().stages()) {
        for (auto const dimension : rule.binds()) {
            add(rule.stage(), static_cast<v1::PlusDimension>(dimension));
        }
    }
}

/// What the hospital has where that is said or drawn for the first time; from then on its books
/// say.
void Hospitals::note_figure(Book& book, v1::CareStage stage, v1::PlusDimension dimension,
                            v1::PlannedFigures const& planned, bool is_first) {
    auto& figure = book.figures[core::index_of(stage)][core::index_of(dimension)];
    if (figure.is_known && !is_first) {
        return;
    }
    auto const said = std::ranges::find_if(planned.figures(), [&](auto const& each) {
        return each.stage() == stage && each.dimension() == dimension;
    });
    if (is_first && said != planned.figures().end()) {
        figure = {true, said->free(), stage_.now()};
        return;
    }
    if (figure.is_known) {
        return;
    }
    auto chance = stage_.chance(fmt::format("places {} {} {}", book.id, static_cast<int>(stage),
                                            static_cast<int>(dimension)));
    auto const span = planned.free_percent_max() - planned.free_percent_min();
    auto const percent = planned.free_percent_min() +
                         static_cast<int>(chance.below(static_cast<std::uint64_t>(span) + 1));
    auto const baseline = book.baseline[core::index_of(stage)][core::index_of(dimension)];
    figure = {true, baseline * percent / 100, stage_.now()};
}

core::ByStage<std::int64_t> Hospitals::Course::at(core::Instant at) const {
    auto const later = std::ranges::upper_bound(steps, at, {}, &Places::from);
    return later == steps.begin() ? core::ByStage<std::int64_t>{} : std::prev(later)->taken;
}

std::vector<Hospitals::Places> Hospitals::course_of(std::span<SevereStay const> stays) const {
    std::map<core::Instant, core::ByStage<std::int64_t>> more;  // permille, from then on
    for (auto const& [severity, stay, stream] : stays) {
        for (std::size_t stage = 0; stage < core::stage_count; ++stage) {
            auto const& needs = needs_[stage];
            auto const left = stay->leaves.is_set() ? stay->leaves : core::Instant::never();
            auto const until =
                needs.stay_min == 0
                    ? left
                    : std::min(left, stay->arrives + core::seconds(60 * needs.stay_min));
            if (until > stay->arrives) {
                more[stay->arrives][stage] += needs.permille[severity];
                more[until][stage] -= needs.permille[severity];
            }
        }
    }
    std::vector<Places> course;
    core::ByStage<std::int64_t> sums{};
    for (auto const& [from, permille] : more) {
        auto& places = course.emplace_back(from);
        for (std::size_t stage = 0; stage < core::stage_count; ++stage) {
            sums[stage] += permille[stage];
            places.taken[stage] = (sums[stage] + 999) / 1000;
        }
    }
    return course;
}

void Hospitals::see_orders(Book& book) {
    auto const& plan = *book.plan;
    auto const* const record = stage_.state().capacity().record(book.id);
    if (record == nullptr || !plan.has_accepts_after()) {
        return;
    }
    for (auto const& step : record->steps()) {
        if (step.state() != v1::STEP_STATE_ORDERED ||
            !book.seen.emplace(step.step_id(), step.since_us()).second) {
            continue;
        }
        auto chance = stage_.chance(
            fmt::format("accepting {} {} {}", book.id, step.step_id(), step.since_us()));
        stage_.later(chance.delay(plan.accepts_after()),
                     [this, &book, id = step.step_id(), since = step.since_us()] {
                         accept(book, id, since);
                     });
    }
}

void Hospitals::accept(Book& book, std::string const& id, std::int64_t since_us) {
    auto const& plan = *book.plan;
    auto const* const known = standing(book.id, id);
    auto const* const step = step_of(stage_.scenario().pack.pack, book.id, id);
    if (known == nullptr || step == nullptr || known->state() != v1::STEP_STATE_ORDERED ||
        known->since_us() != since_us) {
        return;  // called off meanwhile, or somebody else has said it
    }
    v1::Command command;
    command.mutable_report_step()->set_hospital_id(book.id);
    command.mutable_report_step()->set_step_id(id);
    command.mutable_report_step()->set_state(v1::STEP_STATE_ACCEPTED);
    stage_.give(std::move(command), book.party, {});
    if (plan.has_done_after()) {
        auto chance = stage_.chance(fmt::format("doing {} {} {}", book.id, id, since_us));
        auto const after = chance.part(plan.done_after(), core::seconds(60 * step->lead_min()));
        auto const fails = chance.percent(plan.fails_percent());
        stage_.later(after, [this, &book, step, fails] { carry_out(book, *step, fails); });
    }
}

void Hospitals::carry_out(Book& book, v1::PlusStep const& step, bool fails) {
    auto const& plan = *book.plan;
    auto const* const known = standing(book.id, step.id());
    if (known == nullptr || known->state() != v1::STEP_STATE_ACCEPTED) {
        return;
    }
    v1::Command command;
    auto& request = *command.mutable_report_step();
    request.set_hospital_id(book.id);
    request.set_step_id(step.id());
    request.set_state(fails ? v1::STEP_STATE_FAILED : v1::STEP_STATE_DONE);
    request.set_reason(fails ? plan.fails_reason() : std::string{});
    if (!fails) {
        for (std::size_t stage = 0; stage < core::stage_count; ++stage) {
            for (std::size_t dimension = 0; dimension < core::dimension_count; ++dimension) {
                auto& figure = book.figures[stage][dimension];
                auto const counts = figure.is_known && figure.since < stage_.now();
                figure.added += counts ? adds_to(step, stage, dimension) : 0;
            }
        }
    }
    stage_.give(std::move(command), book.party, {});
}

}  // namespace larm::player
