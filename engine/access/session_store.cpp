// The tables of sessions and of sign-in codes. Rows are deleted: nothing refers to a session.
#include "engine/access/session_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "engine/access/secret.hpp"

namespace larm::access {
namespace {

constexpr char const* session_schema = R"sql(
CREATE TABLE IF NOT EXISTS session(
  session_id TEXT PRIMARY KEY,
  secret_sha256 BLOB NOT NULL UNIQUE CHECK(length(secret_sha256) = 32),
  token_id TEXT NOT NULL,
  created_at_us INTEGER NOT NULL,
  seen_at_us INTEGER NOT NULL,
  expires_at_us INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sign_in(
  code_sha256 BLOB PRIMARY KEY CHECK(length(code_sha256) = 32),
  token_id TEXT NOT NULL,
  expires_at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

using Done = std::expected<void, AccessError>;

/// Runs a statement that gives no rows and has one id or time as its only value.
template <typename Value>
Done run_with(AccessFile& file, std::string_view sql, Value value, std::string_view doing) {
    auto statement = file.prepare(sql);
    if (!statement) {
        return std::unexpected(std::move(statement).error());
    }
    statement->bind(1, value);
    if (auto done = statement->step(doing); !done) {
        return std::unexpected(std::move(done).error());
    }
    return {};
}

Done remove_old(AccessFile& file, core::Instant now) {
    auto done = run_with(file, "DELETE FROM session WHERE expires_at_us <= ?1", now.us,
                         "removing old sessions");
    return done ? run_with(file, "DELETE FROM sign_in WHERE expires_at_us <= ?1", now.us,
                           "removing old sign-in codes")
                : done;
}

/// The session's row; the caller holds the write transaction.
std::expected<CreatedSession, AccessError> insert(AccessFile& file, Grant const& token,
                                                  core::Instant now, core::Duration lasts) {
    auto secret = new_secret();
    auto session_id = new_session_id();
    if (!secret || !session_id) {
        return std::unexpected(secret ? session_id.error() : secret.error());
    }
    auto row = file.prepare("INSERT INTO session VALUES(?1, ?2, ?3, ?4, ?4, ?5)");
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    auto const expires_at = now + lasts;
    row->bind(1, *session_id)
        .bind_blob(2, secret->hash)
        .bind(3, token.token_id)
        .bind(4, now.us)
        .bind(5, expires_at.us);
    if (auto done = row->step("adding the session"); !done) {
        return std::unexpected(std::move(done).error());
    }
    CreatedSession made{.secret = std::move(secret->text), .grant = token};
    made.grant.session_id = std::move(*session_id);
    made.grant.expires_at = std::min(token.expires_at.value_or(expires_at), expires_at);
    return made;
}

/// Whose code it is, while it holds; it is gone afterwards. The caller holds the write transaction.
std::expected<std::string, AccessError> spend(AccessFile& file, SecretHash const& code,
                                              core::Instant now) {
    auto row = file.prepare(
        "DELETE FROM sign_in WHERE code_sha256 = ?1 RETURNING token_id, expires_at_us");
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    row->bind_blob(1, code);
    std::string token_id;
    for (;;) {
        auto const more = row->step("spending the sign-in code");
        if (!more) {
            return std::unexpected(more.error());
        }
        if (!*more) {
            return token_id;
        }
        token_id = core::Instant{row->number(1)} > now ? row->text(0) : std::string{};
    }
}

/// The grant of a token that is neither revoked nor expired.
std::expected<std::optional<Grant>, AccessError> active(AccessFile& file, std::string_view token_id,
                                                        core::Instant now) {
    auto const tokens = TokenStore{file}.list();
    if (!tokens) {
        return std::unexpected(tokens.error());
    }
    auto const found = std::ranges::find_if(*tokens, [&](ListedToken const& each) {
        auto const& grant = each.grant;
        return grant.token_id == token_id && !each.revoked_at &&
               grant.role != v1::ROLE_UNSPECIFIED && (!grant.expires_at || *grant.expires_at > now);
    });
    return found == tokens->end() ? std::nullopt : std::optional{found->grant};
}

}  // namespace

std::expected<bool, AccessError> SessionStore::has_tables() {
    auto const tables =
        file_.number("SELECT count(*) FROM sqlite_schema WHERE name IN ('session', 'sign_in')",
                     "reading its tables");
    if (!tables) {
        return std::unexpected(tables.error());
    }
    return *tables == 2;
}

Done SessionStore::ensure_tables() {
    return file_.run(session_schema, "creating the tables of sessions");
}

std::expected<CreatedSession, AccessError> SessionStore::open(Grant const& token, core::Instant now,
                                                              core::Duration lasts) {
    auto transaction = Transaction::begin(file_, Transaction::Kind::write);
    if (!transaction) {
        return std::unexpected(std::move(transaction).error());
    }
    auto ready = ensure_tables();
    ready = ready ? remove_old(file_, now) : ready;
    if (!ready) {
        return std::unexpected(std::move(ready).error());
    }
    auto made = insert(file_, token, now, lasts);
    if (!made) {
        return made;
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::unexpected(std::move(committed).error());
    }
    return made;
}

std::expected<std::optional<CreatedSession>, AccessError> SessionStore::redeem(
    std::string_view code, core::Instant now, core::Duration lasts) {
    auto const hash = hash_secret(code);
    if (!hash) {
        return std::nullopt;
    }
    auto transaction = Transaction::begin(file_, Transaction::Kind::write);
    if (!transaction) {
        return std::unexpected(std::move(transaction).error());
    }
    if (auto ready = ensure_tables(); !ready) {
        return std::unexpected(std::move(ready).error());
    }
    auto const token_id = spend(file_, *hash, now);
    if (!token_id) {
        return std::unexpected(token_id.error());
    }
    auto const grant = active(file_, *token_id, now);
    if (!grant) {
        return std::unexpected(grant.error());
    }
    std::optional<CreatedSession> made;
    if (*grant) {
        auto inserted = insert(file_, **grant, now, lasts);
        if (!inserted) {
            return std::unexpected(std::move(inserted).error());
        }
        made = std::move(*inserted);
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::unexpected(std::move(committed).error());
    }
    return made;
}

std::expected<std::string, AccessError> SessionStore::make_code(std::string_view token_id,
                                                                core::Instant now,
                                                                core::Duration lasts) {
    auto transaction = Transaction::begin(file_, Transaction::Kind::write);
    if (!transaction) {
        return std::unexpected(std::move(transaction).error());
    }
    auto const grant = active(file_, token_id, now);
    if (!grant) {
        return std::unexpected(grant.error());
    }
    if (!*grant) {
        return std::unexpected(AccessError{
            AccessErrorKind::not_found,
            fmt::format("no active token \"{}\"; larm token list shows what there is", token_id)});
    }
    auto secret = new_secret();
    if (!secret) {
        return std::unexpected(std::move(secret).error());
    }
    if (auto ready = ensure_tables(); !ready) {
        return std::unexpected(std::move(ready).error());
    }
    auto row = file_.prepare("INSERT INTO sign_in VALUES(?1, ?2, ?3)");
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    row->bind_blob(1, secret->hash).bind(2, token_id).bind(3, (now + lasts).us);
    if (auto done = row->step("adding the sign-in code"); !done) {
        return std::unexpected(std::move(done).error());
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::unexpected(std::move(committed).error());
    }
    return std::move(secret->text);
}

Done SessionStore::prolong(std::string_view session_id, core::Instant now, core::Duration lasts) {
    auto row = file_.prepare(
        "UPDATE session SET seen_at_us = ?2, expires_at_us = ?3 WHERE session_id = ?1");
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    row->bind(1, session_id).bind(2, now.us).bind(3, (now + lasts).us);
    if (auto done = row->step("prolonging the session"); !done) {
        return std::unexpected(std::move(done).error());
    }
    return {};
}

Done SessionStore::end(std::string_view session_id) {
    auto const has = has_tables();
    if (!has || !*has) {
        return has ? Done{} : std::unexpected(has.error());
    }
    return run_with(file_, "DELETE FROM session WHERE session_id = ?1", session_id,
                    "ending the session");
}

std::expected<std::vector<ListedSession>, AccessError> SessionStore::list(core::Instant now) {
    std::vector<ListedSession> sessions;
    auto const has = has_tables();
    if (!has || !*has) {
        return has ? std::expected<std::vector<ListedSession>, AccessError>{std::move(sessions)}
                   : std::unexpected(has.error());
    }
    auto rows = file_.prepare(
        "SELECT session_id, token_id, created_at_us, seen_at_us, expires_at_us FROM session "
        "WHERE expires_at_us > ?1 ORDER BY created_at_us, session_id");
    if (!rows) {
        return std::unexpected(std::move(rows).error());
    }
    rows->bind(1, now.us);
    for (;;) {
        auto const more = rows->step("reading the sessions");
        if (!more) {
            return std::unexpected(more.error());
        }
        if (!*more) {
            return sessions;
        }
        sessions.push_back({.session_id = rows->text(0),
                            .token_id = rows->text(1),
                            .created_at = {rows->number(2)},
                            .seen_at = {rows->number(3)},
                            .expires_at = {rows->number(4)}});
    }
}

std::expected<std::vector<HashedGrant>, AccessError> SessionStore::of_tokens(
    std::vector<HashedGrant> const& tokens) {
    std::vector<HashedGrant> sessions;
    auto const has = has_tables();
    if (!has || !*has) {
        return has ? std::expected<std::vector<HashedGrant>, AccessError>{std::move(sessions)}
                   : std::unexpected(has.error());
    }
    std::map<std::string_view, Grant const*> by_id;
    for (auto const& token : tokens) {
        by_id.emplace(token.grant.token_id, &token.grant);
    }
    auto rows =
        file_.prepare("SELECT session_id, secret_sha256, token_id, expires_at_us FROM session");
    if (!rows) {
        return std::unexpected(std::move(rows).error());
    }
    for (;;) {
        auto const more = rows->step("reading the sessions");
        if (!more) {
            return std::unexpected(more.error());
        }
        if (!*more) {
            return sessions;
        }
        auto const token = by_id.find(rows->text(2));
        HashedGrant session;
        auto const hash = rows->blob(1);
        if (token == by_id.end() || hash.size() != session.hash.size()) {
            continue;  // its token has been revoked
        }
        std::ranges::copy(hash, session.hash.begin());
        session.grant = *token->second;
        session.grant.session_id = rows->text(0);
        core::Instant const expires_at{rows->number(3)};
        session.grant.expires_at =
            std::min(session.grant.expires_at.value_or(expires_at), expires_at);
        sessions.push_back(std::move(session));
    }
}

}  // namespace larm::access
