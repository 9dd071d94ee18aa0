#include "engine/delivery/channels/web_push_subscription.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cctype>
#include <optional>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/delivery/base64.hpp"
#include "engine/delivery/channels/http_connection.hpp"

namespace larm::delivery {
namespace {

namespace json = boost::json;

constexpr std::size_t json_bytes_max = 8192;
constexpr std::size_t endpoint_bytes_max = 2048;

/// Chrome, Chromium without Google's keys, Firefox, Safari, Edge. One that begins with a dot is any
/// host below.
constexpr std::array<std::string_view, 5> makers{
    "fcm.googleapis.com", "jmt17.google.com",    ".push.services.mozilla.com",
    ".push.apple.com",    ".notify.windows.com",
};

std::optional<std::string> origin_of(std::string const& url) {
    auto const parsed = Origin::of(url);
    if (!parsed) {
        return std::nullopt;
    }
    auto host = parsed->host;
    std::ranges::transform(host, host.begin(), [](unsigned char each) {
        return static_cast<char>(std::tolower(each));
    });
    auto const is_usual = parsed->port == (parsed->is_tls ? 443 : 80);
    auto const is_ip6 = host.find(':') != std::string::npos;
    return fmt::format("{}://{}{}", parsed->is_tls ? "https" : "http",
                       is_ip6 ? fmt::format("[{}]", host) : host,
                       is_usual ? std::string{} : fmt::format(":{}", parsed->port));
}

std::string_view text_of(json::object const& object, std::string_view name) {
    auto const* const value = object.if_contains(name);
    auto const* const text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string_view{} : std::string_view{text->data(), text->size()};
}

template <std::size_t N>
bool read_bytes(json::object const& keys, std::string_view name,
                std::array<std::uint8_t, N>& bytes) {
    auto text = text_of(keys, name);
    while (text.ends_with('=')) {  // some browsers have padded
        text.remove_suffix(1);
    }
    auto const read = base64url_decode(text);
    if (!read || read->size() != N) {
        return false;
    }
    std::ranges::copy(*read, bytes.begin());
    return true;
}

}  // namespace

std::string PushServices::fault_of(std::string const& further) {
    auto const origin = origin_of(further);
    if (!origin || *origin != further) {
        return fmt::format("'{}' is no origin like https://push.example", further);
    }
    boost::system::error_code error;
    auto const address = boost::asio::ip::make_address(Origin::of(further)->host, error);
    if (further.starts_with("http://") && (error || !address.is_loopback())) {
        return fmt::format("'{}' is without TLS and not on loopback", further);
    }
    return {};
}

PushServices::PushServices(std::vector<std::string> further) : further_{std::move(further)} {
    for (auto const& each : further_) {
        LARM_CHECK(fault_of(each).empty());
    }
}

bool PushServices::allows(std::string_view origin) const {
    if (std::ranges::find(further_, origin) != further_.end()) {
        return true;
    }
    constexpr std::string_view scheme = "https://";
    if (!origin.starts_with(scheme)) {
        return false;
    }
    auto const host = origin.substr(scheme.size());  // with a port, where it has one: not theirs
    return std::ranges::any_of(makers, [&](auto const maker) {
        return maker.starts_with('.') ? host.ends_with(maker) && host.size() > maker.size()
                                      : host == maker;
    });
}

std::expected<PushSubscription, std::string> PushServices::subscription_of(
    std::string_view text) const {
    boost::system::error_code error;
    auto const value = text.size() > json_bytes_max ? json::value{} : json::parse(text, error);
    auto const* const object = value.if_object();
    if (error || object == nullptr) {
        return std::unexpected{std::string{"the subscription is no JSON object"}};
    }
    PushSubscription subscription;
    subscription.endpoint = text_of(*object, "endpoint");
    auto origin = subscription.endpoint.size() > endpoint_bytes_max
                      ? std::nullopt
                      : origin_of(subscription.endpoint);
    if (!origin) {
        return std::unexpected{std::string{"the subscription's endpoint is no address"}};
    }
    if (!allows(*origin)) {
        return std::unexpected{fmt::format("{} is not among the push services we call", *origin)};
    }
    subscription.origin = std::move(*origin);
    auto const* const keys_value = object->if_contains("keys");
    auto const* const keys = keys_value == nullptr ? nullptr : keys_value->if_object();
    if (keys == nullptr || !read_bytes(*keys, "p256dh", subscription.reader.p256dh) ||
        !read_bytes(*keys, "auth", subscription.reader.auth)) {
        return std::unexpected{
            std::string{"the subscription's keys are not p256dh and auth of 65 and 16 bytes"}};
    }
    return subscription;
}

}  // namespace larm::delivery
