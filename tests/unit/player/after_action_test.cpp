// The report of an exercise: that it says what was expected against what came of it, who answered
// when, capacity over time; and that two runs of one scenario with one seed are the same bytes.
#include "simulators/player/after_action.hpp"

#include <algorithm>
#include <ctime>

#include "engine/core/capacity_view.hpp"
#include "engine/report/after_action.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::player::test {
namespace {

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::size_t count(std::string const& text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

AfterActionReport report_of(Scenario const& scenario, std::uint64_t seed = 1) {
    return AfterActionReport{draft_of(*play(scenario, seed))};
}

/// The small scenario with one inject, whose text is `text`.
Scenario with_inject(std::string const& text) {
    return load_text(with(small(), "expectations {",
                          R"(objectives { id: "larma" title { sv: "Larma" en: "Alarm" } }
injects {
  id: "1" at_s: 300
  what { from: "SOS" to: "tib@*" method: INJECT_METHOD_RAKEL text: ")" +
                              text + R"(" }
  expected_action: "Avlarmar" within_s: 60 objectives: "larma"
  expects { happens { event: "incident_stood_down" at_least: 1 } }
}
expectations {)"));
}

v1::AnsweredRow answer(v1::AfterAction const& report, std::string_view party) {
    auto const found = std::ranges::find_if(report.answers(),
                                            [&](auto const& row) { return row.party() == party; });
    REQUIRE(found != report.answers().end());
    return *found;
}

}  // namespace

TEST_CASE("two runs of one scenario with one seed give the same report, byte for byte",
          "[player][after_action]") {
    auto const scenario = load(shipped("galleria_bomb"));
    auto const one = report_of(scenario, 4);
    auto const other = report_of(scenario, 4);
    CHECK(one.html() == other.html());
    CHECK(one.pdf() == other.pdf());
    CHECK(one.json() == other.json());
    CHECK(one.json() != report_of(scenario, 5).json());
}

TEST_CASE("a report begins and ends with ÖVNING, and has no script in it",
          "[player][after_action]") {
    auto const report = report_of(with_inject(R"(<script>alert(1)</script> & \"nu\")"));
    auto const html = report.html();
    CHECK(has(html, "<title>ÖVNING Efterrapport: Liten ÖVNING</title>"));
    auto const body = html.find("<body>");
    CHECK(html.find("ÖVNING", body) < html.find("<table", body));
    CHECK(html.rfind("ÖVNING") > html.rfind("</table>"));
    CHECK_FALSE(has(html, "<script"));
    CHECK(has(html, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;nu&quot;"));
    CHECK(count(html, "<svg") == count(html, "</svg>"));
    CHECK(report.pdf().starts_with("%PDF-"));
    CHECK(report::after_action_file(report.data(), "pdf") == "OVNING-efterrapport-small.pdf");
}

TEST_CASE("an inject stands with what was expected of it and when it was done",
          "[player][after_action]") {
    auto const report = report_of(with_inject("Hur går det?"));
    REQUIRE(report.data().injects_size() == 1);
    auto const& inject = report.data().injects(0);
    CHECK(inject.met());
    CHECK(inject.met_at_us() - inject.record().at_us() == 2'700'000'000);
    CHECK(inject.record().done_at_us() == inject.met_at_us());
    CHECK(has(report.html(), "Löst efter 0:45:00, för sent"));
    CHECK(has(report.html(), "SOS till alla TiB, Rakel: Hur går det?"));
    CHECK(has(report.html(), "Avlarmar (inom 0:01:00)"));
    REQUIRE(report.data().objectives_size() == 1);
    CHECK(report.data().objectives(0).done() == 1);
}

TEST_CASE("who answered when, over what, stands as the log has it", "[player][after_action]") {
    auto const scenario = load_text(small());
    auto opened = Player::open(scenario, {.humans = {"tib@dalarna"}});
    REQUIRE(opened.has_value());
    (*opened)->play_to_the_end();
    AfterActionReport const report{draft_of(**opened)};
    auto const uppsala = answer(report.data(), "tib@uppsala");
    CHECK(uppsala.asked_at_us() == scenario.starts.us + 60'000'000);
    CHECK(uppsala.received_at_us() >= uppsala.asked_at_us());
    CHECK(uppsala.acknowledged_at_us() > uppsala.received_at_us());
    CHECK(uppsala.via() == v1::VIA_PUSH);
    CHECK_FALSE(uppsala.human());
    auto const dalarna = answer(report.data(), "tib@dalarna");
    CHECK(dalarna.human());
    CHECK(dalarna.acknowledged_at_us() == 0);
    CHECK(dalarna.attempts() > 1);
}

TEST_CASE("capacity and transports over time are what the state was then",
          "[player][after_action]") {
    auto const scenario = load(shipped("galleria_bomb"));
    auto const player = play(scenario);
    auto draft = draft_of(*player);
    report::LogAccount account{{draft.report.result().started_at_us()},
                               {draft.report.result().ended_at_us()}};
    for (auto const& [seq, event] : draft.log) {
        account.tell(event, seq);
    }
    v1::AfterAction report;
    account.write(report);
    REQUIRE(report.courses_size() > 50);
    for (auto const& course : report.courses()) {
        CAPTURE(course.hospital_id(), v1::CareStage_Name(course.stage()));
        CHECK(course.points_size() <= 721);
        CHECK(course.points(0).has_places());
        auto const now = core::effective_capacity(player->state(), course.hospital_id(),
                                                  course.stage(), player->state().at());
        auto const& last = *course.points().rbegin();
        CHECK(last.has_places() == now.has_value());
        CHECK((!now || last.places() == now->free));
        for (int index = 1; index < course.points_size(); ++index) {
            auto const& before = course.points(index - 1);
            auto const& point = course.points(index);
            CHECK(before.at_us() < point.at_us());
            CHECK((before.has_places() != point.has_places() || before.places() != point.places()));
        }
    }
    REQUIRE(report.quotas_size() == 1);
    auto const& quota = report.quotas(0);
    CHECK(quota.asked() == 35);
    CHECK(quota.regions() == 7);
    CHECK(std::ranges::max(quota.points(), {}, &v1::QuotaPoint::promised).promised() >= 35);
    CHECK(std::ranges::any_of(quota.points(),
                              [](auto const& each) { return each.regions_met() == 7; }));
    auto const& scopes = report.score().incidents(0).scopes();
    auto const measured = [](v1::IncidentScore const& score) {
        return std::ranges::count_if(score.indicators(), &v1::IndicatorScore::has_points);
    };
    auto sum = 0;
    for (auto const& scope : scopes) {
        sum += scope.measured();
    }
    CHECK(sum == measured(report.score().incidents(0)));
}

TEST_CASE("earlier runs stand beside this one", "[player][after_action]") {
    auto report = report_of(load_text(small()));
    CHECK_FALSE(has(report.html(), "tidigare körningar"));
    v1::FormerRun former;
    former.set_world_id("kvall");
    former.set_seed(77);
    former.set_expected(9);
    former.set_held(8);
    report.compare_with({former});
    CHECK(has(report.html(), "Jämfört med tidigare körningar"));
    CHECK(has(report.html(), "8 av 9"));
    CHECK(has(report.json(), "\"worldId\": \"kvall\""));
}

TEST_CASE("a report of a long night is written in time that grows no faster than it",
          "[player][after_action][.measure]") {
    for (auto const* const id : {"arboga_2006", "galleria_bomb", "las_vegas_2017"}) {
        auto const scenario = load(shipped(id));
        auto const player = play(scenario);
        auto const ms_since = [](std::clock_t from) {
            return static_cast<double>(std::clock() - from) * 1000 / CLOCKS_PER_SEC;
        };
        auto from = std::clock();
        auto draft = draft_of(*player);
        auto const events = draft.log.size();
        auto const gather = ms_since(from);
        from = std::clock();
        AfterActionReport const report{std::move(draft)};
        auto const fold = ms_since(from);
        from = std::clock();
        auto const html = report.html();
        auto const write = ms_since(from);
        from = std::clock();
        auto const pdf = report.pdf();
        WARN(id << ": " << events << " events; gather " << gather << " ms, count " << fold
                << " ms, HTML " << write << " ms " << html.size() << " bytes, PDF "
                << ms_since(from) << " ms " << pdf.size() << " bytes");
    }
}

}  // namespace larm::player::test
