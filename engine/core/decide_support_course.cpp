// What becomes of offered support: accepted, under way, arrived, taken back, let go; and what is
// wanted no more. The engine never accepts for a region.
#include "engine/core/decide_support_parts.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

/// Of `left` units as many as asked for; 0 asks for all of them.
std::expected<int, Rejection> taken(int asked, int left, std::string const& what) {
    if (left == 0 || asked > left) {
        return std::unexpected{refusal(Code::failed_precondition, "count",
                                       "only " + std::to_string(left) + " of the offer " + what)};
    }
    return asked == 0 ? left : asked;
}

std::expected<int, Rejection> reported_count(v1::ReportSupport const& request,
                                             v1::SupportOfferRecord const& offer) {
    switch (request.kind()) {
        case v1::SUPPORT_REPORT_KIND_UNDER_WAY:
            return taken(request.count(), offer.waiting(), "are accepted and have not left");
        case v1::SUPPORT_REPORT_KIND_ARRIVED:
            return taken(request.count(), offer.waiting() + offer.under_way(),
                         "are accepted and have not arrived");
        case v1::SUPPORT_REPORT_KIND_WITHDRAWN:
            if (request.reason().empty()) {
                return std::unexpected{
                    refusal(Code::invalid_argument, "reason", "say why it is taken back")};
            }
            return taken(request.count(), offer.open() + offer.waiting(), "have not left");
        case v1::SUPPORT_REPORT_KIND_RETURN_ASKED:
            return taken(request.count(), offer.waiting() + offer.under_way() + offer.arrived(),
                         "are with the region that asked");
        case v1::SUPPORT_REPORT_KIND_UNSPECIFIED:
        case v1::SupportReportKind_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::SupportReportKind_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return std::unexpected{refusal(Code::invalid_argument, "kind", "must be one of the contract")};
}

}  // namespace

Outcome decide_accept_support(Context const& context, v1::AcceptSupport const& request) {
    auto const found = about_support(running_incident_of(context, request), request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const count = taken(request.count(), found->found.offer->open(), "are not accepted yet");
    if (!count) {
        return std::unexpected{count.error()};
    }
    auto event = context.event(found->incident->id);
    auto& accepted = *event.mutable_support_accepted();
    accepted.set_request_id(request.request_id());
    accepted.set_line(found->found.line->line());
    accepted.set_offer_id(request.offer_id());
    accepted.set_count(*count);
    accepted.set_note(request.note());
    weigh_support(event, context, *found->incident);
    return Events{std::move(event)};
}

Outcome decide_report_support(Context const& context, v1::ReportSupport const& request) {
    auto const found = about_support(unclosed_incident_of(context, request), request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const count = reported_count(request, *found->found.offer);
    if (!count) {
        return std::unexpected{count.error()};
    }
    auto const& giver = found->found.offer->region_id();
    auto const& actor = context.command.actor();
    auto const is_receiver = actor.organisation() == found->request->region_id();
    auto event = context.event(found->incident->id);
    auto& reported = *event.mutable_support_reported();
    reported.set_request_id(request.request_id());
    reported.set_line(found->found.line->line());
    reported.set_offer_id(request.offer_id());
    reported.set_kind(request.kind());
    reported.set_count(*count);
    reported.set_reason(request.reason());
    reported.set_via(via_or_api(request.via()));
    auto const by_voice = context.taken_by(request.via(), make_party(v1::ROLE_TIB, giver));
    reported.set_taken_by(by_voice);
    reported.set_region_id(is_receiver && by_voice.empty() ? actor.organisation() : giver);
    weigh_support(event, context, *found->incident);
    return Events{std::move(event)};
}

Outcome decide_release_support(Context const& context, v1::ReleaseSupport const& request) {
    auto const found = about_support(unclosed_incident_of(context, request), request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& offer = *found->found.offer;
    auto const count =
        taken(request.count(), accepted(offer) - offer.released(), "are accepted and not released");
    if (!count) {
        return std::unexpected{count.error()};
    }
    auto event = context.event(found->incident->id);
    auto& released = *event.mutable_support_released();
    released.set_request_id(request.request_id());
    released.set_line(found->found.line->line());
    released.set_offer_id(request.offer_id());
    released.set_count(*count);
    released.set_note(request.note());
    return Events{std::move(event)};
}

Outcome decide_cancel_support(Context const& context, v1::CancelSupport const& request) {
    auto const found = about_support(unclosed_incident_of(context, request), request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto event = context.event(found->incident->id);
    auto& cancelled = *event.mutable_support_cancelled();
    cancelled.set_request_id(request.request_id());
    cancelled.set_reason(request.reason());
    for (auto const& line : found->request->lines()) {
        if ((request.line() == 0 || request.line() == line.line()) && !line.cancelled()) {
            cancelled.add_lines(line.line());
        }
    }
    if (cancelled.lines().empty()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "line", "nothing is asked for any more")};
    }
    weigh_support(event, context, *found->incident);
    return Events{std::move(event)};
}

}  // namespace larm::core
