#include "engine/report/answers.hpp"

#include <utility>

#include "engine/core/blood_view.hpp"
#include "engine/core/capacity_view.hpp"
#include "engine/core/check.hpp"
#include "engine/core/conference.hpp"
#include "engine/core/supply.hpp"
#include "engine/core/support.hpp"
#include "engine/core/transfer_view.hpp"
#include "engine/core/triage_view.hpp"

namespace larm::report {
namespace {

template <typename Asked>
Asked of_incident(core::Incident const& incident) {
    Asked asked;
    asked.set_incident_id(incident.id);
    return asked;
}

/// Nothing is named but the incident, which is there: none of them refuses that.
template <typename View>
auto held(View view) {
    LARM_CHECK(view.has_value());
    return *std::move(view);
}

}  // namespace

v1::GetBloodReply blood_answer(core::State const& state, core::Incident const& incident,
                               core::Instant now) {
    v1::GetBloodReply reply;
    *reply.mutable_blood() = core::blood_view(state, incident, now);
    reply.set_seq(state.seq());
    return reply;
}

v1::GetSupportReply support_answer(core::State const& state, core::Incident const& incident) {
    v1::GetSupportReply reply;
    reply.mutable_requests()->Add(incident.support.begin(), incident.support.end());
    if (incident.pack != nullptr) {
        for (auto const& region : incident.pack->rules.regions()) {
            auto const lines = core::awaited_lines(incident.support, region.id());
            if (lines > 0) {
                auto& awaited = *reply.add_awaited();
                awaited.set_region_id(region.id());
                awaited.set_lines(lines);
            }
        }
    }
    reply.set_version(incident.version);
    reply.set_seq(state.seq());
    return reply;
}

v1::GetSuppliesReply supplies_answer(core::State const& state, v1::GetSupplies const& asked,
                                     core::Instant now) {
    v1::GetSuppliesReply reply;
    for (auto& view : core::supply_views(state, asked.region_id(), asked.shortages_only(), now)) {
        *reply.add_supplies() = std::move(view);
    }
    reply.set_seq(state.seq());
    return reply;
}

v1::GetConferencesReply conferences_answer(core::State const& state,
                                           core::Incident const& incident) {
    v1::GetConferencesReply reply;
    for (auto const& record : incident.conferences) {
        *reply.add_conferences() = core::conference_view(incident, record);
    }
    reply.set_version(incident.version);
    reply.set_seq(state.seq());
    return reply;
}

v1::GetSituationReply situation_answer(SituationDraft const& draft, std::int64_t version,
                                       std::int64_t seq) {
    v1::GetSituationReply reply;
    *reply.mutable_situation() = situation_view(draft);
    reply.set_version(version);
    reply.set_seq(seq);
    return reply;
}

v1::GetAnswersAtReply answers_at(core::State const& state, core::Incident const& incident,
                                 v1::GetAnswersAt const& asked, core::Instant now) {
    v1::GetAnswersAtReply reply;
    reply.set_seq(state.seq());
    reply.set_at(now.us);
    if (asked.capacity()) {
        *reply.mutable_capacity() =
            held(core::capacity_view(state, of_incident<v1::GetCapacity>(incident), now));
        *reply.mutable_transfers() =
            held(core::transfer_view(state, of_incident<v1::GetTransfers>(incident), now));
        *reply.mutable_triage() =
            held(core::triage_view(state, of_incident<v1::GetTriage>(incident), now));
    }
    if (asked.blood()) {
        *reply.mutable_blood() = blood_answer(state, incident, now);
    }
    if (asked.cooperation()) {
        *reply.mutable_support() = support_answer(state, incident);
        *reply.mutable_supplies() = supplies_answer(state, {}, now);
        auto const draft = situation_draft(state, incident, 0, now);
        LARM_CHECK(draft.has_value());  // as it stands there is always one
        *reply.mutable_situation() = situation_answer(*draft, incident.version, state.seq());
        *reply.mutable_conferences() = conferences_answer(state, incident);
    }
    return reply;
}

}  // namespace larm::report
