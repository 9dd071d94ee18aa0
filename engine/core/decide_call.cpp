// What came of a call made by hand. It moves no chase: only what a party says does.
#include <algorithm>

#include "engine/core/calls.hpp"
#include "engine/core/decide_parts.hpp"

namespace larm::core {

Outcome decide_report_call(Context const& context, v1::ReportCall const& request) {
    auto const incident = incident_of(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    if (request.result() != v1::CALL_RESULT_NO_ANSWER && request.result() != v1::CALL_RESULT_DONE) {
        return std::unexpected{refusal(Code::invalid_argument, "result", "no result of a call")};
    }
    auto const calls = calls_to_make(**incident);
    Events events;
    for (auto const& call : calls) {
        auto const step = call.chase == nullptr ? std::string{}
                                                : call.incident->pack->step(call.chase->step).id();
        if (call.party() != request.party() ||
            (!request.step().empty() && request.step() != step)) {
            continue;
        }
        auto event = context.event(call.incident->id);
        auto& reported = *event.mutable_call_reported();
        reported.set_step(step);
        reported.set_party(request.party());
        reported.set_attempt(call.delivery->attempt);
        reported.set_result(request.result());
        reported.set_note(request.note());
        events.push_back(std::move(event));
    }
    if (events.empty() && std::ranges::find((*incident)->chases, request.party(), &Chase::party) ==
                              (*incident)->chases.end()) {
        return std::unexpected{
            refusal(Code::not_found, "party", not_asked(**incident, request.party()))};
    }
    if (events.empty()) {
        return std::unexpected{refusal(Code::failed_precondition, "party",
                                       "no such call is on the list; the party may have answered")};
    }
    return events;
}

}  // namespace larm::core
