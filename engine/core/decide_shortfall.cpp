// A human accepts that something lacks which a region was asked for.
#include <algorithm>
#include <string>

#include "engine/core/decide_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/party.hpp"

namespace larm::core {

void settle_shortfall(v1::Event& event, Incident const& incident, std::string const& region) {
    auto const open = std::ranges::any_of(incident.transports, [&](auto const& each) {
        return each.declined && each.region_id != region &&
               incident.missing_transports(each.region_id) > each.accepted_missing;
    });
    for (auto const& chase : incident.chases) {
        if (!open && incident.pack->step(chase.step).expects() == v1::EXPECTS_SHORTFALL_DECISION) {
            *event.add_chases() = ladder::settle(incident, chase);
        }
    }
}

Outcome decide_shortfall(Context const& context, v1::AcceptShortfall const& request) {
    auto const found = incident_for_region(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto const step = request.step().empty() ? incident.pack->transport_step()
                                             : incident.pack->step_index(request.step());
    if (step < 0) {
        return std::unexpected{
            refusal(Code::invalid_argument, "step", "no step '" + request.step() + "'")};
    }
    auto const expects = incident.pack->step(step).expects();
    if (expects == v1::EXPECTS_NATIONAL_DECISION || expects == v1::EXPECTS_SHORTFALL_DECISION) {
        return std::unexpected{refusal(Code::invalid_argument, "step",
                                       "a decision is taken or declined, not done without")};
    }
    auto const party = make_party(incident.pack->step(step).audience().role(), request.region_id());
    auto const* const chase = incident.chase(step, party);
    if (chase == nullptr || incident.is_satisfied(*chase)) {
        return std::unexpected{
            refusal(Code::failed_precondition, "region_id", "nothing lacks from this region")};
    }
    auto const* const given = incident.transports_of(request.region_id());
    auto const has_declined =
        expects == v1::EXPECTS_TRANSPORTS && given != nullptr && given->declined;
    if (!has_declined && chase->state != v1::PARTY_STATE_UNREACHABLE) {
        return std::unexpected{refusal(
            Code::failed_precondition, "region_id",
            "the party is still being asked: a lack is accepted when it has declined, or when "
            "nobody has been reached")};
    }
    auto event = context.event(incident.id);
    auto& accepted = *event.mutable_shortfall_accepted();
    accepted.set_region_id(request.region_id());
    accepted.set_step(incident.pack->step(step).id());
    accepted.set_reason(request.reason());
    auto update = ladder::current(incident, *chase);  // its state stays as it is known to be
    update.set_next_due_us(0);
    *event.add_chases() = std::move(update);
    if (incident.pack->step(step).expects() == v1::EXPECTS_TRANSPORTS) {
        accepted.set_missing(incident.missing_transports(request.region_id()));
        settle_shortfall(event, incident, request.region_id());
    }
    return Events{std::move(event)};
}

}  // namespace larm::core
