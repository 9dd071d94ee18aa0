// Support, supplies, situation reports and conferences over real sockets: asked, answered, read and
// exported; who may not; and which field is wrong.
#include <fmt/format.h>
#include <larm/v1/situation.pb.h>
#include <larm/v1/support.pb.h>

#include "engine/server/fresh_id.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

/// A running incident in Västmanland, and clients of two regions.
struct CooperationNight {
    CooperationNight() {
        auto const confirmed =
            leader.call("IncidentService/ConfirmIncident", confirm_json("vastmanland"));
        REQUIRE(confirmed.status == 200);
        id = confirmed.json().at("incidentId").as_string();
    }
    /// `fields` follow the command and the incident.
    [[nodiscard]] std::string request(std::string const& fields) const {
        return fmt::format(R"({{"commandId":"{}","incidentId":"{}",{}}})", fresh_uuid(), id,
                           fields);
    }
    [[nodiscard]] std::string about(std::string const& fields = {}) const {
        return fmt::format(R"({{"incidentId":"{}"{}{}}})", id, fields.empty() ? "" : ",", fields);
    }
    void must(Client& client, std::string const& method, std::string const& fields) const {
        auto const reply = client.call(method, request(fields));
        INFO(method << ' ' << reply.body);
        REQUIRE(reply.status == 200);
    }

    TestDaemon daemon;
    Client leader{daemon.port(), daemon.tib("vastmanland")};
    Client other{daemon.port(), daemon.tib("orebro")};
    std::string id;
};

constexpr auto three_helicopters =
    R"("regionId":"vastmanland","lines":[{"kind":"SUPPORT_KIND_HELICOPTER","words":"ambulanshelikoptrar","quantity":3}])";

}  // namespace

TEST_CASE("support is asked for, offered, taken and exported", "[server][cooperation]") {
    CooperationNight night;
    night.must(night.leader, "SupportService/RequestSupport", three_helicopters);
    night.must(night.other, "SupportService/OfferSupport",
               R"("regionId":"orebro","requestId":"S1","line":1,"quantity":2)");
    night.must(night.leader, "SupportService/AcceptSupport",
               R"("requestId":"S1","offerId":"S1-orebro-1","count":1)");

    auto const read = night.other.call("SupportService/GetSupport", night.about());
    REQUIRE(read.status == 200);
    auto const line = read.json().at("requests").at(0).at("lines").at(0).as_object();
    CHECK(line.at("offers").at(0).at("waiting").as_int64() == 1);
    CHECK(line.at("offers").at(0).at("open").as_int64() == 1);
    CHECK(read.json().at("awaited").as_array().size() == 5);

    auto const csv = night.leader.call("SupportService/ExportSupport",
                                       night.about(R"("format":"SUPPORT_EXPORT_SUPPORT_CSV")"));
    REQUIRE(csv.status == 200);
    CHECK(csv.json().at("contentType").as_string() == "text/csv; charset=utf-8");
    CHECK(std::string{csv.json().at("text").as_string()}.find("S1-orebro-1") != std::string::npos);
    auto const rm =
        night.leader.call("SupportService/ExportSupport",
                          night.about(R"("format":"SUPPORT_EXPORT_RESOURCE_MESSAGES")"));
    REQUIRE(rm.status == 200);
    CHECK(std::string{rm.json().at("text").as_string()}.find("<CommitResource") !=
          std::string::npos);
}

TEST_CASE("a region neither asks nor offers for another, and the field says which is wrong",
          "[server][cooperation]") {
    CooperationNight night;
    auto const foreign =
        night.other.call("SupportService/RequestSupport", night.request(three_helicopters));
    CHECK(foreign.status == 403);
    CHECK(foreign.field() == "regionId");
    auto const without = night.leader.call("SupportService/RequestSupport",
                                           night.request(R"("regionId":"vastmanland","lines":[])"));
    CHECK(without.status == 400);
    CHECK(without.field() == "lines");
    auto const nothing = night.leader.call(
        "SupportService/RequestSupport",
        night.request(
            R"("regionId":"vastmanland","lines":[{"kind":"SUPPORT_KIND_TEAM","words":"team"}])"));
    CHECK(nothing.status == 400);
    CHECK(nothing.field().find("quantity") != std::string::npos);
    auto const unknown = night.other.call(
        "SupportService/OfferSupport",
        night.request(R"("regionId":"orebro","requestId":"S9","line":1,"quantity":2)"));
    CHECK(unknown.status == 404);
    CHECK(unknown.field() == "requestId");
    Client observer{night.daemon.port(), night.daemon.token(v1::ROLE_OBSERVER)};
    CHECK(observer.call("SupportService/RequestSupport", night.request(three_helicopters)).status ==
          403);
    CHECK(observer.call("SupportService/GetSupport", night.about()).status == 200);
}

TEST_CASE("a hospital says what runs short, and everybody sees it", "[server][cooperation]") {
    CooperationNight night;
    Client hospital{night.daemon.port(), night.daemon.token(v1::ROLE_HOSPITAL, "VAS")};
    auto const body = fmt::format(
        R"({{"commandId":"{}","organisationId":"VAS","item":"infusionsvatskor","daysOfCoverTenths":15}})",
        fresh_uuid());
    auto const reported = hospital.call("SupportService/ReportSupply", body);
    INFO(reported.body);
    REQUIRE(reported.status == 200);
    auto const list = night.other.call("SupportService/GetSupplies", R"({"shortagesOnly":true})");
    REQUIRE(list.status == 200);
    auto const supply = list.json().at("supplies").at(0).as_object();
    CHECK(supply.at("short").as_bool());
    CHECK(supply.at("title").at("sv").as_string() == "Infusionsvätskor");
}

TEST_CASE("a situation report is filled, sent and read in every form", "[server][cooperation]") {
    CooperationNight night;
    night.must(night.leader, "SituationService/FillSituation",
               R"("section":"bedomning","words":"Läget är ansträngt.")");
    night.must(night.leader, "SituationService/SendSituation", R"("note":"Första")");
    auto const read =
        night.other.call("SituationService/GetSituation", night.about(R"("number":1)"));
    REQUIRE(read.status == 200);
    CHECK(read.json().at("situation").at("number").as_int64() == 1);
    CHECK(read.json().at("situation").at("gaps").as_int64() > 0);
    CHECK(night.other.call("SituationService/GetSituation", night.about(R"("number":2)")).status ==
          404);
    for (auto const& [format, begins] :
         {std::pair{"SITUATION_EXPORT_TEXT", "Initial lägesbild 1"},
          std::pair{"SITUATION_EXPORT_HTML", "<!"}, std::pair{"SITUATION_EXPORT_PDF", "%PDF"},
          std::pair{"SITUATION_EXPORT_JSON", "{"}}) {
        v1::ExportSituation request;
        request.set_incident_id(night.id);
        request.set_number(1);
        v1::SituationExport parsed{};
        REQUIRE(v1::SituationExport_Parse(format, &parsed));
        request.set_format(parsed);
        auto const reply = night.other.call_binary("SituationService/ExportSituation", request);
        REQUIRE(reply.status == 200);
        v1::ExportSituationReply document;
        REQUIRE(document.ParseFromString(reply.body));
        CHECK(document.content().starts_with(begins));
    }
    auto const not_leading =
        night.other.call("SituationService/SendSituation", night.request(R"("note":"")"));
    CHECK(not_leading.status == 403);
}

TEST_CASE("a conference is called, held and ended, and its minutes read", "[server][cooperation]") {
    CooperationNight night;
    night.must(night.leader, "ConferenceService/CallConference", R"("startsInMinutes":15)");
    auto const call = night.other.call(
        "ConferenceService/ExportConference",
        night.about(R"("conferenceId":"K1","format":"CONFERENCE_EXPORT_CALL_TEXT")"));
    REQUIRE(call.status == 200);
    CHECK(std::string{call.json().at("text").as_string()}.find("en minut åt gången") !=
          std::string::npos);
    night.must(night.leader, "ConferenceService/ReportAttendance",
               R"("conferenceId":"K1","present":["tib@vastmanland","tib@orebro"])");
    night.must(night.leader, "ConferenceService/RecordDecision",
               R"("conferenceId":"K1","decision":"Fördelning enligt plan")");
    night.must(night.other, "ConferenceService/TakePosition",
               R"("conferenceId":"K1","decision":1,"party":"tib@orebro",)"
               R"("position":"POSITION_RESERVATION","words":"inte nattetid")");
    night.must(night.leader, "ConferenceService/EndConference", R"("conferenceId":"K1")");
    auto const minutes = night.other.call(
        "ConferenceService/ExportConference",
        night.about(R"("conferenceId":"K1","format":"CONFERENCE_EXPORT_MINUTES_TEXT")"));
    REQUIRE(minutes.status == 200);
    std::string const text{minutes.json().at("text").as_string()};
    CHECK(text.find("TiB Dalarna: SAKNAS") != std::string::npos);
    CHECK(text.find("förbehåll: inte nattetid") != std::string::npos);
    auto const list = night.other.call("ConferenceService/GetConferences", night.about());
    CHECK(list.json().at("conferences").as_array().size() == 1);
}

}  // namespace larm::server::test
