// Casualties and hospitals of a scenario: whether they can be played on the rules.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "engine/core/care.hpp"
#include "engine/core/party.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"
#include "simulators/player/scenario_check.hpp"

namespace larm::player {
namespace {

constexpr int often_s = 10;
constexpr int casualties_max = 10'000;

/// 0, or not so often that nothing else happens.
void check_every(ScenarioCheck const& check, rules::Place const& place, std::string_view what,
                 int every_s) {
    if (every_s != 0) {
        check.range(place.at(std::string{what}), what, every_s, often_s, seconds_max);
    }
}

void check_rules(ScenarioCheck const& check, rules::Place const& place) {
    if (check.knows_pack() && !check.pack().has_capacity()) {
        check.fault(place,
                    fmt::format("rule pack {} says nothing of capacity", check.pack().name()),
                    "leave it out, or play it on a pack with capacity rules");
    }
}

void check_hospital(ScenarioCheck const& check, rules::Place const& place, std::string const& id) {
    auto const known = rules::ids_of(check.pack().hospitals());
    if (check.knows_pack() && std::ranges::find(known, id) == known.end()) {
        check.fault(place,
                    fmt::format("no hospital \"{}\" in rule pack {}", id, check.pack().name()),
                    rules::did_you_mean(id, known));
    }
}

void check_shares(ScenarioCheck const& check, rules::Place const& place,
                  v1::CasualtyStream const& stream) {
    if (stream.to().empty()) {
        check.fault(place, "nobody takes them", "write to { hospital_id: ... weight: ... }");
    }
    std::set<std::string> seen;
    for (int index = 0; index < stream.to_size(); ++index) {
        auto const at = place.at("to", index);
        auto const& id = stream.to(index).hospital_id();
        if (id != "*") {
            check_hospital(check, at.at("hospital_id"), id);
        }
        if (!seen.insert(id).second) {
            check.fault(at.at("hospital_id"), fmt::format("\"{}\" twice", id));
        }
        check.range(at.at("weight"), "weight", stream.to(index).weight(), 1, 1'000'000);
    }
    if (stream.by_themselves_percent() > 0 && !stream.to().empty() &&
        stream.to(0).hospital_id() == "*") {
        check.fault(place.at("to", 0), "those who go by themselves go to one hospital",
                    "name it first, before \"*\"");
    }
    auto const is_all_named = seen.size() > static_cast<std::size_t>(check.pack().hospitals_size());
    if (check.knows_pack() && seen.contains("*") && is_all_named) {
        check.fault(place, "\"*\" stands for no hospital: all are named");
    }
}

void check_stream(ScenarioCheck const& check, rules::Place const& place,
                  v1::CasualtyStream const& stream) {
    check_rules(check, place);
    check.incident(place.at("incident"), stream.incident(), true);
    check.present(place, "site_id", stream.site_id());
    auto const counts = core::counts_of(stream.total());
    auto const all = counts[0] + counts[1] + counts[2];
    if (std::ranges::min(counts) < 0 || all < 1 || all > casualties_max) {
        check.fault(place.at("total"), fmt::format("{} casualties", all),
                    fmt::format("1 to {}, none below 0", casualties_max));
    }
    check.moment(place.at("from_s"), "from_s", stream.from_s());
    check.moment(place.at("peak_s"), "peak_s", stream.peak_s());
    check.moment(place.at("until_s"), "until_s", stream.until_s());
    if (stream.from_s() > stream.peak_s() || stream.peak_s() > stream.until_s()) {
        check.fault(place.at("peak_s"), "the peak is not between the first and the last");
    }
    check.percent(place.at("by_themselves_percent"), stream.by_themselves_percent());
    check.delay(place.at("leaves_after"), stream.leaves_after());
    check.delay(place.at("travels"), stream.travels());
    check.delay(place.at("entered_after"), stream.entered_after());
    if (!stream.reported_by().empty()) {
        check.party(place.at("reported_by"), stream.reported_by(), false);
    }
    check_every(check, place, "reported_every_s", stream.reported_every_s());
    check_every(check, place, "arrivals_every_s", stream.arrivals_every_s());
    if (!stream.place().near_hospital_id().empty()) {
        check_hospital(check, place.at("place").at("near_hospital_id"),
                       stream.place().near_hospital_id());
    }
    check_shares(check, place, stream);
}

void check_figures(ScenarioCheck const& check, rules::Place const& place,
                   v1::PlannedFigures const& planned) {
    if (!planned.incident().empty()) {
        check.incident(place.at("incident"), planned.incident(), false);
    }
    check.delay(place.at("after"), planned.after());
    check_every(check, place, "every_s", planned.every_s());
    check.percent(place.at("free_percent_min"), planned.free_percent_min());
    check.percent(place.at("free_percent_max"), planned.free_percent_max());
    if (planned.free_percent_min() > planned.free_percent_max()) {
        check.fault(place.at("free_percent_max"), "less than free_percent_min");
    }
    std::set<std::pair<int, int>> seen;
    for (int index = 0; index < planned.figures_size(); ++index) {
        auto const at = place.at("figures", index);
        auto const& figure = planned.figures(index);
        if (!core::is_stage(figure.stage()) || !core::is_dimension(figure.dimension())) {
            check.fault(at, "of no stage or no dimension");
        } else if (!seen.emplace(figure.stage(), figure.dimension()).second) {
            check.fault(at, "the same figure twice");
        }
        check.range(at.at("free"), "free", figure.free(), -10'000, 10'000);
    }
}

}  // namespace

void check_hospital_plan(ScenarioCheck const& check, rules::Place const& place,
                         v1::SimulatedParty const& party) {
    auto const& plan = party.hospital();
    auto const at = place.at("hospital");
    if (std::ranges::any_of(party.party(), [](std::string const& name) {
            return core::role_of(name) != v1::ROLE_HOSPITAL;
        })) {
        check.fault(at, "only a hospital does this", "e.g. party: \"hospital@*\"");
    }
    check_rules(check, at);
    for (int index = 0; index < plan.reports_size(); ++index) {
        check_figures(check, at.at("reports", index), plan.reports(index));
    }
    check.delay(at.at("accepts_after"), plan.accepts_after());
    check.share(at.at("done_after"), plan.done_after());
    if (plan.has_done_after() && !plan.has_accepts_after()) {
        check.fault(at.at("done_after"), "nothing is accepted, so nothing is done",
                    "write accepts_after { ... } too");
    }
    check.percent(at.at("fails_percent"), plan.fails_percent());
    if (plan.fails_percent() > 0) {
        check.present(at, "fails_reason", plan.fails_reason());
    }
}

void check_casualties(ScenarioCheck const& check) {
    auto const& script = check.script();
    std::set<std::pair<std::string, std::string>> seen;
    for (int index = 0; index < script.casualties_size(); ++index) {
        auto const& stream = script.casualties(index);
        auto const place = check.top().at("casualties", index);
        check_stream(check, place, stream);
        if (!seen.emplace(stream.incident(), stream.site_id()).second) {
            check.fault(place.at("site_id"),
                        fmt::format("two streams of \"{}\"", stream.site_id()));
        }
    }
}

}  // namespace larm::player
