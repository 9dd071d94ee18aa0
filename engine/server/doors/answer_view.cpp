#include "engine/server/doors/answer_view.hpp"

#include <algorithm>
#include <memory>

#include "engine/core/party.hpp"
#include "engine/delivery/facts.hpp"
#include "engine/delivery/message.hpp"
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

/// The first step that asks the party, or the one that asks it for blood, which comes when it knows
/// of the alarm; after the end the one that tells of it.
core::Chase const* chase_of(core::Incident const& incident, std::string_view party) {
    core::Chase const* found = nullptr;
    for (auto const& chase : incident.chases) {
        auto const asks_for_blood =
            incident.pack->step(chase.step).expects() == v1::EXPECTS_BLOOD_OFFER;
        auto const is_later = found == nullptr || incident.has_ended() || asks_for_blood;
        if (chase.party == party && is_later) {
            found = &chase;
        }
    }
    return found;
}

/// What the party is asked itself, or as a deputy the TiB in whose place it was told.
core::Chase const* chase_to_show(core::Incident const& incident, std::string const& party) {
    auto const* const own = chase_of(incident, party);
    if (own != nullptr || core::role_of(party) != v1::ROLE_DEPUTY) {
        return own;
    }
    return chase_of(incident, core::make_party(v1::ROLE_TIB, core::organisation_of(party)));
}

void tell_alarm(AnswerView& view, core::Incident const& incident, std::string const& party) {
    view.who = delivery::party_in_words(*incident.pack, party, delivery::Language::swedish);
    auto const region = delivery::region_asked(incident, party);
    view.wanted = region.empty() ? 0 : incident.required_transports(region);
    view.asks = incident.has_ended() ? AnswerView::Asks::receipt
                : view.wanted > 0    ? AnswerView::Asks::number
                                     : AnswerView::Asks::yes_or_no;
    view.seen = incident.has_ended() ? "Jag har sett det" : "Jag har sett larmet";
    auto const* const chase = chase_to_show(incident, party);
    if (chase == nullptr) {
        return;
    }
    auto const& step = incident.pack->step(chase->step);
    delivery::Asked asked{.step = step.id(),
                          .party = chase->party,
                          .missing = chase->missing,
                          .since = chase->started_at,
                          .answer = {},
                          .owes_transports = false};
    delivery::note_asked_again(asked, incident, *chase);
    tell(view, step.message(), delivery::facts_of(incident, borrowed(*incident.pack)), asked, {});
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
    view.stands = delivery::what_stands(state, who.incident_id, who.party);
    if (auto const* const incident = state.incident(who.incident_id); incident != nullptr) {
        tell_alarm(view, *incident, who.party);
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
