#include "engine/core/situation.hpp"

#include <algorithm>

#include "engine/core/conference.hpp"
#include "engine/core/fold.hpp"
#include "engine/core/party.hpp"
#include "engine/core/state.hpp"
#include "engine/core/supply.hpp"
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

}  // namespace

v1::SituationFacts situation_facts(State const& state, Incident const& incident, Instant now) {
    v1::SituationFacts facts;
    facts.set_at_us(now.us);
    facts.set_as_of_seq(state.seq());
    *facts.mutable_incident() = incident_view(incident);
    for (auto& party : *facts.mutable_incident()->mutable_parties()) {
        party.clear_deliveries();  // what a report tells is who has answered, not over what
    }
    facts.mutable_fills()->Add(incident.situation_fills.begin(), incident.situation_fills.end());
    facts.mutable_support()->Add(incident.support.begin(), incident.support.end());
    for (auto& supply : supply_views(state, {}, false, now)) {
        if (supply.short_() || supply.stale()) {
            *facts.add_supplies() = std::move(supply);
        }
    }
    for (auto const& conference : incident.conferences) {
        *facts.add_conferences() = conference_view(incident, conference);
    }
    add_triage(facts, incident, now);
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
