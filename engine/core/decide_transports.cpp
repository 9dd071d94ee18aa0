// Secondary transports: promises, and what becomes of them.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/core/carrying.hpp"
#include "engine/core/decide_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/party.hpp"
#include "engine/core/resource_name.hpp"
#include "engine/core/transport_shares.hpp"

namespace larm::core {
namespace {

/// Adds how the region's transport chase stands once `firm` and `provisional` vehicles more (or
/// fewer) are promised, and the acknowledgement that this human act implies.
void weigh(v1::Event& event, Context const& context, Incident const& incident,
           std::string const& region, int firm, int provisional) {
    auto const party = make_party(v1::ROLE_TIB, region);
    auto const step = incident.pack->transport_step();
    auto const* const chase = step < 0 ? nullptr : incident.chase(step, party);
    if (chase != nullptr) {
        auto const* const given = incident.transports_of(region);
        auto const had = given == nullptr ? 0 : given->firm() + given->released();
        auto const missing = std::max(0, incident.pack->step(step).minimum() - had - firm);
        auto const promised = (given == nullptr ? 0 : given->provisional()) + provisional;
        auto const is_no = given != nullptr && given->declined;
        auto const accepted = given == nullptr ? 0 : given->accepted_missing;
        if (missing > 0 && (is_no || missing <= accepted)) {
            auto update = ladder::settle(incident, *chase);  // its no, or a human's yes to the lack
            update.set_missing(missing);
            *event.add_chases() = std::move(update);
        } else {
            *event.add_chases() =
                ladder::weigh_transports(incident, *chase, missing, promised, context.now);
        }
    }
    ladder::imply_acknowledgement(event, incident, party, step, context.now);
}

template <typename Request>
VehiclesMeant vehicles_meant(Request const& request) {
    return {request.region_id(),
            request.commitment_id(),
            {request.resource_ids().begin(), request.resource_ids().end()},
            request.count()};
}

constexpr int named_at_most = 10;

/// "; there are: dalarna-1, dalarna-3": the latest of which something stands.
std::string standing_ones(Transports const* region) {
    std::string text;
    if (region == nullptr) {
        return "; none stands";
    }
    auto left = named_at_most;
    for (auto each = region->commitments.rbegin(); each != region->commitments.rend() && left > 0;
         ++each) {
        if (each->standing() > 0) {
            text += (text.empty() ? "; there are: " : ", ") + each->given.commitment_id();
            --left;
        }
    }
    return text.empty() ? "; none stands" : text;
}

template <typename Request>
std::expected<Commitment const*, Rejection> commitment_of(Incident const& incident,
                                                          Request const& request) {
    auto const* const region = incident.transports_of(request.region_id());
    auto const* const commitment =
        region == nullptr ? nullptr : region->commitment(request.commitment_id());
    if (commitment == nullptr) {
        return std::unexpected{refusal(Code::not_found, "commitment_id",
                                       "the region has no commitment '" + request.commitment_id() +
                                           "' in this incident" + standing_ones(region))};
    }
    return commitment;
}

std::optional<Rejection> refuse_resources(Context const& context, Incident const& incident,
                                          v1::CommitTransports const& request) {
    if (request.resource_ids_size() > request.count()) {
        return refusal(Code::invalid_argument, "resource_ids",
                       "names more vehicles than are promised");
    }
    std::set<std::string> named;
    for (auto const& id : request.resource_ids()) {
        auto const name = vehicle_name(id);
        if (name.empty() || !named.insert(name).second) {
            return refusal(Code::invalid_argument, "resource_ids",
                           name.empty() ? "names a vehicle by nothing" : "names " + id + " twice");
        }
        if (auto const* const holder = context.state.holder_of(id); holder != nullptr) {
            return refusal(Code::failed_precondition, "resource_ids",
                           holder->id == incident.id
                               ? id + " is already promised to this incident"
                               : id + " is already promised to incident " + holder->id);
        }
    }
    return std::nullopt;
}

/// Where the pack knows how many transports a region has, promises to all incidents together stay
/// within it.
std::optional<Rejection> refuse_beyond_total(Context const& context, Incident const& incident,
                                             v1::CommitTransports const& request) {
    auto const total = incident.pack->region(request.region_id())->transports_total();
    if (total == 0) {
        return std::nullopt;
    }
    int promised = 0;
    for (auto const& each : context.state.incidents()) {
        auto const* const given =
            each.is_running() ? each.transports_of(request.region_id()) : nullptr;
        promised += given == nullptr ? 0 : given->firm() + given->provisional();
    }
    if (promised + request.count() <= total) {
        return std::nullopt;
    }
    return refusal(Code::failed_precondition, "count",
                   "the region has " + std::to_string(total) + " transports and has promised " +
                       std::to_string(promised) + " of them");
}

struct Expiry {
    Instant at;
    Instant ask_at;
};

/// When a promise runs out, and when its giver is asked before that.
Expiry expiry_of(Context const& context, v1::AlarmPolicy const& policy, int minutes) {
    auto const valid =
        minutes > 0 ? seconds(std::int64_t{60} * minutes) : seconds(policy.commitment_valid_s());
    if (valid.us == 0) {
        return {};
    }
    auto const at = context.now + valid;
    auto const ask_at = at - seconds(policy.reconfirm_before_s());
    return {at, ask_at > context.now ? ask_at : Instant{}};
}

std::string next_commitment_id(Incident const& incident, std::string const& region) {
    auto const* const given = incident.transports_of(region);
    return region + "-" + std::to_string(given == nullptr ? 1 : given->commitments.size() + 1);
}

}  // namespace

Outcome decide_commit(Context const& context, v1::CommitTransports const& request) {
    auto const found = incident_for_region(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    if (auto refused = refuse_resources(context, incident, request); refused) {
        return std::unexpected{std::move(*refused)};
    }
    if (auto refused = refuse_beyond_total(context, incident, request); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto const expiry =
        expiry_of(context, incident.pack->rules.policy(), request.expires_in_minutes());
    auto event = context.event(incident.id);
    auto& committed = *event.mutable_transports_committed();
    committed.set_region_id(request.region_id());
    committed.set_commitment_id(next_commitment_id(incident, request.region_id()));
    committed.set_count(request.count());
    committed.set_kind(request.kind());
    committed.set_ready_at_us(
        (context.now + seconds(std::int64_t{60} * request.ready_in_minutes())).us);
    committed.set_provisional(request.provisional());
    committed.set_crew(request.crew());
    committed.set_place(request.place());
    committed.set_expires_at_us(expiry.at.us);
    committed.set_reconfirm_at_us(expiry.ask_at.us);
    *committed.mutable_resource_ids() = request.resource_ids();
    committed.set_note(request.note());
    committed.set_via(via_or_api(request.via()));
    committed.set_taken_by(
        context.taken_by(request.via(), make_party(v1::ROLE_TIB, request.region_id())));
    weigh(event, context, incident, request.region_id(),
          request.provisional() ? 0 : request.count(), request.provisional() ? request.count() : 0);
    auto const lacks = incident.missing_transports(request.region_id());
    if (!request.provisional() && request.count() >= lacks) {
        settle_shortfall(event, incident, request.region_id());
    }
    return Events{std::move(event)};
}

Outcome decide_decline(Context const& context, v1::DeclineTransports const& request) {
    auto const found = incident_for_region(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto const party = make_party(v1::ROLE_TIB, request.region_id());
    auto const step = incident.pack->transport_step();
    auto const* const chase = step < 0 ? nullptr : incident.chase(step, party);
    auto const missing = incident.missing_transports(request.region_id());
    if (chase == nullptr || missing == 0) {
        return std::unexpected{refusal(Code::failed_precondition, "region_id",
                                       "nothing lacks from this region; revoke to take a promise "
                                       "back")};
    }
    auto event = context.event(incident.id);
    auto& declined = *event.mutable_transports_declined();
    declined.set_region_id(request.region_id());
    declined.set_reason(request.reason());
    declined.set_note(request.note());
    declined.set_missing(missing);
    declined.set_via(via_or_api(request.via()));
    declined.set_taken_by(
        context.taken_by(request.via(), make_party(v1::ROLE_TIB, request.region_id())));
    auto update = ladder::settle(incident, *chase);
    update.set_missing(missing);
    *event.add_chases() = std::move(update);
    ladder::imply_acknowledgement(event, incident, party, step, context.now);
    ladder::reopen_shortfall(event, incident, context.now);
    return Events{std::move(event)};
}

Outcome decide_revoke(Context const& context, v1::RevokeTransports const& request) {
    auto const found = incident_for_region(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    if (!request.commitment_id().empty()) {
        if (auto const meant = commitment_of(incident, request); !meant) {
            return std::unexpected{meant.error()};
        }
    }
    auto event = context.event(incident.id);
    auto& revoked = *event.mutable_transports_revoked();
    revoked.set_region_id(request.region_id());
    revoked.set_reason(request.reason());
    revoked.set_via(via_or_api(request.via()));
    revoked.set_taken_by(
        context.taken_by(request.via(), make_party(v1::ROLE_TIB, request.region_id())));
    auto const* const region = incident.transports_of(request.region_id());
    std::vector<v1::CommitmentShare> shares;
    if (!request.resource_ids().empty()) {
        auto named = named_shares(incident, vehicles_meant(request));
        if (!named) {
            return std::unexpected{std::move(named).error()};
        }
        shares = std::move(*named);
    } else {
        shares = newest_shares(incident, request);
    }
    int free = 0;
    int firm = 0;
    int provisional = 0;
    for (auto const& share : shares) {
        auto const& commitment = *region->commitment(share.commitment_id());
        free +=
            std::min(share.count(), vehicles_standing_by(incident.casualties.moves, commitment));
        (commitment.provisional ? provisional : firm) -= share.count();
        *revoked.add_shares() = share;
    }
    if (free < request.count()) {
        return std::unexpected{refuse_revoke(incident, request, shares, free)};
    }
    weigh(event, context, incident, request.region_id(), firm, provisional);
    auto const required = incident.required_transports(request.region_id());
    auto const missing = std::max(0, required - region->firm() - firm - region->released());
    if (region->declined && missing > region->accepted_missing) {
        ladder::reopen_shortfall(event, incident,
                                 context.now);  // what a human accepted was a smaller lack
    }
    Events events{std::move(event)};
    for (auto const& share : shares) {
        call_off_stranded(events, context, incident, request.region_id(), share.commitment_id(),
                          share.count());
    }
    return events;
}

Outcome decide_reconfirm(Context const& context, v1::ReconfirmTransports const& request) {
    auto const found = incident_for_region(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto const commitment = commitment_of(incident, request);
    if (!commitment) {
        return std::unexpected{commitment.error()};
    }
    auto const standing = (*commitment)->standing();
    if (standing == 0) {
        return std::unexpected{refusal(Code::failed_precondition, "commitment_id",
                                       "the commitment no longer stands; commit anew")};
    }
    auto const expiry =
        expiry_of(context, incident.pack->rules.policy(), request.expires_in_minutes());
    auto event = context.event(incident.id);
    auto& confirmed = *event.mutable_transports_reconfirmed();
    confirmed.set_region_id(request.region_id());
    confirmed.set_commitment_id(request.commitment_id());
    confirmed.set_expires_at_us(expiry.at.us);
    confirmed.set_reconfirm_at_us(expiry.ask_at.us);
    confirmed.set_via(via_or_api(request.via()));
    confirmed.set_taken_by(
        context.taken_by(request.via(), make_party(v1::ROLE_TIB, request.region_id())));
    auto const firmed = (*commitment)->provisional ? standing : 0;
    weigh(event, context, incident, request.region_id(), firmed, -firmed);
    if (firmed >= incident.missing_transports(request.region_id())) {
        settle_shortfall(event, incident, request.region_id());
    }
    return Events{std::move(event)};
}

Outcome decide_depart(Context const& context, v1::DepartTransports const& request) {
    auto const found = incident_for_region(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto const commitment = commitment_of(incident, request);
    if (!commitment) {
        return std::unexpected{commitment.error()};
    }
    auto const waiting = (*commitment)->standing() - (*commitment)->departed;
    if ((*commitment)->provisional || request.count() > waiting) {
        return std::unexpected{
            refusal(Code::failed_precondition, "count",
                    (*commitment)->provisional
                        ? "the commitment is provisional; reconfirm it first"
                        : "only " + std::to_string(waiting) + " have not left already")};
    }
    auto event = context.event(incident.id);
    auto& departed = *event.mutable_transports_departed();
    departed.set_region_id(request.region_id());
    departed.mutable_share()->set_commitment_id(request.commitment_id());
    departed.mutable_share()->set_count(request.count());
    departed.set_via(via_or_api(request.via()));
    departed.set_taken_by(
        context.taken_by(request.via(), make_party(v1::ROLE_TIB, request.region_id())));
    return Events{std::move(event)};
}

Outcome decide_release(Context const& context, v1::ReleaseTransports const& request) {
    auto const found = incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const commitment = commitment_of(**found, request);
    if (!commitment) {
        return std::unexpected{commitment.error()};
    }
    if ((*found)->is_closed() || request.count() > (*commitment)->standing()) {
        return std::unexpected{refusal(
            Code::failed_precondition, "count",
            (*found)->is_closed()
                ? "the incident is closed"
                : "only " + std::to_string((*commitment)->standing()) + " of them still stand")};
    }
    v1::CommitmentShare share;
    share.set_commitment_id(request.commitment_id());
    share.set_count(request.count());
    if (!request.resource_ids().empty()) {
        auto named = named_shares(**found, vehicles_meant(request));
        if (!named) {
            return std::unexpected{std::move(named).error()};
        }
        share = named->front();  // all are of the one promise
    }
    auto event = context.event((*found)->id);
    auto& released = *event.mutable_transports_released();
    released.set_region_id(request.region_id());
    *released.mutable_share() = std::move(share);
    Events events{std::move(event)};
    call_off_stranded(events, context, **found, request.region_id(), request.commitment_id(),
                      request.count());
    return events;
}

}  // namespace larm::core
