// Conferences: called over the chain, changed, held, decided in, ended; and situation reports.
#include "engine/core/conference.hpp"

#include "engine/core/situation.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::ConferenceView view(Story const& story, std::string const& id) {
    return core::conference_view(story.incident(id), story.incident(id).conferences.front());
}

std::string standing(v1::ConferenceView const& view) {
    std::string text;
    for (auto const& each : view.participants()) {
        text += (text.empty() ? "" : ", ") + each.who() + " " +
                v1::Attendance_Name(each.attendance()).substr(11);
    }
    return text;
}

std::string refused(Story& story, v1::Command const& command) {
    auto const outcome = story.give(command);
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error().field;
}

bool is_denied(Story& story, v1::Command const& command) {
    auto const outcome = story.give(command);
    return !outcome && outcome.error().code == core::Code::permission_denied;
}

v1::Command cannot_come(std::string const& id, std::string const& party) {
    auto command = acknowledge(id, party);
    auto& answer = *command.mutable_answer();
    answer.set_command_id(next_uuid());
    answer.set_incident_id(id);
    answer.set_party(party);
    answer.set_step("conference");
    answer.mutable_decline()->set_reason("på väg");
    return command;
}

}  // namespace

TEST_CASE("a conference is called over the chain, and the roll-call shows who is missing",
          "[core][conference]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(call_conference(id, "uppsala"));
    auto const& record = story.incident(id).conferences.front();
    CHECK(record.purpose() == "Samlad lägesbild");
    CHECK(record.agenda_size() == 2);
    CHECK(record.phone() == "08-555 55 55");
    CHECK(standing(view(story, id)) ==
          "tib@dalarna CALLED, tib@gavleborg CALLED, tib@uppsala SEEN, Polisen CALLED");
    CHECK(story.chase(id, "conference", "tib@dalarna").next_due.is_set());

    story.must(acknowledge(id, "tib@dalarna", "conference"));
    story.must(cannot_come(id, "tib@gavleborg"));
    auto const heard = view(story, id);
    CHECK(standing(heard) ==
          "tib@dalarna SEEN, tib@gavleborg DECLINED, tib@uppsala SEEN, Polisen CALLED");
    CHECK(heard.participants(1).reason() == "på väg");

    story.must(attendance(id, "uppsala", {"tib@dalarna", "tib@uppsala", "Polisen"}));
    CHECK(standing(view(story, id)) ==
          "tib@dalarna PRESENT, tib@gavleborg MISSING, tib@uppsala PRESENT, Polisen PRESENT");
    CHECK(refused(story, attendance(id, "uppsala", {"Tullen"})) == "present");
}

TEST_CASE("whoever has said it comes is asked anew when the conference moves to Rakel",
          "[core][conference]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(call_conference(id, "uppsala"));
    story.must(acknowledge(id, "tib@dalarna", "conference"));
    auto const& dalarna = story.chase(id, "conference", "tib@dalarna");
    CHECK_FALSE(dalarna.next_due.is_set());

    v1::Command change = send_situation(id, "uppsala");
    auto& request = *change.mutable_change_conference();
    request.set_command_id(next_uuid());
    request.set_incident_id(id);
    request.set_conference_id("K1");
    request.set_means(v1::CONFERENCE_MEANS_RAKEL);
    request.add_line_up("tib@uppsala");
    story.wait_s(10);
    story.must(change);
    CHECK(dalarna.next_due.is_set());
    CHECK(dalarna.attempt == 2);
    CHECK(standing(view(story, id)) ==
          "tib@uppsala SEEN, tib@dalarna CALLED, tib@gavleborg CALLED, Polisen CALLED");
}

TEST_CASE("a party's position is its own; who leads enters what was heard by voice",
          "[core][conference]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(call_conference(id, "dalarna"));
    CHECK(is_denied(story, conference_decision(id, "gavleborg", "Fördelning enligt plan")));
    story.must(conference_decision(id, "dalarna", "Fördelning enligt plan"));
    story.must(position(id, "tib@gavleborg", v1::POSITION_SUPPORTS));
    CHECK(refused(story, position(id, "tib@gavleborg", v1::POSITION_RESERVATION)) == "words");
    story.must(position(id, "tib@gavleborg", v1::POSITION_RESERVATION, "inte nattetid"));
    auto heard = position(id, "tib@uppsala", v1::POSITION_ASIDE, "egen insats");
    *heard.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    CHECK(is_denied(story, heard));
    heard.mutable_take_position()->set_via(v1::VIA_PHONE);
    story.must(heard);

    auto const& decision = story.incident(id).conferences.front().decisions(0);
    REQUIRE(decision.positions_size() == 2);
    CHECK(decision.positions(0).words() == "inte nattetid");
    CHECK(decision.positions(1).taken_by() == "tok_1_dalarna");
}

TEST_CASE("nobody is called any more to a conference that is over", "[core][conference]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(call_conference(id, "uppsala"));
    auto const& dalarna = story.chase(id, "conference", "tib@dalarna");
    story.must(end_conference(id, "uppsala"));
    CHECK_FALSE(dalarna.next_due.is_set());
    CHECK(story.incident(id).is_satisfied(dalarna));
    CHECK(story.incident(id).conferences.front().next_at_us() ==
          (story.now() + core::seconds(3600)).us);
    CHECK(refused(story, attendance(id, "uppsala", {})) == "conference_id");

    story.must(call_conference(id, "uppsala"));  // the next one calls them again
    CHECK(story.incident(id).conferences.back().conference_id() == "K2");
    CHECK(dalarna.next_due.is_set());
}

TEST_CASE("whoever calls a conference is not called to it, whatever they were called to before",
          "[core][conference]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(call_conference(id, "uppsala"));
    auto const& dalarna = story.chase(id, "conference", "tib@dalarna");
    story.must(end_conference(id, "uppsala"));
    story.must(call_conference(id, "dalarna"));
    CHECK_FALSE(dalarna.next_due.is_set());
    CHECK(story.incident(id).is_satisfied(dalarna));
}

TEST_CASE("a conference needs a way to come, and participants that can be asked",
          "[core][conference]") {
    auto pack = cooperation_pack();
    pack.mutable_conference()->clear_phone();
    Story story{pack};
    auto const id = story.confirm("uppsala");
    CHECK(refused(story, call_conference(id, "uppsala")) == "phone");
    auto over_rakel = call_conference(id, "uppsala");
    over_rakel.mutable_call_conference()->set_means(v1::CONFERENCE_MEANS_RAKEL);
    over_rakel.mutable_call_conference()->add_participants("tib@atlantis");
    CHECK(refused(story, over_rakel) == "participants");
    over_rakel.mutable_call_conference()->set_participants(0, "hospital@UAS");
    story.must(over_rakel);
    CHECK(story.chase(id, "conference", "hospital@UAS").attempt == 1);
}

TEST_CASE("whoever leads is asked for the report with the national step, and again in its rhythm",
          "[core][situation]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(escalate(id, "uppsala"));
    story.wait_s(1);
    auto const& reminder = story.chase(id, "situation", "tib@uppsala");
    CHECK(reminder.attempt == 1);
    CHECK_FALSE(story.incident(id).is_satisfied(reminder));
    auto const not_begun = story.incident(id).pack->step_index("situation_national");
    CHECK(story.incident(id).chase(not_begun, "national@socialstyrelsen") == nullptr);

    story.must(send_situation(id, "uppsala"));
    story.wait_s(1);
    CHECK(story.incident(id).is_satisfied(reminder));
    CHECK(reminder.next_due == story.now() + core::seconds(3599));
    CHECK(story.chase(id, "situation_national", "national@socialstyrelsen").attempt == 1);
    auto const& dalarna = story.chase(id, "situation_regions", "tib@dalarna");
    story.must(acknowledge(id, "tib@dalarna"));
    CHECK_FALSE(dalarna.next_due.is_set());

    story.wait_s(3600);
    CHECK(reminder.attempt == 2);
    story.must(send_situation(id, "uppsala"));
    CHECK(story.incident(id).situations.back().number() == 2);
    CHECK(dalarna.next_due.is_set());  // there is something new to read
    CHECK_FALSE(story.incident(id).is_satisfied(dalarna));
}

TEST_CASE("nobody outside hears of a report before the national step, and then of the last one",
          "[core][situation]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(send_situation(id, "uppsala"));
    story.wait_s(60);
    auto const step = story.incident(id).pack->step_index("situation_national");
    CHECK(story.incident(id).chase(step, "national@socialstyrelsen") == nullptr);
    story.must(escalate(id, "uppsala"));
    story.wait_s(1);
    CHECK(story.incident(id).chase(step, "national@socialstyrelsen") != nullptr);
    // The report has been sent, so that the next one is asked for in its time.
    auto const& reminder = story.chase(id, "situation", "tib@uppsala");
    CHECK(reminder.attempt == 0);
    CHECK(reminder.state == v1::PARTY_STATE_ANSWERED);
    CHECK(reminder.next_due.is_set());
}

TEST_CASE("a report is sent as what was known then, and later words do not change it",
          "[core][situation]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(fill_situation(id, "uppsala", "bedomning", "Läget är ansträngt."));
    story.must(request_support(id, "uppsala", 3));
    story.must(report_supply(v1::ROLE_HOSPITAL, "UAS", "UAS", "infusion", 10));
    story.must(send_situation(id, "uppsala"));
    auto const sent = story.incident(id).situations.front().SerializeAsString();
    story.must(fill_situation(id, "uppsala", "bedomning", "Läget är stabilt."));
    story.must(offer_support(id, "dalarna", "S1", 1, 3));

    auto const& report = story.incident(id).situations.front();
    CHECK(report.SerializeAsString() == sent);
    CHECK(report.facts().fills(0).words() == "Läget är ansträngt.");
    CHECK(report.facts().support(0).lines(0).offers().empty());
    CHECK(report.facts().supplies_size() == 1);
    for (auto const& party : report.facts().incident().parties()) {
        CHECK(party.deliveries().empty());
    }
    story.must(fill_situation(id, "uppsala", "bedomning", ""));
    CHECK(story.incident(id).situation_fills.empty());
}

TEST_CASE("a section is filled by whom the template names, and by whoever leads",
          "[core][situation]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    CHECK(is_denied(story, fill_situation(id, "dalarna", "bedomning", "x")));
    CHECK(is_denied(story, send_situation(id, "dalarna")));
    auto blood = fill_situation(id, "uppsala", "blod", "200 enheter");
    blood.mutable_actor()->set_role(v1::ROLE_BLOOD);
    story.must(blood);
    auto elsewhere = fill_situation(id, "uppsala", "bedomning", "x");
    elsewhere.mutable_actor()->set_role(v1::ROLE_BLOOD);
    CHECK(is_denied(story, elsewhere));
    CHECK(refused(story, fill_situation(id, "uppsala", "vader", "snö")) == "section");
    CHECK(story.incident(id).situation_fills.front().party() == "blood@uppsala");
}

TEST_CASE("what regions have asked, called and reported is whole after a restart",
          "[core][snapshot]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(request_support(id, "uppsala", 3));
    story.must(offer_support(id, "dalarna", "S1", 1, 3));
    story.must(report_supply(v1::ROLE_HOSPITAL, "UAS", "UAS", "infusion", 10));
    story.must(call_conference(id, "uppsala"));
    story.must(conference_decision(id, "uppsala", "Fördelning"));
    story.must(fill_situation(id, "uppsala", "bedomning", "Läget är ansträngt."));
    story.must(send_situation(id, "uppsala"));
    auto const saved = story.state().snapshot();
    auto const again = core::State::restore(saved);
    CHECK(again.snapshot().SerializeAsString() == saved.SerializeAsString());
    CHECK(again.incident(id)->support.size() == 1);
    CHECK(again.incident(id)->conferences.front().decisions_size() == 1);
    CHECK(again.supplies().size() == 1);
    CHECK(again.incident(id)->next_due == story.incident(id).next_due);
}

TEST_CASE("where telephony is down the call is over the talk group, and says so, until it is back",
          "[core][conference]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    auto call = call_conference(id, "uppsala");
    call.mutable_call_conference()->set_telephony_down(true);
    story.must(call);
    auto const record = [&] { return story.incident(id).conferences.back(); };
    CHECK(record().means() == v1::CONFERENCE_MEANS_RAKEL);
    CHECK(record().telephony_down());
    auto const change = [&](v1::ConferenceMeans means, bool down) {
        v1::Command command;
        *command.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
        auto& request = *command.mutable_change_conference();
        request.set_command_id(next_uuid());
        request.set_incident_id(id);
        request.set_conference_id(record().conference_id());
        request.set_means(means);
        request.set_telephony_down(down);
        story.must(command);
    };
    change(v1::CONFERENCE_MEANS_UNSPECIFIED, false);
    CHECK(record().telephony_down());  // nobody has said that it is back
    change(v1::CONFERENCE_MEANS_TELEPHONE, false);
    CHECK(record().means() == v1::CONFERENCE_MEANS_TELEPHONE);
    CHECK_FALSE(record().telephony_down());
    change(v1::CONFERENCE_MEANS_UNSPECIFIED, true);
    CHECK(record().means() == v1::CONFERENCE_MEANS_RAKEL);
    CHECK(record().telephony_down());
    auto const again = core::State::restore(story.state().snapshot());
    CHECK(again.incident(id)->conferences.back().telephony_down());
}

TEST_CASE("who has seen the alarm, or promised ambulances, has not said that they come",
          "[core][conference]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(call_conference(id, "uppsala"));
    auto const& dalarna = story.chase(id, "conference", "tib@dalarna");
    story.must(acknowledge(id, "tib@dalarna"));
    CHECK(story.chase(id, "regional_alarm", "tib@dalarna").state == v1::PARTY_STATE_ACKNOWLEDGED);
    CHECK(dalarna.next_due.is_set());
    story.must(commit(id, "dalarna", 5));
    CHECK(dalarna.next_due.is_set());
    CHECK(standing(view(story, id)).starts_with("tib@dalarna CALLED"));
    // Nothing else is left to be seen: it is the conference that is meant.
    story.must(acknowledge(id, "tib@dalarna"));
    CHECK_FALSE(dalarna.next_due.is_set());
    CHECK(standing(view(story, id)).starts_with("tib@dalarna SEEN"));
}

}  // namespace larm::test
