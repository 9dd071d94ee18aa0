#include "engine/server/router.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "engine/server/origin_check.hpp"

namespace larm::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::string_view rpc_prefix = "/larm.v1.";
constexpr std::string_view watch_path = "/v1/watch";
constexpr std::string_view file_route = "/";
constexpr std::string_view other_route = "other";  // strangers' paths must not become label values

struct Page {
    std::string_view path;
    Response (Pages::*make)() const;
};
constexpr std::array<Page, 4> pages{{
    {"/", &Pages::index},  // where no console is built in
    {"/healthz", &Pages::healthz},
    {"/readyz", &Pages::readyz},
    {"/metrics", &Pages::metrics},
}};

Rpc::Outcome refused(CallError const& error) {
    return {error_response(error), code_name(error.code)};
}

bool is_read(HttpRequest const& request) {
    return request.method() == http::verb::get || request.method() == http::verb::head;
}

Rpc::Outcome refused_method() {
    auto outcome = refused({ConnectCode::unimplemented, "read it with GET", "", 405});
    outcome.response.headers = {"Allow: GET, HEAD"};
    return outcome;
}

}  // namespace

asio::awaitable<Routed> Router::route(HttpRequest const& request, std::string_view peer) {
    auto const remote = public_side_.client_of(request, peer);
    auto const begun = std::chrono::steady_clock::now();
    auto const path = Target::of(request).path;
    Routed routed;
    Rpc::Outcome outcome;
    auto name = other_route;
    auto* const door = door_of(path);
    if (door != nullptr && !door->is_for_browsers()) {  // comes from outside, by our public name
        name = door->prefix();
        outcome = co_await route_door(*door, request, remote);
    } else if (auto const foreign = refuse_origin(request, public_side_)) {
        outcome = refused(*foreign);
    } else if (door != nullptr) {
        name = door->prefix();
        outcome = co_await route_door(*door, request, remote);
    } else if (path.starts_with(rpc_prefix)) {
        outcome = co_await route_rpc(path, request, remote, name);
    } else if (path == watch_path) {
        name = watch_path;
        outcome = co_await route_watch(request, remote, routed);
    } else {
        outcome = route_page(path, request, name);
    }
    metrics_.count_call(name, outcome.code, std::chrono::steady_clock::now() - begun);
    routed.response = std::move(outcome.response);
    co_return routed;
}

Door* Router::door_of(std::string_view path) const {
    auto const found = std::ranges::find_if(
        doors_, [path](auto const* door) { return path.starts_with(door->prefix()); });
    return found == doors_.end() ? nullptr : *found;
}

asio::awaitable<Rpc::Outcome> Router::route_door(Door& door, HttpRequest const& request,
                                                 std::string_view remote) {
    Rpc::Outcome outcome;
    outcome.response = co_await door.answer(request, remote);
    outcome.code = outcome.response.status < 400    ? "ok"
                   : outcome.response.status == 404 ? code_name(ConnectCode::not_found)
                   : outcome.response.status < 500  ? code_name(ConnectCode::invalid_argument)
                                                    : code_name(ConnectCode::unavailable);
    co_return outcome;
}

asio::awaitable<Rpc::Outcome> Router::route_rpc(std::string_view path, HttpRequest const& request,
                                                std::string_view remote, std::string_view& name) {
    auto const* const method = rpc_.methods().find(path);
    if (method == nullptr) {
        CallError const error{ConnectCode::unimplemented, "there is no such method", "", 404};
        co_return refused(error);
    }
    name = method->name;
    co_return co_await rpc_.call(*method, request, remote);
}

asio::awaitable<Rpc::Outcome> Router::route_watch(HttpRequest const& request,
                                                  std::string_view remote, Routed& routed) {
    if (request.method() != http::verb::get) {
        CallError const error{ConnectCode::unimplemented, "the feed is opened with GET", "", 405};
        auto outcome = refused(error);
        outcome.response.headers = {"Allow: GET"};
        co_return outcome;
    }
    CallSite const site{"watch", remote};
    auto const grant = co_await authenticator_.authenticate(request, site);
    if (!grant) {
        co_return refused(grant.error());
    }
    auto watch = read_watch_request(request);
    if (!watch) {
        auto outcome = refused(watch.error());
        if (outcome.response.status == 426) {
            outcome.response.headers = {"Upgrade: websocket"};
        }
        co_return outcome;
    }
    if (watch->world != grant->world) {
        authenticator_.audit(*grant, site, ConnectCode::permission_denied);
        CallError const error{ConnectCode::permission_denied,
                              "world: the token is for another world", "world", 0};
        co_return refused(error);
    }
    routed.watch = {&worlds_.find(grant->world)->hub, std::move(*watch),
                    Viewer{grant->held_by(), actor_of(*grant)}};
    Rpc::Outcome outcome;
    outcome.response.status = 101;
    outcome.code = "ok";
    co_return outcome;
}

Rpc::Outcome Router::route_page(std::string_view path, HttpRequest const& request,
                                std::string_view& name) const {
    if (auto file = static_response(files_, request)) {
        name = file_route;
        return is_read(request) ? Rpc::Outcome{std::move(*file), "ok"} : refused_method();
    }
    for (auto const& page : pages) {
        if (page.path != path) {
            continue;
        }
        name = page.path;
        if (!is_read(request)) {
            return refused_method();
        }
        auto response = (pages_.*page.make)();
        auto const code = response.status == 200 ? "ok" : code_name(ConnectCode::unavailable);
        return {std::move(response), code};
    }
    return refused({ConnectCode::not_found, "there is nothing here", "", 0});
}

}  // namespace larm::server
