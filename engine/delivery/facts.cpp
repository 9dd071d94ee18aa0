#include "engine/delivery/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <span>
#include <utility>

#include "engine/core/blood.hpp"
#include "engine/core/known_report.hpp"
#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/delivery/question.hpp"

namespace larm::delivery {
namespace {

/// The reason of a party's no, as the core keeps it in an answer.
std::string said_no(core::Chase const& chase) {
    constexpr std::string_view declined = "decline: ";
    return chase.answer.starts_with(declined) ? chase.answer.substr(declined.size())
                                              : std::string{};
}

/// Whoever is asked something by the alarm may answer with a number at once, whichever step asks.
bool owes_transports(core::Incident const& incident, std::string_view party) {
    auto const step = incident.pack->transport_step();
    if (step < 0 || !incident.is_open()) {
        return false;
    }
    auto const* const chase = incident.chase(step, party);
    return chase != nullptr && !incident.is_satisfied(*chase);
}

std::string stage_in_words(core::Pack const& pack, v1::CareStage stage) {
    for (auto const& rule : pack.rules.capacity().stages()) {
        if (rule.stage() == stage) {
            return rule.title().sv();
        }
    }
    return v1::CareStage_Name(stage);
}

std::string step_in_words(core::Pack const& pack, std::string const& hospital,
                          std::string const& step) {
    for (auto const& plus : pack.rules.plus()) {
        for (auto const& rule : plus.steps()) {
            if (plus.hospital_id() == hospital && rule.id() == step) {
                return rule.title();
            }
        }
    }
    return step;
}

/// "Intensivvård saknar 3 platser från 04:10; ej klart i tid: Kalla in ledig personal"; where
/// nobody lacks a place yet "Intensivvård har ingen ledig plats".
std::string warning_in_words(core::Pack const& pack, v1::CapacityWarning const& warning) {
    std::string text;
    for (auto const& shortfall : warning.shortfalls()) {
        auto const at = core::clock_near({shortfall.short_at_us()}, {shortfall.foreseen_at_us()});
        text += (text.empty() ? "" : "; ") + stage_in_words(pack, shortfall.stage());
        text += shortfall.missing() == 0
                    ? " har ingen ledig plats"
                    : fmt::format(" saknar {} {} från {}", shortfall.missing(),
                                  shortfall.missing() == 1 ? "plats" : "platser", at);
    }
    for (auto const& step : warning.overdue_step_ids()) {
        text += fmt::format("{}ej klart i tid: {}", text.empty() ? "" : "; ",
                            step_in_words(pack, warning.hospital_id(), step));
    }
    return text;
}

/// Since when the hospital takes nobody; not set where it does.
core::Instant closed_since(core::State const& state, std::string_view hospital) {
    auto const* const record = state.capacity().record(hospital);
    core::Instant since;
    if (record != nullptr) {
        for (auto const& report : record->reports()) {
            auto const closes = report.facility() == v1::FACILITY_STATUS_EVACUATING ||
                                report.facility() == v1::FACILITY_STATUS_CLOSED;
            since = closes ? core::Instant{report.reported_at_us()} : since;
        }
    }
    return since;
}

/// "tar inte emot; 2 på väg dit (1-2); 8 inställda (1-1, 1-4)": those on the road first, since a
/// short text is cut. Not what the engine had proposed and nobody had accepted.
std::string closing_in_words(core::Incident const& incident, std::string_view hospital,
                             core::Instant since) {
    struct Part {
        int persons = 0;
        std::string ids;
    };
    Part away;
    Part off;
    for (auto const& move : incident.casualties.moves) {
        auto const is_away = move.state() == v1::TRANSFER_STATE_UNDER_WAY;
        auto const is_off = move.state() == v1::TRANSFER_STATE_CALLED_OFF &&
                            move.since_us() >= since.us &&
                            (move.accepted_at_us() != 0 || core::is_own(move));
        if (move.to_hospital_id() == hospital && (is_away || is_off)) {
            auto& part = is_away ? away : off;
            part.persons += move.count();
            part.ids += (part.ids.empty() ? "" : ", ") + move.move_id();
        }
    }
    std::string text{"tar inte emot"};
    if (away.persons > 0) {
        text += fmt::format("; {} på väg dit ({})", away.persons, away.ids);
    }
    if (off.persons > 0) {
        text += fmt::format("; {} {} ({})", off.persons,
                            off.persons == 1 ? "inställd" : "inställda", off.ids);
    }
    return text;
}

/// That it takes nobody first, then what lacks. A warning of a closing that leaves only once the
/// hospital is open again has nothing else to say.
std::string against_in_words(core::State const& state, core::Incident const& incident,
                             v1::CapacityWarning const& warning) {
    auto lacks = warning_in_words(*incident.pack, warning);
    auto const since = closed_since(state, warning.hospital_id());
    if (!since.is_set()) {
        return lacks.empty() ? std::string{"tar emot igen"} : lacks;
    }
    auto const closed = closing_in_words(incident, warning.hospital_id(), since);
    return lacks.empty() ? closed : closed + "; " + lacks;
}

/// In the order it was asked for.
BloodNeed need_of(core::blood::Lack const& lack) {
    BloodNeed need{lack.alarm->asked().party(), {}};
    for (auto const& line : lack.alarm->asked().asks()) {
        auto const lacks = lack.units.find(core::blood::kind_of(line));
        if (lacks != lack.units.end()) {
            auto& told = *need.units.Add();
            told = line;
            told.set_units(static_cast<std::int32_t>(lacks->second));
        }
    }
    return need;
}

/// The offer that the party has spoken of last; nullptr where it has offered nothing.
v1::BloodOfferSnapshot const* last_offer(core::Incident const& incident, core::Chase const& chase) {
    v1::BloodOfferSnapshot const* last = nullptr;
    auto const spoken_of = [](v1::BloodOfferSnapshot const& offer) {
        return std::max(offer.offered_at_us(), offer.withdrawn_at_us());
    };
    for (auto const& offer : incident.blood.offers()) {
        auto const is_later = last == nullptr || spoken_of(offer) >= spoken_of(*last);
        last = offer.given().party() == chase.party && is_later ? &offer : last;
    }
    return last;
}

/// Its units, and those of the others that the same no has taken back from the same centre.
google::protobuf::RepeatedPtrField<v1::BloodUnits> with_it(core::Incident const& incident,
                                                           v1::BloodOfferSnapshot const& offer) {
    core::blood::Units units;
    for (auto const& each : incident.blood.offers()) {
        auto const is_with_it = offer.withdrawn_at_us() != 0 &&
                                each.withdrawn_at_us() == offer.withdrawn_at_us() &&
                                each.given().party() == offer.given().party() &&
                                each.given().to() == offer.given().to();
        if (&each == &offer || is_with_it) {
            core::blood::add(units, core::blood::units_of(each.given().units()));
        }
    }
    google::protobuf::RepeatedPtrField<v1::BloodUnits> lines;
    for (auto const& [kind, count] : units) {
        auto& line = *lines.Add();
        line.set_product(kind.first);
        line.set_group(kind.second);
        line.set_units(static_cast<std::int32_t>(count));
    }
    return lines;
}

void add_offer(Asked& asked, core::Incident const& incident, core::Chase const& chase) {
    if (incident.pack->step(chase.step).expects() != v1::EXPECTS_BLOOD_OFFER) {
        return;
    }
    if (auto const* const offer = last_offer(incident, chase); offer != nullptr) {
        asked.offer = with_it(incident, *offer);
        asked.offered_to = offer->given().to();
        if (asked.answer.empty()) {  // it has others out, and so has not said no
            asked.answer = offer->withdrawn().reason();
        }
    }
}

}  // namespace

Asked asked_of_warning(core::State const& state, core::Incident const& incident,
                       v1::CapacityWarning const& warning, core::Instant since) {
    return {.step = {},
            .party = core::make_party(v1::ROLE_HOSPITAL, warning.hospital_id()),
            .missing = 0,
            .since = since,
            .answer = against_in_words(state, incident, warning),
            .question = {},
            .owes_transports = false,
            .takes_no = false,
            .matter = {},
            .offer = {}};
}

Asked asked_of(core::Incident const& incident, core::Chase const& chase, int missing) {
    // A number is about the alarm's transports and nothing else: whoever is called to a conference
    // must not take five ambulances back by saying that they cannot come.
    auto const& step = incident.pack->step(chase.step);
    auto const question = question_of(step);
    Asked asked{.step = step.id(),
                .party = chase.party,
                .missing = missing,
                .since = chase.started_at,
                .answer = said_no(chase),
                .question = question,
                .owes_transports = question.empty() && owes_transports(incident, chase.party),
                .takes_no = takes_no(step) && !incident.has_ended(),
                .matter = matter_of(incident, chase),
                .offer = {}};
    add_offer(asked, incident, chase);
    if (auto off = called_off_in_words(incident, chase); !off.empty()) {
        asked.answer = std::move(off);
    }
    note_asked_again(asked, incident, chase);
    return asked;
}

void note_asked_again(Asked& asked, core::Incident const& incident, core::Chase const& chase) {
    if (incident.pack->step(chase.step).expects() != v1::EXPECTS_BLOOD_OFFER) {
        return;
    }
    auto last = chase.started_at;
    for (auto const& alarm : incident.blood.alarms()) {
        last = std::max(last, core::Instant{alarm.at_us()});
    }
    for (auto const& offer : incident.blood.offers()) {
        if (!offer.accepted().empty()) {
            last = std::max(last, core::Instant{offer.withdrawn_at_us()});
        }
    }
    asked.is_asked_again = last > chase.started_at;
    asked.since = last;
}

Asked asked_of_incident(std::string const& recipient, core::Instant since) {
    return {.step = {},
            .party = recipient,
            .missing = 0,
            .since = since,
            .answer = {},
            .question = {},
            .owes_transports = false,
            .takes_no = false,
            .matter = {},
            .offer = {}};
}

Facts facts_of(core::Incident const& incident, std::shared_ptr<core::Pack const> pack) {
    return facts_of(incident, incident.turn_now(incident.updated_at), std::move(pack));
}

Facts facts_of(core::Incident const& incident, core::Turn const& then,
               std::shared_ptr<core::Pack const> pack) {
    Facts facts;
    facts.pack = std::move(pack);
    facts.incident_id = incident.id;
    facts.region_id = incident.region_id;
    facts.level = then.level;
    facts.reason = then.reason;
    for (auto const& lack : core::blood::standing_alarms(incident.blood)) {
        facts.blood.push_back(need_of(lack));
    }
    auto const known = core::known_report(
        std::span{incident.reports}.first(std::min(then.reports, incident.reports.size())));
    facts.place = known.exact_location();
    facts.type = known.type();
    facts.casualties = known.casualties();
    return facts;
}

}  // namespace larm::delivery
