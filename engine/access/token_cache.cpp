// Two indexes over the active tokens, replaced together.
#include "engine/access/token_cache.hpp"

#include <cstring>
#include <utility>

#include "engine/access/secret.hpp"

namespace larm::access {
namespace {

bool has_passed(std::optional<core::Instant> expires_at, core::Instant now) {
    return expires_at && *expires_at <= now;
}

}  // namespace

// A SHA-256 is evenly spread already. Nobody can aim at the table: only tokens made by us are in
// it.
std::size_t TokenCache::FirstBytes::operator()(SecretHash const& hash) const {
    std::size_t value = 0;
    std::memcpy(&value, hash.data(), sizeof value);
    return value;
}

std::expected<Grant, Denial> TokenCache::find(std::string_view secret, core::Instant now) const {
    auto const hash = hash_secret(secret);
    if (!hash) {
        return std::unexpected(Denial::unknown);
    }
    return find(*hash, now);
}

std::expected<Grant, Denial> TokenCache::find(SecretHash const& hash, core::Instant now) const {
    std::lock_guard const lock{mutex_};
    auto const found = by_hash_.find(hash);
    if (found == by_hash_.end()) {
        return std::unexpected(Denial::unknown);
    }
    if (has_passed(found->second.expires_at, now)) {
        return std::unexpected(Denial::expired);
    }
    return found->second;
}

bool TokenCache::is_valid(std::string_view holder, core::Instant now) const {
    std::string const key{holder};
    std::lock_guard const lock{mutex_};
    auto const found = expiry_by_id_.find(key);
    return found != expiry_by_id_.end() && !has_passed(found->second, now);
}

void TokenCache::replace(std::vector<HashedGrant> tokens) {
    ByHash by_hash;
    ById expiry_by_id;
    for (auto& token : tokens) {
        expiry_by_id.emplace(token.grant.held_by(), token.grant.expires_at);
        by_hash.emplace(token.hash, std::move(token.grant));
    }
    std::lock_guard const lock{mutex_};
    by_hash_.swap(by_hash);  // the old ones are destroyed after the lock is gone
    expiry_by_id_.swap(expiry_by_id);
}

std::size_t TokenCache::size() const {
    std::lock_guard const lock{mutex_};
    return by_hash_.size();
}

}  // namespace larm::access
