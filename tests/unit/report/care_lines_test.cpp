// What a situation report says of patients: counted as those who see them have counted, and what is
// not known said so.
#include "engine/report/care_lines.hpp"

#include <algorithm>

#include "engine/core/log_only.hpp"
#include "engine/core/situation.hpp"
#include "engine/report/situation.hpp"
#include "tests/support/blood_story.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"

namespace larm::test {
namespace {

using Lines = std::vector<std::string>;
constexpr auto swedish = report::Language::swedish;

v1::SituationFacts facts_of(Story const& story, std::string const& id) {
    return core::situation_facts(story.state(), story.incident(id), story.now());
}

bool has(Lines const& lines, std::string const& part) {
    return std::ranges::any_of(
        lines, [&](auto const& line) { return line.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE(
    "before anybody has counted, the report's casualties are those of METHANE, and of places "
    "nothing is known",
    "[report][situation]") {
    Story story{transfer_pack()};
    auto const id = story.confirm("uppsala");
    auto const facts = facts_of(story, id);
    report::Words const words{story.incident(id).pack, swedish};
    CHECK_FALSE(facts.has_casualties());
    CHECK(report::transfer_lines(facts, words).empty());
    CHECK(report::blood_lines(facts, words).empty());
    auto const capacity = report::capacity_lines(facts, words);
    CAPTURE(capacity);
    CHECK(capacity.front() == "Dalarna: inga kända lediga, 2 sjukhus okända");
    CHECK(capacity.back() == "PLUS-steg: 4 beställda, 0 åtagna, 0 klara, 0 misslyckade");
}

TEST_CASE("what was reported at first is said to be that, also where nobody has counted since",
          "[report][situation]") {
    Story story{transfer_pack()};
    auto command = confirm_with("uppsala", 40, 20);
    story.must(command);
    story.wait_s(600);
    auto const id = story.state().incidents().back().id;
    auto const facts = facts_of(story, id);
    report::Words const words{story.incident(id).pack, swedish};
    auto const when = report::time_said(facts.incident().reported_at(), facts);
    auto const source = "enligt första rapporten " + when;
    CHECK(report::methane_source(facts, words) == source);
    auto const first = report::situation_lines(v1::SITUATION_SOURCE_METHANE, facts, words);
    CAPTURE(first);
    CHECK(has(first, "N, skadade " + source + ": 40 svårt skadade, 20 måttligt skadade"));
    CHECK(report::casualty_lines(facts, words) ==
          Lines{"Ingen har räknat än, " + source + ": 40 svårt skadade, 20 måttligt skadade"});
    auto later = facts;
    later.mutable_incident()->set_reports(2);
    CHECK(report::methane_source(later, words) == "enligt 2 rapporter (det som sagts sist)");
}

TEST_CASE("where an alarm is, is said as it is known", "[report][situation]") {
    Story story;
    auto const id = story.confirm("uppsala");
    report::Words const words{story.incident(id).pack, swedish};
    auto const about = [&](std::string const& region) {
        auto const facts = facts_of(story, id);
        for (auto& line : report::situation_lines(v1::SITUATION_SOURCE_PARTIES, facts, words)) {
            if (line.starts_with("TiB " + region)) {
                return line;
            }
        }
        return std::string{};
    };
    CHECK(has(Lines{about("Dalarna")}, "larm inte skickat än"));
    auto const result_of = [&](v1::Channel channel, v1::DeliveryOutcome outcome,
                               std::string_view detail) {
        auto command = delivered(id, story.chase(id, "regional_alarm", "tib@dalarna"),
                                 "regional_alarm", channel, outcome);
        command.mutable_record_delivery()->set_detail(std::string{detail});
        story.must(command);
    };
    result_of(v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_ACCEPTED, core::only_logged);
    CHECK(has(Lines{about("Dalarna")}, "LARMET NÅR INGEN, ring"));
    result_of(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED, "");
    CHECK(has(Lines{about("Dalarna")}, "larm skickat, har inte svarat"));
    result_of(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_RECEIVED, "");
    CHECK(has(Lines{about("Dalarna")}, "larmet framme, har inte svarat"));
}

TEST_CASE("what nobody has counted is not none", "[report][situation]") {
    Story story{transfer_pack()};
    auto const id = story.confirm("uppsala");
    story.must(arrivals(id, "A", {2, 0, 0}));
    report::Words const words{story.incident(id).pack, swedish};
    auto const lines = report::casualty_lines(facts_of(story, id), words);
    CAPTURE(lines);
    CHECK(has(lines, "På skadeplats: UPPGIFT SAKNAS"));
    CHECK(has(lines, "På sjukhus: 2 (2 svårt"));
    CHECK(has(lines, "Inga döda rapporterade"));
}

TEST_CASE("the dead of a report stand until a scene counts them", "[report][situation]") {
    Story story{transfer_pack()};
    auto command = confirm_with("uppsala", 20, 0);
    command.mutable_confirm_incident()->mutable_report()->mutable_casualties()->set_dead(5);
    story.must(command);
    auto const id = story.state().incidents().back().id;
    auto seen = casualties(id, "uppsala", {12, 0, 0}, {});
    story.must(seen);
    report::Words const words{story.incident(id).pack, swedish};
    auto const lines = report::casualty_lines(facts_of(story, id), words);
    CAPTURE(lines);
    CHECK(has(lines, "Döda: 5 (enligt första rapporten"));
    CHECK_FALSE(has(lines, "Inga döda"));
    seen.mutable_report_casualties()->set_command_id(next_uuid());
    seen.mutable_report_casualties()->set_dead(6);
    story.must(seen);
    CHECK(has(report::casualty_lines(facts_of(story, id), words), "Döda: 6"));
}

TEST_CASE("who is hurt, what can be taken, what lacks and who is moved stand in the report",
          "[report][situation]") {
    Story story{transfer_pack()};
    story.must(report_all("A", 40, 40, 15, 2));
    story.must(report_all("B", 40, 40, 15, 3));
    story.must(report_all("C", 40, 40, 15, 10));
    auto const id = story.confirm("uppsala");
    story.must(casualties(id, "uppsala", {6, 2, 1}, {}));
    story.wait_s(60);  // who comes in the minute of a figure is in it
    story.must(arrivals(id, "A", {12, 0, 0}));
    story.wait_s(1);
    auto const facts = facts_of(story, id);
    report::Words const words{story.incident(id).pack, swedish};

    auto const counted = report::casualty_lines(facts, words);
    CAPTURE(counted);
    CHECK(has(counted, "På skadeplats: 9 (6 svårt, 2 måttligt, 1 lindrigt)"));
    CHECK(has(counted, "12 svårt, 0 måttligt, 0 lindrigt"));
    CHECK(has(counted, "Inga döda rapporterade"));
    CHECK(has(counted, "Skadeplats 1 (" +
                           report::time_said(facts.casualties().sites(0).observed_at_us(), facts) +
                           "): på plats 6 svårt, 2 måttligt, 1 lindrigt, på väg 0"));

    auto const capacity = report::capacity_lines(facts, words);
    CAPTURE(capacity);
    CHECK(has(capacity, "BRIST: "));
    CHECK(facts.capacity().shortfalls_size() > 0);

    auto const moves = report::transfer_lines(facts, words);
    CAPTURE(moves);
    REQUIRE(proposals(story) > 0);
    CHECK(has(moves, "Föreslagna: "));
    CHECK(has(moves, "Framme: 0 (0 svårt, 0 måttligt, 0 lindrigt)"));
    CHECK(has(moves, "Svar väntas från: "));

    // Swedish and English say the same lines.
    report::Words const english{story.incident(id).pack, report::Language::english};
    CHECK(report::capacity_lines(facts, english).size() == capacity.size());
    CHECK(report::casualty_lines(facts, english).size() == counted.size());
    CHECK(report::transfer_lines(facts, english).size() == moves.size());
}

TEST_CASE(
    "what lacks of blood stands first, a stock says when it was counted, and an unknown one "
    "that it is",
    "[report][situation]") {
    Story story{blood_pack()};
    story.must(confirm_with("uppsala", 40, 20));
    story.wait_s(1);
    auto const id = story.state().incidents().back().id;
    story.must(blood_stock("blood@uppsala", {{o_negative, 2}, {a_positive, 30}}));
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 40}}));
    story.wait_s(1);
    story.must(offer_blood(id, "blood@gavleborg", {{o_negative, 10}}));
    auto const facts = facts_of(story, id);
    CHECK(facts.blood().need().empty());
    CHECK(facts.blood().asked().empty());
    auto const lines = report::blood_lines(facts, {story.incident(id).pack, swedish});
    CAPTURE(lines);
    REQUIRE_FALSE(lines.empty());
    CHECK(lines.front().find("saknas om") != std::string::npos);
    CHECK(has(lines, "2 O-, 30 A+"));
    CHECK(has(lines, "UPPGIFT SAKNAS"));
    CHECK(has(lines, "larmade landet"));
    CHECK(has(lines, "Erbjudet: 10 O-. Antaget: inget"));
}

}  // namespace larm::test
