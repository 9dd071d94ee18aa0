#include "engine/delivery/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <utility>

#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/core/step.hpp"

namespace larm::delivery {
namespace {

bool says_something(v1::Casualties const& casualties) {
    return casualties.dead() > 0 || casualties.severe() > 0 || casualties.moderate() > 0 ||
           casualties.minor() > 0;
}

/// The reason of a party's no, as the core keeps it in an answer.
std::string said_no(core::Chase const& chase) {
    constexpr std::string_view no = "decline: ";
    return chase.answer.starts_with(no) ? chase.answer.substr(no.size()) : std::string{};
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

/// "Intensivvård saknar 3 platser från 04:10; ej klart i tid: Kalla in ledig personal"
std::string warning_in_words(core::Pack const& pack, v1::CapacityWarning const& warning) {
    std::string text;
    for (auto const& shortfall : warning.shortfalls()) {
        auto const at = core::clock_text(core::local_time({shortfall.short_at_us()})).substr(0, 5);
        text += fmt::format("{}{} saknar {} {} från {}", text.empty() ? "" : "; ",
                            stage_in_words(pack, shortfall.stage()), shortfall.missing(),
                            shortfall.missing() == 1 ? "plats" : "platser", at);
    }
    for (auto const& step : warning.overdue_step_ids()) {
        text += fmt::format("{}ej klart i tid: {}", text.empty() ? "" : "; ",
                            step_in_words(pack, warning.hospital_id(), step));
    }
    return text;
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

void add_offer(Asked& asked, core::Incident const& incident, core::Chase const& chase) {
    if (incident.pack->step(chase.step).expects() != v1::EXPECTS_BLOOD_OFFER) {
        return;
    }
    if (auto const* const offer = last_offer(incident, chase); offer != nullptr) {
        asked.offer = offer->given().units();
        if (asked.answer.empty()) {  // it has others out, and so has not said no
            asked.answer = offer->withdrawn().reason();
        }
    }
}

}  // namespace

Asked asked_of_warning(core::Pack const& pack, v1::CapacityWarning const& warning,
                       core::Instant since) {
    return {.step = {},
            .party = core::make_party(v1::ROLE_HOSPITAL, warning.hospital_id()),
            .missing = 0,
            .since = since,
            .answer = warning_in_words(pack, warning),
            .owes_transports = false,
            .takes_no = false,
            .matter = {},
            .offer = {}};
}

Asked asked_of(core::Incident const& incident, core::Chase const& chase, int missing) {
    // A number, and a no by a number, are about the alarm's transports and nothing else: whoever is
    // called to a conference must not take five ambulances back by saying that they cannot come.
    auto const& step = incident.pack->step(chase.step);
    auto const is_of_alarm =
        !core::is_asked_again(step) && step.expects() != v1::EXPECTS_SITUATION_REPORT;
    Asked asked{.step = step.id(),
                .party = chase.party,
                .missing = missing,
                .since = chase.started_at,
                .answer = said_no(chase),
                .owes_transports = is_of_alarm && owes_transports(incident, chase.party),
                .takes_no = is_of_alarm && !incident.has_ended(),
                .matter = matter_of(incident, chase),
                .offer = {}};
    add_offer(asked, incident, chase);
    return asked;
}

Asked asked_of_incident(std::string const& recipient, core::Instant since) {
    return {.step = {},
            .party = recipient,
            .missing = 0,
            .since = since,
            .answer = {},
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
    if (auto const* const alarm = incident.last_blood_alarm(); alarm != nullptr) {
        facts.blood_asker = alarm->asked().party();
        facts.blood_asked = alarm->asked().asks();
    }
    for (auto const& report : incident.reports | std::views::take(then.reports)) {
        if (!report.exact_location().empty()) {
            facts.place = report.exact_location();
        }
        if (!report.type().empty()) {
            facts.type = report.type();
        }
        if (says_something(report.casualties())) {
            facts.casualties = report.casualties();
        }
    }
    return facts;
}

}  // namespace larm::delivery
