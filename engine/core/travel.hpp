// How far it is where only coordinates are known: great circle in whole metres, and minutes by the
// rules' detour and speed. Whole numbers: the same on every machine.
#pragma once

#include <larm/v1/capacity_rules.pb.h>

#include <cstdint>

namespace larm::core {

/// In hundred-thousandths of a degree.
struct Position {
    std::int64_t latitude_e5 = 0;
    std::int64_t longitude_e5 = 0;
};

/// Right to about one in a hundred within a healthcare region; not across the date line.
[[nodiscard]] std::int64_t metres_between(Position one, Position other);
/// Rounded up.
[[nodiscard]] int road_minutes(v1::TravelRule const& rule, std::int64_t metres);
[[nodiscard]] int air_minutes(v1::TravelRule const& rule, std::int64_t metres);

}  // namespace larm::core
