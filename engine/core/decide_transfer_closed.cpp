// A hospital that takes nobody any more, since it is being evacuated or is closed. What has not
// left for it does not go, whoever has accepted it, and the engine looks for other places at once;
// who is on the way there is for humans to turn. Whoever leads and the hospital's region are told
// of both.
#include "engine/core/decide_transfers_parts.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

std::string why(v1::FacilityStatus facility) {
    return facility == v1::FACILITY_STATUS_EVACUATING ? "sjukhuset utryms" : "sjukhuset är stängt";
}

/// In the message that the pack has for what stands against a hospital; nobody is told where it has
/// none. A warning of neither places nor steps is this one.
v1::Event tell(Context const& context, Incident const& incident, std::string const& hospital) {
    auto event = context.event(incident.id);
    auto& warned = *event.mutable_capacity_warned();
    warned.mutable_warning()->set_hospital_id(hospital);
    warned.set_number(incident.capacity_told + 1);
    auto const& policy = incident.pack->rules.capacity().on_warning();
    std::vector<std::string> regions{incident.region_id};
    if (std::string region{incident.pack->region_of(hospital)};
        region != incident.region_id && !region.empty()) {
        regions.push_back(std::move(region));
    }
    for (auto const& region : regions) {
        if (!policy.message().empty() && !policy.channels().empty()) {
            auto& notice = *warned.add_notices();
            notice.set_recipient(make_party(v1::ROLE_TIB, region));
            *notice.mutable_channels() = policy.channels();
            notice.set_message(policy.message());
        }
    }
    return event;
}

void close_for(Events& events, Context const& context, Incident const& incident,
               v1::CapacityReport const& report) {
    auto event = context.event(incident.id);
    auto& changed = *event.mutable_transfers_changed();
    changed.set_act(v1::TRANSFER_ACT_CALLED_OFF);
    changed.set_reason(why(report.facility()));
    changed.set_via(report.via());
    changed.set_taken_by(report.taken_by());
    auto is_news = false;
    for (auto const& move : incident.casualties.moves) {
        if (move.to_hospital_id() != report.hospital_id()) {
            continue;
        }
        is_news = is_news || is_fixed(move);
        if (move.state() == v1::TRANSFER_STATE_PROPOSED ||
            move.state() == v1::TRANSFER_STATE_ACCEPTED) {
            auto off = acted(context, move, v1::TRANSFER_STATE_CALLED_OFF, report.via(),
                             make_party(v1::ROLE_HOSPITAL, report.hospital_id()));
            off.set_reason(changed.reason());
            *changed.add_moves() = std::move(off);
        }
    }
    if (!changed.moves().empty()) {
        Events called_off{std::move(event)};
        ask_receivers(called_off, context, incident);
        events.insert(events.end(), called_off.begin(), called_off.end());
    } else if (takes_nobody(context.state, report.hospital_id())) {
        is_news = false;  // it was said before
    }
    if (is_news) {
        events.push_back(tell(context, incident, report.hospital_id()));
    }
}

}  // namespace

bool takes_nobody(State const& state, std::string_view hospital) {
    auto const index = state.capacity().terms().hospital(hospital);
    return index && state.capacity().now(*index).takes_nobody;
}

std::optional<Rejection> refuse_closed(State const& state, std::string const& hospital,
                                       std::string const& field) {
    if (!takes_nobody(state, hospital)) {
        return std::nullopt;
    }
    return refusal(Code::failed_precondition, field,
                   hospital +
                       " takes nobody: it is being evacuated or is closed, as it has reported; "
                       "send them to another");
}

void close_to_transfers(Events& events, Context const& context, v1::CapacityReport const& report) {
    for (auto const* const incident : context.state.open_incidents()) {
        if (incident->pack != nullptr) {
            close_for(events, context, *incident, report);
        }
    }
}

}  // namespace larm::core
