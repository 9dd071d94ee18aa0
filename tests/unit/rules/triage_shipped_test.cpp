// The shipped indicators against two incidents that are known: a coach crash, after which normal
// triage was enough, and a fire with more severely injured than any region has places for.
#include "engine/rules/loader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/triage.hpp"
#include "tests/unit/rules/support.hpp"

namespace larm::test {
namespace {

v1::RulePack shipped_pack() {
    auto loaded = rules::load_pack(source_folder() / "rules/mellansverige");
    REQUIRE(loaded.has_value());
    return loaded->pack;
}

/// Every hospital reports so many percent of what it has on an ordinary day.
void report_hospitals(Story& story, v1::RulePack const& pack, int percent) {
    for (auto const& plus : pack.plus()) {
        std::vector<Said> figures;
        for (auto const& stage : plus.stages()) {
            for (auto const& dimension : stage.dimensions()) {
                figures.push_back(
                    {stage.stage(), dimension.dimension(), dimension.baseline() * percent / 100});
            }
        }
        story.must(report(plus.hospital_id(), figures));
    }
}

/// A night's first hours: figures and the scene are reported every half hour.
void play(Story& story, v1::RulePack const& pack, std::string const& id, core::Counts scene,
          int percent) {
    for (auto const* const region :
         {"dalarna", "gavleborg", "orebro", "sormland", "uppsala", "varmland", "vastmanland"}) {
        story.must(commit(id, region, 5));
    }
    for (int half_hour = 0; half_hour < 4; ++half_hour) {
        report_hospitals(story, pack, percent);
        story.must(casualties(id, "vastmanland", scene, {}, "KOP"));
        story.wait_s(1500);
    }
}

}  // namespace

TEST_CASE("a coach crash like Arboga's never gets a recommendation", "[rules][triage]") {
    auto const pack = shipped_pack();
    for (auto const percent : {10, 30, 60, 100}) {
        CAPTURE(percent);
        Story story{pack};
        auto const id = story.confirm("vastmanland");
        play(story, pack, id, {15, 0, 30}, percent);
        CHECK(recommendations(story).empty());
        // Its indicators were known, not only silent.
        CHECK(standing(story, id, "vastmanland", "svara_kvar") == "does not");
        CHECK(standing(story, id, "vastmanland", "transport_last") == "does not");
        CHECK(standing(story, id, "vastmanland", "iva_belastning") != "unknown");
    }
}

TEST_CASE("a fire like Volendam's gets one, within the hour", "[rules][triage]") {
    auto const pack = shipped_pack();
    Story story{pack};
    auto const id = story.confirm("vastmanland");
    play(story, pack, id, {112, 70, 63}, 30);
    auto const all = recommendations(story);
    REQUIRE_FALSE(all.empty());
    CHECK(all.front().region_id() == "vastmanland");
    CHECK(all.front().question_id() == "masskadetriage");
    CHECK(all.front().since_us() - Story::began.us <= 3600'000'000LL);
    CHECK(story.incident(id).triage.mode("vastmanland") == v1::TRIAGE_MODE_NORMAL);
}

}  // namespace larm::test
