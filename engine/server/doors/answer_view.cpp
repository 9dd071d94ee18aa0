#include "engine/server/doors/answer_view.hpp"

#include <algorithm>
#include <memory>

#include "engine/core/party.hpp"
#include "engine/core/step.hpp"
#include "engine/delivery/facts.hpp"
#include "engine/delivery/matter.hpp"
#include "engine/delivery/message.hpp"
#include "engine/delivery/question.hpp"
#include "engine/delivery/render.hpp"
#include "engine/delivery/said.hpp"
#include "engine/delivery/words.hpp"

namespace larm::server {
namespace {

/// Not owned: the state outlives what is rendered here, on its own thread.
std::shared_ptr<core::Pack const> borrowed(core::Pack const& pack) {
    return {std::shared_ptr<void>{}, &pack};
}

/// Fills in what the message said, where the pack has it.
void tell(AnswerView& view, std::string const& message, delivery::Facts const& facts,
          delivery::Asked const& asked, std::string_view mark) {
    auto const& forms = facts.pack->rules.messages();
    auto const form = std::ranges::find(forms, message, &v1::MessageTemplate::id);
    if (form != forms.end()) {
        auto texts = delivery::marked(delivery::render(*form, facts, asked), mark);
        view.title = std::move(texts.title_sv);
        view.body = std::move(texts.body_sv);
    }
}

/// What is asked has been answered, or called off, by now: the message would ask it again.
void tell_nothing_left(AnswerView& view, core::Incident const& incident, core::Chase const& chase,
                       v1::Step const& step) {
    if (step.expects() != v1::EXPECTS_TRANSFER_ANSWER) {
        view.body = "Inget är kvar: det är besvarat eller inställt.";
        return;
    }
    auto const is_answered = !delivery::answered_in_words(incident, chase).empty() ||
                             chase.state == v1::PARTY_STATE_ANSWERED;
    view.body = is_answered ? "Inget är kvar att svara på."
                            : "Frågan är tillbakadragen: inget är kvar att svara på.";
    if (auto const off = delivery::called_off_in_words(incident, chase); !off.empty()) {
        view.body += "\n" + off + ".";
    }
}

AnswerView::Asks asks_of(core::Incident const& incident, v1::Step const* step, int wanted) {
    auto const is_seen_only = step != nullptr && !delivery::takes_no(*step);
    return incident.has_ended() || is_seen_only ? AnswerView::Asks::receipt
           : wanted > 0                         ? AnswerView::Asks::number
                                                : AnswerView::Asks::yes_or_no;
}

/// The words of the button that acknowledges. Seen is a yes to a call.
std::string_view seen_in_words(core::Incident const& incident, std::string_view question,
                               v1::Step const* step) {
    auto const is_call =
        step != nullptr && step->start().trigger() == v1::TRIGGER_CONFERENCE_CALLED;
    return incident.has_ended() || (!question.empty() && !is_call) ? "Jag har sett det"
           : is_call                                               ? "Jag har sett det och kommer"
                                                                   : "Jag har sett larmet";
}

/// A few of them, or to another hospital of the region: that takes more than two buttons.
constexpr auto partly = "Bara några av dem, eller till ett annat sjukhus: i larmkonsolen.";

void tell_patients(AnswerView& view, core::Incident const& incident, core::Chase const& chase) {
    auto const moves = delivery::moves_asked(incident, chase);
    view.wanted = 0;
    for (auto const* const move : moves) {
        view.moves += (view.moves.empty() ? "" : ",") + move->move_id();
        view.wanted += move->count();
    }
    if (!moves.empty()) {
        view.asks = AnswerView::Asks::patients;
        view.how = partly;
        return;
    }
    if (chase.state == v1::PARTY_STATE_ANSWERED) {
        view.asks = AnswerView::Asks::nothing;
    }
    view.how = delivery::has_standing_answer(incident, chase) ? delivery::change_in_words
                                                              : std::string_view{};
}

void tell_asked(AnswerView& view, core::Incident const& incident, delivery::Addressee const& who) {
    auto const question = delivery::question_of(incident, who.question);
    auto const* const chase = delivery::chase_asked(incident, who.party, question);
    auto const* const step = chase == nullptr ? nullptr : &incident.pack->step(chase->step);
    auto const region =
        question.empty() ? delivery::region_asked(incident, who.party) : std::string{};
    view.who = delivery::party_in_words(*incident.pack, who.party, delivery::Language::swedish);
    view.wanted = region.empty() ? 0 : incident.required_transports(region);
    view.asks = asks_of(incident, step, view.wanted);
    view.seen = seen_in_words(incident, question, step);
    if (chase == nullptr) {
        return;
    }
    if (!incident.has_ended() && chase->state != v1::PARTY_STATE_ANSWERED) {
        view.how = delivery::how_to_answer(*step);
    }
    if (!incident.has_ended() && step->expects() == v1::EXPECTS_TRANSFER_ANSWER) {
        tell_patients(view, incident, *chase);
    }
    auto const asked = delivery::asked_of(incident, *chase, chase->missing);
    tell(view, step->message(), delivery::facts_of(incident, borrowed(*incident.pack)), asked, {});
    if (core::is_asked_again(*step) && asked.matter.sv.empty()) {
        tell_nothing_left(view, incident, *chase, *step);
    } else if (view.asks == AnswerView::Asks::patients) {
        view.list = asked.matter.sv;
    }
}

void tell_roll_call(AnswerView& view, core::Pack const& pack, core::RollCall const& call,
                    std::string const& party) {
    view.who = delivery::party_in_words(pack, party, delivery::Language::swedish);
    view.asks = AnswerView::Asks::receipt;
    view.seen = "Jag har sett provlarmet";
    delivery::Facts facts;
    facts.pack = borrowed(pack);
    facts.incident_id = call.id();
    facts.region_id = pack.region_of(core::organisation_of(party));
    delivery::Asked asked;
    asked.party = party;
    asked.since = call.started_at;
    tell(view, call.started.message(), facts, asked, delivery::RollCall::mark);
}

}  // namespace

AnswerView answer_view(core::State const& state, delivery::Addressee const& who) {
    AnswerView view;
    view.title = "Larm";  // where the pack has no message
    view.stands = delivery::what_stands(state, who.incident_id, who.party, who.question);
    if (auto const* const incident = state.incident(who.incident_id); incident != nullptr) {
        tell_asked(view, *incident, who);
    } else if (auto const* const call = state.roll_call(who.incident_id);
               call != nullptr && state.active_pack() != nullptr) {
        tell_roll_call(view, *state.active_pack(), *call, who.party);
    }
    if (who.is_over) {
        view.asks = AnswerView::Asks::nothing;
    }
    return view;
}

}  // namespace larm::server
