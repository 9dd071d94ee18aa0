// One incident as the fold of its events: chases, transports, and what follows from them. No policy
// and no decisions here: those are in the ladder and the decide files.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/state.pb.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/casualties.hpp"
#include "engine/core/earliest.hpp"
#include "engine/core/instant.hpp"
#include "engine/core/pack.hpp"
#include "engine/core/transfers.hpp"
#include "engine/core/triage_book.hpp"

namespace larm::core {

/// One message over one channel.
struct Delivery {
    int attempt = 0;  ///< Of its chase: a slow channel may still carry an earlier one.
    std::string recipient;
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
    v1::DeliveryOutcome outcome = v1::DELIVERY_OUTCOME_UNSPECIFIED;
    std::string message;
    Instant queued_at;
    Instant since;        ///< When the outcome came; not set while there is none.
    Instant receipt_due;  ///< Accepted: unproven from then on. Not set: nobody waits for a receipt.
    std::string why;      ///< It has failed; in English, as the channel said it.

    /// What became of it is known, for good or so far; else it is sent again after a crash.
    [[nodiscard]] bool has_outcome() const {
        return outcome != v1::DELIVERY_OUTCOME_UNSPECIFIED &&
               outcome != v1::DELIVERY_OUTCOME_HANDED_OVER;
    }
    /// The recipient's device has it.
    [[nodiscard]] bool has_arrived() const {
        return outcome == v1::DELIVERY_OUTCOME_RECEIVED || outcome == v1::DELIVERY_OUTCOME_SEEN;
    }
    /// Whether the outcome is news. What a provider has accepted is no news once a device has it;
    /// what has failed is only changed by the device itself.
    [[nodiscard]] bool is_news(v1::DeliveryOutcome next) const;
    /// For a list of calls it is taken down; nobody has been told by that.
    [[nodiscard]] bool is_for_a_list() const { return channel == v1::CHANNEL_OPERATOR; }
};

/// A channel has taken the message, or a device has it.
[[nodiscard]] bool has_left_for_good(v1::DeliveryOutcome outcome);

/// Calls made by hand.
struct Calls {
    int unanswered = 0;
    int done_attempt = 0;  ///< What asked for a call up to this attempt has been seen to.
    std::string note;      ///< What was said of the last one.
};

/// One party being asked in one step until it answers.
struct Chase {
    int step = 0;  ///< Index into the incident's pack.
    std::string party;
    v1::PartyState state = v1::PARTY_STATE_PENDING;
    Instant next_due;  ///< Not set: nothing is awaited.
    int rung = -1;
    int attempt = 0;
    int missing = 0;
    Instant started_at;
    Instant since;
    Instant acknowledged_at;
    Instant answered_at;
    v1::Via via = v1::VIA_UNSPECIFIED;
    std::string actor;
    std::string taken_by;
    std::string answer;
    std::string note;  ///< What was said beside the answer.
    bool shortfall_accepted = false;
    /// Those of the latest attempt, and of earlier ones what has not arrived: at most one for each
    /// recipient and channel, so it does not grow however long the chase goes on.
    std::vector<Delivery> deliveries;
    /// Recipients of whom a message of it is known to have been taken by its channel, once each:
    /// deliveries are forgotten, this is not.
    std::vector<std::string> told;
    Calls calls;

    void note_told(std::string const& recipient);
    [[nodiscard]] bool has_told(std::string_view recipient) const;
    /// The party has been asked: a message to it has at least left, or somebody has called.
    [[nodiscard]] bool has_asked_its_party() const;
    /// Nothing is sent any more. Who may have been told counts as told from then on.
    void forget_deliveries();
};

/// One promise of transports, in vehicles.
struct Commitment {
    v1::TransportsCommitted given;
    int revoked = 0;
    int expired = 0;
    int departed = 0;
    int released = 0;
    bool provisional = false;
    Instant expires_at;
    Instant reconfirm_at;
    bool reconfirm_asked = false;
    /// Named vehicles that were taken back or released by name, as the promise writes them.
    std::vector<std::string> gone;

    /// Given and not taken back, run out or released.
    [[nodiscard]] int standing() const { return given.count() - revoked - expired - released; }
};

/// One region's transports for one incident.
struct Transports {
    std::string region_id;
    bool declined = false;
    std::string decline_reason;
    int accepted_missing = 0;
    std::vector<Commitment> commitments;

    [[nodiscard]] int firm() const;
    [[nodiscard]] int provisional() const;
    [[nodiscard]] int released() const;
    [[nodiscard]] int departed() const;
    /// What lacks to `required`; released vehicles count as given.
    [[nodiscard]] int missing(int required) const;
    [[nodiscard]] Commitment const* commitment(std::string_view id) const;
    [[nodiscard]] Commitment* commitment(std::string_view id);
};

/// Something that whoever follows the incident from outside must be told: that the alarm has gone
/// out, a new level or report, the chain complete, the national step, the end. With what was known
/// in that moment, so that what was told can be told again, word by word, whatever came after it.
struct Turn {
    Instant at;
    v1::IncidentPhase phase = v1::INCIDENT_PHASE_UNSPECIFIED;
    v1::ReadinessLevel level = v1::READINESS_LEVEL_UNSPECIFIED;
    std::size_t reports = 0;  ///< How many of the incident's reports had come.
    int promised = 0;         ///< Vehicles, those released again among them.
    bool chain_complete = false;
    bool national_taken = false;
    std::string reason;  ///< Why it was called off; empty before that.
};

/// What told of a hospital's capacity, and what became of it.
struct CapacityNotice {
    v1::CapacityWarning warning;
    int number = 0;  ///< The attempt of its deliveries.
    std::vector<Delivery> deliveries;
};

/// One incident.
struct Incident {
    std::string id;
    v1::IncidentPhase phase = v1::INCIDENT_PHASE_REPORTED;
    std::string region_id;
    v1::ReadinessLevel level = v1::READINESS_LEVEL_UNSPECIFIED;
    bool mass_casualty = false;
    std::vector<v1::Methane> reports;
    Pack const* pack = nullptr;  ///< Set from the confirmation on; outlives the incident.
    std::string confirmed_by;
    Instant reported_at;
    Instant confirmed_at;
    Instant alarm_at;
    Instant ended_at;
    std::int64_t version = 0;
    bool national_taken = false;
    bool national_declined = false;
    std::vector<std::string> suspected_duplicate_of;
    bool chases_held = false;
    Instant chain_complete_at;  ///< Not set while the chain is not complete.
    std::string reason;
    std::vector<bool> started;  ///< By index of the pack's steps.
    std::vector<Chase> chases;
    std::vector<Transports> transports;
    int holds = 0;                  ///< How many times chases have been held.
    std::vector<Delivery> notices;  ///< What tells a human that they are; of the latest time.
    Calls calls;                    ///< To those.
    v1::BloodSnapshot blood;        ///< What blood centres have asked and offered; as it is kept.
    std::vector<std::string> alerted;  ///< Everyone a message has gone out to, role@organisation.
    std::vector<Turn> turns;           ///< None before the alarm has gone out.
    CasualtyBook casualties;
    Transfers transfers;
    int capacity_told = 0;                           ///< How many notices of capacity there were.
    std::vector<CapacityNotice> capacity_notices;    ///< The latest.
    std::vector<v1::SupportRequestRecord> support;   ///< In the order they were asked for.
    std::vector<v1::SituationRecord> situations;     ///< Those that were sent.
    std::vector<v1::SituationFill> situation_fills;  ///< At most one a section.
    std::vector<v1::ConferenceRecord> conferences;   ///< In the order they were called.
    TriageBook triage;
    Instant capacity_due;  ///< Derived by the state: when something is to be said of a hospital.
    Instant updated_at;    ///< Time of the last event.
    Instant next_due;      ///< Derived: the earliest thing the engine has to do by itself.

    [[nodiscard]] bool is_closed() const { return phase == v1::INCIDENT_PHASE_CLOSED; }
    /// Alarmed and neither stood down, rescinded nor closed.
    [[nodiscard]] bool is_running() const { return phase == v1::INCIDENT_PHASE_RUNNING; }
    /// Nobody has called it off yet.
    [[nodiscard]] bool is_open() const;
    [[nodiscard]] bool has_ended() const;

    [[nodiscard]] Chase const* chase(int step, std::string_view party) const;
    [[nodiscard]] Chase* chase(int step, std::string_view party);
    /// The only way for a chase to come into being: a party is found without looking through all.
    Chase& add_chase(Chase fresh);
    /// Once for each recipient.
    void note_alerted(std::string const& recipient);
    /// Those of a chase; with an empty step those of the incident itself, or of what told of a
    /// hospital where `party` is one. nullptr where there is no such chase or notice.
    [[nodiscard]] std::vector<Delivery> const* deliveries_of(std::string_view step,
                                                             std::string_view party,
                                                             int attempt) const;
    [[nodiscard]] std::vector<Delivery>* deliveries_of(std::string_view step,
                                                       std::string_view party, int attempt);
    [[nodiscard]] Transports const* transports_of(std::string_view region) const;
    [[nodiscard]] Transports& transports_or_new(std::string_view region);
    /// What the pack asks of a region in transports; 0 where it is not asked.
    [[nodiscard]] int required_transports(std::string_view region) const;
    [[nodiscard]] int missing_transports(std::string_view region) const;
    /// A region has declined, and its lack is larger than what a human has accepted.
    [[nodiscard]] bool has_open_shortfall() const;

    /// The blood centre's alarm to the country, or nullptr.
    [[nodiscard]] v1::BloodAlarmSnapshot const* blood_alarm_of(std::string_view party) const;
    /// The one that was raised, or raised anew, last; nullptr before there is one.
    [[nodiscard]] v1::BloodAlarmSnapshot const* last_blood_alarm() const;
    [[nodiscard]] v1::BloodOfferSnapshot const* blood_offer(std::string_view offer_id) const;

    /// When the chase does something next: its next rung, or sooner when by then everything of the
    /// latest attempt has failed or is unproven. Not set: nothing is awaited.
    [[nodiscard]] Instant due_at(Chase const& chase) const;
    /// What is known now, for those outside.
    [[nodiscard]] Turn turn_now(Instant at) const;
    /// Whether the party has done what the step asks, or a human has accepted that it does not.
    [[nodiscard]] bool is_satisfied(Chase const& chase) const;
    [[nodiscard]] bool is_step_complete(int step) const;
    [[nodiscard]] bool is_chain_complete() const;
    /// Whether the step still speaks: after the end only the one that tells of it does.
    [[nodiscard]] bool still_asks(int step) const;
    /// Whether the step has not begun and what it waits for has happened.
    [[nodiscard]] bool is_ready(int step) const;
    /// Everyone the alarm has reached, over any channel or by hand: those are told of its end. Not
    /// those of whom every message failed before a channel took it; what failed later, as with a
    /// telephone that is off, may still arrive: they count as reached.
    [[nodiscard]] std::vector<std::string> told_of_the_alarm() const;
    /// Somebody has spoken with the party, and nothing automatic is known to have reached it.
    [[nodiscard]] bool is_reached_by_hand_alone(std::string_view party) const;
    /// Parties that have not acknowledged the stand-down or the rescission, also where it has not
    /// been sent to them yet. None while nobody has called the alarm off.
    [[nodiscard]] std::vector<std::string> not_told_of_the_end() const;
    /// Recomputes what is derived. Called after every event.
    void refresh();
    /// The same after an event that has changed nothing but the deliveries and deadlines of single
    /// chases: an alarm to thousands has tens of thousands of these.
    void refresh_chases(v1::Event const& event);
    /// The same where capacity_due alone has changed.
    void refresh_capacity();

private:
    /// Whom a message of the alarm has reached, or may have.
    [[nodiscard]] std::set<std::string_view> reached_by_message() const;
    [[nodiscard]] Instant promises_due() const;
    void refresh_chase(std::string_view step, std::string_view party);
    void take_due();

    /// Derived: where a party's chase stands, by step. Chases are never taken away.
    std::vector<std::map<std::string, std::size_t, std::less<>>> places_;
    std::set<std::string, std::less<>> is_alerted_;  ///< Derived.
    Earliest chases_due_;                            ///< Derived, as of the last refresh.
    Instant others_due_;                             ///< The same: of all but the chases.
    bool has_ready_step_ = false;                    ///< The same.
};

}  // namespace larm::core
