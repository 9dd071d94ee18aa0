// The channels of one kind, made of what Reach has: each channel's own part, one line each.
#include <spdlog/spdlog.h>

#include "engine/delivery/channels/email_channel.hpp"
#include "engine/delivery/channels/operator_channel.hpp"
#include "engine/delivery/channels/rakel_channel.hpp"
#include "engine/delivery/channels/sms_channel.hpp"
#include "engine/delivery/channels/voice_channel.hpp"
#include "engine/delivery/channels/web_push.hpp"
#include "engine/delivery/log_channel.hpp"
#include "engine/larmd/open_world.hpp"
#include "engine/larmd/reach.hpp"

namespace larm::larmd {

template <delivery::ReachesPeople K>
delivery::Channels<K> Reach::channels() {
    constexpr bool is_alarm = std::is_same_v<K, delivery::Live>;
    delivery::Channels<K> made;
    if (vapid_) {
        auto const note = [this](std::string_view officer, std::string_view address) {
            book_.note_device(officer, address, v1::DELIVERY_OUTCOME_ACCEPTED, time_of_day());
        };
        made.emplace(v1::CHANNEL_PUSH,
                     std::make_unique<delivery::WebPushChannel<K>>(delivery::PushTools{
                         book_, *vapid_, push_services_, spdlog::default_logger(), note}));
    }
    auto& elks = is_alarm ? elks_live_ : elks_roll_call_;
    if (set_up_.contains(v1::CHANNEL_SMS) && elks_) {
        made.emplace(v1::CHANNEL_SMS,
                     std::make_unique<delivery::SmsChannel<K>>(*elks_, *elks, book_));
    }
    if (set_up_.contains(v1::CHANNEL_VOICE) && elks_ && speech_) {
        made.emplace(v1::CHANNEL_VOICE,
                     std::make_unique<delivery::VoiceChannel<K>>(*elks_, *elks, book_, *speech_));
    }
    if (rakel_) {
        made.emplace(v1::CHANNEL_RAKEL,
                     std::make_unique<delivery::RakelChannel<K>>(*rakel_, book_));
    }
    if (smtp_) {
        made.emplace(v1::CHANNEL_EMAIL, std::make_unique<delivery::EmailChannel<K>>(
                                            *smtp_, config_.email().from(), book_));
    }
    if (webhook_) {
        made.emplace(v1::CHANNEL_WEBHOOK,
                     std::make_unique<delivery::WebhookChannel<K>>(*webhook_, book_, webhooks_));
    }
    if (config_.operator_list() && is_alarm) {  // nobody is rung up by hand for a roll-call
        made.emplace(v1::CHANNEL_OPERATOR, std::make_unique<delivery::OperatorChannel<K>>());
    }
    if (is_log_only_ || config_.log_only()) {
        for (auto const which : set_up_) {
            if (!made.contains(which)) {
                made.emplace(which,
                             std::make_unique<delivery::LogChannel<K>>(spdlog::default_logger()));
            }
        }
    }
    return made;
}

template delivery::Channels<delivery::Live> Reach::channels();
template delivery::Channels<delivery::RollCall> Reach::channels();
template delivery::Channels<delivery::DutyOffer> Reach::channels();

}  // namespace larm::larmd
