// The Rakel terminal by hand: says which device to open, shows what radios get, and lets people
// answer.
#include <fmt/format.h>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "simulators/gateways/commands.hpp"
#include "simulators/gateways/rakel_terminal.hpp"

namespace larm::gateways {
namespace {

struct RakelFlags {
    RakelManners manners;
    int slow_ms = 0;
    bool answers = false;
    std::string number;
    std::string link;
};

/// The code that a text asks for; empty where it asks for none.
std::string code_in(std::string const& text) {
    constexpr std::string_view before = "SVAR ";
    auto const at = text.rfind(before);
    return at == std::string::npos ? std::string{} : text.substr(at + before.size(), 6);
}

void run(RakelFlags const& options) {
    auto manners = options.manners;
    manners.answers_after = std::chrono::milliseconds{options.slow_ms};
    RakelSimulator radio{manners};
    std::uint8_t reference = 0;
    radio.on_text([&](RadioText const& text) {
        fmt::print("{} {}\n", text.to, text.text);
        std::fflush(stdout);
        auto const code = code_in(text.text);
        if (options.answers && !code.empty()) {
            radio.write_from(text.to, code + " " + options.number, ++reference);
        }
    });
    if (!options.link.empty()) {  // a name that a settings file can hold
        std::error_code error;
        std::filesystem::remove(options.link, error);
        std::filesystem::create_symlink(radio.device(), options.link, error);
        if (error) {
            fmt::print(stderr, "{}: {}\n", options.link, error.message());
        }
    }
    fmt::print("Rakel terminal at {}\n", options.link.empty() ? radio.device() : options.link);
    std::fflush(stdout);
    run_until_told();
}

}  // namespace

void add_rakel(CLI::App& app) {
    auto* const command = app.add_subcommand("rakel", "a TETRA terminal on a pseudo terminal");
    auto const options = std::make_shared<RakelFlags>();
    auto& manners = options->manners;
    command->add_option("--link", options->link, "a name for the device, made anew");
    command->add_option("--slow", options->slow_ms, "milliseconds before each answer");
    command->add_option("--flaky", manners.fails_every, "every so manieth message is refused");
    command->add_flag("--dead", manners.is_dead, "takes bytes and says nothing");
    command->add_flag("--no-network", manners.network_is_down, "the network takes nothing");
    command->add_flag("--duplicate", manners.reports_twice, "every report comes twice");
    command->add_flag("--lie", manners.lies, "says received, and loses the message");
    command->add_flag("--seen", manners.reports_consumed, "people look at their radios");
    auto* const answer = command->add_option("--answer", options->number,
                                             "people answer with the code and this number");
    command->callback([options, answer] {
        options->answers = answer->count() > 0;
        run(*options);
    });
}

}  // namespace larm::gateways
