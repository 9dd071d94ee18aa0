// What messages can tell of an incident, copied out of the state so that rendering needs neither
// the state nor its thread.
#pragma once

#include <larm/v1/blood_units.pb.h>
#include <larm/v1/domain.pb.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/core/incident.hpp"
#include "engine/core/pack.hpp"
#include "engine/core/state.hpp"
#include "engine/delivery/matter.hpp"

namespace larm::delivery {

/// What lacks of a blood centre's alarm to the country.
struct BloodNeed {
    std::string centre;
    google::protobuf::RepeatedPtrField<v1::BloodUnits> units;
};

/// One incident as it stood when its messages were queued. Immutable, shared by all of them.
struct Facts {
    std::shared_ptr<core::Pack const> pack;
    std::string incident_id;
    std::string region_id;
    v1::ReadinessLevel level = v1::READINESS_LEVEL_UNSPECIFIED;
    std::string place;  ///< As the human wrote it; empty where nobody has said.
    std::string type;
    v1::Casualties casualties;
    std::string reason;  ///< Why it was called off; empty while it has not been.
    /// The blood centres whose alarms to the country stand. All, since an answer settles what all
    /// of them ask: one that is left out would be forgotten.
    std::vector<BloodNeed> blood;
};

/// What a message is about beside the incident: one party being asked in one step.
struct Asked {
    std::string step;
    std::string party;
    int missing = 0;
    /// When the step began for the party: the time a message tells, however often it is repeated.
    core::Instant since;
    /// With which the party has answered no, or taken its last offer back; empty where it has not.
    /// Of a hospital: what stands against it.
    std::string answer;
    /// Which question it is, as question_of() has it: what the message's code and link answer.
    std::string question = {};
    /// The party has been asked for transports in the incident, and still owes some.
    bool owes_transports = false;
    /// What is asked can be answered no by code and key: not the end of an alarm, nor a test, nor
    /// what is answered in the console.
    bool takes_no = true;
    /// What the step is about where somebody has begun it; empty where it is the alarm itself.
    Matter matter = {};
    /// What the party has offered of blood last, or taken back last; empty where it has not.
    google::protobuf::RepeatedPtrField<v1::BloodUnits> offer{};
    std::string offered_to{};  ///< The centre that it is for.
    /// The question has been put once before; `since` is then when it was put anew.
    bool is_asked_again = false;
};

/// A later report that leaves something out does not take it back: each fact is the latest stated.
[[nodiscard]] Facts facts_of(core::Incident const& incident,
                             std::shared_ptr<core::Pack const> pack);
/// The same as it was known in a moment of the past.
[[nodiscard]] Facts facts_of(core::Incident const& incident, core::Turn const& then,
                             std::shared_ptr<core::Pack const> pack);
/// What is asked of a chase's party, of which `missing` still lack.
[[nodiscard]] Asked asked_of(core::Incident const& incident, core::Chase const& chase, int missing);
/// Says of a question for blood that it has been put anew, where it has: a centre has asked anew
/// since the party was asked, or has lost what it had accepted.
void note_asked_again(Asked& asked, core::Incident const& incident, core::Chase const& chase);
/// What a notice of the incident itself is about.
[[nodiscard]] Asked asked_of_incident(std::string const& recipient, core::Instant since);

/// All that stands against a hospital; {party} is the hospital. Where it takes nobody that comes
/// first, with what has become of the incident's moves to it.
[[nodiscard]] Asked asked_of_warning(core::State const& state, core::Incident const& incident,
                                     v1::CapacityWarning const& warning, core::Instant since);

}  // namespace larm::delivery
