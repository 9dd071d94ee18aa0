// One RPC from its request to its response: who calls, what is asked, may they, then the world. The
// order of the checks is the contract's: 401, 400, 403, then whatever the domain says.
#pragma once

#include <larm/v1/command.pb.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <expected>
#include <memory>
#include <string_view>

#include "engine/server/answers.hpp"
#include "engine/server/authenticate.hpp"
#include "engine/server/clock.hpp"
#include "engine/server/connect/protocol.hpp"
#include "engine/server/contact_desk.hpp"
#include "engine/server/exercise_port.hpp"
#include "engine/server/fresh_id.hpp"
#include "engine/server/health.hpp"
#include "engine/server/http.hpp"
#include "engine/server/limits.hpp"
#include "engine/server/method_table.hpp"
#include "engine/server/metrics.hpp"
#include "engine/server/shared_reads.hpp"
#include "engine/server/worlds.hpp"
#include "engine/world/live_world.hpp"

namespace larm::server {

/// Network thread only. What it is given must outlive it.
class Rpc {
public:
    /// `exercises` may be nullptr: there are none.
    Rpc(boost::asio::io_context& io, Worlds const& worlds, AccessDesk& access_desk,
        ExercisePort* exercises, Health const& health, Authenticator& authenticator,
        Clock const& clock, Limits const& limits)
        : worlds_{worlds},
          access_desk_{access_desk},
          exercises_{exercises},
          health_{health},
          authenticator_{authenticator},
          clock_{clock},
          limits_{limits},
          replies_{io},
          query_answers_{io},
          encoded_{io},
          reads_{io, encoded_} {}

    [[nodiscard]] MethodTable const& methods() const { return methods_; }

    /// Always a response; its code is "ok" or the error's. Does not outlive `request`.
    struct Outcome {
        Response response;
        std::string_view code;
    };
    [[nodiscard]] boost::asio::awaitable<Outcome> call(Method const& method,
                                                       HttpRequest const& request,
                                                       std::string_view remote);

    /// From now on every call is refused with `unavailable`.
    void drain() { is_draining_ = true; }
    /// Ends every call that waits for the world, with `deadline_exceeded`.
    void abandon() {
        replies_.give_up();
        query_answers_.give_up();
        encoded_.give_up();
    }

private:
    using Body = std::expected<std::string, CallError>;

    [[nodiscard]] boost::asio::awaitable<Body> checked_call(Method const& method,
                                                            HttpRequest const& request,
                                                            CallSite site, BodyType& body_type);
    [[nodiscard]] boost::asio::awaitable<Body> command(Method const& method,
                                                       access::Grant const& grant,
                                                       HttpRequest const& request,
                                                       CallHeaders const& headers);
    [[nodiscard]] boost::asio::awaitable<Body> query(Method const& method,
                                                     access::Grant const& grant,
                                                     HttpRequest const& request,
                                                     CallHeaders const& headers);
    [[nodiscard]] boost::asio::awaitable<Body> desk(Method const& method,
                                                    access::Grant const& grant,
                                                    HttpRequest const& request,
                                                    CallHeaders const& headers);
    [[nodiscard]] boost::asio::awaitable<Body> access(Method const& method,
                                                      access::Grant const& grant,
                                                      HttpRequest const& request,
                                                      CallHeaders const& headers);
    [[nodiscard]] boost::asio::awaitable<Body> exercises(Method const& method,
                                                         access::Grant const& grant,
                                                         HttpRequest const& request,
                                                         CallHeaders const& headers);
    [[nodiscard]] Body health(Method const& method, access::Grant const& grant,
                              HttpRequest const& request, CallHeaders const& headers) const;
    /// What a caller gets of an answer that came, or did not.
    [[nodiscard]] boost::asio::awaitable<Body> answer_body(std::optional<QueryAnswer> answer,
                                                           bool may_change,
                                                           CallHeaders const& headers);
    /// The world that the caller's token is for; the authenticator has seen that it is open.
    [[nodiscard]] WorldSide const& side_of(access::Grant const& grant) const;
    /// The world that a command is for: the token's, but for commands to an exercise, which name
    /// theirs. A refusal where that is not open to the token.
    [[nodiscard]] std::expected<WorldSide const*, CallError> world_of(
        access::Grant const& grant, google::protobuf::Message const& input) const;
    /// Who asks for `input`, with the fingerprints of what was sent; its UUIDs become lower case.
    [[nodiscard]] v1::Command envelope(Method const& method, access::Grant const& grant,
                                       google::protobuf::Message& input);
    [[nodiscard]] std::optional<CallError> refuse(Method const& method, access::Grant const& grant,
                                                  HttpRequest const& request,
                                                  CallHeaders const& headers,
                                                  google::protobuf::Message& into) const;
    [[nodiscard]] std::chrono::milliseconds answer_max(CallHeaders const& headers) const;

    Worlds const& worlds_;
    AccessDesk& access_desk_;
    ExercisePort* exercises_;
    Health const& health_;
    Authenticator& authenticator_;
    Clock const& clock_;
    Limits const& limits_;
    MethodTable methods_;
    FreshIds ids_;
    Answers<world::Reply> replies_;
    Answers<QueryAnswer> query_answers_;
    Answers<Encoded> encoded_;
    SharedReads reads_;
    bool is_draining_ = false;
};

/// The response of an error, as the protocol wants it: always JSON.
[[nodiscard]] Response error_response(CallError const& error);

}  // namespace larm::server
