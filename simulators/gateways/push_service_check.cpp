#include "simulators/gateways/push_service_check.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <optional>

#include "simulators/gateways/push_service_crypto.hpp"

namespace larm::gateways {
namespace {

namespace json = boost::json;

constexpr std::size_t topic_characters_max = 32;

std::unexpected<PushFault> fault(unsigned status, std::string why) {
    return std::unexpected{PushFault{status, std::move(why)}};
}

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value >= 0
               ? std::optional{value}
               : std::nullopt;
}

/// The value of `name` in "vapid t=..., k=...".
std::string_view parameter(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        header.remove_prefix(std::min(header.find_first_not_of(", "), header.size()));
        auto const part = header.substr(0, header.find(','));
        header.remove_prefix(part.size());
        if (part.starts_with(name) && part.substr(name.size()).starts_with('=')) {
            return part.substr(name.size() + 1);
        }
    }
    return {};
}

std::optional<json::object> object_of(std::string_view base64) {
    auto const text = from_base64url(base64);
    boost::system::error_code error;
    auto value = text ? json::parse(*text, error) : json::value{};
    return !error && value.is_object() ? std::optional{value.as_object()} : std::nullopt;
}

std::string text_of(json::object const& object, std::string_view name) {
    auto const* const value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->as_string()} : "";
}

/// The subject of a token that holds.
std::expected<std::string, PushFault> check_token(std::string_view header, std::string_view origin,
                                                  std::string_view key,
                                                  std::chrono::system_clock::time_point now) {
    constexpr std::string_view scheme = "vapid ";
    if (!header.starts_with(scheme)) {
        return fault(401, "no vapid authorization");
    }
    header.remove_prefix(scheme.size());
    auto const token = parameter(header, "t");
    auto const sender = parameter(header, "k");
    auto const dot = token.find('.');
    auto const end = token.rfind('.');
    if (dot == std::string_view::npos || dot == end) {
        return fault(403, "t is no token");
    }
    auto const head = object_of(token.substr(0, dot));
    auto const claims = object_of(token.substr(dot + 1, end - dot - 1));
    auto const signature = from_base64url(token.substr(end + 1));
    auto const point = from_base64url(sender);
    if (!head || !claims || !signature || !point) {
        return fault(403, "t or k cannot be read");
    }
    if (text_of(*head, "typ") != "JWT" || text_of(*head, "alg") != "ES256") {
        return fault(403, "not a JWT by ES256");
    }
    if (!is_signed_es256(*point, token.substr(0, end), *signature)) {
        return fault(403, "the signature does not hold");
    }
    if (!key.empty() && sender != key) {
        return fault(403, "another key than the subscription's");
    }
    if (text_of(*claims, "aud") != origin) {
        return fault(403, "aud is not this push service");
    }
    auto const* const exp = claims->if_contains("exp");
    auto const expires = exp != nullptr && exp->is_int64() ? exp->as_int64() : 0;
    auto const now_s =
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    if (expires <= now_s || expires > now_s + 24 * 60 * 60) {
        return fault(403, "exp is not within the next 24 hours");
    }
    auto subject = text_of(*claims, "sub");
    if (!subject.starts_with("mailto:") && !subject.starts_with("https:")) {
        return fault(403, "sub is no address");
    }
    return subject;
}

std::optional<PushFault> fault_of_body(HttpAsked const& asked) {
    constexpr std::size_t head_bytes = 21;
    if (asked.header("Content-Encoding") != "aes128gcm") {
        return PushFault{400, "Content-Encoding is not aes128gcm"};
    }
    if (asked.body.size() < head_bytes) {
        return PushFault{400, "the body has no header"};
    }
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(asked.body[i]); };
    auto const record = std::size_t{at(16)} << 24U | std::size_t{at(17)} << 16U |
                        std::size_t{at(18)} << 8U | std::size_t{at(19)};
    if (at(20) != 65 || asked.body.size() <= head_bytes + 65) {
        return PushFault{400, "the body names no key of 65 bytes"};
    }
    if (record < 18 || asked.body.size() - head_bytes - 65 > record) {
        return PushFault{400, "not one record (RFC 8291, section 4)"};
    }
    return std::nullopt;
}

}  // namespace

std::expected<CheckedPush, PushFault> check_push(HttpAsked const& asked, std::string_view origin,
                                                 std::string_view key,
                                                 std::chrono::system_clock::time_point now) {
    CheckedPush push;
    auto const ttl = number(asked.header("TTL"));
    if (!ttl) {
        return fault(400, "no TTL in seconds");
    }
    push.ttl = std::chrono::seconds{*ttl};
    push.urgency = asked.header("Urgency");
    constexpr std::array<std::string_view, 5> urgencies{"", "very-low", "low", "normal", "high"};
    if (std::ranges::find(urgencies, push.urgency) == urgencies.end()) {
        return fault(400, "no such Urgency");
    }
    push.topic = asked.header("Topic");
    if (push.topic.size() > topic_characters_max ||
        push.topic.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789-_") != std::string::npos) {
        return fault(400, "Topic is not 32 characters of base64url at most");
    }
    if (auto wrong = fault_of_body(asked); wrong) {
        return std::unexpected{std::move(*wrong)};
    }
    auto subject = check_token(asked.header("Authorization"), origin, key, now);
    if (!subject) {
        return std::unexpected{std::move(subject.error())};
    }
    push.subject = std::move(*subject);
    return push;
}

}  // namespace larm::gateways
