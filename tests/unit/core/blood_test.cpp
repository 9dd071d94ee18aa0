// What is needed of blood, and what lacks: by the pack's figures, in whole units, and never known
// where a stock is not.
#include "engine/core/blood.hpp"

#include <algorithm>

#include "engine/core/blood_view.hpp"
#include "tests/support/blood_story.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hospitals.hpp"

namespace larm::test {
namespace {

using core::blood::needed_by;

v1::BloodView view(Story const& story, std::string const& id) {
    return core::blood_view(story.state(), story.incident(id), story.now());
}

v1::BloodGapPoint point(v1::BloodGap const& gap, int minutes, v1::BloodGroup group) {
    for (auto const& each : gap.points()) {
        if (each.in_minutes() == minutes && each.group() == group &&
            each.product() == v1::BLOOD_PRODUCT_RED_CELLS) {
            return each;
        }
    }
    FAIL("no such point");
    return {};
}

std::int64_t need_of_all(int severe, int moderate) {
    v1::Casualties casualties;
    casualties.set_severe(severe);
    casualties.set_moderate(moderate);
    auto const policy = blood_pack().blood();
    std::int64_t sum = 0;
    for (auto const& each :
         core::blood::need_of(policy, core::blood::expected_of(policy, casualties))) {
        sum += each.units;
    }
    return sum;
}

std::string confirmed_with(Story& story, int severe, int moderate) {
    story.must(confirm_with("uppsala", severe, moderate));
    return story.state().incidents().back().id;
}

}  // namespace

TEST_CASE("the need is the larger of what admissions and massive transfusions need, rounded up",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = confirmed_with(story, 10, 11);
    auto const seen = view(story, id);
    CHECK(seen.expected_admissions() == 16);  // 10 + 5.5
    CHECK(seen.expected_massive_transfusions() == 1);
    REQUIRE(seen.need_size() == 4);
    // max(46.5, 35) rounded up is 47, and each share of it again.
    CHECK(seen.need(0).units() == 12);
    CHECK(seen.need(1).units() == 24);
    CHECK(seen.need(2).units() == 12);
    CHECK(seen.need(3).product() == v1::BLOOD_PRODUCT_PLASMA);
    CHECK(seen.need(3).units() == 16);

    // Of severe casualties alone the massive transfusions weigh more.
    CHECK(need_of_all(100, 0) == 350 / 4 + 1 + 350 / 2 + 350 / 4 + 1 + 100);
}

TEST_CASE("more casualties never need less blood, and later never less than before",
          "[core][blood]") {
    for (int severe = 0; severe < 60; severe += 7) {
        for (int moderate = 0; moderate < 200; moderate += 9) {
            CHECK(need_of_all(severe + 1, moderate) >= need_of_all(severe, moderate));
            CHECK(need_of_all(severe, moderate + 1) >= need_of_all(severe, moderate));
        }
    }
    core::blood::Need const need{{v1::BLOOD_PRODUCT_RED_CELLS, a_positive}, 101, 300};
    std::int64_t before = 0;
    for (int minute = -10; minute < 1000; ++minute) {
        auto const now = needed_by(need, core::seconds(60L * minute), 120);
        CHECK(now >= before);
        before = now;
    }
    CHECK(before == 101);
    CHECK(needed_by(need, core::seconds(0), 120) == 0);
    CHECK(needed_by(need, core::seconds(120 * 60), 120) == 31);  // 30.3
    CHECK(needed_by(need, core::seconds(60), 120) == 1);
}

TEST_CASE("without a count the lack is unknown, and so it is once the count is too old",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = confirmed_with(story, 100, 0);
    auto lack = point(view(story, id).gaps(0), 60, o_negative);
    CHECK(lack.need() == 44);  // the half of 88
    CHECK_FALSE(lack.is_known());

    story.must(blood_stock("blood@uppsala", {{o_negative, 10}, {a_positive, 500}}, 6));
    lack = point(view(story, id).gaps(0), 60, o_negative);
    CHECK(lack.is_known());
    CHECK(lack.supply() == 16);
    CHECK(lack.lacking() == 28);
    CHECK(point(view(story, id).gaps(0), 60, a_positive).lacking() == 0);
    // What the report left out is not known, and O- that is lacking itself stands in for nothing.
    CHECK_FALSE(point(view(story, id).gaps(0), 60, b_positive).is_known());
    // Dalarna has said nothing: together it is unknown whether it lacks.
    CHECK(view(story, id).gaps(1).unknown(0) == "blood@dalarna");
    CHECK_FALSE(point(view(story, id).gaps(1), 60, o_negative).is_known());
    CHECK(point(view(story, id).gaps(1), 60, a_positive).is_known());

    story.wait_s(3601);
    auto const old = view(story, id);
    CHECK_FALSE(old.centres(1).is_known());
    CHECK(old.centres(1).lines_size() == 2);
    CHECK(point(old.gaps(0), 0, o_negative).supply() == 0);
    CHECK_FALSE(point(old.gaps(0), 0, o_negative).is_known());
}

TEST_CASE("what is left over of O- stands in for others in the pack's order, and once",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = confirmed_with(story, 100, 0);
    story.must(
        blood_stock("blood@uppsala", {{o_negative, 100}, {a_positive, 0}, {b_positive, 30}}));
    auto const gap = view(story, id).gaps(0);
    auto const o = point(gap, 120, o_negative);
    auto const a = point(gap, 120, a_positive);
    auto const b = point(gap, 120, b_positive);
    CHECK(o.need() == 88);
    CHECK(b.need() == 36);  // 35.2
    CHECK(b.substituted() == 6);
    CHECK(b.lacking() == 0);
    CHECK(a.need() == 53);  // 52.5
    CHECK(a.substituted() == 6);
    CHECK(a.lacking() == 47);
    CHECK(o.given() == 12);
    CHECK(o.lacking() == 0);
}

TEST_CASE("blood on its way counts from when it is to arrive, and not again once it is counted",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = confirmed_with(story, 100, 0);
    story.must(blood_stock("blood@uppsala", {{o_negative, 0}}));
    story.must(acknowledge(id, "blood@uppsala"));
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 40}}));
    story.must(offer_blood(id, "blood@stockholm", {{o_negative, 20}}));
    story.must(accept_blood(id, "blood@uppsala", "stockholm-1", {{o_negative, 15}}));
    auto const lack = [&](int minutes) {
        return point(view(story, id).gaps(0), minutes, o_negative);
    };
    CHECK(lack(120).promised() == 15);
    CHECK(lack(120).lacking() == 88);

    story.must(
        blood_transport(id, "blood@stockholm", "stockholm-1", v1::BLOOD_OFFER_STATE_UNDER_WAY, 50));
    CHECK(lack(0).promised() == 15);
    CHECK(lack(60).incoming() == 15);
    CHECK(lack(60).lacking() == 44 - 15);

    story.wait_s(60 * 40);
    story.must(blood_transport(id, "blood@uppsala", "stockholm-1", v1::BLOOD_OFFER_STATE_ARRIVED));
    CHECK(lack(0).incoming() == 15);
    story.wait_s(60);
    story.must(blood_stock("blood@uppsala", {{o_negative, 9}}));
    CHECK(lack(0).incoming() == 0);
    CHECK(lack(0).supply() == 9);
    // What has been used stood in no stock that was counted after it.
    CHECK(lack(0).need() == 0);
}

TEST_CASE("a pack without figures says that nothing is known", "[core][blood]") {
    Story story;
    auto const id = confirmed_with(story, 100, 0);
    story.must(blood_stock("blood@uppsala", {{o_negative, 10}}));
    auto const seen = view(story, id);
    CHECK_FALSE(seen.has_rules());
    CHECK(seen.need().empty());
    CHECK(seen.gaps().empty());
    REQUIRE(seen.centres_size() == 1);
    CHECK_FALSE(seen.centres(0).is_known());
    auto const refused = story.give(alarm_country(id, "blood@uppsala", {{o_negative, 1}}));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == core::Code::failed_precondition);
}

TEST_CASE("without reported casualties the need is unknown", "[core][blood]") {
    Story story{blood_pack()};
    auto const id = story.confirm("uppsala");
    CHECK(view(story, id).has_rules());
    CHECK_FALSE(view(story, id).has_casualties());
    CHECK(view(story, id).need().empty());
}

TEST_CASE("the need follows what is counted at the sites and in the hospitals, nobody twice",
          "[core][blood]") {
    auto pack = capacity_pack();
    *pack.mutable_blood() = blood_pack().blood();
    Story story{pack};
    auto const id = confirmed_with(story, 40, 0);
    auto const admissions = [&] { return view(story, id).expected_admissions(); };
    CHECK(admissions() == 40);
    story.must(arrivals(id, "A", {3, 0, 0}));
    CHECK(admissions() == 40);  // they are of the forty
    story.must(casualties(id, "uppsala", {20, 2, 0}, {4, 0, 0}));
    CHECK(admissions() == 28);  // counted: 24 and 3 severe, half of two moderate; METHANE guessed
    story.wait_s(60);
    story.must(arrivals(id, "A", {7, 0, 0}));
    CHECK(admissions() == 28);  // the four who came are still counted where they were
    story.must(casualties(id, "uppsala", {18, 2, 0}, {2, 0, 0}));
    CHECK(admissions() == 28);
    story.wait_s(60);
    auto second = casualties(id, "uppsala", {5, 0, 0}, {0, 0, 0});
    second.mutable_report_casualties()->set_site_id("2");
    story.must(second);
    CHECK(admissions() == 33);
    story.must(arrivals(id, "B", {60, 0, 0}));
    CHECK(admissions() == 68);  // so many have come, whatever the sites say
}

TEST_CASE("hospitals' counts alone make a need known", "[core][blood]") {
    auto pack = capacity_pack();
    *pack.mutable_blood() = blood_pack().blood();
    Story story{pack};
    auto const id = confirmed_with(story, 0, 0);
    CHECK_FALSE(view(story, id).has_casualties());
    story.must(arrivals(id, "A", {3, 0, 0}));
    CHECK(view(story, id).has_casualties());
    CHECK(view(story, id).expected_admissions() == 3);
}

TEST_CASE("a report that counts only dead does not make the hurt of an earlier one vanish",
          "[core][blood]") {
    Story story{blood_pack()};
    auto const id = confirmed_with(story, 10, 0);
    v1::Command report;
    *report.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    report.mutable_report_incident()->set_command_id(next_uuid());
    report.mutable_report_incident()->set_incident_id(id);
    report.mutable_report_incident()->set_region_id("uppsala");
    report.mutable_report_incident()->mutable_report()->mutable_casualties()->set_dead(3);
    story.must(report);
    CHECK(view(story, id).expected_admissions() == 10);
}

}  // namespace larm::test
