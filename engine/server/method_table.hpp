// The RPCs, read from the descriptors: a new method in proto/larm/v1 is served as soon as its
// request is a member of Command or has a query. The engine's own commands are no method's request,
// and so can never come from the wire.
#pragma once

#include <google/protobuf/descriptor.h>

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/server/access_desk.hpp"
#include "engine/server/connect/field_check.hpp"
#include "engine/server/contact_desk.hpp"
#include "engine/server/queries.hpp"

namespace larm::server {

/// One RPC. Exactly one of `command_field`, `query`, `desk`, `access`, `is_health` and
/// `is_of_exercises` is set.
struct Method {
    std::string name;     ///< "larm.v1.IncidentService/ConfirmIncident"
    std::string service;  ///< "larm.v1.IncidentService"
    std::string method;   ///< "ConfirmIncident"
    google::protobuf::Descriptor const* request = nullptr;
    google::protobuf::FieldDescriptor const* command_field = nullptr;
    Query query = nullptr;
    ContactDesk::Method desk = nullptr;
    AccessDesk::Method access = nullptr;
    bool is_health = false;  ///< GetHealth: asked of the daemon, not of a world.
    /// Of ExerciseService, and no command: asked of whoever keeps the exercises.
    bool is_of_exercises = false;
};

/// Immutable once made.
class MethodTable {
public:
    MethodTable();

    /// The method of a path, "/larm.v1.IncidentService/ConfirmIncident"; nullptr where there is
    /// none.
    [[nodiscard]] Method const* find(std::string_view path) const;
    [[nodiscard]] FieldCheck const& fields() const { return fields_; }
    [[nodiscard]] std::deque<Method> const& methods() const { return methods_; }

private:
    void add(google::protobuf::MethodDescriptor const& method);

    std::deque<Method> methods_;  // stays put: others point into it
    std::unordered_map<std::string_view, Method const*> by_name_;
    FieldCheck fields_;
};

}  // namespace larm::server
