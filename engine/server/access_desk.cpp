#include "engine/server/access_desk.hpp"

#include <fmt/format.h>
#include <larm/v1/session.pb.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/access/session_store.hpp"
#include "engine/core/check.hpp"
#include "engine/server/typed_request.hpp"

namespace larm::server {
namespace {

constexpr int names_max = 200;

CallError refusal(ConnectCode code, std::string message) {
    return {code, std::move(message), "", 0};
}

void fill(v1::TokenView& view, access::ListedToken const& token) {
    auto const& grant = token.grant;
    view.set_token_id(grant.token_id);
    view.set_name(grant.name);
    view.set_role(grant.role);
    view.set_organisation(grant.organisation);
    view.set_world(grant.world);
    view.set_created_at(token.created_at.us);
    view.set_expires_at(grant.expires_at ? grant.expires_at->us : 0);
    view.set_revoked_at(token.revoked_at ? token.revoked_at->us : 0);
}

bool is_in_reach(AccessDesk::Call const& call, access::Grant const& grant) {
    return call.world == access::live_world || grant.world == call.world;
}

using Tokens = std::expected<std::vector<access::ListedToken>, access::AccessError>;

/// Those that the caller may know of.
Tokens tokens_in_reach(AccessDesk::Site const& site, AccessDesk::Call const& call) {
    auto tokens = access::TokenStore{site.file}.list();
    if (tokens) {
        std::erase_if(*tokens, [&](auto const& each) { return !is_in_reach(call, each.grant); });
    }
    return tokens;
}

/// What is not in reach is not there.
std::optional<CallError> refuse_token(AccessDesk::Site const& site, AccessDesk::Call const& call,
                                      std::string_view token_id) {
    if (call.world == access::live_world) {
        return std::nullopt;  // the store says itself what it does not have
    }
    auto const tokens = tokens_in_reach(site, call);
    if (!tokens) {
        return call_error(tokens.error());
    }
    auto const is_it = [&](auto const& each) { return each.grant.token_id == token_id; };
    if (std::ranges::none_of(*tokens, is_it)) {
        return refusal(ConnectCode::not_found, "the exercise has no such token");
    }
    return std::nullopt;
}

QueryAnswer list_access(AccessDesk::Site const& site, AccessDesk::Call const& call) {
    auto const tokens = tokens_in_reach(site, call);
    auto const sessions = access::SessionStore{site.file}.list(site.now);
    if (!tokens || !sessions) {
        return std::unexpected{call_error(tokens ? sessions.error() : tokens.error())};
    }
    auto reply = std::make_unique<v1::ListAccessReply>();
    for (auto const& token : *tokens) {
        auto& view = *reply->add_tokens();
        fill(view, token);
        for (auto const& session : *sessions) {
            if (session.token_id != token.grant.token_id || token.revoked_at) {
                continue;
            }
            auto& open = *view.add_sessions();
            open.set_session_id(session.session_id);
            open.set_created_at(session.created_at.us);
            open.set_seen_at(session.seen_at.us);
            open.set_expires_at(session.expires_at.us);
        }
    }
    return reply;
}

QueryAnswer revoke_token(AccessDesk::Site const& site, AccessDesk::Call const& call) {
    auto const& token_id = as<v1::RevokeToken>(*call.request).token_id();
    if (token_id == call.caller.token_id()) {
        return std::unexpected{
            refusal(ConnectCode::failed_precondition,
                    "this is the token you are signed in with: revoke it with another one, or with "
                    "`larm token revoke` on the machine")};
    }
    if (auto refused = refuse_token(site, call, token_id); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto const revoked = access::TokenStore{site.file}.revoke(token_id, site.now);
    if (!revoked) {
        return std::unexpected{call_error(revoked.error())};
    }
    spdlog::info("event=token_revoked token={} by={}", revoked->grant.token_id,
                 call.caller.token_id());
    auto reply = std::make_unique<v1::RevokeTokenReply>();
    fill(*reply->mutable_token(), *revoked);
    return reply;
}

QueryAnswer end_session(AccessDesk::Site const& site, AccessDesk::Call const& call) {
    auto const& session_id = as<v1::EndSession>(*call.request).session_id();
    access::SessionStore store{site.file};
    auto const sessions = store.list(site.now);
    if (!sessions) {
        return std::unexpected{call_error(sessions.error())};
    }
    auto const found = std::ranges::find(*sessions, session_id, &access::ListedSession::session_id);
    auto const is_own = found != sessions->end() && found->token_id == call.caller.token_id();
    if (!is_own && call.caller.role() != v1::ROLE_ADMIN) {
        return std::unexpected{refusal(ConnectCode::permission_denied,
                                       "only the administrator ends others' sessions")};
    }
    if (!is_own && found != sessions->end()) {
        if (auto refused = refuse_token(site, call, found->token_id); refused) {
            return std::unexpected{std::move(*refused)};
        }
    }
    if (auto const ended = store.end(session_id); !ended) {
        return std::unexpected{call_error(ended.error())};
    }
    return std::make_unique<v1::EndSessionReply>();
}

QueryAnswer create_sign_in_link(AccessDesk::Site const& site, AccessDesk::Call const& call) {
    auto const& token_id = as<v1::CreateSignInLink>(*call.request).token_id();
    if (auto refused = refuse_token(site, call, token_id); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto const code =
        access::SessionStore{site.file}.make_code(token_id, site.now, site.terms.link_lasts);
    if (!code) {
        return std::unexpected{call_error(code.error())};
    }
    spdlog::info("event=sign_in_link token={} by={}", token_id, call.caller.token_id());
    auto reply = std::make_unique<v1::CreateSignInLinkReply>();
    reply->set_url(fmt::format("{}/#/in/{}", site.terms.public_url, *code));
    reply->set_expires_at((site.now + site.terms.link_lasts).us);
    return reply;
}

QueryAnswer name_tokens(AccessDesk::Site const& site, AccessDesk::Call const& call) {
    auto const& asked = as<v1::NameTokens>(*call.request).token_ids();
    if (asked.size() > names_max) {
        return std::unexpected{
            field_error("tokenIds", fmt::format("at most {} at once", names_max))};
    }
    std::set<std::string_view> const wanted{asked.begin(), asked.end()};
    auto const tokens = tokens_in_reach(site, call);
    if (!tokens) {
        return std::unexpected{call_error(tokens.error())};
    }
    auto reply = std::make_unique<v1::NameTokensReply>();
    for (auto const& token : *tokens) {
        if (wanted.contains(token.grant.token_id)) {
            auto& named = *reply->add_tokens();
            named.set_token_id(token.grant.token_id);
            named.set_name(token.grant.name);
            named.set_role(token.grant.role);
            named.set_organisation(token.grant.organisation);
        }
    }
    return reply;
}

constexpr std::array<std::pair<std::string_view, AccessDesk::Method>, 5> methods{{
    {"larm.v1.ListAccess", list_access},
    {"larm.v1.RevokeToken", revoke_token},
    {"larm.v1.EndSession", end_session},
    {"larm.v1.CreateSignInLink", create_sign_in_link},
    {"larm.v1.NameTokens", name_tokens},
}};

}  // namespace

AccessDesk::Method AccessDesk::find(std::string_view request_type) {
    for (auto const& [type, method] : methods) {
        if (type == request_type) {
            return method;
        }
    }
    return nullptr;
}

void AccessDesk::call(Method method, Call call, core::Instant now, Answers<QueryAnswer>& answers,
                      std::uint64_t number) {
    access_.run_job([this, method, call = std::move(call), now, &answers,
                     number](access::AccessFile* file) -> access::AccessThread::Tell {
        auto answer = file == nullptr
                          ? QueryAnswer{std::unexpected{refusal(
                                ConnectCode::unavailable, "access.db cannot be used right now")}}
                          : method({*file, terms_, now}, call);
        return [&answers, number, answer = std::move(answer)]() mutable {
            answers.deliver(number, std::move(answer));
        };
    });
}

CallError call_error(access::AccessError const& error) {
    switch (error.kind) {
        case access::AccessErrorKind::invalid:
            return refusal(ConnectCode::invalid_argument, error.message);
        case access::AccessErrorKind::not_found:
            return refusal(ConnectCode::not_found, error.message);
        case access::AccessErrorKind::ambiguous:
        case access::AccessErrorKind::conflict:
            return refusal(ConnectCode::failed_precondition, error.message);
        case access::AccessErrorKind::busy:
        case access::AccessErrorKind::full:
        case access::AccessErrorKind::io:
        case access::AccessErrorKind::damaged:
        case access::AccessErrorKind::newer_format:
            return refusal(ConnectCode::unavailable, error.message);
    }
    std::abort();
}

}  // namespace larm::server
