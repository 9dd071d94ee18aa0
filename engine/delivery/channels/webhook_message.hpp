// What a webhook carries, how it is signed, and what its answer means. No sending here.
//
//   POST <the receiver's address>
//   Content-Type: application/json
//   X-Larm-Timestamp: 1764097920                       seconds since the epoch
//   X-Larm-Signature: v1=<hex HMAC-SHA-256 of "<timestamp>.<body>">
//   Idempotency-Key: <delivery id>                     the same when it is sent again
//
// A receiver compares the signature in constant time, refuses a timestamp more than five minutes
// from its clock, and shows a delivery id once. simulators/README.md says it for receivers.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/core/instant.hpp"
#include "engine/delivery/channel.hpp"
#include "engine/delivery/channels/http_client.hpp"
#include "engine/delivery/message.hpp"

struct evp_mac_ctx_st;  // EVP_MAC_CTX

namespace larm::delivery {

/// JSON, UTF-8.
[[nodiscard]] std::string webhook_body(Letter const& letter);

/// Signs with one key, which is prepared once. One thread at a time.
class WebhookSigner {
public:
    /// HMAC-SHA-256's key, as bytes.
    explicit WebhookSigner(std::string_view key);
    /// "v1=" and 64 hex digits.
    [[nodiscard]] std::string sign(std::string_view timestamp, std::string_view body);

private:
    std::unique_ptr<evp_mac_ctx_st, void (*)(evp_mac_ctx_st*)> hmac_;
};

/// All of one call but how long it may take.
[[nodiscard]] HttpCall webhook_call(std::string url, Letter const& letter, WebhookSigner& signer,
                                    std::chrono::system_clock::time_point now);

/// What became of a call.
struct HttpVerdict {
    enum class Kind {
        received,   ///< The other side says that it has reached its human's device.
        accepted,   ///< 2xx
        temporary,  ///< May go better later.
        final,      ///< Will not.
    };
    Kind kind = Kind::final;
    std::string detail{};  ///< In English, without addresses.
    Again again{};         ///< When it is temporary.
};

/// 2xx is accepted, with {"received": true} received; no answer, 408, 425, 429 and 5xx are
/// temporary, everything else is final.
[[nodiscard]] HttpVerdict webhook_verdict(HttpResult const& result,
                                          std::chrono::system_clock::time_point now);

/// A Retry-After (RFC 9110, 10.2.3): seconds, or a date. At most an hour; 0 where it says nothing.
[[nodiscard]] std::chrono::milliseconds retry_after(std::string_view value,
                                                    std::chrono::system_clock::time_point now);

/// The engine counts so; only for what is shown, since it may differ from engine time.
[[nodiscard]] core::Instant instant_of(std::chrono::system_clock::time_point at);

/// Whether something may be sent there: https, or http to this machine, or http anywhere where
/// `plain_http` says so.
[[nodiscard]] bool may_be_called(std::string const& url, bool plain_http);

}  // namespace larm::delivery
