// What any part of a scenario can have wrong, and the scenario's head, incidents and channels.
#include "simulators/player/scenario_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"

namespace larm::player {
namespace {

std::vector<std::string> incident_ids(v1::Scenario const& script) {
    return rules::ids_of(script.incidents());
}

std::vector<std::string> organisations_for(v1::RulePack const& pack, v1::Role role) {
    if (role == v1::ROLE_HOSPITAL) {
        return rules::ids_of(pack.hospitals());
    }
    std::vector<std::string> ids;
    if (role != v1::ROLE_NATIONAL) {
        ids = rules::ids_of(pack.regions());
    }
    for (auto const& organisation : pack.organisations()) {
        if (organisation.role() == role) {
            ids.push_back(organisation.id());
        }
    }
    return ids;
}

}  // namespace

void ScenarioCheck::fault(rules::Place const& place, std::string message, std::string hint) const {
    faults_.push_back(place.fault(std::move(message), std::move(hint)));
}

void ScenarioCheck::present(rules::Place const& place, std::string_view what,
                            std::string const& value) const {
    if (value.empty()) {
        fault(place, fmt::format("{} missing", what));
    }
}

void ScenarioCheck::range(rules::Place const& place, std::string_view what, std::int64_t value,
                          std::int64_t min, std::int64_t max) const {
    if (value < min || value > max) {
        fault(place, fmt::format("{} is {}", what, value), fmt::format("{} to {}", min, max));
    }
}

void ScenarioCheck::percent(rules::Place const& place, int value) const {
    range(place, "percent", value, 0, 100);
}

void ScenarioCheck::delay(rules::Place const& place, v1::Delay const& delay) const {
    range(place.at("max_s"), "max_s", delay.max_s(), 0, seconds_max);
    if (delay.min_s() < 0 || delay.min_s() > delay.median_s() || delay.median_s() > delay.max_s()) {
        fault(place,
              fmt::format("a delay of {}, {} and {} s", delay.min_s(), delay.median_s(),
                          delay.max_s()),
              "0 <= min_s <= median_s <= max_s");
    }
}

void ScenarioCheck::share(rules::Place const& place, v1::LeadShare const& share) const {
    if (share.min_percent() < 0 || share.min_percent() > share.median_percent() ||
        share.median_percent() > share.max_percent() || share.max_percent() > 1000) {
        fault(place, "not min_percent <= median_percent <= max_percent",
              "from 0 to 1000 percent of the time that was planned");
    }
}

void ScenarioCheck::moment(rules::Place const& place, std::string_view what, int value_s) const {
    auto const is_known = script().lasts_s() > 0;  // else that is the fault
    if (value_s < 0 || (is_known && value_s > script().lasts_s())) {
        fault(place, fmt::format("{} is {}", what, value_s),
              fmt::format("the scenario lasts from 0 to {} s", script().lasts_s()));
    }
}

void ScenarioCheck::incident(rules::Place const& place, std::string const& id,
                             bool may_be_left_out) const {
    auto const known = incident_ids(script());
    if (id.empty() && may_be_left_out && known.size() == 1) {
        return;
    }
    if (id.empty()) {
        fault(place, "incident missing", rules::did_you_mean({}, known));
    } else if (scenario_.incident(id) == nullptr) {
        fault(place, fmt::format("no incident \"{}\" in this scenario", id),
              rules::did_you_mean(id, known));
    }
}

void ScenarioCheck::region(rules::Place const& place, std::string const& id) const {
    if (knows_pack_ && rules::region_called(pack(), id) == nullptr) {
        fault(place, fmt::format("no region \"{}\" in rule pack {}", id, pack().name()),
              rules::did_you_mean(id, rules::ids_of(pack().regions())));
    }
}

void ScenarioCheck::party(rules::Place const& place, std::string const& party, bool or_any) const {
    auto const role = core::role_of(party);
    auto const organisation = std::string{core::organisation_of(party)};
    if (role == v1::ROLE_UNSPECIFIED || organisation.empty()) {
        fault(place, fmt::format("\"{}\" is not role@organisation", party),
              "e.g. tib@dalarna, blood@uppsala, national@socialstyrelsen");
        return;
    }
    if (organisation == "*") {
        if (!or_any) {
            fault(place, fmt::format("\"{}\" stands for many; name one here", party));
        }
        return;
    }
    auto const known = organisations_for(pack(), role);
    if (knows_pack_ && std::ranges::find(known, organisation) == known.end()) {
        fault(place, fmt::format("no \"{}\" in rule pack {}", party, pack().name()),
              rules::did_you_mean(organisation, known));
    }
}

/// Acts, expectations and the like that rounds may come to: a scenario is checked beside the live
/// world.
constexpr std::int64_t written_out_max = 20'000;

void check_head(ScenarioCheck const& check) {
    auto const& script = check.script();
    auto const stem = check.scenario().file.stem().string();
    if (script.id() != stem) {
        check.fault(check.top().at("id"), fmt::format("the id is \"{}\"", script.id()),
                    fmt::format("\"{}\", as the file is called", stem));
    }
    check.present(check.top().at("title").at("sv"), "title.sv", script.title().sv());
    check.present(check.top().at("title").at("en"), "title.en", script.title().en());
    check.range(check.top().at("lasts_s"), "lasts_s", script.lasts_s(), 1, seconds_max);
    check.range(check.top().at("rounds"), "rounds", script.rounds(), 0,
                seconds_max / std::max(script.lasts_s(), 1));
    auto const written_out =
        std::int64_t{script.rounds()} *
        (script.acts_size() + script.expectations_size() + script.casualties_size() +
         script.outages_size() + script.faults_size() + script.incidents_size());
    if (written_out > written_out_max) {
        check.fault(check.top().at("rounds"),
                    fmt::format("{} rounds of this are {} parts, and {} is the most",
                                script.rounds(), written_out, written_out_max));
    }
    if (script.rounds() > 1 && !script.injects().empty()) {
        check.fault(check.top().at("rounds"), "injects are told once, and this has several rounds",
                    "leave out the injects, or the rounds");
    }
    if (script.sources().empty()) {
        check.fault(check.top(), "no sources", "write sources { title: ... url: ... gives: ... }");
    }
    for (int index = 0; index < script.sources_size(); ++index) {
        auto const place = check.top().at("sources", index);
        check.present(place.at("title"), "title", script.sources(index).title());
        check.present(place.at("gives"), "gives", script.sources(index).gives());
    }
    auto const in_swedish = script.assumptions_sv_size();
    if (in_swedish > 0 && in_swedish != script.assumptions_size()) {
        check.fault(check.top().at("assumptions_sv", 0),
                    fmt::format("{} assumptions_sv and {} assumptions", in_swedish,
                                script.assumptions_size()),
                    "each assumption once in each language, in the same order, or leave "
                    "assumptions_sv out");
    }
    if (script.assumptions().empty()) {
        check.fault(check.top(), "no assumptions",
                    "say in assumptions what is in no source, so that nobody takes it for fact");
    }
    auto const starts = core::instant_of_local(script.starts_at());
    if (!starts) {
        check.fault(check.top().at("starts_at"), "starts_at: " + starts.error());
    }
    if (check.knows_pack() && !script.pack().empty() && script.pack() != check.pack().name()) {
        check.fault(check.top().at("pack"),
                    fmt::format("the scenario is for \"{}\", the rules are \"{}\"", script.pack(),
                                check.pack().name()));
    }
}

void check_incidents(ScenarioCheck const& check) {
    auto const& script = check.script();
    if (script.incidents().empty()) {
        check.fault(check.top(), "no incidents", "write incidents { id: ... }");
    }
    for (int index = 0; index < script.incidents_size(); ++index) {
        auto const& incident = script.incidents(index);
        auto const place = check.top().at("incidents", index);
        if (!rules::is_id(incident.id())) {
            check.fault(place.at("id"), fmt::format("\"{}\" cannot be an id", incident.id()),
                        "1 to 64 of a-z, 0-9, _ and -");
        }
        if (check.scenario().incident(incident.id()) != &incident) {
            check.fault(place.at("id"), fmt::format("two incidents \"{}\"", incident.id()));
        }
        check.region(place.at("region_id"), incident.region_id());
        check.present(place.at("report").at("exact_location"), "report.exact_location",
                      incident.report().exact_location());
        if (incident.has_reported()) {
            check.party(place.at("reported").at("by"), incident.reported().by(), false);
            check.moment(place.at("reported").at("at_s"), "at_s", incident.reported().at_s());
        }
        if (!incident.has_confirmed()) {
            check.fault(place, "nobody confirms it",
                        "write confirmed { by: \"tib@REGION\" at_s: ... level: ... }");
            continue;
        }
        auto const confirmed = place.at("confirmed");
        check.party(confirmed.at("by"), incident.confirmed().by(), false);
        check.moment(confirmed.at("at_s"), "at_s", incident.confirmed().at_s());
        if (incident.confirmed().level() == v1::READINESS_LEVEL_UNSPECIFIED) {
            check.fault(confirmed.at("level"), "level missing",
                        "READINESS_LEVEL_STAB, _FORSTARKNING or _KATASTROF");
        }
        if (incident.has_reported() && incident.reported().at_s() > incident.confirmed().at_s()) {
            check.fault(confirmed.at("at_s"), "confirmed before it is reported");
        }
    }
}

void check_span(ScenarioCheck const& check, rules::Place const& place, int from_s, int until_s) {
    if (until_s <= from_s) {
        check.fault(place.at("until_s"), "ends before it begins");
    }
}

void check_channels(ScenarioCheck const& check) {
    auto const& script = check.script();
    for (int index = 0; index < script.channels_size(); ++index) {
        auto const& model = script.channels(index);
        auto const place = check.top().at("channels", index);
        check.channels(place, model.channels());
        check.delay(place.at("accepted_after"), model.accepted_after());
        check.delay(place.at("received_after"), model.received_after());
        check.percent(place.at("failed_percent"), model.failed_percent());
        check.percent(place.at("lost_percent"), model.lost_percent());
    }
    for (int index = 0; index < script.outages_size(); ++index) {
        auto const& outage = script.outages(index);
        auto const place = check.top().at("outages", index);
        check.channels(place, outage.channels());
        check.present(place.at("reason"), "reason", outage.reason());
        check.moment(place.at("from_s"), "from_s", outage.from_s());
        check_span(check, place, outage.from_s(), outage.until_s());
        if (outage.every_s() != 0 && outage.every_s() <= outage.until_s() - outage.from_s()) {
            check.fault(place.at("every_s"), "comes back before it is over",
                        "more than from from_s to until_s");
        }
        for (int region = 0; region < outage.region_id_size(); ++region) {
            check.region(place.at("region_id", region), outage.region_id(region));
        }
    }
}

void check_faults(ScenarioCheck const& check) {
    auto const& script = check.script();
    for (int index = 0; index < script.faults_size(); ++index) {
        auto const& fault = script.faults(index);
        auto const place = check.top().at("faults", index);
        check.present(place.at("reason"), "reason", fault.reason());
        check.moment(place.at("from_s"), "from_s", fault.from_s());
        check_span(check, place, fault.from_s(), fault.until_s());
        switch (fault.that_case()) {
            case v1::ScenarioFault::kCutOff: {
                auto const& cut = fault.cut_off();
                auto const at = place.at("cut_off");
                if (cut.party().empty() && cut.region_id().empty()) {
                    check.fault(at, "nobody is cut off", "e.g. region_id: \"dalarna\"");
                }
                for (int each = 0; each < cut.party_size(); ++each) {
                    check.party(at.at("party", each), cut.party(each), true);
                }
                for (int each = 0; each < cut.region_id_size(); ++each) {
                    check.region(at.at("region_id", each), cut.region_id(each));
                }
                break;
            }
            case v1::ScenarioFault::kEvacuation: {
                auto const known = rules::ids_of(check.pack().hospitals());
                auto const& id = fault.evacuation().hospital_id();
                if (check.knows_pack() && std::ranges::find(known, id) == known.end()) {
                    check.fault(place.at("evacuation").at("hospital_id"),
                                fmt::format("no hospital \"{}\"", id),
                                rules::did_you_mean(id, known));
                }
                break;
            }
            case v1::ScenarioFault::kDaemonDown: break;
            case v1::ScenarioFault::THAT_NOT_SET:
                check.fault(place, "says nothing that breaks",
                            "cut_off { ... }, evacuation { ... } or daemon_down {}");
        }
    }
}

void check_all(ScenarioCheck const& check) {
    check_head(check);
    check_incidents(check);
    check_channels(check);
    check_faults(check);
    check_parties(check);
    check_casualties(check);
    check_acts(check);
    check_injects(check);
    check_expectations(check);
}

}  // namespace larm::player
