// The shared part of the access tests.
#include "tests/unit/access/support.hpp"

#include <sqlite3.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "engine/access/secret.hpp"
#include "tests/support/catch.hpp"

namespace larm::access::test {

AccessFile open(Directory const& directory, OpenOptions options) {
    auto file = AccessFile::open(directory.path(), options);
    if (!file) {
        FAIL(file.error().message);
    }
    return std::move(*file);
}

NewToken tib_of(std::string organisation, std::string name) {
    return {.role = v1::ROLE_TIB,
            .organisation = std::move(organisation),
            .name = std::move(name),
            .expires_at = std::nullopt};
}

CreatedToken mint(Directory const& directory, NewToken const& wanted, core::Instant now) {
    auto file = open(directory);
    auto created = TokenStore{file}.create(wanted, now);
    if (!created) {
        FAIL(created.error().message);
    }
    return *created;
}

void revoke(Directory const& directory, std::string_view id_or_name, core::Instant now) {
    auto file = open(directory);
    auto const revoked = TokenStore{file}.revoke(id_or_name, now);
    if (!revoked) {
        FAIL(revoked.error().message);
    }
}

Refusal refusal(core::Instant at, std::string token_id, std::string method, std::string code) {
    return {.at = at,
            .token_id = std::move(token_id),
            .role = v1::ROLE_OBSERVER,
            .organisation = "uppsala",
            .method = std::move(method),
            .code = std::move(code),
            .remote = "127.0.0.1:5000"};
}

std::string unknown_secret() {
    return new_secret().value().text;
}

void tamper(Directory const& directory, std::string const& sql) {
    sqlite3* connection = nullptr;
    REQUIRE(sqlite3_open(directory.file().c_str(), &connection) == SQLITE_OK);
    auto const code = sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(connection);
    REQUIRE(code == SQLITE_OK);
}

std::string bytes_of(std::filesystem::path const& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace larm::access::test
