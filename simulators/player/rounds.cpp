#include "simulators/player/rounds.hpp"

#include <fmt/format.h>

namespace larm::player {
namespace {

/// No id has it.
constexpr char round_mark = '#';

/// One of the rounds after the first.
struct Round {
    int number;
    int later_s;

    [[nodiscard]] std::string name(std::string const& incident) const {
        return fmt::format("{}{}{}", incident, round_mark, number);
    }

    /// What names no incident is about none.
    template <typename Each>
    void rename(Each& each) const {
        if (!each.incident().empty()) {
            each.set_incident(name(each.incident()));
        }
    }

    template <typename Span>
    void move(Span& span) const {
        span.set_from_s(span.from_s() + later_s);
        span.set_until_s(span.until_s() + later_s);
    }
};

/// `all` is written for one round. Of each the copy that `in_round` makes for a later one, if any,
/// comes behind it.
template <typename All, typename InRound>
void write_out(All& all, std::vector<Round> const& rounds, std::vector<std::string>* places,
               InRound const& in_round) {
    auto const written = all.size();
    for (auto const& round : rounds) {
        for (int index = 0; index < written; ++index) {
            auto each = all.Get(index);
            if (!in_round(each, round)) {
                continue;
            }
            *all.Add() = std::move(each);
            if (places != nullptr) {
                places->push_back((*places)[static_cast<std::size_t>(index)]);
            }
        }
    }
}

/// Whoever leaves out the only incident means it; there are several now.
template <typename All>
void name_all(All& all, std::string const& only) {
    for (auto& each : all) {
        if (each.incident().empty()) {
            each.set_incident(only);
        }
    }
}

}  // namespace

void write_out_rounds(Scenario& scenario) {
    auto& script = scenario.script;
    if (script.rounds() <= 1) {
        return;
    }
    if (script.incidents_size() == 1) {
        auto const& only = script.incidents(0).id();
        name_all(*script.mutable_acts(), only);
        for (auto& act : *script.mutable_acts()) {
            if (act.has_when()) {
                name_all(*act.mutable_when()->mutable_all(), only);
                name_all(*act.mutable_when()->mutable_none(), only);
            }
        }
        name_all(*script.mutable_expectations(), only);
        name_all(*script.mutable_casualties(), only);
    }
    std::vector<Round> rounds;
    for (int number = 2; number <= script.rounds(); ++number) {
        rounds.push_back({number, (number - 1) * script.lasts_s()});
    }
    write_out(*script.mutable_acts(), rounds, &scenario.act_places,
              [](v1::ScriptedAct& act, Round const& round) {
                  act.set_at_s(act.at_s() + round.later_s);
                  round.rename(act);
                  if (act.has_when()) {
                      for (auto* const all : {act.mutable_when()->mutable_all(),
                                              act.mutable_when()->mutable_none()}) {
                          for (auto& each : *all) {
                              round.rename(each);
                          }
                      }
                  }
                  return true;
              });
    write_out(*script.mutable_expectations(), rounds, &scenario.expectation_places,
              [](v1::Expectation& expected, Round const& round) {
                  round.rename(expected);
                  return !expected.incident().empty();  // else it is of the whole
              });
    write_out(*script.mutable_casualties(), rounds, nullptr,
              [](v1::CasualtyStream& stream, Round const& round) {
                  round.move(stream);
                  stream.set_peak_s(stream.peak_s() + round.later_s);
                  round.rename(stream);
                  return true;
              });
    write_out(*script.mutable_outages(), rounds, nullptr,
              [](v1::ChannelOutage& outage, Round const& round) {
                  round.move(outage);
                  return outage.every_s() == 0;  // else it comes back by itself, to the end
              });
    write_out(*script.mutable_faults(), rounds, nullptr,
              [](v1::ScenarioFault& fault, Round const& round) {
                  round.move(fault);
                  return true;
              });
    write_out(
        *script.mutable_incidents(), rounds, nullptr,
        [](v1::ScenarioIncident& incident, Round const& round) {
            incident.set_id(round.name(incident.id()));
            if (incident.has_reported()) {
                incident.mutable_reported()->set_at_s(incident.reported().at_s() + round.later_s);
            }
            auto& confirmed = *incident.mutable_confirmed();
            confirmed.set_at_s(confirmed.at_s() + round.later_s);
            return true;
        });
    script.set_lasts_s(script.lasts_s() * script.rounds());
}

bool is_planned_for(std::string_view planned, std::string_view incident) {
    return planned.empty() || planned == incident.substr(0, incident.find(round_mark));
}

}  // namespace larm::player
