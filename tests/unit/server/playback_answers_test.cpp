// GetAnswersAt over real sockets: what the live calls answered then, to the byte, while the world
// goes on; and what cannot be had, as GetStateAt refuses it.
#include <fmt/format.h>
#include <larm/v1/playback.pb.h>

#include <utility>
#include <vector>

#include "engine/server/contact_desk.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

template <typename ReplyType, typename Request>
ReplyType answered(Client& client, std::string_view method, Request const& request) {
    auto const reply = client.call_binary(method, request);
    INFO(method << ' ' << reply.body);
    REQUIRE(reply.status == 200);
    ReplyType parsed;
    REQUIRE(parsed.ParseFromString(reply.body));
    return parsed;
}

template <typename Request>
Request of(std::string const& incident) {
    Request request;
    request.set_incident_id(incident);
    return request;
}

/// What every live call answered, and when; all of them between the same two events.
struct Answered {
    std::int64_t seq = 0;
    v1::GetCapacityReply capacity;
    v1::GetTransfersReply transfers;
    v1::GetTriageReply triage;
    v1::GetBloodReply blood;
    v1::GetSupportReply support;
    v1::GetSuppliesReply supplies;
    v1::GetSituationReply situation;
    v1::GetConferencesReply conferences;
};

Answered live_now(Client& client, std::string const& id) {
    Answered now;
    do {
        now.capacity = answered<v1::GetCapacityReply>(client, "CapacityService/GetCapacity",
                                                      of<v1::GetCapacity>(id));
        now.transfers = answered<v1::GetTransfersReply>(client, "TransferService/GetTransfers",
                                                        of<v1::GetTransfers>(id));
        now.triage =
            answered<v1::GetTriageReply>(client, "TriageService/GetTriage", of<v1::GetTriage>(id));
        now.blood =
            answered<v1::GetBloodReply>(client, "BloodService/GetBlood", of<v1::GetBlood>(id));
        now.support = answered<v1::GetSupportReply>(client, "SupportService/GetSupport",
                                                    of<v1::GetSupport>(id));
        now.supplies =
            answered<v1::GetSuppliesReply>(client, "SupportService/GetSupplies", v1::GetSupplies{});
        now.situation = answered<v1::GetSituationReply>(client, "SituationService/GetSituation",
                                                        of<v1::GetSituation>(id));
        now.conferences = answered<v1::GetConferencesReply>(
            client, "ConferenceService/GetConferences", of<v1::GetConferences>(id));
        now.seq = now.conferences.seq();
    } while (now.capacity.seq() != now.seq);
    return now;
}

v1::GetAnswersAt wish(std::string const& id, std::int64_t at_us) {
    auto asked = of<v1::GetAnswersAt>(id);
    asked.set_at_us(at_us);
    return asked;
}

v1::GetAnswersAtReply answers(Client& client, v1::GetAnswersAt const& asked) {
    return answered<v1::GetAnswersAtReply>(client, "PlaybackService/GetAnswersAt", asked);
}

#define CHECK_SAME(then, now) CHECK((then).SerializeAsString() == (now).SerializeAsString())

void expect_as_it_was(Client& client, std::string const& id, Answered const& was) {
    CAPTURE(was.seq);
    auto asked = wish(id, was.capacity.at());
    asked.set_capacity(true);
    auto reply = answers(client, asked);
    CHECK(reply.seq() == was.seq);
    CHECK(reply.at() == was.capacity.at());
    CHECK_SAME(reply.capacity(), was.capacity);
    CHECK_FALSE(reply.has_blood());  // what is not wished for is not there
    CHECK_FALSE(reply.has_support());

    asked.set_at_us(was.transfers.at());
    CHECK_SAME(answers(client, asked).transfers(), was.transfers);
    asked.set_at_us(was.triage.at());
    CHECK_SAME(answers(client, asked).triage(), was.triage);

    asked = wish(id, was.blood.blood().at());
    asked.set_blood(true);
    reply = answers(client, asked);
    CHECK_SAME(reply.blood(), was.blood);
    CHECK_FALSE(reply.has_capacity());

    asked = wish(id, was.situation.situation().at());
    asked.set_cooperation(true);
    reply = answers(client, asked);
    CHECK_SAME(reply.situation(), was.situation);
    CHECK_SAME(reply.support(), was.support);
    CHECK_SAME(reply.supplies(), was.supplies);
    CHECK_SAME(reply.conferences(), was.conferences);

    // By its number: at the time of the event itself.
    asked = of<v1::GetAnswersAt>(id);
    asked.set_seq(was.seq);
    asked.set_blood(true);
    asked.set_cooperation(true);
    reply = answers(client, asked);
    CHECK(reply.seq() == was.seq);
    CHECK(reply.at() <= was.capacity.at());
    CHECK(reply.blood().blood().at() == reply.at());
    CHECK_SAME(reply.support(), was.support);
    CHECK_SAME(reply.conferences(), was.conferences);
}

/// A night in which everything that is shown changes, recorded after each change.
struct CareNight {
    CareNight() {
        remember();
        v1::ReportCapacity report;
        report.set_command_id(fresh_uuid());
        report.set_hospital_id("FAL");
        auto& figure = *report.add_figures();
        figure.set_stage(v1::CARE_STAGE_EMERGENCY);
        figure.set_dimension(v1::PLUS_DIMENSION_STAFF);
        figure.set_free(7);
        Client hospital{daemon.port(), daemon.token(v1::ROLE_HOSPITAL, "FAL")};
        REQUIRE(hospital.call_binary("CapacityService/Report", report).status == 200);
        remember();
        Client blood{daemon.port(), daemon.token(v1::ROLE_BLOOD, "vastmanland")};
        must(
            blood, "BloodService/ReportStock",
            R"("party":"blood@vastmanland","lines":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":12}])");
        remember();
        must(
            leader, "SupportService/RequestSupport",
            R"("regionId":"vastmanland","lines":[{"kind":"SUPPORT_KIND_HELICOPTER","words":"ambulanshelikoptrar","quantity":3}])");
        remember();
        must(leader, "SituationService/FillSituation",
             R"("section":"bedomning","words":"Läget är ansträngt.")");
        must(leader, "ConferenceService/CallConference", R"("startsInMinutes":15)");
        remember();
        must(leader, "IncidentService/StandDown", R"("reason":"över")");
        remember();
    }
    void must(Client& client, std::string const& method, std::string const& fields) const {
        auto const reply = client.call(
            method,
            fmt::format(R"({{"commandId":"{}","incidentId":"{}",{}}})", fresh_uuid(), id, fields));
        INFO(method << ' ' << reply.body);
        REQUIRE(reply.status == 200);
    }
    void remember() { was.push_back(live_now(leader, id)); }

    TestDaemon daemon;
    Client leader{daemon.port(), daemon.tib("vastmanland")};
    std::string id = confirm(leader, "vastmanland");
    std::vector<Answered> was;
};

}  // namespace

TEST_CASE("what care and cooperation were answered is played back to the byte",
          "[server][playback]") {
    CareNight night;
    auto const& was = night.was;
    // Each change is one that is seen.
    CHECK(was[0].capacity.hospitals(0).SerializeAsString() !=
          was[1].capacity.hospitals(0).SerializeAsString());
    CHECK(was[2].blood.blood().centres_size() > 0);
    CHECK(was[2].support.requests().empty());
    CHECK_FALSE(was[3].support.requests().empty());
    CHECK_FALSE(was[4].conferences.conferences().empty());

    Client later{night.daemon.port(), night.daemon.token(v1::ROLE_OBSERVER)};
    for (auto const& then : was) {
        expect_as_it_was(later, night.id, then);
    }
    for (auto each = was.rbegin(); each != was.rend(); ++each) {
        expect_as_it_was(later, night.id, *each);
    }
}

TEST_CASE("answers of a moment that cannot be played back are refused as its state is",
          "[server][playback]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    auto const id = confirm(client, "uppsala");
    auto const refused = [&](std::string const& moment, std::string const& incident,
                             unsigned status) {
        auto const asked = fmt::format(R"({{"incidentId":"{}"{}}})", incident, moment);
        CAPTURE(asked);
        auto const reply = client.call("PlaybackService/GetAnswersAt", asked);
        auto const of_state = client.call("ConsoleService/GetStateAt", asked);
        CHECK(reply.status == status);
        CHECK(reply.code() == of_state.code());
        CHECK(reply.field() == of_state.field());
        // It may say what time it is: the rest is the same.
        CHECK(reply.message().substr(0, 30) == of_state.message().substr(0, 30));
    };
    refused("", id, 400);
    refused(R"(,"atUs":"5","seq":"1")", id, 400);
    refused(R"(,"atUs":"5")", id, 400);
    refused(R"(,"atUs":"99999999999999999")", id, 400);
    refused(R"(,"seq":"999999")", id, 400);
    refused(R"(,"seq":"-1")", id, 400);
    refused(R"(,"seq":"1")", id, 404);  // it began later
    refused(R"(,"seq":"2")", fresh_uuid(), 404);
    auto const unnamed = client.call("PlaybackService/GetAnswersAt", R"({"seq":"2"})");
    CHECK(unnamed.status == 400);
    CHECK(unnamed.field() == "incidentId");
    CHECK(Client{daemon.port(), "larm_nobody"}.call("PlaybackService/GetAnswersAt", "{}").status ==
          401);
    // As many at a time as of states, and with them.
    CHECK(ContactDesk::work_of(ContactDesk::find("larm.v1.GetAnswersAt")) == DeskWork::playback);
}

}  // namespace larm::server::test
