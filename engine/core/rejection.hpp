// A refusal by the domain: a value, never an exception. The server maps it to a Connect error one
// to one.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace larm::core {

/// Connect's error codes, as far as the engine uses them.
enum class Code : std::uint8_t {
    invalid_argument,
    not_found,
    already_exists,
    permission_denied,
    failed_precondition,
    aborted,
    resource_exhausted,
    unavailable,
};

/// Why a command changed nothing: what is wrong, in which request field, and what to do, in
/// English.
struct Rejection {
    Code code = Code::invalid_argument;
    std::string field;
    std::string message;
};

[[nodiscard]] inline Rejection refusal(Code code, std::string field, std::string message) {
    return {code, std::move(field), std::move(message)};
}

}  // namespace larm::core
