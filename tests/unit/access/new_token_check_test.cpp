// What `larm token create` may ask for, and what it hears when it may not.
#include "engine/access/new_token_check.hpp"

#include <string>

#include "engine/access/role.hpp"
#include "engine/access/secret.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/access/support.hpp"

namespace larm::access::test {
namespace {

std::string refusal_of(NewToken const& wanted) {
    auto const fit = check(wanted, midnight);
    return fit ? "" : fit.error().message;
}

}  // namespace

TEST_CASE("every role has one name that leads back to it", "[access]") {
    for (int number = v1::Role_MIN + 1; number <= v1::Role_MAX; ++number) {
        auto const role = static_cast<v1::Role>(number);
        CAPTURE(role_name(role));
        CHECK(parse_role(role_name(role)) == role);
        CHECK(role_names().find(role_name(role)) != std::string_view::npos);
    }
    CHECK_FALSE(parse_role("-"));
    CHECK_FALSE(parse_role("TIB"));
    CHECK_FALSE(parse_role(""));
}

TEST_CASE("a token for whoever answers an alarm must say for whom", "[access]") {
    for (auto const role :
         {v1::ROLE_TIB, v1::ROLE_DEPUTY, v1::ROLE_BLOOD, v1::ROLE_HOSPITAL, v1::ROLE_NATIONAL}) {
        auto wanted = tib_of("");
        wanted.role = role;
        CHECK_THAT(refusal_of(wanted), Catch::StartsWith("--region or --org:"));
        wanted.organisation = "uppsala";
        CHECK(refusal_of(wanted).empty());
    }
    for (auto const role : {v1::ROLE_OBSERVER, v1::ROLE_ADMIN, v1::ROLE_CONTROLLER}) {
        auto wanted = tib_of("");
        wanted.role = role;
        CHECK(refusal_of(wanted).empty());
    }
}

TEST_CASE("a refused wish names the flag that is wrong", "[access]") {
    auto no_role = tib_of("uppsala");
    no_role.role = v1::ROLE_UNSPECIFIED;
    CHECK_THAT(refusal_of(no_role), Catch::StartsWith("--role:") && Catch::Contains("deputy"));
    auto future_role = tib_of("uppsala");
    future_role.role = static_cast<v1::Role>(v1::Role_MAX + 1);
    CHECK_THAT(refusal_of(future_role), Catch::StartsWith("--role:"));

    CHECK_THAT(refusal_of(tib_of("uppsala; drop")), Catch::StartsWith("--region or --org:"));
    CHECK_THAT(refusal_of(tib_of(std::string(65, 'a'))), Catch::StartsWith("--region or --org:"));

    auto no_world = tib_of("uppsala");
    no_world.world = "";
    CHECK_THAT(refusal_of(no_world), Catch::StartsWith("--world:"));

    auto late = tib_of("uppsala");
    late.expires_at = midnight;
    CHECK_THAT(refusal_of(late), Catch::StartsWith("--expires:"));
    late.expires_at = midnight + core::Duration{1};
    CHECK(refusal_of(late).empty());
}

TEST_CASE("a name is one line of UTF-8 of at most 200 bytes", "[access]") {
    CHECK(refusal_of(tib_of("uppsala", "Åsa Öberg 🚑")).empty());
    CHECK(refusal_of(tib_of("uppsala", std::string(200, 'a'))).empty());
    CHECK_THAT(refusal_of(tib_of("uppsala", std::string(201, 'a'))),
               Catch::StartsWith("--name: 201 bytes"));
    for (std::string const bad :
         {"a\nb", "\x1b[31mred", "\x7f", "\xc2\x9b", "\xff", "\xc3", "\xc0\xaf", "\xe0\x80\xaf",
          "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf0\x80\x80\x80"}) {
        CAPTURE(bad);
        CHECK_THAT(refusal_of(tib_of("uppsala", bad)), Catch::StartsWith("--name: must be UTF-8"));
    }
    CHECK_THAT(refusal_of(tib_of("uppsala", "tok_12345678")), Catch::Contains("tok_"));
}

TEST_CASE("only what has the shape of a secret is hashed", "[access]") {
    auto const secret = unknown_secret();
    CHECK(secret.size() == 57);  // 52 characters of 5 bits: 260 bits
    CHECK(secret.starts_with("larm_"));
    CHECK(hash_secret(secret));
    CHECK(hash_secret(secret) == hash_secret(secret));
    CHECK(hash_secret(secret) != hash_secret(unknown_secret()));
    CHECK_FALSE(hash_secret(""));
    CHECK_FALSE(hash_secret(secret + "0"));
    CHECK_FALSE(hash_secret(secret.substr(1)));
    CHECK_FALSE(hash_secret("larm_" + std::string(52, 'L')));
}

}  // namespace larm::access::test
