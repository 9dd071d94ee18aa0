#include "engine/server/rpc.hpp"

#include <fmt/format.h>
#include <larm/v1/alarm.pb.h>
#include <larm/v1/contact.pb.h>

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <utility>

#include "engine/access/role.hpp"
#include "engine/core/authority.hpp"
#include "engine/core/check.hpp"
#include "engine/report/refusal_text.hpp"
#include "engine/server/connect/decode.hpp"

namespace larm::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

CallError out_of_time(bool is_command) {
    return {ConnectCode::deadline_exceeded,
            is_command ? "no durable answer in time; the command may still take effect: send it "
                         "again with the same commandId"
                       : "no answer in time",
            "", 0};
}

std::unique_ptr<google::protobuf::Message> new_request(Method const& method) {
    return std::unique_ptr<google::protobuf::Message>{
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.request)->New()};
}

/// Whether the call may take effect though no answer comes.
bool changes(Method const& method) {
    return method.request->FindFieldByName("command_id") != nullptr;
}

std::expected<std::string, CallError> body_of(std::optional<Encoded> const& answer,
                                              bool may_change) {
    if (!answer) {
        return std::unexpected{out_of_time(may_change)};
    }
    if (!*answer) {
        return std::unexpected{answer->error()};
    }
    return std::string{***answer};
}

/// "tib, deputy": so that whoever may not knows whom to ask.
std::string roles_that_may(Method const& method) {
    std::string roles;
    for (int role = 1; v1::Role_IsValid(role); ++role) {
        auto const each = static_cast<v1::Role>(role);
        if (core::role_may_call(method.service, method.method, each)) {
            roles += (roles.empty() ? "" : ", ") + std::string{access::role_name(each)};
        }
    }
    return roles;
}

/// What is said of an officer's addresses is changed without an event.
bool can_be_shared(Method const& method) {
    return method.request != v1::ListCalls::descriptor();
}

/// The question in its form, as it can be told from any other.
std::string what_is_asked(Method const& method, access::Grant const& grant, BodyType type,
                          google::protobuf::Message const& input) {
    return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", grant.world, method.name, static_cast<int>(type),
                       static_cast<int>(grant.role), grant.organisation, input.SerializeAsString());
}

/// A proxy refuses a reply with long headers: a longer text is told by its code.
constexpr std::size_t swedish_bytes_max = 600;

}  // namespace

Response error_response(CallError const& error) {
    Response response{error.http(), "application/json", error_json(error), {}};
    if (error.http() == 401) {
        response.headers.emplace_back("WWW-Authenticate: Bearer");
    } else if (error.http() == 405) {
        response.headers.emplace_back("Allow: POST");
    } else if (error.http() == 415) {
        response.headers.emplace_back("Accept-Post: application/json, application/proto");
    }
    // What a duty officer is told of it, where more is known than the code; English is in the body.
    if (auto const swedish =
            report::refusal_on_screen(code_name(error.code), error.field, error.message);
        swedish && swedish->size() <= swedish_bytes_max) {
        response.headers.push_back("Larm-Swedish: " +
                                   boost::urls::encode(*swedish, boost::urls::unreserved_chars));
    }
    return response;
}

asio::awaitable<Rpc::Outcome> Rpc::call(Method const& method, HttpRequest const& request,
                                        std::string_view remote) {
    CallSite const site{method.name, remote};
    auto body_type = BodyType::json;
    auto body = co_await checked_call(method, request, site, body_type);
    Outcome outcome;
    if (!body) {
        outcome.response = error_response(body.error());
        outcome.code = code_name(body.error().code);
        co_return outcome;
    }
    outcome.response.content_type = content_type(body_type);
    outcome.response.body = std::move(*body);
    outcome.code = "ok";
    co_return outcome;
}

asio::awaitable<Rpc::Body> Rpc::checked_call(Method const& method, HttpRequest const& request,
                                             CallSite site, BodyType& body_type) {
    if (request.method() != http::verb::post) {
        CallError refused{ConnectCode::unimplemented, "an RPC is called with POST", "", 405};
        co_return std::unexpected{std::move(refused)};
    }
    auto const grant = co_await authenticator_.authenticate(request, site);
    if (!grant) {
        co_return std::unexpected{grant.error()};
    }
    auto const headers = read_call_headers(request);
    if (!headers) {
        co_return std::unexpected{headers.error()};
    }
    body_type = headers->body_type;
    Body body;
    if (method.command_field != nullptr) {
        body = co_await command(method, *grant, request, *headers);
    } else if (method.desk != nullptr) {
        body = co_await desk(method, *grant, request, *headers);
    } else if (method.access != nullptr) {
        body = co_await access(method, *grant, request, *headers);
    } else if (method.is_of_exercises) {
        body = co_await exercises(method, *grant, request, *headers);
    } else if (method.is_health) {
        body = health(method, *grant, request, *headers);
    } else {
        body = co_await query(method, *grant, request, *headers);
    }
    if (!body && body.error().code == ConnectCode::permission_denied) {
        authenticator_.audit(*grant, site, body.error().code);
    }
    co_return body;
}

std::optional<CallError> Rpc::refuse(Method const& method, access::Grant const& grant,
                                     HttpRequest const& request, CallHeaders const& headers,
                                     google::protobuf::Message& into) const {
    if (auto decoded = decode(request.body(), headers.body_type, into); !decoded) {
        return std::move(decoded.error());
    }
    if (auto breach = methods_.fields().breach(into)) {
        return breach;
    }
    if (!core::role_may_call(method.service, method.method, grant.role)) {
        return CallError{ConnectCode::permission_denied,
                         fmt::format("{} is not open to the role of this token, but to: {}",
                                     method.method, roles_that_may(method)),
                         "", 0};
    }
    if (is_draining_) {
        return CallError{ConnectCode::unavailable, "the daemon is stopping", "", 0};
    }
    if (headers.timeout && headers.timeout->count() == 0) {
        return CallError{ConnectCode::deadline_exceeded, "the call's time was out on arrival", "",
                         0};
    }
    return std::nullopt;
}

WorldSide const& Rpc::side_of(access::Grant const& grant) const {
    auto const* const side = worlds_.find(grant.world);
    LARM_CHECK(side != nullptr);
    return *side;
}

std::expected<WorldSide const*, CallError> Rpc::world_of(
    access::Grant const& grant, google::protobuf::Message const& input) const {
    if (!names_exercise(input)) {
        return &side_of(grant);
    }
    auto const id = exercise_named(input, grant.world);
    if (!id) {
        return std::unexpected{id.error()};
    }
    auto const* const side = *id == access::live_world ? nullptr : worlds_.find(*id);
    if (side == nullptr) {
        return std::unexpected{not_open(*id)};
    }
    return side;
}

asio::awaitable<Rpc::Body> Rpc::exercises(Method const& method, access::Grant const& grant,
                                          HttpRequest const& request, CallHeaders const& headers) {
    ExerciseCall call;
    call.request = new_request(method);
    if (auto refused = refuse(method, grant, request, headers, *call.request)) {
        co_return std::unexpected{std::move(*refused)};
    }
    if (exercises_ == nullptr) {
        CallError none{ConnectCode::unimplemented, "this daemon keeps no exercises", "", 0};
        co_return std::unexpected{std::move(none)};
    }
    (void)methods_.fields().lower_uuids(*call.request);
    call.caller = actor_of(grant);
    call.world = grant.world;
    Answers<QueryAnswer>::Asker asker{query_answers_};
    exercises_->call(std::move(call), query_answers_, asker.number());
    auto answer = co_await asker.wait(answer_max(headers));
    co_return co_await answer_body(std::move(answer), true, headers);
}

std::chrono::milliseconds Rpc::answer_max(CallHeaders const& headers) const {
    return std::min(headers.timeout.value_or(limits_.answer_max), limits_.answer_max);
}

asio::awaitable<Rpc::Body> Rpc::command(Method const& method, access::Grant const& grant,
                                        HttpRequest const& request, CallHeaders const& headers) {
    v1::Command command;
    auto* const input = command.GetReflection()->MutableMessage(&command, method.command_field);
    if (auto refused = refuse(method, grant, request, headers, *input)) {
        co_return std::unexpected{std::move(*refused)};
    }
    auto const side = world_of(grant, *input);
    if (!side) {
        co_return std::unexpected{side.error()};
    }
    command.MergeFrom(envelope(method, grant, *input));

    Answers<world::Reply>::Asker asker{replies_};
    auto reply_to = [this, number = asker.number()](world::Reply reply) {
        replies_.deliver(number, std::move(reply));
    };
    (*side)->world.submit(std::move(command), std::move(reply_to));
    auto reply = co_await asker.wait(answer_max(headers));
    if (!reply) {
        co_return std::unexpected{out_of_time(true)};
    }
    if (!*reply) {
        co_return std::unexpected{call_error(std::move(reply->error()))};
    }
    co_return encode(**reply, headers.body_type);
}

v1::Command Rpc::envelope(Method const& method, access::Grant const& grant,
                          google::protobuf::Message& input) {
    v1::Command command;
    auto as_sent = input.SerializeAsString();
    if (methods_.fields().lower_uuids(input)) {
        command.set_fingerprint_as_sent(fingerprint(grant.token_id, method.name, as_sent));
        as_sent = input.SerializeAsString();
    }
    command.set_fingerprint(fingerprint(grant.token_id, method.name, as_sent));
    command.set_fresh_id(ids_.next(clock_()));
    *command.mutable_actor() = actor_of(grant);
    return command;
}

asio::awaitable<Rpc::Body> Rpc::desk(Method const& method, access::Grant const& grant,
                                     HttpRequest const& request, CallHeaders const& headers) {
    DeskCall call;
    call.request = new_request(method);
    if (auto refused = refuse(method, grant, request, headers, *call.request)) {
        co_return std::unexpected{std::move(*refused)};
    }
    call.envelope = envelope(method, grant, *call.request);
    Answers<QueryAnswer>::Asker asker{query_answers_};
    side_of(grant).desk.call(method.desk, std::move(call), query_answers_, asker.number());
    auto answer = co_await asker.wait(answer_max(headers));
    co_return co_await answer_body(std::move(answer), changes(method), headers);
}

asio::awaitable<Rpc::Body> Rpc::access(Method const& method, access::Grant const& grant,
                                       HttpRequest const& request, CallHeaders const& headers) {
    AccessDesk::Call call;
    call.request = new_request(method);
    if (auto refused = refuse(method, grant, request, headers, *call.request)) {
        co_return std::unexpected{std::move(*refused)};
    }
    call.caller = actor_of(grant);
    call.world = grant.world;
    call.session_id = grant.session_id;
    Answers<QueryAnswer>::Asker asker{query_answers_};
    access_desk_.call(method.access, std::move(call), clock_(), query_answers_, asker.number());
    auto answer = co_await asker.wait(answer_max(headers));
    co_return co_await answer_body(std::move(answer), changes(method), headers);
}

Rpc::Body Rpc::health(Method const& method, access::Grant const& grant, HttpRequest const& request,
                      CallHeaders const& headers) const {
    v1::GetHealth input;
    if (auto refused = refuse(method, grant, request, headers, input)) {
        return std::unexpected{std::move(*refused)};
    }
    return encode(health_.now(), headers.body_type);
}

asio::awaitable<Rpc::Body> Rpc::query(Method const& method, access::Grant const& grant,
                                      HttpRequest const& request, CallHeaders const& headers) {
    auto input = new_request(method);
    if (auto refused = refuse(method, grant, request, headers, *input)) {
        co_return std::unexpected{std::move(*refused)};
    }
    (void)methods_.fields().lower_uuids(*input);
    auto const& side = side_of(grant);
    auto const type = headers.body_type;
    auto const asked_at = side.world.now();
    Answers<Encoded>::Asker asker{encoded_};
    ReadKey key{what_is_asked(method, grant, type, *input), side.hub.last_seq()};
    if (!can_be_shared(method)) {
        key.what += fmt::format("\n{}", asker.number());
    } else if (auto const known = reads_.find(key, asked_at)) {
        co_return std::string{*known};
    }
    if (reads_.join(key, asker.number())) {
        side.world.read([this, key, asked_at, type, run = method.query, caller = actor_of(grant),
                         &world = side.world, book = side.book,
                         input = std::move(input)](core::State const& state, v1::Durability) {
            reads_.answer(key, asked_at, type,
                          run({state, caller, book, std::max(world.now(), state.at())}, *input));
        });
    }
    auto const answer = co_await asker.wait(answer_max(headers));
    co_return body_of(answer, false);
}

asio::awaitable<Rpc::Body> Rpc::answer_body(std::optional<QueryAnswer> answer, bool may_change,
                                            CallHeaders const& headers) {
    if (!answer) {
        co_return std::unexpected{out_of_time(may_change)};
    }
    if (!*answer) {
        co_return std::unexpected{std::move(answer->error())};
    }
    if (is_small(***answer)) {
        co_return encode(***answer, headers.body_type);
    }
    Answers<Encoded>::Asker asker{encoded_};
    reads_.encode(std::move(**answer), headers.body_type, asker.number());
    auto const written = co_await asker.wait(answer_max(headers));
    co_return body_of(written, may_change);
}

}  // namespace larm::server
