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
#include "engine/larmd/logging.hpp"
#include "engine/larmd/open_world.hpp"
#include "engine/larmd/options.hpp"
#include "engine/larmd/settings.hpp"

namespace larm::larmd {
namespace {

constexpr int could_not_start = 2;
constexpr std::size_t consoles = 10'000;  // what one node is meant to hold

/// Settings from the file, if there is one; nothing when they are faulty, which has been printed.
std::optional<server::Limits> settings(Options const& options) {
    server::Limits limits;
    if (!options.config.empty()) {
        auto const read = read_settings(options.config);
        if (!read) {
            for (auto const& fault : read.error()) {
                std::fprintf(stderr, "%s\n", fault.c_str());
            }
            return std::nullopt;
        }
        limits = *read;
    }
    auto const possible = connections_within(raise_file_limit());
    if (possible < consoles) {
        spdlog::warn("event=few_files connections={} wanted={} do=\"raise LimitNOFILE\"", possible,
                     consoles);
    }
    limits.connections_max =
        limits.connections_max == 0 ? possible : std::min(limits.connections_max, possible);
    return limits;
}

int run(int argc, char** argv) {
    auto const options = read_options(argc, argv);
    if (!options) {
        return options.error().code;
    }
    std::signal(SIGPIPE, SIG_IGN);  // whoever reads the log may go away; the alarm stays
    start_logging();
    auto const limits = settings(*options);
    if (!limits) {
        return could_not_start;
    }
    NetworkSide network{*limits};
    auto opened = open_world(*options, network.hub);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().c_str());
        return could_not_start;
    }
    Daemon daemon{*options, network, std::move(*opened)};
    return daemon.run();
}

}  // namespace
}  // namespace larm::larmd

int main(int argc, char** argv) {
    return larm::larmd::run(argc, argv);
}
