#include "engine/larmd/reach.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <system_error>
#include <utility>

#include "engine/delivery/channels/cap_message.hpp"
#include "engine/delivery/channels/vapid_key_file.hpp"
#include "engine/delivery/log_channel.hpp"
#include "engine/delivery/secret_file.hpp"
#include "engine/larmd/open_world.hpp"

namespace larm::larmd {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t hook_secret_bytes = 24;
constexpr std::size_t hook_secret_letters_min = 16;
constexpr std::size_t webhook_key_bytes = 32;

constexpr std::array all_channels{v1::CHANNEL_PUSH,    v1::CHANNEL_SMS,   v1::CHANNEL_VOICE,
                                  v1::CHANNEL_RAKEL,   v1::CHANNEL_EMAIL, v1::CHANNEL_WEBHOOK,
                                  v1::CHANNEL_OPERATOR};

/// Whether the settings name any channel at all.
bool names_a_channel(v1::DeliveryConfig const& config) {
    return config.has_web_push() || config.has_sms_and_voice() || config.has_rakel() ||
           config.has_email() || config.has_webhook() || config.operator_list();
}

fs::path make_secrets_folder(fs::path const& data) {
    auto folder = data / "secrets";
    std::error_code ignored;  // whoever reads or makes a secret in it says what is wrong
    if (fs::create_directories(folder, ignored)) {
        fs::permissions(folder, fs::perms::owner_all, ignored);
    }
    return folder;
}

/// A part of a path, made where the file is missing.
std::expected<std::string, std::string> hook_secret_of(fs::path const& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
        if (auto const made = delivery::read_or_make_key(file, hook_secret_bytes); !made) {
            return std::unexpected{made.error()};
        }
    }
    auto text = delivery::read_secret(file);
    auto const is_plain = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_';
    };
    if (text && (text->size() < hook_secret_letters_min || !std::ranges::all_of(*text, is_plain))) {
        return std::unexpected{fmt::format(
            "the secret {} must be at least {} letters, digits, - or _, since it stands in a path",
            file.string(), hook_secret_letters_min)};
    }
    return text;
}

std::string text_of(std::vector<std::uint8_t> const& bytes) {
    return {bytes.begin(), bytes.end()};
}

}  // namespace

Reach::Reach(Settings const& settings, fs::path const& data, contacts::ContactBook& book)
    : config_{settings.delivery}, secrets_{make_secrets_folder(data)}, book_{book} {
    auto const& url = settings.public_side.url;
    make_answer_side(url);
    if (config_.has_web_push()) {
        make_push(config_.web_push());
    }
    if (config_.has_sms_and_voice()) {
        make_elks(config_.sms_and_voice(), url);
    }
    if (config_.has_rakel()) {
        make_rakel(config_.rakel());
    }
    if (config_.has_email()) {
        make_email(config_.email());
    }
    if (config_.has_webhook()) {
        make_webhook(config_.webhook());
    }
    if (config_.operator_list()) {
        set_up_.insert(v1::CHANNEL_OPERATOR);
    }
    if (config_.has_cap()) {
        make_cap(config_.cap());
    }
    is_log_only_ = !names_a_channel(config_);
    if (is_log_only_ || config_.log_only()) {
        set_up_.insert(all_channels.begin(), all_channels.end());
    }
}

Reach::~Reach() {
    stop_answers();
}

void Reach::leave_out(std::string const& what, std::string const& why) {
    spdlog::critical("event=channel_left_out channel=\"{}\" {}", what,
                     delivery::log_field("trouble", why));
    left_out_ += fmt::format("{}{} left out: {}", left_out_.empty() ? "" : "\n", what, why);
}

fs::path Reach::secret(std::string const& named, char const* otherwise) const {
    return named.empty() ? secrets_ / otherwise : fs::path{named};
}

void Reach::make_answer_side(std::string const& public_url) {
    delivery::AnswerKeys::Secret secret{};
    if (auto const key = delivery::read_or_make_key(secrets_ / "answer.key", secret.size())) {
        std::ranges::copy(*key, secret.begin());
    } else {
        // Better than no way to answer: what is sent from now on holds until the next start.
        static_cast<void>(RAND_bytes(secret.data(), static_cast<int>(secret.size())));
        leave_out("keeping codes and links over a restart", key.error());
    }
    answers_ = std::make_shared<delivery::AnswerSide const>(
        delivery::AnswerSide{delivery::AnswerKeys{secret}, public_url});
}

void Reach::make_push(v1::WebPushConfig const& config) {
    push_services_ = delivery::PushServices{
        {config.further_services().begin(), config.further_services().end()}};
    auto key = delivery::vapid_key_of(secret(config.vapid_key_file(), "vapid.pem"));
    if (!key) {
        return leave_out("push", key.error());
    }
    vapid_ = std::make_unique<delivery::Vapid>(std::move(*key), config.subject());
    set_up_.insert(v1::CHANNEL_PUSH);
}

void Reach::make_elks(v1::ElksConfig const& config, std::string const& public_url) {
    auto const credentials = delivery::read_secret(config.credentials_file());
    if (!credentials) {
        return leave_out("SMS and voice", credentials.error());
    }
    auto const hook_secret =
        hook_secret_of(secret(config.callback_secret_file(), "callback.secret"));
    if (!hook_secret) {
        return leave_out("SMS and voice", hook_secret.error());
    }
    elks_ = delivery::elks_account(config, public_url, *credentials, *hook_secret,
                                   answers_->keys.key_for("elks ticket"));
    elks_live_ = std::make_unique<delivery::HttpClient>();
    elks_roll_call_ = std::make_unique<delivery::HttpClient>();
    if (!config.sms_from().empty()) {
        set_up_.insert(v1::CHANNEL_SMS);
    }
    // The door speaks too, and so needs it for texts alone.
    auto speech = delivery::Speech::open();
    if (!speech) {
        leave_out("voice calls", speech.error());
    } else {
        speech_ = std::move(*speech);
        if (!config.voice_from().empty()) {
            set_up_.insert(v1::CHANNEL_VOICE);
        }
    }
}

void Reach::make_rakel(v1::RakelConfig const& config) {
    delivery::RakelOptions options;
    options.device = config.device();
    if (config.baud() > 0) {
        options.baud = config.baud();
    }
    rakel_ = std::make_unique<delivery::RakelTerminal>(std::move(options),
                                                       [this](delivery::RakelHeard const& heard) {
                                                           std::scoped_lock const lock{listening_};
                                                           if (hears_) {
                                                               rakel_answers_->take(heard);
                                                           }
                                                       });
    set_up_.insert(v1::CHANNEL_RAKEL);
}

void Reach::make_email(v1::EmailConfig const& config) {
    delivery::SmtpOptions options;
    options.url = config.url();
    options.ca_file = config.ca_file();
    if (!config.credentials_file().empty()) {
        auto const credentials = delivery::read_secret(config.credentials_file());
        if (!credentials) {
            return leave_out("e-mail", credentials.error());
        }
        auto const colon = credentials->find(':');
        options.user = credentials->substr(0, colon);
        options.password = colon == std::string::npos ? "" : credentials->substr(colon + 1);
    }
    smtp_ = std::move(options);
    set_up_.insert(v1::CHANNEL_EMAIL);
}

void Reach::make_webhook(v1::WebhookConfig const& config) {
    auto const key =
        delivery::read_or_make_key(secret(config.key_file(), "webhook.key"), webhook_key_bytes);
    if (!key) {
        return leave_out("webhooks", key.error());
    }
    webhook_ = delivery::WebhookSettings{.key = text_of(*key),
                                         .http = {.ca_file = config.ca_file()},
                                         .plain_http = config.plain_http()};
    set_up_.insert(v1::CHANNEL_WEBHOOK);
}

void Reach::make_cap(v1::CapConfig const& config) {
    cap_ = std::make_unique<delivery::CapPusher>(
        delivery::CapSettings{.sender = config.sender()},
        delivery::CapPusherOptions{.urls = {config.push_urls().begin(), config.push_urls().end()}});
}

delivery::LaneOptions Reach::lane_options() const {
    delivery::LaneOptions options;
    options.answers = answers_;
    return options;
}

core::Means Reach::means(world::LiveOutbox const& outbox) const {
    core::Means means{.configured = set_up_, .refused_webhooks = refused_officers()};
    for (auto const& [channel, down] : outbox.down()) {
        means.down[channel] = down.why;
    }
    if (auto trouble = rakel_trouble(); !trouble.empty()) {
        means.down[v1::CHANNEL_RAKEL] = std::move(trouble);
    }
    return means;
}

std::map<v1::Channel, std::string> Reach::asleep() const {
    std::map<v1::Channel, std::string> asleep;
    if (auto trouble = rakel_trouble(); !trouble.empty()) {
        asleep[v1::CHANNEL_RAKEL] = std::move(trouble);
    }
    auto const all = book_.contacts();
    auto const has_device = [this](v1::Officer const& officer) {
        return !book_.addresses(officer.id(), v1::CHANNEL_PUSH).empty();
    };
    if (vapid_ && std::ranges::none_of(all.officers(), has_device)) {
        asleep[v1::CHANNEL_PUSH] = "no device is subscribed";
    }
    auto const refused = refused_officers();
    auto const takes = [&](v1::Officer const& officer) {
        return !refused.contains(officer.id()) &&
               !book_.addresses(officer.id(), v1::CHANNEL_WEBHOOK).empty();
    };
    if (webhook_ && std::ranges::none_of(all.officers(), takes)) {
        asleep[v1::CHANNEL_WEBHOOK] = refused.empty()
                                          ? "nobody has one"
                                          : "every receiver refuses: " + refused.begin()->second;
    }
    return asleep;
}

std::map<std::string, std::string, std::less<>> Reach::refused_officers() const {
    std::map<std::string, std::string, std::less<>> refused;
    auto const all = book_.contacts();
    for (auto const& officer : all.officers()) {
        std::string why;
        for (auto const& address : book_.addresses(officer.id(), v1::CHANNEL_WEBHOOK)) {
            why = webhooks_.why_refused(officer.id(), address);
            if (why.empty()) {
                break;  // one that takes is enough
            }
        }
        if (!why.empty()) {
            refused.emplace(officer.id(), std::move(why));
        }
    }
    return refused;
}

std::string Reach::rakel_trouble() const {
    return rakel_ ? rakel_->trouble() : std::string{};
}

std::string Reach::refused_webhooks() {
    auto const is_known = [this](std::string const& officer, std::string const& address) {
        auto const addresses = book_.addresses(officer, v1::CHANNEL_WEBHOOK);
        return std::ranges::find(addresses, address) != addresses.end();
    };
    return fmt::format("{}", fmt::join(webhooks_.refusing(is_known), "\n"));
}

std::string Reach::refused_cap() {
    return cap_ ? fmt::format("{}", fmt::join(cap_->counts().refusing, "\n")) : std::string{};
}

void Reach::answer_to(world::LiveWorld& world) {
    if (!rakel_) {
        return;
    }
    delivery::AnswerWorld answers{
        .read =
            [&world](std::function<void(core::State const&)> reader) {
                world.read([reader = std::move(reader)](core::State const& state, v1::Durability) {
                    reader(state);
                });
            },
        .submit =
            [&world](v1::Command command, std::function<void(delivery::AnswerWorld::Reply)> done) {
                world.submit(std::move(command), std::move(done));
            }};
    std::scoped_lock const lock{listening_};
    rakel_answers_ = std::make_unique<delivery::RakelAnswers>(
        book_, answers_->keys, std::move(answers),
        [this](std::string to, std::string text) {
            delivery::RakelMessage reply;
            reply.to = {std::move(to)};
            reply.text = std::move(text);
            reply.rank = delivery::RakelRank::reply;
            static_cast<void>(rakel_->send(std::move(reply)));
        },
        time_of_day,
        [this](std::string const& officer) {
            ++rakel_over_limit_;
            spdlog::warn(
                "event=rakel_over_limit {} do=\"its wrong texts are not replied to, right "
                "codes are taken\"",
                delivery::log_field("officer", officer));
        });
    hears_ = true;
}

void Reach::stop_answers() {
    std::scoped_lock const lock{listening_};
    hears_ = false;
}

}  // namespace larm::larmd
