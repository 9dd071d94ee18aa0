// What is known of hospitals, and following incidents. What is said of hospitals is folded in
// capacity_fold; what follows from it is in capacity_dues.
#include "engine/core/capacity.hpp"

#include <algorithm>

#include "engine/core/moved_streams.hpp"

namespace larm::core {
namespace {

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

void look_at(v1::HospitalSnapshot& record, Instant at) {
    if (at.is_set()) {
        record.set_looked_at_us(std::max(record.looked_at_us(), at.us));
    }
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

Past const& Capacity::past(std::string_view hospital) const {
    static Past const none;
    auto const found = pasts_.find(hospital);
    return found == pasts_.end() ? none : found->second;
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

void Capacity::touch(std::string const& hospital, Instant at) {
    if (auto const index = terms().hospital(hospital); index) {
        touch(*index, at);
    } else if (auto const known = records_.find(hospital); known != records_.end()) {
        look_at(known->second, at);
    }
}

void Capacity::touch(std::size_t hospital, Instant at) {
    if (auto* const record = hospitals_[hospital].record; record != nullptr) {
        look_at(*record, at);
    }
    touched_.add(hospital);
    note_moved(hospital);
    derive(hospital);
    weigh(hospital);
    note_moved(hospital);
}

void Capacity::note_moved(std::size_t hospital) {
    for (auto const& due : hospitals_[hospital].dues) {
        moved_.add(due.incident);
    }
}

std::vector<std::size_t> const& Capacity::take_moved() {
    return moved_.take_sorted();
}

void Capacity::restore(v1::HospitalSnapshot const& record) {
    auto& past = pasts_[record.hospital_id()];
    std::ranges::for_each(record.history(), [&past](auto const& entry) { past.add(entry); });
    auto& known = records_[record.hospital_id()];
    known = record;
    known.clear_history();
}

void Capacity::use_rules(Pack const* pack, Instant at) {
    terms_ = pack == nullptr ? &nothing_known() : &made_of(*pack);
    hospitals_.assign(terms().hospitals().size(), {});
    plans_.clear();
    own_.clear();  // until each is followed anew
    for (auto& [id, record] : records_) {
        if (auto const hospital = terms().hospital(id); hospital) {
            hospitals_[*hospital].record = &record;
            hospitals_[*hospital].past = &pasts_[id];
        }
    }
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
        touch(hospital, at);
    }
    moved_.add(index);
}

}  // namespace larm::core
