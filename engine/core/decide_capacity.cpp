// What hospitals report of what they can take, and of what they have exercised.
#include <algorithm>

#include "engine/core/decide_hospital.hpp"
#include "engine/core/decide_transfers_parts.hpp"

namespace larm::core {
namespace {

std::optional<Rejection> refuse_figures(CapacityTerms const& terms,
                                        v1::ReportCapacity const& request) {
    ByStage<ByDimension<bool>> said{};
    for (int index = 0; index < request.figures_size(); ++index) {
        auto const& figure = request.figures(index);
        auto const field = [index] { return "figures[" + std::to_string(index) + "]"; };
        if (!is_stage(figure.stage()) || !terms.stage(index_of(figure.stage())).is_known) {
            return refusal(Code::invalid_argument, field() + ".stage",
                           "the rule pack has no such care stage");
        }
        if (!is_dimension(figure.dimension())) {
            return refusal(Code::invalid_argument, field() + ".dimension", "no such dimension");
        }
        if (std::exchange(said[index_of(figure.stage())][index_of(figure.dimension())], true)) {
            return refusal(Code::invalid_argument, field(), "is said twice");
        }
    }
    return std::nullopt;
}

/// Whether a report that was observed later says it too.
template <typename Says>
bool is_seen_later(v1::HospitalSnapshot const* record, Instant observed, Says const& says) {
    return record != nullptr && std::ranges::any_of(record->reports(), [&](auto const& report) {
               return report.observed_at_us() > observed.us && says(report);
           });
}

/// Whether the facility's status is said, and no later one is known.
bool facility_is_news(v1::HospitalSnapshot const* record, v1::ReportCapacity const& request,
                      Instant observed) {
    auto const says = [](auto const& report) {
        return report.facility() != v1::FACILITY_STATUS_UNSPECIFIED;
    };
    return says(request) && !is_seen_later(record, observed, says);
}

/// Whether each figure, and the facility's status, was observed later by an earlier report.
bool is_all_seen_later(v1::HospitalSnapshot const* record, v1::ReportCapacity const& request,
                       Instant observed) {
    if (facility_is_news(record, request, observed)) {
        return false;
    }
    return std::ranges::all_of(request.figures(), [&](auto const& figure) {
        return is_seen_later(record, observed, [&](auto const& report) {
            return std::ranges::any_of(report.figures(), [&](auto const& other) {
                return other.stage() == figure.stage() && other.dimension() == figure.dimension();
            });
        });
    });
}

}  // namespace

Outcome decide_capacity_report(Context const& context, v1::ReportCapacity const& request) {
    auto const hospital = hospital_of(context, request.hospital_id());
    if (!hospital) {
        return std::unexpected{hospital.error()};
    }
    auto const observed = observed_at(context, request.observed_at(), "observed_at");
    if (!observed) {
        return std::unexpected{observed.error()};
    }
    auto const& capacity = context.state.capacity();
    if (auto refused = refuse_figures(capacity.terms(), request); refused) {
        return std::unexpected{std::move(*refused)};
    }
    if (request.figures().empty() && request.facility() == v1::FACILITY_STATUS_UNSPECIFIED) {
        return std::unexpected{refusal(Code::invalid_argument, "figures", "says nothing")};
    }
    auto const* const record = capacity.record(*hospital);
    if (is_all_seen_later(record, request, *observed)) {
        return std::unexpected{seen_later("observed_at")};
    }
    auto event = context.event();
    auto& report = *event.mutable_capacity_reported()->mutable_report();
    report.set_hospital_id(request.hospital_id());
    report.set_observed_at_us(observed->us);
    *report.mutable_figures() = request.figures();
    report.set_facility(request.facility());
    report.set_reported_at_us(context.now.us);
    report.set_reported_by(context.command.actor().token_id());
    sign(report, context, request, request.hospital_id());
    auto const closes = (report.facility() == v1::FACILITY_STATUS_EVACUATING ||
                         report.facility() == v1::FACILITY_STATUS_CLOSED) &&
                        facility_is_news(record, request, *observed);
    Events events;
    events.push_back(std::move(event));  // a list of one would copy it
    if (closes) {
        close_to_transfers(events, context,
                           v1::CapacityReport{events.front().capacity_reported().report()});
    }
    return events;
}

Outcome decide_exercised(Context const& context, v1::RecordExercised const& request) {
    auto const hospital = hospital_of(context, request.hospital_id());
    if (!hospital) {
        return std::unexpected{hospital.error()};
    }
    auto const exercised = observed_at(context, request.exercised_at(), "exercised_at");
    if (!exercised) {
        return std::unexpected{exercised.error()};
    }
    if (!context.state.capacity().terms().hospitals()[*hospital].step(request.step_id())) {
        return std::unexpected{refusal(
            Code::not_found, "step_id",
            request.hospital_id() + " has no step '" + request.step_id() + "' on its ladder")};
    }
    auto event = context.event();
    auto& record = *event.mutable_step_exercised()->mutable_record();
    record.set_hospital_id(request.hospital_id());
    record.set_step_id(request.step_id());
    record.set_exercised_at_us(exercised->us);
    record.set_took_minutes(request.took_minutes());
    record.set_said_by(context.command.actor().token_id());
    sign(record, context, request, request.hospital_id());
    return Events{std::move(event)};
}

}  // namespace larm::core
