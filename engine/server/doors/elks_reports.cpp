#include "engine/server/doors/elks_reports.hpp"

#include <algorithm>
#include <utility>

namespace larm::server {

void ElksReports::report(delivery::ElksTicket const& ticket, v1::DeliveryOutcome outcome,
                         std::string detail) {
    auto record = delivery::record_of(ticket);
    record.set_outcome(outcome);
    record.set_detail(std::move(detail));
    record_(ticket.kind, std::move(record));
}

void ElksReports::fail(delivery::ElksTicket const& ticket, std::string_view from,
                       std::string detail) {
    if (ticket.addresses > 1) {
        auto const [place, is_new] = failed_.try_emplace(ticket.delivery_id);
        auto& failed = place->second;
        if (std::ranges::find(failed, from) == failed.end()) {
            failed.emplace_back(from);
        }
        auto const all_failed = failed.size() >= static_cast<std::size_t>(ticket.addresses);
        if (is_new) {
            failed_order_.push_back(ticket.delivery_id);
            if (failed_order_.size() > kept_max) {
                failed_.erase(failed_order_.front());
                failed_order_.pop_front();
            }
        }
        if (!all_failed) {
            return;
        }
    }
    report(ticket, v1::DELIVERY_OUTCOME_FAILED, std::move(detail));
}

void ElksReports::note_key(std::string_view call_id) {
    if (!has_key(call_id)) {
        calls_.emplace_back(call_id);
        if (calls_.size() > kept_max) {
            calls_.pop_front();
        }
    }
}

bool ElksReports::has_key(std::string_view call_id) const {
    return std::ranges::find(calls_, call_id) != calls_.end();
}

}  // namespace larm::server
