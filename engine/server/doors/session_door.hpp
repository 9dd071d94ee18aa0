// Signing in at the console:
//
//   POST   /session   SignIn as JSON: a token, or the code of a sign-in link. 200 with SessionView
//                     and the cookie
//   GET    /session   who is signed in; the session lasts anew
//   DELETE /session   ends it
//
// What a session may do is its token's to say; how it is shown in other calls is authenticate's.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <expected>
#include <string_view>

#include "engine/access/session_store.hpp"
#include "engine/server/answers.hpp"
#include "engine/server/authenticate.hpp"
#include "engine/server/door.hpp"
#include "engine/server/public_side.hpp"
#include "engine/server/sign_in_terms.hpp"

namespace larm::server {

class SessionDoor final : public Door {
public:
    /// All must outlive the door.
    SessionDoor(boost::asio::io_context& io, access::AccessThread& access, Clock const& clock,
                SignInTerms const& terms, PublicSide const& public_side,
                Authenticator::IsOpen is_open);

    [[nodiscard]] std::string_view prefix() const override { return "/session"; }
    [[nodiscard]] bool is_for_browsers() const override { return true; }
    [[nodiscard]] boost::asio::awaitable<Response> answer(HttpRequest const& request,
                                                          std::string_view client) override;
    void abandon() override;

private:
    using Opened = std::expected<access::CreatedSession, CallError>;
    using Done = std::expected<void, CallError>;

    [[nodiscard]] boost::asio::awaitable<Response> sign_in(HttpRequest const& request,
                                                           CallSite site);
    [[nodiscard]] boost::asio::awaitable<Response> show(HttpRequest const& request, CallSite site);
    [[nodiscard]] boost::asio::awaitable<Response> sign_out(HttpRequest const& request,
                                                            CallSite site);
    /// By a token's secret, or by a code.
    [[nodiscard]] boost::asio::awaitable<Opened> open(std::string_view token, std::string_view code,
                                                      CallSite site);
    /// On the access thread.
    [[nodiscard]] Opened open_in(access::AccessFile& file,
                                 std::optional<access::Grant> const& grant, std::string const& code,
                                 core::Instant now) const;
    [[nodiscard]] std::string view_of(access::Grant const& grant) const;

    access::AccessThread& access_;
    Clock const& clock_;
    SignInTerms const& terms_;
    PublicSide const& public_side_;
    Authenticator authenticator_;
    Answers<Opened> opened_;
    Answers<Done> done_;
};

}  // namespace larm::server
