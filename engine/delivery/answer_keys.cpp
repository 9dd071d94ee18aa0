#include "engine/delivery/answer_keys.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <span>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/delivery/base64.hpp"

namespace larm::delivery {
namespace {

using Mac = std::array<std::uint8_t, 32>;

constexpr std::size_t link_bytes = 15;
constexpr std::size_t link_characters = 21;
constexpr std::uint64_t codes = 1'000'000;

void put(std::string& bytes, std::string_view text) {
    bytes += fmt::format("{}:", text.size());  // so that no two keys read the same
    bytes += text;
}

/// The letter of a channel's links; nothing where it carries none.
std::optional<char> letter_of(v1::Channel channel) {
    switch (channel) {
        case v1::CHANNEL_PUSH: return 'p';
        case v1::CHANNEL_SMS: return 's';
        case v1::CHANNEL_EMAIL: return 'e';
        case v1::CHANNEL_WEBHOOK: return 'w';
        case v1::CHANNEL_VOICE:
        case v1::CHANNEL_RAKEL:
        case v1::CHANNEL_OPERATOR:
        case v1::CHANNEL_UNSPECIFIED:
        case v1::Channel_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Channel_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return std::nullopt;
}

Mac mac_of(AnswerKeys::Secret const& secret, std::string_view what, AnswerKey const& key) {
    std::string bytes;
    put(bytes, what);
    put(bytes, key.incident_id);
    put(bytes, key.party);
    put(bytes, key.officer_id);
    if (!key.question.empty()) {  // so that the alarm's are what they have always been
        put(bytes, key.question);
    }
    Mac mac{};
    unsigned size = 0;
    std::vector<std::uint8_t> const data(bytes.begin(), bytes.end());
    LARM_CHECK(HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), data.data(),
                    data.size(), mac.data(), &size) != nullptr);
    LARM_CHECK(size == mac.size());
    return mac;
}

std::uint64_t number_of(Mac const& mac) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof(number); ++i) {
        number = number << 8U | mac[i];
    }
    return number;
}

}  // namespace

std::string AnswerKeys::code(AnswerKey const& key) const {
    auto number = number_of(mac_of(secret_, "code", key)) % codes;
    if (!key.question.empty()) {
        auto of_alarm = key;
        of_alarm.question = {};
        auto const taken = number_of(mac_of(secret_, "code", of_alarm)) % codes;
        number = number == taken ? (number + 1) % codes : number;
    }
    return fmt::format("{:06}", number);
}

std::string AnswerKeys::link(AnswerKey const& key, v1::Channel channel) const {
    auto const letter = letter_of(channel);
    LARM_CHECK(letter.has_value());
    auto const mac = mac_of(secret_, std::string{"link "} + *letter, key);
    return *letter + base64url(std::span{mac}.first(link_bytes));
}

std::string AnswerKeys::key_for(std::string_view purpose) const {
    auto const mac = mac_of(secret_, "key " + std::string{purpose}, {});
    return {mac.begin(), mac.end()};
}

bool AnswerKeys::carries_links(v1::Channel channel) {
    return letter_of(channel).has_value();
}

std::optional<v1::Channel> AnswerKeys::channel_of(std::string_view link) {
    if (link.size() != link_characters) {
        return std::nullopt;
    }
    for (int number = v1::Channel_MIN; number <= v1::Channel_MAX; ++number) {
        auto const channel = static_cast<v1::Channel>(number);
        if (v1::Channel_IsValid(number) && letter_of(channel) == link.front()) {
            return channel;
        }
    }
    return std::nullopt;
}

bool same_secret(std::string_view one, std::string_view other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace larm::delivery
