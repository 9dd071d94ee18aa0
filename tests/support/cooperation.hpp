// Support, situation reports and conferences for tests: a pack that has their steps, and their
// commands in short.
#pragma once

#include <larm/v1/command.pb.h>
#include <larm/v1/rules.pb.h>

#include <string>
#include <vector>

namespace larm::test {

/// The chain pack with tests/support/cooperation.textproto.
[[nodiscard]] v1::RulePack cooperation_pack();

// Each call makes a new command id.
/// A request of `region` for one line of `quantity` helicopters, of all other regions.
[[nodiscard]] v1::Command request_support(std::string const& incident, std::string const& region,
                                          int quantity);
/// Adds a line of teams to it.
void also_ask(v1::Command& request, int quantity, std::string const& of_region = {});
[[nodiscard]] v1::Command offer_support(std::string const& incident, std::string const& region,
                                        std::string const& request, int line, int quantity);
[[nodiscard]] v1::Command decline_support(std::string const& incident, std::string const& region,
                                          std::string const& request, int line = 0);
[[nodiscard]] v1::Command accept_support(std::string const& incident, std::string const& region,
                                         std::string const& offer, int count = 0);
[[nodiscard]] v1::Command report_support(std::string const& incident, std::string const& region,
                                         std::string const& offer, v1::SupportReportKind kind,
                                         int count = 0);
[[nodiscard]] v1::Command release_support(std::string const& incident, std::string const& region,
                                          std::string const& offer, int count = 0);
[[nodiscard]] v1::Command cancel_support(std::string const& incident, std::string const& region,
                                         std::string const& request, int line = 0);
[[nodiscard]] v1::Command report_supply(v1::Role role, std::string const& actor,
                                        std::string const& organisation, std::string const& item,
                                        int tenths);
[[nodiscard]] v1::Command fill_situation(std::string const& incident, std::string const& region,
                                         std::string const& section, std::string const& words);
[[nodiscard]] v1::Command send_situation(std::string const& incident, std::string const& region);
[[nodiscard]] v1::Command call_conference(std::string const& incident, std::string const& region);
[[nodiscard]] v1::Command attendance(std::string const& incident, std::string const& region,
                                     std::vector<std::string> const& present);
[[nodiscard]] v1::Command conference_decision(std::string const& incident,
                                              std::string const& region,
                                              std::string const& decision);
[[nodiscard]] v1::Command position(std::string const& incident, std::string const& party,
                                   v1::Position position, std::string const& words = {});
[[nodiscard]] v1::Command end_conference(std::string const& incident, std::string const& region);

}  // namespace larm::test
