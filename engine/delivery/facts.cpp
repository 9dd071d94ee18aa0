#include "engine/delivery/facts.hpp"

#include <ranges>
#include <utility>

#include "engine/core/step.hpp"

namespace larm::delivery {
namespace {

bool says_something(v1::Casualties const& casualties) {
    return casualties.dead() > 0 || casualties.severe() > 0 || casualties.moderate() > 0 ||
           casualties.minor() > 0;
}

/// The reason of a party's no, as the core keeps it in an answer.
std::string said_no(core::Chase const& chase) {
    constexpr std::string_view no = "decline: ";
    return chase.answer.starts_with(no) ? chase.answer.substr(no.size()) : std::string{};
}

/// Whoever is asked something by the alarm may answer with a number at once, whichever step asks.
bool owes_transports(core::Incident const& incident, std::string_view party) {
    auto const step = incident.pack->transport_step();
    if (step < 0 || !incident.is_open()) {
        return false;
    }
    auto const* const chase = incident.chase(step, party);
    return chase != nullptr && !incident.is_satisfied(*chase);
}

}  // namespace

Asked asked_of(core::Incident const& incident, core::Chase const& chase, int missing) {
    // A number, and a no by a number, are about the alarm's transports and nothing else: whoever is
    // called to a conference must not take five ambulances back by saying that they cannot come.
    auto const& step = incident.pack->step(chase.step);
    auto const is_of_alarm =
        !core::is_asked_again(step) && step.expects() != v1::EXPECTS_SITUATION_REPORT;
    return {.step = step.id(),
            .party = chase.party,
            .missing = missing,
            .since = chase.started_at,
            .answer = said_no(chase),
            .owes_transports = is_of_alarm && owes_transports(incident, chase.party),
            .takes_no = is_of_alarm && !incident.has_ended(),
            .matter = matter_of(incident, chase)};
}

Asked asked_of_incident(std::string const& recipient, core::Instant since) {
    return {.step = {},
            .party = recipient,
            .missing = 0,
            .since = since,
            .answer = {},
            .owes_transports = false,
            .takes_no = false,
            .matter = {}};
}

Facts facts_of(core::Incident const& incident, std::shared_ptr<core::Pack const> pack) {
    return facts_of(incident, incident.turn_now(incident.updated_at), std::move(pack));
}

Facts facts_of(core::Incident const& incident, core::Turn const& then,
               std::shared_ptr<core::Pack const> pack) {
    Facts facts;
    facts.pack = std::move(pack);
    facts.incident_id = incident.id;
    facts.region_id = incident.region_id;
    facts.level = then.level;
    facts.reason = then.reason;
    for (auto const& report : incident.reports | std::views::take(then.reports)) {
        if (!report.exact_location().empty()) {
            facts.place = report.exact_location();
        }
        if (!report.type().empty()) {
            facts.type = report.type();
        }
        if (says_something(report.casualties())) {
            facts.casualties = report.casualties();
        }
    }
    return facts;
}

}  // namespace larm::delivery
