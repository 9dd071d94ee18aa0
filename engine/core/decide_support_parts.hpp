// Shared by the decide files of support and by nobody else.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/decide_parts.hpp"
#include "engine/core/support.hpp"

namespace larm::core {

/// What a request is about.
struct AboutSupport {
    Incident const* incident = nullptr;
    v1::SupportRequestRecord const* request = nullptr;
    FoundOffer found;
};

template <typename Request>
std::expected<AboutSupport, Rejection> about_support(
    std::expected<Incident const*, Rejection> const& incident, Request const& request) {
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    AboutSupport found{*incident, support_request((*incident)->support, request.request_id()), {}};
    if (found.request == nullptr) {
        return std::unexpected{refusal(Code::not_found, "request_id",
                                       "no request '" + request.request_id() + "' for support")};
    }
    if constexpr (requires { request.offer_id(); }) {
        found.found = support_offer(*found.request, request.offer_id());
        if (found.found.offer == nullptr) {
            return std::unexpected{
                refusal(Code::not_found, "offer_id", "no offer '" + request.offer_id() + "'")};
        }
    }
    return found;
}

/// The step that asks for support, or -1.
[[nodiscard]] int support_step(Incident const& incident);

/// Those who are asked, as they stand once `event` has happened. Whoever has spoken without
/// answering all is asked again later; from whom nothing is wanted any more nothing is awaited, and
/// what is known of them stays as it is; of whom more is wanted again is asked anew.
void weigh_support(v1::Event& event, Context const& context, Incident const& incident,
                   std::string_view speaker = {});

}  // namespace larm::core
