#include "engine/delivery/addressee.hpp"

#include <algorithm>
#include <functional>
#include <ranges>

#include "engine/delivery/delivery_id.hpp"
#include "engine/delivery/question.hpp"

namespace larm::delivery {
namespace {

/// Those who may hold a code or link of a party.
using OfficersOf = std::function<std::vector<std::string>(std::string const& party)>;
using IsTheirs = std::function<bool(AnswerKey const& key)>;

/// Who has the duty, and who could take it over.
std::vector<std::string> officers_of(core::State const& state, std::string_view party) {
    std::vector<std::string> officers;
    if (auto const duty = state.duties().find(party); duty != state.duties().end()) {
        for (auto const& officer : duty->second.officers) {
            officers.push_back(officer.officer_id());
        }
    }
    return officers;
}

std::optional<Addressee> in_incident(core::Incident const& incident, OfficersOf const& who_of,
                                     IsTheirs const& is_theirs) {
    for (auto const& party : incident.alerted) {
        auto const questions = questions_to(incident, party);
        for (auto const& officer : who_of(party)) {
            for (auto const& question : questions) {
                if (is_theirs({incident.id, party, officer, question})) {
                    return Addressee{.incident_id = incident.id,
                                     .party = party,
                                     .officer_id = officer,
                                     .is_over = incident.is_closed(),
                                     .question = question};
                }
            }
        }
    }
    return std::nullopt;
}

/// The newest first.
std::optional<Addressee> in_incidents(core::State const& state, bool closed, std::size_t at_most,
                                      OfficersOf const& who_of, IsTheirs const& is_theirs) {
    std::size_t searched = 0;
    for (auto const& incident : state.incidents() | std::views::reverse) {
        if (incident.pack == nullptr || incident.is_closed() != closed) {
            continue;
        }
        if (++searched > at_most) {
            break;
        }
        if (auto found = in_incident(incident, who_of, is_theirs)) {
            return found;
        }
    }
    return std::nullopt;
}

std::optional<Addressee> in_roll_call(core::RollCall const& call, OfficersOf const& who_of,
                                      IsTheirs const& is_theirs) {
    for (auto const& ask : call.started.asks()) {
        auto const officers = who_of(ask.party());
        if (std::ranges::find(officers, ask.officer_id()) != officers.end() &&
            is_theirs({call.id(), ask.party(), ask.officer_id()})) {
            return Addressee{.incident_id = call.id(),
                             .party = ask.party(),
                             .officer_id = ask.officer_id(),
                             .is_over = !call.is_open()};
        }
    }
    return std::nullopt;
}

/// The newest first.
std::optional<Addressee> in_roll_calls(core::State const& state, bool over,
                                       OfficersOf const& who_of, IsTheirs const& is_theirs) {
    for (auto const& call : state.roll_calls() | std::views::reverse) {
        if (call.is_open() == over) {
            continue;
        }
        if (auto found = in_roll_call(call, who_of, is_theirs)) {
            return found;
        }
    }
    return std::nullopt;
}

/// What goes on before what is over, and alarms before tests.
std::optional<Addressee> found_by(core::State const& state, OfficersOf const& who_of,
                                  IsTheirs const& is_theirs) {
    auto const all = state.incidents().size();
    auto found = in_incidents(state, false, all, who_of, is_theirs);
    if (!found) {
        found = in_roll_calls(state, false, who_of, is_theirs);
    }
    if (!found) {
        found = in_incidents(state, true, closed_known_max, who_of, is_theirs);
    }
    return found ? found : in_roll_calls(state, true, who_of, is_theirs);
}

v1::RecordDelivery record_to(Addressee const& who, std::string const& step,
                             std::string const& party, int attempt) {
    v1::RecordDelivery record;
    record.set_incident_id(who.incident_id);
    record.set_step(step);
    record.set_party(party);
    record.set_attempt(attempt);
    record.set_recipient(who.party);
    record.set_channel(who.channel);
    record.set_officer_id(who.officer_id);
    return record;
}

}  // namespace

std::optional<Addressee> whose_link(core::State const& state, AnswerKeys const& keys,
                                    std::string_view link) {
    auto const channel = AnswerKeys::channel_of(link);
    if (!channel) {
        return std::nullopt;
    }
    auto const all_of = [&](std::string const& party) { return officers_of(state, party); };
    auto found = found_by(state, all_of, [&](AnswerKey const& key) {
        return same_secret(keys.link(key, *channel), link);
    });
    if (found) {
        found->channel = *channel;
    }
    return found;
}

std::optional<Addressee> whose_code(core::State const& state, AnswerKeys const& keys,
                                    std::vector<std::string> const& officers,
                                    std::string_view code) {
    // A code for a party that the officer is not of has never been sent to anybody.
    auto const theirs_of = [&](std::string const& party) {
        auto theirs = officers_of(state, party);
        std::erase_if(theirs, [&](std::string const& officer) {
            return std::ranges::find(officers, officer) == officers.end();
        });
        return theirs;
    };
    return found_by(state, theirs_of,
                    [&](AnswerKey const& key) { return same_secret(keys.code(key), code); });
}

v1::AnswerPolicy const& answer_policy(core::State const& state) {
    auto const* const pack = state.active_pack();
    return pack == nullptr ? v1::AnswerPolicy::default_instance() : pack->rules.policy().answers();
}

bool is_officer_of(core::State const& state, std::string_view party, std::string_view officer) {
    auto const officers = officers_of(state, party);
    return std::ranges::find(officers, officer) != officers.end();
}

std::optional<v1::RecordDelivery> delivery_to(core::State const& state, Addressee const& who,
                                              std::string_view id) {
    if (state.roll_call(who.incident_id) != nullptr) {
        auto const is_known =
            !who.is_over &&
            id == roll_call_delivery_id(who.incident_id, who.party, who.officer_id, who.channel);
        return is_known ? std::optional{record_to(who, std::string{roll_call_step}, who.party,
                                                  roll_call_attempt)}
                        : std::nullopt;
    }
    auto const* const incident = state.incident(who.incident_id);
    if (incident == nullptr || incident->pack == nullptr) {
        return std::nullopt;
    }
    for (auto const& chase : incident->chases) {
        auto const& step = incident->pack->step(chase.step).id();
        for (auto const& delivery : chase.deliveries) {
            if (delivery.recipient == who.party && delivery.channel == who.channel &&
                id == delivery_id({.incident_id = incident->id,
                                   .step = step,
                                   .party = chase.party,
                                   .attempt = delivery.attempt,
                                   .recipient = delivery.recipient,
                                   .channel = delivery.channel})) {
                return record_to(who, step, chase.party, delivery.attempt);
            }
        }
    }
    return std::nullopt;
}

}  // namespace larm::delivery
