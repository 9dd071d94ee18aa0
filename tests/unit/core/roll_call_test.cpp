// Roll-calls: whom they ask, how they are answered, what stays of them, and that they come in no
// alarm's way.
#include <google/protobuf/text_format.h>

#include <algorithm>

#include "engine/core/local_time.hpp"
#include "engine/core/reach.hpp"
#include "engine/core/roll_call.hpp"
#include "engine/core/view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::RulePack pack_with_roll_call() {
    auto pack = chain_pack();
    REQUIRE(google::protobuf::TextFormat::ParseFromString(
        "at_local: '10:00' days: [WEEKDAY_TUESDAY, WEEKDAY_THURSDAY] answer_within_s: 3600 "
        "message: 'roll_call' proven_for_h: 336",
        pack.mutable_policy()->mutable_roll_call()));
    return pack;
}

v1::Command start(v1::Actor const& who, std::vector<std::string> const& parties = {}) {
    v1::Command command;
    *command.mutable_actor() = who;
    auto& request = *command.mutable_start_roll_call();
    request.set_command_id(next_uuid());
    request.mutable_parties()->Add(parties.begin(), parties.end());
    return command;
}

v1::Command start_sms() {
    auto command = start(actor(v1::ROLE_ADMIN, ""));
    command.mutable_start_roll_call()->add_channels(v1::CHANNEL_SMS);
    return command;
}

v1::Command answer(Story const& story, std::string const& party, v1::Via via) {
    auto command = acknowledge(story.state().last_roll_call()->id(), party);
    command.mutable_acknowledge()->set_via(via);
    return command;
}

v1::Command tend() {
    v1::Command command;
    command.mutable_tend_duty();
    return command;
}

void let_it_end(Story& story) {
    story.wait_s(3600);
    story.must(tend());
}

v1::Command result(Story const& story, v1::Channel channel, v1::DeliveryOutcome outcome) {
    core::Chase chase;
    chase.party = "tib@dalarna";
    chase.attempt = 1;
    return delivered(story.state().last_roll_call()->id(), chase, "roll_call", channel, outcome);
}

core::Reach reach(Story const& story, std::string const& officer, v1::Channel channel) {
    auto const* const found = core::reach_of(story.state().reach(), officer, channel);
    return found == nullptr ? core::Reach{} : *found;
}

}  // namespace

TEST_CASE("a roll-call asks who is on duty, over all channels but the one by hand",
          "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    story.must(start(actor(v1::ROLE_ADMIN, "")));
    auto const& started = story.state().last_roll_call()->started;
    REQUIRE(started.asks_size() == 3);
    CHECK(started.asks(0).officer_id() == "dalarna-tib-1");
    CHECK(started.asks(0).channels_size() == 6);
    CHECK(started.message() == "roll_call");
    CHECK(story.give(start(actor(v1::ROLE_ADMIN, ""))).error().code ==
          core::Code::failed_precondition);
    CHECK_FALSE(story.state().next_deadline().has_value());
}

TEST_CASE("a region holds a roll-call of its own, and of nobody else", "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    CHECK(story.give(start(actor(v1::ROLE_TIB, "dalarna"), {"tib@uppsala"})).error().code ==
          core::Code::permission_denied);
    CHECK(story.give(start(actor(v1::ROLE_BLOOD, "dalarna"))).error().code ==
          core::Code::permission_denied);
    story.must(start(actor(v1::ROLE_TIB, "dalarna")));
    REQUIRE(story.state().last_roll_call()->started.asks_size() == 1);
    CHECK(story.state().last_roll_call()->started.asks(0).party() == "tib@dalarna");
}

TEST_CASE("an answer counts for the channel it came by, with how long it took",
          "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    story.must(start_sms());
    auto const id = story.state().last_roll_call()->id();
    story.must(result(story, v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED));
    story.told();
    story.must(result(story, v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED));  // said twice
    CHECK(story.told().empty());
    story.wait_s(42);
    story.must(answer(story, "tib@dalarna", v1::VIA_SMS));
    CHECK(story.give(answer(story, "tib@nowhere", v1::VIA_SMS)).error().code ==
          core::Code::not_found);
    let_it_end(story);
    CHECK_FALSE(story.state().last_roll_call()->is_open());
    CHECK(story.state().last_roll_call()->id() == id);

    auto const answered = reach(story, "dalarna-tib-1", v1::CHANNEL_SMS);
    CHECK(answered.answered() == 1);
    CHECK(answered.asked == 1);
    CHECK(answered.latency == core::seconds(42));
    CHECK(
        core::is_proven(story.state().reach(), "dalarna-tib-1", v1::CHANNEL_SMS, story.now(), 336));
    CHECK_FALSE(
        core::is_proven(story.state().reach(), "dalarna-tib-1", v1::CHANNEL_SMS, story.now(), 0));
    auto const silent = reach(story, "uppsala-tib-1", v1::CHANNEL_SMS);
    CHECK(silent.answered() == 0);
    CHECK(silent.asked == 1);
    CHECK(story.give(answer(story, "tib@uppsala", v1::VIA_SMS)).error().code ==
          core::Code::failed_precondition);
}

TEST_CASE("what a roll-call's message was last known to be is not taken back by late news",
          "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    story.must(start_sms());
    story.must(result(story, v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_SEEN));
    story.told();
    story.must(result(story, v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_RECEIVED));
    story.must(result(story, v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED));
    CHECK(story.told().empty());
    CHECK(story.state().last_roll_call()->result("dalarna-tib-1", v1::CHANNEL_SMS)->outcome() ==
          v1::DELIVERY_OUTCOME_SEEN);
}

TEST_CASE("what is kept of a channel are the last eight times", "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    for (int times = 0; times < 10; ++times) {
        story.must(start_sms());
        if (times < 4) {
            story.must(answer(story, "tib@dalarna", v1::VIA_SMS));
        }
        let_it_end(story);
    }
    auto const kept = reach(story, "dalarna-tib-1", v1::CHANNEL_SMS);
    CHECK(kept.asked == 8);
    CHECK(kept.answered() == 2);
    auto const copy = core::State::restore(story.state().snapshot());
    CHECK(copy.snapshot().SerializeAsString() == story.state().snapshot().SerializeAsString());
    CHECK(copy.next_tending() == story.state().next_tending());
}

TEST_CASE("a roll-call is over as soon as all have answered", "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    story.must(start_sms());
    for (auto const* party : {"tib@dalarna", "tib@gavleborg", "tib@uppsala"}) {
        story.must(answer(story, party, v1::VIA_SMS));
    }
    story.must(tend());
    CHECK_FALSE(story.state().last_roll_call()->is_open());
}

TEST_CASE("whoever is being alarmed is not asked, and the roll-call says so", "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    auto const id = story.confirm("uppsala");
    auto const refused = story.give(start(actor(v1::ROLE_ADMIN, "")));
    CHECK(refused.error().code == core::Code::failed_precondition);
    CHECK(refused.error().message.find("alarmed") != std::string::npos);
    story.must(rescind(id, "uppsala"));
    CHECK_FALSE(story.give(start(actor(v1::ROLE_ADMIN, ""))).has_value());  // still being told
    story.must(close(id, "uppsala"));
    CHECK(story.give(start(actor(v1::ROLE_ADMIN, ""))).has_value());
}

TEST_CASE("roll-calls of different people run at once, and each is answered as its own",
          "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    story.must(start(actor(v1::ROLE_TIB, "dalarna")));
    auto const first = story.state().last_roll_call()->id();
    story.must(start(actor(v1::ROLE_TIB, "uppsala")));
    auto const second = story.state().last_roll_call()->id();
    REQUIRE(first != second);
    REQUIRE(story.state().roll_call(first)->is_open());

    auto command = acknowledge(first, "tib@dalarna");
    command.mutable_acknowledge()->set_via(v1::VIA_SMS);
    story.must(command);
    CHECK(story.state()
              .roll_call(first)
              ->result("dalarna-tib-1", v1::CHANNEL_SMS)
              ->answered_at_us() == story.now().us);
    CHECK(story.give(acknowledge(second, "tib@dalarna")).error().code == core::Code::not_found);

    auto const copy = core::State::restore(story.state().snapshot());
    CHECK(copy.snapshot().SerializeAsString() == story.state().snapshot().SerializeAsString());
    CHECK(copy.roll_calls().size() == 2);
    let_it_end(story);
    CHECK_FALSE(story.state().roll_call(first)->is_open());
    CHECK_FALSE(story.state().roll_call(second)->is_open());
    CHECK(core::roll_call_view(story.state()).roll_calls(0).roll_call_id() == second);
    CHECK(core::roll_call_view(story.state()).roll_calls(1).roll_call_id() == first);
}

TEST_CASE("who is being asked is not asked by another, and the refusal says which, whom and when",
          "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    story.must(start(actor(v1::ROLE_TIB, "dalarna")));
    auto const refused = story.give(start(actor(v1::ROLE_ADMIN, "")));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == core::Code::failed_precondition);
    CHECK(refused.error().message ==
          "a roll-call is under way: " + story.state().last_roll_call()->id() +
              " asks tib@dalarna until 00:13; wait for its end, or "
              "end it");
    let_it_end(story);
    story.must(start(actor(v1::ROLE_ADMIN, "")));
    CHECK(story.state().roll_calls().size() == 1);  // what it asks anew it says anew
}

TEST_CASE("a roll-call is called off by whoever might have started it, and says by whom",
          "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    auto const end = [](v1::Actor const& who, std::string const& id = {}) {
        v1::Command command;
        *command.mutable_actor() = who;
        command.mutable_end_roll_call()->set_command_id(next_uuid());
        command.mutable_end_roll_call()->set_roll_call_id(id);
        return command;
    };
    auto const code = [&story](v1::Command const& command) {
        return story.give(command).error().code;
    };
    auto const dalarna = actor(v1::ROLE_TIB, "dalarna");
    auto const uppsala = actor(v1::ROLE_TIB, "uppsala");
    auto const admin = actor(v1::ROLE_ADMIN, "");
    CHECK(code(end(dalarna)) == core::Code::failed_precondition);
    story.must(start(dalarna));
    auto const id = story.state().last_roll_call()->id();
    CHECK(code(end(uppsala, id)) == core::Code::permission_denied);
    CHECK(code(end(uppsala)) == core::Code::failed_precondition);
    CHECK(code(end(actor(v1::ROLE_OBSERVER, "dalarna"), id)) == core::Code::permission_denied);
    story.must(start(uppsala));
    CHECK(code(end(admin)) == core::Code::invalid_argument);  // which of the two?
    CHECK(code(end(admin, next_uuid())) == core::Code::not_found);

    story.must(end(dalarna));
    auto const& ended = *story.state().roll_call(id);
    CHECK_FALSE(ended.is_open());
    CHECK(ended.ended_by.organisation() == "dalarna");
    CHECK(story.state().last_roll_call()->is_open());
    CHECK(code(end(dalarna, id)) == core::Code::failed_precondition);
    auto const view = core::roll_call_view(story.state());
    CHECK(view.roll_calls(1).ended_by() == v1::ROLE_TIB);
    CHECK(view.roll_calls(1).ended_by_organisation() == "dalarna");
    CHECK(core::State::restore(story.state().snapshot()).snapshot().SerializeAsString() ==
          story.state().snapshot().SerializeAsString());
    story.must(start(dalarna));  // at once
}

TEST_CASE("who had no time to answer a roll-call that was called off counts as not asked",
          "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    story.must(start_sms());
    story.must(answer(story, "tib@dalarna", v1::VIA_SMS));
    v1::Command end;
    *end.mutable_actor() = actor(v1::ROLE_ADMIN, "");
    end.mutable_end_roll_call()->set_command_id(next_uuid());
    story.must(end);
    CHECK(reach(story, "dalarna-tib-1", v1::CHANNEL_SMS).answered() == 1);
    CHECK(reach(story, "uppsala-tib-1", v1::CHANNEL_SMS).asked == 0);
}

TEST_CASE("a receipt of the device is kept apart from a human's answer", "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    story.must(start_sms());
    story.must(result(story, v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_RECEIVED));  // and no answer
    let_it_end(story);
    story.must(start_sms());
    story.must(result(story, v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_RECEIVED));
    story.must(answer(story, "tib@dalarna", v1::VIA_SMS));
    let_it_end(story);
    auto const reply = core::roll_call_view(story.state());
    auto const& seen = reply.regions(0).reach();
    auto const row = std::ranges::find(seen, v1::CHANNEL_SMS, &v1::ReachView::channel);
    REQUIRE(row != seen.end());
    CHECK(row->asked() == 2);
    CHECK(row->answered() == 1);
    CHECK(row->received() == 1);
    CHECK(core::State::restore(story.state().snapshot()).reach() == story.state().reach());
}

TEST_CASE("a roll-call of one person leaves what the last one of all has shown of the others",
          "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    story.must(start_sms());
    auto const all = story.state().last_roll_call()->id();
    let_it_end(story);
    story.must(start(actor(v1::ROLE_ADMIN, ""), {"tib@dalarna"}));
    auto const one = story.state().last_roll_call()->id();
    let_it_end(story);
    REQUIRE(story.state().roll_call(all) != nullptr);
    CHECK(story.state().roll_call(all)->result("uppsala-tib-1", v1::CHANNEL_SMS) != nullptr);
    CHECK(core::State::restore(story.state().snapshot()).roll_calls().size() == 2);
    story.must(start(actor(v1::ROLE_ADMIN, ""), {"tib@gavleborg", "tib@uppsala"}));
    CHECK(story.state().roll_call(all) == nullptr);  // of everybody there is something later
    CHECK(story.state().roll_call(one) != nullptr);
    let_it_end(story);
    story.must(start_sms());
    CHECK(story.state().roll_calls().size() == 1);
}

TEST_CASE("why a roll-call's message failed stands with it", "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    story.must(start_sms());
    auto failed = result(story, v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_FAILED);
    failed.mutable_record_delivery()->set_detail("the provider answered 403");
    story.must(failed);
    CHECK(core::roll_call_view(story.state()).roll_call().answers(0).detail() ==
          "the provider answered 403");
    CHECK(core::State::restore(story.state().snapshot()).snapshot().SerializeAsString() ==
          story.state().snapshot().SerializeAsString());
}

TEST_CASE("the pack's roll-call leaves out whom another one asks just then", "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    auto const due = story.state().next_roll_call();
    story.wait_s((due - story.now()).us / 1'000'000 - 60);
    story.must(start(actor(v1::ROLE_TIB, "dalarna")));
    CHECK(story.state().next_tending() == due);
    story.wait_s(60);
    story.must(tend());
    auto const& scheduled = *story.state().last_roll_call();
    REQUIRE(scheduled.started.scheduled());
    CHECK(scheduled.started.asks_size() == 2);
    CHECK_FALSE(scheduled.asks("dalarna-tib-1"));
}

TEST_CASE("the pack's roll-call comes on its days at its local time, also over a change of clocks",
          "[core][roll_call]") {
    auto const policy = pack_with_roll_call().policy().roll_call();
    auto const next_after = [&](std::string const& local) {
        auto const at = core::next_time(policy, *core::instant_of_local(local));
        return core::date_text(core::local_time(at)) + " " + core::clock_text(core::local_time(at));
    };
    CHECK(next_after("2026-11-25 09:00:00") == "2026-11-26 10:00:00");
    CHECK(next_after("2026-11-26 09:59:59") == "2026-11-26 10:00:00");
    CHECK(next_after("2026-11-26 10:00:00") == "2026-12-01 10:00:00");
    CHECK(next_after("2026-10-22 10:00:00") == "2026-10-27 10:00:00");  // winter time since
    CHECK_FALSE(core::next_time({}, Story::began).is_set());
}

TEST_CASE("a roll-call whose time an outage went over is left out", "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    auto const due = story.state().next_roll_call();
    REQUIRE(due.is_set());
    CHECK(story.state().next_tending() == due);
    story.wait_s((due - story.now()).us / 1'000'000 + 60);
    story.must(tend());
    CHECK(story.state().last_roll_call()->is_open());
    CHECK(story.state().last_roll_call()->started.scheduled());
    let_it_end(story);
    auto const next = story.state().next_roll_call();
    CHECK(next > story.now());
    story.wait_s((next - story.now()).us / 1'000'000 + 7 * 3600);
    story.must(tend());
    CHECK_FALSE(story.state().last_roll_call()->is_open());
    CHECK(story.state().next_roll_call() > story.now());
}

TEST_CASE("an alarm goes out first over what has reached the officer before", "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    story.must(start(actor(v1::ROLE_ADMIN, "")));
    story.must(answer(story, "tib@dalarna", v1::VIA_SMS));
    let_it_end(story);
    auto const id = story.confirm("uppsala");
    auto const first = [&](std::string const& party) {
        return story.chase(id, "regional_alarm", party).deliveries.front().channel;
    };
    CHECK(first("tib@dalarna") == v1::CHANNEL_SMS);
    CHECK(first("tib@gavleborg") == v1::CHANNEL_PUSH);  // as the pack has it
}

TEST_CASE("an officer's own answer to an alarm proves the channel", "[core][roll_call]") {
    Story story{pack_with_roll_call()};
    auto const id = story.confirm("uppsala");
    auto by_officer = acknowledge(id, "tib@dalarna");
    by_officer.mutable_actor()->set_token_id("officer:dalarna-tib-1");
    by_officer.mutable_acknowledge()->set_via(v1::VIA_VOICE);
    story.must(by_officer);
    CHECK(reach(story, "dalarna-tib-1", v1::CHANNEL_VOICE).proven_at == story.now());
    CHECK(story.state().reach().size() == 1);
}

}  // namespace larm::test
