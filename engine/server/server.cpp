#include "engine/server/server.hpp"

namespace larm::server {

Server::Server(ServerContext const& context)
    : context_{context},
      authenticator_{context.io, context.access, context.clock},
      rpc_{context.io,    context.world,  context.desk, authenticator_,
           context.clock, context.limits, context.book},
      pages_{context.readiness, context.metrics, context.world, context.outbox, context.access},
      router_{rpc_, authenticator_, pages_, context_.doors, context.metrics, context_.public_side},
      sessions_{context.io, {router_, context.hub, context.clock, context.limits, context.metrics}},
      listener_{context.io, sessions_} {
    context.hub.start(
        {.read = [this](world::Reader reader) { context_.world.read(std::move(reader)); },
         .durability = [this] { return context_.world.log_health().durability; },
         .now = [this] { return context_.world.now(); },
         .is_token_valid =
             [this](std::string_view token_id) {
                 return context_.access.tokens().is_valid(token_id, context_.clock());
             },
         .notice = context.notice});
}

std::expected<boost::asio::ip::tcp::endpoint, std::string> Server::listen(
    boost::asio::ip::tcp::endpoint const& address) {
    return listener_.listen(address);
}

void Server::begin_drain() {
    context_.readiness.set_draining();
    listener_.close();
    rpc_.drain();
    sessions_.drain();
}

void Server::drain_watchers() {
    context_.hub.drain();
}

bool Server::is_empty() const {
    return sessions_.count() == 0 && context_.hub.watchers() == 0;
}

void Server::end() {
    begin_drain();
    context_.hub.abandon();
    context_.io.restart();
    while (sessions_.count() > 0) {
        authenticator_.abandon();
        rpc_.abandon();
        for (auto* const door : context_.doors) {
            door->abandon();
        }
        sessions_.abandon();
        context_.io.run_one();
    }
    context_.io.poll();  // the listener's end
}

}  // namespace larm::server
