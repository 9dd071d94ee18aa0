// larmd: Larmkedja's daemon. Reads the command line and the settings, opens the world and serves.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <optional>
#include <utility>

#include "engine/larmd/daemon.hpp"
#include "engine/larmd/file_limit.hpp"
#include "engine/larmd/listen_address.hpp"
#include "engine/larmd/logging.hpp"
#include "engine/larmd/open_world.hpp"
#include "engine/larmd/options.hpp"
#include "engine/larmd/settings.hpp"

namespace larm::larmd {
namespace {

constexpr std::size_t consoles = 10'000;  // what one node is meant to hold

/// What the file and the command line say; nothing when they are faulty, which has been printed.
std::optional<Settings> settings_of(Options const& options) {
    auto read = read_settings(options.config, options.public_url);
    if (!read) {
        for (auto const& fault : read.error()) {
            std::fprintf(stderr, "%s\n", fault.c_str());
        }
        return std::nullopt;
    }
    auto& limits = read->limits;
    auto const possible = connections_within(raise_file_limit());
    if (possible < consoles) {
        spdlog::warn("event=few_files connections={} wanted={} do=\"raise LimitNOFILE\"", possible,
                     consoles);
    }
    read->sign_in.server_version = LARM_VERSION;
    limits.connections_max =
        limits.connections_max == 0 ? possible : std::min(limits.connections_max, possible);
    return std::move(*read);
}

/// Nothing where push is not set up, nor from a copy of a data folder: that reaches nobody.
std::optional<exercise::PushSetup> push_of_exercises(OpenedWorld const& opened,
                                                     Settings const& settings) {
    auto const& reach = *opened.reach;
    if (reach.vapid() == nullptr || !opened.may_deliver) {
        return std::nullopt;
    }
    return exercise::PushSetup{*reach.vapid(), reach.push_services(), settings.public_side.url,
                               reach.keys()};
}

int run(int argc, char** argv) {
    auto const options = read_options(argc, argv);
    if (!options) {
        return options.error().code;
    }
    std::signal(SIGPIPE, SIG_IGN);  // whoever reads the log may go away; the alarm stays
    start_logging();
    auto const settings = settings_of(*options);
    if (!settings) {
        return could_not_start;
    }
    if (auto const free = try_listen(options->listen); !free) {
        std::fprintf(stderr, "larmd: %s\n", free.error().c_str());
        return could_not_start;
    }
    NetworkSide network{settings->limits};
    auto opened = open_world(*options, *settings, network.hub);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().c_str());
        return could_not_start;
    }
    auto exercises = std::make_unique<exercise::Exercises>(
        exercise::ExercisesContext{.io = network.io,
                                   .limits = network.limits,
                                   .clock = network.clock,
                                   .data = options->data,
                                   .rules = options->rules,
                                   .scenarios = options->scenarios,
                                   .push = push_of_exercises(*opened, *settings)});
    if (!options->exercise.empty()) {
        auto const begun = exercises->play_file(options->exercise,
                                                {options->humans.begin(), options->humans.end()});
        if (!begun) {
            std::fprintf(stderr, "%s\n", begun.error().c_str());
            opened->drain();
            return could_not_start;
        }
    }
    Daemon daemon{*options, *settings, network, std::move(*opened), std::move(exercises)};
    return daemon.run();
}

}  // namespace
}  // namespace larm::larmd

int main(int argc, char** argv) {
    return larm::larmd::run(argc, argv);
}
