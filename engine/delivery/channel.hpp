// A way to reach people. One file per channel; which of them a world has is decided by whoever
// makes its Outbox. A channel of one kind cannot take a message of another, and looks again at the
// letter before it leaves.
#pragma once

#include <larm/v1/command.pb.h>
#include <larm/v1/domain.pb.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/delivery/message.hpp"

namespace larm::delivery {

/// Takes a result to where it is decided upon, as a command. Called from any thread, also from
/// inside Outbox::take() and resume(): it must post, never block, and not call the outbox.
using RecordTo = std::function<void(v1::RecordDelivery)>;

/// How a channel tells what became of one delivery: as often as there is news, from any thread,
/// until the channel is destroyed. The same news twice is harmless.
class Report {
public:
    /// `to` must outlive every channel that is given the report.
    Report(v1::RecordDelivery about, RecordTo const& to) : about_{std::move(about)}, to_{&to} {}
    /// `detail` in English for the journal: why it failed, what the provider said. No addresses.
    void operator()(v1::DeliveryOutcome outcome, std::string detail) const;

private:
    v1::RecordDelivery about_;
    RecordTo const* to_;
};

/// "sms"; "unspecified" for none.
[[nodiscard]] std::string_view channel_word(v1::Channel channel);

/// One channel of one kind. Owned by one Outbox, called by its worker for this channel only: one
/// send() at a time. After the destructor no report may be used.
template <Kind K>
class Channel {
public:
    Channel() = default;
    Channel(Channel const&) = delete;
    Channel& operator=(Channel const&) = delete;
    virtual ~Channel() = default;

    /// Hands one message over. What may not leave is reported as failed and does not.
    void send(Message<K> const& message, Report report) {
        if (auto refused = refusal_at_wire(K::word, K::mark, message.letter()); refused) {
            return report(v1::DELIVERY_OUTCOME_FAILED, std::move(*refused));
        }
        transmit(message, std::move(report));
    }

    /// The outbox is going down: a transmit() under way, and any later one, returns at once. From
    /// another thread than send()'s, and possibly twice.
    virtual void stop() = 0;

private:
    /// Begins to send, and returns soon: what takes long is reported later. Messages behind it wait
    /// for the return. Does not throw.
    virtual void transmit(Message<K> const& message, Report report) = 0;
};

}  // namespace larm::delivery
