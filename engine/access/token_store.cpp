// The token table. A row is never deleted: a journal that names a token_id must stay explainable.
#include "engine/access/token_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "engine/access/new_token_check.hpp"
#include "engine/access/role.hpp"
#include "engine/access/secret.hpp"
#include "engine/access/session_store.hpp"

namespace larm::access {
namespace {

constexpr std::string_view columns =
    "token_id, role, organisation, world, name, expires_at_us, created_at_us, revoked_at_us, "
    "secret_sha256";
constexpr int secret_column = 8;

std::optional<core::Instant> instant(Statement const& row, int column) {
    if (row.is_null(column)) {
        return std::nullopt;
    }
    return core::Instant{row.number(column)};
}

// A role that we do not know reads as ROLE_UNSPECIFIED: shown in the list, never granted.
ListedToken listed(Statement const& row) {
    return {.grant = {.token_id = row.text(0),
                      .role = parse_role(row.text(1)).value_or(v1::ROLE_UNSPECIFIED),
                      .organisation = row.text(2),
                      .world = row.text(3),
                      .name = row.text(4),
                      .expires_at = instant(row, 5)},
            .created_at = {row.number(6)},
            .revoked_at = instant(row, 7)};
}

std::expected<std::vector<ListedToken>, AccessError> read_all(Statement& rows) {
    std::vector<ListedToken> tokens;
    for (;;) {
        auto const more = rows.step("reading the tokens");
        if (!more) {
            return std::unexpected(more.error());
        }
        if (!*more) {
            return tokens;
        }
        tokens.push_back(listed(rows));
    }
}

std::expected<std::vector<ListedToken>, AccessError> read_named(AccessFile& file,
                                                                std::string_view condition,
                                                                std::string_view value) {
    auto rows = file.prepare(fmt::format("SELECT {} FROM token WHERE {}", columns, condition));
    if (!rows) {
        return std::unexpected(std::move(rows).error());
    }
    rows->bind(1, value);
    return read_all(*rows);
}

std::expected<void, AccessError> insert(AccessFile& file, std::string_view token_id,
                                        SecretHash const& hash, NewToken const& wanted,
                                        core::Instant now) {
    auto transaction = Transaction::begin(file, Transaction::Kind::write);
    if (!transaction) {
        return std::unexpected(std::move(transaction).error());
    }
    auto row = file.prepare(
        fmt::format("INSERT INTO token({}) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, ?8)", columns));
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    row->bind(1, token_id)
        .bind(2, role_name(wanted.role))
        .bind(3, wanted.organisation)
        .bind(4, wanted.world)
        .bind(5, wanted.name)
        .bind(7, now.us)
        .bind_blob(8, hash);
    if (wanted.expires_at) {
        row->bind(6, wanted.expires_at->us);
    }
    if (auto done = row->step("adding the token"); !done) {
        return std::unexpected(std::move(done).error());
    }
    return transaction->commit();
}

// The row that `revoke` is about: by id whatever its state, by name among the active ones.
std::expected<ListedToken, AccessError> choose(AccessFile& file, std::string_view id_or_name) {
    bool const by_id = looks_like_token_id(id_or_name);
    auto found = read_named(file, by_id ? "token_id = ?1" : "name = ?1 AND revoked_at_us IS NULL",
                            id_or_name);
    if (!found) {
        return std::unexpected(std::move(found).error());
    }
    if (found->empty() || id_or_name.empty()) {
        return std::unexpected(AccessError{
            AccessErrorKind::not_found,
            fmt::format("no {} \"{}\"; larm token list shows what there is",
                        by_id ? "token with the id" : "active token with the name", id_or_name)});
    }
    if (found->size() > 1) {
        std::string ids;
        for (auto const& token : *found) {
            ids += ids.empty() ? "" : ", ";
            ids += token.grant.token_id;
        }
        return std::unexpected(
            AccessError{AccessErrorKind::ambiguous,
                        fmt::format("{} active tokens have the name \"{}\"; revoke by id: {}",
                                    found->size(), id_or_name, ids)});
    }
    return std::move(found->front());
}

}  // namespace

std::expected<CreatedToken, AccessError> TokenStore::create(NewToken const& wanted,
                                                            core::Instant now) {
    if (auto fit = check(wanted, now); !fit) {
        return std::unexpected(std::move(fit).error());
    }
    // An id has 40 random bits: taken once in a lifetime, and then the next one is free.
    constexpr int attempts_max = 4;
    for (int attempt = 1;; ++attempt) {
        auto secret = new_secret();
        auto token_id = new_token_id();
        if (!secret || !token_id) {
            return std::unexpected(secret ? token_id.error() : secret.error());
        }
        auto inserted = insert(file_, *token_id, secret->hash, wanted, now);
        if (inserted) {
            return CreatedToken{std::move(*token_id), std::move(secret->text)};
        }
        if (inserted.error().kind != AccessErrorKind::conflict || attempt == attempts_max) {
            return std::unexpected(std::move(inserted).error());
        }
    }
}

std::expected<std::vector<ListedToken>, AccessError> TokenStore::list() {
    auto rows =
        file_.prepare(fmt::format("SELECT {} FROM token ORDER BY created_at_us, rowid", columns));
    if (!rows) {
        return std::unexpected(std::move(rows).error());
    }
    return read_all(*rows);
}

std::expected<ListedToken, AccessError> TokenStore::revoke(std::string_view id_or_name,
                                                           core::Instant now) {
    auto transaction = Transaction::begin(file_, Transaction::Kind::write);
    if (!transaction) {
        return std::unexpected(std::move(transaction).error());
    }
    auto chosen = choose(file_, id_or_name);
    if (!chosen || chosen->revoked_at) {
        return chosen;
    }
    auto update = file_.prepare("UPDATE token SET revoked_at_us = ?2 WHERE token_id = ?1");
    if (!update) {
        return std::unexpected(std::move(update).error());
    }
    update->bind(1, chosen->grant.token_id).bind(2, now.us);
    if (auto done = update->step("revoking the token"); !done) {
        return std::unexpected(std::move(done).error());
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::unexpected(std::move(committed).error());
    }
    chosen->revoked_at = now;
    return chosen;
}

std::expected<std::optional<Grant>, AccessError> TokenStore::find(std::string_view secret,
                                                                  core::Instant now) {
    auto const hash = hash_secret(secret);
    if (!hash) {
        return std::nullopt;
    }
    auto row = file_.prepare(fmt::format("SELECT {} FROM token WHERE secret_sha256 = ?1", columns));
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    row->bind_blob(1, *hash);
    auto const found = row->step("looking up a token");
    if (!found) {
        return std::unexpected(found.error());
    }
    if (!*found) {
        return std::nullopt;
    }
    auto token = listed(*row);
    bool const expired = token.grant.expires_at && *token.grant.expires_at <= now;
    if (token.revoked_at || expired || token.grant.role == v1::ROLE_UNSPECIFIED) {
        return std::nullopt;
    }
    return std::move(token.grant);
}

std::expected<std::int64_t, AccessError> TokenStore::data_version() {
    return file_.number("PRAGMA data_version", "looking for changes");
}

std::expected<TokenSnapshot, AccessError> TokenStore::snapshot() {
    auto transaction = Transaction::begin(file_, Transaction::Kind::read);
    if (!transaction) {
        return std::unexpected(std::move(transaction).error());
    }
    TokenSnapshot snapshot;
    // Inside the transaction, so that the number and the rows are of the same moment.
    auto const version = data_version();
    if (!version) {
        return std::unexpected(version.error());
    }
    snapshot.data_version = *version;
    auto rows =
        file_.prepare(fmt::format("SELECT {} FROM token WHERE revoked_at_us IS NULL", columns));
    if (!rows) {
        return std::unexpected(std::move(rows).error());
    }
    for (;;) {
        auto const more = rows->step("reading the tokens");
        if (!more) {
            return std::unexpected(more.error());
        }
        if (!*more) {
            break;
        }
        HashedGrant token{.hash = {}, .grant = listed(*rows).grant};
        auto const hash = rows->blob(secret_column);
        if (token.grant.role == v1::ROLE_UNSPECIFIED || hash.size() != token.hash.size()) {
            ++snapshot.unreadable;
            continue;
        }
        std::ranges::copy(hash, token.hash.begin());
        snapshot.tokens.push_back(std::move(token));
    }
    auto sessions = SessionStore{file_}.of_tokens(snapshot.tokens);
    if (!sessions) {
        return std::unexpected(std::move(sessions).error());
    }
    std::ranges::move(*sessions, std::back_inserter(snapshot.tokens));
    return snapshot;
}

}  // namespace larm::access
