#include "engine/server/server.hpp"

#include <initializer_list>

namespace larm::server {

namespace {

/// The doors that are always there, beside those that are given.
std::vector<Door*> with(std::vector<Door*> doors, std::initializer_list<Door*> own) {
    doors.insert(doors.end(), own);
    return doors;
}

}  // namespace

Server::Server(ServerContext const& context)
    : context_{context},
      worlds_{{context.world, context.desk, context.hub, context.book}},
      authenticator_{context.io, context.access, context.clock, Ways::token_or_session, is_open()},
      access_desk_{context.access, context_.sign_in},
      session_door_{context.io,       context.access,       context.clock,
                    context_.sign_in, context_.public_side, is_open()},
      exercise_answers_{context.io, context.clock},
      health_{context.readiness, context.world, context.outbox, context.access},
      rpc_{context.io, worlds_,        access_desk_,  context.exercises,
           health_,    authenticator_, context.clock, context.limits},
      pages_{health_,       context.readiness, context.metrics,
             context.world, context.outbox,    context.access},
      router_{rpc_,
              worlds_,
              authenticator_,
              pages_,
              context_.console,
              with(context_.doors, {&session_door_, &exercise_answers_}),
              context.metrics,
              context_.public_side},
      sessions_{context.io, {router_, worlds_, context.clock, context.limits, context.metrics}},
      listener_{context.io, sessions_} {
    start_feed(context.world, context.hub, context.notice);
}

Authenticator::IsOpen Server::is_open() const {
    return [this](std::string_view world) { return worlds_.find(world) != nullptr; };
}

void Server::add_exercise(std::string id, WorldSide side) {
    start_feed(side.world, side.hub, {});
    if (side.answer_keys != nullptr) {
        exercise_answers_.open(id, side.world, *side.answer_keys);
    }
    worlds_.add(std::move(id), side);
}

void Server::close_exercise(std::string const& id) {
    if (auto const* const side = worlds_.find(id)) {
        side->hub.drain();
        exercise_answers_.close(id);
        worlds_.remove(id);
    }
}

void Server::start_feed(world::WorldHandle& world, WatchHub& hub, std::string notice) {
    hub.start({.read = [&world](world::Reader reader) { world.read(std::move(reader)); },
               .durability = [&world] { return world.durability(); },
               .now = [&world] { return world.now(); },
               .is_token_valid =
                   [this](std::string_view holder) {
                       return context_.access.tokens().is_valid(holder, context_.clock());
                   },
               .notice = std::move(notice)});
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
    for (auto const& [id, side] : worlds_.all()) {
        side.hub.drain();
    }
}

bool Server::is_empty() const {
    return sessions_.count() == 0 && worlds_.watchers() == 0;
}

void Server::end() {
    begin_drain();
    for (auto const& [id, side] : worlds_.all()) {
        side.hub.abandon();
    }
    context_.io.restart();
    while (sessions_.count() > 0) {
        authenticator_.abandon();
        rpc_.abandon();
        session_door_.abandon();
        exercise_answers_.abandon();
        for (auto* const door : context_.doors) {
            door->abandon();
        }
        sessions_.abandon();
        context_.io.run_one();
    }
    context_.io.poll();  // the listener's end
}

}  // namespace larm::server
