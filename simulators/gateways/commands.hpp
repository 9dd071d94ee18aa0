// The gateways by hand: each adds its subcommand, with its options and faults, to larm-gateways.
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace larm::gateways {

void add_elks(CLI::App& app);
void add_push(CLI::App& app);
void add_webhook(CLI::App& app);
void add_rakel(CLI::App& app);
void add_smtp(CLI::App& app);

/// A line on standard output, at once.
void show(std::string const& line);
/// Waits for SIGINT or SIGTERM, which main() has blocked.
void run_until_told();

}  // namespace larm::gateways
