#include "engine/delivery/channels/vapid.hpp"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/delivery/base64.hpp"

namespace larm::delivery {
namespace {

using namespace std::chrono_literals;

// RFC 8292 allows 24 hours from the request; half of that forgives a clock.
constexpr auto lasts = 12h;
// A token is used for its first half, so that none is near its end when it arrives.
constexpr auto used_for = lasts / 2;

}  // namespace

std::string Vapid::fault_of_subject(std::string_view subject) {
    constexpr std::string_view mail = "mailto:";
    constexpr std::string_view web = "https://";
    auto const is_mail = subject.starts_with(mail);
    if (!is_mail && !subject.starts_with(web)) {
        return "the subject must begin with mailto: or https://";
    }
    for (auto const each : subject) {
        if (each <= ' ' || each >= 0x7F || each == '<' || each == '>' || each == '"') {
            return "the subject must be a bare address, without blanks and brackets";
        }
    }
    auto const address = subject.substr(is_mail ? mail.size() : web.size());
    auto const host = is_mail ? address.substr(std::min(address.find('@'), address.size()))
                              : address.substr(0, address.find_first_of("/:"));
    if (host.find('.') == std::string_view::npos || (is_mail && address.starts_with('@'))) {
        return "the subject must be an address that exists, e.g. mailto:larm@region.example";
    }
    return {};
}

Vapid::Vapid(PushKey key, std::string subject)
    : key_{std::move(key)},
      subject_{std::move(subject)},
      public_key_{base64url(key_.public_point())} {
    LARM_CHECK(fault_of_subject(subject_).empty());
}

std::string Vapid::authorization(std::string const& origin, Time now) {
    std::lock_guard const lock{mutex_};
    auto& token = tokens_[origin];
    // A clock set back would let a kept token outlive its 24 hours.
    if (!token.header.empty() && now >= token.issued && now < token.issued + used_for) {
        return token.header;
    }
    auto const expires =
        std::chrono::duration_cast<std::chrono::seconds>((now + lasts).time_since_epoch());
    boost::json::object claims;
    claims["aud"] = origin;
    claims["exp"] = expires.count();
    claims["sub"] = subject_;
    auto const signed_text =
        fmt::format("{}.{}", base64url(std::string_view{R"({"typ":"JWT","alg":"ES256"})"}),
                    base64url(std::string_view{boost::json::serialize(claims)}));
    token.header = fmt::format("vapid t={}.{}, k={}", signed_text,
                               base64url(std::string_view{key_.sign(signed_text)}), public_key_);
    token.issued = now;
    return token.header;
}

void Vapid::forget(std::string const& origin) {
    std::lock_guard const lock{mutex_};
    tokens_.erase(origin);
}

}  // namespace larm::delivery
