// larm-gateways: runs any of the simulators by hand, until SIGINT or SIGTERM.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <array>
#include <exception>
#include <iostream>
#include <string>

#include "simulators/gateways/commands.hpp"

namespace larm::gateways {
namespace {

constexpr std::array gateways{add_push, add_elks, add_webhook, add_rakel, add_smtp};

sigset_t ends() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

}  // namespace

void show(std::string const& line) {
    std::cout << line << std::endl;
}

void run_until_told() {
    auto const signals = ends();
    int received = 0;
    sigwait(&signals, &received);
}

}  // namespace larm::gateways

int main(int count, char** arguments) {
    auto const signals = larm::gateways::ends();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread
    CLI::App app{"Simulators of what stands on the other side of Larmkedja's channels."};
    app.require_subcommand(1);
    for (auto const add : larm::gateways::gateways) {
        add(app);
    }
    try {
        app.parse(count, arguments);
    } catch (CLI::ParseError const& error) {
        return app.exit(error);
    } catch (std::exception const& error) {
        std::cerr << "larm-gateways: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
