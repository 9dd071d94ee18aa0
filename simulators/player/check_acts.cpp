// Scripted acts: whether they are complete commands, short of what the player fills in.
#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <larm/v1/options.pb.h>

#include <algorithm>

#include "engine/rules/names.hpp"
#include "simulators/player/act.hpp"
#include "simulators/player/scenario_check.hpp"

namespace larm::player {
namespace {

using google::protobuf::FieldDescriptor;

bool is_filled_in(FieldDescriptor const& field) {
    return field.name() == "command_id" || field.name() == "incident_id";
}

/// What the server would refuse before the core sees it, by the field's own rule.
void check_field(ScenarioCheck const& check, rules::Place const& place,
                 google::protobuf::Message const& request, FieldDescriptor const& field) {
    auto const& rule = field.options().GetExtension(v1::rule);
    auto const& reflection = *request.GetReflection();
    auto const present = field.is_repeated() ? reflection.FieldSize(request, &field) > 0
                                             : reflection.HasField(request, &field);
    if (is_filled_in(field)) {
        if (present) {
            check.fault(place.at(field.name()),
                        fmt::format("{} is filled in by the player", field.name()),
                        "leave it out; name the incident beside `by`");
        }
        return;
    }
    if (rule.required() && !present) {
        check.fault(place, fmt::format("{} missing", field.name()));
    }
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 && !field.is_repeated() && present &&
        (rule.min() != 0 || rule.max() != 0)) {
        check.range(place.at(field.name()), field.name(), reflection.GetInt32(request, &field),
                    rule.min(), rule.max());
    }
}

void check_request(ScenarioCheck const& check, rules::Place const& place,
                   v1::ScriptedAct const& act) {
    auto const* const chosen = act_field(act);
    if (chosen == nullptr) {
        check.fault(place, "says nothing that is done", "e.g. stand_down { reason: ... }");
        return;
    }
    auto const& request = act.GetReflection()->GetMessage(act, chosen);
    auto const at = place.at(chosen->name());
    auto const& type = *chosen->message_type();
    for (int index = 0; index < type.field_count(); ++index) {
        check_field(check, at, request, *type.field(index));
    }
    auto const* const region = type.FindFieldByName("region_id");
    if (region != nullptr) {
        check.region(at.at("region_id"), request.GetReflection()->GetString(request, region));
    }
    auto const* const party = type.FindFieldByName("party");
    if (party != nullptr) {
        check.party(at.at("party"), request.GetReflection()->GetString(request, party), false);
    }
    auto const needs_incident = type.FindFieldByName("incident_id") != nullptr;
    if (needs_incident) {
        check.incident(place.at("incident"), act.incident(), true);
    } else if (!act.incident().empty()) {
        check.fault(place.at("incident"), "this act is about no incident");
    }
}

}  // namespace

void check_act(ScenarioCheck const& check, rules::Place const& place, v1::ScriptedAct const& act) {
    check.moment(place.at("at_s"), "at_s", act.at_s());
    check.party(place.at("by"), act.by(), false);
    if (act.has_when()) {
        check_condition(check, place.at("when"), act.when());
    }
    check_request(check, place, act);
    auto const codes = code_words();
    if (!act.refused_with().empty() &&
        std::ranges::find(codes, act.refused_with()) == codes.end()) {
        check.fault(place.at("refused_with"), fmt::format("no code \"{}\"", act.refused_with()),
                    rules::did_you_mean(act.refused_with(), codes));
    }
}

void check_acts(ScenarioCheck const& check) {
    for (int index = 0; index < check.script().acts_size(); ++index) {
        check_act(check, check.top().at("acts", index), check.script().acts(index));
    }
}

}  // namespace larm::player
