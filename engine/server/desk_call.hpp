// What the desk's calls share: who asks and for whom, what the book refuses, and a look at the
// state.
#pragma once

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/server/contact_desk.hpp"

namespace larm::server {

/// The call's request; it is of that type.
template <typename Request>
Request const& as(DeskCall const& call) {
    auto const* const typed = google::protobuf::DynamicCastToGenerated<Request>(call.request.get());
    LARM_CHECK(typed != nullptr);
    return *typed;
}

/// Runs `look` on the state, as a reader, and waits for what it says.
template <typename Look>
auto read_state(world::WorldHandle& world, Look look) {
    using Seen = decltype(look(std::declval<core::State const&>()));
    auto const promise = std::make_shared<std::promise<Seen>>();
    auto seen = promise->get_future();
    world.read([promise, look = std::move(look)](core::State const& state, v1::Durability) {
        promise->set_value(look(state));
    });
    return seen.get();
}

[[nodiscard]] std::unexpected<CallError> refused(contacts::ContactsError error,
                                                 std::string field = {});
/// Whose contacts the caller sees and proposes; nothing for the administrator, who does for all. A
/// caller without an organisation has an empty one, which is nobody's.
[[nodiscard]] std::optional<std::string> organisation_of(DeskCall const& call);
/// Whether the caller acts for the officers of `party`: as the core has it, and the administrator.
[[nodiscard]] bool acts_for(DeskCall const& call, std::string_view party);
[[nodiscard]] contacts::Origin origin_of(DeskContext const& desk, DeskCall const& call,
                                         std::string const& command_id = {});

}  // namespace larm::server
