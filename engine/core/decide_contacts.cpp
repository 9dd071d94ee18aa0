// A change of the book of contacts, as far as the core knows it: who is reached over what. Two
// people stand behind what changes how a TiB is reached, there and back, and nobody who has the
// duty loses the last way.
#include <algorithm>

#include "engine/core/decide_parts.hpp"
#include "engine/core/party.hpp"
#include "engine/core/reach.hpp"

namespace larm::core {
namespace {

bool is_led_by(std::string_view party) {
    auto const role = role_of(party);
    return role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY;
}

v1::DutySeeded const* known_officer(State const& state, v1::OfficerReach const& officer) {
    auto const duty = state.duties().find(officer.party());
    if (duty == state.duties().end()) {
        return nullptr;
    }
    auto const found = std::ranges::find_if(duty->second.officers, [&](auto const& each) {
        return each.officer_id() == officer.officer_id();
    });
    return found == duty->second.officers.end() ? nullptr : &*found;
}

bool has_duty(State const& state, v1::OfficerReach const& officer) {
    auto const duty = state.duties().find(officer.party());
    return duty != state.duties().end() && duty->second.officer_id == officer.officer_id();
}

bool has(v1::OfficerReach const& officer, int channel) {
    return std::ranges::find(officer.channels(), channel) != officer.channels().end();
}

/// Whether the one who has the duty would be left without a way that is known to work; before any
/// is, without any way.
bool loses_last_channel(Context const& context, v1::OfficerReach const& officer) {
    auto const* const known = known_officer(context.state, officer);
    auto const* const pack = context.state.active_pack();
    if (known == nullptr || !has_duty(context.state, officer)) {
        return false;
    }
    auto const proven_for_h = pack == nullptr ? 0 : pack->rules.policy().roll_call().proven_for_h();
    auto was_proven = false;
    auto is_left = false;
    for (auto const channel : known->channels()) {
        if (is_proven(context.state.reach(), officer.officer_id(),
                      static_cast<v1::Channel>(channel), context.now, proven_for_h)) {
            was_proven = true;
            is_left = is_left || has(officer, channel);
        }
    }
    return was_proven ? !is_left : officer.channels().empty();
}

std::optional<Rejection> refuse_scope(Context const& context, v1::ChangeContacts const& request) {
    auto const& actor = context.command.actor();
    auto touches_duty = false;
    for (auto const* const list : {&request.officers(), &request.removed()}) {
        for (auto const& officer : *list) {
            if (actor.role() != v1::ROLE_ADMIN &&
                organisation_of(officer.party()) != actor.organisation()) {
                return refusal(Code::permission_denied, "number",
                               "a token acts for its own organisation only");
            }
            touches_duty = touches_duty || is_led_by(officer.party());
        }
    }
    auto const is_proposed = request.number() != 0;  // an erasure is not
    if (request.withdraws()) {
        return std::nullopt;  // nothing changes: no second person is needed
    }
    if (touches_duty && is_proposed && request.proposed_by() == actor.token_id()) {
        return refusal(Code::permission_denied, "number",
                       std::string{"it changes how a TiB or a deputy is reached: another person "} +
                           (request.rolls_back() ? "takes it back" : "approves it") +
                           ", with a token of their own");
    }
    return std::nullopt;
}

std::optional<Rejection> refuse_loss(Context const& context, v1::ChangeContacts const& request) {
    for (auto const& officer : request.removed()) {
        if (has_duty(context.state, officer)) {
            return refusal(Code::failed_precondition, "number",
                           officer.officer_id() + " has the duty of " + officer.party() +
                               "; hand it over first");
        }
    }
    for (auto const& officer : request.officers()) {
        if (is_led_by(officer.party()) && loses_last_channel(context, officer)) {
            return refusal(Code::failed_precondition, "number",
                           officer.officer_id() + " has the duty of " + officer.party() +
                               " and would lose the last channel that is known to work; prove "
                               "another one by a roll-call, or hand the duty over first");
        }
    }
    return std::nullopt;
}

v1::DutySeeded seeded(v1::OfficerReach const& officer) {
    v1::DutySeeded seeded;
    seeded.set_party(officer.party());
    seeded.set_officer_id(officer.officer_id());
    *seeded.mutable_channels() = officer.channels();
    *seeded.mutable_corrected() = officer.corrected();
    return seeded;
}

}  // namespace

Outcome decide_change_contacts(Context const& context, v1::ChangeContacts const& request) {
    if (auto refused = refuse_scope(context, request); refused) {
        return std::unexpected{std::move(*refused)};
    }
    if (request.is_done()) {
        return std::unexpected{refusal(
            Code::failed_precondition, "number",
            request.withdraws() ? "the proposal has been withdrawn" : "it has been done already")};
    }
    auto event = context.event();
    if (request.withdraws()) {
        event.mutable_contacts_withdrawn()->set_number(request.number());
        event.mutable_contacts_withdrawn()->set_hash(request.hash());
        return Events{std::move(event)};
    }
    if (auto refused = refuse_loss(context, request); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto& changed = *event.mutable_contacts_changed();
    changed.set_number(request.number());
    changed.set_hash(request.hash());
    changed.set_rolled_back(request.rolls_back());
    for (auto const& officer : request.officers()) {
        *changed.add_officers() = seeded(officer);
    }
    for (auto const& officer : request.removed()) {
        auto& gone = *changed.add_removed();
        gone.set_party(officer.party());
        gone.set_officer_id(officer.officer_id());
    }
    Events events;
    events.push_back(event);
    correct_chases(events, context, event.contacts_changed().officers());
    return events;
}

}  // namespace larm::core
