// larm token on a real access.db, as the daemon reads it.
#include "engine/access/access_file.hpp"
#include "engine/access/token_store.hpp"
#include "tests/support/program.hpp"
#include "tests/support/running.hpp"
#include "tests/unit/journal/support.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

using journal::test::Place;
using larm::test::last_word;
using larm::test::Running;
using larm::test::Surroundings;

Finished token_verb(Place const& place, std::vector<std::string> const& arguments) {
    std::vector<std::string> command{LARM, "token"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    command.insert(command.end(), {"--data", place.data().string()});
    return finish(command);
}

std::optional<access::Grant> grant_of(Place const& place, std::string const& secret,
                                      core::Instant at = journal::test::now) {
    auto file = access::AccessFile::open(place.data(), {});
    REQUIRE(file.has_value());
    auto const found = access::TokenStore{*file}.find(secret, at);
    REQUIRE(found.has_value());
    return *found;
}

}  // namespace

TEST_CASE("the secret is the last word, and lets its bearer be what was asked", "[larm][token]") {
    Place const place;
    auto const made =
        token_verb(place, {"create", "--role", "tib", "--region", "dalarna", "--name", "Jour Ett"});
    INFO(made.err);
    REQUIRE(made.code == 0);
    CHECK(has(made.err, "nobody has looked"));  // nothing has begun there
    auto const secret = last_word(made.out);
    CHECK(secret.starts_with("larm_"));
    auto const grant = grant_of(place, secret);
    REQUIRE(grant.has_value());
    CHECK(grant->role == v1::ROLE_TIB);
    CHECK(grant->organisation == "dalarna");
    CHECK(grant->world == "live");
    CHECK(grant->name == "Jour Ett");
    CHECK_FALSE(grant->expires_at.has_value());
}

TEST_CASE("an organisation and an exercise's world are kept", "[larm][token]") {
    Place const place;
    auto const made = token_verb(place, {"create", "--role", "national", "--org", "socialstyrelsen",
                                         "--world", "kbo-2026", "--json"});
    REQUIRE(made.code == 0);
    CHECK(has(made.out, R"("organisation":"socialstyrelsen")"));
    CHECK(has(made.out, R"("world":"kbo-2026")"));
    CHECK(has(made.out, R"("token":"larm_)"));
}

TEST_CASE("a token ends when it was asked to", "[larm][token]") {
    Place const place;
    auto const dated =
        token_verb(place, {"create", "--role", "observer", "--expires", "2099-01-31"});
    REQUIRE(dated.code == 0);
    core::Instant const end{4'073'500'800'000'000};  // 2099-01-31T00:00:00Z
    CHECK(grant_of(place, last_word(dated.out), end - core::seconds(1)).has_value());
    CHECK_FALSE(grant_of(place, last_word(dated.out), end).has_value());

    auto const brief = token_verb(place, {"create", "--role", "observer", "--expires", "12h"});
    REQUIRE(brief.code == 0);
    CHECK(grant_of(place, last_word(brief.out), end).has_value() == false);
}

TEST_CASE("a wish that makes no sense is refused with 2 and the flag's name", "[larm][token]") {
    Place const place;
    auto const [arguments, named] = GENERATE(table<std::vector<std::string>, std::string>({
        {{"create", "--role", "chief"}, "--role"},
        {{"create", "--role", "tib"}, "--region"},
        {{"create", "--role", "national"}, "--org"},
        {{"create", "--role", "hospital"}, "--org"},
        {{"create"}, "--role"},
        {{"create", "--role", "tib", "--region", "a", "--org", "b"}, "--org"},
        {{"create", "--role", "observer", "--expires", "2020-01-01"}, "--expires"},
        {{"create", "--role", "observer", "--expires", "soon"}, "--expires"},
        {{"create", "--role", "observer", "--expires", "2026-02-30"}, "--expires"},
        {{"create", "--role", "tib", "--region", "Gävle borg"}, "--region"},
    }));
    auto const refused = token_verb(place, arguments);
    CAPTURE(named, refused.err);
    CHECK(refused.code == 2);
    CHECK(refused.out.empty());
    CHECK(has(refused.err, named));
}

TEST_CASE("nobody gets a token for whom this installation's rules do not have", "[larm][token]") {
    Place const place;
    std::filesystem::create_directories(place.data());
    auto const early = token_verb(place, {"create", "--role", "tib", "--region", "atlantis"});
    CHECK(early.code == 0);  // before the first start nobody can know, and that is said
    CHECK(has(early.err, "nobody has looked whether there is a tib@atlantis"));
    auto const played = finish({LARM, "replay", arboga, "--rules", shipped_rules, "--journal",
                                (place.data() / "live.db").string()});
    REQUIRE(played.code == 0);

    for (auto const* const flag : {"--region", "--org"}) {
        auto const unknown = token_verb(place, {"create", "--role", "tib", flag, "atlantis"});
        CHECK(unknown.code == 1);
        CHECK(unknown.out.empty());
        CHECK(has(unknown.err, "there is no region atlantis in this installation's rules"));
    }
    CHECK(token_verb(place, {"create", "--role", "tib", "--region", "dalarna"}).err.empty());
    CHECK(token_verb(place, {"create", "--role", "blood", "--region", "dalarna"}).err.empty());
    CHECK(token_verb(place, {"create", "--role", "blood", "--region", "skane"}).err.empty());
    CHECK(has(token_verb(place, {"create", "--role", "blood", "--region", "atlantis"}).err,
              "there is no blood centre atlantis"));
    CHECK(has(token_verb(place, {"create", "--role", "tib", "--region", "skane"}).err,
              "there is no region skane"));
    auto const hospital = token_verb(place, {"create", "--role", "hospital", "--org", "FALU"});
    CHECK(hospital.code == 1);
    CHECK(hospital.out.empty());
    CHECK(has(hospital.err, "no hospital FALU"));
    CHECK(has(hospital.err, "nearest: FAL (Falu lasarett), "));
    CHECK(token_verb(place, {"create", "--role", "national", "--org", "socialstyrelse"}).code == 1);
    CHECK(token_verb(place, {"create", "--role", "observer", "--org", "whoever"}).err.empty());
    CHECK(token_verb(place, {"create", "--role", "hospital", "--org", "UAS"}).err.empty());
    CHECK(token_verb(place, {"create", "--role", "tib", "--region", "atlantis", "--world", "x"})
              .err.empty());
}

TEST_CASE("a revoked token grants nothing and stays in the list", "[larm][token]") {
    Place const place;
    auto const secret =
        last_word(token_verb(place, {"create", "--role", "admin", "--name", "nattjouren"}).out);
    REQUIRE(grant_of(place, secret).has_value());
    auto const before = token_verb(place, {"list"});
    CHECK(before.code == 0);
    CHECK(has(before.out, "nattjouren"));
    CHECK(has(before.out, "active"));
    CHECK_FALSE(has(before.out, secret));
    CHECK_FALSE(has(before.out, "\x1b["));

    CHECK(token_verb(place, {"revoke", "nattjouren"}).code == 0);
    CHECK_FALSE(grant_of(place, secret).has_value());
    auto const after = token_verb(place, {"list", "--json"});
    CHECK(has(after.out, R"("revokedAt":)"));
    CHECK_FALSE(has(after.out, secret));

    auto const again = token_verb(place, {"revoke", "nattjouren"});
    CHECK(again.code == 2);
    CHECK(has(again.err, "no active token"));
}

TEST_CASE("colour is for terminals, and for those that want it", "[larm][token]") {
    Place const place;
    REQUIRE(token_verb(place, {"create", "--role", "observer"}).code == 0);
    std::vector<std::string> const list{LARM, "token", "list", "--data", place.data().string()};
    auto const shown_with = [&](std::map<std::string, std::string> const& environment) {
        Running running{list, Surroundings::terminal, environment};
        running.wait_for("observer");
        CHECK(running.end() == 0);
        return running.output();
    };
    CHECK(has(shown_with({{"TERM", "xterm"}}), "\x1b[32mactive"));
    CHECK_FALSE(has(shown_with({{"TERM", "xterm"}, {"NO_COLOR", "1"}}), "\x1b["));
    CHECK_FALSE(has(shown_with({{"TERM", "dumb"}}), "\x1b["));
}

TEST_CASE("listing never makes an access file", "[larm][token]") {
    Place const place;
    CHECK(token_verb(place, {"list"}).code == 2);
    CHECK(token_verb(place, {"revoke", "tok_00000000"}).code == 2);
    CHECK_FALSE(std::filesystem::exists(place.data() / "access.db"));
}

TEST_CASE("no link is made that everybody on the way can read", "[larm][token]") {
    Place const place;
    auto const created = token_verb(place, {"create", "--role", "observer"});
    auto const id = created.out.substr(created.out.find("tok_"), 12);
    auto const link = [&](std::string const& url) {
        return token_verb(place, {"link", "--url", url, id});
    };
    for (auto const* const open : {"http://larm.example.se", "larm.example.se", "https://", ""}) {
        CAPTURE(open);
        auto const refused = link(open);
        CHECK(refused.code == 2);
        CHECK(refused.out.empty());
        CHECK(has(refused.err, "no link has been made"));
    }
    CHECK(link("https://larm.example.se/").out.starts_with("https://larm.example.se/#/in/"));
    CHECK(link("http://localhost:8080").out.starts_with("http://localhost:8080/#/in/"));
    CHECK(link("http://127.0.0.1:8090").code == 0);
    for (auto const* const open : {"http://127.0.0.1.example.org", "http://127.example.org:80",
                                   "https:///", "https://a b", "https://larm.se?x=1"}) {
        CAPTURE(open);
        CHECK(link(open).code == 2);
    }
}

TEST_CASE("a secret put in the wrong place is not repeated on stderr", "[larm][token]") {
    std::string const secret = "larm_0123456789abcdefghjkmnpqrstvwxyz0123456789abcdefghjk";
    auto const wrong = finish({LARM, "status", "--tokne", secret, secret});
    CHECK(wrong.code == 2);
    CHECK_FALSE(has(wrong.err, secret.substr(5, 20)));
    CHECK_FALSE(has(wrong.out, secret.substr(5, 20)));
}

}  // namespace larm::cli::test
