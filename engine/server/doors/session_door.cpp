#include "engine/server/doors/session_door.hpp"

#include <larm/v1/session.pb.h>

#include <optional>
#include <utility>

#include "engine/server/access_desk.hpp"
#include "engine/server/connect/decode.hpp"
#include "engine/server/rpc.hpp"
#include "engine/server/session_cookie.hpp"

namespace larm::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tell = access::AccessThread::Tell;

constexpr std::chrono::milliseconds answer_max{10'000};
constexpr std::string_view path = "/session";
/// A session that was prolonged less than this ago is not written again.
constexpr core::Duration prolonged_every = core::seconds(3600);

CallError unusable() {
    return {ConnectCode::unavailable, "access.db cannot be used right now; try again", "", 0};
}

std::chrono::seconds seconds_of(core::Duration duration) {
    return std::chrono::seconds{duration.us / 1'000'000};
}

Response as_json(std::string body) {
    return {200, content_type(BodyType::json), std::move(body), {}};
}

/// Only JSON: a form of another site's page cannot send it unasked.
bool is_json(HttpRequest const& request) {
    return header(request, http::field::content_type).starts_with("application/json");
}

}  // namespace

SessionDoor::SessionDoor(asio::io_context& io, access::AccessThread& access, Clock const& clock,
                         SignInTerms const& terms, PublicSide const& public_side,
                         Authenticator::IsOpen is_open)
    : access_{access},
      clock_{clock},
      terms_{terms},
      public_side_{public_side},
      authenticator_{io, access, clock, Ways::token_or_session, std::move(is_open)},
      opened_{io},
      done_{io} {}

void SessionDoor::abandon() {
    authenticator_.abandon();
    opened_.give_up();
    done_.give_up();
}

asio::awaitable<Response> SessionDoor::answer(HttpRequest const& request, std::string_view client) {
    if (Target::of(request).path != path) {
        co_return error_response({ConnectCode::not_found, "there is nothing here", "", 0});
    }
    CallSite const site{"session", client};
    auto const method = request.method();
    if (method == http::verb::post) {
        co_return co_await sign_in(request, site);
    }
    if (method == http::verb::get || method == http::verb::head) {
        co_return co_await show(request, site);
    }
    if (method == http::verb::delete_) {
        co_return co_await sign_out(request, site);
    }
    auto refused = error_response({ConnectCode::unimplemented, "use GET, POST or DELETE", "", 405});
    refused.headers = {"Allow: GET, HEAD, POST, DELETE"};
    co_return refused;
}

asio::awaitable<Response> SessionDoor::sign_in(HttpRequest const& request, CallSite site) {
    if (!is_json(request)) {
        co_return error_response(
            {ConnectCode::invalid_argument, "send JSON: Content-Type: application/json", "", 415});
    }
    v1::SignIn asked;
    if (auto const decoded = decode(request.body(), BodyType::json, asked); !decoded) {
        co_return error_response(decoded.error());
    }
    if (asked.token().empty() == asked.code().empty()) {
        co_return error_response(field_error("token", "send either a token or a code"));
    }
    auto const opened = co_await open(asked.token(), asked.code(), site);
    if (!opened) {
        co_return error_response(opened.error());
    }
    // The cookie that is replaced would leave a session behind that nobody can end, and a feed that
    // goes on for a page whose presses are another's.
    if (auto const former = co_await authenticator_.of_session(request, site); former) {
        access_.run_job([id = former->session_id](access::AccessFile* file) -> Tell {
            if (file != nullptr) {
                (void)access::SessionStore{*file}.end(id);
            }
            return {};
        });
    }
    auto response = as_json(view_of(opened->grant));
    response.headers = {
        keep_session(request, public_side_, opened->secret, seconds_of(terms_.session_lasts))};
    co_return response;
}

SessionDoor::Opened SessionDoor::open_in(access::AccessFile& file,
                                         std::optional<access::Grant> const& grant,
                                         std::string const& code, core::Instant now) const {
    access::SessionStore store{file};
    std::expected<std::optional<access::CreatedSession>, access::AccessError> made;
    if (grant) {
        made = store.open(*grant, now, terms_.session_lasts);
    } else {
        made = store.redeem(code, now, terms_.session_lasts);
    }
    if (!made) {
        return std::unexpected{call_error(made.error())};
    }
    if (!*made) {
        return std::unexpected{
            CallError{ConnectCode::unauthenticated,
                      "the link has been used, is too old, or its token has ended", "", 0}};
    }
    return std::move(**made);
}

asio::awaitable<SessionDoor::Opened> SessionDoor::open(std::string_view token,
                                                       std::string_view code, CallSite site) {
    std::optional<access::Grant> grant;
    if (!token.empty()) {
        auto found = co_await authenticator_.of_token(token, site);
        if (!found) {
            co_return std::unexpected{std::move(found.error())};
        }
        grant = std::move(*found);
    }
    Answers<Opened>::Asker asker{opened_};
    auto job = [this, grant, spent = std::string{code}, now = clock_(),
                number = asker.number()](access::AccessFile* file) -> Tell {
        auto made = file == nullptr ? Opened{std::unexpected{unusable()}}
                                    : open_in(*file, grant, spent, now);
        return [this, number, made = std::move(made)]() mutable {
            opened_.deliver(number, std::move(made));
        };
    };
    access_.run_job(std::move(job));
    auto opened = co_await asker.wait(answer_max);
    if (!opened) {
        co_return std::unexpected{unusable()};
    }
    if (!*opened && (*opened).error().code == ConnectCode::unauthenticated) {
        authenticator_.audit_stranger(site, ConnectCode::unauthenticated);
    }
    co_return std::move(*opened);
}

asio::awaitable<Response> SessionDoor::show(HttpRequest const& request, CallSite site) {
    // A token asks who it is as a cookie does: a program then need not be told.
    auto const is_token = !header(request, http::field::authorization).empty();
    std::expected<access::Grant, CallError> grant;
    if (is_token) {
        grant = co_await authenticator_.authenticate(request, site);
    } else {
        grant = co_await authenticator_.of_session(request, site);
    }
    if (!grant) {
        co_return error_response(grant.error());
    }
    auto shown = *grant;
    auto response = as_json("");
    auto const now = clock_();
    auto const ends_at = now + terms_.session_lasts;
    if (!is_token && shown.expires_at && ends_at - *shown.expires_at >= prolonged_every) {
        access_.run_job([id = shown.session_id, now,
                         lasts = terms_.session_lasts](access::AccessFile* file) -> Tell {
            if (file != nullptr) {  // else it is prolonged the next time
                (void)access::SessionStore{*file}.prolong(id, now, lasts);
            }
            return {};
        });
        response.headers = {keep_session(request, public_side_, session_secret(request),
                                         seconds_of(terms_.session_lasts))};
        shown.expires_at = ends_at;
    }
    response.body = view_of(shown);
    co_return response;
}

asio::awaitable<Response> SessionDoor::sign_out(HttpRequest const& request, CallSite site) {
    auto const grant = co_await authenticator_.of_session(request, site);
    if (!grant && grant.error().code == ConnectCode::unavailable) {
        co_return error_response(grant.error());
    }
    Response response{
        204, "text/plain; charset=utf-8", {}, {forget_session(request, public_side_)}};
    if (!grant) {
        co_return response;  // it has ended already
    }
    Answers<Done>::Asker asker{done_};
    auto job = [this, id = grant->session_id,
                number = asker.number()](access::AccessFile* file) -> Tell {
        auto ended = file == nullptr ? Done{std::unexpected{unusable()}} : Done{};
        if (file != nullptr) {
            if (auto const done = access::SessionStore{*file}.end(id); !done) {
                ended = std::unexpected{call_error(done.error())};
            }
        }
        return [this, number, ended = std::move(ended)]() mutable {
            done_.deliver(number, std::move(ended));
        };
    };
    access_.run_job(std::move(job));
    auto const done = co_await asker.wait(answer_max);
    if (!done || !*done) {
        // The browser keeps the cookie, so that the session can still be ended.
        co_return error_response(done ? (*done).error() : unusable());
    }
    co_return response;
}

std::string SessionDoor::view_of(access::Grant const& grant) const {
    v1::SessionView view;
    view.set_session_id(grant.session_id);
    view.set_token_id(grant.token_id);
    view.set_role(grant.role);
    view.set_organisation(grant.organisation);
    view.set_world(grant.world);
    view.set_name(grant.name);
    view.set_expires_at(grant.expires_at ? grant.expires_at->us : 0);
    view.set_reserve_number(terms_.reserve_number);
    view.set_server_version(terms_.server_version);
    return encode(view, BodyType::json);
}

}  // namespace larm::server
