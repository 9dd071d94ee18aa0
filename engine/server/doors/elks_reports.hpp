// What the provider reports of deliveries, on its way to whoever records it. A delivery that went
// to several of a person's numbers has failed when all of them have.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/delivery/channels/elks_ticket.hpp"

namespace larm::server {

/// Network thread only.
class ElksReports {
public:
    using Record = std::function<void(std::string_view kind, v1::RecordDelivery)>;
    explicit ElksReports(Record record) : record_{std::move(record)} {}

    void report(delivery::ElksTicket const& ticket, v1::DeliveryOutcome outcome,
                std::string detail);
    /// One of its addresses has failed; `from` is the provider's id of that message or call, which
    /// it may report on twice.
    void fail(delivery::ElksTicket const& ticket, std::string_view from, std::string detail);

    /// A person has pressed a key in this call.
    void note_key(std::string_view call_id);
    [[nodiscard]] bool has_key(std::string_view call_id) const;

private:
    static constexpr std::size_t kept_max = 10'000;  // a restart forgets them all as well

    Record record_;
    std::map<std::string, std::vector<std::string>, std::less<>> failed_;  ///< By delivery id.
    std::deque<std::string> failed_order_;
    std::deque<std::string> calls_;
};

}  // namespace larm::server
