#include "engine/delivery/channels/webhook_message.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <ctime>
#include <iterator>

#include "engine/core/check.hpp"
#include "engine/delivery/channels/http_connection.hpp"

namespace larm::delivery {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr milliseconds retry_after_max{3'600'000};

/// Appends `"name":"value",`.
void put(std::string& json, std::string_view name, std::string_view value) {
    json += '"';
    json += name;
    json += "\":\"";
    for (auto const each : value) {
        auto const byte = static_cast<unsigned char>(each);
        if (each == '"' || each == '\\') {
            json += '\\';
            json += each;
        } else if (each == '\n') {
            json += "\\n";
        } else if (byte < 0x20 || byte == 0x7F) {
            fmt::format_to(std::back_inserter(json), "\\u{:04x}", byte);
        } else {
            json += each;
        }
    }
    json += "\",";
}

/// Ends what put() has begun.
void close(std::string& json) {
    json.back() = '}';
}

bool says_received(std::string const& body) {
    if (body.find("received") == std::string::npos) {
        return false;
    }
    boost::system::error_code wrong;
    auto const json = boost::json::parse(body, wrong);
    if (wrong || !json.is_object()) {
        return false;
    }
    auto const* const received = json.get_object().if_contains("received");
    return received != nullptr && received->is_bool() && received->get_bool();
}

bool is_this_machine(std::string const& host) {
    boost::system::error_code is_name;
    auto const address = boost::asio::ip::make_address(host, is_name);
    return is_name ? host == "localhost" : address.is_loopback();
}

}  // namespace

std::string webhook_body(Letter const& letter) {
    auto const& envelope = letter.envelope;
    auto const& texts = letter.texts;
    std::string json;
    json.reserve(1024 + texts.body_sv.size() + texts.body_en.size());
    json += '{';
    put(json, "deliveryId", envelope.delivery_id);
    put(json, "kind", letter.kind);
    put(json, "incidentId", envelope.incident_id);
    put(json, "step", envelope.step);
    put(json, "party", envelope.party);
    put(json, "recipient", envelope.recipient);
    fmt::format_to(std::back_inserter(json), "\"attempt\":{},\"title\":{{", envelope.attempt);
    put(json, "sv", texts.title_sv);
    put(json, "en", texts.title_en);
    close(json);
    json += ",\"body\":{";
    put(json, "sv", texts.body_sv);
    put(json, "en", texts.body_en);
    close(json);
    json += ',';
    put(json, "shortSv", texts.short_sv);
    if (!letter.answer.code.empty() || !letter.answer.url.empty()) {
        json += "\"answer\":{";
        put(json, "url", letter.answer.url);
        put(json, "code", letter.answer.code);
        fmt::format_to(std::back_inserter(json), "\"asksForNumber\":{}}},",
                       letter.answer.asks_for_number);
    }
    close(json);
    return json;
}

std::string webhook_signature(std::string_view key, std::string_view timestamp,
                              std::string_view body) {
    auto const signed_text = fmt::format("{}.{}", timestamp, body);
    std::array<unsigned char, 32> mac{};
    unsigned size = 0;
    LARM_CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                    reinterpret_cast<unsigned char const*>(signed_text.data()), signed_text.size(),
                    mac.data(), &size) != nullptr);
    LARM_CHECK(size == mac.size());
    return fmt::format("v1={:02x}", fmt::join(mac, ""));
}

HttpCall webhook_call(std::string url, Letter const& letter, std::string_view key,
                      system_clock::time_point now) {
    HttpCall call;
    call.url = std::move(url);
    call.body = webhook_body(letter);
    auto timestamp = fmt::to_string(system_clock::to_time_t(now));
    auto signature = webhook_signature(key, timestamp, call.body);
    call.headers.reserve(4);
    call.headers.emplace_back("Content-Type", "application/json");
    call.headers.emplace_back("X-Larm-Timestamp", std::move(timestamp));
    call.headers.emplace_back("X-Larm-Signature", std::move(signature));
    call.headers.emplace_back("Idempotency-Key", letter.envelope.delivery_id);
    return call;
}

HttpVerdict webhook_verdict(HttpResult const& result, system_clock::time_point now) {
    using Kind = HttpVerdict::Kind;
    auto const status = result.status;
    if (status == 0) {
        return {.kind = Kind::temporary, .detail = "no answer from the receiver"};
    }
    auto detail = fmt::format("the receiver answered {}", status);
    if (status >= 200 && status < 300) {
        auto const kind = says_received(result.body) ? Kind::received : Kind::accepted;
        return {.kind = kind, .detail = std::move(detail)};
    }
    if (status >= 500 || status == 408 || status == 425 || status == 429) {
        return {.kind = Kind::temporary,
                .detail = std::move(detail),
                .at_least = retry_after(header_of(result, "Retry-After"), now)};
    }
    return {.kind = Kind::final, .detail = std::move(detail)};
}

milliseconds retry_after(std::string_view value, system_clock::time_point now) {
    std::int64_t seconds = 0;
    auto const* const end = value.data() + value.size();
    auto const [stopped, wrong] = std::from_chars(value.data(), end, seconds);
    if (wrong == std::errc{} && stopped == end) {
        auto const most = std::chrono::duration_cast<std::chrono::seconds>(retry_after_max).count();
        return std::chrono::seconds{std::clamp<std::int64_t>(seconds, 0, most)};
    }
    std::tm date{};
    std::string const text{value};
    auto const* const rest = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
    if (rest == nullptr || *rest != '\0') {
        return milliseconds{0};
    }
    auto const at = system_clock::from_time_t(timegm(&date));
    auto const wait = std::chrono::duration_cast<milliseconds>(at - now);
    return std::clamp(wait, milliseconds{0}, retry_after_max);
}

bool may_be_called(std::string const& url, bool plain_http) {
    auto const origin = Origin::of(url);
    return origin && (origin->is_tls || plain_http || is_this_machine(origin->host));
}

}  // namespace larm::delivery
