// Help and completion, which come from the same tree, and that every RPC has a verb.
#include <fmt/format.h>
#include <larm/v1/alarm.pb.h>
#include <larm/v1/contact.pb.h>
#include <larm/v1/incident.pb.h>
#include <larm/v1/transport.pb.h>

#include <regex>
#include <sstream>

#include "engine/report/refusal_table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

/// The help of every verb below a command; of verbs that only gather others, theirs.
std::vector<std::string> helps_below(std::vector<std::string> const& command) {
    auto asked = command;
    asked.emplace_back("--help");
    auto const help = finish(asked);
    REQUIRE(help.code == 0);
    auto const at = help.out.find("\nSubcommands:\n");
    if (at == std::string::npos) {
        return {help.out};
    }
    std::vector<std::string> helps;
    std::istringstream lines{help.out.substr(at + 14)};
    for (std::string line; std::getline(lines, line) && !line.empty();) {
        if (line[2] == ' ') {
            continue;  // the rest of a long line
        }
        auto below = command;
        below.push_back(line.substr(2, line.find(' ', 2) - 2));
        for (auto& each : helps_below(below)) {
            helps.push_back(std::move(each));
        }
    }
    return helps;
}

/// Of every verb there is. Asked for once: `larm` has some two hundred.
std::vector<std::string> const& all_helps() {
    static auto const helps = helps_below({LARM});
    return helps;
}

/// What bash offers for a line, after loading the script; the last word is what stands so far.
std::string offered(std::vector<std::string> const& words) {
    std::string line;
    for (auto const& word : words) {
        line += "'" + word + "' ";
    }
    auto const script = "eval \"$(" LARM " completion bash --rules " LARM_SOURCE_DIR
                        "/rules/mellansverige)\"; COMP_WORDS=(larm " +
                        line + "); COMP_CWORD=" + std::to_string(words.size()) +
                        "; _larm; echo \"${COMPREPLY[*]}\"";
    auto const done = finish({"/bin/bash", "-c", script});
    INFO(done.err);
    REQUIRE(done.code == 0);
    return done.out;
}

}  // namespace

TEST_CASE("bash accepts the completion script", "[larm][completion]") {
    auto const script = finish({LARM, "completion", "bash"});
    REQUIRE(script.code == 0);
    larm::test::TemporaryDirectory const folder;
    auto const checked = finish({"/bin/bash", "-n", folder.write("larm", script.out).string()});
    INFO(checked.err);
    CHECK(checked.code == 0);
}

TEST_CASE("bash offers verbs, flags and choices", "[larm][completion]") {
    CHECK(has(offered({"jo"}), "journal"));
    CHECK(offered({"journal", "ver"}) == "verify\n");
    CHECK(offered({"duty", "off"}) == "offer\n");
    CHECK(has(offered({"commit", "--ready"}), "--ready-in-minutes"));
    CHECK(offered({"confirm", "--level", "kat"}) == "katastrof\n");
    CHECK(has(offered({"completion", ""}), "--help"));
    CHECK(offered({"completion", "z"}) == "zsh\n");
    CHECK(offered({"token", "create", "--role", "ti"}) == "tib\n");
    CHECK(offered({"ack", "--via", "ra"}) == "rakel\n");
}

TEST_CASE("bash offers the rule pack's regions, parties and steps", "[larm][completion]") {
    CHECK(offered({"confirm", "--region", "d"}) == "dalarna\n");
    CHECK(offered({"ack", "--party", "tib@gav"}) == "tib@gavleborg\n");
    CHECK(offered({"answer", "--step", "blood"}) == "blood_alarm blood_country\n");
}

TEST_CASE("zsh and fish get scripts with the same verbs", "[larm][completion]") {
    for (auto const* const shell : {"zsh", "fish"}) {
        auto const script = finish({LARM, "completion", shell});
        CHECK(script.code == 0);
        CHECK(has(script.out, "larm journal verify"));
        CHECK(has(script.out, "katastrof"));
    }
    CHECK(finish({LARM, "completion", "csh"}).code == 2);
}

TEST_CASE("a word that is no verb fails, --help or not, and what it may have meant is said",
          "[larm][help]") {
    auto const meant = [](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), LARM);
        auto const done = finish(arguments);
        CHECK(done.code == 2);
        CHECK(done.out.empty());
        return done.err;
    };
    CHECK(has(meant({"acknowledge", "--help"}), "menade du ack?"));
    CHECK(has(meant({"comit"}), "menade du commit?"));
    CHECK(has(meant({"avlarma", "--reason", "Klart"}), "menade du stand-down?"));
    CHECK(has(meant({"journal", "verfy", "--help"}), "menade du verify?"));
    CHECK(has(meant({"xyzzyxyzzy"}), "larm --help"));
}

TEST_CASE("every verb's help has an example and the exit codes", "[larm][help]") {
    CHECK(has(finish({LARM, "--help"}).out, "Exit codes:"));
    auto const& helps = all_helps();
    CHECK(helps.size() > 30);
    for (auto const& help : helps) {
        CAPTURE(help);
        CHECK(has(help, "Example:\n  "));
        CHECK(has(help, "Exit codes:"));
    }
}

TEST_CASE("every RPC of the contract has a verb", "[larm][help]") {
    auto const all = fmt::format("{}", fmt::join(all_helps(), ""));
    int methods = 0;
    for (auto const* const file :
         {v1::IncidentView::descriptor()->file(), v1::Acknowledge::descriptor()->file(),
          v1::CommitTransports::descriptor()->file(), v1::ListDuty::descriptor()->file()}) {
        for (int i = 0; i < file->service(0)->method_count(); ++i) {
            auto const& method = *file->service(0)->method(i);
            CAPTURE(method.full_name());
            CHECK(has(all,
                      fmt::format("Calls {}/{}.\n", method.service()->full_name(), method.name())));
            ++methods;
        }
    }
    CHECK(methods > 20);
}

TEST_CASE("refusals name flags and verbs that there are", "[larm][help][refusal]") {
    auto const all = fmt::format("{}", fmt::join(all_helps(), ""));
    auto const is_flag = [&all](std::string const& flag) {
        return std::regex_search(all, std::regex{"\n  (-\\w,)?" + flag + "[ \n,]"});
    };
    auto const is_verb = [&all](std::string const& words) {
        return std::regex_search(all, std::regex{"\nUsage: " + words + "( \\[|\n)"});
    };
    REQUIRE(is_flag("--near"));
    REQUIRE_FALSE(is_flag("--near-hospital"));
    REQUIRE(is_verb("larm capacity status"));
    REQUIRE_FALSE(is_verb("larm capacity"));
    std::regex const flags{"--[a-z][a-z-]*"};
    std::regex const verbs{"(?:Se |[:(] ?|^)(larm ([a-z-]+)( ([a-z-]+))?)"};
    for (auto const& part : report::known_refusals()) {
        for (auto const& each : part) {
            std::string const text{each.text};
            CAPTURE(text);
            for (std::sregex_iterator flag{text.begin(), text.end(), flags}, end; flag != end;
                 ++flag) {
                CAPTURE(flag->str());
                CHECK(is_flag(flag->str()));
            }
            for (std::sregex_iterator verb{text.begin(), text.end(), verbs}, end; verb != end;
                 ++verb) {
                CAPTURE(verb->str(1));
                CHECK((is_verb("larm " + verb->str(2)) || is_verb(verb->str(1))));
            }
        }
    }
}

TEST_CASE("a field that is refused is called as its flag is", "[larm][help][refusal]") {
    auto const all = fmt::format("{}", fmt::join(all_helps(), ""));
    for (auto const* const field : {"figures[1].stage",
                                    "place.nearHospitalId",
                                    "place.latitudeE5",
                                    "place.minutes",
                                    "atScene.severe",
                                    "underWay.minor",
                                    "arrived.severe",
                                    "decline.reason",
                                    "accept.count",
                                    "parties[0]",
                                    "moveIds[1]",
                                    "stepIds[0]",
                                    "toHospitalId",
                                    "to",
                                    "lines[0].quantity",
                                    "report.casualties.dead",
                                    "regionId",
                                    "hospitalId",
                                    "units",
                                    "asks",
                                    "until"}) {
        auto const flag = report::flag_of(field);
        CAPTURE(field, flag);
        CHECK(std::regex_search(all, std::regex{"\n  (-\\w,)?" + flag + "[ \n,]"}));
    }
}

TEST_CASE("every flag of every verb is explained", "[larm][help]") {
    std::regex const unexplained{R"(\n  --\S+( TEXT\S*| INT)?( REQUIRED)?( \.\.\.)?\n(  -|\n))"};
    for (auto const& help : all_helps()) {
        CAPTURE(help);
        CHECK_FALSE(std::regex_search(help, unexplained));
    }
}

}  // namespace larm::cli::test
