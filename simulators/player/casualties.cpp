#include "simulators/player/casualties.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "engine/core/check.hpp"
#include "engine/core/party.hpp"

namespace larm::player {
namespace {

constexpr auto all_others = "*";

core::Duration even(Chance& chance, std::int64_t span_s) {
    return core::milliseconds(
        static_cast<std::int64_t>(chance.below(static_cast<std::uint64_t>(span_s) * 1000 + 1)));
}

/// The density grows in a straight line to the peak and falls in a straight line: the larger, or
/// the smaller, of two even draws.
core::Duration around_peak(Chance& chance, v1::CasualtyStream const& stream) {
    auto const up = std::int64_t{stream.peak_s()} - stream.from_s();
    auto const down = std::int64_t{stream.until_s()} - stream.peak_s();
    auto const is_before =
        even(chance, up + down) < core::seconds(up);  // as much of the whole as it is long
    auto const one = even(chance, is_before ? up : down);
    auto const other = even(chance, is_before ? up : down);
    return is_before ? core::seconds(stream.from_s()) + std::max(one, other)
                     : core::seconds(stream.peak_s()) + std::min(one, other);
}

std::vector<std::string> unnamed(v1::CasualtyStream const& stream, v1::RulePack const& pack) {
    std::vector<std::string> ids;
    for (auto const& hospital : pack.hospitals()) {
        if (std::ranges::find(stream.to(), hospital.id(), &v1::CasualtyShare::hospital_id) ==
            stream.to().end()) {
            ids.push_back(hospital.id());
        }
    }
    return ids;
}

std::string hospital_of(Chance& chance, v1::CasualtyStream const& stream,
                        std::vector<std::string> const& others) {
    std::uint64_t sum = 0;
    for (auto const& share : stream.to()) {
        sum += static_cast<std::uint64_t>(share.weight());
    }
    auto drawn = chance.below(sum);
    for (auto const& share : stream.to()) {
        auto const weight = static_cast<std::uint64_t>(share.weight());
        if (drawn < weight) {
            return share.hospital_id() == all_others ? others[chance.below(others.size())]
                                                     : share.hospital_id();
        }
        drawn -= weight;
    }
    return stream.to(0).hospital_id();
}

/// Of each severity those whom `counts` says yes to.
template <typename Counts>
v1::SeverityCounts count_of(std::vector<Casualty> const& casualties, Counts const& counts) {
    core::Counts sum{};
    for (auto const& each : casualties) {
        sum[each.severity] += counts(each) ? 1 : 0;
    }
    return core::to_message(sum);
}

}  // namespace

std::vector<Casualty> draw(v1::CasualtyStream const& stream, Stage const& stage) {
    auto const others = unnamed(stream, stage.scenario().pack.pack);
    auto const total = core::counts_of(stream.total());
    std::vector<Casualty> drawn;
    for (std::size_t severity = 0; severity < total.size(); ++severity) {
        for (std::int64_t number = 0; number < total[severity]; ++number) {
            auto chance = stage.chance(fmt::format("casualty {} {} {} {}", stream.incident(),
                                                   stream.site_id(), severity, number));
            auto& each = drawn.emplace_back();
            each.severity = severity;
            each.found = stage.scenario().starts + around_peak(chance, stream);
            each.by_themselves = chance.percent(stream.by_themselves_percent());
            auto& stay = each.stays.emplace_back();
            stay.hospital = each.by_themselves ? stream.to(0).hospital_id()
                                               : hospital_of(chance, stream, others);
            each.leaves = each.found;
            if (!each.by_themselves) {
                each.leaves = each.leaves + chance.delay(stream.leaves_after());
            }
            stay.arrives = each.leaves + chance.delay(stream.travels());
        }
    }
    return drawn;
}

std::string Casualties::incident_of(v1::CasualtyStream const& stream) const {
    auto const* const incident = stage_.scenario().incident_or_only(stream.incident());
    return incident == nullptr ? std::string{} : incident->id();
}

bool Casualties::is_open(std::string const& incident) const {
    auto const* const known = stage_.state().incident(stage_.incident_id(incident));
    return known != nullptr && known->pack != nullptr && !known->is_closed();
}

bool Casualties::are_drawn(std::string const& incident) const {
    return std::ranges::any_of(stage_.scenario().script.casualties(),
                               [&](auto const& stream) { return incident_of(stream) == incident; });
}

std::vector<Casualty*> Casualties::found_for(std::string const& incident,
                                             v1::TransferMove const& move) {
    auto const now = stage_.now();
    auto const severity = core::index_of(move.severity());
    std::vector<Casualty*> found;
    for (std::size_t at = 0; at < drawn_.size(); ++at) {
        auto const& stream = stage_.scenario().script.casualties(static_cast<int>(at));
        if (incident_of(stream) != incident) {
            continue;
        }
        for (auto& each : drawn_[at]) {
            auto const is_here =
                move.from_hospital_id().empty()
                    ? stream.site_id() == move.from_site_id() && each.is_at_scene(now)
                    : each.stays.back().hospital == move.from_hospital_id() &&
                          each.stays.back().is_there(now);
            if (is_here && each.severity == severity) {
                found.push_back(&each);
            }
        }
    }
    return found;
}

int Casualties::present(std::string const& incident, v1::TransferMove const& move) {
    auto const there = found_for(incident, move).size();
    return static_cast<int>(std::min(there, static_cast<std::size_t>(move.count())));
}

void Casualties::carry(std::string const& incident, v1::TransferMove const& move, int count,
                       core::Instant arrives) {
    auto const found = found_for(incident, move);
    LARM_CHECK(static_cast<std::size_t>(count) <= found.size());
    ++changes_[move.to_hospital_id()];
    for (auto* const each : std::span{found}.first(static_cast<std::size_t>(count))) {
        ++changes_[each->stays.back().hospital];
        if (move.from_hospital_id().empty()) {
            each->leaves = stage_.now();
            each->stays = {{move.to_hospital_id(), arrives, {}}};
        } else {
            each->stays.back().leaves = stage_.now();
            each->stays.push_back({move.to_hospital_id(), arrives, {}});
        }
    }
    sort_stays();
}

core::Instant Casualties::last_of(std::string const& incident) const {
    core::Instant last;
    auto const& streams = stage_.scenario().script.casualties();
    for (std::size_t at = 0; at < drawn_.size(); ++at) {
        if (incident_of(streams.Get(static_cast<int>(at))) == incident) {
            for (auto const& each : drawn_[at]) {
                last = std::max(last, each.stays.back().arrives);
            }
        }
    }
    return last;
}

void Casualties::sort_stays() {
    by_hospital_.clear();
    for (std::size_t stream = 0; stream < drawn_.size(); ++stream) {
        for (auto const& each : drawn_[stream]) {
            for (auto const& stay : each.stays) {
                by_hospital_[stay.hospital].push_back({each.severity, &stay, stream});
            }
        }
    }
}

std::span<SevereStay const> Casualties::stays_at(std::string_view hospital) const {
    auto const found = by_hospital_.find(hospital);
    return found == by_hospital_.end() ? std::span<SevereStay const>{} : found->second;
}

std::int64_t Casualties::changes_at(std::string_view hospital) const {
    auto const found = changes_.find(hospital);
    return found == changes_.end() ? 0 : found->second;
}

void Casualties::put_down() {
    auto const& streams = stage_.scenario().script.casualties();
    scenes_.resize(static_cast<std::size_t>(streams.size()));
    std::map<std::string, int> arrivals_every;  // by incident, the shortest of its streams
    for (int index = 0; index < streams.size(); ++index) {
        auto const& stream = streams.Get(index);
        drawn_.push_back(draw(stream, stage_));
        if (stream.reported_every_s() > 0) {
            stage_.at(stream.from_s(),
                      [this, index] { count_scene(static_cast<std::size_t>(index)); });
        }
        if (auto const every = stream.arrivals_every_s(); every > 0) {
            auto& shortest = arrivals_every.try_emplace(incident_of(stream), every).first->second;
            shortest = std::min(shortest, every);
        }
    }
    sort_stays();
    for (auto const& [incident, every] : arrivals_every) {
        for (auto const& hospital : stage_.scenario().pack.pack.hospitals()) {
            auto const& id = hospital.id();
            if (!stage_.is_human(core::make_party(v1::ROLE_HOSPITAL, id))) {
                stage_.at(0, [this, incident, id, every] { count_hospital(incident, id, every); });
            }
        }
    }
}

void Casualties::count_scene(std::size_t index) {
    auto const& stream = stage_.scenario().script.casualties(static_cast<int>(index));
    auto const incident = incident_of(stream);
    auto const now = stage_.now();
    auto const& drawn = drawn_[index];
    if (now <= last_of(incident) + core::seconds(stream.reported_every_s())) {
        stage_.later(core::seconds(stream.reported_every_s()),
                     [this, index] { count_scene(index); });
    }
    auto const by = stream.reported_by().empty()
                        ? stage_.scenario().incident(incident)->confirmed().by()
                        : stream.reported_by();
    if (!is_open(incident) || stage_.is_human(by)) {
        return;
    }
    v1::Command command;
    auto& report = *command.mutable_report_casualties();
    report.set_site_id(stream.site_id());
    report.set_name(stream.name());
    *report.mutable_place() = stream.place();
    *report.mutable_at_scene() =
        count_of(drawn, [now](Casualty const& each) { return each.is_at_scene(now); });
    *report.mutable_under_way() = count_of(drawn, [now](Casualty const& each) {
        return !each.by_themselves && each.leaves <= now && now < each.first().arrives;
    });
    report.set_dead(stream.dead());
    report.set_triage_algorithm(stream.triage_algorithm());
    auto& scene = scenes_[index];
    auto told = report.SerializeAsString();
    if (scene.told != told) {
        scene.told = std::move(told);
        report.set_observed_at(now.us);
        enter(scene, stream.entered_after(), std::move(command), by, incident);
    }
}

void Casualties::count_hospital(std::string const& incident, std::string const& hospital,
                                int every_s) {
    auto const now = stage_.now();
    stage_.later(core::seconds(every_s), [this, incident, hospital, every_s] {
        count_hospital(incident, hospital, every_s);
    });
    if (!is_open(incident)) {
        return;
    }
    v1::Command command;
    auto& report = *command.mutable_report_arrivals();
    report.set_hospital_id(hospital);
    core::Counts come{};
    auto const& streams = stage_.scenario().script.casualties();
    v1::Delay const* after = nullptr;
    std::vector<bool> is_its;  // by stream
    for (auto const& stream : streams) {
        is_its.push_back(incident_of(stream) == incident);
        after = after == nullptr && is_its.back() ? &stream.entered_after() : after;
    }
    for (auto const& each : stays_at(hospital)) {  // who comes back has come twice
        come[each.severity] += is_its[each.stream] && each.stay->arrives <= now ? 1 : 0;
    }
    if (come == core::Counts{}) {
        return;
    }
    *report.mutable_arrived() = core::to_message(come);
    auto& counted = hospitals_[{incident, hospital}];
    auto told = report.SerializeAsString();
    if (counted.told != told) {
        counted.told = std::move(told);
        report.set_observed_at(now.us);
        enter(counted, *after, std::move(command), core::make_party(v1::ROLE_HOSPITAL, hospital),
              incident);
    }
}

void Casualties::enter(Counted& counted, v1::Delay const& after, v1::Command command,
                       std::string const& by, std::string const& incident) {
    auto chance = stage_.chance(fmt::format("entering {} {} {}", incident, by, stage_.now().us));
    counted.entered = std::max(counted.entered, stage_.now() + chance.delay(after));
    stage_.later(counted.entered - stage_.now(),
                 [this, command = std::move(command), by, incident] {
                     if (is_open(incident)) {
                         stage_.give(command, by, incident);
                     }
                 });
}

}  // namespace larm::player
