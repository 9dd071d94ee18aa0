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

}  // namespace larm::cli::test
