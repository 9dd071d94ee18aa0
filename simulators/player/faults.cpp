#include "simulators/player/faults.hpp"

#include <algorithm>

#include "engine/core/party.hpp"

namespace larm::player {
namespace {

std::int64_t seconds_since(Scenario const& scenario, core::Instant at) {
    return (at - scenario.starts).us / 1'000'000;
}

bool is_on(v1::ScenarioFault const& fault, std::int64_t since_s) {
    return since_s >= fault.from_s() && since_s < fault.until_s();
}

bool concerns(v1::CutOff const& cut, v1::RulePack const& pack, std::string_view party) {
    auto const region = region_of(pack, party);
    return std::ranges::any_of(cut.party(),
                               [&](auto const& pattern) { return is_meant(pattern, party); }) ||
           (!region.empty() && std::ranges::find(cut.region_id(), region) != cut.region_id().end());
}

bool is_down(v1::ChannelOutage const& outage, std::int64_t since_s) {
    auto const into = since_s - outage.from_s();
    auto const lasts = outage.until_s() - outage.from_s();
    return into >= 0 && (outage.every_s() > 0 ? into % outage.every_s() : into) < lasts;
}

}  // namespace

bool is_meant(std::string_view pattern, std::string_view party) {
    return pattern == party || (core::organisation_of(pattern) == "*" &&
                                core::role_of(pattern) == core::role_of(party));
}

std::string region_of(v1::RulePack const& pack, std::string_view party) {
    auto const organisation = core::organisation_of(party);
    auto const hospital = std::ranges::find(pack.hospitals(), organisation, &v1::Hospital::id);
    return hospital == pack.hospitals().end() ? std::string{organisation} : hospital->region_id();
}

std::optional<v1::ScenarioFault> cut_off(Scenario const& scenario, std::string_view party,
                                         core::Instant at) {
    auto const since_s = seconds_since(scenario, at);
    for (auto const& fault : scenario.script.faults()) {
        if (fault.has_cut_off() && is_on(fault, since_s) &&
            concerns(fault.cut_off(), scenario.pack.pack, party)) {
            return fault;
        }
    }
    return std::nullopt;
}

bool is_evacuated(Scenario const& scenario, std::string_view hospital, core::Instant at) {
    auto const since_s = seconds_since(scenario, at);
    return std::ranges::any_of(scenario.script.faults(), [&](auto const& fault) {
        return fault.has_evacuation() && is_on(fault, since_s) &&
               fault.evacuation().hospital_id() == hospital;
    });
}

std::optional<core::Instant> back_at(Scenario const& scenario, core::Instant at) {
    auto const since_s = seconds_since(scenario, at);
    for (auto const& fault : scenario.script.faults()) {
        if (fault.has_daemon_down() && is_on(fault, since_s)) {
            return scenario.starts + core::seconds(fault.until_s());
        }
    }
    return std::nullopt;
}

std::string outage(Scenario const& scenario, v1::Channel channel, std::string_view party,
                   core::Instant at) {
    if (auto const fault = cut_off(scenario, party, at); fault) {
        return fault->reason();
    }
    auto const since_s = seconds_since(scenario, at);
    for (auto const& each : scenario.script.outages()) {
        auto const& regions = each.region_id();
        auto const is_there =
            regions.empty() ||
            std::ranges::find(regions, region_of(scenario.pack.pack, party)) != regions.end();
        if (is_there && is_down(each, since_s) &&
            std::ranges::find(each.channels(), channel) != each.channels().end()) {
            return each.reason();
        }
    }
    return {};
}

}  // namespace larm::player
