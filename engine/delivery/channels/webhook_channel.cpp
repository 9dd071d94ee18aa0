#include "engine/delivery/channels/webhook_channel.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "engine/delivery/channels/webhook_message.hpp"

namespace larm::delivery {
namespace {

using std::chrono::system_clock;

/// One delivery to all addresses of its officer, told of by the best answer so far. Shared by its
/// calls; once they have begun, the client's thread only.
class Round {
public:
    Round(Report report, std::size_t calls) : report_{std::move(report)}, left_{calls} {}

    void take(HttpVerdict verdict) {
        --left_;
        switch (verdict.kind) {
            case HttpVerdict::Kind::received:
                tell(2, v1::DELIVERY_OUTCOME_RECEIVED, std::move(verdict.detail));
                break;
            case HttpVerdict::Kind::accepted:
                tell(1, v1::DELIVERY_OUTCOME_ACCEPTED, std::move(verdict.detail));
                break;
            case HttpVerdict::Kind::temporary:
                is_temporary_ = true;
                again_.at_least = std::max(again_.at_least, verdict.again.at_least);
                again_.is_overrun = again_.is_overrun || verdict.again.is_overrun;
                trouble_ = std::move(verdict.detail);
                break;
            case HttpVerdict::Kind::final:
                trouble_ = is_temporary_ ? std::move(trouble_) : std::move(verdict.detail);
                break;
        }
        if (left_ > 0 || told_ > 0) {
            return;
        }
        if (is_temporary_) {
            report_.retry(trouble_, again_);
        } else {
            report_(v1::DELIVERY_OUTCOME_FAILED, std::move(trouble_));
        }
    }

private:
    void tell(int rank, v1::DeliveryOutcome outcome, std::string detail) {
        if (rank > told_) {
            told_ = rank;
            report_(outcome, std::move(detail));
        }
    }

    Report report_;
    std::size_t left_;
    int told_ = 0;
    bool is_temporary_ = false;
    Again again_;
    std::string trouble_;
};

}  // namespace

template <ReachesPeople K>
WebhookChannel<K>::WebhookChannel(WebhookSettings settings, AddressBook const& book,
                                  ReceiverWatch& watch)
    : settings_{std::move(settings)},
      book_{book},
      watch_{watch},
      signer_{settings_.key},
      client_{settings_.http} {}

template <ReachesPeople K>
void WebhookChannel<K>::stop() {
    client_.stop();
}

template <ReachesPeople K>
void WebhookChannel<K>::transmit(Message<K> const& message, Report report) {
    auto const& letter = message.letter();
    auto addresses = book_.addresses(letter.envelope.officer_id, v1::CHANNEL_WEBHOOK);
    if (addresses.empty()) {
        return report(v1::DELIVERY_OUTCOME_FAILED, "the officer has no webhook");
    }
    std::erase_if(addresses,
                  [&](auto const& each) { return !may_be_called(each, settings_.plain_http); });
    if (addresses.empty()) {
        return report(v1::DELIVERY_OUTCOME_FAILED,
                      "the webhook's address is neither https nor on this machine");
    }
    auto const round = std::make_shared<Round>(std::move(report), addresses.size());
    for (auto const& address : addresses) {
        auto call = webhook_call(address, letter, signer_, system_clock::now());
        call.within = settings_.within;
        auto done = [this, round, address,
                     officer = letter.envelope.officer_id](HttpResult const& result) {
            auto const now = system_clock::now();
            auto verdict = webhook_verdict(result, now);
            watch_.note(officer, address, verdict, instant_of(now));
            round->take(std::move(verdict));
        };
        client_.call(std::move(call), std::move(done));
    }
}

template class WebhookChannel<Live>;
template class WebhookChannel<RollCall>;
template class WebhookChannel<DutyOffer>;

}  // namespace larm::delivery
