// Casualties as counts: who waits at which scene, who is under way, who has come. Never identities.
#include <algorithm>

#include "engine/core/decide_hospital.hpp"
#include "engine/core/nearest.hpp"
#include "engine/core/site_place.hpp"
#include "engine/core/transfer_model.hpp"

namespace larm::core {
namespace {

constexpr std::size_t sites_max = 50;

/// For a confirmed incident that is not closed: who comes after the end is counted, too.
template <typename Request>
std::expected<Incident const*, Rejection> counted_incident(Context const& context,
                                                           Request const& request) {
    auto incident = incident_of(context, request);
    if (incident && ((*incident)->pack == nullptr || (*incident)->is_closed())) {
        return std::unexpected{refusal(Code::failed_precondition, "incident_id",
                                       (*incident)->pack == nullptr
                                           ? "nobody has confirmed the incident"
                                           : "the incident is closed")};
    }
    return incident;
}

bool is_count(Counts const& counts) {
    return std::ranges::all_of(counts, [](auto count) { return count >= 0; });
}

std::string said(Counts const& counts) {
    return std::to_string(counts[0]) + "/" + std::to_string(counts[1]) + "/" +
           std::to_string(counts[2]);
}

/// As the report says, else as the site's last one did, else as the incident's rules have it.
std::string const& algorithm_of(v1::ReportCasualties const& request, v1::CasualtySite const* known,
                                v1::CapacityRules const& rules) {
    if (!request.triage_algorithm().empty()) {
        return request.triage_algorithm();
    }
    return known != nullptr && !known->triage_algorithm().empty() ? known->triage_algorithm()
                                                                  : rules.triage_algorithm();
}

}  // namespace

Outcome decide_casualties(Context const& context, v1::ReportCasualties const& request) {
    auto const incident = counted_incident(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    auto const observed = observed_at(context, request.observed_at(), "observed_at");
    if (!observed) {
        return std::unexpected{observed.error()};
    }
    auto const& near = request.place().near_hospital_id();
    if (!near.empty() && (*incident)->pack->hospital(near) == nullptr) {
        return std::unexpected{refusal(Code::invalid_argument, "place.near_hospital_id",
                                       no_hospital((*incident)->pack, near))};
    }
    if (auto swapped = refuse_swapped(own_terms(context.state, **incident), request.place());
        swapped) {
        return std::unexpected{std::move(*swapped)};
    }
    if (!is_count(counts_of(request.at_scene())) || !is_count(counts_of(request.under_way()))) {
        return std::unexpected{
            refusal(Code::invalid_argument, "at_scene", "counts cannot be less than 0")};
    }
    auto const& book = (*incident)->casualties;
    auto const* const known = book.site(request.site_id());
    if (known == nullptr && book.sites.size() >= sites_max) {
        return std::unexpected{
            refusal(Code::failed_precondition, "site_id",
                    "the incident has " + std::to_string(sites_max) +
                        " sites, and no more are taken: report on one of those")};
    }
    if (known != nullptr && known->observed_at_us() > observed->us) {
        return std::unexpected{seen_later("observed_at")};
    }
    auto event = context.event((*incident)->id);
    auto& site = *event.mutable_casualties_reported()->mutable_site();
    site.set_site_id(request.site_id());
    site.set_name(request.name().empty() && known != nullptr ? known->name() : request.name());
    if (request.has_place()) {
        *site.mutable_place() = request.place();
    } else if (known != nullptr && known->has_place()) {
        *site.mutable_place() = known->place();
    }
    *site.mutable_at_scene() = request.at_scene();
    *site.mutable_under_way() = request.under_way();
    site.set_dead(request.dead());
    site.set_observed_at_us(observed->us);
    site.set_reported_at_us(context.now.us);
    site.set_reported_by(context.command.actor().token_id());
    site.set_via(via_or_api(request.via()));
    site.set_note(request.note());
    site.set_triage_algorithm(algorithm_of(request, known, (*incident)->pack->rules.capacity()));
    return Events{std::move(event)};
}

Outcome decide_arrivals(Context const& context, v1::ReportArrivals const& request) {
    auto const incident = counted_incident(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    if (auto const hospital = hospital_of(context, request.hospital_id()); !hospital) {
        return std::unexpected{hospital.error()};
    }
    auto const observed = observed_at(context, request.observed_at(), "observed_at");
    if (!observed) {
        return std::unexpected{observed.error()};
    }
    auto const& all = (*incident)->casualties.arrivals;
    auto const known = all.find(request.hospital_id());
    auto const counts = counts_of(request.arrived());
    if (known != all.end() && known->second.back().observed_at_us() > observed->us) {
        return std::unexpected{seen_later("observed_at")};
    }
    auto const before = known == all.end() ? Counts{} : counts_of(known->second.back().arrived());
    auto const is_fewer = !std::ranges::equal(counts, before, std::greater_equal{});
    if (!is_count(counts) || (is_fewer && !request.correction())) {
        return std::unexpected{refusal(Code::failed_precondition, "arrived",
                                       "fewer have come than was reported, which is " +
                                           said(before) +
                                           " (severe, moderate, minor); say that it is a "
                                           "correction if it was counted wrongly")};
    }
    auto event = context.event((*incident)->id);
    auto& record = *event.mutable_arrivals_reported()->mutable_record();
    record.set_hospital_id(request.hospital_id());
    *record.mutable_arrived() = request.arrived();
    record.set_observed_at_us(observed->us);
    record.set_reported_at_us(context.now.us);
    record.set_reported_by(context.command.actor().token_id());
    record.set_correction(request.correction());
    sign(record, context, request, request.hospital_id());
    return Events{std::move(event)};
}

}  // namespace larm::core
