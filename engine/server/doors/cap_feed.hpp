// CAP 1.2 for those who poll, and their acknowledgements:
//
//   GET  /cap/feed.atom            the latest message of each incident, newest first
//   GET  /cap/<identifier>.xml     one message, as long as it is the latest of its incident: what
//                                  was known when it was sent, as whoever had it pushed reads it
//   POST /cap/ack                  a CAP Ack whose references name one: acknowledges the alarm for
//                                  the party of the token
//
// All with a bearer token of any live role, since the scope is Restricted. The feed is a fold of
// the state and keeps nothing.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/delivery/channels/cap_ack.hpp"
#include "engine/delivery/channels/cap_message.hpp"
#include "engine/server/answers.hpp"
#include "engine/server/authenticate.hpp"
#include "engine/server/door.hpp"
#include "engine/server/fresh_id.hpp"
#include "engine/world/live_world.hpp"

namespace larm::server {

class CapFeed final : public Door {
public:
    /// `world` and `authenticator` must outlive the door.
    CapFeed(boost::asio::io_context& io, world::LiveWorld& world, Authenticator& authenticator,
            delivery::CapSettings settings);

    [[nodiscard]] std::string_view prefix() const override { return "/cap/"; }
    [[nodiscard]] bool is_for_browsers() const override { return false; }
    [[nodiscard]] boost::asio::awaitable<Response> answer(HttpRequest const& request,
                                                          std::string_view client) override;
    void abandon() override;

private:
    using Messages = std::vector<delivery::CapMessage>;
    using Found = std::expected<delivery::CapMessage, CallError>;
    using Asked = std::expected<v1::Command, CallError>;

    [[nodiscard]] boost::asio::awaitable<Response> feed();
    [[nodiscard]] boost::asio::awaitable<Response> message(std::string identifier);
    [[nodiscard]] boost::asio::awaitable<Response> acknowledge(HttpRequest const& request,
                                                               access::Grant const& grant,
                                                               CallSite site);

    world::LiveWorld& world_;
    Authenticator& authenticator_;
    delivery::CapSettings const settings_;
    Answers<Messages> feeds_;
    Answers<Found> found_;
    Answers<Asked> asked_;
    Answers<world::Reply> replies_;
};

}  // namespace larm::server
