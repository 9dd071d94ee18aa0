// Answers: what a party says to a step, over any channel, entered by itself or by the one who took
// the call.
#include <algorithm>

#include "engine/core/view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::Command answer(std::string const& id, std::string const& party) {
    v1::Command command = acknowledge(id, party);
    auto const by = command.actor();
    *command.mutable_actor() = by;
    auto& request = *command.mutable_answer();
    request.set_command_id(next_uuid());
    request.set_incident_id(id);
    request.set_party(party);
    return command;
}

}  // namespace

TEST_CASE("an answer with a number is a promise of transports", "[core][alarm]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto yes = answer(id, "tib@dalarna");
    yes.mutable_answer()->mutable_accept()->set_count(5);
    story.must(yes);
    CHECK(story.incident(id).transports_of("dalarna")->firm() == 5);
    CHECK(story.log().back().has_transports_committed());

    auto no = answer(id, "tib@gavleborg");
    no.mutable_answer()->mutable_decline()->set_reason("alla ute");
    story.must(no);
    CHECK(story.incident(id).transports_of("gavleborg")->declined);
}

TEST_CASE("an answer to an acknowledgement step implies the acknowledgement", "[core][alarm]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto yes = answer(id, "blood@uppsala");
    yes.mutable_answer()->mutable_accept();
    story.must(yes);
    auto const& chase = story.chase(id, "blood_alarm", "blood@uppsala");
    CHECK(chase.state == v1::PARTY_STATE_ANSWERED);
    CHECK(chase.acknowledged_at.is_set());
    CHECK(story.incident(id).is_satisfied(chase));
}

TEST_CASE("an answer without content names the field", "[core][alarm]") {
    Story story;
    auto const id = story.confirm("uppsala");
    CHECK(story.give(answer(id, "tib@dalarna")).error().field == "answer");
    auto zero = answer(id, "tib@dalarna");
    zero.mutable_answer()->mutable_accept();
    CHECK(story.give(zero).error().field == "accept.count");
}

TEST_CASE("the declarer answers the national question as a decision", "[core][alarm]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto no = answer(id, "tib@uppsala");
    no.mutable_answer()->set_step("national_decision");
    no.mutable_answer()->mutable_decline()->set_reason("räcker inom regionen");
    story.must(no);
    CHECK(story.incident(id).national_declined);
    CHECK_FALSE(story.chase(id, "national_decision", "tib@uppsala").next_due.is_set());
}

TEST_CASE("one yes accepts every shortfall that waits", "[core][alarm]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(decline(id, "dalarna", "inga"));
    story.must(decline(id, "gavleborg", "inga"));
    auto yes = answer(id, "tib@uppsala");
    yes.mutable_answer()->set_step("shortfall");
    yes.mutable_answer()->mutable_accept();
    story.must(yes);
    CHECK_FALSE(story.incident(id).has_open_shortfall());
    CHECK_FALSE(story.chase(id, "shortfall", "tib@uppsala").next_due.is_set());
}

TEST_CASE("an answer taken by phone says who took it", "[core][alarm]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto by_phone = acknowledge(id, "tib@dalarna");
    *by_phone.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    by_phone.mutable_acknowledge()->set_via(v1::VIA_PHONE);
    story.must(by_phone);
    auto const& chase = story.chase(id, "regional_alarm", "tib@dalarna");
    CHECK(chase.via == v1::VIA_PHONE);
    CHECK(chase.taken_by == by_phone.actor().token_id());
}

TEST_CASE("what a human said first stays said", "[core][alarm]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto first = acknowledge(id, "tib@dalarna");
    first.mutable_acknowledge()->set_via(v1::VIA_SMS);
    story.must(first);
    auto const& chase = story.chase(id, "regional_alarm", "tib@dalarna");
    auto const since = chase.since;
    story.wait_s(5);
    story.must(acknowledge(id, "tib@dalarna"));
    CHECK(chase.via == v1::VIA_SMS);
    CHECK(chase.since == since);
}

TEST_CASE("a party that is not asked, and a step that is not there, are named", "[core][alarm]") {
    Story story;
    auto const id = story.confirm("uppsala");
    CHECK(story.give(acknowledge(id, "blood@dalarna")).error().field == "party");
    CHECK(story.give(acknowledge(id, "tib@dalrna")).error().message ==
          "tib@dalrna is not asked anything in this incident; nearest: tib@dalarna");
    CHECK(story.give(acknowledge(id, "tib@dalarna", "no_such_step")).error().field == "step");
    CHECK(story.give(acknowledge("0193f000-0000-7000-8000-ffffffffffff", "tib@dalarna"))
              .error()
              .code == core::Code::not_found);
}

TEST_CASE("what is said beside an answer about transports is kept", "[core][alarm]") {
    Story story;
    auto const id = story.confirm("uppsala");
    v1::Command answer;
    *answer.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    auto& request = *answer.mutable_answer();
    request.set_command_id(next_uuid());
    request.set_incident_id(id);
    request.set_party("tib@dalarna");
    request.set_step("transports");
    request.mutable_accept()->set_count(3);
    request.set_note("två står i Mora");
    story.must(answer);
    CHECK(story.log().back().transports_committed().note() == "två står i Mora");
    auto view = core::incident_view(story.incident(id));
    CHECK(view.commitments(0).note() == "två står i Mora");

    request.set_command_id(next_uuid());
    request.mutable_decline()->set_reason("inga fler");
    request.set_note("nästa skift 07");
    story.must(answer);
    CHECK(story.chase(id, "transports", "tib@dalarna").note == "nästa skift 07");
    auto const& log = story.log();
    CHECK(std::ranges::any_of(log, [](auto const& event) {
        return event.transports_declined().note() == "nästa skift 07";
    }));
}

TEST_CASE("who has seen the alarm may still say no to it, and change it, without naming a step",
          "[core][alarm]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(acknowledge(id, "blood@uppsala"));
    auto no = answer(id, "blood@uppsala");
    no.mutable_answer()->mutable_decline()->set_reason("strömavbrott");
    story.must(no);
    auto const& chase = story.chase(id, "blood_alarm", "blood@uppsala");
    CHECK(chase.answer == "decline: strömavbrott");
    auto yes = answer(id, "blood@uppsala");
    yes.mutable_answer()->mutable_accept();
    story.must(yes);
    CHECK(chase.answer == "accept");
}

TEST_CASE("after the end an answer is to the stand-down, whatever was owed before",
          "[core][alarm]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(stand_down(id, "uppsala"));
    auto yes = answer(id, "tib@gavleborg");
    yes.mutable_answer()->mutable_accept();
    story.must(yes);
    CHECK(story.chase(id, "stand_down", "tib@gavleborg").state == v1::PARTY_STATE_ANSWERED);
}

}  // namespace larm::test
