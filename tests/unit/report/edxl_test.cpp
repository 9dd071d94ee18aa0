// EDXL-RM and EDXL-HAVE: valid by schema, the same when read back, rubbish refused by name; CSV.
#include <algorithm>

#include "engine/report/csv.hpp"
#include "engine/report/edxl_xml.hpp"
#include "engine/report/have.hpp"
#include "engine/report/resource_message.hpp"
#include "engine/report/support_csv.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/program.hpp"
#include "tests/support/story.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::test {
namespace {

/// What xmllint says of it; empty where it is valid.
std::string schema_faults(std::string const& xml, std::string const& schema) {
    TemporaryDirectory const folder;
    auto const file = folder.write("document.xml", xml).string();
    auto const said = finish({"/usr/bin/xmllint", "--noout", "--nonet", "--schema",
                              std::string{LARM_SOURCE_DIR} + "/tests/schema/" + schema, file});
    return said.code == 0 ? "" : said.err + said.out;
}

std::string replaced(std::string text, std::string const& from, std::string const& to) {
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// A night with every act in it.
Story acts(std::string& id) {
    Story story{cooperation_pack()};
    id = story.confirm("uppsala");
    auto request = request_support(id, "uppsala", 4);
    also_ask(request, 2);
    request.mutable_request_support()->set_note("Bår & <syre>\nmed");
    story.must(request);
    story.must(offer_support(id, "dalarna", "S1", 1, 3));
    story.must(decline_support(id, "gavleborg", "S1"));
    story.must(accept_support(id, "uppsala", "S1-dalarna-1", 2));
    story.must(report_support(id, "dalarna", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_UNDER_WAY));
    story.must(report_support(id, "uppsala", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_ARRIVED, 1));
    story.must(report_support(id, "dalarna", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_WITHDRAWN));
    story.must(report_support(id, "dalarna", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_RETURN_ASKED));
    story.must(release_support(id, "uppsala", "S1-dalarna-1"));
    story.must(cancel_support(id, "uppsala", "S1", 2));
    return story;
}

report::HaveHospital akademiska() {
    return {.id = "UAS",
            .name = "Akademiska <sjukhuset>",
            .ems_traffic = "Advisory",
            .beds = {{"AdultICU", 4, 12, 6},
                     {"OperatingRooms", 0, 9, std::nullopt},
                     {"MedicalSurgical", std::nullopt, std::nullopt, std::nullopt}},
            .command_plan = "Active",
            .clinical_status = "Full",
            .facility_status = "Compromised",
            .staffing = "Insufficient",
            .clinical_operations = "Adequate",
            .updated_us = 1'700'000'000'000'000};
}

}  // namespace

TEST_CASE("every act of support is a valid EDXL-RM message, and reads back the same",
          "[report][edxl]") {
    std::string id;
    auto const story = acts(id);
    report::Words const words{story.incident(id).pack, report::Language::swedish};
    auto const messages = report::resource_messages(story.incident(id), words);
    REQUIRE(messages.size() == 11);  // a no to each of two lines
    for (auto const& message : messages) {
        auto const xml = report::rm_xml(message);
        CAPTURE(xml);
        CHECK(schema_faults(xml, "edxl-rm-1.0-msg.xsd").empty());
        auto const again = report::read_rm(xml);
        REQUIRE(again.has_value());
        auto expected = message;
        std::ranges::replace(expected.description, '\n', ' ');  // an element is a line
        CHECK(*again == expected);
    }
    CHECK(messages[1].preceding_id == messages[0].message_id);
    CHECK(messages.back().recalls_id == messages[0].message_id);
}

TEST_CASE("an EDXL-RM message that is not one is refused, and the element named",
          "[report][edxl]") {
    std::string id;
    auto const story = acts(id);
    report::Words const words{story.incident(id).pack, report::Language::swedish};
    auto const xml = report::rm_xml(report::resource_messages(story.incident(id), words)[1]);
    auto const field = [&](std::string const& from, std::string const& to) {
        auto const read = report::read_rm(replaced(xml, from, to));
        return read ? std::string{"accepted"} : read.error().field;
    };
    CHECK(field(">Accept<", ">Kanske<") ==
          "ResourceInformation[0].ResponseInformation.ResponseType");
    CHECK(field(">3<", ">tre<") ==
          "ResourceInformation[0].AssignmentInformation.Quantity.MeasuredQuantity.Amount");
    CHECK(field(">3<", ">-3<") ==
          "ResourceInformation[0].AssignmentInformation.Quantity.MeasuredQuantity.Amount");
    CHECK(field(">BeginAvailable<", ">Sedan<") ==
          "ResourceInformation[0].ScheduleInformation.ScheduleType");
    CHECK(field("<SentDateTime>2", "<SentDateTime>i natt 2") == "SentDateTime");
    CHECK(field("MessageContentType>Resp", "MessageContentType>X") != "accepted");
    CHECK(field(":S1:2</MessageID>", ":S1:2</MessageID><MessageID>x</MessageID>") == "MessageID");
    CHECK(field("<ContactInformation>", "<Kontakt>") != "accepted");
    CHECK_FALSE(report::read_rm("<!DOCTYPE x><RequestResource/>").has_value());
    CHECK_FALSE(report::read_rm("").has_value());
    CHECK_FALSE(report::read_rm("<RequestResource/>").has_value());
    CHECK_FALSE(report::read_rm("<FlyTillMars/>").has_value());
}

TEST_CASE("a HAVE document is valid and reads back the same; what is unknown is left out",
          "[report][edxl]") {
    auto const xml = report::have_xml({akademiska(), akademiska()});
    REQUIRE(xml.has_value());
    CHECK(schema_faults(*xml, "edxl-have-1.0.xsd").empty());
    CHECK(xml->find("<BedType>MedicalSurgical</BedType><Capacity></Capacity>") !=
          std::string::npos);
    auto const again = report::read_have(*xml);
    REQUIRE(again.has_value());
    CHECK(*again == std::vector{akademiska(), akademiska()});
}

TEST_CASE("a HAVE document with rubbish is refused, and the element named", "[report][edxl]") {
    auto const xml = *report::have_xml({akademiska()});
    auto const field = [&](std::string const& from, std::string const& to) {
        auto const read = report::read_have(replaced(xml, from, to));
        return read ? std::string{"accepted"} : read.error().field;
    };
    CHECK(field(">AdultICU<", ">Sängar<") ==
          "Hospital[0].HospitalBedCapacityStatus.BedCapacity[0].BedType");
    CHECK(field("<AvailableCount>4<", "<AvailableCount>många<") ==
          "Hospital[0].HospitalBedCapacityStatus.BedCapacity[0].Capacity.AvailableCount");
    CHECK(field(">Vacant/Available<", ">Kanske<") ==
          "Hospital[0].HospitalBedCapacityStatus.BedCapacity[0].Capacity.CapacityStatus");
    CHECK(field(">Compromised<", ">Trasigt<") ==
          "Hospital[0].HospitalFacilityStatus.FacilityStatus");
    CHECK(field("<LastUpdateTime>2", "<LastUpdateTime>x") == "Hospital[0].LastUpdateTime");
    CHECK(field("HospitalStatus xmlns", "Sjukhus xmlns") != "accepted");

    auto wrong = akademiska();
    wrong.beds[0].available = -1;
    CHECK(report::have_xml({wrong}).error().field ==
          "Hospital[0].HospitalBedCapacityStatus.BedCapacity[0].Capacity.AvailableCount");
    wrong = akademiska();
    wrong.updated_us = 0;
    CHECK(report::have_xml({wrong}).error().field == "Hospital[0].LastUpdateTime");
    CHECK(report::have_xml({}).error().field == "Hospital");
}

TEST_CASE("what is no character of XML is a space", "[report][edxl]") {
    CHECK(report::edxl_text("a\x01\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD<") ==
          "a   \xEF\xBF\xBD&lt;");
}

TEST_CASE("times of EDXL are read with any offset, and nothing else is a time", "[report][edxl]") {
    constexpr std::int64_t winter = 1'700'000'000'000'000;
    constexpr std::int64_t summer = 1'690'000'000'000'000;
    for (auto const at : {winter, summer}) {
        CHECK(report::read_edxl_time(report::edxl_time(at)) == at);
    }
    CHECK(report::read_edxl_time("2023-11-14T22:13:20Z") == winter);
    CHECK(report::read_edxl_time("2023-11-14T17:13:20-05:00") == winter);
    for (auto const* const text :
         {"", "nu", "2023-02-30T00:00:00Z", "2023-11-14T25:00:00Z", "2023-11-14 22:13:20Z",
          "2023-11-14T22:13:20", "2023-11-14T22:13:20.5Z", "+023-11-14T22:13:20Z",
          "2023-11-14T22:13:20*01:00"}) {
        CAPTURE(text);
        CHECK_FALSE(report::read_edxl_time(text).has_value());
    }
}

TEST_CASE("a cell of a table breaks out of nothing", "[report][csv]") {
    CHECK(report::csv_cell("a,b") == "\"a,b\"");
    CHECK(report::csv_cell("säg \"hej\"") == "\"säg \"\"hej\"\"\"");
    CHECK(report::csv_cell("=SUM(A1)") == "'=SUM(A1)");
    CHECK(report::csv_cell("hkp;=SUM(A1)") == "\"hkp;'=SUM(A1)\"");
    CHECK(report::csv_cell("hkp\n-1") == "\"hkp\n'-1\"");
    std::string id;
    auto const story = acts(id);
    auto const csv = report::support_csv(story.incident(id).support);
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 4);  // head, offer and no, no
    CHECK(csv.find("S1,1,uppsala,helikopter,ambulanshelikoptrar,4,") != std::string::npos);
}

}  // namespace larm::test
