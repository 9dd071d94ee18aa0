// The one routing table: which path answers what.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/server/authenticate.hpp"
#include "engine/server/door.hpp"
#include "engine/server/http.hpp"
#include "engine/server/metrics.hpp"
#include "engine/server/pages.hpp"
#include "engine/server/public_side.hpp"
#include "engine/server/rpc.hpp"
#include "engine/server/static_files.hpp"
#include "engine/server/watch/handshake.hpp"
#include "engine/server/watch/watcher.hpp"
#include "engine/server/worlds.hpp"

namespace larm::server {

/// What becomes of a request: a response, or a connection that turns into a watcher.
struct Routed {
    Response response;
    struct Watch {
        WatchHub* hub = nullptr;  ///< of the world that is watched
        WatchRequest request;
        Viewer viewer;
    };
    std::optional<Watch> watch;
};

/// Network thread only. What it is given must outlive it.
class Router {
public:
    Router(Rpc& rpc, Worlds const& worlds, Authenticator& authenticator, Pages const& pages,
           std::span<StaticFile const> files, std::vector<Door*> doors, Metrics& metrics,
           PublicSide const& public_side)
        : rpc_{rpc},
          worlds_{worlds},
          authenticator_{authenticator},
          pages_{pages},
          files_{files},
          doors_{std::move(doors)},
          metrics_{metrics},
          public_side_{public_side} {}

    /// Never fails. Does not outlive its arguments.
    [[nodiscard]] boost::asio::awaitable<Routed> route(HttpRequest const& request,
                                                       std::string_view peer);

private:
    [[nodiscard]] boost::asio::awaitable<Rpc::Outcome> route_rpc(std::string_view path,
                                                                 HttpRequest const& request,
                                                                 std::string_view remote,
                                                                 std::string_view& name);
    [[nodiscard]] boost::asio::awaitable<Rpc::Outcome> route_watch(HttpRequest const& request,
                                                                   std::string_view remote,
                                                                   Routed& routed);
    /// Whose path it is, or nullptr.
    [[nodiscard]] Door* door_of(std::string_view path) const;
    [[nodiscard]] boost::asio::awaitable<Rpc::Outcome> route_door(Door& door,
                                                                  HttpRequest const& request,
                                                                  std::string_view remote);
    [[nodiscard]] Rpc::Outcome route_page(std::string_view path, HttpRequest const& request,
                                          std::string_view& name) const;

    Rpc& rpc_;
    Worlds const& worlds_;
    Authenticator& authenticator_;
    Pages const& pages_;
    std::span<StaticFile const> files_;
    std::vector<Door*> doors_;
    Metrics& metrics_;
    PublicSide const& public_side_;
};

}  // namespace larm::server
