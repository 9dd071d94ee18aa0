// Logs of any length, as real nights leave them: alarms confirmed, delivered, acknowledged,
// answered and stood down, decided by the real core under the shipped rules.
#pragma once

#include <larm/v1/command.pb.h>

#include <filesystem>
#include <string>
#include <vector>

#include "engine/journal/record.hpp"

namespace larm::bench {

/// The pack in `rules`, as the command that takes it into use.
[[nodiscard]] v1::Command activation(std::filesystem::path const& rules);
/// A TiB's confirmation in `region`, with ids that follow from `number`.
[[nodiscard]] v1::Command confirmation(std::string const& region, int number);
/// At least `events` records, without hashes.
[[nodiscard]] std::vector<journal::Record> night_log(std::filesystem::path const& rules,
                                                     std::size_t events);

}  // namespace larm::bench
