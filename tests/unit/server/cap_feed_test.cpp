// CAP as others poll it, on the real world and real tokens: the feed, its messages, and an Ack that
// acknowledges the alarm.
#include "engine/server/doors/cap_feed.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/json.hpp>
#include <future>
#include <optional>

#include "engine/access/token_store.hpp"
#include "engine/server/fresh_id.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/server/test_world.hpp"

namespace larm::server::test {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr auto sender = "larm@region.example.se";

asio::awaitable<void> ask_door(CapFeed& door, HttpRequest const& request,
                               std::optional<Response>& got) {
    got = co_await door.answer(request, "127.0.0.1");
}

struct NoFeed final : world::FeedPort {
    void publish(std::shared_ptr<world::PublishedBatch const>) override {}
};

/// The door by itself, with a world and tokens behind it.
struct Doorway {
    larm::test::TemporaryDirectory directory;
    NoFeed no_feed;
    TestWorld world{directory.path(), no_feed};
    Clock clock = [] { return core::Instant{world::read_clocks().wall_us}; };
    access::AccessThread access{access_options(), clock};
    asio::io_context io{1};
    Authenticator authenticator{io, access, clock};
    CapFeed door{io, world.live(), authenticator, {.sender = sender}};
    FreshIds ids;

    ~Doorway() {
        access.stop();
        world.live().drain();
    }

    [[nodiscard]] access::AccessOptions access_options() const {
        REQUIRE(access::AccessFile::open(directory.path(), {}));
        access::AccessOptions options;
        options.data_directory = directory.path();
        return options;
    }
    std::string token(v1::Role role, std::string organisation = {}, std::string of_world = "live") {
        auto file = access::AccessFile::open(directory.path(), {});
        REQUIRE(file);
        access::NewToken wanted;
        wanted.role = role;
        wanted.organisation = std::move(organisation);
        wanted.world = std::move(of_world);
        auto created = access::TokenStore{*file}.create(wanted, clock());
        REQUIRE(created);
        return created->secret;
    }
    std::string tib(std::string const& region) { return token(v1::ROLE_TIB, region); }

    v1::CommandReply must(v1::Command command) {
        command.mutable_actor()->set_role(v1::ROLE_TIB);
        command.mutable_actor()->set_organisation("uppsala");
        command.mutable_actor()->set_token_id("t-1");
        command.set_fingerprint("12345678");
        command.set_fresh_id(ids.next(clock()));
        auto const reply = world.live().submit_and_wait(std::move(command));
        REQUIRE(reply);
        return *reply;
    }
    std::string confirm() {
        v1::Command command;
        auto& request = *command.mutable_confirm_incident();
        request.set_command_id(ids.next(clock()));
        request.set_region_id("uppsala");
        request.set_level(v1::READINESS_LEVEL_KATASTROF);
        request.mutable_report()->set_exact_location("Arenan");
        return must(command).incident_id();
    }
    void stand_down(std::string const& id) {
        v1::Command command;
        command.mutable_stand_down()->set_command_id(ids.next(clock()));
        command.mutable_stand_down()->set_incident_id(id);
        static_cast<void>(must(command));
    }
    v1::PartyState state_of(std::string const& id, std::string const& party) {
        std::promise<v1::PartyState> answer;
        world.live().read([&](core::State const& state, v1::Durability) {
            auto const& incident = *state.incident(id);
            auto const step = incident.pack->step_index("regional_alarm");
            answer.set_value(incident.chase(step, party)->state);
        });
        return answer.get_future().get();
    }

    Response ask(http::verb verb, std::string_view target, std::string const& token,
                 std::string body = {}) {
        HttpRequest request{verb, target, 11};
        if (!token.empty()) {
            request.set(http::field::authorization, "Bearer " + token);
        }
        request.body() = std::move(body);
        std::optional<Response> got;
        io.restart();
        auto const work = asio::make_work_guard(io);
        asio::co_spawn(io, ask_door(door, request, got), asio::detached);
        while (!got) {
            io.run_one();
        }
        return *got;
    }
    Response get(std::string_view target, std::string const& token) {
        return ask(http::verb::get, target, token);
    }
    Response ack(std::string const& references, std::string const& token,
                 std::string const& id = "ack-1", std::string const& status = "Actual") {
        return ask(http::verb::post, "/cap/ack", token, letter(references, id, status));
    }
    static std::string letter(std::string const& references, std::string const& id = "ack-1",
                              std::string const& status = "Actual") {
        return "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>" + id +
               "</identifier><sender>tib@dalarna</sender>"
               "<sent>2026-11-25T20:00:00+01:00</sent><status>" +
               status + "</status><msgType>Ack</msgType><scope>Private</scope><references>" +
               references + "</references></alert>";
    }
    void commit(std::string const& id, std::string const& region, int count) {
        v1::Command command;
        auto& request = *command.mutable_commit_transports();
        request.set_command_id(ids.next(clock()));
        request.set_incident_id(id);
        request.set_region_id(region);
        request.set_count(count);
        request.set_via(v1::VIA_PHONE);
        static_cast<void>(must(command));
    }
};

std::string between(std::string const& text, std::string const& from, std::string const& to) {
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    auto const begin = at + from.size();
    return text.substr(begin, text.find(to, begin) - begin);
}

}  // namespace

TEST_CASE("the feed leads to the latest message of each incident", "[cap_feed]") {
    Doorway way;
    auto const token = way.tib("uppsala");
    CHECK(way.get("/cap/feed.atom", token).body.find("<entry>") == std::string::npos);
    auto const id = way.confirm();
    auto const feed = way.get("/cap/feed.atom", way.token(v1::ROLE_OBSERVER));
    CHECK(feed.status == 200);
    CHECK(feed.content_type.starts_with("application/atom+xml"));
    auto const link = between(feed.body, "application/cap+xml\" href=\"", "\"");
    CHECK(link == "/cap/" + id + ".1.xml");
    auto const message = way.get(link, token);
    CHECK(message.status == 200);
    CHECK(message.content_type.starts_with("application/cap+xml"));
    CHECK(message.body.find("<identifier>" + id + ".1</identifier>") != std::string::npos);
    way.stand_down(id);
    auto const old = way.get(link, token);
    CHECK(old.status == 410);
    CHECK(old.body.find("replaced by " + id + ".2") != std::string::npos);
    CHECK(way.get("/cap/" + id + ".2.xml", token).body.find("AllClear") != std::string::npos);
    CHECK(way.get("/cap/" + id + ".3.xml", token).status == 404);
}

TEST_CASE("what is polled later is what was said then", "[cap_feed]") {
    Doorway way;
    auto const token = way.tib("uppsala");
    auto const id = way.confirm();
    auto const then = way.get("/cap/" + id + ".1.xml", token);
    REQUIRE(then.status == 200);
    way.commit(id, "dalarna", 5);
    CHECK(way.get("/cap/" + id + ".1.xml", token).body == then.body);
    way.stand_down(id);
    auto const end = way.get("/cap/" + id + ".2.xml", token).body;
    CHECK(between(end, "Sekundärtransporter utlovade: ", ".") == "5");
}

TEST_CASE("the feed is for those with a live token, and GET changes nothing", "[cap_feed]") {
    Doorway way;
    CHECK(way.get("/cap/feed.atom", "").status == 401);
    CHECK(way.get("/cap/feed.atom", "larm_nonsense").status == 401);
    auto const exercise = way.token(v1::ROLE_TIB, "uppsala", "exercise-1");
    CHECK(way.get("/cap/feed.atom", exercise).status == 403);
    auto const token = way.tib("uppsala");
    CHECK(way.get("/cap/ack", token).status == 405);
    CHECK(way.get("/cap/ack", token).headers == std::vector<std::string>{"Allow: POST"});
    CHECK(way.ask(http::verb::post, "/cap/feed.atom", token).status == 405);
    for (auto const* const path : {"/cap/", "/cap/x", "/cap/x.xml", "/cap/.xml", "/cap/0.1.xml"}) {
        CAPTURE(path);
        CHECK(way.get(path, token).status == 404);
    }
}

TEST_CASE("a CAP Ack acknowledges for the token's party, once", "[cap_feed]") {
    Doorway way;
    auto const id = way.confirm();
    auto const dalarna = way.tib("dalarna");
    auto const xml = way.get("/cap/" + id + ".1.xml", dalarna).body;
    auto const reference =
        std::string{sender} + "," + id + ".1," + between(xml, "<sent>", "</sent>");
    CHECK(
        way.ack(std::string{sender} + "," + id + ".1,2020-01-01T00:00:00+01:00", dalarna).status ==
        404);
    CHECK(way.ack("other@sender" + reference.substr(reference.find(',')), dalarna).status == 404);
    CHECK(way.ack(reference, dalarna, "ack-1", "Exercise").status == 400);
    CHECK(way.ask(http::verb::post, "/cap/ack", dalarna, "<hej/>").status == 400);
    CHECK(way.ack(reference, way.token(v1::ROLE_OBSERVER)).status == 403);
    CHECK(way.state_of(id, "tib@dalarna") == v1::PARTY_STATE_PENDING);
    auto const first = way.ack(reference, dalarna);
    CHECK(first.status == 200);
    CHECK(boost::json::parse(first.body).at("durability") == "DURABILITY_LOCAL");
    CHECK(way.state_of(id, "tib@dalarna") == v1::PARTY_STATE_ACKNOWLEDGED);
    CHECK(way.state_of(id, "tib@gavleborg") == v1::PARTY_STATE_PENDING);
    CHECK(way.ack(reference, dalarna).body == first.body);
}

TEST_CASE("a forged CAP Ack acknowledges nothing", "[cap_feed]") {
    Doorway way;
    auto const id = way.confirm();
    auto const dalarna = way.tib("dalarna");
    auto const xml = way.get("/cap/" + id + ".1.xml", dalarna).body;
    auto const sent = between(xml, "<sent>", "</sent>");
    auto const reference = std::string{sender} + "," + id + ".1," + sent;
    auto const good = Doorway::letter(reference);
    auto const with = [&](std::string const& from, std::string const& to) {
        auto bad = good;
        REQUIRE(bad.find(from) != std::string::npos);
        return bad.replace(bad.find(from), from.size(), to);
    };
    std::string bomb = "<!DOCTYPE a [<!ENTITY a \"ha\">";
    for (auto const* const next : {"b", "c", "d", "e"}) {
        bomb += std::string{"<!ENTITY "} + next + " \"&a;&a;&a;&a;&a;&a;&a;&a;\">";
    }
    struct Forged {
        std::string what;
        std::string body;
        unsigned status;
    };
    std::vector<Forged> const letters{
        {"not XML", "en kvittens, tack", 400},
        {"JSON", R"({"incidentId":")" + id + "\"}", 400},
        {"half a letter", good.substr(0, good.size() / 2), 400},
        {"nothing", "", 400},
        {"too long", with("<scope>", "<note>" + std::string(16'384, 'x') + "</note><scope>"), 400},
        {"too deep",
         with("<scope>",
              [] {
                  std::string deep;
                  for (int i = 0; i < 3'000; ++i) {
                      deep += "<a>";
                  }
                  return deep + "<scope>";
              }()),
         400},
        {"a file of ours",
         "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>" + with("ack-1", "&x;"), 400},
        {"entities of entities", bomb + "]>" + with("ack-1", "&e;"), 400},
        {"an entity that nobody declares", with("ack-1", "&e;"), 400},
        {"an older CAP", with("cap:1.2", "cap:1.1"), 400},
        {"no namespace", with(" xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"", ""), 400},
        {"another's namespace", with("urn:oasis:names:tc:emergency:cap:1.2", "urn:x"), 400},
        {"no Ack", with(">Ack<", ">Update<"), 400},
        {"a test", with(">Actual<", ">Test<"), 400},
        {"another sender's message", with(sender, "larm@region.example.com"), 404},
        {"another incident", with(id, "0193" + id.substr(4)), 404},
        {"a message that has not been sent", with(".1,", ".2,"), 404},
        {"a message of no number", with(".1,", ".0,"), 404},
        {"another time", with(sent, "2020-01-01T00:00:00+01:00"), 404},
        {"no reference", with(reference, ""), 400},
        {"half a reference", with(reference, id + ".1"), 400},
        {"two identifiers", with("<sender>", "<identifier>ack-2</identifier><sender>"), 400}};
    for (auto const& letter : letters) {
        CAPTURE(letter.what);
        auto const got = way.ask(http::verb::post, "/cap/ack", dalarna, letter.body);
        CAPTURE(got.body);
        CHECK(got.status == letter.status);
        CHECK(got.body.find("hostname") == std::string::npos);
        CHECK(way.state_of(id, "tib@dalarna") == v1::PARTY_STATE_PENDING);
    }
    CHECK(way.ask(http::verb::post, "/cap/ack", "larm_forged", good).status == 401);
    CHECK(
        way.ask(http::verb::post, "/cap/ack", way.token(v1::ROLE_TIB, "dalarna", "ovning-1"), good)
            .status == 403);
    CHECK(way.state_of(id, "tib@dalarna") == v1::PARTY_STATE_PENDING);
    CHECK(way.ask(http::verb::post, "/cap/ack", dalarna, good).status == 200);
    CHECK(way.state_of(id, "tib@dalarna") == v1::PARTY_STATE_ACKNOWLEDGED);
}

}  // namespace larm::server::test
