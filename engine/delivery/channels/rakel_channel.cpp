#include "engine/delivery/channels/rakel_channel.hpp"

#include <algorithm>

#include "engine/delivery/channels/rakel_text.hpp"

namespace larm::delivery {

template <ReachesPeople K>
void RakelChannel<K>::transmit(Message<K> const& message, Report report) {
    auto const& letter = message.letter();
    RakelMessage sds;
    sds.to = book_.addresses(letter.envelope.officer_id, v1::CHANNEL_RAKEL);
    if (sds.to.empty()) {
        return report(v1::DELIVERY_OUTCOME_FAILED, "the address book has no Rakel number");
    }
    sds.text = rakel_text(letter, K::mark, number_of(letter.envelope));
    sds.rank = std::same_as<K, Live> ? RakelRank::live : RakelRank::roll_call;
    sds.owner = this;
    sds.news = [report = std::move(report)](RakelNews news) {
        if (news.may_try_again) {
            return report.retry(std::move(news.detail));
        }
        report(news.outcome, std::move(news.detail));
    };
    // Where the outbox goes down it stays without an outcome, and is sent at the next start.
    static_cast<void>(terminal_.send(std::move(sds), stop_.get_token()));
}

template <ReachesPeople K>
int RakelChannel<K>::number_of(Envelope const& envelope) {
    if (sent_.size() >= counted_max) {
        sent_.clear();
    }
    auto& ids = sent_[{envelope.incident_id, envelope.officer_id}];
    auto const known = std::ranges::find(ids, envelope.delivery_id);
    auto const number = static_cast<int>(known - ids.begin()) + 1;
    if (known == ids.end()) {
        ids.push_back(envelope.delivery_id);
    }
    return number;
}

template class RakelChannel<Live>;
template class RakelChannel<RollCall>;
template class RakelChannel<DutyOffer>;

}  // namespace larm::delivery
