// What those are answered who ask for an incident's care and cooperation: each a function of a
// state and a time. The live calls, the playback and the account of a journal say the same by them.
#pragma once

#include <larm/v1/blood.pb.h>
#include <larm/v1/conference.pb.h>
#include <larm/v1/playback.pb.h>
#include <larm/v1/situation.pb.h>
#include <larm/v1/support.pb.h>

#include "engine/core/state.hpp"
#include "engine/report/situation.hpp"

namespace larm::report {

[[nodiscard]] v1::GetBloodReply blood_answer(core::State const& state,
                                             core::Incident const& incident, core::Instant now);
[[nodiscard]] v1::GetSupportReply support_answer(core::State const& state,
                                                 core::Incident const& incident);
[[nodiscard]] v1::GetSuppliesReply supplies_answer(core::State const& state,
                                                   v1::GetSupplies const& asked, core::Instant now);
[[nodiscard]] v1::GetConferencesReply conferences_answer(core::State const& state,
                                                         core::Incident const& incident);
/// The draft is of an incident of that version, in a state of that event.
[[nodiscard]] v1::GetSituationReply situation_answer(SituationDraft const& draft,
                                                     std::int64_t version, std::int64_t seq);

/// What is wished for of it, as it is answered at `now`, which is not before the state. Of
/// capacity, moves and triage the incident's; of supplies all.
[[nodiscard]] v1::GetAnswersAtReply answers_at(core::State const& state,
                                               core::Incident const& incident,
                                               v1::GetAnswersAt const& asked, core::Instant now);

}  // namespace larm::report
