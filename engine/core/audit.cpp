#include "engine/core/audit.hpp"

#include "engine/core/party.hpp"

namespace larm::core {
namespace {

bool is_human(v1::PartyState state) {
    return state == v1::PARTY_STATE_ACKNOWLEDGED || state == v1::PARTY_STATE_ANSWERED;
}

/// A region that has declined has answered; the declarer is asked about the lack.
bool has_declined(Incident const& incident, Chase const& chase) {
    auto const* const region = incident.transports_of(organisation_of(chase.party));
    return region != nullptr && region->declined &&
           incident.pack->step(chase.step).expects() == v1::EXPECTS_TRANSPORTS;
}

Finding about(Neglect kind, Incident const& incident, Chase const& chase) {
    return {.kind = kind,
            .incident_id = incident.id,
            .step = incident.pack->step(chase.step).id(),
            .party = chase.party,
            .recipient = {},
            .channel = v1::CHANNEL_UNSPECIFIED,
            .attempt = chase.attempt};
}

void look_at_messages(std::vector<Finding>& found, Incident const& incident, Chase const& chase,
                      Knows const& knows) {
    for (auto const& delivery : chase.deliveries) {
        auto const is_settled = is_human(chase.state) && delivery.queued_at <= chase.since;
        if (delivery.attempt != chase.attempt || delivery.has_outcome() || is_settled ||
            knows(incident, chase, delivery)) {
            continue;
        }
        auto& finding = found.emplace_back(about(Neglect::lost, incident, chase));
        finding.recipient = delivery.recipient;
        finding.channel = delivery.channel;
    }
}

void look_at(std::vector<Finding>& found, Incident const& incident, Instant now, Duration late_max,
             Knows const& knows) {
    for (auto const& chase : incident.chases) {
        if (!incident.still_asks(chase.step)) {
            continue;
        }
        auto const due = incident.due_at(chase);
        auto const is_open = !incident.is_satisfied(chase) && !has_declined(incident, chase);
        if (is_open && !due.is_set() && chase.state != v1::PARTY_STATE_UNREACHABLE) {
            found.push_back(about(Neglect::forgotten, incident, chase));
        }
        if (due.is_set() && now - due > late_max) {
            found.push_back(about(Neglect::overdue, incident, chase));
        }
        look_at_messages(found, incident, chase, knows);
    }
}

}  // namespace

std::vector<Finding> audit(State const& state, Instant now, Duration late_max, Knows const& knows) {
    std::vector<Finding> found;
    for (auto const* const incident : state.open_incidents()) {
        if (incident->pack == nullptr || incident->chases_held) {
            continue;
        }
        look_at(found, *incident, now, late_max, knows);
        if (found.empty() && incident->next_due.is_set() && now - incident->next_due > late_max) {
            Finding finding;  // of the incident itself: a step or a promise
            finding.kind = Neglect::overdue;
            finding.incident_id = incident->id;
            found.push_back(std::move(finding));
        }
    }
    return found;
}

std::string in_words(Finding const& finding) {
    auto const chase = finding.party.empty()
                           ? "incident " + finding.incident_id
                           : "the chase of " + finding.party + " in step " + finding.step +
                                 " of incident " + finding.incident_id;
    switch (finding.kind) {
        case Neglect::forgotten: return chase + " is not answered, and nothing comes next";
        case Neglect::overdue: return chase + " has a deadline that has passed and did not fire";
        case Neglect::lost: break;
    }
    return chase + " waits for a message to " + finding.recipient + " over " +
           v1::Channel_Name(finding.channel) + " that nobody is sending";
}

}  // namespace larm::core
