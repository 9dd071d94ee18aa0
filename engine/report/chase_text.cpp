// Chases in words: a step begins, somebody is asked again, a human answers.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>
#include <vector>

#include "engine/core/party.hpp"
#include "engine/report/answer_words.hpp"
#include "engine/report/event_text_parts.hpp"
#include "engine/report/failure_text.hpp"

namespace larm::report {
namespace {

v1::Trigger trigger_of(Telling const& telling, std::string const& step) {
    auto const* const pack = telling.words.pack();
    auto const index = pack == nullptr ? -1 : pack->step_index(step);
    return index < 0 ? v1::TRIGGER_UNSPECIFIED : pack->step(index).start().trigger();
}

/// What a party has seen when it acknowledges these chases.
std::string_view what_was_seen(Telling const& telling) {
    for (auto const& chase : telling.event.chases()) {
        auto const trigger = trigger_of(telling, chase.step());
        if (trigger == v1::TRIGGER_STAND_DOWN) {
            return telling.words.say("avlarmningen", "the stand-down");
        }
        if (trigger == v1::TRIGGER_RESCIND) {
            return telling.words.say("återkallandet", "the rescission");
        }
    }
    return telling.words.say("larmet", "the alarm");
}

core::Chase const* chase_before(Telling const& telling, v1::ChaseUpdate const& update) {
    auto const* const incident = telling.before;
    return incident == nullptr || incident->pack == nullptr
               ? nullptr
               : incident->chase(incident->pack->step_index(update.step()), update.party());
}

/// A chase that goes on and on is told ever more rarely; each line says how many attempts it has
/// been.
bool is_told(core::Chase const* before, v1::ChaseUpdate const& update) {
    auto const repeats = before != nullptr && before->rung == update.rung();
    return !repeats || std::has_single_bit(static_cast<unsigned>(update.attempt()));
}

/// Another message of the chase is on its way to the same recipient, or has arrived; it may be of
/// an earlier attempt, in a channel that is slow.
bool has_other_hope(Telling const& telling) {
    auto const& result = telling.event.delivery_recorded();
    auto const* const incident = telling.before;
    if (incident == nullptr || incident->pack == nullptr) {
        return false;
    }
    auto const* const chase =
        incident->chase(incident->pack->step_index(result.step()), result.party());
    if (chase == nullptr && !result.step().empty()) {
        return false;
    }
    auto const& deliveries = chase == nullptr ? incident->notices : chase->deliveries;
    return std::ranges::any_of(deliveries, [&](auto const& delivery) {
        return delivery.recipient == result.recipient() &&
               (delivery.channel != result.channel() || delivery.attempt != result.attempt()) &&
               delivery.outcome != v1::DELIVERY_OUTCOME_FAILED;
    });
}

using Channels = std::vector<v1::Channel>;

bool holds(Channels const& channels, v1::Channel channel) {
    return std::ranges::find(channels, channel) != channels.end();
}

std::string listed(Words const& words, Channels const& channels) {
    std::string text;
    for (auto const channel : channels) {
        text += (text.empty() ? "" : ", ") + words.channel(channel);
    }
    return text;
}

/// Whether whoever is on duty for the recipient has an address there. True where it is not known:
/// then the delivery's own result tells.
bool can_be_reached(Telling const& telling, std::string const& recipient, v1::Channel channel) {
    if (telling.duties == nullptr) {
        return true;
    }
    auto const duty = telling.duties->find(recipient);
    if (duty == telling.duties->end()) {
        return true;
    }
    auto const officer = std::ranges::find(duty->second.officers, duty->second.officer_id,
                                           &v1::DutySeeded::officer_id);
    return officer == duty->second.officers.end() ||
           std::ranges::find(officer->channels(), channel) != officer->channels().end();
}

/// The channels of a notice over which it can arrive; the others go to `without`, with a count.
Channels ways(Telling const& telling, v1::Notice const& notice,
              std::map<v1::Channel, int>& without) {
    Channels found;
    for (auto const number : notice.channels()) {
        auto const channel = static_cast<v1::Channel>(number);
        if (can_be_reached(telling, notice.recipient(), channel)) {
            found.push_back(channel);
        } else {
            ++without[channel];
        }
    }
    return found;
}

/// "; saknar Rakel", "; 7 saknar Rakel": said once, when a step begins.
std::string lacking(Words const& words, std::map<v1::Channel, int> const& without, int told) {
    std::string text;
    for (auto const& [channel, count] : without) {
        auto const who = told == 1 ? std::string{} : fmt::format("{} ", count);
        text +=
            fmt::format("; {}{} {}", who, words.say("saknar", "without"), words.channel(channel));
    }
    return text;
}

/// Why nothing came through.
std::string failure(Telling const& telling, v1::DeliveryRecorded const& result) {
    if (!can_be_reached(telling, result.recipient(), result.channel())) {
        return std::string{telling.words.say("adress saknas", "no address")};
    }
    return failure_text(result.detail(), telling.words.language());
}

}  // namespace

std::string Telling::over(v1::Via via, std::string const& taken_by) const {
    if (taken_by.empty()) {
        return fmt::format(" ({})", words.via(via));
    }
    return fmt::format(" ({}, {} {})", words.via(via), words.say("infört av", "entered by"),
                       actor());
}

std::string Telling::by_voice(v1::Via via, std::string const& taken_by) const {
    return taken_by.empty() ? std::string{} : over(via, taken_by);
}

std::string Telling::over(v1::ChaseUpdate const& chase) const {
    std::string text;
    for (auto const& notice : chase.notices()) {
        std::map<v1::Channel, int> without;
        auto const channels = ways(*this, notice, without);
        auto const how = channels.empty() ? std::string{words.say("adress saknas", "no address")}
                                          : listed(words, channels);
        text +=
            fmt::format("{}{} {} ({}{})", text.empty() ? "" : ", ", words.say("till", "to"),
                        words.party(notice.recipient()), how,
                        event.has_step_started() && !channels.empty() ? lacking(words, without, 1)
                                                                      : std::string{});
    }
    return text;
}

std::string step_text(Telling const& telling) {
    auto const& words = telling.words;
    int told = 0;
    Channels channels;
    std::map<v1::Channel, int> without;
    for (auto const& chase : telling.event.chases()) {
        told += chase.notices().empty() ? 0 : 1;
        for (auto const& notice : chase.notices()) {
            for (auto const channel : ways(telling, notice, without)) {
                if (!holds(channels, channel)) {
                    channels.push_back(channel);
                }
            }
        }
    }
    if (told == 0) {
        return {};  // nobody is told anything yet
    }
    auto const step = words.step(telling.event.step_started().step());
    if (telling.event.chases_size() == 1) {
        return fmt::format("{}: {}", step, telling.over(telling.event.chases(0)));
    }
    return fmt::format("{}: {} {} {} ({}{})", step, words.say("till", "to"), told,
                       words.say("parter", "parties"), listed(words, channels),
                       lacking(words, without, told));
}

std::string escalation_text(Telling const& telling) {
    auto const& words = telling.words;
    if (telling.event.chases().empty()) {
        return {};
    }
    auto const& chase = telling.event.chases(0);
    auto const* const before = chase_before(telling, chase);
    if (!is_told(before, chase)) {
        return {};
    }
    auto const party = words.party(chase.party());
    auto const tail = fmt::format(": {} {}, {}", words.say("försök", "attempt"), chase.attempt(),
                                  telling.over(chase));
    auto const unreachable = chase.state() == v1::PARTY_STATE_UNREACHABLE;
    if (unreachable && (before == nullptr || before->state != v1::PARTY_STATE_UNREACHABLE)) {
        return fmt::format("{} {}{}", party,
                           words.say("visas som EJ NÅDD", "is shown as NOT REACHED"), tail);
    }
    if (chase.missing() > 0) {
        return fmt::format("{} {} {}{}", party,
                           words.say("har kvar att utlova", "still has to promise"),
                           words.transports(chase.missing()), tail);
    }
    auto const seen = chase.state() == v1::PARTY_STATE_ACKNOWLEDGED;
    if (seen) {
        return fmt::format(
            "{} {} \"{}\"{}", party,
            words.say("har kvitterat men inte svarat på", "has acknowledged but not answered"),
            words.step(chase.step()), tail);
    }
    return fmt::format("{} {}{}", party, words.say("har inte kvitterat", "has not acknowledged"),
                       tail);
}

std::string acknowledgement_text(Telling const& telling) {
    auto const& seen = telling.event.party_acknowledged();
    auto const again = telling.event.chases().empty();
    return fmt::format("{} {} {}{}", telling.words.party(seen.party()),
                       again ? telling.words.say("kvitterade igen", "acknowledged again")
                             : telling.words.say("kvitterade", "acknowledged"),
                       what_was_seen(telling), telling.over(seen.via(), seen.taken_by()));
}

std::string answer_text(Telling const& telling) {
    auto const& answered = telling.event.party_answered();
    return fmt::format(
        "{} {} \"{}\": {}{}{}", telling.words.party(answered.party()),
        telling.words.say("svarade på", "answered"), telling.words.step(answered.step()),
        answer_in_words(answered.answer(), telling.words),
        telling.over(answered.via(), answered.taken_by()), telling.noted(answered.note()));
}

std::string call_text(Telling const& telling) {
    auto const& call = telling.event.call_reported();
    auto const is_done = call.result() == v1::CALL_RESULT_DONE;
    return fmt::format("{} {} {}{}", telling.actor(),
                       is_done
                           ? telling.words.say("talade i telefon med", "spoke by telephone with")
                           : telling.words.say("ringde utan svar till", "called without an answer"),
                       telling.words.party(call.party()), telling.noted(call.note()));
}

std::string corrected_text(Telling const& telling) {
    std::string who;
    for (auto const& recipient : telling.event.contacts_corrected().recipients()) {
        who += (who.empty() ? "" : ", ") + telling.words.party(recipient);
    }
    return fmt::format("{} {}: {}", telling.words.say("Rättad adress till", "Corrected address of"),
                       who,
                       telling.words.say("det som inte gick fram skickas igen",
                                         "what did not get through is sent again"));
}

std::string delivery_text(Telling const& telling) {
    auto const& result = telling.event.delivery_recorded();
    if (result.outcome() != v1::DELIVERY_OUTCOME_FAILED || has_other_hope(telling)) {
        return {};
    }
    auto const& words = telling.words;
    return fmt::format("{} {}: {} {}{}", words.say("Inget kom fram till", "Nothing reached"),
                       words.party(result.recipient()), words.channel(result.channel()),
                       words.say("var det sista", "was the last"),
                       Telling::because(failure(telling, result)));
}

}  // namespace larm::report
