// Web Push (RFC 8030): to every device on which the officer has subscribed. A push service accepts;
// that a device has it, only the device can say.
#pragma once

#include <utility>

#include "engine/delivery/channel.hpp"
#include "engine/delivery/channels/web_push_sender.hpp"

namespace larm::delivery {

/// ACCEPTED where one device's push service has taken it. A subscription that is gone is dropped
/// from the book. Each channel has an HTTP client of its own, so that a test cannot delay an alarm.
template <ReachesPeople K>
class WebPushChannel final : public Channel<K> {
public:
    explicit WebPushChannel(PushTools tools) : sender_{std::move(tools), terms()} {}
    void stop() override { sender_.stop(); }

private:
    void transmit(Message<K> const& message, Report report) override {
        sender_.send(message.letter(), std::move(report));
    }
    [[nodiscard]] static PushTerms terms();

    PushSender sender_;
};

}  // namespace larm::delivery
