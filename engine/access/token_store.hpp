// The tokens in access.db: made, listed, revoked, found. Used by the tool `larm token` and, on the
// access thread, by the daemon. What a role may do is not decided here, nor whether an organisation
// exists: that is in the rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/access/access_error.hpp"
#include "engine/access/access_file.hpp"
#include "engine/access/grant.hpp"
#include "engine/core/instant.hpp"

namespace larm::access {

struct HashedGrant {
    SecretHash hash{};
    Grant grant;
};

/// Every token that is not revoked and every session of one, as of one instant of the file. Expired
/// ones are among them.
struct TokenSnapshot {
    std::vector<HashedGrant> tokens;
    std::int64_t data_version = 0;  ///< of this connection; see TokenStore::data_version
    std::size_t unreadable = 0;     ///< rows whose role or hash this program does not understand
};

/// Not thread-safe. `file` must outlive it.
class TokenStore {
public:
    explicit TokenStore(AccessFile& file) : file_{file} {}

    /// Makes a token and writes it durably before it returns; it works in a running daemon at once.
    /// Of the secret only the hash is written. Refuses with AccessErrorKind::invalid, naming the
    /// flag.
    [[nodiscard]] std::expected<CreatedToken, AccessError> create(NewToken const& wanted,
                                                                  core::Instant now);

    /// All tokens ever made, oldest first, the revoked and expired ones too: journals refer to
    /// their ids.
    [[nodiscard]] std::expected<std::vector<ListedToken>, AccessError> list();

    /// Revokes the token with that id, or the one active token with that name; several of that name
    /// are refused and named. Revoking a revoked id changes nothing and succeeds.
    [[nodiscard]] std::expected<ListedToken, AccessError> revoke(std::string_view id_or_name,
                                                                 core::Instant now);

    /// The grant of a secret that is neither revoked nor expired at `now`. The file is searched for
    /// the secret's hash, so the time it takes says nothing about the secrets in it.
    [[nodiscard]] std::expected<std::optional<Grant>, AccessError> find(std::string_view secret,
                                                                        core::Instant now);

    /// A number that differs from the last one as soon as another connection has written to the
    /// file.
    [[nodiscard]] std::expected<std::int64_t, AccessError> data_version();

    /// What the cache is filled with.
    [[nodiscard]] std::expected<TokenSnapshot, AccessError> snapshot();

private:
    AccessFile& file_;
};

}  // namespace larm::access
