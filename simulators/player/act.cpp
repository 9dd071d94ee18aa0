#include "simulators/player/act.hpp"

#include <google/protobuf/message.h>

#include <algorithm>

#include "engine/core/check.hpp"

namespace larm::player {
namespace {

using google::protobuf::FieldDescriptor;

FieldDescriptor const* request_field(v1::Command const& command) {
    static auto const* const request = v1::Command::descriptor()->FindOneofByName("request");
    return command.GetReflection()->GetOneofFieldDescriptor(command, request);
}

/// What requests have in common, and what reads them; nullptr where one has not.
struct CommonFields {
    FieldDescriptor const* request = nullptr;
    google::protobuf::Reflection const* reflection = nullptr;
    FieldDescriptor const* command_id = nullptr;
    FieldDescriptor const* incident_id = nullptr;
    FieldDescriptor const* via = nullptr;
};

/// By the request's number: to find fields by name, or what reads them, costs more than to fill
/// them.
std::vector<CommonFields> common_fields() {
    auto const* const requests = v1::Command::descriptor()->FindOneofByName("request");
    std::vector<CommonFields> fields;
    for (int index = 0; index < requests->field_count(); ++index) {
        auto const& field = *requests->field(index);
        auto const& type = *field.message_type();
        auto const number = static_cast<std::size_t>(field.number());
        fields.resize(std::max(fields.size(), number + 1));
        fields[number] = {&field,
                          google::protobuf::MessageFactory::generated_factory()
                              ->GetPrototype(&type)
                              ->GetReflection(),
                          type.FindFieldByName("command_id"), type.FindFieldByName("incident_id"),
                          type.FindFieldByName("via")};
    }
    return fields;
}

}  // namespace

FieldDescriptor const* act_field(v1::ScriptedAct const& act) {
    auto const* const choice = v1::ScriptedAct::descriptor()->FindOneofByName("act");
    return act.GetReflection()->GetOneofFieldDescriptor(act, choice);
}

v1::Command command_of(v1::ScriptedAct const& act) {
    auto const* const said = act_field(act);
    LARM_CHECK(said != nullptr);
    v1::Command command;
    auto const* const requests = v1::Command::descriptor()->FindOneofByName("request");
    for (int index = 0; index < requests->field_count(); ++index) {
        auto const* const field = requests->field(index);
        if (field->message_type() ==
            said->message_type()) {  // each request is in the envelope once
            command.GetReflection()
                ->MutableMessage(&command, field)
                ->CopyFrom(act.GetReflection()->GetMessage(act, said));
        }
    }
    LARM_CHECK(request_field(command) != nullptr);
    return command;
}

void fill_ids(v1::Command& command, std::string const& command_id, std::string const& incident_id) {
    if (command.has_report_capacity()) {  // comes by the minute, and reading by names costs more
        auto& report = *command.mutable_report_capacity();
        if (report.command_id().empty()) {
            report.set_command_id(command_id);
        }
        report.set_via(report.via() == v1::VIA_UNSPECIFIED ? v1::VIA_CONSOLE : report.via());
        return;
    }
    static auto const all = common_fields();
    static auto const* const envelope = v1::Command::default_instance().GetReflection();
    auto const& fields = all[static_cast<std::size_t>(command.request_case())];
    LARM_CHECK(fields.request != nullptr);
    auto& request = *envelope->MutableMessage(&command, fields.request);
    auto const set_if_empty = [&](FieldDescriptor const* field, std::string const& value) {
        std::string unused;
        if (field != nullptr &&
            fields.reflection->GetStringReference(request, field, &unused).empty()) {
            fields.reflection->SetString(&request, field, value);
        }
    };
    set_if_empty(fields.command_id, command_id);
    set_if_empty(fields.incident_id, incident_id);
    if (fields.via != nullptr && fields.reflection->GetEnumValue(request, fields.via) == 0) {
        fields.reflection->SetEnumValue(&request, fields.via, v1::VIA_CONSOLE);
    }
}

std::string_view code_word(core::Code code) {
    switch (code) {
        case core::Code::invalid_argument: return "invalid_argument";
        case core::Code::not_found: return "not_found";
        case core::Code::already_exists: return "already_exists";
        case core::Code::permission_denied: return "permission_denied";
        case core::Code::failed_precondition: return "failed_precondition";
        case core::Code::aborted: return "aborted";
        case core::Code::resource_exhausted: return "resource_exhausted";
        case core::Code::unavailable: return "unavailable";
    }
    LARM_CHECK(false);
}

std::vector<std::string> code_words() {
    std::vector<std::string> words;
    for (auto const code :
         {core::Code::invalid_argument, core::Code::not_found, core::Code::already_exists,
          core::Code::permission_denied, core::Code::failed_precondition, core::Code::aborted,
          core::Code::resource_exhausted, core::Code::unavailable}) {
        words.emplace_back(code_word(code));
    }
    return words;
}

}  // namespace larm::player
