// Hospitals as EDXL-HAVE tells them: nothing that nobody has reported.
#include "engine/report/have_picture.hpp"

#include "engine/core/capacity_view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hospitals.hpp"

namespace larm::test {
namespace {

v1::RulePack have_pack() {
    auto pack = capacity_pack();
    pack.mutable_capacity()->mutable_stages(0)->set_have_bed_type("EmergencyDepartment");
    pack.mutable_capacity()->mutable_stages(1)->set_have_bed_type("AdultICU");
    return pack;
}

std::vector<report::HaveHospital> told(Story const& story) {
    auto const picture = core::capacity_view(story.state(), {}, story.now());
    return report::have_of(*picture, story.state().active_pack()->rules);
}

v1::Command says(std::string const& hospital, v1::FacilityStatus facility) {
    auto command = report(hospital, {});
    command.mutable_report_capacity()->set_facility(facility);
    return command;
}

}  // namespace

TEST_CASE("a hospital that has never reported is not told of, and an unknown stage has no count",
          "[report][have]") {
    Story story{have_pack()};
    CHECK(told(story).empty());
    story.must(report("A", {{v1::CARE_STAGE_EMERGENCY, v1::PLUS_DIMENSION_PREMISES, 12}}));
    auto const all = told(story);
    REQUIRE(all.size() == 1);
    CHECK(all[0].id == "A");
    CHECK(all[0].name == "Sjukhuset A");
    REQUIRE(all[0].beds.size() == 2);
    CHECK_FALSE(all[0].beds[0].available.has_value());
    CHECK(all[0].beds[0].baseline == 10);
    CHECK(all[0].ems_traffic.empty());
    CHECK(all[0].facility_status.empty());
    CHECK(all[0].clinical_status.empty());
    CHECK(all[0].staffing.empty());
    CHECK(all[0].command_plan.empty());
    CHECK(all[0].updated_us == story.now().us);
}

TEST_CASE("what is known is told in HAVE's words, and fewer than none is none", "[report][have]") {
    Story story{have_pack()};
    auto const id = story.confirm("uppsala");
    story.must(report_all("A", 12, 2, 3, 5));
    story.must(says("A", v1::FACILITY_STATUS_NORMAL));
    auto first = told(story);
    CHECK(first.at(0).beds[0].available == 2);
    CHECK(first.at(0).beds[1].available == 3);
    CHECK(first.at(0).clinical_status == "Normal");
    CHECK(first.at(0).staffing == "Adequate");
    CHECK(first.at(0).ems_traffic == "Normal");
    story.wait_s(60);
    story.must(arrivals(id, "A", {4, 0, 0}));
    story.must(says("A", v1::FACILITY_STATUS_COMPROMISED));
    auto const later = told(story);
    CHECK(later.at(0).beds[0].available == 0);
    CHECK(later.at(0).clinical_status == "Full");
    CHECK(later.at(0).staffing == "Insufficient");
    CHECK(later.at(0).ems_traffic == "Advisory");
    CHECK(later.at(0).facility_status == "Compromised");
    auto const xml = report::have_xml(later);
    REQUIRE(xml.has_value());
    CHECK(report::read_have(*xml) == later);
    story.wait_s(3600);
    CHECK_FALSE(told(story).at(0).beds[0].available.has_value());  // too old
}

}  // namespace larm::test
