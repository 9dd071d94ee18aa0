// What the reports of an incident say together.
#include "engine/core/known_report.hpp"

#include <vector>

#include "engine/core/view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hospitals.hpp"

namespace larm::test {
namespace {

v1::Methane report_of(std::string const& place, std::string const& type, int severe, int dead = 0) {
    v1::Methane report;
    report.set_exact_location(place);
    report.set_type(type);
    report.mutable_casualties()->set_severe(severe);
    report.mutable_casualties()->set_dead(dead);
    return report;
}

}  // namespace

TEST_CASE("a later report with few fields takes nothing away", "[core][reports]") {
    auto first = report_of("E4 vid Knivsta", "buss", 12, 2);
    first.set_hazards("bensin");
    auto second = report_of("", "", 0);
    second.set_access("från norr");
    auto third = report_of("E4 avfart 188", "", 20);
    std::vector<v1::Methane> reports{first, second};
    auto known = core::known_report(reports);
    CHECK(known.exact_location() == "E4 vid Knivsta");
    CHECK(known.type() == "buss");
    CHECK(known.hazards() == "bensin");
    CHECK(known.access() == "från norr");
    CHECK(known.casualties().severe() == 12);
    CHECK(known.casualties().dead() == 2);

    reports.push_back(third);
    known = core::known_report(reports);
    CHECK(known.exact_location() == "E4 avfart 188");
    CHECK(known.type() == "buss");
    CHECK(known.casualties().severe() == 20);
    CHECK(known.casualties().dead() == 2);  // left out, not none

    reports.push_back(report_of("   ", "", 0, 3));  // dead alone are no count of the hurt
    known = core::known_report(reports);
    CHECK(known.exact_location() == "E4 avfart 188");
    CHECK(known.casualties().severe() == 20);
    CHECK(known.casualties().dead() == 3);
    reports = {report_of("", "", 0, 2), report_of("", "", 0, 5)};
    CHECK(core::known_report(reports).casualties().dead() == 5);
    CHECK_FALSE(core::known_report({}).has_casualties());
}

TEST_CASE("the board keeps its place when somebody reports the number alone", "[core][reports]") {
    Story story{capacity_pack()};
    auto command = confirm("uppsala");
    *command.mutable_confirm_incident()->mutable_report() = report_of("E4 vid Knivsta", "buss", 12);
    story.must(command);
    auto const id = story.state().incidents().back().id;
    v1::Command more;
    *more.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    more.mutable_report_incident()->set_command_id(next_uuid());
    more.mutable_report_incident()->set_region_id("uppsala");
    more.mutable_report_incident()->set_incident_id(id);
    *more.mutable_report_incident()->mutable_report() = report_of("", "", 30);
    story.must(more);
    auto const view = core::incident_view(story.incident(id));
    CHECK(view.report().exact_location() == "E4 vid Knivsta");
    CHECK(view.report().casualties().severe() == 30);
    CHECK(view.reports() == 2);
    CHECK(core::incident_summary(story.incident(id)).location() == "E4 vid Knivsta");
}

}  // namespace larm::test
