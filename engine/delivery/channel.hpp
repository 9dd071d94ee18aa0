// A way to reach people. One file per channel; which of them a world has is decided by whoever
// makes its Outbox. A channel of one kind cannot take a message of another, and looks again at the
// letter before it leaves.
#pragma once

#include <larm/v1/command.pb.h>
#include <larm/v1/domain.pb.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "engine/delivery/message.hpp"

namespace larm::delivery {

/// Takes a result to where it is decided upon, as a command. Called from any thread, also from
/// inside Outbox::take() and resume(): it must post, never block, and not call the outbox.
using RecordTo = std::function<void(v1::RecordDelivery)>;

/// When a delivery may be tried again.
struct Again {
    std::chrono::milliseconds at_least{0};  ///< As the other side asks for (Retry-After).
    /// It is asked too much at once (429): it works, and is left alone for as long as the rule
    /// pack's ChannelPolicy says where it does not say so itself.
    bool is_overrun = false;
};

/// Whoever follows deliveries until each has an outcome, and tries again: a lane. From any thread.
class Follower {
public:
    Follower() = default;
    Follower(Follower const&) = delete;
    Follower& operator=(Follower const&) = delete;
    virtual ~Follower() = default;

    virtual void on_outcome(std::uint64_t ticket, v1::RecordDelivery result) = 0;
    /// `failure` is what to record where it is not tried again.
    virtual void on_trouble(std::uint64_t ticket, v1::RecordDelivery failure, Again again) = 0;
};

/// How a channel tells what became of one delivery: as often as there is news, from any thread,
/// until the channel is destroyed. The same news twice is harmless.
class Report {
public:
    /// Without a lane: nothing is tried again. `to` must outlive every channel that is given the
    /// report.
    Report(v1::RecordDelivery about, RecordTo const& to) : about_{std::move(about)}, to_{&to} {}
    /// `ticket` is the follower's number of the delivery.
    Report(v1::RecordDelivery about, Follower& follower, std::uint64_t ticket)
        : about_{std::move(about)}, follower_{&follower}, ticket_{ticket} {}

    /// News for good. FAILED is about this recipient (no address, refused for good): the channel
    /// itself works. `detail` in English for the journal: why it failed, what the provider said. No
    /// addresses. People read it too: cut to one line.
    void operator()(v1::DeliveryOutcome outcome, std::string_view detail) const;
    /// Trouble that may pass (no answer, 429, 5xx): send() is called again with the same message,
    /// after a pause, as `again` and the rule pack's ChannelPolicy have it, as long as that
    /// allows; then it has failed with this detail. Once for each send(), and nothing else after
    /// it. Counts against the channel.
    void retry(std::string_view detail, Again again = {}) const;

private:
    v1::RecordDelivery about_;
    RecordTo const* to_ = nullptr;
    Follower* follower_ = nullptr;
    std::uint64_t ticket_ = 0;
};

/// "sms"; "unspecified" for none.
[[nodiscard]] std::string_view channel_word(v1::Channel channel);
/// "SMS", "voice calls", "Rakel": for people, in English.
[[nodiscard]] std::string_view channel_in_words(v1::Channel channel);

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

/// Which channels an outbox has. One that is missing fails its deliveries, saying so.
template <Kind K>
using Channels = std::map<v1::Channel, std::unique_ptr<Channel<K>>>;

}  // namespace larm::delivery
