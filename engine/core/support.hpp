// Support between regions as the fold of its events: requests, lines, offers, and where each unit
// is. Decisions are in decide_support.cpp.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/support.pb.h>

#include <string_view>
#include <vector>

#include "engine/core/incident.hpp"

namespace larm::core {

using SupportRequests = std::vector<v1::SupportRequestRecord>;

/// nullptr where there is none.
[[nodiscard]] v1::SupportRequestRecord const* support_request(SupportRequests const& requests,
                                                              std::string_view id);

/// An offer and the line it is on.
struct FoundOffer {
    v1::SupportLineRecord const* line = nullptr;
    v1::SupportOfferRecord const* offer = nullptr;  ///< nullptr where there is none.
};
[[nodiscard]] FoundOffer support_offer(v1::SupportRequestRecord const& request,
                                       std::string_view offer_id);

/// Taken, and not taken back: waiting, under way, arrived or released again.
[[nodiscard]] int accepted(v1::SupportOfferRecord const& offer);
/// Of all offers on the line.
[[nodiscard]] int accepted(v1::SupportLineRecord const& line);
/// Whether the region is asked for something on the line that it has neither offered nor declined.
/// Nobody is asked any more for what has been accepted from others, or is not wanted.
[[nodiscard]] bool awaits_answer(v1::SupportLineRecord const& line, std::string_view region);
/// On how many lines of all requests.
[[nodiscard]] int awaited_lines(SupportRequests const& requests, std::string_view region);

/// The requests as they stand after `event`; an event that is about something else leaves them.
void apply_support(SupportRequests& requests, v1::Event const& event);

/// Folds it into the incident, and what a party has said by it into its chase.
void fold_support(Incident& incident, v1::Event const& event);

}  // namespace larm::core
