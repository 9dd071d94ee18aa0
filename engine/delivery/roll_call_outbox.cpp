#include "engine/delivery/roll_call_outbox.hpp"

#include <fmt/format.h>

#include "engine/core/party.hpp"
#include "engine/delivery/delivery_id.hpp"

namespace larm::delivery {
namespace {

/// An offer that is made again takes the place of the one before.
int attempt_of(SideMessage const& message) {
    return message.seq == 0 ? roll_call_attempt : static_cast<int>(message.seq);
}

Work work_of(SideMessage const& message) {
    Facts facts;
    facts.pack = message.pack;
    facts.incident_id = message.roll_call_id;
    facts.region_id = message.pack->region_of(core::organisation_of(message.party));
    Ask ask;
    ask.facts = std::make_shared<Facts const>(std::move(facts));
    if (!message.roll_call_id.empty()) {  // an offer has nothing to answer by a code or a link
        ask.asked.step = roll_call_step;
    }
    ask.asked.party = message.party;
    ask.asked.since = message.began;
    ask.asked.takes_no = false;
    ask.attempt = attempt_of(message);
    return {.ask = std::make_shared<Ask const>(std::move(ask)),
            .recipient = message.party,
            .officer_id = message.officer_id,
            .message = message.message,
            .channel = message.channel};
}

}  // namespace

template <Kind K>
SideOutbox<K>::SideOutbox(Channels<K> channels, RecordTo record_to, LaneOptions options)
    : record_to_{[to = std::move(record_to)](v1::RecordDelivery record) {
          if (!record.incident_id().empty()) {
              to(std::move(record));
          }
      }} {
    for (auto& [which, channel] : channels) {
        lanes_.emplace(which,
                       std::make_unique<Lane<K>>(which, std::move(channel), record_to_, options));
    }
}

template <Kind K>
SideOutbox<K>::~SideOutbox() {
    stop(std::chrono::milliseconds{0});
}

template <Kind K>
void SideOutbox<K>::send(SideMessage const& message) {
    auto work = work_of(message);
    auto const fail = [&](std::string detail) {
        Report{record_of(work), record_to_}(v1::DELIVERY_OUTCOME_FAILED, std::move(detail));
    };
    auto const word = channel_word(message.channel);
    auto const lane = lanes_.find(message.channel);
    if (lane == lanes_.end()) {
        return fail(fmt::format("there is no channel {} here", word));
    }
    {
        std::lock_guard const lock{mutex_};
        auto& leave = leaves_[message.roll_call_id][{message.officer_id, message.channel}];
        if (leave == nullptr) {
            leave = std::make_shared<Leave>();
        }
        leave->attempt = attempt_of(message);
        work.leave = leave;
    }
    if (lane->second->push(work) == Pushed::full) {
        fail(fmt::format("the queue of channel {} is full", word));
    }
}

template <Kind K>
void SideOutbox<K>::settle(std::string const& roll_call_id, std::string const& officer_id) {
    std::lock_guard const lock{mutex_};
    for (auto const& [to, leave] : leaves_[roll_call_id]) {
        if (to.first == officer_id) {
            leave->attempt = 0;
        }
    }
}

template <Kind K>
void SideOutbox<K>::end(std::string const& roll_call_id) {
    std::lock_guard const lock{mutex_};
    auto const found = leaves_.find(roll_call_id);
    if (found == leaves_.end()) {
        return;
    }
    for (auto const& [to, leave] : found->second) {
        leave->attempt = 0;
    }
    leaves_.erase(found);  // deliveries under way hold theirs
}

template <Kind K>
void SideOutbox<K>::tend() {
    for (auto const& [which, lane] : lanes_) {
        lane->tend();
    }
}

template <Kind K>
std::size_t SideOutbox<K>::stop(std::chrono::milliseconds drain) {
    auto const until = std::chrono::steady_clock::now() + drain;
    std::size_t abandoned = 0;
    for (auto const& [which, lane] : lanes_) {
        lane->close();
    }
    for (auto const& [which, lane] : lanes_) {
        abandoned += lane->finish(until);
    }
    return abandoned;
}

template <Kind K>
std::map<v1::Channel, LaneCounts> SideOutbox<K>::counts() const {
    std::map<v1::Channel, LaneCounts> counts;
    for (auto const& [which, lane] : lanes_) {
        counts.emplace(which, lane->counts());
    }
    return counts;
}

template class SideOutbox<RollCall>;
template class SideOutbox<DutyOffer>;

}  // namespace larm::delivery
