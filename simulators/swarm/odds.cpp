#include "simulators/swarm/odds.hpp"

#include <fmt/format.h>

#include "simulators/player/chance.hpp"

namespace larm::swarm {

Odds odds_of(std::uint64_t seed) {
    player::Chance chance{seed, "odds"};
    auto const between = [&chance](int low, int high) {
        return low + static_cast<int>(chance.below(static_cast<std::uint64_t>(high - low) + 1));
    };
    Odds odds;
    odds.act_every_s = between(2, 12);
    odds.incidents_max = between(2, 4);
    odds.wrong_percent = between(5, 30);
    odds.repeat_percent = between(5, 20);
    odds.crash_every_min = between(8, 60);
    odds.power_percent = between(0, 60);
    odds.outage_percent = between(0, 25);
    odds.disk_every_min = between(4, 30);
    odds.late_percent = between(0, 3);
    odds.clock_every_min = between(10, 60);
    odds.lost_percent = between(0, 40);
    odds.failed_percent = between(0, 50);
    odds.twice_percent = between(0, 25);
    odds.snapshot_events = between(100, 800);
    odds.wide_percent = between(20, 80);
    odds.apt_percent = between(40, 80);
    odds.drift_ppm = between(-500, 500);
    odds.reload_every_min = between(10, 60);
    odds.drill_every_min = between(3, 20);
    return odds;
}

std::string odds_text(Odds const& odds) {
    return fmt::format(
        "a command every {} s, {} % of any kind ({} % of them apt), {} % wrong, {} % repeated; up "
        "to {} incidents; "
        "rules anew every {} min, an exercise every {}; a crash every {} min "
        "({} % of power, {} % for hours); disks fail every {} min, {} % late; clock jumps every "
        "{} min, drifts {} ppm; messages {} % lost, {} % failed, {} % told twice; snapshots every "
        "{} events",
        odds.act_every_s, odds.wide_percent, odds.apt_percent, odds.wrong_percent,
        odds.repeat_percent, odds.incidents_max, odds.reload_every_min, odds.drill_every_min,
        odds.crash_every_min, odds.power_percent, odds.outage_percent, odds.disk_every_min,
        odds.late_percent, odds.clock_every_min, odds.drift_ppm, odds.lost_percent,
        odds.failed_percent, odds.twice_percent, odds.snapshot_events);
}

}  // namespace larm::swarm
