#include "engine/core/situation.hpp"

#include <algorithm>

#include "engine/core/blood_view.hpp"
#include "engine/core/capacity_view.hpp"
#include "engine/core/conference.hpp"
#include "engine/core/fold.hpp"
#include "engine/core/party.hpp"
#include "engine/core/state.hpp"
#include "engine/core/supply.hpp"
#include "engine/core/transfer_view.hpp"
#include "engine/core/triage_view.hpp"
#include "engine/core/view.hpp"

namespace larm::core {
namespace {

/// The stricken region, and where something is otherwise than always or may become so.
void add_triage(v1::SituationFacts& facts, Incident const& incident, Instant now) {
    auto const& book = incident.triage;
    for (std::size_t region = 0; book.terms != nullptr && region < book.terms->regions().size();
         ++region) {
        auto view = triage_region_view(incident, region, now);
        auto const holds = std::ranges::any_of(view.indicators(), [](auto const& indicator) {
            return indicator.standing() == v1::INDICATOR_STANDING_HOLDS;
        });
        if (!holds && view.decisions().empty() && view.region_id() != incident.region_id) {
            continue;
        }
        auto& added = *facts.add_triage();
        for (auto const& each : book.standing) {
            if (each.region_id() == view.region_id() && each.decided() == 0) {
                *added.add_open() = recommendation_in_words(incident, each);
            }
        }
        for (auto& indicator : *view.mutable_indicators()) {
            indicator.clear_fact();  // the rules have it
        }
        *added.mutable_region() = std::move(view);
    }
}

/// Asked for no longer, and nothing of it is on its way or there.
bool is_over(v1::SupportLineRecord const& line) {
    return line.cancelled() && std::ranges::all_of(line.offers(), [](auto const& offer) {
               return offer.waiting() + offer.under_way() + offer.arrived() == 0;
           });
}

void add_steps(v1::SituationCapacity& capacity, v1::HospitalCapacityView const& hospital) {
    auto const count = [&](v1::StepState state) {
        return static_cast<int>(std::ranges::count_if(
            hospital.steps(), [&](auto const& step) { return step.record().state() == state; }));
    };
    capacity.set_steps_ordered(capacity.steps_ordered() + count(v1::STEP_STATE_ORDERED));
    capacity.set_steps_accepted(capacity.steps_accepted() + count(v1::STEP_STATE_ACCEPTED));
    capacity.set_steps_done(capacity.steps_done() + count(v1::STEP_STATE_DONE));
    capacity.set_steps_failed(capacity.steps_failed() + count(v1::STEP_STATE_FAILED));
}

void add_capacity(v1::SituationFacts& facts, State const& state, Incident const& incident,
                  Instant now) {
    v1::GetCapacity request;
    request.set_incident_id(incident.id);
    auto view = capacity_view(state, request, now);
    if (!view || !view->has_rules()) {
        return;
    }
    auto& capacity = *facts.mutable_capacity();
    for (auto& region : *view->mutable_regions()) {
        for (auto& stage : *region.mutable_stages()) {
            stage.clear_forecast();  // what a report foresees is where too few places are
        }
        *capacity.add_regions() = std::move(region);
    }
    for (auto const& hospital : view->hospitals()) {
        add_steps(capacity, hospital);
        for (auto const& stage : hospital.stages()) {
            if (stage.has_shortfall()) {
                *capacity.add_shortfalls() = stage.shortfall();
            }
        }
        if (hospital.facility() > v1::FACILITY_STATUS_NORMAL) {
            auto& impaired = *capacity.add_impaired();
            impaired.set_hospital_id(hospital.hospital_id());
            impaired.set_facility(hospital.facility());
            impaired.set_observed_at_us(hospital.facility_observed_at());
        }
    }
    for (auto& counted : *view->mutable_incidents()) {
        if (!counted.sites().empty() || !counted.arrivals().empty()) {
            counted.clear_expected();
            *facts.mutable_casualties() = std::move(counted);
        }
    }
}

void add_transfers(v1::SituationFacts& facts, State const& state, Incident const& incident,
                   Instant now) {
    v1::GetTransfers request;
    request.set_incident_id(incident.id);
    auto view = transfer_view(state, request, now);
    if (!view || (view->moves().empty() && view->proposal().number() == 0)) {
        return;
    }
    auto& transfers = *facts.mutable_transfers();
    transfers.mutable_proposed()->Swap(view->mutable_proposed());
    transfers.mutable_accepted()->Swap(view->mutable_accepted());
    transfers.mutable_under_way()->Swap(view->mutable_under_way());
    transfers.mutable_arrived()->Swap(view->mutable_arrived());
    transfers.mutable_left_behind()->Swap(view->mutable_proposal()->mutable_left_behind());
    transfers.mutable_awaited_region_ids()->Swap(view->mutable_awaited_region_ids());
}

void add_blood(v1::SituationFacts& facts, State const& state, Incident const& incident,
               Instant now) {
    auto view = blood_view(state, incident, now);
    auto const is_reported = std::ranges::any_of(
        view.centres(), [](auto const& centre) { return centre.observed_at() != 0; });
    if (!view.has_rules() || (!is_reported && view.alarms().empty())) {
        return;
    }
    view.clear_need();
    view.clear_asked();
    *facts.mutable_blood() = std::move(view);
}

}  // namespace

v1::SituationFacts situation_facts(State const& state, Incident const& incident, Instant now) {
    v1::SituationFacts facts;
    facts.set_at_us(now.us);
    facts.set_as_of_seq(state.seq());
    *facts.mutable_incident() = incident_view(incident);
    for (auto& party : *facts.mutable_incident()->mutable_parties()) {
        if (!reaches_nobody(party)) {
            party.clear_deliveries();  // what a report tells is who has answered, not over what
        }
    }
    facts.mutable_fills()->Add(incident.situation_fills.begin(), incident.situation_fills.end());
    for (auto const& request : incident.support) {
        if (!std::ranges::all_of(request.lines(), is_over)) {
            *facts.add_support() = request;
            facts.mutable_support()
                ->rbegin()
                ->clear_acts();  // what a report tells is how it stands
        }
    }
    for (auto& supply : supply_views(state, {}, false, now)) {
        if (supply.short_() || supply.stale()) {
            *facts.add_supplies() = std::move(supply);
        }
    }
    for (auto const& conference : incident.conferences) {
        *facts.add_conferences() = conference_view(incident, conference);
    }
    add_capacity(facts, state, incident, now);
    add_transfers(facts, state, incident, now);
    add_triage(facts, incident, now);
    add_blood(facts, state, incident, now);
    return facts;
}

v1::SituationSection const* situation_section(Incident const& incident, std::string_view id) {
    if (incident.pack == nullptr) {
        return nullptr;
    }
    auto const& sections = incident.pack->rules.situation().sections();
    auto const found = std::ranges::find(sections, id, &v1::SituationSection::id);
    return found == sections.end() ? nullptr : &*found;
}

Instant next_situation(Incident const& incident, Instant sent) {
    auto const every = incident.pack->rules.situation().repeat_every_s();
    return every > 0 ? sent + seconds(every) : Instant{};
}

void fold_situation(Incident& incident, v1::Event const& event) {
    if (event.has_situation_filled()) {
        auto const& fill = event.situation_filled().fill();
        auto& fills = incident.situation_fills;
        std::erase_if(fills, [&](auto const& each) { return each.section() == fill.section(); });
        if (!fill.words().empty()) {
            fills.push_back(fill);
        }
        return;
    }
    auto const& report = event.situation_sent().report();
    incident.situations.push_back(report);
    note_human(incident, event,
               {.party = make_party(v1::ROLE_TIB, incident.region_id),
                .via = v1::VIA_API,
                .taken_by = {},
                .answer = "sent " + std::to_string(report.number()),
                .note = {}});
}

}  // namespace larm::core
