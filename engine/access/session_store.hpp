// Sessions: devices that a token has signed in, and the one-time codes of sign-in links. A session
// is its token on one device: it names the same bearer, and ends with the token.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/access/access_error.hpp"
#include "engine/access/access_file.hpp"
#include "engine/access/grant.hpp"
#include "engine/access/token_store.hpp"

namespace larm::access {

/// A fresh session. `secret` is what the device keeps; only its hash is written.
struct CreatedSession {
    std::string secret;
    Grant grant;
};

/// A session as the administrator sees it.
struct ListedSession {
    std::string session_id;
    std::string token_id;
    core::Instant created_at;
    core::Instant seen_at;  ///< at most an hour old while the device is in use
    core::Instant expires_at;
};

/// Not thread-safe. `file` must outlive it. The tables are made with the first session, so that a
/// file without one is what it always was.
class SessionStore {
public:
    explicit SessionStore(AccessFile& file) : file_{file} {}

    /// Signs a device in with a token's grant. Sessions that have run out are removed on the way.
    [[nodiscard]] std::expected<CreatedSession, AccessError> open(Grant const& token,
                                                                  core::Instant now,
                                                                  core::Duration lasts);
    /// The code is spent, whatever comes of the session. Nothing where it is unknown, spent or too
    /// old, or its token ended.
    [[nodiscard]] std::expected<std::optional<CreatedSession>, AccessError> redeem(
        std::string_view code, core::Instant now, core::Duration lasts);
    /// A code for one sign-in with that token. Failure: not_found where it is no active token.
    [[nodiscard]] std::expected<std::string, AccessError> make_code(std::string_view token_id,
                                                                    core::Instant now,
                                                                    core::Duration lasts);
    /// The session has been used: it lasts anew. Does nothing where it has ended.
    [[nodiscard]] std::expected<void, AccessError> prolong(std::string_view session_id,
                                                           core::Instant now, core::Duration lasts);
    /// Ends it; ending one that has ended succeeds.
    [[nodiscard]] std::expected<void, AccessError> end(std::string_view session_id);

    /// The sessions that last at `now`, oldest first.
    [[nodiscard]] std::expected<std::vector<ListedSession>, AccessError> list(core::Instant now);
    /// What the cache is filled with, beside the tokens it is given: each session with its token's
    /// grant, and no later end than the token's.
    [[nodiscard]] std::expected<std::vector<HashedGrant>, AccessError> of_tokens(
        std::vector<HashedGrant> const& tokens);

private:
    [[nodiscard]] std::expected<bool, AccessError> has_tables();
    [[nodiscard]] std::expected<void, AccessError> ensure_tables();

    AccessFile& file_;
};

}  // namespace larm::access
