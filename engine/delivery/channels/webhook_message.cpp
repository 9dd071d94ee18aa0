#include "engine/delivery/channels/webhook_message.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

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
    auto const is_special = [](char each) {
        auto const byte = static_cast<unsigned char>(each);
        return each == '"' || each == '\\' || byte < 0x20 || byte == 0x7F;
    };
    for (;;) {
        auto const special = std::ranges::find_if(value, is_special);
        json.append(value.begin(), special);
        if (special == value.end()) {
            break;
        }
        auto const each = *special;
        auto const byte = static_cast<unsigned char>(each);
        value = {special + 1, value.end()};
        if (each == '"' || each == '\\') {
            json += '\\';
            json += each;
        } else if (each == '\n') {
            json += "\\n";
        } else {
            fmt::format_to(std::back_inserter(json), "\\u{:04x}", byte);
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

WebhookSigner::WebhookSigner(std::string_view key) : hmac_{nullptr, EVP_MAC_CTX_free} {
    auto* const algorithm = EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr);
    LARM_CHECK(algorithm != nullptr);
    hmac_.reset(EVP_MAC_CTX_new(algorithm));
    EVP_MAC_free(algorithm);  // the context holds it
    std::string digest{"SHA256"};
    std::array const with{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), digest.size()),
        OSSL_PARAM_construct_end()};
    // OpenSSL takes an empty key for none where it gets no address.
    auto const* const bytes = key.empty() ? "" : key.data();
    LARM_CHECK(hmac_ != nullptr &&
               EVP_MAC_init(hmac_.get(), reinterpret_cast<unsigned char const*>(bytes), key.size(),
                            with.data()) == 1);
}

std::string WebhookSigner::sign(std::string_view timestamp, std::string_view body) {
    std::array<unsigned char, 32> mac{};
    std::size_t size = 0;
    auto const add = [&](std::string_view text) {
        return EVP_MAC_update(hmac_.get(), reinterpret_cast<unsigned char const*>(text.data()),
                              text.size()) == 1;
    };
    LARM_CHECK(EVP_MAC_init(hmac_.get(), nullptr, 0, nullptr) == 1);  // with the key it has
    LARM_CHECK(add(timestamp) && add(".") && add(body) &&
               EVP_MAC_final(hmac_.get(), mac.data(), &size, mac.size()) == 1 &&
               size == mac.size());
    constexpr std::string_view digits = "0123456789abcdef";
    std::string signature{"v1="};
    for (auto const byte : mac) {
        signature += digits[byte >> 4U];
        signature += digits[byte & 0xFU];
    }
    return signature;
}

HttpCall webhook_call(std::string url, Letter const& letter, WebhookSigner& signer,
                      system_clock::time_point now) {
    HttpCall call;
    call.url = std::move(url);
    call.body = webhook_body(letter);
    auto timestamp = fmt::to_string(system_clock::to_time_t(now));
    auto signature = signer.sign(timestamp, call.body);
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
                .again = {.at_least = retry_after(header_of(result, "Retry-After"), now),
                          .is_overrun = status == 429}};
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

core::Instant instant_of(system_clock::time_point at) {
    return {std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count()};
}

bool may_be_called(std::string const& url, bool plain_http) {
    auto const origin = Origin::of(url);
    return origin && (origin->is_tls || plain_http || is_this_machine(origin->host));
}

}  // namespace larm::delivery
