// The roster: shifts are planned, and where one begins the engine offers the duty to whoever comes
// next and reminds. The former one keeps it until the next accepts: there is no gap.
#include <algorithm>

#include "engine/core/decide_parts.hpp"
#include "engine/core/reach.hpp"
#include "engine/core/roster.hpp"

namespace larm::core {
namespace {

/// Three shifts a day for a year.
constexpr int shifts_max = 1100;

v1::DutySeeded const* officer_of(Duty const& duty, std::string const& officer_id) {
    auto const found = std::ranges::find_if(
        duty.officers, [&](auto const& each) { return each.officer_id() == officer_id; });
    return found == duty.officers.end() ? nullptr : &*found;
}

bool is_same(v1::PlannedShift const& one, v1::PlannedShift const& other) {
    return one.officer_id() == other.officer_id() && one.from_us() == other.from_us() &&
           one.until_us() == other.until_us();
}

/// What runs now goes on; what had not begun is replaced.
std::vector<v1::PlannedShift> all_shifts(Duty const& duty, std::vector<v1::PlannedShift> planned,
                                         Instant now) {
    for (auto const& shift : duty.shifts) {
        auto const runs = shift.from_us() <= now.us && shift.until_us() > now.us;
        auto const again =
            std::ranges::any_of(planned, [&](auto const& each) { return is_same(each, shift); });
        if (runs && !again) {
            planned.push_back(shift);
        }
    }
    std::ranges::stable_sort(planned, {}, [](auto const& shift) { return shift.from_us(); });
    return planned;
}

/// A message of the engine's to one officer, over what the officer has of the policy's channels.
template <typename Policy>
v1::Notice notice_by(Context const& context, Duty const& duty, v1::DutySeeded const* officer,
                     Policy const& policy) {
    v1::Notice notice;
    if (officer == nullptr || policy.message().empty()) {
        return notice;
    }
    std::vector<v1::Channel> channels;
    for (auto const channel : policy.channels()) {
        if (std::ranges::find(officer->channels(), channel) != officer->channels().end()) {
            channels.push_back(static_cast<v1::Channel>(channel));
        }
    }
    notice.set_recipient(duty.party);
    notice.set_message(policy.message());
    for (auto const channel :
         by_success(context.state.reach(), officer->officer_id(), std::move(channels))) {
        notice.add_channels(channel);
    }
    return notice;
}

/// What the engine tells whoever comes next.
v1::Notice offer_notice(Context const& context, Duty const& duty, std::string const& officer_id) {
    auto const* const pack = context.state.active_pack();
    return pack == nullptr ? v1::Notice{}
                           : notice_by(context, duty, officer_of(duty, officer_id),
                                       pack->rules.policy().hand_over());
}

std::int64_t remind_at_us(Context const& context) {
    auto const* const pack = context.state.active_pack();
    auto const every = pack == nullptr ? 0 : pack->rules.policy().hand_over().remind_every_s();
    return every > 0 ? (context.now + seconds(every)).us : 0;
}

/// Nothing where nobody has to be asked.
void offer_shift(Events& events, Context const& context, Duty const& duty) {
    auto const* const shift = running_shift(duty, context.now);
    if (shift == nullptr || shift->from_us() <= duty.offered_shift.us ||
        shift->officer_id() == duty.officer_id) {
        return;
    }
    if (duty.officer_id.empty()) {
        // Nobody has it: whoever is planned is better than nobody.
        auto taken = take_duty(context, duty.party, shift->officer_id());
        events.insert(events.end(), taken.begin(), taken.end());
        return;
    }
    auto event = context.event();
    auto& offered = *event.mutable_duty_offered();
    offered.set_party(duty.party);
    offered.set_officer_id(shift->officer_id());
    *offered.mutable_notice() = offer_notice(context, duty, shift->officer_id());
    offered.set_remind_at_us(remind_at_us(context));
    events.push_back(std::move(event));
}

void remind(Events& events, Context const& context, Duty const& duty) {
    auto event = context.event();
    auto& reminded = *event.mutable_duty_reminded();
    reminded.set_party(duty.party);
    reminded.set_officer_id(duty.offered_to);
    *reminded.mutable_notice() = offer_notice(context, duty, duty.offered_to);
    reminded.set_remind_at_us(remind_at_us(context));
    events.push_back(std::move(event));
}

}  // namespace

Outcome decide_plan_duty(Context const& context, v1::PlanDuty const& request) {
    auto const duty = context.state.duties().find(request.party());
    if (duty == context.state.duties().end()) {
        return std::unexpected{
            refusal(Code::not_found, "party", "nobody can be on duty for " + request.party())};
    }
    if (request.shifts_size() > shifts_max) {
        return std::unexpected{refusal(Code::invalid_argument, "shifts", "too many at once")};
    }
    std::vector<v1::PlannedShift> shifts;
    for (int index = 0; index < request.shifts_size(); ++index) {
        auto const field = "shifts[" + std::to_string(index) + "]";
        if (officer_of(duty->second, request.shifts(index).officer_id()) == nullptr) {
            return std::unexpected{
                refusal(Code::not_found, field + ".officer_id",
                        "no such officer can be on duty for " + request.party())};
        }
        auto shift = planned(request.shifts(index));
        if (!shift) {
            return std::unexpected{
                refusal(Code::invalid_argument, field, std::move(shift.error()))};
        }
        if (shift->until_us() > context.now.us) {
            shifts.push_back(std::move(*shift));
        }
    }
    auto event = context.event();
    event.mutable_duty_planned()->set_party(request.party());
    for (auto& shift : all_shifts(duty->second, std::move(shifts), context.now)) {
        *event.mutable_duty_planned()->add_shifts() = std::move(shift);
    }
    return Events{std::move(event)};
}

Outcome decide_device_dropped(Context const& context, v1::TellDeviceDropped const& request) {
    auto const duty = context.state.duties().find(request.party());
    auto const* const pack = context.state.active_pack();
    if (duty == context.state.duties().end() || pack == nullptr) {
        return Events{};
    }
    auto notice = notice_by(context, duty->second, officer_of(duty->second, request.officer_id()),
                            pack->rules.policy().device_dropped());
    if (notice.channels().empty()) {
        return Events{};
    }
    auto event = context.event();
    auto& dropped = *event.mutable_device_dropped();
    dropped.set_party(request.party());
    dropped.set_officer_id(request.officer_id());
    *dropped.mutable_notice() = std::move(notice);
    return Events{std::move(event)};
}

void tend_roster(Events& events, Context const& context) {
    for (auto const& [party, duty] : context.state.duties()) {
        auto const before = events.size();
        offer_shift(events, context, duty);
        if (events.size() == before && duty.remind_at.is_set() && duty.remind_at <= context.now) {
            remind(events, context, duty);
        }
    }
}

Outcome decide_tend_duty(Context const& context) {
    Events events;
    tend_roster(events, context);
    tend_roll_calls(events, context);
    return events;
}

}  // namespace larm::core
