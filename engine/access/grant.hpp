// What a token is and what it lets its bearer be: the values that pass between the tool, the store,
// the cache and the server. No behaviour.
#pragma once

#include <larm/v1/domain.pb.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/core/instant.hpp"

namespace larm::access {

/// SHA-256 of a secret. The secret itself is stored nowhere.
using SecretHash = std::array<std::uint8_t, 32>;

/// The world of a token when nothing else is said.
inline constexpr char const* live_world = "live";

/// Who a caller is. Only `token_id` may leave this folder for the journal: `name` is personal data.
/// A device that is signed in has its token's grant, and its session's id.
struct Grant {
    std::string token_id;
    v1::Role role = v1::ROLE_UNSPECIFIED;
    std::string organisation;  ///< region or organisation id; empty where the role needs none
    std::string world;
    std::string name;
    std::optional<core::Instant> expires_at;
    std::string session_id{};  ///< empty for the token itself

    /// What a connection stands and falls with: the session, or the token.
    [[nodiscard]] std::string const& held_by() const {
        return session_id.empty() ? token_id : session_id;
    }

    friend bool operator==(Grant const&, Grant const&) = default;
};

/// What `larm token create` asks for.
struct NewToken {
    v1::Role role = v1::ROLE_UNSPECIFIED;
    std::string organisation;
    std::string world = live_world;
    std::string name;
    std::optional<core::Instant> expires_at;
};

/// A fresh token. `secret` is shown once, to whoever asked for it, and cannot be had again.
struct CreatedToken {
    std::string token_id;
    std::string secret;
};

/// A token as `larm token list` shows it.
struct ListedToken {
    Grant grant;
    core::Instant created_at;
    std::optional<core::Instant> revoked_at;
};

/// Why a secret gives no grant.
enum class Denial : std::uint8_t {
    unknown,     ///< not a token of ours, or revoked
    expired,     ///< was a token until its time ran out
    unreadable,  ///< not among the known ones, and access.db could not be asked: try again
};

}  // namespace larm::access
