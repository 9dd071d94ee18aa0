// How the simulated parties behave: whether it can be so.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/blood.hpp"
#include "engine/core/party.hpp"
#include "simulators/player/scenario_check.hpp"

namespace larm::player {
namespace {

void check_optional_incident(ScenarioCheck const& check, rules::Place const& place,
                             std::string const& incident) {
    if (!incident.empty()) {
        check.incident(place, incident, false);
    }
}

void check_plan(ScenarioCheck const& check, rules::Place const& place,
                v1::TransportPlan const& plan) {
    for (int index = 0; index < plan.commits_size(); ++index) {
        auto const& commit = plan.commits(index);
        auto const at = place.at("commits", index);
        check_optional_incident(check, at.at("incident"), commit.incident());
        check.delay(at.at("after"), commit.after());
        check.range(at.at("when_asked"), "when_asked", commit.when_asked(), 0, 100);
        check.range(at.at("count"), "count", commit.count(), 1, 1000);
        check.range(at.at("ready_in_minutes"), "ready_in_minutes", commit.ready_in_minutes(), 0,
                    10080);
        check.delay(at.at("firm_after"), commit.firm_after());
        if (commit.has_mistake()) {
            auto const wrong = at.at("mistake");
            check.percent(wrong.at("percent"), commit.mistake().percent());
            check.range(wrong.at("count"), "count", commit.mistake().count(), 1, 1000);
            check.delay(wrong.at("noticed_after"), commit.mistake().noticed_after());
        }
        if (commit.has_firm_after() && !commit.provisional()) {
            check.fault(at.at("firm_after"), "the promise is firm from the start",
                        "firm_after goes with provisional: true");
        }
        if (commit.resource_ids_size() > commit.count()) {
            check.fault(at.at("count"), fmt::format("{} vehicles are named, {} are promised",
                                                    commit.resource_ids_size(), commit.count()));
        }
    }
    if (plan.has_declines()) {
        auto const at = place.at("declines");
        check_optional_incident(check, at.at("incident"), plan.declines().incident());
        check.delay(at.at("after"), plan.declines().after());
        check.present(at.at("reason"), "reason", plan.declines().reason());
    }
    for (int index = 0; index < plan.revokes_size(); ++index) {
        auto const& revoke = plan.revokes(index);
        auto const at = place.at("revokes", index);
        check_optional_incident(check, at.at("incident"), revoke.incident());
        check.delay(at.at("after"), revoke.after());
        check.range(at.at("count"), "count", revoke.count(), 1, 1000);
    }
}

/// Red cells are of a group.
template <typename Lines>
void check_lines(ScenarioCheck const& check, rules::Place const& place, std::string const& field,
                 Lines const& lines, int least) {
    if (lines.empty()) {
        check.fault(place, field + " missing",
                    field + " { group: BLOOD_GROUP_O_NEGATIVE units: 6 }");
    }
    for (int index = 0; index < lines.size(); ++index) {
        auto const at = place.at(field, index);
        auto const is_red =
            core::blood::kind_of(lines.Get(index)).first == v1::BLOOD_PRODUCT_RED_CELLS;
        if (is_red && lines.Get(index).group() == v1::BLOOD_GROUP_UNSPECIFIED) {
            check.fault(at, "red cells need a group");
        }
        check.range(at.at("units"), "units", lines.Get(index).units(), least, 100'000);
    }
}

void check_alarm(ScenarioCheck const& check, rules::Place const& place,
                 v1::SimulatedParty const& party, v1::PlannedBloodAlarm const& alarm) {
    check_optional_incident(check, place.at("incident"), alarm.incident());
    check.delay(place.at("after"), alarm.after());
    check.present(place.at("reason"), "reason", alarm.reason());
    check_lines(check, place, "asks", alarm.asks(), 1);
    for (auto const& name : party.party()) {
        auto const region = std::string{core::organisation_of(name)};
        if (region == "*") {
            check.fault(place, "the country is alarmed by one centre, not by all",
                        "name it: party: \"blood@uppsala\"");
        } else {
            check.region(place, region);
        }
    }
}

void check_offer(ScenarioCheck const& check, rules::Place const& place,
                 v1::PlannedBloodOffer const& offer) {
    check.delay(place.at("after"), offer.after());
    check_lines(check, place, "units", offer.units(), 1);
    check.range(place.at("ready_in_minutes"), "ready_in_minutes", offer.ready_in_minutes(), 0,
                10080);
    check.delay(place.at("withdrawn_after"), offer.withdrawn_after());
    if (offer.has_withdrawn_after()) {
        check.present(place.at("withdrawn_reason"), "withdrawn_reason", offer.withdrawn_reason());
    }
    check.delay(place.at("travels"), offer.travels());
}

void check_blood_plan(ScenarioCheck const& check, rules::Place const& place,
                      v1::SimulatedParty const& party) {
    auto const& plan = party.blood();
    for (auto const& name : party.party()) {
        if (core::role_of(name) != v1::ROLE_BLOOD) {
            check.fault(place, fmt::format("{} is no blood centre", name));
        }
    }
    if (plan.has_stock()) {
        auto const at = place.at("stock");
        check_optional_incident(check, at.at("incident"), plan.stock().incident());
        check.delay(at.at("after"), plan.stock().after());
        check_lines(check, at, "lines", plan.stock().lines(), 0);
    }
    for (int index = 0; index < plan.alarms_size(); ++index) {
        check_alarm(check, place.at("alarms", index), party, plan.alarms(index));
    }
    for (int index = 0; index < plan.offers_size(); ++index) {
        check_offer(check, place.at("offers", index), plan.offers(index));
    }
    if (plan.has_declines()) {
        check.delay(place.at("declines").at("after"), plan.declines().after());
        check.present(place.at("declines").at("reason"), "reason", plan.declines().reason());
    }
    check.delay(place.at("accepts_after"), plan.accepts_after());
}

/// Each party's behaviour is said once.
void check_names(ScenarioCheck const& check, rules::Place const& place, int index) {
    auto const& parties = check.script().parties();
    auto const& names = parties.Get(index).party();
    if (names.empty()) {
        check.fault(place, "party missing", "e.g. party: \"tib@*\"");
    }
    for (int name = 0; name < names.size(); ++name) {
        check.party(place.at("party", name), names.Get(name), true);
        for (int other = 0; other < index; ++other) {
            auto const& said = parties.Get(other).party();
            if (std::ranges::find(said, names.Get(name)) != said.end()) {
                check.fault(place.at("party", name),
                            fmt::format("two behaviours of \"{}\"", names.Get(name)),
                            check.top().at("parties", other).line() + " has one already");
            }
        }
    }
}

/// What only a duty officer does.
void check_decisions(ScenarioCheck const& check, rules::Place const& place,
                     v1::SimulatedParty const& party) {
    auto const is_duty = std::ranges::all_of(party.party(), [](std::string const& name) {
        auto const role = core::role_of(name);
        return role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY;
    });
    if (party.has_transports() && !is_duty) {
        check.fault(place.at("transports"), "only a TiB or a deputy promises transports");
    }
    if ((party.has_shortfall() || party.has_national()) && !is_duty) {
        check.fault(place.at(party.has_shortfall() ? "shortfall" : "national"),
                    "only a TiB or a deputy decides on this");
    }
    if (party.has_triage()) {
        check.delay(place.at("triage").at("after"), party.triage().after());
        check.present(place.at("triage").at("reason"), "reason", party.triage().reason());
    }
    check.delay(place.at("shortfall").at("after"), party.shortfall().after());
    check.delay(place.at("national").at("after"), party.national().after());
    if (party.has_national() && !party.national().take()) {
        check.present(place.at("national").at("reason"), "reason", party.national().reason());
    }
}

}  // namespace

void check_parties(ScenarioCheck const& check) {
    auto const& script = check.script();
    for (int index = 0; index < script.parties_size(); ++index) {
        auto const& party = script.parties(index);
        auto const place = check.top().at("parties", index);
        check_names(check, place, index);
        for (int heard = 0; heard < party.hears_size(); ++heard) {
            auto const at = place.at("hears", heard);
            check.channels(at, party.hears(heard).channels());
            check.percent(at.at("percent"), party.hears(heard).percent());
            check.delay(at.at("after"), party.hears(heard).after());
        }
        check.delay(place.at("acknowledges_after"), party.acknowledges_after());
        check_plan(check, place.at("transports"), party.transports());
        check.percent(place.at("on_the_phone").at("percent"), party.on_the_phone().percent());
        check.delay(place.at("on_the_phone").at("after"), party.on_the_phone().after());
        check_decisions(check, place, party);
        if (party.has_hospital()) {
            check_hospital_plan(check, place, party);
        }
        check_cooperation(check, place, party);
        if (party.has_fatigue()) {
            auto const at = place.at("fatigue");
            check.moment(at.at("after_s"), "after_s", party.fatigue().after_s());
            check.range(at.at("percent_an_hour"), "percent_an_hour",
                        party.fatigue().percent_an_hour(), 1, 1000);
            check.range(at.at("percent_max"), "percent_max", party.fatigue().percent_max(), 1,
                        1000);
        }
        if (party.has_blood()) {
            check_blood_plan(check, place.at("blood"), party);
        }
    }
}

}  // namespace larm::player
