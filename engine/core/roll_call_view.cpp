// What a reader sees of roll-calls: each of them, and everyone's reach by organisation.
#include <ranges>

#include "engine/core/party.hpp"
#include "engine/core/view.hpp"

namespace larm::core {
namespace {

constexpr std::int64_t us_per_ms = 1000;

v1::RegionReach& region_in(v1::GetRollCallReply& reply, std::string_view organisation) {
    for (auto& region : *reply.mutable_regions()) {
        if (region.organisation() == organisation) {
            return region;
        }
    }
    auto& region = *reply.add_regions();
    region.set_organisation(std::string{organisation});
    return region;
}

void view_call(RollCall const& call, v1::RollCallView& out) {
    out.set_roll_call_id(call.id());
    out.set_started_at(call.started_at.us);
    out.set_ended_at(call.ended_at.us);
    out.set_answer_by(call.started.answer_by_us());
    out.set_scheduled(call.started.scheduled());
    *out.mutable_put_off() = call.started.put_off();
    out.set_ended_by(call.ended_by.role());
    out.set_ended_by_organisation(call.ended_by.organisation());
    for (auto const& result : call.results) {
        auto& seen = *out.add_answers();
        seen.set_party(result.party());
        seen.set_officer_id(result.officer_id());
        seen.set_channel(result.channel());
        seen.set_outcome(result.outcome());
        seen.set_answered(result.answered_at_us() != 0);
        seen.set_detail(result.detail());
        if (seen.answered()) {
            seen.set_latency_ms((result.answered_at_us() - call.started_at.us) / us_per_ms);
        }
    }
}

}  // namespace

v1::GetRollCallReply roll_call_view(State const& state) {
    v1::GetRollCallReply reply;
    reply.set_seq(state.seq());
    for (auto const& call : state.roll_calls() | std::views::reverse) {
        view_call(call, *reply.add_roll_calls());
    }
    if (!reply.roll_calls().empty()) {
        *reply.mutable_roll_call() = reply.roll_calls(0);
    }
    for (auto const* const duty : state.duties_in_order()) {
        auto const& party = duty->party;
        for (auto const& officer : duty->officers) {
            for (auto const number : officer.channels()) {
                auto const channel = static_cast<v1::Channel>(number);
                auto const* const reach = reach_of(state.reach(), officer.officer_id(), channel);
                auto& seen = *region_in(reply, organisation_of(party)).add_reach();
                seen.set_party(party);
                seen.set_officer_id(officer.officer_id());
                seen.set_channel(channel);
                if (reach != nullptr) {
                    seen.set_answered(reach->answered());
                    seen.set_received(reach->received());
                    seen.set_asked(reach->asked);
                    seen.set_proven_at(reach->proven_at.us);
                    seen.set_latency_ms(reach->latency.us / us_per_ms);
                }
            }
        }
    }
    return reply;
}

}  // namespace larm::core
