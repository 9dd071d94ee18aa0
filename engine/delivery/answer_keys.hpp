// What lets a person answer without a token: a code of six digits for SMS and Rakel, and a link for
// a page. Both are derived from a secret and what they are for, so that nothing needs to be kept,
// and both die with the incident: whoever checks one looks among the open incidents only.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace larm::delivery {

/// Whose answer to what.
struct AnswerKey {
    std::string_view incident_id;
    std::string_view party;  ///< role@organisation of whoever was told.
    std::string_view officer_id;
};

/// Immutable; any thread.
class AnswerKeys {
public:
    static constexpr std::size_t secret_size = 32;
    using Secret = std::array<std::uint8_t, secret_size>;

    explicit AnswerKeys(Secret const& secret) : secret_{secret} {}

    /// "483920". A sender's number can be forged; the code shows that the sender has got the alarm.
    [[nodiscard]] std::string code(AnswerKey const& key) const;
    /// 20 characters of base64url, 120 bits: what follows "/a/" in a link.
    [[nodiscard]] std::string link(AnswerKey const& key) const;

private:
    Secret secret_;
};

/// Compares in a time that does not depend on where the texts differ.
[[nodiscard]] bool same_secret(std::string_view one, std::string_view other);

}  // namespace larm::delivery
