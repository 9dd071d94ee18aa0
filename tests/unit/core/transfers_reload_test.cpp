// Rules that are read again while patients are moved: an incident's moves go only to hospitals that
// its own rules know, since nobody else can be asked.
#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"

namespace larm::test {
namespace {

using Lines = std::vector<std::string>;

/// With a hospital N in uppsala, nearer than all others but A.
v1::RulePack with_new_hospital() {
    auto pack = transfer_pack();
    auto& hospital = *pack.add_hospitals();
    hospital.set_id("N");
    hospital.set_name("Sjukhuset N");
    hospital.set_region_id("uppsala");
    hospital.set_latitude(60.0);
    hospital.set_longitude(15.1);
    auto& plus = *pack.add_plus();
    plus = pack.plus(0);
    plus.set_hospital_id("N");
    return pack;
}

}  // namespace

TEST_CASE("a hospital of newer rules than the incident's gets no patients of it, and others do",
          "[core][transfers][reload]") {
    TransferNight night;
    night.story.activate(with_new_hospital(), 'n');
    night.story.must(report_all("N", 40, 40, 15, 20));
    night.story.must(plan_anew(night.id, "uppsala", true));
    night.story.wait_s(1200);
    CHECK(moves_of(night.story, night.id) ==
          Lines{"1-1 site 1>A 2 SEVERE PROPOSED", "1-2 site 1>B 2 SEVERE PROPOSED"});
    auto const outcome =
        night.story.give(own_move(night.id, "uppsala", "N", v1::SEVERITY_SEVERE, 1));
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().code == core::Code::failed_precondition);
    CHECK(outcome.error().field == "to_hospital_id");
}

TEST_CASE("an incident that begins under the newer rules has the new hospital in its plan",
          "[core][transfers][reload]") {
    Story story{transfer_pack()};
    story.activate(with_new_hospital(), 'n');
    story.must(report_all("N", 40, 40, 15, 20));
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {2, 0, 0}, {}));
    story.wait_s(1);
    CHECK(moves_of(story, id) == Lines{"1-1 site 1>N 2 SEVERE PROPOSED"});
}

}  // namespace larm::test
