// Signing in at the console, over real sockets: the cookie, who may use it and from where, links
// that work once, and the calls about tokens and sessions.
#include <fmt/format.h>
#include <larm/v1/session.pb.h>

#include <boost/json.hpp>
#include <map>

#include "engine/access/session_store.hpp"
#include "engine/server/access_desk.hpp"
#include "engine/world/engine_clock.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

namespace json = boost::json;

core::Instant now() {
    return {world::read_clocks().wall_us};
}

constexpr std::string_view to_list = "/larm.v1.IncidentService/ListIncidents";

struct Browser {
    TestDaemon& daemon;
    std::string cookie{};

    [[nodiscard]] Reply send(std::string_view verb, std::string_view path, std::string_view body,
                             Headers more = {}) const {
        more.try_emplace("Content-Type", "application/json");
        more.try_emplace("Origin", "http://localhost");
        more.try_emplace("Cookie", cookie);
        std::erase_if(more, [](auto const& each) { return each.second.empty(); });
        Client client{daemon.port(), ""};
        return client.request(verb, path, body, std::move(more));
    }
    Reply sign_in(std::string const& body) {
        auto const reply = send("POST", "/session", body);
        auto const set = reply.headers.find("set-cookie");
        if (set != reply.headers.end()) {
            cookie = set->second.substr(0, set->second.find(';'));
        }
        return reply;
    }
    [[nodiscard]] json::object call(std::string_view method, std::string_view body = "{}") const {
        auto const reply = send("POST", fmt::format("/larm.v1.{}", method), body);
        INFO(reply.body);
        REQUIRE(reply.status == 200);
        return json::parse(reply.body).as_object();
    }
};

template <typename Condition>
bool eventually(Condition const& condition) {
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) {
            return false;
        }
    }
    return true;
}

std::string with_token(std::string const& secret) {
    return fmt::format(R"({{"token":"{}"}})", secret);
}

std::string text(json::object const& object, std::string_view key) {
    return std::string{object.at(key).as_string()};
}

}  // namespace

TEST_CASE("a token is exchanged for a cookie that scripts cannot read", "[server][session]") {
    TestDaemon daemon;
    Browser browser{daemon};
    CHECK(browser.send("GET", "/session", "").status == 401);
    auto const reply = browser.sign_in(with_token(daemon.tib("uppsala")));
    REQUIRE(reply.status == 200);
    auto const& line = reply.headers.at("set-cookie");
    CHECK(line.starts_with("larm_session=larm_"));
    CHECK(line.find("; HttpOnly") != std::string::npos);
    CHECK(line.find("; SameSite=Strict") != std::string::npos);
    CHECK(line.find("; Path=/;") != std::string::npos);
    CHECK(reply.body.find("larm_") == std::string::npos);  // no secret where scripts can read
    auto const shown = browser.send("GET", "/session", "");
    REQUIRE(shown.status == 200);
    auto const view = json::parse(shown.body).as_object();
    CHECK(text(view, "role") == "ROLE_TIB");
    CHECK(text(view, "organisation") == "uppsala");
    CHECK(text(view, "world") == "live");
    CHECK(browser.send("POST", to_list, "{}").status == 200);
}

TEST_CASE("a token asks who it is without a session, and gets none", "[server][session]") {
    TestDaemon daemon;
    Browser browser{daemon};
    Headers const bearer{{"Authorization", "Bearer " + daemon.token(v1::ROLE_BLOOD, "uppsala")}};
    auto const shown = browser.send("GET", "/session", "", bearer);
    REQUIRE(shown.status == 200);
    auto const view = json::parse(shown.body).as_object();
    CHECK(text(view, "role") == "ROLE_BLOOD");
    CHECK(text(view, "organisation") == "uppsala");
    CHECK(shown.headers.find("set-cookie") == shown.headers.end());
    CHECK(browser.send("GET", "/session", "", {{"Authorization", "Bearer larm_wrong"}}).status ==
          401);
}

TEST_CASE("the cookie counts only where the request names our origin", "[server][session]") {
    TestDaemon daemon;
    Browser browser{daemon};
    REQUIRE(browser.sign_in(with_token(daemon.tib("uppsala"))).status == 200);
    for (auto const* const foreign : {"", "null", "https://evil.example", "http://127.0.0.1:1"}) {
        INFO(foreign);
        CHECK(browser.send("POST", to_list, "{}", {{"Origin", foreign}}).status == 403);
        CHECK(browser.send("POST", "/session", with_token("x"), {{"Origin", foreign}}).status !=
              200);
    }
    CHECK(browser
              .send("GET", "/v1/watch?world=live", "",
                    {{"Origin", "https://evil.example"},
                     {"Connection", "Upgrade"},
                     {"Upgrade", "websocket"},
                     {"Sec-WebSocket-Version", "13"},
                     {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}})
              .status == 403);
    // A form of another page is not JSON.
    CHECK(browser
              .send("POST", "/session", "token=x",
                    {{"Content-Type", "application/x-www-form-urlencoded"}})
              .status == 415);
    // A session's secret is no token, and a token is no session.
    auto const secret = browser.cookie.substr(browser.cookie.find('=') + 1);
    CHECK(browser.send("POST", to_list, "{}", {{"Authorization", "Bearer " + secret}}).status ==
          401);
    Browser other{daemon, "larm_session=" + daemon.tib("orebro")};
    CHECK(other.send("POST", to_list, "{}").status == 401);
    Browser both{daemon, browser.cookie + "; " + browser.cookie};
    CHECK(both.send("POST", to_list, "{}").status == 401);
}

TEST_CASE("a page under another session than the cookie's does nothing", "[server][session]") {
    TestDaemon daemon;
    Browser browser{daemon};
    auto const uppsala =
        json::parse(browser.sign_in(with_token(daemon.tib("uppsala"))).body).as_object();
    Headers const as_uppsala{{"Larm-Session", text(uppsala, "sessionId")}};
    CHECK(browser.send("POST", to_list, "{}", as_uppsala).status == 200);
    Browser const former{daemon, browser.cookie};
    // Another tab signs in, and this page has not heard of it.
    REQUIRE(browser.sign_in(with_token(daemon.tib("orebro"))).status == 200);
    auto const refused = browser.send("POST", to_list, "{}", as_uppsala);
    CHECK(refused.status == 401);
    CHECK(refused.body.find("signed in anew") != std::string::npos);
    CHECK(browser.send("POST", to_list, "{}").status == 200);
    // What the cookie was before has ended, and nobody can go on with it.
    CHECK(eventually([&] { return former.send("POST", to_list, "{}").status == 401; }));
}

TEST_CASE("an exercise's administrator knows and touches the exercise's tokens alone",
          "[server][session]") {
    TestDaemon daemon;
    static_cast<void>(daemon.token(v1::ROLE_TIB, "uppsala"));
    static_cast<void>(daemon.token(v1::ROLE_TIB, "orebro", "arboga_2006"));
    auto file = access::AccessFile::open(daemon.data(), {});
    REQUIRE(file.has_value());
    std::map<std::string, std::string> token_in;  // by world
    auto const tokens = access::TokenStore{*file}.list();
    REQUIRE(tokens.has_value());
    for (auto const& token : *tokens) {
        token_in[token.grant.world] = token.grant.token_id;
    }
    auto const ask = [&](auto request, std::string const& world) {
        AccessDesk::Call call;
        call.caller.set_role(v1::ROLE_ADMIN);
        call.world = world;
        auto const type = std::string{request.GetDescriptor()->full_name()};
        call.request = std::make_unique<decltype(request)>(std::move(request));
        SignInTerms const terms;
        return AccessDesk::find(type)({*file, terms, now()}, call);
    };
    auto const listed = [&](std::string const& world) {
        auto const answer = ask(v1::ListAccess{}, world);
        REQUIRE(answer.has_value());
        return dynamic_cast<v1::ListAccessReply const&>(**answer).tokens_size();
    };
    CHECK(listed("live") == 2);
    CHECK(listed("arboga_2006") == 1);
    v1::CreateSignInLink link;
    v1::RevokeToken revoke;
    link.set_token_id(token_in["live"]);
    revoke.set_token_id(token_in["live"]);
    CHECK_FALSE(ask(link, "arboga_2006").has_value());
    CHECK_FALSE(ask(revoke, "arboga_2006").has_value());
    CHECK(ask(link, "live").has_value());
    link.set_token_id(token_in["arboga_2006"]);
    revoke.set_token_id(token_in["arboga_2006"]);
    CHECK(ask(link, "arboga_2006").has_value());
    CHECK(ask(revoke, "live").has_value());
}

TEST_CASE("signing out ends the session everywhere, and so does the end of its token",
          "[server][session]") {
    TestDaemon daemon;
    auto const token = daemon.tib("uppsala");
    Browser browser{daemon};
    REQUIRE(browser.sign_in(with_token(token)).status == 200);
    Browser const copy{daemon, browser.cookie};
    auto const out = browser.send("DELETE", "/session", "");
    CHECK(out.status == 204);
    CHECK(out.headers.at("set-cookie").find("Max-Age=0") != std::string::npos);
    CHECK(copy.send("GET", "/session", "").status == 401);
    CHECK(copy.send("POST", to_list, "{}").status == 401);

    Browser second{daemon};
    REQUIRE(second.sign_in(with_token(token)).status == 200);
    daemon.revoke(token);
    CHECK(eventually([&] { return second.send("GET", "/session", "").status == 401; }));
    CHECK(second.sign_in(with_token(token)).status == 401);
}

TEST_CASE("a sign-in link works once, for its token, while it lasts", "[server][session]") {
    TestDaemon daemon;
    Browser admin{daemon};
    REQUIRE(admin.sign_in(with_token(daemon.token(v1::ROLE_ADMIN))).status == 200);
    auto const secret = daemon.tib("dalarna");
    std::string wanted;
    auto const listed = admin.call("AccessService/ListAccess");
    for (auto const& each : listed.at("tokens").as_array()) {
        if (text(each.as_object(), "organisation") == "dalarna") {
            wanted = text(each.as_object(), "tokenId");
        }
    }
    auto const made =
        admin.call("AccessService/CreateSignInLink", fmt::format(R"({{"tokenId":"{}"}})", wanted));
    auto const url = text(made, "url");
    REQUIRE(url.starts_with("/#/in/larm_"));
    auto const code = fmt::format(R"({{"code":"{}"}})", url.substr(6));
    Browser phone{daemon};
    auto const in = phone.sign_in(code);
    REQUIRE(in.status == 200);
    CHECK(text(json::parse(in.body).as_object(), "organisation") == "dalarna");
    Browser thief{daemon};
    CHECK(thief.sign_in(code).status == 401);
    CHECK(thief.sign_in(R"({"code":"larm_0"})").status == 401);
    CHECK(thief.sign_in(R"({"code":"x","token":"y"})").status == 400);
    CHECK(thief.sign_in("{}").status == 400);
    CHECK(thief.sign_in("[").status == 400);
    // Only the administrator makes links, sees tokens, and ends others' sessions.
    CHECK(phone.send("POST", "/larm.v1.AccessService/ListAccess", "{}").status == 403);
    auto const sessions = admin.call("AccessService/ListAccess").at("tokens").as_array();
    std::string of_admin;
    std::string of_phone;
    for (auto const& token : sessions) {
        for (auto const& each : token.as_object().at("sessions").as_array()) {
            (text(token.as_object(), "tokenId") == wanted ? of_phone : of_admin) =
                text(each.as_object(), "sessionId");
        }
    }
    REQUIRE_FALSE(of_phone.empty());
    REQUIRE_FALSE(of_admin.empty());
    CHECK(phone
              .send("POST", "/larm.v1.AccessService/EndSession",
                    fmt::format(R"({{"sessionId":"{}"}})", of_admin))
              .status == 403);
    (void)admin.call("AccessService/EndSession", fmt::format(R"({{"sessionId":"{}"}})", of_phone));
    CHECK(phone.send("GET", "/session", "").status == 401);
}

TEST_CASE("a session outlives a restart of what reads it, and a watcher goes with it",
          "[server][session]") {
    auto limits = quick_limits();
    limits.heartbeat_every = std::chrono::milliseconds{50};
    TestDaemon daemon{limits};
    auto file = access::AccessFile::open(daemon.data(), {});
    REQUIRE(file);
    access::SessionStore store{*file};
    access::TokenStore tokens{*file};
    access::NewToken wanted;
    wanted.role = v1::ROLE_OBSERVER;
    auto const made = tokens.create(wanted, now());
    REQUIRE(made);
    auto const grant = tokens.find(made->secret, now());
    REQUIRE(grant);
    // As another process wrote it: what was signed in before the daemon started goes on.
    auto const session = store.open(**grant, now(), core::seconds(3600));
    REQUIRE(session);
    Browser const browser{daemon, "larm_session=" + session->secret};
    CHECK(eventually([&] { return browser.send("GET", "/session", "").status == 200; }));
    // One that has run out is none, and is gone with the next.
    auto const old = store.open(**grant, now(), core::Duration{-1});
    REQUIRE(old);
    CHECK((Browser{daemon, "larm_session=" + old->secret}.send("GET", "/session", "").status) ==
          401);
    CHECK(store.list(now())->size() == 1);
    CHECK(store.end(session->grant.session_id));
    CHECK(eventually([&] { return browser.send("GET", "/session", "").status == 401; }));
}

TEST_CASE("the console reads packs, pages of events and names", "[server][session]") {
    TestDaemon daemon;
    Browser browser{daemon};
    REQUIRE(browser.sign_in(with_token(daemon.tib("uppsala"))).status == 200);
    auto const pack = browser.call("ConsoleService/GetRulePack");
    CHECK(pack.at("pack").as_object().at("regions").as_array().size() == 7);
    auto const same = browser.call(
        "ConsoleService/GetRulePack",
        fmt::format(R"({{"rulesHash":"{}"}})", std::string{pack.at("rulesHash").as_string()}));
    CHECK(same == pack);
    CHECK(browser.send("POST", "/larm.v1.ConsoleService/GetRulePack", R"({"rulesHash":"00"})")
              .status == 404);

    auto const all = browser.call("ConsoleService/ListEvents");
    auto const& events = all.at("events").as_array();
    REQUIRE(events.size() >= 2);
    CHECK(text(events.front().as_object(), "seq") == "1");
    auto const last =
        browser.call("ConsoleService/ListEvents", R"({"pageSize":1,"newestFirst":true})");
    CHECK(text(last.at("events").as_array().front().as_object(), "seq") == text(all, "seq"));
    CHECK(last.at("hasMore").as_bool());
    // Page by page, forwards, gives the same, each once.
    std::vector<std::string> seqs;
    std::string after = "0";
    for (bool more = true; more;) {
        auto const page = browser.call("ConsoleService/ListEvents",
                                       fmt::format(R"({{"pageSize":1,"after":"{}"}})", after));
        for (auto const& each : page.at("events").as_array()) {
            seqs.push_back(text(each.as_object(), "seq"));
        }
        after = text(page, "reached");
        more = page.at("hasMore").as_bool();
    }
    CHECK(seqs.size() == events.size());
    CHECK(
        browser.send("POST", "/larm.v1.ConsoleService/ListEvents", R"({"pageSize":5000})").status ==
        400);
    auto const view = json::parse(browser.send("GET", "/session", "").body).as_object();
    auto const named =
        browser.call("ConsoleService/NameTokens",
                     fmt::format(R"({{"tokenIds":["{}","tok_nobody"]}})", text(view, "tokenId")));
    REQUIRE(named.at("tokens").as_array().size() == 1);
    CHECK(text(named.at("tokens").as_array().front().as_object(), "role") == "ROLE_TIB");
}

}  // namespace larm::server::test
