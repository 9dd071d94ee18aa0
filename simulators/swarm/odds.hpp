// How bad a night is: drawn from its seed, so that nights differ in what goes wrong and not only in
// when.
#pragma once

#include <cstdint>
#include <string>

namespace larm::swarm {

struct Odds {
    int act_every_s = 15;       ///< Between two people's commands, on average.
    int incidents_max = 3;      ///< Opened at most.
    int wide_percent = 60;      ///< Of commands: any that there is, beside the alarm's own.
    int apt_percent = 60;       ///< Of those: one that can be, as things are.
    int wrong_percent = 15;     ///< A command by somebody it is not for.
    int repeat_percent = 10;    ///< A command that was answered is given again.
    int crash_every_min = 30;   ///< Between two crashes, on average.
    int power_percent = 30;     ///< Of crashes: what stood in the spill is gone too.
    int outage_percent = 10;    ///< Of crashes: hours until somebody starts it again.
    int disk_every_min = 20;    ///< Between two failures of the disks, on average.
    int late_percent = 4;       ///< Of batches: the disk takes seconds.
    int clock_every_min = 40;   ///< Between two jumps of the wall clock, on average.
    int drift_ppm = 0;          ///< The wall clock gains so much on the steady one.
    int reload_every_min = 30;  ///< Another version of the rule pack, on average.
    int drill_every_min = 30;   ///< An exercise beside it, on average.
    int lost_percent = 15;      ///< Of messages: nothing is ever heard of it.
    int failed_percent = 20;
    int twice_percent = 10;  ///< Of results: told twice.
    int snapshot_events = 400;
};

[[nodiscard]] Odds odds_of(std::uint64_t seed);
[[nodiscard]] std::string odds_text(Odds const& odds);

}  // namespace larm::swarm
