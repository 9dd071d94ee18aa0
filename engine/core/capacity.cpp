// Folding what is said of hospitals, and following incidents. What follows from it is in
// capacity_dues.
#include "engine/core/capacity.hpp"

#include <algorithm>

#include "engine/core/moved_streams.hpp"

namespace larm::core {
namespace {

constexpr int history_max = 100;

using Said = ByStage<ByDimension<bool>>;

Said said_by(v1::CapacityReport const& report) {
    Said said{};
    for (auto const& figure : report.figures()) {
        if (is_stage(figure.stage()) && is_dimension(figure.dimension())) {
            said[index_of(figure.stage())][index_of(figure.dimension())] = true;
        }
    }
    return said;
}

/// Takes away what a report as late, or a later one, says too.
void give_way(v1::CapacityReport& report, v1::CapacityReport const& later) {
    auto const said = said_by(later);
    auto& figures = *report.mutable_figures();
    figures.erase(
        std::remove_if(figures.begin(), figures.end(),
                       [&said](v1::CapacityFigure const& figure) {
                           return is_stage(figure.stage()) && is_dimension(figure.dimension()) &&
                                  said[index_of(figure.stage())][index_of(figure.dimension())];
                       }),
        figures.end());
    if (later.facility() != v1::FACILITY_STATUS_UNSPECIFIED) {
        report.set_facility(v1::FACILITY_STATUS_UNSPECIFIED);
    }
}

bool says_nothing(v1::CapacityReport const& report) {
    return report.figures().empty() && report.facility() == v1::FACILITY_STATUS_UNSPECIFIED;
}

v1::CapacityHistoryEntry& history_entry(v1::HospitalSnapshot& record, Instant at) {
    if (record.history_size() >= history_max) {
        record.mutable_history()->DeleteSubrange(0, record.history_size() - history_max + 1);
    }
    auto& entry = *record.add_history();
    entry.set_at_us(at.us);
    return entry;
}

/// As an incident's own things say; nothing of other incidents.
std::vector<Stream::Come> come_to(Incident const& incident, std::string const& hospital) {
    std::vector<Stream::Come> come;
    auto const found = incident.casualties.arrivals.find(hospital);
    if (found == incident.casualties.arrivals.end()) {
        return come;
    }
    come.reserve(found->second.size());
    for (auto const& record : found->second) {
        auto milli = counts_of(record.arrived());
        std::ranges::for_each(milli, [](auto& count) { count *= 1000; });
        come.push_back({minute_of({record.observed_at_us()}), milli});
    }
    return come;
}

CapacityTerms const& nothing_known() {
    static CapacityTerms const none;
    return none;
}

}  // namespace

Capacity::Capacity() : terms_{&nothing_known()} {}

CapacityTerms const& Capacity::made_of(Pack const& pack) {
    auto const known = made_.find(&pack);
    return known != made_.end() ? known->second
                                : made_.try_emplace(&pack, pack.rules).first->second;
}

CapacityTerms const& Capacity::terms_of(std::size_t incident) const {
    auto const found = own_.find(incident);
    return found == own_.end() ? *terms_ : *found->second;
}

bool was_done(v1::StepRecord const& step, Instant at) {
    auto const turns = std::ranges::count_if(step.turned_at_us(),
                                             [at](std::int64_t turned) { return turned <= at.us; });
    return turns % 2 == 1;
}

v1::HospitalSnapshot const* Capacity::record(std::string_view hospital) const {
    auto const found = records_.find(hospital);
    return found == records_.end() ? nullptr : &found->second;
}

v1::StepRecord const* Capacity::step(std::string_view hospital, std::string_view step) const {
    auto const* const known = record(hospital);
    if (known == nullptr) {
        return nullptr;
    }
    auto const found = std::ranges::find(known->steps(), step, &v1::StepRecord::step_id);
    return found == known->steps().end() ? nullptr : &*found;
}

ArrivalPlan const& Capacity::plan(std::size_t incident) const {
    static ArrivalPlan const none;
    auto const found = plans_.find(incident);
    return found == plans_.end() ? none : found->second;
}

v1::HospitalSnapshot& Capacity::record_or_new(std::string const& hospital) {
    auto& record = records_[hospital];
    record.set_hospital_id(hospital);
    return record;
}

void Capacity::fold(v1::Event const& event) {
    Instant const at{event.at_us()};
    if (event.has_capacity_reported()) {
        fold(event.capacity_reported().report());
        touch(event.capacity_reported().report().hospital_id(), at);
    } else if (event.has_steps_changed()) {
        for (auto const& step : event.steps_changed().steps()) {
            fold(step, at);
        }
        if (!event.steps_changed().steps().empty()) {
            // An event of a level may be of several hospitals; they stand together by hospital.
            std::string const* former = nullptr;
            for (auto const& step : event.steps_changed().steps()) {
                if (former == nullptr || *former != step.hospital_id()) {
                    touch(step.hospital_id(), at);
                }
                former = &step.hospital_id();
            }
        }
    } else if (event.has_step_exercised()) {
        fold(event.step_exercised().record(), at);
    } else if (event.has_capacity_warned()) {
        fold(event.capacity_warned(), at);
        touch(event.capacity_warned().warning().hospital_id(), at);
    } else if (event.has_shortfall_passed()) {
        fold(event.shortfall_passed(), at);
        touch(event.shortfall_passed().hospital_id(), at);
    }
}

void Capacity::fold(v1::CapacityReport const& report) {
    auto& record = record_or_new(report.hospital_id());
    *history_entry(record, {report.reported_at_us()}).mutable_report() = report;
    auto fresh = report;
    for (auto& known : *record.mutable_reports()) {
        if (known.observed_at_us() <= fresh.observed_at_us()) {
            give_way(known, fresh);
        } else {
            give_way(fresh, known);
        }
    }
    auto& reports = *record.mutable_reports();
    reports.erase(std::remove_if(reports.begin(), reports.end(), says_nothing), reports.end());
    if (!says_nothing(fresh)) {
        reports.Add(std::move(fresh));
    }
}

void Capacity::fold(v1::StepRecord const& step, Instant at) {
    auto& record = record_or_new(step.hospital_id());
    *history_entry(record, at).mutable_step() = step;
    auto const known = std::ranges::find(*record.mutable_steps(), step.step_id(),
                                         [](auto const& each) { return each.step_id(); });
    if (known == record.mutable_steps()->end()) {
        *record.add_steps() = step;
    } else {
        *known = step;
    }
}

void Capacity::fold(v1::ExercisedRecord const& exercised, Instant at) {
    auto& record = record_or_new(exercised.hospital_id());
    *history_entry(record, at).mutable_exercised() = exercised;
    auto const known = std::ranges::find(*record.mutable_exercised(), exercised.step_id(),
                                         [](auto const& each) { return each.step_id(); });
    if (known == record.mutable_exercised()->end()) {
        *record.add_exercised() = exercised;
    } else if (known->exercised_at_us() <= exercised.exercised_at_us()) {
        *known = exercised;
    }
}

void Capacity::fold(v1::CapacityWarned const& warned, Instant at) {
    auto const& warning = warned.warning();
    auto& record = record_or_new(warning.hospital_id());
    for (auto const& shortfall : warning.shortfalls()) {
        auto const known = std::ranges::find(*record.mutable_shortfalls(), shortfall.stage(),
                                             [](auto const& each) { return each.stage(); });
        if (known == record.mutable_shortfalls()->end()) {
            *record.add_shortfalls() = shortfall;
        } else {
            *known = shortfall;
        }
    }
    for (auto& step : *record.mutable_steps()) {
        auto const& overdue = warning.overdue_step_ids();
        if (step.state() == v1::STEP_STATE_ACCEPTED &&
            std::ranges::find(overdue, step.step_id()) != overdue.end() && !step.overdue()) {
            step.set_overdue(true);
            *history_entry(record, at).mutable_step() = step;
        }
    }
}

void Capacity::fold(v1::ShortfallPassed const& passed, Instant /*at*/) {
    auto& shortfalls = *record_or_new(passed.hospital_id()).mutable_shortfalls();
    shortfalls.erase(
        std::remove_if(shortfalls.begin(), shortfalls.end(),
                       [&](auto const& each) { return each.stage() == passed.stage(); }),
        shortfalls.end());
}

void Capacity::touch(std::string const& hospital, Instant at) {
    auto const known = records_.find(hospital);
    if (known != records_.end() && at.is_set()) {
        known->second.set_looked_at_us(std::max(known->second.looked_at_us(), at.us));
    }
    if (auto const index = terms().hospital(hospital); index) {
        touched_.push_back(*index);
        note_moved(*index);
        derive(*index);
        weigh(*index);
        note_moved(*index);
    }
}

void Capacity::note_moved(std::size_t hospital) {
    for (auto const& due : hospitals_[hospital].dues) {
        moved_.push_back(due.incident);
    }
}

std::vector<std::size_t> Capacity::take_moved() {
    std::ranges::sort(moved_);
    auto const again = std::ranges::unique(moved_);
    moved_.erase(again.begin(), again.end());
    return std::exchange(moved_, {});
}

std::vector<std::size_t> Capacity::take_touched() {
    return std::exchange(touched_, {});
}

void Capacity::restore(v1::HospitalSnapshot const& record) {
    records_[record.hospital_id()] = record;
}

void Capacity::use_rules(Pack const* pack, Instant at) {
    terms_ = pack == nullptr ? &nothing_known() : &made_of(*pack);
    hospitals_.assign(terms().hospitals().size(), {});
    plans_.clear();
    own_.clear();  // until each is followed anew
    for (auto& [id, record] : records_) {
        touch(id, at);
    }
}

void Capacity::add_waiting_for(std::string const& incident, std::vector<std::size_t>& found) const {
    for (auto const& [id, record] : records_) {
        auto const waits = std::ranges::any_of(record.steps(), [&](auto const& step) {
            return step.state() == v1::STEP_STATE_ACCEPTED && step.incident_id() == incident;
        });
        auto const is_told = std::ranges::any_of(record.shortfalls(), [&](auto const& shortfall) {
            return shortfall.incident_id() == incident;
        });
        if (auto const hospital = terms().hospital(id); hospital && (waits || is_told)) {
            found.push_back(*hospital);
        }
    }
}

void Capacity::forget_shortfalls(std::string const& incident, std::vector<std::size_t>& found) {
    for (auto& [id, record] : records_) {
        auto& shortfalls = *record.mutable_shortfalls();
        auto const before = shortfalls.size();
        shortfalls.erase(
            std::remove_if(shortfalls.begin(), shortfalls.end(),
                           [&](auto const& each) { return each.incident_id() == incident; }),
            shortfalls.end());
        if (auto const hospital = terms().hospital(id); hospital && shortfalls.size() != before) {
            found.push_back(*hospital);
        }
    }
}

void Capacity::follow(std::size_t index, Incident const& incident, Instant at) {
    numbers_.insert_or_assign(incident.id, index);
    auto const goes_on = incident.pack != nullptr && incident.is_open();
    auto const went_on = std::exchange(goes_on_[index], goes_on);
    auto const is_other = !own_.contains(index) || went_on != goes_on;
    std::vector<std::size_t> touched;
    if (!goes_on && at.is_set()) {
        forget_shortfalls(incident.id, touched);
    }
    auto const* own = incident.pack == nullptr ? terms_ : &made_of(*incident.pack);
    own = own->is_known() ? own : terms_;
    own_[index] = own;
    auto plan = plan_arrivals(*own, incident);
    for (std::size_t hospital = 0; hospital < hospitals_.size(); ++hospital) {
        auto& streams = hospitals_[hospital].now.streams;
        auto const known = std::ranges::find(streams, index, &Stream::incident);
        if (known != streams.end()) {
            streams.erase(known);
            touched.push_back(hospital);
        }
    }
    std::map<std::size_t, Expected> expected;  // by index in the pack in force
    // Who has come lies there after the incident is closed, too: figures from before know nothing
    // of them.
    for (auto const& [id, records] : incident.casualties.arrivals) {
        if (auto const hospital = terms().hospital(id); hospital) {
            expected[*hospital] = {};
        }
    }
    for (auto const& id : hospitals_of_moves(incident)) {
        if (auto const hospital = terms().hospital(id); hospital) {
            expected[*hospital] = {};
        }
    }
    for (auto const& each : plan.hospitals) {
        auto const& id = own->hospitals()[each.hospital].rule->id();
        if (auto const hospital = terms().hospital(id); hospital) {
            expected[*hospital] = each;
        }
    }
    for (auto const& [hospital, each] : expected) {
        Stream stream{.incident = index,
                      .goes_on = goes_on,
                      .terms = own,
                      .come = come_to(incident, terms().hospitals()[hospital].rule->id()),
                      .promised = {},
                      .gone = {},
                      .expected_milli = each.milli,
                      .from = each.from,
                      .half = nullptr};
        if (plan.model != nullptr) {
            auto const half = plan.model->half_time_min();
            stream.half = &halves_.try_emplace(half, half).first->second;
        }
        add_moves(stream, incident, terms().hospitals()[hospital].rule->id());
        if (incident.is_closed()) {
            stream.promised.clear();  // nobody will say any more that they have come, or left
            std::erase_if(stream.gone, [](auto const& gone) { return !gone.has_left; });
        }
        auto& streams = hospitals_[hospital].now.streams;
        streams.insert(std::ranges::upper_bound(streams, index, {}, &Stream::incident),
                       std::move(stream));
        touched.push_back(hospital);
    }
    if (is_other) {
        add_waiting_for(incident.id, touched);
    }
    auto const speaks = goes_on && plan.total != Counts{};
    auto const spoke = went_on && this->plan(index).total != Counts{};
    if (spoke != speaks) {  // whoever expects nobody is spoken of by another
        for (auto const& [id, record] : records_) {
            if (auto const hospital = terms().hospital(id); hospital) {
                touched.push_back(*hospital);
            }
        }
    }
    plans_[index] = std::move(plan);
    std::ranges::sort(touched);
    auto const again = std::ranges::unique(touched);
    touched.erase(again.begin(), again.end());
    for (auto const hospital : touched) {
        touch(terms().hospitals()[hospital].rule->id(), at);
    }
    moved_.push_back(index);
}

}  // namespace larm::core
