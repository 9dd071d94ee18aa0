// Events in words: answers in the reader's language, what changes nothing, and who has said what
// was taken by voice.
#include "engine/core/plus_words.hpp"
#include "engine/report/answer_words.hpp"
#include "engine/report/event_text.hpp"
#include "tests/support/catch.hpp"

namespace larm::report {
namespace {

Words const swedish{nullptr, Language::swedish};

/// By the duty officer of Uppsala.
v1::Event by_uppsala() {
    v1::Event event;
    event.mutable_cause()->mutable_actor()->set_role(v1::ROLE_TIB);
    event.mutable_cause()->mutable_actor()->set_organisation("uppsala");
    return event;
}

std::string told(v1::Event const& event) {
    return event_text(event, nullptr, swedish);
}

}  // namespace

TEST_CASE("an answer is in Swedish for who reads that", "[report][event]") {
    CHECK(answer_in_words("accept 5", swedish) == "ja 5");
    CHECK(answer_in_words("decline: Slut", swedish) == "nej: Slut");
    CHECK(answer_in_words("provisional 2", swedish) == "preliminärt 2");
    CHECK(answer_in_words("acceptable", swedish) == "acceptable");
    CHECK(answer_in_words("decline: Slut", {nullptr, Language::english}) == "decline: Slut");
    auto event = by_uppsala();
    event.mutable_party_answered()->set_party("blood@skane");
    event.mutable_party_answered()->set_answer("decline: Slut");
    event.mutable_party_answered()->set_via(v1::VIA_PHONE);
    event.mutable_party_answered()->set_taken_by("t1");
    CHECK(told(event) ==
          "Blodcentral skane svarade på \"\": nej: Slut (telefon, infört av TiB uppsala)");
}

TEST_CASE("a level that was so already is told as that", "[report][event]") {
    core::Incident before;
    before.level = v1::READINESS_LEVEL_STAB;
    auto event = by_uppsala();
    event.mutable_level_changed()->set_level(v1::READINESS_LEVEL_STAB);
    CHECK(event_text(event, &before, swedish) ==
          "TiB uppsala sade beredskapsläget på nytt, det var redan stabsläge");
    before.level = v1::READINESS_LEVEL_KATASTROF;
    CHECK(event_text(event, &before, swedish) ==
          "TiB uppsala ändrade beredskapsläget till stabsläge");
}

TEST_CASE("what was taken by voice says once whose word it is, and who entered it",
          "[report][event]") {
    auto event = by_uppsala();
    auto& left = *event.mutable_transports_departed();
    left.set_region_id("dalarna");
    left.mutable_share()->set_count(2);
    left.set_via(v1::VIA_RAKEL);
    CHECK(told(event) == "TiB dalarna: 2 transporter har åkt");
    left.set_taken_by("t1");
    CHECK(told(event) == "TiB dalarna: 2 transporter har åkt (Rakel, infört av TiB uppsala)");

    event = by_uppsala();
    auto& report = *event.mutable_indicator_reported()->mutable_report();
    report.set_region_id("uppsala");
    report.set_hospital_id("UAS");
    report.set_indicator_id("vardniva");
    report.set_value(2);
    report.set_via(v1::VIA_PHONE);
    report.set_taken_by("t1");
    CHECK(told(event) == "UAS rapporterade vardniva: 2 (telefon, infört av TiB uppsala)");

    event = by_uppsala();
    auto& supply = *event.mutable_supply_reported()->mutable_supply();
    supply.set_organisation_id("UAS");
    supply.set_item("syrgas");
    supply.set_days_of_cover_tenths(25);
    supply.set_via(v1::VIA_PHONE);
    supply.set_taken_by("t1");
    CHECK(told(event) == "UAS rapporterade: syrgas 2,5 dygn kvar (telefon, infört av TiB uppsala)");

    event = by_uppsala();
    auto& step = *event.mutable_steps_changed()->add_steps();
    step.set_hospital_id("UAS");
    step.set_step_id("personal-2");
    step.set_state(v1::STEP_STATE_DONE);
    step.set_via(v1::VIA_PHONE);
    step.set_taken_by("t1");
    CHECK(told(event) == "UAS: personal-2 är klart (telefon, infört av TiB uppsala)");

    event = by_uppsala();
    event.mutable_casualties_reported()->mutable_site()->set_name("Rastplatsen");
    event.mutable_casualties_reported()->mutable_site()->set_via(v1::VIA_PHONE);
    CHECK(told(event) ==
          "TiB uppsala rapporterade skadade vid Rastplatsen: 0/0/0 svårt/måttligt/lindrigt på "
          "plats, 0/0/0 svårt/måttligt/lindrigt på väg (telefon)");

    event = by_uppsala();
    auto& moved = *event.mutable_transfers_changed();
    moved.set_act(v1::TRANSFER_ACT_DEPARTED);
    moved.set_via(v1::VIA_PHONE);
    moved.set_taken_by("t1");
    CHECK(told(event) == "TiB uppsala meddelade avfärd (telefon)");
}

TEST_CASE("a scene without a name is called a scene, and not by its bare id", "[report][event]") {
    auto event = by_uppsala();
    event.mutable_casualties_reported()->mutable_site()->set_site_id("1");
    CHECK(told(event).starts_with("TiB uppsala rapporterade skadade vid skadeplats 1: "));
}

TEST_CASE("a report that nobody confirmed is rescinded without an alarm", "[report][event]") {
    auto event = by_uppsala();
    event.mutable_incident_rescinded()->set_reason("Prov");
    core::Incident before;
    Words const words{nullptr, Language::swedish};
    before.phase = v1::INCIDENT_PHASE_REPORTED;
    CHECK(event_text(event, &before, words) ==
          "TiB uppsala återkallade rapporten, inget larm hade gått ut: Prov");
    before.phase = v1::INCIDENT_PHASE_RUNNING;
    CHECK(event_text(event, &before, words) == "TiB uppsala ÅTERKALLADE larmet: Prov");
}

TEST_CASE("dimensions have one name, whoever says it", "[report][event]") {
    CHECK(core::dimension_words(v1::PLUS_DIMENSION_CONTROL).sv == "styrning");
    auto event = by_uppsala();
    auto& report = *event.mutable_capacity_reported()->mutable_report();
    report.set_hospital_id("UAS");
    for (auto const dimension : {v1::PLUS_DIMENSION_PREMISES, v1::PLUS_DIMENSION_EQUIPMENT,
                                 v1::PLUS_DIMENSION_STAFF, v1::PLUS_DIMENSION_CONTROL}) {
        report.clear_figures();
        report.add_figures()->set_dimension(dimension);
        CHECK(told(event).find(core::dimension_words(dimension).sv) != std::string::npos);
    }
}

}  // namespace larm::report
