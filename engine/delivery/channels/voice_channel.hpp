// Calls through the provider of elks_client. Only the keys that a person presses prove anything;
// that a call was answered may be a voicemail. The conversation is the server's door's
// (elks_hooks).
#pragma once

#include "engine/delivery/address_book.hpp"
#include "engine/delivery/channel.hpp"
#include "engine/delivery/channels/elks_client.hpp"
#include "engine/delivery/channels/speech.hpp"

namespace larm::delivery {

template <ReachesPeople K>
class VoiceChannel final : public Channel<K> {
public:
    /// All must outlive the channel. `speech` is the one the door speaks with.
    VoiceChannel(ElksAccount account, HttpClient& http, AddressBook const& book, Speech& speech)
        : client_{std::move(account), http}, book_{book}, speech_{speech} {}
    void stop() override { client_.stop(); }

private:
    void transmit(Message<K> const& message, Report report) override;

    ElksClient client_;
    AddressBook const& book_;
    Speech& speech_;
};

}  // namespace larm::delivery
