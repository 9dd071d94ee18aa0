#include "engine/delivery/channel.hpp"

namespace larm::delivery {

void Report::operator()(v1::DeliveryOutcome outcome, std::string detail) const {
    auto result = about_;
    result.set_outcome(outcome);
    result.set_detail(std::move(detail));
    (*to_)(std::move(result));
}

std::string_view channel_word(v1::Channel channel) {
    switch (channel) {
        case v1::CHANNEL_PUSH: return "push";
        case v1::CHANNEL_SMS: return "sms";
        case v1::CHANNEL_VOICE: return "voice";
        case v1::CHANNEL_RAKEL: return "rakel";
        case v1::CHANNEL_EMAIL: return "email";
        case v1::CHANNEL_WEBHOOK: return "webhook";
        case v1::CHANNEL_OPERATOR: return "operator";
        case v1::CHANNEL_UNSPECIFIED:
        case v1::Channel_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Channel_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "unspecified";
}

}  // namespace larm::delivery
