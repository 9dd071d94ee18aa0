// The situation report in words: from what the log knows, with gaps marked, the same for ever, and
// what has changed; conference minutes.
#include "engine/report/situation.hpp"

#include <algorithm>

#include "engine/core/conference.hpp"
#include "engine/report/conference.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::SituationView view(Story const& story, std::string const& id, int number = 0) {
    auto found = report::situation_view(story.state(), story.incident(id), number, story.now());
    REQUIRE(found.has_value());
    return *found;
}

v1::SituationSectionView section(v1::SituationView const& view, std::string const& id) {
    auto const found = std::ranges::find(view.sections(), id, &v1::SituationSectionView::id);
    REQUIRE(found != view.sections().end());
    return *found;
}

std::vector<std::string> changed(v1::SituationView const& view) {
    std::vector<std::string> ids;
    for (auto const& each : view.sections()) {
        if (each.changed()) {
            ids.push_back(each.id());
        }
    }
    return ids;
}

}  // namespace

TEST_CASE("what nobody knows is marked as a gap, with since when and who fills it",
          "[report][situation]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    auto const now = view(story, id);
    CHECK(section(now, "blod").gap());
    CHECK(section(now, "blod").gap_since() == story.incident(id).confirmed_at.us);
    CHECK(section(now, "bedomning").gap());
    CHECK(section(now, "handelse").gap());  // the report says where, and nothing else
    CHECK_FALSE(section(now, "transporter").gap());
    CHECK(now.gaps() == 3);
    // Where the template marks no gap, what is not known is not there.
    CHECK(std::ranges::find(now.sections(), "kapacitet", &v1::SituationSectionView::id) ==
          now.sections().end());
    auto const text = report::situation_text(now, report::Language::swedish);
    CAPTURE(text);
    CHECK(text.find("UPPGIFT SAKNAS sedan 23:13 (fylls i av blodcentralen)") != std::string::npos);
    CHECK(text.find("H, risker: UPPGIFT SAKNAS") != std::string::npos);
    CHECK(text.find("Totalt utlovade: 0 av 15") != std::string::npos);
    CHECK(report::situation_text(now, report::Language::english).find("NOT KNOWN since 23:13") !=
          std::string::npos);
}

TEST_CASE("what was promised and then released is not said to be missing", "[report][situation]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(commit(id, "dalarna", 5));
    auto release = stand_down(id, "uppsala");
    auto& request = *release.mutable_release_transports();
    request.set_command_id(next_uuid());
    request.set_incident_id(id);
    request.set_region_id("dalarna");
    request.set_commitment_id("dalarna-1");
    request.set_count(2);
    story.must(release);
    auto const text = report::situation_text(view(story, id), report::Language::swedish);
    CAPTURE(text);
    CHECK(text.find("Dalarna: 5 av 5 utlovade, 2 släppta") != std::string::npos);
    CHECK(text.find("Totalt utlovade: 5 av 15") != std::string::npos);
    story.must(commit(id, "dalarna", 4));  // what is beyond the minimum has to stand
    auto const more = report::situation_text(view(story, id), report::Language::swedish);
    CHECK(more.find("Dalarna: 7 av 5 utlovade, 2 släppta") != std::string::npos);
}

TEST_CASE("a human's words stand beside what the log knows, and close the gap",
          "[report][situation]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(fill_situation(id, "uppsala", "bedomning", "Läget är ansträngt."));
    story.must(fill_situation(id, "uppsala", "transporter", "Två står vid färjan."));
    auto const now = view(story, id);
    CHECK_FALSE(section(now, "bedomning").gap());
    CHECK(section(now, "transporter").lines_size() > 0);
    CHECK(report::situation_text(now, report::Language::swedish)
              .find("- TiB Uppsala 23:13: Två står vid färjan.") != std::string::npos);
}

TEST_CASE("what humans write stays on its line, whatever they have typed", "[report][situation]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(
        fill_situation(id, "uppsala", "bedomning",
                       "Ansträngt:\n- två vägar\n\n2. Skadade\r\n- inga\xE2\x80\xA8slut\t "));
    auto send = send_situation(id, "uppsala");
    send.mutable_send_situation()->set_note("Obs\n\n1. Händelse");
    story.must(send);
    auto const sent = view(story, id, 1);
    auto const filled = section(sent, "bedomning").filled();
    CHECK(filled == "Ansträngt: - två vägar 2. Skadade - inga slut");
    CHECK(sent.note() == "Obs 1. Händelse");
    for (auto const language : {report::Language::swedish, report::Language::english}) {
        auto const text = report::situation_text(sent, language);
        CHECK(text.find("23:13: " + filled + "\n") != std::string::npos);
        CHECK(text.find("\n2. Skadade") == std::string::npos);
    }
}

TEST_CASE("the report of the next day says which day a time is of, and that is no change",
          "[report][situation]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(fill_situation(id, "uppsala", "bedomning", "Läget är ansträngt."));
    story.must(send_situation(id, "uppsala"));
    story.wait_s(3600);  // past midnight
    auto const now = view(story, id);
    auto const text = report::situation_text(now, report::Language::swedish);
    CAPTURE(text);
    CHECK(text.find("TiB Uppsala 14/11 23:13: Läget är ansträngt.") != std::string::npos);
    CHECK(text.find("UPPGIFT SAKNAS sedan 14/11 23:13") != std::string::npos);
    auto const ids = changed(now);
    CHECK(std::ranges::find(ids, "bedomning") == ids.end());
}

TEST_CASE("only what says something else than the last one sent is marked as changed",
          "[report][situation]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    CHECK(changed(view(story, id)).empty());
    story.must(send_situation(id, "uppsala"));
    CHECK(changed(view(story, id)).empty());
    story.wait_s(1800);
    story.must(commit(id, "dalarna", 5));
    story.must(request_support(id, "uppsala", 2));
    story.must(report_supply(v1::ROLE_HOSPITAL, "UAS", "UAS", "infusion", 10));
    CHECK(changed(view(story, id)) ==
          std::vector<std::string>{"larmkedja", "transporter", "stod", "brister"});
    story.must(send_situation(id, "uppsala"));
    CHECK(changed(view(story, id, 1)).empty());
    CHECK(changed(view(story, id, 2)).size() == 4);
    CHECK_FALSE(
        report::situation_view(story.state(), story.incident(id), 3, story.now()).has_value());
}

TEST_CASE("what was sent is the same bytes whatever comes after it", "[report][situation]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(request_support(id, "uppsala", 2));
    story.must(report_supply(v1::ROLE_HOSPITAL, "UAS", "UAS", "infusion", 10));
    story.must(send_situation(id, "uppsala"));
    auto const forms = [&](core::State const& state) {
        auto const sent = report::situation_view(state, *state.incident(id), 1, story.now());
        auto const paper = report::situation_paper(*sent, report::Language::swedish);
        return std::vector<std::string>{report::situation_text(*sent, report::Language::swedish),
                                        report::paper_html(paper), report::paper_pdf(paper),
                                        report::situation_json(*sent)};
    };
    auto const before = forms(story.state());
    story.must(offer_support(id, "dalarna", "S1", 1, 2));
    story.must(commit(id, "dalarna", 5));
    story.wait_s(7200);
    story.must(send_situation(id, "uppsala"));
    CHECK(forms(story.state()) == before);
    CHECK(forms(core::State::restore(story.state().snapshot())) == before);
    CHECK(before[2].starts_with("%PDF"));
}

TEST_CASE("a pack without a template says that nothing is known", "[report][situation]") {
    Story story;
    auto const id = story.confirm("uppsala");
    CHECK(view(story, id).sections().empty());
    CHECK_FALSE(story.give(send_situation(id, "uppsala")).has_value());
}

TEST_CASE("the call has syfte, mål, arbetsgång, resurser and regler, and names the talk group",
          "[report][conference]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(call_conference(id, "uppsala"));
    report::Words const words{story.incident(id).pack, report::Language::swedish};
    auto const text = report::conference_call_text(story.incident(id).conferences.front(), words);
    CAPTURE(text);
    for (auto const* const part :
         {"SYFTE\nSamlad lägesbild", "MÅL\nEnighet", "ARBETSGÅNG\n1. Upprop (information)",
          "- TiB Dalarna", "- Polisen", "REGLER\n- Mikrofonen", "Rakel: En minut åt gången",
          "tel 08-555 55 55 kod 5555#", "vid telefonbortfall Rakel talgrupp SAMV-1"}) {
        CHECK(text.find(part) != std::string::npos);
    }
}

TEST_CASE("the minutes say who was missing, what was decided, and who has reservations",
          "[report][conference]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(call_conference(id, "uppsala"));
    story.must(attendance(id, "uppsala", {"tib@dalarna", "tib@uppsala"}));
    story.must(conference_decision(id, "uppsala", "Svårt skadade fördelas enligt plan"));
    story.must(position(id, "tib@dalarna", v1::POSITION_RESERVATION, "inte nattetid"));
    story.must(end_conference(id, "uppsala"));
    report::Words const words{story.incident(id).pack, report::Language::swedish};
    auto const minutes =
        core::conference_view(story.incident(id), story.incident(id).conferences.front());
    auto const text = report::paper_text(report::conference_minutes(minutes, words));
    CAPTURE(text);
    CHECK(text.find("TiB Gävleborg: SAKNAS") != std::string::npos);
    CHECK(text.find("TiB Dalarna: närvarande") != std::string::npos);
    CHECK(text.find("Svårt skadade fördelas enligt plan") != std::string::npos);
    CHECK(text.find("TiB Dalarna har förbehåll: inte nattetid") != std::string::npos);
    CHECK(text.find("Nästa möte 2023-11-15 00:13") != std::string::npos);
    CHECK(report::conference_json(minutes).find("\"POSITION_RESERVATION\"") != std::string::npos);
    CHECK(report::paper_html(report::conference_minutes(minutes, words)).find("<h1>") !=
          std::string::npos);
}

}  // namespace larm::test
