// Tokens on a real file: made, found, listed, revoked.
#include "engine/access/token_store.hpp"

#include <algorithm>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/access/support.hpp"

namespace larm::access::test {
namespace {

core::Instant const later = midnight + core::seconds(3600);

}  // namespace

TEST_CASE("a secret leads to all that its token is bound to", "[access]") {
    Directory const directory;
    auto file = open(directory);
    TokenStore store{file};
    auto wanted = tib_of("uppsala", "Åsa Öberg");
    wanted.world = "ovning-7";
    wanted.expires_at = later;
    auto const created = store.create(wanted, midnight).value();

    auto const found = store.find(created.secret, midnight).value();
    REQUIRE(found);
    CHECK(*found == Grant{.token_id = created.token_id,
                          .role = v1::ROLE_TIB,
                          .organisation = "uppsala",
                          .world = "ovning-7",
                          .name = "Åsa Öberg",
                          .expires_at = later});
    CHECK(created.token_id.size() == 12);
    CHECK(created.token_id.starts_with("tok_"));
}

TEST_CASE("a token that is not said to be for an exercise is live", "[access]") {
    Directory const directory;
    auto file = open(directory);
    TokenStore store{file};
    auto const created = store.create(tib_of("uppsala"), midnight).value();
    auto const found = store.find(created.secret, later).value();
    REQUIRE(found);
    CHECK(found->world == "live");
    CHECK_FALSE(found->expires_at);
}

TEST_CASE("a token works until the instant it expires", "[access]") {
    Directory const directory;
    auto file = open(directory);
    TokenStore store{file};
    auto wanted = tib_of("uppsala");
    wanted.expires_at = later;
    auto const created = store.create(wanted, midnight).value();
    CHECK(store.find(created.secret, later - core::Duration{1}).value());
    CHECK_FALSE(store.find(created.secret, later).value());
}

TEST_CASE("a wish that makes no sense leaves the file as it was", "[access]") {
    Directory const directory;
    auto file = open(directory);
    TokenStore store{file};
    auto const refused = store.create(tib_of(""), midnight);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == AccessErrorKind::invalid);
    CHECK(store.list().value().empty());
}

TEST_CASE("a token can be revoked by id or by name, and stays in the list", "[access]") {
    Directory const directory;
    auto file = open(directory);
    TokenStore store{file};
    auto const first = store.create(tib_of("uppsala", "Åsa"), midnight).value();
    auto const second = store.create(tib_of("dalarna", "Bo"), later).value();

    CHECK(store.revoke(first.token_id, later).value().revoked_at == later);
    CHECK(store.revoke("Bo", later).value().grant.token_id == second.token_id);
    CHECK_FALSE(store.find(first.secret, later).value());
    CHECK_FALSE(store.find(second.secret, later).value());
    auto const listed = store.list().value();
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].grant.token_id == first.token_id);
    CHECK(listed[0].created_at == midnight);
    CHECK(listed[1].revoked_at == later);
    CHECK(store.snapshot().value().tokens.empty());
}

TEST_CASE("revoking twice keeps the first time", "[access]") {
    Directory const directory;
    auto file = open(directory);
    TokenStore store{file};
    auto const token = store.create(tib_of("uppsala"), midnight).value();
    REQUIRE(store.revoke(token.token_id, midnight));
    CHECK(store.revoke(token.token_id, later).value().revoked_at == midnight);
    CHECK(store.list().value()[0].revoked_at == midnight);
}

TEST_CASE("a name that several active tokens bear is not enough to revoke one", "[access]") {
    Directory const directory;
    auto file = open(directory);
    TokenStore store{file};
    auto const first = store.create(tib_of("uppsala", "Åsa"), midnight).value();
    auto const second = store.create(tib_of("dalarna", "Åsa"), midnight).value();

    auto const refused = store.revoke("Åsa", later);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == AccessErrorKind::ambiguous);
    CHECK_THAT(refused.error().message,
               Catch::Contains(first.token_id) && Catch::Contains(second.token_id));
    CHECK(store.find(first.secret, later).value());

    REQUIRE(store.revoke(first.token_id, later));
    CHECK(store.revoke("Åsa", later).value().grant.token_id == second.token_id);
}

TEST_CASE("revoking what does not exist says so", "[access]") {
    Directory const directory;
    auto file = open(directory);
    TokenStore store{file};
    REQUIRE(store.create(tib_of("uppsala", ""), midnight));
    for (auto const* const unknown : {"tok_00000000", "Nobody", ""}) {
        auto const refused = store.revoke(unknown, later);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == AccessErrorKind::not_found);
    }
    CHECK(store.snapshot().value().tokens.size() == 1);
}

TEST_CASE("no secret is anywhere in the directory, and neither is a part of one", "[access]") {
    Directory const directory;
    std::vector<std::string> secrets;
    {
        auto file = open(directory);
        TokenStore store{file};
        for (int i = 0; i < 20; ++i) {
            secrets.push_back(store.create(tib_of("uppsala", "Åsa"), midnight).value().secret);
        }
        REQUIRE(store.revoke(store.list().value()[3].grant.token_id, later));
    }
    int files = 0;
    for (auto const& entry : std::filesystem::directory_iterator{directory.path()}) {
        ++files;
        auto const bytes = bytes_of(entry.path());
        CHECK(bytes.find("larm_") == std::string::npos);
        for (auto const& secret : secrets) {
            CHECK(bytes.find(secret.substr(5, 8)) == std::string::npos);
        }
        CHECK(bytes.find("uppsala") != std::string::npos);  // we did read the right file
    }
    CHECK(files == 1);
}

TEST_CASE("a token made by another connection is seen, and the change with it", "[access]") {
    Directory const directory;
    auto file = open(directory);
    TokenStore store{file};
    auto const before = store.data_version().value();
    CHECK(store.data_version().value() == before);

    auto const created = mint(directory, tib_of("uppsala"));
    CHECK(store.data_version().value() != before);
    CHECK(store.find(created.secret, midnight).value());
    auto const snapshot = store.snapshot().value();
    CHECK(snapshot.data_version == store.data_version().value());
    CHECK(snapshot.tokens.size() == 1);
}

TEST_CASE("a role from a later version is listed but grants nothing", "[access]") {
    Directory const directory;
    auto const created = mint(directory, tib_of("uppsala"));
    tamper(directory, "UPDATE token SET role = 'overlord'");
    auto file = open(directory);
    TokenStore store{file};
    CHECK(store.list().value().size() == 1);
    CHECK_FALSE(store.find(created.secret, midnight).value());
    CHECK(store.snapshot().value().tokens.empty());
    CHECK(store.snapshot().value().unreadable == 1);
}

}  // namespace larm::access::test
