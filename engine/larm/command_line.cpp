#include "engine/larm/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include "engine/larm/flag_fault.hpp"
#include "engine/larm/output.hpp"
#include "engine/rules/names.hpp"

namespace larm::cli {
namespace {

constexpr char const* exit_codes =
    "Exit codes: 0 done; 1 the server said no, or what was verified, replayed or simulated did\n"
    "            not hold; 2 bad usage, or a file or rule pack with faults;\n"
    "            3 no answer: the server was not reached, or the outcome is unknown.";

constexpr char const* root_footer =
    R"help(Verbs that talk to a daemon take --server (or LARM_SERVER) and --token (or LARM_TOKEN).
Every verb explains itself: larm confirm --help. Shell completion: eval "$(larm completion bash)"

)help";

/// Verbs under other names, as somebody in a hurry may write them.
constexpr auto other_names = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"kvittera", "ack"},
    {"larma", "confirm"},
    {"bekräfta", "confirm"},
    {"rapportera", "report"},
    {"utlova", "commit"},
    {"avböj", "decline"},
    {"avlarma", "stand-down"},
    {"återkalla", "rescind"},
    {"avsluta", "close"},
    {"eskalera", "escalate"},
});

/// Verbs for looking, which are not called the same everywhere.
constexpr auto looks = std::to_array<std::string_view>({"status", "list", "show"});

/// What a word that is no verb may have meant: "menade du ack?"
std::string meant_by(std::string const& word, std::string const& path,
                     std::vector<std::string> const& verbs) {
    auto const* const other =
        std::ranges::find(other_names, word, &std::pair<std::string_view, std::string_view>::first);
    if (path.empty() && other != other_names.end()) {
        return fmt::format("menade du {}?", other->second);
    }
    if (auto meant = meant_among(word, verbs); !meant.empty()) {
        return meant;
    }
    auto const is_look = std::ranges::find(looks, word) != looks.end();
    auto const look = std::ranges::find_if(
        verbs, [](auto const& verb) { return std::ranges::find(looks, verb) != looks.end(); });
    if (is_look && look != verbs.end()) {
        return fmt::format("menade du {}{}?", path, *look);
    }
    return path.empty() ? std::string{"larm --help visar dem alla"}
                        : "där finns " + rules::listed(verbs);
}

/// The first word that should be a verb and is none, told; --help would hide it otherwise.
std::string unknown_verb(CLI::App const& root, int argc, char const* const* argv) {
    auto const* app = &root;
    for (int index = 1; index < argc; ++index) {
        std::string const word{argv[index]};
        auto const below = app->get_subcommands([](CLI::App const*) { return true; });
        if (below.empty() || word.starts_with('-')) {
            return {};
        }
        std::vector<std::string> names;
        for (auto const* const verb : below) {
            names.push_back(verb->get_name());
        }
        auto const found = std::ranges::find(names, word);
        if (found == names.end()) {
            auto const path = app == &root ? std::string{} : app->get_name() + " ";
            return fmt::format("det finns inget verb {}{}; {}", path, word,
                               meant_by(word, path, names));
        }
        app = below[static_cast<std::size_t>(found - names.begin())];
    }
    return {};
}

/// A required flag that is missing may only be misspelt; and some are better set once than given.
std::string in_words(CLI::App const& root, CLI::ParseError const& error, std::string mistake) {
    auto const* app = &root;
    while (!app->get_subcommands().empty()) {
        app = app->get_subcommands().front();
    }
    std::vector<std::string> names;
    for (auto const* const option : app->get_options()) {
        names.push_back(option->get_name());
    }
    auto const rest = root.remaining(true);
    auto const extra =
        std::ranges::find_if(rest, [](auto const& each) { return each.starts_with("--"); });
    if (extra != rest.end()) {
        auto const flag = extra->substr(0, extra->find('='));
        auto const meant = meant_among(flag, names);
        return fmt::format("det finns ingen flagga {}; {}", flag,
                           meant.empty() ? "--help visar dem" : meant);
    }
    if (dynamic_cast<CLI::ExtrasError const*>(&error) != nullptr && !rest.empty()) {
        return fmt::format("{} är ett ord för mycket; --help visar hur det skrivs", rest.front());
    }
    auto const ends = mistake.find(" is required");
    if (dynamic_cast<CLI::RequiredError const*>(&error) == nullptr || ends == std::string::npos) {
        return flag_fault(*app, error, mistake);
    }
    auto const missing = mistake.substr(0, ends);
    for (auto const* const option : app->get_options()) {
        if (!option->get_envname().empty() && missing.contains(option->get_name())) {
            return fmt::format("{} saknas; ange den, eller sätt {}", missing,
                               option->get_envname());
        }
    }
    return fmt::format("{} saknas; {}", missing, how_it_is_written(*app, missing));
}

/// "010" is ten: CLI11 takes it for octal, "08" for no number, and "0x10" for sixteen where the
/// request then gets 0. Whole numbers are written in digits, and leading zeros count nothing.
void take_numbers_as_decimal(CLI::App& app) {
    auto const decimal = [](std::string& value) -> std::string {
        auto const sign = value.starts_with('-') || value.starts_with('+') ? 1U : 0U;
        auto const first = value.find_first_not_of("0123456789", sign);
        if (value.size() > sign && first == std::string::npos) {
            auto const digits = std::min(value.find_first_not_of('0', sign), value.size() - 1);
            value.erase(sign, digits - sign);
            return {};
        }
        // What is no number at all is told of where it is read.
        return value.contains('x') || value.contains('X')
                   ? fmt::format("\"{}\" är inget heltal. Skriv det med siffror", value)
                   : std::string{};
    };
    for (auto* const option : app.get_options()) {
        if (auto const type = option->get_type_name();
            type.starts_with("INT") || type.starts_with("UINT")) {
            option->transform(CLI::Validator{decimal, ""});
        }
    }
    for (auto* const below : app.get_subcommands([](CLI::App const*) { return true; })) {
        take_numbers_as_decimal(*below);
    }
}

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
    if (auto const unknown = unknown_verb(root_, argc, argv); !unknown.empty()) {
        complain(unknown);
        return ExitCode::bad_input;
    }
    take_numbers_as_decimal(root_);
    try {  // CLI11 reports by exception; none leaves this function
        root_.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        std::ostringstream help;
        std::ostringstream mistake;
        auto const is_fine = root_.exit(error, help, mistake) == 0;
        print(help.str());
        complain(is_fine ? mistake.str() : in_words(root_, error, mistake.str()));
        return is_fine ? ExitCode::ok : ExitCode::bad_input;
    }
    if (chosen_ == nullptr) {
        complain("ett verb saknas, eller ett under det; larm --help visar dem alla");
        return ExitCode::bad_input;
    }
    return chosen_->run();
}

void name_method(CLI::App& flags, std::string const& method) {
    flags.footer(flags.get_footer() + "\n\nCalls " + method + ".");
}

}  // namespace larm::cli
