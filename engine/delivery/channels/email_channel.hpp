// Mail to a person. Slow and easily overlooked: it carries the whole text and the answer link
// beside channels that wake people. What a mail looks like is email_text's, how it leaves
// smtp_client's.
#pragma once

#include <stop_token>
#include <string>

#include "engine/delivery/address_book.hpp"
#include "engine/delivery/channel.hpp"
#include "engine/delivery/channels/smtp_client.hpp"

namespace larm::delivery {

/// The book must outlive it. Each kind has its own connections.
template <ReachesPeople K>
class EmailChannel final : public Channel<K> {
public:
    EmailChannel(SmtpOptions options, std::string from, AddressBook const& book)
        : from_{std::move(from)}, book_{book}, client_{std::move(options)} {}

    void stop() override { stop_.request_stop(); }

private:
    /// Waits while as many mails as may be are on their way.
    void transmit(Message<K> const& message, Report report) override;

    std::string from_;
    AddressBook const& book_;
    std::stop_source stop_;
    SmtpClient client_;  ///< Last: it reports until it is gone.
};

}  // namespace larm::delivery
