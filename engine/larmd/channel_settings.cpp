#include "engine/larmd/channel_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <string_view>

#include "engine/delivery/channels/cap_text.hpp"
#include "engine/delivery/channels/email_text.hpp"
#include "engine/delivery/channels/vapid.hpp"
#include "engine/delivery/channels/web_push_subscription.hpp"

namespace larm::larmd {
namespace {

using Faults = std::vector<SettingFault>;

/// What is wrong with an address that we call; empty where nothing is.
std::string url_fault(std::string const& url, std::initializer_list<std::string_view> schemes) {
    auto const parsed = boost::urls::parse_uri(url);
    std::string allowed;
    for (auto const scheme : schemes) {
        allowed += (allowed.empty() ? "" : " or ") + std::string{scheme};
    }
    if (!parsed || parsed->host().empty()) {
        return fmt::format("'{}' is no address such as {}://host:port", url, *schemes.begin());
    }
    if (std::ranges::find(schemes, std::string_view{parsed->scheme()}) == schemes.end()) {
        return fmt::format("'{}' must be {}", url, allowed);
    }
    if (parsed->has_userinfo()) {
        return "holds a user name: secrets stand in files of their own";
    }
    return {};
}

void add(Faults& faults, std::vector<std::string> path, std::string what) {
    if (!what.empty()) {
        faults.push_back({std::move(path), std::move(what)});
    }
}

bool is_phone_number(std::string_view text) {
    return text.size() >= 8 && text.size() <= 16 && text.starts_with('+') &&
           std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

void check(v1::WebPushConfig const& config, Faults& faults) {
    add(faults, {"web_push", "subject"}, delivery::Vapid::fault_of_subject(config.subject()));
    for (auto const& service : config.further_services()) {
        add(faults, {"web_push", "further_services"}, delivery::PushServices::fault_of(service));
    }
}

void check(v1::ElksConfig const& config, std::string const& public_url, Faults& faults) {
    add(faults, {"sms_and_voice", "url"}, url_fault(config.url(), {"https", "http"}));
    if (config.credentials_file().empty()) {
        add(faults, {"sms_and_voice"}, "credentials_file is missing: a file with user:password");
    }
    if (config.sms_from().empty() && config.voice_from().empty()) {
        add(faults, {"sms_and_voice"}, "neither sms_from nor voice_from is set: nothing is sent");
    }
    if (!config.voice_from().empty() && !is_phone_number(config.voice_from())) {
        add(faults, {"sms_and_voice", "voice_from"}, "must be a number like +46766861004");
    }
    if (public_url.empty()) {
        add(faults, {"sms_and_voice"},
            "needs public_side.url (or --public-url): the provider reports and asks there");
    }
}

void check(v1::RakelConfig const& config, Faults& faults) {
    constexpr std::array speeds{0, 4800, 9600, 19'200, 38'400, 57'600, 115'200};
    if (config.device().empty()) {
        add(faults, {"rakel"}, "device is missing, e.g. \"/dev/ttyUSB0\"");
    }
    if (std::ranges::find(speeds, config.baud()) == speeds.end()) {
        add(faults, {"rakel", "baud"}, fmt::format("{} is no usual speed", config.baud()));
    }
}

void check(v1::EmailConfig const& config, Faults& faults) {
    add(faults, {"email", "url"}, url_fault(config.url(), {"smtp", "smtps"}));
    if (!delivery::is_mail_address(config.from())) {
        add(faults, {"email"}, "from must be a mail address");
    }
}

void check(v1::CapConfig const& config, Faults& faults) {
    add(faults, {"cap", "sender"}, delivery::cap_sender_fault(config.sender()));
    for (auto const& url : config.push_urls()) {
        add(faults, {"cap", "push_urls"}, url_fault(url, {"https", "http"}));
    }
}

void check(v1::HeartbeatConfig const& config, Faults& faults) {
    constexpr int longest_s = 3600;
    add(faults, {"heartbeat", "url"}, url_fault(config.url(), {"https", "http"}));
    if (config.every_s() < 0 || config.every_s() > longest_s) {
        add(faults, {"heartbeat", "every_s"},
            fmt::format("every_s is {}; it must be from 0 to {}", config.every_s(), longest_s));
    }
}

}  // namespace

Faults faults_of(v1::DeliveryConfig const& config, std::string const& public_url) {
    Faults faults;
    if (config.has_web_push()) {
        check(config.web_push(), faults);
    }
    if (config.has_sms_and_voice()) {
        check(config.sms_and_voice(), public_url, faults);
    }
    if (config.has_rakel()) {
        check(config.rakel(), faults);
    }
    if (config.has_email()) {
        check(config.email(), faults);
    }
    if (config.has_cap()) {
        check(config.cap(), faults);
    }
    if (config.has_heartbeat()) {
        check(config.heartbeat(), faults);
    }
    return faults;
}

}  // namespace larm::larmd
