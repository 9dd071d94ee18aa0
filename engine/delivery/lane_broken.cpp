// What a lane does with deliveries whose channel is broken: their chases hear of a failure at once
// and climb, and they go on waiting, so that they leave as soon as the channel works again; unless
// they have been answered, replaced or called off meanwhile.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/delivery/lane.hpp"

namespace larm::delivery {

using std::chrono::milliseconds;

template <Kind K>
v1::RecordDelivery Lane<K>::failure_of(Flight const& flight, std::string detail) {
    auto record = record_of(flight.work);
    record.set_outcome(v1::DELIVERY_OUTCOME_FAILED);
    if (flight.tries > 1) {
        detail += fmt::format(" (tried {} times)", flight.tries);
    }
    record.set_detail(std::move(detail));
    ++counts_.given_up;
    ++to_record_;
    return record;
}

template <Kind K>
void Lane<K>::give_up(typename Flights::iterator flight, std::string detail, Records& records) {
    if (!flight->second.is_given_up) {
        records.push_back(failure_of(flight->second, std::move(detail)));
    }
    end(flight);
}

template <Kind K>
void Lane<K>::wait_for_channel(typename Flights::iterator flight, SteadyTime now,
                               Records& records) {
    auto& its = flight->second;
    if (its.policy == nullptr) {
        return give_up(flight, broken(), records);
    }
    if (!its.is_given_up) {
        records.push_back(failure_of(its, its.trouble.empty() ? broken() : its.trouble));
        its.is_given_up = true;
        its.give_up_at.reset();
        its.work.leave->let_go(its.work.ask->attempt);
    }
    its.stage = Stage::waits_to_try_again;
    its.again_at =
        std::max(breaker_.shut_until(), now + milliseconds{its.policy->backoff_first_ms()});
    looks_.emplace(its.again_at, flight->first);
}

/// The channel has just been found to be broken: what waits fails now, so that its chases climb.
template <Kind K>
typename Lane<K>::Records Lane<K>::let_all_wait_for_channel(SteadyTime now) {
    Records records;
    for (auto flight = flights_.begin(); flight != flights_.end();) {
        auto const each = flight++;
        if (each->second.stage != Stage::under_way && !let_go_if_needless(each)) {
            wait_for_channel(each, now, records);
        }
    }
    queue_.clear();
    return records;
}

template <Kind K>
void Lane<K>::send_what_waited() {
    for (auto& [ticket, flight] : flights_) {
        if (flight.is_given_up && flight.stage == Stage::waits_to_try_again) {
            flight.stage = Stage::waits;
            flight.give_up_at =
                options_.now() + std::chrono::seconds{flight.policy->attempt_within_s()};
            looks_.emplace(*flight.give_up_at, ticket);
            queue_.push_back(ticket);
        }
    }
}

template void Lane<Live>::give_up(Flights::iterator, std::string, Records&);
template void Lane<Live>::wait_for_channel(Flights::iterator, SteadyTime, Records&);
template Lane<Live>::Records Lane<Live>::let_all_wait_for_channel(SteadyTime);
template void Lane<Live>::send_what_waited();
template void Lane<Exercise>::give_up(Flights::iterator, std::string, Records&);
template void Lane<Exercise>::wait_for_channel(Flights::iterator, SteadyTime, Records&);
template Lane<Exercise>::Records Lane<Exercise>::let_all_wait_for_channel(SteadyTime);
template void Lane<Exercise>::send_what_waited();
template void Lane<RollCall>::give_up(Flights::iterator, std::string, Records&);
template void Lane<RollCall>::wait_for_channel(Flights::iterator, SteadyTime, Records&);
template Lane<RollCall>::Records Lane<RollCall>::let_all_wait_for_channel(SteadyTime);
template void Lane<RollCall>::send_what_waited();
template void Lane<DutyOffer>::give_up(Flights::iterator, std::string, Records&);
template void Lane<DutyOffer>::wait_for_channel(Flights::iterator, SteadyTime, Records&);
template Lane<DutyOffer>::Records Lane<DutyOffer>::let_all_wait_for_channel(SteadyTime);
template void Lane<DutyOffer>::send_what_waited();

}  // namespace larm::delivery
