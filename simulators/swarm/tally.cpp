#include "simulators/swarm/tally.hpp"

#include <array>

namespace larm::swarm {
namespace {

constexpr auto fields = std::to_array<TallyField>({
    {"steps", &Tally::steps},
    {"events", &Tally::events},
    {"accepted", &Tally::accepted},
    {"refused", &Tally::refused},
    {"refused_by_right", &Tally::refused_by_right},
    {"refused_as_stale", &Tally::refused_as_stale},
    {"refused_while_degraded", &Tally::refused_while_degraded},
    {"reused_ids", &Tally::reused_ids},
    {"repeats", &Tally::repeats},
    {"repeats_after_crash", &Tally::repeats_after_crash},
    {"accepted_after_crash", &Tally::accepted_after_crash},
    {"crashes", &Tally::crashes},
    {"power_losses", &Tally::power_losses},
    {"long_outages", &Tally::long_outages},
    {"degraded_starts", &Tally::degraded_starts},
    {"lost_events", &Tally::lost_events},
    {"spilled", &Tally::spilled},
    {"unsaved", &Tally::unsaved},
    {"hung", &Tally::hung},
    {"returns", &Tally::returns},
    {"snapshots", &Tally::snapshots},
    {"starts_from_snapshot", &Tally::starts_from_snapshot},
    {"damaged_snapshots", &Tally::damaged_snapshots},
    {"clock_forward", &Tally::clock_forward},
    {"clock_back", &Tally::clock_back},
    {"skews", &Tally::skews},
    {"reloads", &Tally::reloads},
    {"packs_beside", &Tally::packs_beside},
    {"exercises", &Tally::exercises},
    {"frozen_exercises", &Tally::frozen_exercises},
    {"tampered_logs", &Tally::tampered_logs},
    {"messages", &Tally::messages},
    {"exercise_messages", &Tally::exercise_messages},
    {"lost_messages", &Tally::lost_messages},
    {"failed_messages", &Tally::failed_messages},
    {"tried_again", &Tally::tried_again},
    {"carried_twice", &Tally::carried_twice},
    {"shown", &Tally::shown},
    {"not_shown_again", &Tally::not_shown_again},
    {"resent_messages", &Tally::resent_messages},
    {"escalations", &Tally::escalations},
    {"expiries", &Tally::expiries},
    {"revoked", &Tally::revoked},
    {"revoked_by_name", &Tally::revoked_by_name},
    {"released_by_name", &Tally::released_by_name},
    {"declined", &Tally::declined},
    {"shortfalls", &Tally::shortfalls},
    {"held", &Tally::held},
    {"resumed", &Tally::resumed},
    {"handovers", &Tally::handovers},
    {"national", &Tally::national},
    {"stood_down", &Tally::stood_down},
    {"rescinded", &Tally::rescinded},
    {"closed", &Tally::closed},
});

// Every member has a row: sums and tests go over the rows.
static_assert(sizeof(Tally) == fields.size() * sizeof(std::int64_t));

}  // namespace

void Tally::note(v1::Event const& event) {
    ++events;
    escalations += event.has_chase_escalated() ? 1 : 0;
    expiries += event.has_commitment_expired() ? 1 : 0;
    revoked += event.has_transports_revoked() ? 1 : 0;
    revoked_by_name += event.has_transports_revoked() &&
                               !event.transports_revoked().shares(0).resource_ids().empty()
                           ? 1
                           : 0;
    released_by_name += event.transports_released().share().resource_ids().empty() ? 0 : 1;
    declined += event.has_transports_declined() ? 1 : 0;
    shortfalls += event.has_shortfall_accepted() ? 1 : 0;
    held += event.has_chases_held() ? 1 : 0;
    resumed += event.has_chases_resumed() ? 1 : 0;
    handovers += event.has_duty_accepted() && event.incident_id().empty() ? 1 : 0;
    national += event.has_national_decided() && event.national_decided().taken() ? 1 : 0;
    stood_down += event.has_incident_stood_down() ? 1 : 0;
    rescinded += event.has_incident_rescinded() ? 1 : 0;
    closed += event.has_incident_closed() ? 1 : 0;
    skews += event.has_clock_skew_noticed() ? 1 : 0;
}

void Tally::add(Tally const& other) {
    for (auto const& field : fields) {
        this->*field.member += other.*field.member;
    }
}

std::span<TallyField const> tally_fields() {
    return fields;
}

}  // namespace larm::swarm
