// Webhooks: a signed POST to whatever system a person or an organisation reads its alarms in. What
// it carries and what answers mean is webhook_message's; trying again is the lane's.
//
// Several addresses: to all of them; the delivery's outcome is the best of theirs, and it is tried
// again only where none has taken it.
#pragma once

#include <chrono>
#include <string>

#include "engine/delivery/address_book.hpp"
#include "engine/delivery/channel.hpp"
#include "engine/delivery/channels/http_client.hpp"
#include "engine/delivery/channels/receiver_watch.hpp"
#include "engine/delivery/channels/webhook_message.hpp"
#include "engine/delivery/message.hpp"

namespace larm::delivery {

struct WebhookSettings {
    std::string key;  ///< Of HMAC-SHA-256, as bytes.
    HttpClientOptions http{};
    /// Whether receivers on other machines may be called without TLS: the text of an alarm goes in
    /// the clear then.
    bool plain_http = false;
    std::chrono::milliseconds within{10'000};  ///< One call.
};

template <ReachesPeople K>
class WebhookChannel final : public Channel<K> {
public:
    /// `book` and `watch` must outlive the channel. Runs an HttpClient of its own, so that no
    /// report is used after the channel.
    WebhookChannel(WebhookSettings settings, AddressBook const& book, ReceiverWatch& watch);
    void stop() override;

private:
    void transmit(Message<K> const& message, Report report) override;

    WebhookSettings const settings_;
    AddressBook const& book_;
    ReceiverWatch& watch_;
    WebhookSigner signer_;  ///< The worker's, which sends one message at a time.
    HttpClient client_;     ///< Last: its calls end before anything else goes.
};

}  // namespace larm::delivery
