// SMS through the provider of elks_client. What it accepts is only accepted: what the phone has is
// told by its delivery reports, which come to the server's door (elks_hooks).
#pragma once

#include "engine/delivery/address_book.hpp"
#include "engine/delivery/channel.hpp"
#include "engine/delivery/channels/elks_client.hpp"

namespace larm::delivery {

template <ReachesPeople K>
class SmsChannel final : public Channel<K> {
public:
    /// `http` and `book` must outlive the channel.
    SmsChannel(ElksAccount account, HttpClient& http, AddressBook const& book)
        : client_{std::move(account), http}, book_{book} {}
    void stop() override { client_.stop(); }

private:
    void transmit(Message<K> const& message, Report report) override;

    ElksClient client_;
    AddressBook const& book_;
};

}  // namespace larm::delivery
