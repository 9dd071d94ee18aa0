// A story in lines that a person can judge.
#include "engine/report/timeline.hpp"

#include "engine/report/event_text.hpp"
#include "engine/report/region_table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::report {
namespace {

std::string told(std::vector<v1::Event> const& log, Language language) {
    Timeline timeline;
    std::string text;
    std::int64_t seq = 0;
    for (auto const& event : log) {
        for (auto const& line : timeline.tell(event, ++seq)) {
            text += line_text(line, language) + "\n";
        }
    }
    return text;
}

/// An alarm of the test pack with most of what can happen to it.
larm::test::Story a_night() {
    using namespace larm::test;
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(12);
    story.must(acknowledge(id, "tib@dalarna"));
    story.wait_s(60);
    auto by_phone = acknowledge(id, "tib@gavleborg");
    by_phone.mutable_acknowledge()->set_via(v1::VIA_PHONE);
    *by_phone.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    story.must(by_phone);
    story.must(commit(id, "dalarna", 3));
    story.must(commit(id, "uppsala", 6));
    story.must(decline(id, "gavleborg", "inga bilar"));
    story.must(accept_shortfall(id, "gavleborg", "uppsala"));
    story.must(commit(id, "dalarna", 2));
    story.must(revoke(id, "uppsala", 1));
    story.must(escalate(id, "uppsala"));
    story.wait_s(30);
    story.must(stand_down(id, "uppsala"));
    story.must(acknowledge(id, "tib@dalarna", "stand_down"));
    story.must(close(id, "uppsala"));
    return story;
}

}  // namespace

TEST_CASE("a night reads as a timeline in Swedish", "[report]") {
    CHECK("\n" + told(a_night().log(), Language::swedish) == R"(
23:13:20           Regelpaket i bruk: chain 1
23:13:20 +0:00:00  TiB Uppsala BEKRÄFTADE särskild händelse, katastrofläge, masskadehändelse: E18 väster om Arboga
23:13:20 +0:00:00  Regional_alarm: till 2 parter (push, sms)
23:13:20 +0:00:00  Blood_alarm: till blodcentral Uppsala (push)
23:13:32 +0:00:12  TiB Dalarna kvitterade larmet (API)
23:14:20 +0:01:00  TiB Gävleborg har inte kvitterat: försök 2, till TiB Gävleborg (telefonsamtal)
23:14:20 +0:01:00  Blodcentral Uppsala visas som EJ NÅDD: försök 2, till blodcentral Uppsala (telefonsamtal)
23:14:32 +0:01:12  TiB Gävleborg kvitterade larmet (telefon, infört av TiB Uppsala)
23:14:32 +0:01:12  Follow_up: till TiB Uppsala (push)
23:14:32 +0:01:12  TiB Dalarna utlovade 3 transporter (API); 2 kvar att utlova
23:14:32 +0:01:12  TiB Uppsala utlovade 6 transporter (API)
23:14:32 +0:01:12  TiB Gävleborg AVBÖJDE 5 transporter: inga bilar (API)
23:14:32 +0:01:12  Shortfall: till TiB Uppsala (push)
23:14:32 +0:01:12  TiB Uppsala GODTOG bristen från Gävleborg (5 transporter)
23:14:32 +0:01:12  TiB Dalarna utlovade 2 transporter (API)
23:14:32 +0:01:12  TiB Uppsala TOG TILLBAKA 1 transport (API)
23:14:32 +0:01:12  TiB Uppsala eskalerade till nationellt masskadelarm
23:14:32 +0:01:12  National_alarm: till Socialstyrelsen (push, telefonsamtal)
23:15:02 +0:01:42  TiB Uppsala AVLARMADE
23:15:02 +0:01:42  Stand_down: till 4 parter (push)
23:15:02 +0:01:42  TiB Dalarna kvitterade avlarmningen (API)
23:15:02 +0:01:42  TiB Uppsala avslutade händelsen; ej nådda: TiB Gävleborg, blodcentral Uppsala, Socialstyrelsen
)");
}

TEST_CASE("a night reads as a timeline in English", "[report]") {
    CHECK("\n" + told(a_night().log(), Language::english) == R"(
23:13:20           Rule pack in use: chain 1
23:13:20 +0:00:00  TiB Uppsala CONFIRMED a major incident, katastrofläge, mass-casualty: E18 väster om Arboga
23:13:20 +0:00:00  Regional_alarm: to 2 parties (push, sms)
23:13:20 +0:00:00  Blood_alarm: to blood centre Uppsala (push)
23:13:32 +0:00:12  TiB Dalarna acknowledged the alarm (API)
23:14:20 +0:01:00  TiB Gävleborg has not acknowledged: attempt 2, to TiB Gävleborg (voice call)
23:14:20 +0:01:00  Blood centre Uppsala is shown as NOT REACHED: attempt 2, to blood centre Uppsala (voice call)
23:14:32 +0:01:12  TiB Gävleborg acknowledged the alarm (telephone, entered by TiB Uppsala)
23:14:32 +0:01:12  Follow_up: to TiB Uppsala (push)
23:14:32 +0:01:12  TiB Dalarna promised 3 transport units (API); 2 still to promise
23:14:32 +0:01:12  TiB Uppsala promised 6 transport units (API)
23:14:32 +0:01:12  TiB Gävleborg DECLINED 5 transport units: inga bilar (API)
23:14:32 +0:01:12  Shortfall: to TiB Uppsala (push)
23:14:32 +0:01:12  TiB Uppsala ACCEPTED the shortfall from Gävleborg (5 transport units)
23:14:32 +0:01:12  TiB Dalarna promised 2 transport units (API)
23:14:32 +0:01:12  TiB Uppsala TOOK BACK 1 transport unit (API)
23:14:32 +0:01:12  TiB Uppsala escalated to the national mass-casualty alarm
23:14:32 +0:01:12  National_alarm: to Socialstyrelsen (push, voice call)
23:15:02 +0:01:42  TiB Uppsala STOOD the alarm DOWN
23:15:02 +0:01:42  Stand_down: to 4 parties (push)
23:15:02 +0:01:42  TiB Dalarna acknowledged the stand-down (API)
23:15:02 +0:01:42  TiB Uppsala closed the incident; not reached: TiB Gävleborg, blood centre Uppsala, Socialstyrelsen
)");
}

TEST_CASE("the table says region by region how it stood", "[report]") {
    auto const story = a_night();
    auto const& incident = story.state().incidents().front();
    std::string text;
    for (auto const& line : table_lines(region_table(incident), incident, Language::english)) {
        text += line + "\n";
    }
    CHECK("\n" + text == R"(
  Region        Alarm seen     Answered    Transports  Blood centre End: TiB    End: blood
  Dalarna       +0:00:12       +0:01:12    5/5         –            +0:00:00    –
  Gävleborg     +0:01:12       +0:01:12    0/5         –            –           –           declined 5: inga bilar, shortfall accepted
  Uppsala       +0:00:00       +0:01:12    5/5         NOT REACHED  +0:00:00    –
  Total                                    10/15
  End: how long after the alarm's end that was acknowledged.
)");
}

TEST_CASE("having seen the stand-down is not having seen the alarm", "[report]") {
    larm::test::Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(30);
    story.must(larm::test::acknowledge(id, "tib@dalarna"));
    story.wait_s(30);
    story.must(larm::test::stand_down(id, "uppsala"));
    story.wait_s(20);
    story.must(larm::test::acknowledge(id, "tib@gavleborg"));

    auto const& incident = story.state().incidents().front();
    auto const table = region_table(incident);
    CHECK(table.regions(0).acknowledged_at_us() != 0);
    CHECK(table.regions(0).end_acknowledged_at_us() == 0);
    CHECK(table.regions(1).region_id() == "gavleborg");
    CHECK(table.regions(1).acknowledged_at_us() == 0);
    CHECK(table.regions(1).end_acknowledged_at_us() == incident.ended_at.us + core::seconds(20).us);
    auto const lines = table_lines(table, incident, Language::swedish);
    CHECK(lines[2].starts_with("  Gävleborg     ej kvitterat   –           0/5"));
    CHECK(lines[2].ends_with("+0:00:20    –"));
}

TEST_CASE("a failed message is no news while another is on its way", "[report]") {
    larm::test::Story story;
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, "regional_alarm", "tib@dalarna");
    story.must(larm::test::delivered(id, chase, "regional_alarm", v1::CHANNEL_SMS,
                                     v1::DELIVERY_OUTCOME_FAILED));
    CHECK(told(story.log(), Language::swedish).find("Inget kom fram") == std::string::npos);
    story.must(larm::test::delivered(id, chase, "regional_alarm", v1::CHANNEL_PUSH,
                                     v1::DELIVERY_OUTCOME_FAILED));
    CHECK(told(story.log(), Language::swedish)
              .find("Inget kom fram till TiB Dalarna: push var det sista") != std::string::npos);
}

TEST_CASE("a channel for which somebody has no address is said once, when the step begins",
          "[report]") {
    larm::test::Story story;
    v1::Command seed;
    auto& officer = *seed.mutable_seed_duty()->add_officers();
    officer.set_party("tib@dalarna");
    officer.set_officer_id("dalarna-tib-1");
    officer.set_on_duty(true);
    officer.add_channels(v1::CHANNEL_PUSH);
    story.must(seed);
    story.confirm("uppsala");
    story.wait_s(60);

    auto const text = told(story.log(), Language::swedish);
    CHECK(text.find("Regional_alarm: till 2 parter (push, sms; 1 saknar sms)") !=
          std::string::npos);
    CHECK(text.find("försök 2, till TiB Dalarna (adress saknas)") != std::string::npos);
    CHECK(text.find("försök 2, till TiB Gävleborg (telefonsamtal)") != std::string::npos);
}

TEST_CASE("that the chain is complete is said, and that it no longer is", "[report]") {
    CHECK(chain_text(true, Language::swedish) == "LARMKEDJAN ÄR KOMPLETT");
    CHECK(chain_text(false, Language::swedish) == "LARMKEDJAN ÄR INTE LÄNGRE KOMPLETT");
}

TEST_CASE("a hospital's report says what it says, and a scene its dead", "[report]") {
    Words const words{nullptr, Language::swedish};
    v1::Event reported;
    auto& report = *reported.mutable_capacity_reported()->mutable_report();
    report.set_hospital_id("FAL");
    CHECK(event_text(reported, nullptr, words).starts_with("FAL rapporterade kapacitet ("));
    report.set_facility(v1::FACILITY_STATUS_CLOSED);
    for (auto const free : {3, 0, -2, 7, 9}) {
        auto& figure = *report.add_figures();
        figure.set_stage(v1::CARE_STAGE_INTENSIVE);
        figure.set_dimension(v1::PLUS_DIMENSION_STAFF);
        figure.set_free(free);
    }
    auto const text = event_text(reported, nullptr, words);
    CAPTURE(text);
    CHECK(text.starts_with("FAL rapporterade kapacitet: STÄNGT, "));
    CHECK(text.contains(" personal 3, "));
    CHECK(text.contains(" personal -2, "));
    CHECK(text.contains(" personal 7 och 1 siffror till"));

    v1::Event counted;
    auto& site = *counted.mutable_casualties_reported()->mutable_site();
    site.set_name("Gottsunda centrum");
    site.mutable_at_scene()->set_severe(4);
    CHECK_FALSE(event_text(counted, nullptr, words).contains("döda"));
    site.set_dead(2);
    CHECK(event_text(counted, nullptr, words).contains("på väg, 2 döda"));
}

TEST_CASE("before the confirmation no time since it is shown", "[report]") {
    v1::TimelineLine line;
    line.set_local_time("12:00:00");
    line.mutable_text()->set_sv("Rapport");
    CHECK(line_text(line, Language::swedish) == "12:00:00           Rapport");
    line.set_since_confirmed_us(-65'000'000);
    CHECK(line_text(line, Language::swedish, "A") == "12:00:00 -0:01:05  A  Rapport");
}

}  // namespace larm::report
