// The tokens in memory, as the network thread asks for them with every request. It never touches
// the file and forgets nothing by itself: what it holds stays valid while access.db cannot be read.
#pragma once

#include <cstddef>
#include <expected>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/access/grant.hpp"
#include "engine/access/token_store.hpp"

namespace larm::access {

/// Any thread. A look-up holds the lock for as long as it takes to copy one Grant.
class TokenCache {
public:
    /// The grant of `secret` at `now`, or why there is none (never Denial::unreadable: the cache
    /// does not know about the file).
    [[nodiscard]] std::expected<Grant, Denial> find(std::string_view secret,
                                                    core::Instant now) const;
    [[nodiscard]] std::expected<Grant, Denial> find(SecretHash const& hash,
                                                    core::Instant now) const;

    /// For a connection that lives longer than a request (/v1/watch): whether its token or its
    /// session still holds (Grant::held_by).
    [[nodiscard]] bool is_valid(std::string_view holder, core::Instant now) const;

    /// Takes the place of everything held before.
    void replace(std::vector<HashedGrant> tokens);

    [[nodiscard]] std::size_t size() const;

private:
    struct FirstBytes {
        std::size_t operator()(SecretHash const& hash) const;
    };
    using ByHash = std::unordered_map<SecretHash, Grant, FirstBytes>;
    using ById = std::unordered_map<std::string, std::optional<core::Instant>>;

    mutable std::mutex mutex_;
    ByHash by_hash_;
    ById expiry_by_id_;
};

}  // namespace larm::access
