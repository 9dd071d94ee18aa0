#include "engine/larmd/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "engine/larmd/listen_address.hpp"
#include "engine/larmd/settings.hpp"
#include "engine/rules/names.hpp"

namespace larm::larmd {
namespace {

constexpr int bad_usage = 2;

constexpr char const* footer = R"(Examples:
  larmd --rules rules/mellansverige --data /var/lib/larmkedja
  larmd --rules rules/mellansverige --data data --spill /dev/shm/larm --listen 127.0.0.1:0

Signals: SIGTERM and SIGINT drain and exit 0; SIGHUP reads rules and contacts again.
Exit codes: 0 drained, 1 failed while running, 2 could not start as asked.)";

/// A required flag that is missing may only be misspelt: what stands there is named first.
Exit report(CLI::App const& app, CLI::ParseError const& error) {
    auto const rest = app.remaining(true);
    auto const extra = std::ranges::find_if(rest, [](auto const& each) {
        return each.starts_with("-") && each.find_first_not_of('-') != std::string::npos;
    });
    if (extra != rest.end() && error.get_exit_code() != 0) {
        std::vector<std::string> flags;
        for (auto const* const option : app.get_options()) {
            flags.push_back(option->get_name());
        }
        auto const flag = extra->substr(0, extra->find('='));
        std::fprintf(stderr, "larmd: there is no flag %s; %s\n", flag.c_str(),
                     rules::did_you_mean(flag, flags).c_str());
        return {bad_usage};
    }
    return {app.exit(error) == 0 ? 0 : bad_usage};
}

}  // namespace

std::expected<Options, Exit> read_options(int argc, char** argv) {
    Options options;
    std::string listen = "127.0.0.1:8080";
    CLI::App app{"Larmkedja's daemon: runs the alarm chain and answers its API.", "larmd"};
    app.footer(std::string{footer} + "\n\nSettings of --config, with default and range:\n" +
               describe_settings());
    app.set_version_flag("--version", LARM_VERSION);
    // A folder that is gone is a trouble, not a reason to be silent: the journal has the last pack.
    app.add_option("--rules", options.rules, "Folder of the rule pack")->required();
    app.add_option("--data", options.data, "Folder of journal and tokens; made if missing")
        ->required();
    app.add_option(
        "--spill", options.spill,
        "Folder on another disk (or tmpfs) to go on in when the journal cannot be written");
    app.add_option("--listen", listen, "Loopback address and port; port 0 takes a free one")
        ->capture_default_str()
        ->type_name("ADDR:PORT");
    app.add_option("--config", options.config,
                   "Settings as protobuf text, see proto/larm/v1/config.proto")
        ->check(CLI::ExistingFile)
        ->type_name("FILE");
    app.add_option("--public-url", options.public_url,
                   "Where people and providers reach us through a TLS proxy on this machine")
        ->type_name("https://HOST");
    // So with this one: then exercises find none, and a pack that must stand some is not taken.
    app.add_option(
           "--scenarios", options.scenarios,
           "Folder of scenarios that exercise controllers can load, and that a pack is tried on "
           "before a reload takes it")
        ->type_name("DIR");
    app.add_option("--exercise", options.exercise,
                   "A scenario that is played in a world of its own, at the pace of the clock; "
                   "tokens with --world SCENARIO_ID see it")
        ->check(CLI::ExistingFile)
        ->type_name("FILE");
    app.add_option("--human", options.humans,
                   "A party of the exercise, e.g. tib@uppsala, that a human acts for")
        ->type_name("PARTY");
    app.add_flag("--adopt", options.adopt,
                 "This data folder is a copy or a restored backup that shall deliver from now on; "
                 "incidents open in it wait for larm resume");
    try {  // CLI11 reports by exception; none leaves this function
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return std::unexpected{report(app, error)};
    }
    auto const address = read_listen_address(listen);
    if (!address) {
        std::fprintf(stderr, "larmd: --listen: %s\n", address.error().c_str());
        return std::unexpected{Exit{bad_usage}};
    }
    options.listen = *address;
    return options;
}

}  // namespace larm::larmd
