// What regions do about moves of patients, support, the situation report and conferences: whether
// it can be so.
#include <algorithm>
#include <set>

#include "engine/core/party.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"
#include "simulators/player/scenario_check.hpp"

namespace larm::player {
namespace {

bool is_duty(v1::SimulatedParty const& party) {
    return std::ranges::all_of(party.party(), [](std::string const& name) {
        auto const role = core::role_of(name);
        return role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY;
    });
}

void check_transfers(ScenarioCheck const& check, rules::Place const& place,
                     v1::TransferPlan const& plan) {
    if (check.knows_pack() && !check.pack().has_transfers()) {
        check.fault(place, "rule pack " + check.pack().name() + " says nothing of moves",
                    "leave it out, or play it on a pack with rules for transfers");
    }
    check.delay(place.at("answers_after"), plan.answers_after());
    check.percent(place.at("amends_percent"), plan.amends_percent());
    check.percent(place.at("declines_percent"), plan.declines_percent());
    if (plan.amends_percent() + plan.declines_percent() > 100) {
        check.fault(place.at("declines_percent"), "more than all are amended or declined");
    }
    if (plan.declines_percent() > 0) {
        check.present(place, "declines_reason", plan.declines_reason());
    }
    check.share(place.at("leaves"), plan.leaves());
    check.share(place.at("travels"), plan.travels());
    if (plan.has_travels() && !plan.has_leaves()) {
        check.fault(place.at("travels"), "nobody leaves, so nobody travels",
                    "write leaves { ... } too");
    }
    check.delay(place.at("releases_after"), plan.releases_after());
}

void check_support(ScenarioCheck const& check, rules::Place const& place,
                   v1::SupportPlan const& plan) {
    check.delay(place.at("answers_after"), plan.answers_after());
    if (plan.has_answers_after()) {
        check.present(place, "declines_reason", plan.declines_reason());
    }
    if (!plan.gives().empty() && !plan.has_answers_after()) {
        check.fault(place.at("gives", 0), "nothing is answered, so nothing is given",
                    "write answers_after { ... } too");
    }
    std::set<int> seen;
    for (int index = 0; index < plan.gives_size(); ++index) {
        auto const& gives = plan.gives(index);
        auto const at = place.at("gives", index);
        if (gives.kind() == v1::SUPPORT_KIND_UNSPECIFIED) {
            check.fault(at, "kind missing", "e.g. SUPPORT_KIND_TEAM");
        } else if (!seen.insert(gives.kind()).second) {
            check.fault(at.at("kind"), "the same kind twice");
        }
        check.range(at.at("quantity"), "quantity", gives.quantity(), 1, 100'000);
        check.range(at.at("ready_in_minutes"), "ready_in_minutes", gives.ready_in_minutes(), 0,
                    43'200);
        check.delay(at.at("travels"), gives.travels());
    }
    check.delay(place.at("accepts_after"), plan.accepts_after());
    check.delay(place.at("releases_after"), plan.releases_after());
}

void check_situation(ScenarioCheck const& check, rules::Place const& place,
                     v1::SituationPlan const& plan) {
    check.delay(place.at("after"), plan.after());
    auto const known = rules::ids_of(check.pack().situation().sections());
    for (int index = 0; index < plan.fills_size(); ++index) {
        auto const& fill = plan.fills(index);
        auto const at = place.at("fills", index);
        if (check.knows_pack() && std::ranges::find(known, fill.section()) == known.end()) {
            check.fault(at.at("section"), "no section \"" + fill.section() + "\" in the template",
                        rules::did_you_mean(fill.section(), known));
        }
        check.present(at, "words", fill.words());
    }
}

void check_conference(ScenarioCheck const& check, rules::Place const& place,
                      v1::SimulatedParty const& party) {
    auto const& plan = party.conference();
    check.percent(place.at("comes_percent"), plan.comes_percent());
    if (plan.comes_percent() < 100) {
        check.present(place, "declines_reason", plan.declines_reason());
    }
    if (!party.has_acknowledges_after()) {
        check.fault(place, "who never acknowledges never says whether it comes",
                    "write acknowledges_after { ... } too");
    }
    check.delay(place.at("roll_call_after"), plan.roll_call_after());
    check.delay(place.at("position_after"), plan.position_after());
    check.percent(place.at("reservation_percent"), plan.reservation_percent());
    if (plan.reservation_percent() > 0) {
        check.present(place, "reservation", plan.reservation());
    }
}

}  // namespace

void check_cooperation(ScenarioCheck const& check, rules::Place const& place,
                       v1::SimulatedParty const& party) {
    auto const only_duty = [&](std::string const& field) {
        if (!is_duty(party)) {
            check.fault(place.at(field), "only a TiB or a deputy does this");
        }
    };
    if (party.has_transfers()) {
        only_duty("transfers");
        check_transfers(check, place.at("transfers"), party.transfers());
    }
    if (party.has_support()) {
        only_duty("support");
        check_support(check, place.at("support"), party.support());
    }
    if (party.has_situation()) {
        only_duty("situation");
        check_situation(check, place.at("situation"), party.situation());
    }
    if (party.has_conference()) {
        check_conference(check, place.at("conference"), party);
    }
}

}  // namespace larm::player
