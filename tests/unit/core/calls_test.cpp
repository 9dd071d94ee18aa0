// Calls by hand: the list as a fold, and what comes of a call.
#include "engine/core/calls.hpp"

#include <algorithm>

#include "engine/core/state.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::Command report_call(std::string const& incident, std::string const& party,
                        std::string const& step, v1::CallResult result,
                        std::string const& by_region = "uppsala") {
    v1::Command command;
    auto& request = *command.mutable_report_call();
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    request.set_party(party);
    request.set_step(step);
    request.set_result(result);
    *command.mutable_actor() = actor(v1::ROLE_TIB, by_region);
    return command;
}

std::vector<core::Call> calls_of(Story const& story, std::string const& id) {
    return core::calls_to_make(story.incident(id));
}

/// A no, and the end for whom nothing automatic has reached, ask for a call.
v1::RulePack pack_with_calls() {
    auto pack = chain_pack();
    for (auto& step : *pack.mutable_steps()) {
        step.mutable_on_decline()->set_who(v1::RECIPIENT_DECLARER);
        step.mutable_on_decline()->add_channels(v1::CHANNEL_OPERATOR);
        if (step.id() == "stand_down") {
            step.mutable_by_hand()->set_who(v1::RECIPIENT_DECLARER);
            step.mutable_by_hand()->add_channels(v1::CHANNEL_OPERATOR);
        }
    }
    return pack;
}

/// Nobody has answered for four minutes: the calls are to be made by hand.
struct SilentNight {
    explicit SilentNight(v1::RulePack const& pack = chain_pack())
        : story{pack}, id{story.confirm("uppsala")} {
        story.wait_s(241);
    }
    [[nodiscard]] core::Call call_about(std::string const& party) const {
        auto const calls = calls_of(story, id);
        auto const found = std::ranges::find(calls, party, &core::Call::party);
        REQUIRE(found != calls.end());
        return *found;
    }
    [[nodiscard]] bool is_listed(std::string const& party) const {
        auto const calls = calls_of(story, id);
        return std::ranges::any_of(calls, [&](auto const& each) {
            return each.party() == party && each.chase != nullptr &&
                   each.incident->pack->step(each.chase->step).id() == "regional_alarm";
        });
    }

    Story story;
    std::string id;
};

}  // namespace

TEST_CASE("who answers nothing automatic is on the list of calls, once", "[core][calls]") {
    SilentNight night;
    CHECK(night.is_listed("tib@dalarna"));
    CHECK(night.is_listed("tib@gavleborg"));
    CHECK_FALSE(night.is_listed("tib@uppsala"));  // who has confirmed knows of it
    auto const before = calls_of(night.story, night.id).size();
    night.story.wait_s(360);  // the last rung three times more
    CHECK(calls_of(night.story, night.id).size() >= before);
    auto const calls = calls_of(night.story, night.id);
    CHECK(std::ranges::count_if(calls, [](auto const& each) {
              return each.party() == "tib@dalarna" && each.chase->step == 0;
          }) == 1);
    CHECK(night.call_about("tib@dalarna").callee() == "tib@dalarna");
}

TEST_CASE("an answer taken by telephone closes the row, and says who took it", "[core][calls]") {
    SilentNight night;
    auto command = acknowledge(night.id, "tib@dalarna");
    command.mutable_acknowledge()->set_via(v1::VIA_PHONE);
    *command.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    night.story.must(command);
    CHECK_FALSE(night.is_listed("tib@dalarna"));
    CHECK(night.is_listed("tib@gavleborg"));
    CHECK_FALSE(night.story.chase(night.id, "regional_alarm", "tib@dalarna").taken_by.empty());
}

TEST_CASE("a call without an answer is counted, over all attempts, and moves nothing",
          "[core][calls]") {
    SilentNight night;
    auto const version = night.story.incident(night.id).version;
    auto const state = night.story.chase(night.id, "regional_alarm", "tib@dalarna").state;
    night.story.must(
        report_call(night.id, "tib@dalarna", "regional_alarm", v1::CALL_RESULT_NO_ANSWER));
    night.story.wait_s(120);
    night.story.must(
        report_call(night.id, "tib@dalarna", "regional_alarm", v1::CALL_RESULT_NO_ANSWER));
    CHECK(night.call_about("tib@dalarna").calls().unanswered == 2);
    CHECK(night.is_listed("tib@dalarna"));
    CHECK(night.story.chase(night.id, "regional_alarm", "tib@dalarna").state == state);
    CHECK(night.story.incident(night.id).version == version);
    night.story.must(report_call(night.id, "tib@dalarna", "", v1::CALL_RESULT_NO_ANSWER));
    CHECK(night.call_about("tib@dalarna").calls().unanswered == 3);
    auto const restored = core::State::restore(night.story.state().snapshot());
    auto const calls = core::calls_to_make(*restored.incident(night.id));
    auto const call = std::ranges::find(calls, "tib@dalarna", &core::Call::party);
    REQUIRE(call != calls.end());
    CHECK(call->calls().unanswered == 3);
}

TEST_CASE("a call that has been seen to leaves the list until the chase asks for it again",
          "[core][calls]") {
    SilentNight night;
    night.story.must(report_call(night.id, "tib@dalarna", "regional_alarm", v1::CALL_RESULT_DONE));
    CHECK_FALSE(night.is_listed("tib@dalarna"));
    auto const state = night.story.chase(night.id, "regional_alarm", "tib@dalarna").state;
    CHECK(state == v1::PARTY_STATE_UNREACHABLE);  // only the party's own word changes that
    night.story.wait_s(120);
    CHECK(night.is_listed("tib@dalarna"));
}

TEST_CASE("a delivery that came on no list is no call to make", "[core][calls]") {
    SilentNight night;
    auto const& chase = night.story.chase(night.id, "regional_alarm", "tib@dalarna");
    auto command = delivered(night.id, chase, "regional_alarm", v1::CHANNEL_OPERATOR,
                             v1::DELIVERY_OUTCOME_FAILED);
    command.mutable_record_delivery()->set_recipient("tib@uppsala");
    night.story.must(command);
    CHECK_FALSE(night.is_listed("tib@dalarna"));
}

TEST_CASE("after the end nobody is called about the alarm", "[core][calls]") {
    SilentNight night;
    night.story.must(stand_down(night.id, "uppsala"));
    CHECK_FALSE(night.is_listed("tib@dalarna"));
}

TEST_CASE("a call asks what its step asks, and after the end only whether that has been heard",
          "[core][calls]") {
    SilentNight night{pack_with_calls()};
    auto const call = night.call_about("tib@dalarna");
    CHECK(call.asks() == v1::CALL_ASKS_TRANSPORTS);
    CHECK(call.lacking() == 5);
    night.story.must(commit(night.id, "gavleborg", 5));
    auto command = acknowledge(night.id, "tib@dalarna");
    command.mutable_acknowledge()->set_via(v1::VIA_PHONE);
    *command.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    night.story.must(command);
    night.story.must(stand_down(night.id, "uppsala"));
    night.story.wait_s(0);
    auto const over = night.call_about("tib@dalarna");
    CHECK(over.asks() == v1::CALL_ASKS_END);
    CHECK(over.lacking() == 0);
}

TEST_CASE("who has said no is called about what they need", "[core][calls]") {
    SilentNight night{pack_with_calls()};
    v1::Command command;
    auto& answer = *command.mutable_answer();
    answer.set_command_id(next_uuid());
    answer.set_incident_id(night.id);
    answer.set_party("blood@uppsala");
    answer.mutable_decline()->set_reason("strömavbrott");
    *command.mutable_actor() = actor(v1::ROLE_BLOOD, "uppsala");
    night.story.must(command);
    CHECK(night.call_about("blood@uppsala").asks() == v1::CALL_ASKS_NEEDS);
}

TEST_CASE("what was said of the last call is kept with the row, over a restart", "[core][calls]") {
    SilentNight night;
    auto command =
        report_call(night.id, "tib@dalarna", "regional_alarm", v1::CALL_RESULT_NO_ANSWER);
    command.mutable_report_call()->set_note("upptaget; ring 03:30");
    night.story.must(command);
    CHECK(night.call_about("tib@dalarna").calls().note == "upptaget; ring 03:30");
    auto const restored = core::State::restore(night.story.state().snapshot());
    auto const calls = core::calls_to_make(*restored.incident(night.id));
    auto const call = std::ranges::find(calls, "tib@dalarna", &core::Call::party);
    REQUIRE(call != calls.end());
    CHECK(call->calls().note == "upptaget; ring 03:30");
}

TEST_CASE("only the stricken region says what came of a call, and only of one on the list",
          "[core][calls]") {
    SilentNight night;
    auto const refused = [&](v1::Command command) {
        auto const outcome = night.story.give(std::move(command));
        return outcome ? std::string{} : outcome.error().field;
    };
    auto const no_answer = v1::CALL_RESULT_NO_ANSWER;
    CHECK(refused(report_call(night.id, "tib@dalarna", "regional_alarm", no_answer, "dalarna")) ==
          "incident_id");
    CHECK(refused(report_call(night.id, "tib@uppsala", "regional_alarm", no_answer)) == "party");
    CHECK(refused(report_call(night.id, "tib@dalarna", "no_such_step", no_answer)) == "party");
    CHECK(refused(report_call(night.id, "tib@dalarna", "regional_alarm",
                              v1::CALL_RESULT_UNSPECIFIED)) == "result");
}

}  // namespace larm::test
