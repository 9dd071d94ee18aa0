// What duty officers are told when something of capacity, patients moved, blood, supplies or
// support is refused: why, whose it is, and what to do.
#include <functional>

#include "engine/report/refusal_text.hpp"
#include "tests/support/blood_story.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/transfers.hpp"

namespace larm::report {
namespace {

using namespace larm::test;

std::string code_name(core::Code code) {
    return code == core::Code::permission_denied     ? "permission_denied"
           : code == core::Code::failed_precondition ? "failed_precondition"
           : code == core::Code::not_found           ? "not_found"
           : code == core::Code::aborted             ? "aborted"
                                                     : "invalid_argument";
}

struct Case {
    v1::Command command;
    std::string told;
};

v1::Command by(v1::Role role, std::string const& organisation, v1::Command command) {
    *command.mutable_actor() = actor(role, organisation);
    return command;
}

void check(Story& story, std::vector<Case> const& cases) {
    for (auto const& each : cases) {
        auto const refused = story.give(each.command);
        CAPTURE(each.told);
        REQUIRE_FALSE(refused.has_value());
        CAPTURE(refused.error().message);
        CHECK(refusal_text(code_name(refused.error().code), refused.error().field,
                           refused.error().field + ": " + refused.error().message) == each.told);
    }
}

}  // namespace

TEST_CASE("whoever may not speak of a hospital reads who may", "[report][refusal][care]") {
    TransferNight night;
    auto const& id = night.id;
    auto by_tib = by(v1::ROLE_TIB, "uppsala", report_all("A", 1, 1, 1, 1));
    auto for_other = by(v1::ROLE_TIB, "dalarna", report_all("A", 1, 1, 1, 1));
    for_other.mutable_report_capacity()->set_via(v1::VIA_PHONE);
    std::string const itself =
        "Det säger hospital@A. Är det sagt muntligt får det skrivas in, med --via phone eller "
        "--via rakel, av: tib@uppsala.";
    check(night.story, {{by_tib, itself},
                        {for_other, itself},
                        {by(v1::ROLE_TIB, "dalarna", arrivals(id, "A", {1, 0, 0})), itself},
                        {by(v1::ROLE_TIB, "dalarna", order("A", {"stay"})),
                         "Det får bara göras av: hospital@A, tib@uppsala. Ring dit."},
                        {report_all("AA", 1, 1, 1, 1),
                         "Det finns inget sjukhus AA. Närmast: A (Sjukhuset A), UAS (Akademiska), "
                         "B (Sjukhuset B)."},
                        {plan_anew(id, "dalarna"),
                         "Bara den drabbade regionens TiB eller ställföreträdare får göra detta: "
                         "tib@uppsala. Ring dit."}});
}

TEST_CASE("what a move is refused for says how it stands", "[report][refusal][care]") {
    TransferNight night;
    auto const& id = night.id;
    check(night.story,
          {{accept_moves(id, "dalarna", {"1-1"}),
            "Det får bara göras av: hospital@A, tib@uppsala. Ring dit."},
           {accept_moves(id, "uppsala", {"7-1"}),
            "Det finns ingen förflyttning 7-1. larm transfer status visar dem, med id först."},
           {depart_move(id, "uppsala", "1-1"),
            "Mottagaren har inte svarat ja, och har kanske ingen plats. Vänta på svaret, eller "
            "ring."},
           {depart_move(id, "gavleborg", "1-1"), "Det får bara göras av: tib@uppsala. Ring dit."},
           {call_off_moves(id, "gavleborg", {"1-1"}),
            "Det får bara göras av: tib@uppsala. Ring dit."},
           {own_move(id, "gavleborg", "C", v1::SEVERITY_SEVERE, 1),
            "Det får bara göras av: tib@uppsala, tib@dalarna. Ring dit."}});
    night.story.must(accept_moves(id, "uppsala", {"1-1"}));
    check(night.story, {{accept_moves(id, "uppsala", {"1-1"}),
                         "Förflyttningen är redan mottagen. Ändra den: larm transfer amend. Ställ "
                         "in den: larm transfer call-off."}});
    night.story.must(depart_move(id, "uppsala", "1-1"));
    std::string const left =
        "Patienterna har redan åkt. Ska de till ett annat sjukhus: larm transfer divert. Är de "
        "framme: larm transfer arrive.";
    check(night.story, {{depart_move(id, "uppsala", "1-1"), left},
                        {amend_move(id, "uppsala", "1-1", "B"), left},
                        {call_off_moves(id, "uppsala", {"1-1"}), left}});
    auto off = call_off_moves(id, "uppsala", {"1-2"});
    off.mutable_call_off_transfers()->set_reason("Vägen är avstängd");
    night.story.must(off);
    std::string const called_off =
        "Förflyttningen är inställd: Vägen är avstängd. Se larm transfer status. Har patienterna "
        "kommit ändå: larm capacity arrivals.";
    check(night.story, {{accept_moves(id, "uppsala", {"1-2"}), called_off},
                        {arrive_move(id, "uppsala", "1-2"), called_off}});
}

TEST_CASE("what the engine has called off is not said to have been answered",
          "[report][refusal][care]") {
    TransferNight night;
    night.story.must(accept_moves(night.id, "uppsala", {"1-1"}));
    auto closed = report_all("A", 1, 1, 1, 1);
    closed.mutable_report_capacity()->set_facility(v1::FACILITY_STATUS_CLOSED);
    night.story.must(closed);
    auto const refused = night.story.give(accept_moves(night.id, "uppsala", {"1-1"}));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message.starts_with("1-1: it has been called off: "));
}

TEST_CASE("what a step or a count is refused for says what can be done",
          "[report][refusal][care]") {
    TransferNight night;
    auto const& id = night.id;
    night.story.must(order("A", {"stay"}));
    night.story.must(arrivals(id, "A", {4, 0, 9}));
    check(night.story,
          {{order("A", {"stay"}),
            "Steget är redan beställt, på gång eller klart. larm capacity status --hospital A "
            "visar läget."},
           {order("A", {"stand"}),
            "A har inget steg stand. larm capacity status --hospital A visar stegen."},
           {say_step("A", "stay", v1::STEP_STATE_STEPPING_DOWN),
            "Steget är beställt. Det kan bli accepted, done, failed eller none (--state)."},
           {arrivals(id, "A", {3, 0, 9}),
            "Redan rapporterade är 4/0/9 (svårt/måttligt/lindrigt), och färre kan inte ha kommit. "
            "Ange alla som har kommit; var det felräknat: lägg till --correction."}});
    for (int site = 2; site <= 50; ++site) {
        auto more = casualties(id, "uppsala", {0, 0, 0}, {0, 0, 0});
        more.mutable_report_casualties()->set_site_id(std::to_string(site));
        night.story.must(more);
    }
    auto too_many = casualties(id, "uppsala", {0, 0, 0}, {0, 0, 0});
    too_many.mutable_report_casualties()->set_site_id("51");
    check(night.story, {{too_many,
                         "Händelsen har redan 50 skadeplatser, och fler tas inte emot. Rapportera "
                         "på en av dem: --site."}});
}

TEST_CASE("what is refused of blood says whose it is, and why", "[report][refusal][care]") {
    Story story{blood_pack()};
    auto const id = story.confirm("uppsala");
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 20}}));
    story.must(offer_blood(id, "blood@stockholm", {{o_negative, 6}}));
    auto heard = by(v1::ROLE_TIB, "dalarna", offer_blood(id, "blood@skane", {{o_negative, 1}}));
    heard.mutable_offer_blood()->set_via(v1::VIA_PHONE);
    auto to_nobody = offer_blood(id, "blood@skane", {{o_negative, 1}});
    to_nobody.mutable_offer_blood()->set_to("blood@gavleborg");
    check(
        story,
        {{heard,
          "Det säger blood@skane. Är det sagt muntligt får det skrivas in, med --via phone eller "
          "--via rakel, av: tib@uppsala, blood@uppsala."},
         {to_nobody,
          "blood@gavleborg har inte larmat landet om blod. blood@uppsala larmade senast: utelämna "
          "--to för den."},
         {accept_blood(id, "blood@uppsala", "stockholm-1", {{o_negative, 9}}),
          "Det är mer än vad som är erbjudet. Minska --units, eller utelämna det och ta emot allt. "
          "Se larm blood status."},
         {accept_blood(id, "blood@dalarna", "stockholm-1"),
          "Erbjudandet är till blood@uppsala, och tas emot där. Ring dit."},
         {withdraw_blood(id, "blood@dalarna", "stockholm-1"),
          "Erbjudandet är från blood@stockholm, och tas tillbaka därifrån. Ring dit."},
         {blood_transport(id, "blood@stockholm", "stockholm-1", v1::BLOOD_OFFER_STATE_UNDER_WAY),
          "Erbjudandet är inte mottaget. Den som larmade tar emot det först: larm blood accept."},
         {alarm_country(id, "blood@skane", {{o_negative, 1}}),
          "Landets blodcentraler larmas bara av en regions blodcentral som själv är larmad i "
          "händelsen."},
         {accept_blood(id, "blood@uppsala", "skane-7"),
          "Det finns inget erbjudande skane-7 om blod i händelsen. larm blood status visar dem."}});
    // The stricken region's TiB is not sent to itself.
    CHECK(refusal_text("permission_denied", "",
                       "ReportStock is not open to the role of this token, but to: blood") ==
          "Lagret säger blodcentralen själv, med sin egen nyckel (token). Ring den.");
    CHECK(refusal_text("permission_denied", "",
                       "AlarmCountry is not open to the role of this token, but to: blood") ==
          "Landets blodcentraler larmas av en regions blodcentral, med dess egen nyckel (token). "
          "Ring den.");
    CHECK(refusal_text("permission_denied", "",
                       "StandDown is not open to the role of this token, but to: tib, deputy") ==
          "Din nyckel (token) har en roll som inte får göra detta. Rätt roll: tib, deputy.");
}

TEST_CASE("what is refused of support and supplies is not told of patients",
          "[report][refusal][care]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(request_support(id, "uppsala", 4));
    story.must(offer_support(id, "dalarna", "S1", 1, 2));
    check(story,
          {{report_support(id, "dalarna", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_UNDER_WAY),
            "Inget är mottaget som väntar på att åka. Den som bad om stödet tar emot först: larm "
            "support accept."},
           {accept_support(id, "uppsala", "S1-dalarna-1", 3),
            "Bara 2 i erbjudandet är kvar att ta emot. Minska --count."},
           {accept_support(id, "gavleborg", "S1-dalarna-1"),
            "Det får bara göras av: tib@uppsala. Ring dit."},
           {accept_support(id, "uppsala", "S1-dalarna-7"),
            "Det finns inget erbjudande S1-dalarna-7 på begäran. larm support status visar dem."},
           {report_support(id, "gavleborg", "S1-dalarna-1", v1::SUPPORT_REPORT_KIND_UNDER_WAY),
            "Det säger tib@dalarna. Är det sagt muntligt får det skrivas in, med --via phone eller "
            "--via rakel, av: tib@uppsala."},
           {decline_support(id, "dalarna", "S1"),
            "Regionen har svarat på allt den tillfrågas om. Ska ett erbjudande tas tillbaka: larm "
            "support report --kind withdrawn."},
           {offer_support(id, "dalarna", "S9", 1, 1),
            "Det finns ingen begäran S9 om stöd i händelsen. larm support status visar dem."},
           {report_supply(v1::ROLE_HOSPITAL, "UAS", "UAS", "infuson", 5),
            "Artikeln infuson finns inte i reglerna. Närmast: infusion (Infusionsvätska). Är det "
            "något annat: skriv det med andra ord."},
           {report_supply(v1::ROLE_TIB, "uppsala", "UAS", "infusion", 5),
            "Det säger hospital@UAS. Är det sagt muntligt får det skrivas in, med --via phone "
            "eller --via rakel, av: tib@uppsala."}});
    for (auto const& slip : {decline_support(id, "dalrna", "S1"), accept_moves(id, "dalrna")}) {
        auto const refused = story.give(slip);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().message.starts_with("no region 'dalrna'; nearest: dalarna"));
    }
    auto const section = story.give(fill_situation(id, "uppsala", "4", "lugnt"));
    REQUIRE_FALSE(section.has_value());
    CHECK(refusal_text("not_found", "section", section.error().message)
              .starts_with("Lägesbilden har ingen del 4. Delarna heter: "));
    auto const unknown =
        story.give(report_supply(v1::ROLE_HOSPITAL, "UASS", "UASS", "infusion", 9));
    REQUIRE_FALSE(unknown.has_value());
    CHECK(refusal_text("invalid_argument", "organisation_id", unknown.error().message)
              .starts_with("Det finns ingen region och inget sjukhus UASS. Närmast: UAS"));
    story.must(report_supply(v1::ROLE_HOSPITAL, "UAS", "UAS", "insulin", 5));  // in free words
}

TEST_CASE("who may speak in a conference is named: whoever called it, and whoever leads",
          "[report][refusal][care]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(call_conference(id, "dalarna"));
    auto other = end_conference(id, "dalarna");
    other.mutable_end_conference()->set_conference_id("K9");
    check(story, {{other,
                   "Det finns ingen konferens K9 i händelsen, bara K1. larm conference list visar "
                   "dem."}});
    check(story, {{end_conference(id, "gavleborg"),
                   "Det får bara göras av: tib@dalarna, tib@uppsala. Ring dit."}});
}

}  // namespace larm::report
