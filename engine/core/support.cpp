// What each event of support makes of the requests. Every unit of an offer is in one of six counts;
// an event moves it from one to another, so that none is lost and none counts twice.
#include "engine/core/support.hpp"

#include <algorithm>

#include "engine/core/check.hpp"
#include "engine/core/fold.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

v1::SupportRequestRecord& request_of(SupportRequests& requests, std::string const& id) {
    auto const found = std::ranges::find(requests, id, &v1::SupportRequestRecord::request_id);
    LARM_CHECK(found != requests.end());
    return *found;
}

v1::SupportLineRecord& line_of(v1::SupportRequestRecord& request, int line) {
    LARM_CHECK(line >= 1 && line <= request.lines_size());
    return *request.mutable_lines(line - 1);
}

v1::SupportOfferRecord& offer_of(v1::SupportLineRecord& line, std::string const& id) {
    auto const found =
        std::ranges::find(*line.mutable_offers(), id, &v1::SupportOfferRecord::offer_id);
    LARM_CHECK(found != line.mutable_offers()->end());
    return *found;
}

v1::SupportAct& add_act(v1::SupportRequestRecord& request, v1::Event const& event,
                        v1::ResourceMessage message) {
    auto& act = *request.add_acts();
    act.set_number(request.acts_size());
    act.set_message(message);
    act.set_at_us(event.at_us());
    return act;
}

/// The last act that made the offer, or took it.
int act_answered(v1::SupportRequestRecord const& request, std::string const& offer_id) {
    for (auto act = request.acts().rbegin(); act != request.acts().rend(); ++act) {
        if (act->offer_id() == offer_id && act->response() != v1::RESOURCE_RESPONSE_DECLINE &&
            (act->message() == v1::RESOURCE_MESSAGE_RESPONSE_TO_REQUEST_RESOURCE ||
             act->message() == v1::RESOURCE_MESSAGE_COMMIT_RESOURCE)) {
            return act->number();
        }
    }
    return 1;
}

void apply(SupportRequests& requests, v1::SupportRequested const& requested,
           v1::Event const& event) {
    auto& request = requests.emplace_back(requested.request());
    auto& act = add_act(request, event, v1::RESOURCE_MESSAGE_REQUEST_RESOURCE);
    act.set_region_id(request.region_id());
    act.set_words(request.note());
}

void apply(SupportRequests& requests, v1::SupportOffered const& offered, v1::Event const& event) {
    auto& request = request_of(requests, offered.request_id());
    *line_of(request, offered.line()).add_offers() = offered.offer();
    auto& act = add_act(request, event, v1::RESOURCE_MESSAGE_RESPONSE_TO_REQUEST_RESOURCE);
    act.set_response(offered.offer().provisional() ? v1::RESOURCE_RESPONSE_PROVISIONAL
                                                   : v1::RESOURCE_RESPONSE_ACCEPT);
    act.set_region_id(offered.offer().region_id());
    act.set_line(offered.line());
    act.set_offer_id(offered.offer().offer_id());
    act.set_count(offered.offer().quantity());
    act.set_words(offered.offer().conditions());
    act.set_ready_at_us(offered.offer().ready_at_us());
    act.set_answers(1);
}

void apply(SupportRequests& requests, v1::SupportDeclined const& declined, v1::Event const& event) {
    auto& request = request_of(requests, declined.request_id());
    for (auto const line : declined.lines()) {
        *line_of(request, line).add_declines() = declined.decline();
        auto& act = add_act(request, event, v1::RESOURCE_MESSAGE_RESPONSE_TO_REQUEST_RESOURCE);
        act.set_response(v1::RESOURCE_RESPONSE_DECLINE);
        act.set_region_id(declined.decline().region_id());
        act.set_line(line);
        act.set_words(declined.decline().reason());
        act.set_answers(1);
    }
}

void apply(SupportRequests& requests, v1::SupportAccepted const& taken, v1::Event const& event) {
    auto& request = request_of(requests, taken.request_id());
    auto& offer = offer_of(line_of(request, taken.line()), taken.offer_id());
    offer.set_open(offer.open() - taken.count());
    offer.set_waiting(offer.waiting() + taken.count());
    auto const answers = act_answered(request, taken.offer_id());
    auto& act = add_act(request, event, v1::RESOURCE_MESSAGE_COMMIT_RESOURCE);
    act.set_response(offer.provisional() ? v1::RESOURCE_RESPONSE_PROVISIONAL
                                         : v1::RESOURCE_RESPONSE_ACCEPT);
    act.set_region_id(offer.region_id());
    act.set_line(taken.line());
    act.set_offer_id(taken.offer_id());
    act.set_count(taken.count());
    act.set_words(taken.note());
    act.set_ready_at_us(offer.ready_at_us());
    act.set_answers(answers);
}

/// What has not been accepted is taken back first.
void withdraw(v1::SupportOfferRecord& offer, int count) {
    auto const unaccepted = std::min(offer.open(), count);
    offer.set_open(offer.open() - unaccepted);
    offer.set_waiting(offer.waiting() - (count - unaccepted));
    offer.set_withdrawn(offer.withdrawn() + count);
}

/// It may arrive without anybody having said that it left.
void arrive(v1::SupportOfferRecord& offer, int count) {
    auto const on_the_way = std::min(offer.under_way(), count);
    offer.set_under_way(offer.under_way() - on_the_way);
    offer.set_waiting(offer.waiting() - (count - on_the_way));
    offer.set_arrived(offer.arrived() + count);
}

void move_units(v1::SupportOfferRecord& offer, v1::SupportReported const& reported) {
    switch (reported.kind()) {
        case v1::SUPPORT_REPORT_KIND_UNDER_WAY:
            offer.set_waiting(offer.waiting() - reported.count());
            offer.set_under_way(offer.under_way() + reported.count());
            break;
        case v1::SUPPORT_REPORT_KIND_ARRIVED: arrive(offer, reported.count()); break;
        case v1::SUPPORT_REPORT_KIND_WITHDRAWN: withdraw(offer, reported.count()); break;
        case v1::SUPPORT_REPORT_KIND_RETURN_ASKED: offer.set_return_asked(true); break;
        case v1::SUPPORT_REPORT_KIND_UNSPECIFIED:
        case v1::SupportReportKind_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::SupportReportKind_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
}

v1::ResourceMessage message_of(v1::SupportReportKind kind) {
    if (kind == v1::SUPPORT_REPORT_KIND_RETURN_ASKED) {
        return v1::RESOURCE_MESSAGE_REQUEST_RETURN;
    }
    return kind == v1::SUPPORT_REPORT_KIND_WITHDRAWN
               ? v1::RESOURCE_MESSAGE_RESPONSE_TO_REQUEST_RESOURCE
               : v1::RESOURCE_MESSAGE_REPORT_RESOURCE_DEPLOYMENT_STATUS;
}

void apply(SupportRequests& requests, v1::SupportReported const& reported, v1::Event const& event) {
    auto& request = request_of(requests, reported.request_id());
    move_units(offer_of(line_of(request, reported.line()), reported.offer_id()), reported);
    auto const is_back = reported.kind() == v1::SUPPORT_REPORT_KIND_WITHDRAWN;
    auto const answers = is_back ? 1 : act_answered(request, reported.offer_id());
    auto& act = add_act(request, event, message_of(reported.kind()));
    if (is_back) {
        act.set_response(v1::RESOURCE_RESPONSE_DECLINE);
    }
    act.set_region_id(reported.region_id());
    act.set_line(reported.line());
    act.set_offer_id(reported.offer_id());
    act.set_count(reported.count());
    act.set_words(reported.reason());
    act.set_report(reported.kind());
    act.set_answers(answers);
}

/// Those that are there are the first to be let go, then those on their way.
void release(v1::SupportOfferRecord& offer, int count) {
    auto const arrived = std::min(offer.arrived(), count);
    auto const on_the_way = std::min(offer.under_way(), count - arrived);
    offer.set_arrived(offer.arrived() - arrived);
    offer.set_under_way(offer.under_way() - on_the_way);
    offer.set_waiting(offer.waiting() - (count - arrived - on_the_way));
    offer.set_released(offer.released() + count);
    if (offer.arrived() + offer.under_way() + offer.waiting() == 0) {
        offer.set_return_asked(false);
    }
}

void apply(SupportRequests& requests, v1::SupportReleased const& released, v1::Event const& event) {
    auto& request = request_of(requests, released.request_id());
    release(offer_of(line_of(request, released.line()), released.offer_id()), released.count());
    auto const answers = act_answered(request, released.offer_id());
    auto& act = add_act(request, event, v1::RESOURCE_MESSAGE_RELEASE_RESOURCE);
    act.set_region_id(request.region_id());
    act.set_line(released.line());
    act.set_offer_id(released.offer_id());
    act.set_count(released.count());
    act.set_words(released.note());
    act.set_answers(answers);
}

void apply(SupportRequests& requests, v1::SupportCancelled const& cancelled,
           v1::Event const& event) {
    auto& request = request_of(requests, cancelled.request_id());
    for (auto const number : cancelled.lines()) {
        auto& line = line_of(request, number);
        line.set_cancelled(true);
        line.set_cancel_reason(cancelled.reason());
        auto& act = add_act(request, event, v1::RESOURCE_MESSAGE_REQUEST_RESOURCE);
        act.set_region_id(request.region_id());
        act.set_line(number);
        act.set_words(cancelled.reason());
        act.set_answers(1);
        act.set_recalls(true);
    }
}

void say(Incident& incident, v1::Event const& event, std::string const& region, v1::Via via,
         std::string const& taken_by, std::string answer) {
    note_human(incident, event,
               {.party = make_party(v1::ROLE_TIB, region),
                .via = via,
                .taken_by = taken_by,
                .answer = std::move(answer),
                .note = {}});
}

}  // namespace

v1::SupportRequestRecord const* support_request(SupportRequests const& requests,
                                                std::string_view id) {
    auto const found = std::ranges::find(requests, id, &v1::SupportRequestRecord::request_id);
    return found == requests.end() ? nullptr : &*found;
}

FoundOffer support_offer(v1::SupportRequestRecord const& request, std::string_view offer_id) {
    for (auto const& line : request.lines()) {
        for (auto const& offer : line.offers()) {
            if (offer.offer_id() == offer_id) {
                return {&line, &offer};
            }
        }
    }
    return {};
}

int accepted(v1::SupportOfferRecord const& offer) {
    return offer.waiting() + offer.under_way() + offer.arrived() + offer.released();
}

int accepted(v1::SupportLineRecord const& line) {
    int sum = 0;
    for (auto const& offer : line.offers()) {
        sum += accepted(offer);
    }
    return sum;
}

bool awaits_answer(v1::SupportLineRecord const& line, std::string_view region) {
    auto const is_of_region = [region](auto const& said) { return said.region_id() == region; };
    return !line.cancelled() && accepted(line) < line.quantity() &&
           std::ranges::find(line.asked_region_ids(), region) != line.asked_region_ids().end() &&
           std::ranges::none_of(line.offers(), is_of_region) &&
           std::ranges::none_of(line.declines(), is_of_region);
}

int awaited_lines(SupportRequests const& requests, std::string_view region) {
    int count = 0;
    for (auto const& request : requests) {
        for (auto const& line : request.lines()) {
            count += awaits_answer(line, region) ? 1 : 0;
        }
    }
    return count;
}

void apply_support(SupportRequests& requests, v1::Event const& event) {
    if (event.has_support_requested()) {
        apply(requests, event.support_requested(), event);
    } else if (event.has_support_offered()) {
        apply(requests, event.support_offered(), event);
    } else if (event.has_support_declined()) {
        apply(requests, event.support_declined(), event);
    } else if (event.has_support_accepted()) {
        apply(requests, event.support_accepted(), event);
    } else if (event.has_support_reported()) {
        apply(requests, event.support_reported(), event);
    } else if (event.has_support_released()) {
        apply(requests, event.support_released(), event);
    } else if (event.has_support_cancelled()) {
        apply(requests, event.support_cancelled(), event);
    }
}

void fold_support(Incident& incident, v1::Event const& event) {
    apply_support(incident.support, event);
    if (event.has_support_offered()) {
        auto const& offer = event.support_offered().offer();
        say(incident, event, offer.region_id(), offer.via(), offer.taken_by(),
            "accept " + std::to_string(offer.quantity()));
    } else if (event.has_support_declined()) {
        auto const& no = event.support_declined().decline();
        say(incident, event, no.region_id(), no.via(), no.taken_by(), "decline: " + no.reason());
    }
}

}  // namespace larm::core
