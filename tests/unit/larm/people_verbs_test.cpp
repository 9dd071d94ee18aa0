// The verbs that duty officers plan and try their shifts with, when they are used wrongly: told in
// Swedish, with what to do, and nothing is sent.
#include <fstream>

#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::cli::test {
namespace {

using larm::test::finish;
using larm::test::Finished;
using larm::test::ScriptedServer;

Finished ask(std::string const& url, std::vector<std::string> const& arguments) {
    std::vector<std::string> command{LARM};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return finish(command, "", {{"LARM_SERVER", url}, {"LARM_TOKEN", "larm_test"}});
}

bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a slip is told in Swedish, with what to do, and nothing is sent", "[larm][people]") {
    ScriptedServer server{{{200, R"({"seq":"9"})", false}}};
    auto const [arguments, said] = GENERATE(table<std::vector<std::string>, std::string>({
        {{"contacts"}, "ett verb saknas, eller ett under det; larm --help visar dem alla"},
        {{"contacts", "import", "/nowhere"}, "/nowhere kan inte läsas. Se efter att filen finns"},
        {{"contacts", "diff", "/"}, "/ kan inte läsas"},
        {{"contacts", "import"}, "FILE saknas"},
        {{"contacts", "unsubscribe", "--officer", "a"}, "--name eller --file"},
        {{"contacts", "unsubscribe", "--officer", "a", "--file", "/"}, "/ kan inte läsas"},
        {{"roster", "import", "/nowhere"}, "/nowhere kan inte läsas"},
        {{"roster", "import", "/"}, "/ kan inte läsas"},
        {{"roster", "set", "--party", "tib@dalarna", "--shift", "i natt"},
         "\"i natt\" är inget pass. Skriv personens id, från och till"},
        {{"roster", "set"}, "--party saknas"},
        {{"rollcall", "start", "--channel", "fax"},
         "kanalen fax finns inte. Välj bland push, sms, voice, rakel, email, webhook."},
        {{"rollcall", "start", "--channel", "unspecified"}, "kanalen unspecified finns inte"},
        {{"call", "--party", "dalarna", "--result", "done"}, "menade du tib@dalarna?"},
        {{"call", "--party", "tib@dalarna"}, "--result saknas"},
        {{"preflight", "nu"}, "nu är ett ord för mycket; --help visar hur det skrivs"},
        {{"calls", "--server", "ftp://x"}, "måste vara en adress som http://127.0.0.1:8080"},
    }));
    auto const done = ask(server.url(), arguments);
    CAPTURE(arguments, done.err);
    CHECK(done.code == 2);
    CHECK(done.out.empty());
    CHECK(has(done.err, said));
    CHECK(server.stop().empty());
}

TEST_CASE("of a roster with a fault nothing is planned, and the line is named", "[larm][people]") {
    larm::test::TemporaryDirectory const directory;
    auto const file = (directory.path() / "roster.txt").string();
    std::ofstream{file} << "# natten\n"
                           "tib@dalarna dalarna-tib-2 2026-11-26 08:00 2026-11-27 08:00\n"
                           "tib@dalarna dalarna-tib-1 2026-11-27 08:00\n";
    ScriptedServer server{{{200, R"({"seq":"9"})", false}}};
    auto const done = ask(server.url(), {"roster", "import", file});
    CHECK(done.code == 2);
    CHECK(has(done.err, file + ":3: raden är inget pass, och ingenting har planerats."));
    CHECK(has(done.err, "tib@dalarna dalarna-tib-2 2026-11-26 08:00 2026-11-27 08:00"));
    CHECK(server.stop().empty());
}

}  // namespace larm::cli::test
