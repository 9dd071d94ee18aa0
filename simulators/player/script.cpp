#include "simulators/player/script.hpp"

#include <utility>

#include "simulators/player/act.hpp"
#include "simulators/player/event_words.hpp"

namespace larm::player {
namespace {

ActResult result_of(int index, world::Reply const& reply) {
    return reply ? ActResult{.act = index}
                 : ActResult{.act = index,
                             .refused_with = std::string{code_word(reply.error().code)},
                             .message = reply.error().message};
}

}  // namespace

void Script::put_down() {
    for (auto const& incident : stage_.scenario().script.incidents()) {
        put_down_incident(incident);
    }
    for (int index = 0; index < stage_.scenario().script.acts_size(); ++index) {
        put_down_act(index);
    }
    casualties_.put_down();
    hospitals_.put_down();
    moves_.put_down();
    cooperation_.put_down();
}

void Script::put_down_incident(v1::ScenarioIncident const& incident) {
    if (incident.has_reported()) {
        stage_.at(incident.reported().at_s(), [this, &incident] {
            v1::Command command;
            command.mutable_report_incident()->set_region_id(incident.region_id());
            *command.mutable_report_incident()->mutable_report() = incident.report();
            stage_.give(std::move(command), incident.reported().by(), incident.id());
        });
    }
    stage_.at(incident.confirmed().at_s(), [this, &incident] {
        v1::Command command;
        auto& confirm = *command.mutable_confirm_incident();
        confirm.set_region_id(incident.region_id());
        confirm.set_level(incident.confirmed().level());
        confirm.set_mass_casualty(incident.confirmed().mass_casualty());
        if (!incident.has_reported()) {
            *confirm.mutable_report() = incident.report();
        }
        stage_.give(std::move(command), incident.confirmed().by(), incident.id(),
                    [this, &incident](world::Reply const& reply) {
                        if (reply) {
                            people_.confirmed(incident.id(), incident.confirmed().by());
                        } else {
                            results_.push_back(result_of(-1, reply));
                        }
                    });
    });
}

void Script::act(v1::ScriptedAct const& act) {
    auto const* const incident = stage_.scenario().incident_or_only(act.incident());
    stage_.give(command_of(act), act.by(), incident == nullptr ? std::string{} : incident->id());
}

void Script::put_down_act(int index) {
    auto const& act = stage_.scenario().script.acts(index);
    auto const* const incident = stage_.scenario().incident_or_only(act.incident());
    auto const name = incident == nullptr ? std::string{} : incident->id();
    stage_.at(act.at_s(), [this, index, name, &act] {
        if (stage_.is_human(act.by())) {
            results_.push_back({.act = index, .left_out = true});
            return;
        }
        if (act.has_when() && !stage_.holds(act.when())) {
            results_.push_back({.act = index, .left_out = true});
            return;
        }
        stage_.give(command_of(act), act.by(), name, [this, index](world::Reply const& reply) {
            results_.push_back(result_of(index, reply));
        });
    });
}

}  // namespace larm::player
