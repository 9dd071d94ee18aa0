// The Connect protocol's error codes, their names on the wire and their HTTP statuses.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/core/rejection.hpp"

namespace larm::server {

/// The codes this server uses, of the protocol's sixteen.
enum class ConnectCode : std::uint8_t {
    unknown,
    invalid_argument,
    deadline_exceeded,
    not_found,
    already_exists,
    permission_denied,
    resource_exhausted,
    failed_precondition,
    aborted,
    unimplemented,
    internal,
    unavailable,
    unauthenticated,
};

/// As it stands in the error's `code`, e.g. "invalid_argument".
[[nodiscard]] std::string_view code_name(ConnectCode code);
/// The status that carries the code, unless HTTP itself asks for another (405, 415).
[[nodiscard]] unsigned http_status(ConnectCode code);
[[nodiscard]] ConnectCode connect_code(core::Code code);

}  // namespace larm::server
