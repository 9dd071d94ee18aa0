#include "engine/delivery/local_time.hpp"

#include <fmt/format.h>

#include <chrono>

namespace larm::delivery {
namespace {

using namespace std::chrono;

constexpr sys_time<microseconds> change_of(year in, month of) {
    return sys_days{in / of / Sunday[last]} + 1h;
}

}  // namespace

core::Duration stockholm_offset(core::Instant at) {
    sys_time<microseconds> const moment{microseconds{at.us}};
    // Both changes lie far from the turn of the year, so the year in UTC is the right one.
    auto const in = year_month_day{floor<days>(moment)}.year();
    auto const summer = change_of(in, March) <= moment && moment < change_of(in, October);
    return core::seconds(summer ? 7200 : 3600);
}

std::string stockholm_clock(core::Instant at) {
    sys_time<microseconds> const local{microseconds{(at + stockholm_offset(at)).us}};
    hh_mm_ss const clock{local - floor<days>(local)};
    return fmt::format("{:02}:{:02}", clock.hours().count(), clock.minutes().count());
}

}  // namespace larm::delivery
