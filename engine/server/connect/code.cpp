#include "engine/server/connect/code.hpp"

#include <cstdlib>

namespace larm::server {

std::string_view code_name(ConnectCode code) {
    switch (code) {
        case ConnectCode::unknown: return "unknown";
        case ConnectCode::invalid_argument: return "invalid_argument";
        case ConnectCode::deadline_exceeded: return "deadline_exceeded";
        case ConnectCode::not_found: return "not_found";
        case ConnectCode::already_exists: return "already_exists";
        case ConnectCode::permission_denied: return "permission_denied";
        case ConnectCode::resource_exhausted: return "resource_exhausted";
        case ConnectCode::failed_precondition: return "failed_precondition";
        case ConnectCode::aborted: return "aborted";
        case ConnectCode::unimplemented: return "unimplemented";
        case ConnectCode::internal: return "internal";
        case ConnectCode::unavailable: return "unavailable";
        case ConnectCode::unauthenticated: return "unauthenticated";
    }
    std::abort();
}

unsigned http_status(ConnectCode code) {
    switch (code) {
        case ConnectCode::unknown: return 500;
        case ConnectCode::invalid_argument: return 400;
        case ConnectCode::deadline_exceeded: return 504;
        case ConnectCode::not_found: return 404;
        case ConnectCode::already_exists: return 409;
        case ConnectCode::permission_denied: return 403;
        case ConnectCode::resource_exhausted: return 429;
        case ConnectCode::failed_precondition: return 400;
        case ConnectCode::aborted: return 409;
        case ConnectCode::unimplemented: return 501;
        case ConnectCode::internal: return 500;
        case ConnectCode::unavailable: return 503;
        case ConnectCode::unauthenticated: return 401;
    }
    std::abort();
}

ConnectCode connect_code(core::Code code) {
    switch (code) {
        case core::Code::invalid_argument: return ConnectCode::invalid_argument;
        case core::Code::not_found: return ConnectCode::not_found;
        case core::Code::already_exists: return ConnectCode::already_exists;
        case core::Code::permission_denied: return ConnectCode::permission_denied;
        case core::Code::failed_precondition: return ConnectCode::failed_precondition;
        case core::Code::aborted: return ConnectCode::aborted;
        case core::Code::resource_exhausted: return ConnectCode::resource_exhausted;
        case core::Code::unavailable: return ConnectCode::unavailable;
    }
    std::abort();
}

}  // namespace larm::server
