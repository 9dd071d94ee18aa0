// A change of the contacts as the core decides it: two people behind a TiB's address, the last
// proven channel stays, and a corrected number applies to open chases at once.
#include <google/protobuf/text_format.h>

#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::RulePack pack_with_proofs() {
    auto pack = chain_pack();
    auto& policy = *pack.mutable_policy()->mutable_roll_call();
    policy.set_answer_within_s(3600);
    policy.set_message("roll_call");
    policy.set_proven_for_h(336);
    return pack;
}

v1::OfficerReach reach(std::string const& officer, std::vector<v1::Channel> const& channels,
                       std::string const& party = "tib@dalarna") {
    v1::OfficerReach made;
    made.set_party(party);
    made.set_officer_id(officer);
    made.mutable_channels()->Assign(channels.begin(), channels.end());
    return made;
}

v1::Command change(v1::OfficerReach const& officer) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_ADMIN, "");
    auto& request = *command.mutable_change_contacts();
    request.set_command_id(next_uuid());
    request.set_number(7);
    request.set_hash(std::string(32, 'x'));
    request.set_proposed_by("tok_other");
    *request.add_officers() = officer;
    return command;
}

v1::Command removal(v1::OfficerReach const& officer) {
    auto command = change(officer);
    auto& request = *command.mutable_change_contacts();
    request.clear_officers();
    *request.add_removed() = officer;
    return command;
}

core::Duty const& duty(Story const& story) {
    return story.state().duties().find("tib@dalarna")->second;
}

/// dalarna-tib-1 answers an alarm by SMS; then the alarm is over.
void prove_sms(Story& story) {
    auto const id = story.confirm("uppsala");
    auto ack = acknowledge(id, "tib@dalarna");
    ack.mutable_actor()->set_token_id("officer:dalarna-tib-1");
    ack.mutable_acknowledge()->set_via(v1::VIA_SMS);
    story.must(ack);
    story.must(rescind(id, "uppsala"));
    story.must(close(id, "uppsala"));
}

}  // namespace

TEST_CASE("a change is journaled by ids and channels, and is in use at once", "[core][contacts]") {
    Story story{pack_with_proofs()};
    story.must(change(reach("dalarna-tib-2", {v1::CHANNEL_SMS})));
    auto const& changed = story.log().back().contacts_changed();
    CHECK(changed.number() == 7);
    CHECK(changed.hash().size() == 32);
    CHECK(duty(story).officers[1].channels_size() == 1);
    CHECK(story.state().contacts_number() == 7);
    auto const copy = core::State::restore(story.state().snapshot());
    CHECK(copy.contacts_number() == 7);
}

TEST_CASE("what changes how a TiB is reached is approved by another than who proposed it",
          "[core][contacts]") {
    Story story{pack_with_proofs()};
    auto own = change(reach("dalarna-tib-2", {v1::CHANNEL_SMS}));
    own.mutable_change_contacts()->set_proposed_by(own.actor().token_id());
    CHECK(story.give(own).error().code == core::Code::permission_denied);
    auto blood = change(reach("dalarna-blood-1", {v1::CHANNEL_SMS}, "blood@dalarna"));
    blood.mutable_change_contacts()->set_proposed_by(blood.actor().token_id());
    CHECK(story.give(blood).has_value());
}

TEST_CASE("whoever proposed how a TiB is reached does not take it back alone", "[core][contacts]") {
    Story story{pack_with_proofs()};
    auto back = change(reach("dalarna-tib-2", {v1::CHANNEL_SMS}));
    back.mutable_change_contacts()->set_rolls_back(true);
    back.mutable_change_contacts()->set_proposed_by(back.actor().token_id());
    auto const refused = story.give(back);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == core::Code::permission_denied);
    CHECK(refused.error().message.find("another person takes it back") != std::string::npos);
    back.mutable_change_contacts()->set_proposed_by("tok_other");
    CHECK(story.give(back).has_value());
    auto blood = change(reach("dalarna-blood-1", {v1::CHANNEL_SMS}, "blood@dalarna"));
    blood.mutable_change_contacts()->set_rolls_back(true);
    blood.mutable_change_contacts()->set_proposed_by(blood.actor().token_id());
    CHECK(story.give(blood).has_value());
    // An erasure is the administrator's alone: nobody has proposed it.
    auto erasure = removal(reach("dalarna-tib-2", {}));
    erasure.mutable_change_contacts()->clear_number();
    erasure.mutable_change_contacts()->clear_proposed_by();
    CHECK(story.give(erasure).has_value());
}

TEST_CASE("a region changes its own contacts only", "[core][contacts]") {
    Story story{pack_with_proofs()};
    auto other = change(reach("dalarna-tib-2", {v1::CHANNEL_SMS}));
    *other.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    CHECK(story.give(other).error().code == core::Code::permission_denied);
    *other.mutable_actor() = actor(v1::ROLE_OBSERVER, "dalarna");
    CHECK(story.give(other).error().code == core::Code::permission_denied);
    *other.mutable_actor() = actor(v1::ROLE_DEPUTY, "dalarna");
    CHECK(story.give(other).has_value());
}

TEST_CASE("a TiB on duty does not lose the last channel that is known to work",
          "[core][contacts]") {
    Story story{pack_with_proofs()};
    CHECK(story.give(change(reach("dalarna-tib-1", {}))).error().code ==
          core::Code::failed_precondition);  // before any proof: the last channel at all
    story.must(change(reach("dalarna-tib-1", {v1::CHANNEL_SMS, v1::CHANNEL_VOICE})));
    prove_sms(story);
    CHECK(story.give(change(reach("dalarna-tib-1", {v1::CHANNEL_VOICE}))).error().code ==
          core::Code::failed_precondition);
    story.must(change(reach("dalarna-tib-1", {v1::CHANNEL_SMS})));
    story.must(change(reach("dalarna-tib-2", {})));  // is not on duty
    story.wait_s(337 * 3600);                        // the proof has grown old
    story.must(change(reach("dalarna-tib-1", {v1::CHANNEL_VOICE})));
}

TEST_CASE("whoever has the duty is not removed; whoever has not is out of roster and offers",
          "[core][contacts]") {
    Story story{pack_with_proofs()};
    CHECK(story.give(removal(reach("dalarna-tib-1", {}))).error().code ==
          core::Code::failed_precondition);
    story.must(removal(reach("dalarna-tib-2", {})));
    CHECK(duty(story).officers.size() == 1);
    CHECK(duty(story).offered_to.empty());
}

TEST_CASE("a number corrected by an approved change goes again to who waits for it",
          "[core][contacts]") {
    Story story{pack_with_proofs()};
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, "regional_alarm", "tib@dalarna");
    story.must(
        delivered(id, chase, "regional_alarm", v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_FAILED));
    auto const attempt = chase.attempt;
    auto corrected = reach("dalarna-tib-1", {v1::CHANNEL_PUSH, v1::CHANNEL_SMS});
    corrected.add_corrected(v1::CHANNEL_SMS);
    story.must(change(corrected));
    CHECK(chase.attempt == attempt + 1);
    CHECK(chase.deliveries.back().channel == v1::CHANNEL_SMS);
}

TEST_CASE("a new number has to be proven anew", "[core][contacts]") {
    Story story{pack_with_proofs()};
    prove_sms(story);
    CHECK_FALSE(story.state().reach().empty());
    auto corrected = reach("dalarna-tib-1", {v1::CHANNEL_SMS});
    corrected.add_corrected(v1::CHANNEL_SMS);
    story.must(change(corrected));
    CHECK(story.state().reach().empty());
}

}  // namespace larm::test
