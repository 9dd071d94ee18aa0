// Capacity over real sockets: a hospital reports with its own token, everybody sees the picture,
// and what is wrong is refused with its field.
#include <fmt/format.h>
#include <larm/v1/capacity.pb.h>

#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

v1::ReportCapacity falun(int staff) {
    v1::ReportCapacity request;
    request.set_command_id(fresh_uuid());
    request.set_hospital_id("FAL");
    for (auto const dimension : {v1::PLUS_DIMENSION_PREMISES, v1::PLUS_DIMENSION_EQUIPMENT,
                                 v1::PLUS_DIMENSION_STAFF, v1::PLUS_DIMENSION_CONTROL}) {
        auto& figure = *request.add_figures();
        figure.set_stage(v1::CARE_STAGE_EMERGENCY);
        figure.set_dimension(dimension);
        figure.set_free(dimension == v1::PLUS_DIMENSION_STAFF ? staff : 20);
    }
    return request;
}

v1::GetCapacityReply picture(Client& client) {
    auto const got = client.call_binary("CapacityService/GetCapacity", v1::GetCapacity{});
    REQUIRE(got.status == 200);
    v1::GetCapacityReply reply;
    REQUIRE(reply.ParseFromString(got.body));
    return reply;
}

}  // namespace

TEST_CASE("a hospital reports what it can take, and any other role sees the picture",
          "[server][capacity]") {
    TestDaemon daemon;
    Client hospital{daemon.port(), daemon.token(v1::ROLE_HOSPITAL, "FAL")};
    Client observer{daemon.port(), daemon.token(v1::ROLE_OBSERVER, "uppsala")};
    REQUIRE(picture(observer).has_rules());
    CHECK_FALSE(picture(observer).hospitals(0).stages(0).known());
    CHECK(hospital.call_binary("CapacityService/Report", falun(7)).status == 200);
    auto const seen = picture(observer).hospitals(0);
    REQUIRE(seen.hospital_id() == "FAL");
    CHECK(seen.stages(0).known());
    CHECK(seen.stages(0).effective() == 7);
    CHECK(seen.stages(0).binding() == v1::PLUS_DIMENSION_STAFF);
    CHECK(seen.stages(0).next_step() == "personal-1");
    CHECK_FALSE(seen.stages(1).known());

    CHECK(observer.call_binary("CapacityService/Report", falun(9)).status == 403);
    Client other{daemon.port(), daemon.token(v1::ROLE_HOSPITAL, "MOR")};
    CHECK(other.call_binary("CapacityService/Report", falun(9)).status == 403);
    auto wrong = falun(9);
    wrong.mutable_figures(1)->set_free(-10'001);
    auto const refused = hospital.call_binary("CapacityService/Report", wrong);
    CHECK(refused.status == 400);
    CHECK(refused.field() == "figures[1].free");

    v1::GetCapacityHistory asked;
    asked.set_hospital_id("FAL");
    auto const past = observer.call_binary("CapacityService/GetCapacityHistory", asked);
    REQUIRE(past.status == 200);
    v1::GetCapacityHistoryReply history;
    REQUIRE(history.ParseFromString(past.body));
    CHECK(history.entries_size() == 1);
}

TEST_CASE("a disaster level orders the first steps of its own hospitals, which say how it goes",
          "[server][capacity]") {
    TestDaemon daemon;
    Client tib{daemon.port(), daemon.tib("dalarna")};
    REQUIRE(tib.call("IncidentService/ConfirmIncident", confirm_json("dalarna")).status == 200);
    auto const steps = picture(tib).hospitals(0).steps();
    REQUIRE_FALSE(steps.empty());
    CHECK(steps.Get(0).record().state() == v1::STEP_STATE_ORDERED);
    CHECK(picture(tib).hospitals(4).steps(0).record().state() == v1::STEP_STATE_NONE);  // Gävle
    v1::ReportStep accepted;
    accepted.set_command_id(fresh_uuid());
    accepted.set_hospital_id("FAL");
    accepted.set_step_id(steps.Get(0).record().step_id());
    accepted.set_state(v1::STEP_STATE_ACCEPTED);
    accepted.set_via(v1::VIA_PHONE);  // by the TiB, on the hospital's word
    CHECK(tib.call_binary("CapacityService/ReportStep", accepted).status == 200);
    CHECK(picture(tib).hospitals(0).steps(0).record().state() == v1::STEP_STATE_ACCEPTED);
}

TEST_CASE("the picture as a document: HAVE once a hospital has reported, and tables always",
          "[server][capacity]") {
    TestDaemon daemon;
    Client observer{daemon.port(), daemon.token(v1::ROLE_OBSERVER, "uppsala")};
    Client hospital{daemon.port(), daemon.token(v1::ROLE_HOSPITAL, "FAL")};
    auto const document = [&](v1::CapacityExport format) {
        v1::ExportCapacity request;
        request.set_format(format);
        auto const got = observer.call_binary("CapacityService/ExportCapacity", request);
        v1::ExportCapacityReply reply;
        if (got.status == 200) {
            REQUIRE(reply.ParseFromString(got.body));
        } else {
            reply.set_text(std::to_string(got.status));
        }
        return reply;
    };
    CHECK(document(v1::CAPACITY_EXPORT_HAVE).text() == "400");  // nothing that HAVE could say
    CHECK(hospital.call_binary("CapacityService/Report", falun(7)).status == 200);
    auto const have = document(v1::CAPACITY_EXPORT_HAVE);
    CHECK(have.content_type() == "application/xml; charset=utf-8");
    CHECK(have.text().find("<OrganizationName>Falu lasarett</OrganizationName>") !=
          std::string::npos);
    CHECK(have.text().find("<AvailableCount>7</AvailableCount>") != std::string::npos);
    CHECK(have.text().find("Akademiska") == std::string::npos);
    CHECK(document(v1::CAPACITY_EXPORT_FIGURES_CSV).text().find("FAL,EMERGENCY,STAFF") !=
          std::string::npos);
    CHECK(document(v1::CAPACITY_EXPORT_STEPS_CSV).file_name() == "sjukhus-steg.csv");
    CHECK(document(v1::CAPACITY_EXPORT_UNSPECIFIED).text() == "400");
}

}  // namespace larm::server::test
