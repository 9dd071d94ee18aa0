// The network side as a whole: everything that answers on the listen address, put together once.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "engine/access/access_thread.hpp"
#include "engine/server/access_desk.hpp"
#include "engine/server/authenticate.hpp"
#include "engine/server/clock.hpp"
#include "engine/server/contact_desk.hpp"
#include "engine/server/door.hpp"
#include "engine/server/doors/exercise_answers.hpp"
#include "engine/server/doors/session_door.hpp"
#include "engine/server/limits.hpp"
#include "engine/server/listener.hpp"
#include "engine/server/metrics.hpp"
#include "engine/server/pages.hpp"
#include "engine/server/readiness.hpp"
#include "engine/server/router.hpp"
#include "engine/server/rpc.hpp"
#include "engine/server/session.hpp"
#include "engine/server/sign_in_terms.hpp"
#include "engine/server/static_files.hpp"
#include "engine/server/watch/hub.hpp"
#include "engine/server/worlds.hpp"
#include "engine/world/live_outbox.hpp"
#include "engine/world/live_world.hpp"

namespace larm::server {

/// What the server is given. All of it must outlive the server.
struct ServerContext {
    boost::asio::io_context& io;
    world::LiveWorld& world;
    world::LiveOutbox const& outbox;  ///< of that world
    ContactDesk& desk;                ///< of that world
    access::AccessThread& access;
    WatchHub& hub;  ///< made first, since the world publishes to it
    Metrics& metrics;
    Readiness& readiness;
    Clock const& clock;
    Limits const& limits;
    /// What answers people and providers who have no token; paths of their own.
    std::vector<Door*> doors = {};
    delivery::AddressBook const* book = nullptr;  ///< For whoever has to call; may be none.
    PublicSide public_side = {};                  ///< How the world outside reaches us.
    /// Heartbeat::notice; empty when all is well.
    std::string notice = {};
    ExercisePort* exercises = nullptr;         ///< Whoever keeps them; may be none.
    SignInTerms sign_in = {};                  ///< What holds for whoever signs in at the console.
    std::span<StaticFile const> console = {};  ///< The console's files; none where it is not built.
};

/// Network thread only: the thread that runs `io`.
class Server {
public:
    explicit Server(ServerContext const& context);
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;
    /// Everything must have ended: see end().
    ~Server() = default;

    /// Opens another world to those whose tokens are for it. What `side` refers to must outlive the
    /// server, also when the world has been closed.
    void add_exercise(std::string id, WorldSide side);
    /// Nobody is let in to that world any more, and who watches it is told that it has ended.
    void close_exercise(std::string const& id);

    /// Begins to answer. Returns the address with the real port, or what is wrong in English.
    [[nodiscard]] std::expected<boost::asio::ip::tcp::endpoint, std::string> listen(
        boost::asio::ip::tcp::endpoint const& address);

    /// Step 1 of stopping: no new connections, idle ones closed, new calls refused, calls under way
    /// go on.
    void begin_drain();
    /// Step 2, when the world has published its last event: tells the watchers.
    void drain_watchers();
    /// How many connections other than watchers there are.
    [[nodiscard]] std::size_t calls() const { return sessions_.count(); }
    /// Whether nobody is connected any more.
    [[nodiscard]] bool is_empty() const;
    /// Runs `io` until everybody is gone, closing whoever is left. Call when `io` is not being run.
    void end();

private:
    [[nodiscard]] Authenticator::IsOpen is_open() const;
    void start_feed(world::WorldHandle& world, WatchHub& hub, std::string notice);

    ServerContext context_;
    Worlds worlds_;
    Authenticator authenticator_;
    AccessDesk access_desk_;
    SessionDoor session_door_;
    ExerciseAnswers exercise_answers_;
    Health health_;
    Rpc rpc_;
    Pages pages_;
    Router router_;
    Sessions sessions_;
    Listener listener_;
};

}  // namespace larm::server
