#include "tests/support/hospitals.hpp"

#include <fmt/format.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/text_format.h>

#include <fstream>

#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

v1::Actor hospital_actor(std::string const& hospital) {
    return actor(v1::ROLE_HOSPITAL, hospital);
}

std::string in_words(std::optional<core::Standing> const& standing) {
    if (!standing) {
        return "unknown";
    }
    auto const name = v1::PlusDimension_Name(standing->binding);
    return fmt::format("{} {}", standing->free, name.substr(std::string{"PLUS_DIMENSION_"}.size()));
}

}  // namespace

v1::RulePack capacity_pack() {
    std::ifstream file{LARM_SOURCE_DIR "/tests/support/capacity.textproto"};
    google::protobuf::io::IstreamInputStream stream{&file};
    v1::RulePack part;
    REQUIRE(google::protobuf::TextFormat::Parse(&stream, &part));
    auto pack = chain_pack();
    pack.MergeFrom(part);
    return pack;
}

v1::Command report(std::string const& hospital, std::vector<Said> const& said, core::Instant seen) {
    v1::Command command;
    *command.mutable_actor() = hospital_actor(hospital);
    auto& request = *command.mutable_report_capacity();
    request.set_command_id(next_uuid());
    request.set_hospital_id(hospital);
    request.set_observed_at(seen.us);
    for (auto const& each : said) {
        auto& figure = *request.add_figures();
        figure.set_stage(each.stage);
        figure.set_dimension(each.dimension);
        figure.set_free(each.free);
    }
    return command;
}

v1::Command report_all(std::string const& hospital, int rooms, int staff, int ventilators,
                       int nurses, core::Instant seen) {
    return report(hospital,
                  {{v1::CARE_STAGE_EMERGENCY, v1::PLUS_DIMENSION_PREMISES, rooms},
                   {v1::CARE_STAGE_EMERGENCY, v1::PLUS_DIMENSION_STAFF, staff},
                   {v1::CARE_STAGE_INTENSIVE, v1::PLUS_DIMENSION_EQUIPMENT, ventilators},
                   {v1::CARE_STAGE_INTENSIVE, v1::PLUS_DIMENSION_STAFF, nurses}},
                  seen);
}

v1::Command order(std::string const& hospital, std::vector<std::string> const& steps,
                  std::string const& incident) {
    v1::Command command;
    *command.mutable_actor() = hospital_actor(hospital);
    auto& request = *command.mutable_order_steps();
    request.set_command_id(next_uuid());
    request.set_hospital_id(hospital);
    request.set_incident_id(incident);
    request.mutable_step_ids()->Add(steps.begin(), steps.end());
    return command;
}

v1::Command say_step(std::string const& hospital, std::string const& step, v1::StepState state,
                     int ready_in_minutes) {
    v1::Command command;
    *command.mutable_actor() = hospital_actor(hospital);
    auto& request = *command.mutable_report_step();
    request.set_command_id(next_uuid());
    request.set_hospital_id(hospital);
    request.set_step_id(step);
    request.set_state(state);
    request.set_ready_in_minutes(ready_in_minutes);
    request.set_reason(state == v1::STEP_STATE_FAILED ? "ingen svarade" : "");
    return command;
}

v1::Command casualties(std::string const& incident, std::string const& region,
                       core::Counts at_scene, core::Counts under_way,
                       std::string const& near_hospital) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    auto& request = *command.mutable_report_casualties();
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    request.set_site_id("1");
    request.mutable_place()->set_near_hospital_id(near_hospital);
    request.mutable_place()->set_minutes(10);
    *request.mutable_at_scene() = core::to_message(at_scene);
    *request.mutable_under_way() = core::to_message(under_way);
    return command;
}

v1::Command arrivals(std::string const& incident, std::string const& hospital, core::Counts arrived,
                     core::Instant seen) {
    v1::Command command;
    *command.mutable_actor() = hospital_actor(hospital);
    auto& request = *command.mutable_report_arrivals();
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    request.set_hospital_id(hospital);
    *request.mutable_arrived() = core::to_message(arrived);
    request.set_observed_at(seen.us);
    return command;
}

std::string effective(Story const& story, std::string const& hospital, v1::CareStage stage) {
    return in_words(core::effective_capacity(story.state(), hospital, stage, story.now()));
}

std::string forecast(Story const& story, std::string const& hospital, v1::CareStage stage,
                     int in_minutes) {
    return in_words(
        core::forecast_capacity(story.state(), hospital, stage, story.now(), in_minutes));
}

std::vector<v1::CapacityWarned> warnings(Story const& story) {
    std::vector<v1::CapacityWarned> all;
    for (auto const& event : story.log()) {
        if (event.has_capacity_warned()) {
            all.push_back(event.capacity_warned());
        }
    }
    return all;
}

std::string differs_from_whole(core::State const& state) {
    auto const whole = core::State::restore(state.snapshot());
    auto const& one = state.capacity();
    auto const& other = whole.capacity();
    for (std::size_t hospital = 0; hospital < one.terms().hospitals().size(); ++hospital) {
        auto const& id = one.terms().hospitals()[hospital].rule->id();
        auto const& dues = one.dues(hospital);
        auto const& others = other.dues(hospital);
        if (dues.size() != others.size()) {
            return fmt::format("{} has {} dues, and {} as a whole", id, dues.size(), others.size());
        }
        for (std::size_t at = 0; at < dues.size(); ++at) {
            if (dues[at].at != others[at].at || dues[at].incident != others[at].incident ||
                dues[at].stage != others[at].stage) {
                return fmt::format("{}: due {} and {}", id, dues[at].at.us, others[at].at.us);
            }
        }
    }
    for (auto const& incident : state.incidents()) {
        if (incident.next_due != whole.incident(incident.id)->next_due) {
            return fmt::format("incident due {} and {}", incident.next_due.us,
                               whole.incident(incident.id)->next_due.us);
        }
    }
    v1::GetCapacity request;
    auto const view = core::capacity_view(state, request, state.at());
    auto const again = core::capacity_view(whole, request, whole.at());
    if (!view || !again || view->SerializeAsString() != again->SerializeAsString()) {
        return "the views differ";
    }
    return {};
}

}  // namespace larm::test
