// The simulated people: they hear what reaches them, and act on it after a while, with the rights
// of their own role. Whom nothing has reached does nothing.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "engine/core/party.hpp"
#include "simulators/player/gateways.hpp"
#include "simulators/player/stage.hpp"

namespace larm::player {

/// How a party came to know something, and who enters what it then says.
struct Heard {
    std::string by;     ///< Whose behaviour counts, and who gives the commands.
    std::string party;  ///< For which party.
    std::string incident;
    std::string step;
    v1::Via via = v1::VIA_UNSPECIFIED;
    int attempt = 0;

    [[nodiscard]] std::string region() const { return std::string{core::organisation_of(party)}; }
};

/// `stage` must outlive it.
class People final : public Recipients {
public:
    explicit People(Stage& stage) : stage_{stage} {}

    void arrive(Message const& message) override;
    /// Who confirms an incident knows of it without being told.
    void confirmed(std::string const& incident, std::string const& by);

private:
    /// What a party knows of an incident.
    struct Knowledge {
        bool of_incident = false;
        bool of_end = false;
        bool is_called = false;          ///< Somebody is calling it by hand.
        std::set<int> questions;         ///< For transports, by attempt.
        std::set<std::string> answered;  ///< Steps it has acted on, or is about to.
        int blood_offers = 0;            ///< Given.
        bool is_answering = false;       ///< About to say what it gives of blood.
        std::map<int, int> support;      ///< Offered, by what its plan gives.
        int reports = 0;                 ///< Situation reports sent.
    };

    void hear(Message const& message);
    void hear_of_incident(Heard const& heard);
    void hear_question(Heard const& heard, bool asks_again);
    void acknowledge(Heard const& heard);
    void decide_national(Heard const& heard);
    void decide_shortfall(Heard const& heard);
    void decide_triage(Heard const& heard);
    void answer_transfers(Heard const& heard);
    /// What is proposed to it now, each move by itself.
    void answer_moves(Heard const& heard);
    void amend(Heard const& heard, v1::TransferMove const& move);
    void accept(Heard const& heard, std::vector<std::string> const& ids);
    void answer_support(Heard const& heard);
    void answer_line(Heard const& heard, v1::SupportRequestRecord const& request,
                     v1::SupportLineRecord const& line);
    void report_situation(Heard const& heard);
    /// Whether it comes to what it is called to; else it says no.
    [[nodiscard]] bool comes(Heard const& heard);
    /// Calls `act` after a while, unless the party is about to do so already; then it may be asked
    /// anew.
    void once(Heard const& heard, v1::Delay const& after, std::string const& what,
              Agenda::Happening act);
    void reconfirm(Heard const& heard);
    void call_by_hand(Message const& message);
    void answer_the_phone(std::string const& incident, std::string const& declarer,
                          std::string const& party);
    void plan(Heard const& heard, v1::TransportPlan const& transports);
    void commit(Heard const& heard, v1::PlannedCommit const& planned, int index);
    void plan_blood(Heard const& heard);
    void answer_for_blood(Heard const& heard);
    void offer_blood(Heard const& heard, v1::PlannedBloodOffer const& planned);
    void withdraw_later(Heard const& heard, v1::PlannedBloodOffer const& planned);
    /// The centre that asked is told of what another has said.
    void hear_of_offers(Message const& message);
    /// Unless it has accepted enough by now.
    void accept_blood(Message const& message, std::string const& offer_id);
    [[nodiscard]] bool awaits_blood(Heard const& heard) const;
    void put_right(Heard const& heard, v1::PlannedCommit const& planned, std::int64_t seq);
    void firm_up(Heard const& heard, v1::PlannedCommit const& planned, std::int64_t seq);

    [[nodiscard]] Knowledge& knowledge(std::string const& incident, std::string const& party) {
        return knowledge_[{incident, party}];
    }
    [[nodiscard]] core::Incident const* incident(std::string const& name) const {
        return stage_.state().incident(stage_.incident_id(name));
    }
    [[nodiscard]] bool has_acknowledged(Heard const& heard) const;

    Stage& stage_;
    std::map<std::pair<std::string, std::string>, Knowledge> knowledge_;
};

}  // namespace larm::player
