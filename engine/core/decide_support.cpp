// Support between regions: asked for, offered, declined. The engine never offers; a region does,
// for itself. What becomes of an offer is in decide_support_course.cpp.
#include <algorithm>

#include "engine/core/decide_support_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

constexpr int lines_max = 20;
/// Of an incident, not cancelled: they stand in every message, and in every situation report.
constexpr int standing_lines_max = 100;
/// Of one region on one line.
constexpr std::ptrdiff_t offers_max = 20;

void imply(v1::Event& event, Context const& context, Incident const& incident,
           std::string const& region) {
    ladder::imply_acknowledgement(event, incident, make_party(v1::ROLE_TIB, region),
                                  support_step(incident), context.now);
}

std::expected<void, Rejection> add_line(v1::SupportRequestRecord& request, Context const& context,
                                        Pack const& pack, v1::SupportNeed const& need) {
    auto& line = *request.add_lines();
    auto const path = "lines[" + std::to_string(request.lines_size() - 1) + "].";
    line.set_line(request.lines_size());
    line.set_kind(need.kind());
    line.set_words(need.words());
    line.set_quantity(need.quantity());
    line.set_needed_at_us((context.now + seconds(std::int64_t{60} * need.needed_in_minutes())).us);
    line.set_place(need.place());
    for (auto const& region : need.ask_region_ids()) {
        if (pack.region(region) == nullptr || region == request.region_id()) {
            return std::unexpected{refusal(Code::invalid_argument, path + "ask_region_ids",
                                           pack.region(region) == nullptr
                                               ? no_region(&pack, region)
                                               : "a region does not ask itself")};
        }
    }
    auto const& asked = need.ask_region_ids();
    for (auto const& region : pack.rules.regions()) {
        auto const is_named = std::ranges::find(asked, region.id()) != asked.end();
        if (is_named || (asked.empty() && region.id() != request.region_id())) {
            line.add_asked_region_ids(region.id());
        }
    }
    return {};
}

/// Each region that is asked on some line, from the first rung on: it is told of what is new also
/// where it is being asked already.
std::vector<v1::ChaseUpdate> asked(Context const& context, Incident const& incident, int step,
                                   v1::SupportRequestRecord const& request) {
    auto after = incident.support;
    after.push_back(request);
    SupportRequests const alone{request};
    std::vector<v1::ChaseUpdate> updates;
    for (auto const& region : incident.pack->rules.regions()) {
        if (awaited_lines(alone, region.id()) == 0) {
            continue;
        }
        auto const party = make_party(v1::ROLE_TIB, region.id());
        auto update = ladder::ask_anew(incident, step, party, context.now);
        update.set_missing(awaited_lines(after, region.id()));
        updates.push_back(std::move(update));
    }
    return updates;
}

std::string next_offer_id(v1::SupportRequestRecord const& request, std::string const& region) {
    int count = 1;
    for (auto const& line : request.lines()) {
        count += static_cast<int>(
            std::ranges::count(line.offers(), region, &v1::SupportOfferRecord::region_id));
    }
    return request.request_id() + "-" + region + "-" + std::to_string(count);
}

/// Also a line that the region was not asked about may be offered on; not its own.
std::expected<v1::SupportLineRecord const*, Rejection> offered_line(
    v1::SupportRequestRecord const& request, v1::OfferSupport const& offer) {
    if (offer.line() > request.lines_size()) {
        return std::unexpected{refusal(Code::not_found, "line", "the request has no such line")};
    }
    auto const& line = request.lines(offer.line() - 1);
    if (line.cancelled()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "line", "this is not asked for any more")};
    }
    if (offer.region_id() == request.region_id()) {
        return std::unexpected{
            refusal(Code::invalid_argument, "region_id", "a region does not offer to itself")};
    }
    return &line;
}

v1::Event declined(Context const& context, Incident const& incident,
                   v1::SupportRequestRecord const& request, v1::DeclineSupport const& said) {
    auto event = context.event(incident.id);
    auto& no = *event.mutable_support_declined();
    no.set_request_id(request.request_id());
    for (auto const& line : request.lines()) {
        if ((said.line() == 0 || said.line() == line.line()) &&
            awaits_answer(line, said.region_id())) {
            no.add_lines(line.line());
        }
    }
    auto& decline = *no.mutable_decline();
    decline.set_region_id(said.region_id());
    decline.set_reason(said.reason());
    decline.set_declined_at_us(context.now.us);
    decline.set_via(via_or_api(said.via()));
    decline.set_taken_by(context.taken_by(said.via(), make_party(v1::ROLE_TIB, said.region_id())));
    return event;
}

}  // namespace

int support_step(Incident const& incident) {
    for (int step = 0; step < incident.pack->rules.steps_size(); ++step) {
        if (incident.pack->step(step).start().trigger() == v1::TRIGGER_SUPPORT_REQUESTED) {
            return step;
        }
    }
    return -1;
}

void weigh_support(v1::Event& event, Context const& context, Incident const& incident,
                   std::string_view speaker) {
    auto after = incident.support;
    apply_support(after, event);
    for (auto const& chase : incident.chases) {
        if (incident.pack->step(chase.step).expects() != v1::EXPECTS_SUPPORT_OFFER ||
            !incident.still_asks(chase.step)) {
            continue;
        }
        auto const region = organisation_of(chase.party);
        auto const left = awaited_lines(after, region);
        if (region == speaker) {
            *event.add_chases() = ladder::weigh_transports(incident, chase, left, 0, context.now);
        } else if (left > chase.missing) {
            auto& update = *event.add_chases() =
                ladder::ask_anew(incident, chase.step, chase.party, context.now);
            update.set_missing(left);
        } else if (left < chase.missing) {
            auto& update = *event.add_chases() = ladder::current(incident, chase);
            update.set_missing(left);
            update.set_next_due_us(left == 0 ? 0 : update.next_due_us());
        }
    }
}

Outcome decide_request_support(Context const& context, v1::RequestSupport const& request) {
    auto const found = running_incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto const step = support_step(incident);
    if (step < 0) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id",
                    "the incident's rules have no step that asks for support; ask by phone")};
    }
    if (incident.pack->region(request.region_id()) == nullptr) {
        return std::unexpected{refusal(Code::invalid_argument, "region_id",
                                       no_region(incident.pack, request.region_id()))};
    }
    if (request.lines().empty() || request.lines_size() > lines_max) {
        return std::unexpected{refusal(Code::invalid_argument, "lines",
                                       "needs 1 to " + std::to_string(lines_max) + " lines")};
    }
    auto standing = request.lines_size();
    for (auto const& known : incident.support) {
        standing += static_cast<int>(
            std::ranges::count(known.lines(), false, &v1::SupportLineRecord::cancelled));
    }
    if (standing > standing_lines_max) {
        return std::unexpected{refusal(Code::failed_precondition, "lines",
                                       "the incident would have " + std::to_string(standing) +
                                           " lines, and people read " +
                                           std::to_string(standing_lines_max) +
                                           " at most: cancel what is no longer needed first")};
    }
    auto event = context.event(incident.id);
    auto& record = *event.mutable_support_requested()->mutable_request();
    record.set_request_id("S" + std::to_string(incident.support.size() + 1));
    record.set_region_id(request.region_id());
    record.set_requested_at_us(context.now.us);
    record.set_note(request.note());
    record.set_requested_by(context.command.actor().token_id());
    for (auto const& need : request.lines()) {
        if (auto added = add_line(record, context, *incident.pack, need); !added) {
            return std::unexpected{std::move(added.error())};
        }
    }
    Events events{std::move(event)};
    ladder::ask_anew(events, context.event(incident.id), incident, step,
                     asked(context, incident, step, events.front().support_requested().request()));
    return events;
}

Outcome decide_offer_support(Context const& context, v1::OfferSupport const& request) {
    auto const found = about_support(running_incident_of(context, request), request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = *found->incident;
    if (incident.pack->region(request.region_id()) == nullptr) {
        return std::unexpected{refusal(Code::invalid_argument, "region_id",
                                       no_region(incident.pack, request.region_id()))};
    }
    auto const line = offered_line(*found->request, request);
    if (!line) {
        return std::unexpected{line.error()};
    }
    auto const of_region = std::ranges::count((*line)->offers(), request.region_id(),
                                              &v1::SupportOfferRecord::region_id);
    if (of_region >= offers_max) {
        return std::unexpected{refusal(Code::resource_exhausted, "line",
                                       "the region has made " + std::to_string(offers_max) +
                                           " offers on this line; change one of them by "
                                           "ReportSupport, or make one of all")};
    }
    auto event = context.event(incident.id);
    auto& offered = *event.mutable_support_offered();
    offered.set_request_id(request.request_id());
    offered.set_line(request.line());
    auto& offer = *offered.mutable_offer();
    offer.set_offer_id(next_offer_id(*found->request, request.region_id()));
    offer.set_region_id(request.region_id());
    offer.set_quantity(request.quantity());
    offer.set_open(request.quantity());
    offer.set_ready_at_us(
        (context.now + seconds(std::int64_t{60} * request.ready_in_minutes())).us);
    offer.set_conditions(request.conditions());
    offer.set_provisional(request.provisional());
    offer.set_offered_at_us(context.now.us);
    offer.set_via(via_or_api(request.via()));
    offer.set_taken_by(
        context.taken_by(request.via(), make_party(v1::ROLE_TIB, request.region_id())));
    offer.set_note(request.note());
    weigh_support(event, context, incident, request.region_id());
    imply(event, context, incident, request.region_id());
    return Events{std::move(event)};
}

Outcome decide_decline_support(Context const& context, v1::DeclineSupport const& request) {
    auto const found = about_support(running_incident_of(context, request), request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    if (found->incident->pack->region(request.region_id()) == nullptr) {
        return std::unexpected{refusal(Code::invalid_argument, "region_id",
                                       no_region(found->incident->pack, request.region_id()))};
    }
    auto event = declined(context, *found->incident, *found->request, request);
    if (event.support_declined().lines().empty()) {
        return std::unexpected{refusal(Code::failed_precondition, "line",
                                       "nothing is asked of this region that it has not answered; "
                                       "take an offer back by ReportSupport")};
    }
    weigh_support(event, context, *found->incident, request.region_id());
    imply(event, context, *found->incident, request.region_id());
    return Events{std::move(event)};
}

Outcome decline_all_support(Context const& context, Incident const& incident,
                            v1::DeclineSupport const& said) {
    Events events;
    for (auto const& request : incident.support) {
        auto event = declined(context, incident, request, said);
        if (!event.support_declined().lines().empty()) {
            events.push_back(std::move(event));
        }
    }
    if (events.empty()) {
        return std::unexpected{refusal(Code::failed_precondition, "step",
                                       "nothing is asked of this region that it has not answered; "
                                       "take an offer back by ReportSupport")};
    }
    // All is answered by the last of them.
    auto const party = make_party(v1::ROLE_TIB, said.region_id());
    if (auto const* const chase = incident.chase(support_step(incident), party); chase != nullptr) {
        auto& update = *events.back().add_chases() = ladder::settle(incident, *chase);
        update.set_missing(0);
    }
    imply(events.back(), context, incident, said.region_id());
    return events;
}

}  // namespace larm::core
