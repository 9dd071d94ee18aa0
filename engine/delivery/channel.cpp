#include "engine/delivery/channel.hpp"

#include "engine/delivery/text.hpp"

namespace larm::delivery {
namespace {

/// Whoever reads it has one line; a provider may have answered with a page.
constexpr std::size_t detail_characters_max = 160;

std::string brief(std::string_view detail) {
    return cut(one_line(detail), detail_characters_max);
}

}  // namespace

void Report::operator()(v1::DeliveryOutcome outcome, std::string_view detail) const {
    auto result = about_;
    result.set_outcome(outcome);
    result.set_detail(brief(detail));
    if (follower_ != nullptr) {
        follower_->on_outcome(ticket_, std::move(result));
    } else {
        (*to_)(std::move(result));
    }
}

void Report::retry(std::string_view detail, Again again) const {
    if (follower_ == nullptr) {
        return (*this)(v1::DELIVERY_OUTCOME_FAILED, detail);
    }
    auto failure = about_;
    failure.set_outcome(v1::DELIVERY_OUTCOME_FAILED);
    failure.set_detail(brief(detail));
    follower_->on_trouble(ticket_, std::move(failure), again);
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

std::string_view channel_in_words(v1::Channel channel) {
    switch (channel) {
        case v1::CHANNEL_PUSH: return "push";
        case v1::CHANNEL_SMS: return "SMS";
        case v1::CHANNEL_VOICE: return "voice calls";
        case v1::CHANNEL_RAKEL: return "Rakel";
        case v1::CHANNEL_EMAIL: return "e-mail";
        case v1::CHANNEL_WEBHOOK: return "webhooks";
        case v1::CHANNEL_OPERATOR: return "calls by hand";
        case v1::CHANNEL_UNSPECIFIED:
        case v1::Channel_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Channel_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "an unknown channel";
}

}  // namespace larm::delivery
