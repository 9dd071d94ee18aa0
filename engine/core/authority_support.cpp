// Who may ask for, give and report support, fill a situation report, and lead a conference. Beside
// the role, which the method's `access` option has.
#include "engine/core/authority_parts.hpp"
#include "engine/core/conference.hpp"
#include "engine/core/party.hpp"
#include "engine/core/situation.hpp"
#include "engine/core/support.hpp"

namespace larm::core {
namespace {

using Refused = std::optional<Rejection>;

/// What does not exist is answered by the decision itself.
v1::SupportRequestRecord const* request_of(Incident const* incident, std::string const& id) {
    return incident == nullptr ? nullptr : support_request(incident->support, id);
}

template <typename Request>
Refused refuse_unless_asking(State const& state, v1::Actor const& actor, Request const& request) {
    auto const* const asked =
        request_of(state.incident(request.incident_id()), request.request_id());
    if (asked == nullptr || asked->region_id() == actor.organisation()) {
        return std::nullopt;
    }
    return denied_to_others("request_id", {make_party(v1::ROLE_TIB, asked->region_id())});
}

/// The giver; that it has arrived, also the region that asked.
Refused refuse_report(State const& state, v1::Actor const& actor,
                      v1::ReportSupport const& request) {
    auto const* const incident = state.incident(request.incident_id());
    auto const* const asked = request_of(incident, request.request_id());
    auto const found = asked == nullptr ? FoundOffer{} : support_offer(*asked, request.offer_id());
    if (found.offer == nullptr || (request.kind() == v1::SUPPORT_REPORT_KIND_ARRIVED &&
                                   asked->region_id() == actor.organisation())) {
        return std::nullopt;
    }
    auto refused = refuse_for_region(incident, actor, found.offer->region_id(), request.via());
    if (refused) {
        refused->field = "offer_id";
    }
    return refused;
}

/// The organisation itself; what was heard by voice, the duty officers of its region.
Refused refuse_supply(State const& state, v1::Actor const& actor, v1::ReportSupply const& request) {
    auto const* const pack = state.active_pack();
    auto const& organisation = request.organisation_id();
    if (pack == nullptr || pack->region_of(organisation).empty() ||
        actor.organisation() == organisation) {
        return std::nullopt;
    }
    auto const is_of_region =
        is_duty_officer(actor) && pack->region_of(organisation) == actor.organisation();
    if (is_of_region && is_taken_by_voice(request.via())) {
        return std::nullopt;
    }
    auto const region = make_party(v1::ROLE_TIB, pack->region_of(organisation));
    auto const is_hospital = pack->hospital(organisation) != nullptr;
    return denied_without_voice("organisation_id",
                                is_hospital ? make_party(v1::ROLE_HOSPITAL, organisation) : region,
                                {region});
}

/// Whoever leads writes everywhere; others of the stricken region, and national ones, where the
/// template names their role.
Refused refuse_filling(State const& state, v1::Actor const& actor,
                       v1::FillSituation const& request) {
    auto const* const incident = state.incident(request.incident_id());
    auto const* const section =
        incident == nullptr ? nullptr : situation_section(*incident, request.section());
    if (section == nullptr || leads(incident, actor)) {
        return std::nullopt;
    }
    auto const is_near = actor.role() == v1::ROLE_NATIONAL ||
                         incident->pack->region_of(actor.organisation()) == incident->region_id;
    for (auto const role : section->filled_by()) {
        if (is_near && role == actor.role()) {
            return std::nullopt;
        }
    }
    return denied("section", "the template does not have this role fill this section");
}

bool leads_conference(Incident const& incident, v1::ConferenceRecord const& record,
                      v1::Actor const& actor) {
    return record.organisation_id() == actor.organisation() || leads(&incident, actor);
}

/// Those who may lead it, to ring.
Parties chairs(Incident const& incident, v1::ConferenceRecord const& record) {
    auto const& caller = record.organisation_id();
    auto const is_region = incident.pack != nullptr && incident.pack->region(caller) != nullptr;
    auto both = leaders(&incident);
    both.insert(both.begin(), make_party(is_region ? v1::ROLE_TIB : v1::ROLE_NATIONAL, caller));
    return both;
}

/// Any duty officer of a region, or of a national organisation of the pack.
Refused refuse_calling(State const& state, v1::Actor const& actor,
                       v1::CallConference const& request) {
    auto const* const incident = state.incident(request.incident_id());
    if (incident == nullptr || incident->pack == nullptr ||
        incident->pack->region(actor.organisation()) != nullptr ||
        actor.role() == v1::ROLE_NATIONAL) {
        return std::nullopt;
    }
    return denied("incident_id", "this organisation has no part in the incident's rules");
}

template <typename Request>
Refused refuse_unless_leading_conference(State const& state, v1::Actor const& actor,
                                         Request const& request) {
    auto const* const incident = state.incident(request.incident_id());
    auto const* const record =
        incident == nullptr ? nullptr : conference(*incident, request.conference_id());
    if (record == nullptr || leads_conference(*incident, *record, actor)) {
        return std::nullopt;
    }
    return denied_to_others("conference_id", chairs(*incident, *record));
}

Refused refuse_position(State const& state, v1::Actor const& actor,
                        v1::TakePosition const& request) {
    auto const* const incident = state.incident(request.incident_id());
    auto const* const record =
        incident == nullptr ? nullptr : conference(*incident, request.conference_id());
    if (record == nullptr || speaks_for(actor, request.party()) ||
        (is_taken_by_voice(request.via()) && is_conference_caller(actor) &&
         leads_conference(*incident, *record, actor))) {
        return std::nullopt;
    }
    return denied_without_voice("party", request.party(), chairs(*incident, *record));
}

Refused refuse_in_support(State const& state, v1::Command const& command) {
    auto const& actor = command.actor();
    auto const regional = [&](auto const& request) {
        return refuse_for_region(state.incident(request.incident_id()), actor, request.region_id(),
                                 request.via());
    };
    if (command.has_request_support()) {
        auto const& request = command.request_support();
        auto const* const incident = state.incident(request.incident_id());
        auto const is_unknown = incident != nullptr && incident->pack != nullptr &&
                                incident->pack->region(request.region_id()) == nullptr;
        return is_unknown || request.region_id() == actor.organisation()
                   ? std::nullopt
                   : Refused{denied_to_others("region_id",
                                              {make_party(v1::ROLE_TIB, request.region_id())})};
    }
    if (command.has_offer_support()) {
        return regional(command.offer_support());
    }
    if (command.has_decline_support()) {
        return regional(command.decline_support());
    }
    if (command.has_accept_support()) {
        return refuse_unless_asking(state, actor, command.accept_support());
    }
    if (command.has_report_support()) {
        return refuse_report(state, actor, command.report_support());
    }
    if (command.has_release_support()) {
        return refuse_unless_asking(state, actor, command.release_support());
    }
    if (command.has_cancel_support()) {
        return refuse_unless_asking(state, actor, command.cancel_support());
    }
    return refuse_supply(state, actor, command.report_supply());
}

}  // namespace

Refused refuse_in_cooperation(State const& state, v1::Command const& command) {
    auto const& actor = command.actor();
    auto const chair = [&](auto const& request) {
        return refuse_unless_leading_conference(state, actor, request);
    };
    if (command.has_fill_situation()) {
        return refuse_filling(state, actor, command.fill_situation());
    }
    if (command.has_send_situation()) {
        auto const* const incident = state.incident(command.send_situation().incident_id());
        return incident == nullptr || leads(incident, actor)
                   ? std::nullopt
                   : Refused{denied_but_to_leaders(*incident)};
    }
    if (command.has_call_conference()) {
        return refuse_calling(state, actor, command.call_conference());
    }
    if (command.has_change_conference()) {
        return chair(command.change_conference());
    }
    if (command.has_report_attendance()) {
        return chair(command.report_attendance());
    }
    if (command.has_record_conference_decision()) {
        return chair(command.record_conference_decision());
    }
    if (command.has_take_position()) {
        return refuse_position(state, actor, command.take_position());
    }
    if (command.has_end_conference()) {
        return chair(command.end_conference());
    }
    return refuse_in_support(state, command);
}

}  // namespace larm::core
