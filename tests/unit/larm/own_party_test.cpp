// For whom a token speaks where the command does not say.
#include <utility>

#include "tests/support/catch.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {

TEST_CASE("a token speaks for its own party where none is named", "[larm][server]") {
    auto const ack_of = [](std::string const& whose) {
        ScriptedServer server{{{200, whose, false}, accepted}};
        auto done = ask(server.url(), {"ack", "--incident", incident});
        auto received = server.stop();
        return std::pair{std::move(done), std::move(received)};
    };
    for (auto const* const role : {"tib", "blood"}) {
        auto const upper = std::string{role} == "tib" ? "ROLE_TIB" : "ROLE_BLOOD";
        auto const [done, received] =
            ack_of(std::string{R"({"role":")"} + upper + R"(","organisation":"dalarna"})");
        CHECK(done.code == 0);
        REQUIRE(received.size() == 2);
        CHECK(has(received[1].body, std::string{R"("party":")"} + role + "@dalarna\""));
    }
    for (auto const* const whose :
         {R"({"role":"ROLE_OBSERVER"})", R"({"role":"ROLE_ADMIN","organisation":"dalarna"})"}) {
        auto const [done, received] = ack_of(whose);
        CHECK(done.code == 2);
        CHECK(has(done.err, "--party eller --region saknas"));
        CHECK(received.size() == 1);
    }
}

TEST_CASE("a token that is not taken is told as such, with where and what to do",
          "[larm][server]") {
    ScriptedServer server{
        {{401, R"({"code":"unauthenticated","message":"the token is unknown or has been revoked"})",
          false}}};
    auto const done = ask(server.url(), {"ack", "--incident", incident});
    CHECK(done.code == 1);
    CHECK(has(done.err, "Din nyckel (token) är okänd eller återkallad."));
    CHECK(has(done.err, "Frågad server: " + server.url()));
    CHECK(has(done.err, "larm token create"));
    CHECK_FALSE(has(done.err, "--party"));
    CHECK(server.stop().size() == 1);
}

TEST_CASE("a token that answers for nobody is told by its role", "[larm][server]") {
    ScriptedServer server{{{200, R"({"role":"ROLE_OBSERVER"})", false}}};
    auto const done = ask(server.url(), {"ack", "--incident", incident});
    CHECK(has(done.err,
              "din nyckel (token) har rollen observer och svarar inte för någon part. "
              "Säg för vem, t.ex. --party tib@dalarna"));
}

}  // namespace larm::cli::test
