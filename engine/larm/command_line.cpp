#include "engine/larm/command_line.hpp"

#include <sstream>

#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

constexpr char const* exit_codes =
    "Exit codes: 0 done; 1 the server or the check said no; 2 bad usage or input;\n"
    "            3 no answer: the server was not reached, or the outcome is unknown.";

constexpr char const* root_footer =
    R"help(Verbs that talk to a daemon take --server (or LARM_SERVER) and --token (or LARM_TOKEN).
Every verb explains itself: larm confirm --help. Shell completion: eval "$(larm completion bash)"

)help";

}  // namespace

CommandLine::CommandLine()
    : root_{"Larmkedja on the command line: rules, journals, tokens, and a running daemon.",
            "larm"} {
    root_.set_version_flag("--version", LARM_VERSION);
    root_.footer(std::string{root_footer} + exit_codes);
}

CommandLine::~CommandLine() = default;

CLI::App& CommandLine::group(std::string const& name, std::string const& help) {
    auto* const made = root_.add_subcommand(name, help);
    return *made;
}

CLI::App& CommandLine::declare(CLI::App& under, std::string const& name, std::string const& help,
                               std::string const& example) {
    auto* const made = under.add_subcommand(name, help);
    made->footer("Example:\n  " + example + "\n\n" + exit_codes);
    return *made;
}

void CommandLine::keep(CLI::App& flags, std::unique_ptr<Verb> verb) {
    flags.callback([this, made = verb.get()] { chosen_ = made; });
    verbs_.push_back(std::move(verb));
}

ExitCode CommandLine::run(int argc, char const* const* argv) {
    try {  // CLI11 reports by exception; none leaves this function
        root_.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        std::ostringstream help;
        std::ostringstream mistake;
        auto const is_fine = root_.exit(error, help, mistake) == 0;
        print(help.str());
        complain(mistake.str());
        return is_fine ? ExitCode::ok : ExitCode::bad_input;
    }
    if (chosen_ == nullptr) {
        complain("a verb is missing, or one under it; larm --help lists them");
        return ExitCode::bad_input;
    }
    return chosen_->run();
}

}  // namespace larm::cli
