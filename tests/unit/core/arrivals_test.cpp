// Who is expected where: totals, shares, time, and what those who have come say of it.
#include "engine/core/arrivals.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/hospitals.hpp"

namespace larm::test {
namespace {

using core::Counts;

/// Thousandths of persons still expected at a hospital.
Counts expected_at(Story const& story, std::string const& hospital) {
    auto const& capacity = story.state().capacity();
    auto const& incident = story.state().incidents().back();
    for (auto const& each : capacity.plan(story.state().number_of(incident)).hospitals) {
        if (capacity.terms().hospitals()[each.hospital].rule->id() == hospital) {
            return each.milli;
        }
    }
    return {};
}

core::ArrivalPlan const& plan(Story const& story) {
    return story.state().capacity().plan(story.state().number_of(story.state().incidents().back()));
}

std::string confirm_with(Story& story, std::string const& type, int severe) {
    auto command = confirm("uppsala");
    auto& request = *command.mutable_confirm_incident();
    request.set_level(v1::READINESS_LEVEL_STAB);
    request.mutable_report()->set_type(type);
    request.mutable_report()->mutable_casualties()->set_severe(severe);
    story.must(command);
    return story.state().incidents().back().id;
}

}  // namespace

TEST_CASE("half come within the half time, and half of the rest within the next",
          "[core][arrivals]") {
    core::HalfTable const half{60};
    CHECK(half.millionths(-5) == 0);
    CHECK(half.millionths(0) == 0);
    CHECK(half.millionths(60) == 500'000);
    CHECK(half.millionths(120) == 750'000);
    CHECK(half.millionths(10'000) == 1'000'000);
    CHECK(half.millionths(90) == Approx(646'447).margin(300));  // 65 % within 90 min: CDC has 50-80
    for (int minute = 1; minute < 1'300; ++minute) {
        REQUIRE(half.millionths(minute) >= half.millionths(minute - 1));
        REQUIRE(half.millionths(minute) == core::come_within(minute, 60));
    }
}

TEST_CASE("the nearest hospital takes who come by themselves, and the near ones share the others",
          "[core][arrivals]") {
    Story story{capacity_pack()};
    auto const id = confirm_with(story, "buss", 0);
    story.must(casualties(id, "uppsala", {12, 0, 0}, {4, 0, 0}));
    CHECK(expected_at(story, "A") == Counts{12'000, 0, 0});
    CHECK(expected_at(story, "B") == Counts{4'000, 0, 0});
    CHECK(expected_at(story, "C") == Counts{});
    CHECK(plan(story).model->id() == "other");
}

TEST_CASE("what is reported as the kind of incident chooses the model", "[core][arrivals]") {
    Story story{capacity_pack()};
    auto const id = confirm_with(story, "SKOTTLOSSNING på torget", 0);
    story.must(casualties(id, "uppsala", {10, 2, 0}, {}, "B"));
    CHECK(plan(story).model->id() == "shooting");
    CHECK(expected_at(story, "B") == Counts{10'000, 2'000, 0});
}

TEST_CASE("where the site is not known the stricken region's hospitals are expected to take all",
          "[core][arrivals]") {
    Story story{capacity_pack()};
    (void)confirm_with(story, "buss", 20);  // by the first report alone
    CHECK(plan(story).total == Counts{20, 0, 0});
    CHECK(expected_at(story, "A") == Counts{15'000, 0, 0});
    CHECK(expected_at(story, "B") == Counts{5'000, 0, 0});
    CHECK(expected_at(story, "C") == Counts{});
}

TEST_CASE("the place of a site is coordinates, or minutes to a hospital near it",
          "[core][arrivals]") {
    auto const pack = capacity_pack();
    core::CapacityTerms const terms{pack};
    v1::SitePlace place;
    CHECK_FALSE(terms.road_from(place, 1).has_value());
    place.set_near_hospital_id("A");
    place.set_minutes(10);
    CHECK(terms.road_from(place, *terms.hospital("A")) == 10);
    CHECK(terms.road_from(place, *terms.hospital("B")) == 40);
    place.set_latitude_e5(6'000'000);
    place.set_longitude_e5(1'500'000);
    CHECK(terms.road_from(place, *terms.hospital("A")) == 0);
    CHECK(terms.road_from(place, *terms.hospital("B")) == 28);  // 27.8 km at 60 km/h
    CHECK(terms.air_from(place, *terms.hospital("B")) == 17);
    CHECK(terms.road(*terms.hospital("A"), *terms.hospital("B")) == 30);  // as the pack has it
    CHECK(terms.road(*terms.hospital("B"), *terms.hospital("C")) == 28);
}

TEST_CASE("distances are right to about one in a hundred", "[core][arrivals]") {
    // Uppsala to Örebro, 150.16 km by the great circle.
    core::Position const uppsala{5'984'800, 1'764'000};
    core::Position const orebro{5'927'580, 1'522'530};
    CHECK(core::metres_between(uppsala, orebro) == Approx(150'160).margin(1'500));
    CHECK(core::metres_between(uppsala, orebro) == core::metres_between(orebro, uppsala));
    CHECK(core::metres_between(uppsala, uppsala) == 0);
    core::Position const north{6'084'800, 1'764'000};
    CHECK(core::metres_between(uppsala, north) == 111'133);
}

TEST_CASE("who has come is expected no more, and the rest from when that was counted",
          "[core][arrivals]") {
    Story story{capacity_pack()};
    auto const id = confirm_with(story, "buss", 0);
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}));
    story.must(report_all("A", 40, 20, 15, 12));
    CHECK(forecast(story, "A", v1::CARE_STAGE_EMERGENCY, 10) == "20 STAFF");
    CHECK(forecast(story, "A", v1::CARE_STAGE_EMERGENCY, 70) == "14 STAFF");  // half of 12
    CHECK(forecast(story, "A", v1::CARE_STAGE_INTENSIVE, 70) == "9 STAFF");   // half need it
    CHECK(effective(story, "A", v1::CARE_STAGE_EMERGENCY) == "20 STAFF");
    story.wait_s(30 * 60);
    story.must(arrivals(id, "A", {8, 0, 0}));
    CHECK(effective(story, "A", v1::CARE_STAGE_EMERGENCY) == "12 STAFF");
    CHECK(expected_at(story, "A") == Counts{6'000, 0, 0});
    CHECK(forecast(story, "A", v1::CARE_STAGE_EMERGENCY, 60) == "9 STAFF");
    // Nobody says anything more: who was expected counts as come in the forecast of now, too.
    story.wait_s(20 * 60);
    CHECK(effective(story, "A", v1::CARE_STAGE_EMERGENCY) == "12 STAFF");
    CHECK(forecast(story, "A", v1::CARE_STAGE_EMERGENCY, 0) == "11 STAFF");
    CHECK(forecast(story, "A", v1::CARE_STAGE_EMERGENCY, 40) == "9 STAFF");
}

TEST_CASE(
    "when enough have come the total follows what came, within bounds and never below what "
    "was reported",
    "[core][arrivals]") {
    Story story{capacity_pack()};
    auto const id = confirm_with(story, "buss", 0);
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}));
    story.wait_s(70 * 60);
    story.must(arrivals(id, "A", {9, 0, 0}));
    CHECK(plan(story).correction_permille == 1000);
    story.must(arrivals(id, "A", {12, 0, 0}));
    CHECK(plan(story).correction_permille == 1500);  // 8 of 16 were expected by then
    CHECK(plan(story).total == Counts{24, 0, 0});
    story.must(arrivals(id, "A", {60, 0, 0}));
    CHECK(plan(story).correction_permille == 2000);
    CHECK(plan(story).total == Counts{60, 0, 0});
    CHECK(expected_at(story, "A") == Counts{});
}

TEST_CASE("arrivals only grow, but for a correction, which corrects what was said before",
          "[core][arrivals]") {
    Story story{capacity_pack()};
    auto const id = confirm_with(story, "buss", 0);
    story.wait_s(60);
    auto const early = story.now();
    story.must(arrivals(id, "A", {3, 2, 0}));
    story.wait_s(600);
    story.must(arrivals(id, "A", {5, 2, 0}));
    auto fewer = arrivals(id, "A", {4, 2, 0});
    CHECK(story.give(fewer).error().field == "arrived");
    CHECK(story.give(arrivals(id, "A", {9, 9, 9}, early)).error().field == "observed_at");
    fewer.mutable_report_arrivals()->set_command_id(next_uuid());
    fewer.mutable_report_arrivals()->mutable_arrived()->set_severe(2);
    fewer.mutable_report_arrivals()->set_correction(true);
    story.must(fewer);
    auto const& book = story.incident(id).casualties;
    CHECK(book.arrived_at("A") == Counts{2, 2, 0});
    CHECK(book.arrived_by(early) == Counts{2, 2, 0});
}

TEST_CASE("latitude and longitude in each other's place are refused, with what was meant",
          "[core][arrivals]") {
    Story story{capacity_pack()};
    auto const id = confirm_with(story, "buss", 0);
    auto const at = [&](int latitude_e5, int longitude_e5) {
        auto command = casualties(id, "uppsala", {1, 0, 0}, {});
        auto& place = *command.mutable_report_casualties()->mutable_place();
        place.Clear();
        place.set_latitude_e5(latitude_e5);
        place.set_longitude_e5(longitude_e5);
        return story.give(command);
    };
    auto const swapped = at(1'583'800, 5'939'450);
    REQUIRE_FALSE(swapped.has_value());
    CHECK(swapped.error().code == core::Code::invalid_argument);
    CHECK(swapped.error().field == "place.latitude_e5");
    CHECK(swapped.error().message.find("meant is latitude 59.39450, longitude 15.83800") !=
          std::string::npos);
    CHECK(at(5'939'450, 1'583'800).has_value());
    CHECK(at(6'780'000, 2'020'000).has_value());  // far off, and so the other way round
    CHECK(at(788'000, 9'839'000).has_value());    // no latitude the other way round
    CHECK(at(-128'000, -3'682'000).has_value());
}

TEST_CASE("a site is what was last seen of it, and keeps its place", "[core][arrivals]") {
    Story story{capacity_pack()};
    auto const id = confirm_with(story, "buss", 0);
    story.must(casualties(id, "uppsala", {16, 0, 4}, {2, 0, 0}));
    story.wait_s(60);
    auto later = casualties(id, "uppsala", {5, 1, 0}, {9, 0, 0});
    later.mutable_report_casualties()->clear_place();
    story.must(later);
    auto const& book = story.incident(id).casualties;
    REQUIRE(book.sites.size() == 1);
    CHECK(book.waiting() == Counts{5, 1, 0});
    CHECK(book.under_way() == Counts{9, 0, 0});
    CHECK(book.sites[0].place().near_hospital_id() == "A");
    auto const version = story.incident(id).version;
    auto late = casualties(id, "uppsala", {1, 1, 1}, {});
    late.mutable_report_casualties()->set_observed_at(story.now().us - 30'000'000);
    CHECK(story.give(late).error().field == "observed_at");
    CHECK(story.give(casualties(id, "dalarna", {1, 1, 1}, {})).error().code ==
          core::Code::permission_denied);
    CHECK(story.give(casualties(id, "uppsala", {1, 1, 1}, {}, "X")).error().field ==
          "place.near_hospital_id");
    story.must(casualties(id, "uppsala", {4, 1, 0}, {}));
    CHECK(story.incident(id).version == version);  // counts come by the minute
}

TEST_CASE("who comes between two scenes' reports is counted rather twice than not at all",
          "[core][arrivals]") {
    Story story{capacity_pack()};
    auto const id = confirm_with(story, "buss", 0);
    story.must(casualties(id, "uppsala", {30, 0, 0}, {}));
    story.wait_s(600);
    story.must(arrivals(id, "A", {8, 0, 0}));
    story.wait_s(600);
    auto other = casualties(id, "uppsala", {20, 0, 0}, {}, "B");
    other.mutable_report_casualties()->set_site_id("2");
    story.must(other);
    // Eight of either scene have come: 50 to 58 were hurt, and nobody knows how many.
    CHECK(plan(story).total == Counts{58, 0, 0});
    story.wait_s(60);
    story.must(casualties(id, "uppsala", {22, 0, 0}, {}));
    CHECK(plan(story).total == Counts{50, 0, 0});
}

TEST_CASE("whose triage it is, is a name that stays with the site and changes nothing else",
          "[core][arrivals]") {
    auto pack = capacity_pack();
    pack.mutable_capacity()->set_triage_algorithm("RETTS");
    Story story{pack};
    auto const id = confirm_with(story, "buss", 0);
    auto const report = [&](std::string const& algorithm) {
        story.wait_s(60);
        auto command = casualties(id, "uppsala", {12, 0, 0}, {4, 0, 0});
        command.mutable_report_casualties()->set_triage_algorithm(algorithm);
        story.must(command);
        return story.incident(id).casualties.sites.at(0).triage_algorithm();
    };
    CHECK(report("") == "RETTS");
    auto const expected = expected_at(story, "A");
    CHECK(report("SALT") == "SALT");
    CHECK(report("") == "SALT");  // the site's, until somebody says otherwise
    CHECK(expected_at(story, "A") == expected);
}

}  // namespace larm::test
