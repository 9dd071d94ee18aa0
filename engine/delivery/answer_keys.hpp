// What lets a person answer without a token: a code of six digits for SMS and Rakel, and a link for
// a page, which says by which channel it went out. Both are derived from a secret and what they are
// for, so that nothing needs to be kept, and both die with the incident: whoever checks one looks
// among the open incidents only.
#pragma once

#include <larm/v1/domain.pb.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace larm::delivery {

/// Whose answer to what.
struct AnswerKey {
    std::string_view incident_id;
    std::string_view party;  ///< role@organisation of whoever was told.
    std::string_view officer_id;
    std::string_view question = {};  ///< As question_of() has it; empty: the alarm.
};

/// Immutable; any thread.
class AnswerKeys {
public:
    static constexpr std::size_t secret_size = 32;
    using Secret = std::array<std::uint8_t, secret_size>;

    explicit AnswerKeys(Secret const& secret) : secret_{secret} {}

    /// "483920". A sender's number can be forged; the code shows that the sender has got the alarm.
    /// Never the same for the alarm and for another question to the same officer.
    [[nodiscard]] std::string code(AnswerKey const& key) const;
    /// What follows "/a/" in a link over a channel that carries them: its letter, then 20
    /// characters of base64url, 120 bits, in which the channel counts too.
    [[nodiscard]] std::string link(AnswerKey const& key, v1::Channel channel) const;
    /// Another secret, for another purpose; whoever knows it knows nothing of codes and links.
    [[nodiscard]] std::string key_for(std::string_view purpose) const;
    /// Whether messages over it have a place for a link that is then followed.
    [[nodiscard]] static bool carries_links(v1::Channel channel);
    /// What a link says of its channel, unproven; nothing where it is none by its form.
    [[nodiscard]] static std::optional<v1::Channel> channel_of(std::string_view link);

private:
    Secret secret_;
};

/// Compares in a time that does not depend on where the texts differ.
[[nodiscard]] bool same_secret(std::string_view one, std::string_view other);

}  // namespace larm::delivery
