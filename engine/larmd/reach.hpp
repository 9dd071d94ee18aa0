// How people are reached from this installation, made of the settings: the channels of each kind,
// what they share, and what people send back over Rakel. What answers over HTTP is doors.
//
// What cannot be made (a secret that others can read, speech that is not there) is left out and
// said: an alarm that reaches some is better than a daemon that does not start.
#pragma once

#include <larm/v1/domain.pb.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "engine/contacts/contact_book.hpp"
#include "engine/core/preflight.hpp"
#include "engine/delivery/channels/cap_pusher.hpp"
#include "engine/delivery/channels/elks_client.hpp"
#include "engine/delivery/channels/rakel_answers.hpp"
#include "engine/delivery/channels/rakel_terminal.hpp"
#include "engine/delivery/channels/smtp_client.hpp"
#include "engine/delivery/channels/speech.hpp"
#include "engine/delivery/channels/vapid.hpp"
#include "engine/delivery/channels/web_push_subscription.hpp"
#include "engine/delivery/channels/webhook_channel.hpp"
#include "engine/delivery/lane.hpp"
#include "engine/delivery/work.hpp"
#include "engine/larmd/settings.hpp"
#include "engine/world/live_outbox.hpp"
#include "engine/world/live_world.hpp"

namespace larm::larmd {

/// Outlives the outbox that has its channels, and the world. Not thread-safe but where it is said.
class Reach {
public:
    /// Secrets that the settings do not name stand in `data`/secrets.
    Reach(Settings const& settings, std::filesystem::path const& data, contacts::ContactBook& book);
    ~Reach();
    Reach(Reach const&) = delete;
    Reach& operator=(Reach const&) = delete;

    /// Channels of one kind, each with connections of its own.
    template <delivery::ReachesPeople K>
    [[nodiscard]] delivery::Channels<K> channels();
    [[nodiscard]] delivery::LaneOptions lane_options() const;
    /// Channels that something is set up for.
    [[nodiscard]] std::set<v1::Channel> const& set_up() const { return set_up_; }
    /// The same, and what of it gets nothing through now, as `outbox` has found or it says itself;
    /// and officers whose receivers refuse. Any thread.
    [[nodiscard]] core::Means means(world::LiveOutbox const& outbox) const;
    /// Why a channel that is set up reaches nobody although it works: the terminal is gone, every
    /// receiver refuses, nobody has subscribed. Any thread.
    [[nodiscard]] std::map<v1::Channel, std::string> asleep() const;
    /// Nothing leaves but to the log.
    [[nodiscard]] bool is_log_only() const { return is_log_only_; }
    /// What has been left out and why, a line each; empty where nothing has.
    [[nodiscard]] std::string const& left_out() const { return left_out_; }
    /// What the terminal of Rakel says of itself now; empty where all is well. Any thread.
    [[nodiscard]] std::string rakel_trouble() const;
    /// Radios whose wrong texts have been too many, since the start. Any thread.
    [[nodiscard]] std::int64_t rakel_over_limit() const { return rakel_over_limit_; }
    /// Receivers that refuse what is sent to them, a line each; empty where none does. Any thread.
    [[nodiscard]] std::string refused_webhooks();
    [[nodiscard]] std::string refused_cap();

    /// From now on texts over Rakel are answers to this world.
    void answer_to(world::LiveWorld& world);
    /// None of them goes there any more when this returns.
    void stop_answers();

    // Shared with the doors; null or empty where it is not set up.
    [[nodiscard]] delivery::AnswerKeys const& keys() const { return answers_->keys; }
    [[nodiscard]] delivery::ElksAccount const* elks() const { return elks_ ? &*elks_ : nullptr; }
    [[nodiscard]] delivery::Speech* speech() const { return speech_.get(); }
    [[nodiscard]] delivery::CapPusher* cap() const { return cap_.get(); }
    [[nodiscard]] delivery::Vapid* vapid() const { return vapid_.get(); }
    [[nodiscard]] delivery::PushServices const& push_services() const { return push_services_; }

private:
    void make_answer_side(std::string const& public_url);
    void make_push(v1::WebPushConfig const& config);
    void make_elks(v1::ElksConfig const& config, std::string const& public_url);
    void make_rakel(v1::RakelConfig const& config);
    void make_email(v1::EmailConfig const& config);
    void make_webhook(v1::WebhookConfig const& config);
    void make_cap(v1::CapConfig const& config);
    /// Officers all of whose webhooks refuse what is sent, and what they answer.
    [[nodiscard]] std::map<std::string, std::string, std::less<>> refused_officers() const;
    void leave_out(std::string const& what, std::string const& why);
    [[nodiscard]] std::filesystem::path secret(std::string const& named,
                                               char const* otherwise) const;

    v1::DeliveryConfig const config_;
    std::filesystem::path const secrets_;
    contacts::ContactBook& book_;
    std::set<v1::Channel> set_up_;
    bool is_log_only_ = false;
    std::string left_out_;
    std::shared_ptr<delivery::AnswerSide const> answers_;
    delivery::PushServices push_services_;
    std::unique_ptr<delivery::Vapid> vapid_;
    std::optional<delivery::ElksAccount> elks_;
    std::unique_ptr<delivery::Speech> speech_;
    std::unique_ptr<delivery::HttpClient> elks_live_;
    std::unique_ptr<delivery::HttpClient> elks_roll_call_;
    std::optional<delivery::SmtpOptions> smtp_;
    std::optional<delivery::WebhookSettings> webhook_;
    delivery::ReceiverWatch webhooks_;
    std::unique_ptr<delivery::CapPusher> cap_;
    std::atomic<std::int64_t> rakel_over_limit_ = 0;
    std::mutex listening_;  ///< Over `hears_`.
    bool hears_ = false;
    std::unique_ptr<delivery::RakelAnswers> rakel_answers_;
    std::unique_ptr<delivery::RakelTerminal> rakel_;  ///< Last: its thread uses what is above.
};

}  // namespace larm::larmd
