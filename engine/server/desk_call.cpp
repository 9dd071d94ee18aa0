#include "engine/server/desk_call.hpp"

#include "engine/core/authority.hpp"

namespace larm::server {

std::unexpected<CallError> refused(contacts::ContactsError error, std::string field) {
    using Kind = contacts::ContactsErrorKind;
    auto code = ConnectCode::unavailable;
    switch (error.kind) {
        case Kind::not_found: code = ConnectCode::not_found; break;
        case Kind::state: code = ConnectCode::failed_precondition; break;
        case Kind::changed: code = ConnectCode::aborted; break;
        case Kind::busy:
        case Kind::full:
        case Kind::io:
        case Kind::damaged: field.clear(); break;  // no fault of the request
    }
    return std::unexpected{CallError{code, std::move(error.message), std::move(field), 0}};
}

std::optional<std::string> organisation_of(DeskCall const& call) {
    auto const& actor = call.envelope.actor();
    return actor.role() == v1::ROLE_ADMIN ? std::nullopt : std::optional{actor.organisation()};
}

bool acts_for(DeskCall const& call, std::string_view party) {
    auto const& actor = call.envelope.actor();
    return actor.role() == v1::ROLE_ADMIN || core::speaks_for(actor, party);
}

contacts::Origin origin_of(DeskContext const& desk, DeskCall const& call,
                           std::string const& command_id) {
    return {call.envelope.actor().token_id(), command_id, desk.clock(),
            call.envelope.fingerprint()};
}

}  // namespace larm::server
