// Who may say how it is, and whose decisions triage and the standard of care are.
#include "engine/core/authority_parts.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

using Refused = std::optional<Rejection>;

Refused refuse_report(State const& state, v1::Actor const& actor,
                      v1::ReportIndicator const& request) {
    auto const* const incident = state.incident(request.incident_id());
    if (incident == nullptr || incident->pack == nullptr ||
        incident->pack->region(request.region_id()) == nullptr) {
        return std::nullopt;  // what is not there is answered by the decision itself
    }
    auto const by_voice = is_taken_by_voice(request.via());
    if (actor.role() == v1::ROLE_HOSPITAL) {
        return actor.organisation() == request.hospital_id() &&
                       incident->pack->region_of(actor.organisation()) == request.region_id()
                   ? std::nullopt
                   : Refused{denied_to_others(
                         "hospital_id", {make_party(v1::ROLE_HOSPITAL, request.hospital_id())})};
    }
    if (request.hospital_id().empty()) {
        return refuse_for_region(incident, actor, request.region_id(), request.via());
    }
    return actor.organisation() == request.region_id() && by_voice
               ? std::nullopt
               : Refused{denied_without_voice("hospital_id",
                                              make_party(v1::ROLE_HOSPITAL, request.hospital_id()),
                                              {make_party(v1::ROLE_TIB, request.region_id())})};
}

template <typename Request>
Refused refuse_decision(State const& state, v1::Actor const& actor, Request const& request) {
    auto const* const incident = state.incident(request.incident_id());
    auto const* const terms = incident == nullptr ? nullptr : incident->triage.terms;
    auto const region = terms == nullptr ? std::nullopt : terms->region(request.region_id());
    if (!region) {
        return std::nullopt;  // what is not there is answered by the decision itself
    }
    auto const& decider = terms->regions()[*region].decider;
    return speaks_for(actor, decider)
               ? std::nullopt
               : Refused{denied_to_others("region_id", {std::string{decider}})};
}

}  // namespace

Refused refuse_in_triage(State const& state, v1::Command const& command) {
    auto const& actor = command.actor();
    if (command.has_report_indicator()) {
        return refuse_report(state, actor, command.report_indicator());
    }
    return command.has_decide_triage()
               ? refuse_decision(state, actor, command.decide_triage())
               : refuse_decision(state, actor, command.decide_care_standard());
}

}  // namespace larm::core
