// Asking a scripted daemon by the command line, what it answers when all is well, and what is
// shipped.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/program.hpp"
#include "tests/support/scripted_server.hpp"

namespace larm::cli::test {

namespace fs = std::filesystem;
using larm::test::finish;
using larm::test::Finished;
using larm::test::Scripted;
using larm::test::ScriptedServer;

constexpr auto incident = "01932f6e-3c1a-7cc3-98c5-dcb0b6a7f2e1";

inline std::string const source = LARM_SOURCE_DIR;
inline std::string const shipped_rules = source + "/rules/mellansverige";
inline std::string const arboga = source + "/simulators/scenarios/arboga_2006.textproto";

inline Scripted const accepted{
    200,
    R"({"incidentId":"01932f6e-3c1a-7cc3-98c5-dcb0b6a7f2e1","seq":"17","durability":"DURABILITY_LOCAL"})",
    false};

inline bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

/// `larm` with those arguments and a token, against the daemon at `url`.
inline Finished ask(std::string const& url, std::vector<std::string> const& arguments) {
    std::vector<std::string> command{LARM};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return finish(command, "", {{"LARM_SERVER", url}, {"LARM_TOKEN", "larm_test"}});
}

}  // namespace larm::cli::test
