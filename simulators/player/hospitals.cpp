#include "simulators/player/hospitals.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/party.hpp"
#include "simulators/player/faults.hpp"

namespace larm::player {
namespace {

/// How often somebody at a hospital looks at what is ordered of it.
constexpr auto looks_every = core::seconds(10);

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

int baseline_of(v1::RulePack const& pack, std::string const& hospital, v1::CareStage stage,
                v1::PlusDimension dimension) {
    auto const* const plus = plus_of(pack, hospital);
    if (plus == nullptr) {
        return 0;
    }
    for (auto const& each : plus->stages()) {
        for (auto const& figure : each.dimensions()) {
            if (each.stage() == stage && figure.dimension() == dimension) {
                return figure.baseline();
            }
        }
    }
    return 0;
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

int need_permille(v1::CapacityRules const& rules, std::size_t severity, v1::CareStage stage) {
    for (auto const& rule : rules.severities()) {
        for (auto const& need : rule.needs()) {
            if (core::index_of(rule.severity()) == severity && need.stage() == stage) {
                return need.permille();
            }
        }
    }
    return 0;
}

}  // namespace

std::string Hospitals::party_of(std::string const& hospital) const {
    return core::make_party(v1::ROLE_HOSPITAL, hospital);
}

v1::StepRecord const* Hospitals::standing(std::string const& hospital,
                                          std::string const& step) const {
    return stage_.state().capacity().step(hospital, step);
}

void Hospitals::put_down() {
    for (auto const& hospital : stage_.scenario().pack.pack.hospitals()) {
        auto const party = party_of(hospital.id());
        auto const* const behaviour = stage_.scenario().behaviour(party);
        if (behaviour != nullptr && behaviour->has_hospital() && !stage_.is_human(party)) {
            plans_[hospital.id()] = &behaviour->hospital();
            begin(hospital.id(), behaviour->hospital(), {});
        }
    }
    if (!plans_.empty()) {
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
        for (auto const& [hospital, plan] : plans_) {
            begin(hospital, *plan, incident.id());
        }
    }
    for (auto const& [hospital, plan] : plans_) {
        see_orders(hospital, *plan);
        // An evacuation is told at once, and that it is over too.
        if (is_evacuated(stage_.scenario(), hospital, stage_.now()) !=
                books_[hospital].is_evacuated &&
            plan->reports_size() > 0) {
            v1::PlannedFigures once = plan->reports(0);
            once.clear_every_s();
            report(hospital, once, {}, false);
        }
    }
}

void Hospitals::begin(std::string const& hospital, v1::HospitalPlan const& plan,
                      std::string const& incident) {
    for (int index = 0; index < plan.reports_size(); ++index) {
        auto const& planned = plan.reports(index);
        if (planned.incident() == incident) {
            auto chance =
                stage_.chance(fmt::format("reporting {} {} {}", hospital, incident, index));
            stage_.later(chance.delay(planned.after()), [this, hospital, incident, &planned] {
                report(hospital, planned, incident, true);
            });
        }
    }
}

void Hospitals::report(std::string const& hospital, v1::PlannedFigures const& planned,
                       std::string const& incident, bool is_first) {
    auto const& pack = stage_.scenario().pack.pack;
    v1::Command command;
    auto& request = *command.mutable_report_capacity();
    request.set_hospital_id(hospital);
    auto const evacuates = is_evacuated(stage_.scenario(), hospital, stage_.now());
    if (evacuates) {
        request.set_facility(v1::FACILITY_STATUS_EVACUATING);
    } else if (is_first || books_[hospital].is_evacuated) {
        request.set_facility(planned.facility());
        request.set_note(planned.note());
    }
    books_[hospital].is_evacuated = evacuates;
    auto const stays = casualties_.stays_at(hospital);
    for (auto const& rule : pack.capacity().stages()) {
        for (auto const each : rule.binds()) {
            auto const dimension = static_cast<v1::PlusDimension>(each);
            note_figure(hospital, rule.stage(), dimension, planned, is_first);
            auto& out = *request.add_figures();
            out.set_stage(rule.stage());
            out.set_dimension(dimension);
            // Whoever lies there lies there without a place, and has to be moved.
            auto const free =
                free_now(hospital, stays, core::index_of(rule.stage()), core::index_of(dimension));
            auto const baseline = baseline_of(pack, hospital, rule.stage(), dimension);
            out.set_free(evacuates ? std::min(free, baseline) - baseline : free);
        }
    }
    stage_.give(std::move(command), party_of(hospital), incident);
    if (planned.every_s() > 0) {
        stage_.later(core::seconds(planned.every_s()), [this, hospital, incident, &planned] {
            report(hospital, planned, incident, false);
        });
    }
}

/// What the hospital has where that is said or drawn for the first time; from then on its books
/// say.
void Hospitals::note_figure(std::string const& hospital, v1::CareStage stage,
                            v1::PlusDimension dimension, v1::PlannedFigures const& planned,
                            bool is_first) {
    auto& figure = books_[hospital].figures[core::index_of(stage)][core::index_of(dimension)];
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
    auto chance = stage_.chance(fmt::format("places {} {} {}", hospital, static_cast<int>(stage),
                                            static_cast<int>(dimension)));
    auto const span = planned.free_percent_max() - planned.free_percent_min();
    auto const percent = planned.free_percent_min() +
                         static_cast<int>(chance.below(static_cast<std::uint64_t>(span) + 1));
    auto const baseline = baseline_of(stage_.scenario().pack.pack, hospital, stage, dimension);
    figure = {true, baseline * percent / 100, stage_.now()};
}

int Hospitals::free_now(std::string const& hospital, std::span<SevereStay const> stays,
                        std::size_t stage, std::size_t dimension) const {
    auto const& book = books_.at(hospital);
    auto const& figure = book.figures[stage][dimension];
    auto free = std::int64_t{figure.free} + taken(stays, stage, figure.since) -
                taken(stays, stage, stage_.now());
    for (auto const& each : book.added) {
        free += each.at > figure.since ? adds_to(*each.step, stage, dimension) : 0;
    }
    return static_cast<int>(free);  // negative: so many are there without a place
}

std::int64_t Hospitals::taken(std::span<SevereStay const> stays, std::size_t stage,
                              core::Instant at) const {
    auto const& rules = stage_.scenario().pack.pack.capacity();
    auto const rule =
        std::ranges::find(rules.stages(), core::stage_at(stage), &v1::StageRule::stage);
    auto const stay = rule == rules.stages().end() ? 0 : rule->stay_min();
    std::int64_t permille = 0;
    for (auto const& each : stays) {
        auto const needs_it =
            each.stay->is_there(at) &&
            (stay == 0 || at < each.stay->arrives + core::seconds(std::int64_t{60} * stay));
        permille += needs_it ? need_permille(rules, each.severity, core::stage_at(stage)) : 0;
    }
    return (permille + 999) / 1000;
}

void Hospitals::see_orders(std::string const& hospital, v1::HospitalPlan const& plan) {
    auto const* const record = stage_.state().capacity().record(hospital);
    if (record == nullptr || !plan.has_accepts_after()) {
        return;
    }
    for (auto const& step : record->steps()) {
        if (step.state() != v1::STEP_STATE_ORDERED ||
            !books_[hospital].seen.emplace(step.step_id(), step.since_us()).second) {
            continue;
        }
        auto chance = stage_.chance(
            fmt::format("accepting {} {} {}", hospital, step.step_id(), step.since_us()));
        stage_.later(chance.delay(plan.accepts_after()),
                     [this, hospital, &plan, id = step.step_id(), since = step.since_us()] {
                         accept(hospital, plan, id, since);
                     });
    }
}

void Hospitals::accept(std::string const& hospital, v1::HospitalPlan const& plan,
                       std::string const& id, std::int64_t since_us) {
    auto const* const known = standing(hospital, id);
    auto const* const step = step_of(stage_.scenario().pack.pack, hospital, id);
    if (known == nullptr || step == nullptr || known->state() != v1::STEP_STATE_ORDERED ||
        known->since_us() != since_us) {
        return;  // called off meanwhile, or somebody else has said it
    }
    v1::Command command;
    command.mutable_report_step()->set_hospital_id(hospital);
    command.mutable_report_step()->set_step_id(id);
    command.mutable_report_step()->set_state(v1::STEP_STATE_ACCEPTED);
    stage_.give(std::move(command), party_of(hospital), {});
    if (plan.has_done_after()) {
        auto chance = stage_.chance(fmt::format("doing {} {} {}", hospital, id, since_us));
        auto const after = chance.part(plan.done_after(), core::seconds(60 * step->lead_min()));
        auto const fails = chance.percent(plan.fails_percent());
        stage_.later(after, [this, hospital, &plan, step, fails] {
            carry_out(hospital, plan, *step, fails);
        });
    }
}

void Hospitals::carry_out(std::string const& hospital, v1::HospitalPlan const& plan,
                          v1::PlusStep const& step, bool fails) {
    auto const* const known = standing(hospital, step.id());
    if (known == nullptr || known->state() != v1::STEP_STATE_ACCEPTED) {
        return;
    }
    v1::Command command;
    auto& request = *command.mutable_report_step();
    request.set_hospital_id(hospital);
    request.set_step_id(step.id());
    request.set_state(fails ? v1::STEP_STATE_FAILED : v1::STEP_STATE_DONE);
    request.set_reason(fails ? plan.fails_reason() : std::string{});
    if (!fails) {
        books_[hospital].added.push_back({stage_.now(), &step});
    }
    stage_.give(std::move(command), party_of(hospital), {});
}

}  // namespace larm::player
