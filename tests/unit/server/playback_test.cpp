// GetStateAt over real sockets: what the feed showed then, to the byte, while the world goes on.
#include <fmt/format.h>
#include <larm/v1/session.pb.h>

#include <utility>
#include <vector>

#include "engine/server/desk_call.hpp"
#include "engine/world/restore.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

struct Shown {
    std::int64_t seq = 0;
    std::string snapshot;
};

/// What whoever joins the feed now is shown.
Shown shown_now(TestDaemon& daemon, std::string const& token) {
    Feed feed{daemon.port(), token};
    auto const frame = feed.next_news();
    REQUIRE(frame);
    REQUIRE(frame->has_snapshot());
    return {frame->seq(), frame->snapshot().SerializeAsString()};
}

v1::GetStateAtReply state_at(Client& client, v1::GetStateAt const& asked) {
    auto const reply = client.call_binary("ConsoleService/GetStateAt", asked);
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    v1::GetStateAtReply parsed;
    REQUIRE(parsed.ParseFromString(reply.body));
    return parsed;
}

v1::GetStateAt after(std::int64_t seq) {
    v1::GetStateAt asked;
    asked.set_seq(seq);
    return asked;
}

}  // namespace

TEST_CASE("what the feed showed is played back to the byte", "[server][playback]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    auto const observer = daemon.token(v1::ROLE_OBSERVER);
    std::vector<Shown> was{shown_now(daemon, observer)};
    std::vector<std::string> incidents;
    for (int round = 0; round < 3; ++round) {
        incidents.push_back(confirm(client, "uppsala"));
        was.push_back(shown_now(daemon, observer));
        REQUIRE(client
                    .call("AlarmService/Acknowledge",
                          fmt::format(R"({{"commandId":"{}","incidentId":"{}",)"
                                      R"("party":"tib@uppsala","via":"VIA_CONSOLE"}})",
                                      fresh_uuid(), incidents.back()))
                    .status == 200);
        was.push_back(shown_now(daemon, observer));
    }
    Client later{daemon.port(), observer};
    auto const expect = [&](Shown const& then) {
        CAPTURE(then.seq);
        auto const reply = state_at(later, after(then.seq));
        CHECK(reply.seq() == then.seq);
        CHECK(reply.snapshot().SerializeAsString() == then.snapshot);
    };
    for (auto const& then : was) {
        expect(then);
    }
    for (auto each = was.rbegin(); each != was.rend(); ++each) {
        expect(*each);
    }
    auto const [seq, hash] = read_state(daemon.world(), [](core::State const& state) {
        return std::pair{state.seq(), journal::hex(world::state_hash(state))};
    });
    CHECK(state_at(later, after(seq)).state_hash() == hash);

    auto of_first = after(was.back().seq);
    of_first.set_incident_id(incidents.front());
    auto const first = state_at(later, of_first);
    REQUIRE(first.snapshot().incidents_size() == 1);
    CHECK(first.snapshot().incidents(0).incident_id() == incidents.front());
}

TEST_CASE("a moment that cannot be played back is refused in words", "[server][playback]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    auto const refused = [&](std::string const& asked, unsigned status, std::string const& field,
                             std::string const& message) {
        CAPTURE(asked);
        auto const reply = client.call("ConsoleService/GetStateAt", asked);
        CHECK(reply.status == status);
        CHECK(reply.field() == field);
        CHECK(reply.message().starts_with(message));
    };
    refused("{}", 400, "atUs", "atUs: give exactly one of atUs and seq");
    refused(R"({"atUs":"5","seq":"1"})", 400, "atUs", "atUs: give exactly one of atUs and seq");
    refused(R"({"atUs":"5"})", 400, "atUs", "atUs: the journal begins later, ");
    refused(R"({"atUs":"99999999999999999"})", 400, "atUs",
            "atUs: that is still to come: it is now ");
    refused(R"({"seq":"999999"})", 400, "seq", "seq: the journal ends with event ");
    refused(R"({"seq":"-1"})", 400, "seq", "seq: ");
    refused(fmt::format(R"({{"seq":"1","incidentId":"{}"}})", fresh_uuid()), 404, "incidentId",
            "incidentId: no such incident up to event 1, ");
    CHECK(Client{daemon.port(), "larm_nobody"}.call("ConsoleService/GetStateAt", "{}").status ==
          401);
}

}  // namespace larm::server::test
