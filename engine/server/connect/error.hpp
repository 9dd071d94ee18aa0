// An error as a Connect client reads it: code, a sentence, and the field it concerns.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "engine/core/rejection.hpp"
#include "engine/server/connect/code.hpp"

namespace larm::server {

/// Why a call got no reply. `field` is a path in lowerCamel ("report.casualties.dead"), empty where
/// no field is at fault.
struct CallError {
    ConnectCode code = ConnectCode::internal;
    std::string message;
    std::string field;
    /// 0: the code's own. Set where HTTP has a status of its own for it.
    unsigned status = 0;

    [[nodiscard]] unsigned http() const { return status == 0 ? http_status(code) : status; }
};

/// What `field` names is not there. `what`: e.g. "incident".
[[nodiscard]] std::unexpected<CallError> no_such(std::string const& field, std::string_view what);

/// `invalid_argument` for one field. The message begins with the field, so that it names it by
/// itself.
[[nodiscard]] CallError field_error(std::string field, std::string_view what);

/// A refusal by the domain; its snake_case field becomes lowerCamel.
[[nodiscard]] CallError call_error(core::Rejection rejection);

/// The error's body: {"code","message","details"}, with a larm.v1.FieldError as detail where a
/// field is named.
[[nodiscard]] std::string error_json(CallError const& error);

/// "incident_id" -> "incidentId". Dots stay.
[[nodiscard]] std::string lower_camel(std::string_view snake);

}  // namespace larm::server
