#include "engine/core/roster.hpp"

#include <algorithm>

#include "engine/core/local_time.hpp"

namespace larm::core {
namespace {

constexpr char const* zone = "Europe/Stockholm";

}  // namespace

std::expected<v1::PlannedShift, std::string> planned(v1::Shift const& shift) {
    auto const from = earliest_instant(shift.from_local());
    if (!from) {
        return std::unexpected{"from_local: " + from.error()};
    }
    auto const until = latest_instant(shift.until_local());
    if (!until) {
        return std::unexpected{"until_local: " + until.error()};
    }
    if (*until <= *from) {
        return std::unexpected{std::string{"until_local: the shift ends before it begins"}};
    }
    v1::PlannedShift planned;
    planned.set_officer_id(shift.officer_id());
    planned.set_from_local(shift.from_local());
    planned.set_until_local(shift.until_local());
    planned.set_zone(zone);
    planned.set_from_us(from->us);
    planned.set_until_us(until->us);
    return planned;
}

v1::PlannedShift const* running_shift(Duty const& duty, Instant now) {
    v1::PlannedShift const* running = nullptr;
    for (auto const& shift : duty.shifts) {
        if (shift.from_us() <= now.us && shift.until_us() > now.us) {
            running = &shift;  // in order of beginning: the last one counts
        }
    }
    return running;
}

v1::PlannedShift const* coming_shift(Duty const& duty, Instant now) {
    auto const found = std::ranges::find_if(
        duty.shifts, [now](auto const& shift) { return shift.from_us() > now.us; });
    return found == duty.shifts.end() ? nullptr : &*found;
}

Instant latest_begun(Duty const& duty, Instant now) {
    Instant latest;
    for (auto const& shift : duty.shifts) {
        if (shift.from_us() <= now.us) {
            latest = {std::max(latest.us, shift.from_us())};
        }
    }
    return latest;
}

Instant next_offer(Duty const& duty) {
    auto const found = std::ranges::find_if(duty.shifts, [&](auto const& shift) {
        return shift.from_us() > duty.offered_shift.us && shift.officer_id() != duty.officer_id;
    });
    return found == duty.shifts.end() ? Instant{} : Instant{found->from_us()};
}

v1::ListRosterReply list_roster(State const& state, Instant now) {
    v1::ListRosterReply reply;
    reply.set_seq(state.seq());
    for (auto const* const each : state.duties_in_order()) {
        auto const& duty = *each;
        auto& seen = *reply.add_rosters();
        seen.set_party(duty.party);
        seen.set_officer_id(duty.officer_id);
        seen.set_since(duty.since.us);
        seen.set_offered_to(duty.offered_to);
        for (auto const& shift : duty.shifts) {
            if (shift.until_us() > now.us) {
                *seen.add_shifts() = shift;
            }
        }
        auto const* next = coming_shift(duty, now);
        if (auto const* const running = running_shift(duty, now);
            running != nullptr && running->officer_id() != duty.officer_id) {
            next = running;  // whose turn it is, and who has not accepted
        }
        if (next != nullptr) {
            seen.set_next_officer_id(next->officer_id());
            seen.set_next_from(next->from_us());
        }
    }
    return reply;
}

}  // namespace larm::core
