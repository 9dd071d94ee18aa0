// The RPCs that read. Each is a function of the state and the request; it runs on the engine
// thread, so it copies what it needs and leaves the encoding to the network thread.
#pragma once

#include <google/protobuf/message.h>
#include <larm/v1/event.pb.h>

#include <expected>
#include <memory>
#include <string_view>

#include "engine/core/state.hpp"
#include "engine/delivery/address_book.hpp"
#include "engine/server/connect/error.hpp"

namespace larm::server {

using QueryAnswer = std::expected<std::unique_ptr<google::protobuf::Message>, CallError>;
/// What a query reads, and for whom.
struct QueryContext {
    core::State const& state;
    v1::Actor const& caller;
    delivery::AddressBook const* book = nullptr;  ///< nullptr: there is none.
    core::Instant now = {};                       ///< Engine time, for what gets old by itself.
};
using Query = QueryAnswer (*)(QueryContext const& context,
                              google::protobuf::Message const& request);

/// The query behind a request type ("larm.v1.GetIncident"), or nullptr.
[[nodiscard]] Query find_query(std::string_view request_type);

}  // namespace larm::server
