// What now stands, in the words that are read back to whoever has answered. What an answer amounts
// to is in said.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/core/step.hpp"
#include "engine/delivery/matter.hpp"
#include "engine/delivery/question.hpp"
#include "engine/delivery/said.hpp"
#include "engine/delivery/text.hpp"
#include "engine/delivery/words.hpp"

namespace larm::delivery {
namespace {

constexpr std::size_t who_characters_max = 40;  // so that the whole fits Rakel whatever a pack says

constexpr std::string_view withdrawn = "frågan är tillbakadragen";

/// What has become known of a party, over its chases in steps that `counts` lets through. A deputy
/// is told in the TiB's place, and has chases of its own only at the end.
struct Heard {
    bool has_seen = false;
    bool has_declined = false;
};
template <typename Counts>
Heard heard_of(core::Incident const& incident, std::string_view party, Counts counts) {
    auto const tib = core::role_of(party) == v1::ROLE_DEPUTY
                         ? core::make_party(v1::ROLE_TIB, core::organisation_of(party))
                         : std::string{party};
    Heard heard;
    for (auto const& chase : incident.chases) {
        if ((chase.party == party || chase.party == tib) &&
            counts(incident.pack->step(chase.step))) {
            heard.has_seen = heard.has_seen || chase.acknowledged_at.is_set();
            heard.has_declined = heard.has_declined || chase.answer.starts_with("decline");
        }
    }
    return heard;
}

/// In two parts: what stands, and what to text to change it.
struct ReadBack {
    std::string stands;
    std::string hint;
};

ReadBack end_read_back(core::Incident const& incident, std::string_view party,
                       std::string const& who) {
    auto const is_false_alarm = incident.phase == v1::INCIDENT_PHASE_RESCINDED;
    if (heard_of(incident, party, core::tells_the_end).has_seen) {
        return {fmt::format("{}: {} kvitterad.", who,
                            is_false_alarm ? "återkallelsen" : "avlarmningen"),
                {}};
    }
    return {fmt::format("{}: larmet är {}.", who, is_false_alarm ? "återkallat" : "avlarmat"),
            " Kvittera: bara koden."};
}

/// The party's last answer counts: each channel that it was asked over is to be answered.
std::string roll_call_stands(core::RollCall const& call, std::string_view party) {
    core::Instant answered;
    for (auto const& result : call.results) {
        if (result.party() == party) {
            answered = std::max(answered, core::Instant{result.answered_at_us()});
        }
    }
    if (answered.is_set()) {
        return fmt::format("Provlarm: kvitterat {}.", core::minute_text(answered));
    }
    return call.is_open() ? "Provlarm: inget svar registrerat." : "Provlarmet är slut.";
}

/// How the party is called in what is read back.
std::string who_in_words(core::Incident const& incident, std::string_view party) {
    return cut(latin1_line(party_in_words(*incident.pack, party, Language::swedish)),
               who_characters_max);
}

/// Of what is asked beside the alarm.
ReadBack question_read_back(core::Incident const& incident, std::string_view party,
                            std::string const& question, std::string const& who) {
    auto const* const asked = chase_asked(incident, party, question);
    if (asked == nullptr) {
        return {fmt::format("{}: inget är frågat.", who), {}};
    }
    auto const& step = incident.pack->step(asked->step);
    auto const is_seen_only = step.expects() == v1::EXPECTS_ACKNOWLEDGEMENT;
    auto const is_answered = asked->state == v1::PARTY_STATE_ANSWERED && !is_seen_only;
    std::string word = asked->answer.starts_with("decline") ? "nej registrerat"
                       : is_answered                        ? "besvarat"
                       : asked->acknowledged_at.is_set()    ? "kvitterat"
                                                            : "inget svar registrerat";
    auto is_left = true;
    if (step.expects() == v1::EXPECTS_TRANSFER_ANSWER) {
        auto const said = answered_in_words(incident, *asked);
        is_left = !moves_asked(incident, *asked).empty();
        word = !said.empty()                     ? said + (is_left ? ", fler väntar på svar" : "")
               : is_left || is_answered          ? word
               : asked->acknowledged_at.is_set() ? word + ", " + std::string{withdrawn}
                                                 : std::string{withdrawn};
    }
    auto const how = is_answered || !is_left ? std::string_view{} : how_to_answer(step);
    return {fmt::format("{}: {}.", who, word),
            how.empty() ? std::string{} : fmt::format(" {}", how)};
}

ReadBack full_read_back(core::State const& state, std::string_view incident_id,
                        std::string_view party, std::string_view step_id) {
    if (auto const* const call = state.roll_call(incident_id); call != nullptr) {
        return {roll_call_stands(*call, party), {}};
    }
    auto const* const incident = state.incident(incident_id);
    if (incident == nullptr || incident->pack == nullptr) {
        return {"Larmet finns inte. Ring den drabbade regionens TiB.", {}};
    }
    if (incident->is_closed()) {
        return {"Händelsen är avslutad.", {}};
    }
    auto const who = who_in_words(*incident, party);
    if (incident->has_ended()) {
        return end_read_back(*incident, party, who);
    }
    if (auto const question = question_of(*incident, step_id); !question.empty()) {
        return question_read_back(*incident, party, question, who);
    }
    auto const heard = heard_of(*incident, party, [](v1::Step const& step) {
        return question_of(step).empty() && !core::tells_the_end(step);
    });
    auto const region = region_asked(*incident, party);
    if (region.empty()) {
        return {fmt::format("{}: {}.", who,
                            heard.has_declined ? "nej registrerat"
                            : heard.has_seen   ? "kvitterat"
                                               : "inget svar registrerat"),
                {}};
    }
    auto const* const transports = incident->transports_of(region);
    auto const wanted = incident->required_transports(region);
    auto const firm = transports == nullptr ? 0 : transports->firm();
    if (transports != nullptr && transports->declined) {
        return {fmt::format("{}: avböjt, {} av {} transporter.", who, firm, wanted),
                " Ändra: koden och rätt antal."};
    }
    if (firm == 0) {
        return {fmt::format("{}: {}. {} transporter saknas.", who,
                            heard.has_seen ? "kvitterat" : "inget svar registrerat",
                            incident->missing_transports(region)),
                " Svara koden och antal."};
    }
    return {fmt::format("{}: {} av {} transporter.", who, firm, wanted),
            " Fel? Koden och rätt antal."};
}

}  // namespace

std::string what_stands(core::State const& state, std::string_view incident_id,
                        std::string_view party, std::string_view step) {
    return full_read_back(state, incident_id, party, step).stands;
}

std::string what_stands_of(core::State const& state, std::string_view incident_id,
                           Speaker const& speaker, std::vector<std::string> const& moves) {
    auto const* const incident = state.incident(incident_id);
    auto const* const asked =
        incident == nullptr
            ? nullptr
            : chase_asked(*incident, speaker.party, question_of(*incident, speaker.step));
    auto const said =
        asked == nullptr ? std::string{} : answered_in_words(*incident, *asked, moves);
    return said.empty() ? what_stands(state, incident_id, speaker.party, speaker.step)
                        : fmt::format("{}: {}.", who_in_words(*incident, speaker.party), said);
}

std::string read_back(core::State const& state, std::string_view incident_id,
                      std::string_view party, std::string_view step) {
    auto const full = full_read_back(state, incident_id, party, step);
    return full.stands + full.hint;
}

std::string refusal_in_words(core::Rejection const& refusal) {
    switch (refusal.code) {
        case core::Code::resource_exhausted:
        case core::Code::unavailable:
            return "Svaret är INTE registrerat, systemet är upptaget. Svara igen om en minut.";
        case core::Code::failed_precondition:
            if (refusal.field == "count") {
                return "Antalet är INTE registrerat: fler än regionen har, eller redan på väg.";
            }
            break;
        case core::Code::invalid_argument:
        case core::Code::not_found:
        case core::Code::already_exists:
        case core::Code::permission_denied:
        case core::Code::aborted: break;
    }
    return "Svaret är INTE registrerat. Ring den drabbade regionens TiB.";
}

std::string refusal_in_words(core::State const& state, std::string_view incident_id,
                             Speaker const& speaker, std::vector<std::string> const& moves,
                             core::Rejection const& refusal) {
    auto const is_busy =
        refusal.code == core::Code::resource_exhausted || refusal.code == core::Code::unavailable;
    auto const* const incident = state.incident(incident_id);
    auto const* const asked =
        incident == nullptr
            ? nullptr
            : chase_asked(*incident, speaker.party, question_of(*incident, speaker.step));
    if (moves.empty() || is_busy || asked == nullptr) {
        return refusal_in_words(refusal);
    }
    auto const proposed = moves_asked(*incident, *asked);
    auto const still_stand = std::ranges::all_of(moves, [&](std::string const& id) {
        return std::ranges::any_of(proposed,
                                   [&](auto const* move) { return move->move_id() == id; });
    });
    auto const said = answered_in_words(*incident, *asked, moves);
    if (!still_stand && !said.empty()) {  // by a colleague, or before "back"
        auto const may_change = has_standing_answer(*incident, *asked);
        return fmt::format("Redan besvarat: {}. Inget nytt är registrerat.{}{}", said,
                           may_change ? " " : "", may_change ? change_in_words : "");
    }
    if (!still_stand && proposed.empty()) {
        return "Frågan är tillbakadragen sedan sidan visades, inget är registrerat.";
    }
    if (!still_stand) {
        return "Listan har ändrats sedan sidan visades, inget är registrerat. Se den nya listan "
               "nedan.";
    }
    return "Svaret är INTE registrerat: patienter, vårdplatser eller fordon räcker inte längre. "
           "Ring den drabbade regionens TiB.";
}

}  // namespace larm::delivery
