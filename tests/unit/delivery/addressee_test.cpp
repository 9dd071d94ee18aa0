// Who may answer by a code or a link: in alarms and in roll-calls, by which channel, and for how
// long.
#include "engine/delivery/addressee.hpp"

#include <fmt/format.h>
#include <google/protobuf/text_format.h>

#include <algorithm>

#include "engine/delivery/delivery_id.hpp"
#include "engine/delivery/roll_call_outbox.hpp"
#include "engine/delivery/said.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/delivery/support.hpp"

namespace larm::test {
namespace {

using delivery::Addressee;
using delivery::AnswerKey;
using delivery::AnswerKeys;

AnswerKeys const keys{AnswerKeys::Secret{1, 2, 3}};
std::vector<std::string> const dalarna_tibs{"dalarna-tib-1", "dalarna-tib-2"};

v1::RulePack pack_with_roll_call() {
    auto pack = talking_pack();
    REQUIRE(google::protobuf::TextFormat::ParseFromString(
        "answer_within_s: 3600 message: 'roll_call' proven_for_h: 336",
        pack.mutable_policy()->mutable_roll_call()));
    return pack;
}

std::string start_roll_call(Story& story, std::vector<v1::Channel> const& over) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_ADMIN, "");
    auto& request = *command.mutable_start_roll_call();
    request.set_command_id(next_uuid());
    for (auto const channel : over) {
        request.add_channels(channel);
    }
    story.must(std::move(command));
    return story.state().last_roll_call()->id();
}

void end_roll_call(Story& story) {
    story.wait_s(3600);
    v1::Command command;
    command.mutable_tend_duty();
    story.must(std::move(command));
}

AnswerKey dalarna(std::string const& incident, std::string_view officer = "dalarna-tib-1") {
    return {.incident_id = incident, .party = "tib@dalarna", .officer_id = officer};
}

std::optional<Addressee> by_code(Story const& story, AnswerKey const& key) {
    return whose_code(story.state(), keys, dalarna_tibs, keys.code(key));
}

std::optional<Addressee> by_link(Story const& story, AnswerKey const& key,
                                 v1::Channel channel = v1::CHANNEL_PUSH) {
    return whose_link(story.state(), keys, keys.link(key, channel));
}

std::expected<v1::Command, std::string> said(Story const& story, Addressee const& who,
                                             v1::Via via) {
    return delivery::command_of(story.state(), who.incident_id,
                                {who.officer_id, who.party, via, "the same"}, {});
}

}  // namespace

TEST_CASE("a link says by which channel it went out, and nobody can change that",
          "[delivery][answer]") {
    Story story;
    auto const id = story.confirm("uppsala");
    for (auto const channel :
         {v1::CHANNEL_PUSH, v1::CHANNEL_SMS, v1::CHANNEL_EMAIL, v1::CHANNEL_WEBHOOK}) {
        CHECK(by_link(story, dalarna(id), channel) ==
              Addressee{id, "tib@dalarna", "dalarna-tib-1", channel, false});
    }
    auto link = keys.link(dalarna(id), v1::CHANNEL_PUSH);
    CHECK(link.size() == 21);
    link.front() = keys.link(dalarna(id), v1::CHANNEL_SMS).front();
    CHECK_FALSE(whose_link(story.state(), keys, link));
    for (auto const channel : {v1::CHANNEL_VOICE, v1::CHANNEL_RAKEL, v1::CHANNEL_OPERATOR}) {
        CHECK_FALSE(AnswerKeys::carries_links(channel));
    }
    for (auto const* const none : {"", "p", "x23456789012345678901", "p2345678901234567890"}) {
        CHECK_FALSE(whose_link(story.state(), keys, none));
    }
}

TEST_CASE("whoever may take the duty over can answer, and so can a deputy who was told",
          "[delivery][answer]") {
    Story story;
    story.must(put_on_duty("deputy@dalarna"));
    auto const id = story.confirm("uppsala");
    AnswerKey const deputy{id, "deputy@dalarna", "officer-deputy@dalarna"};
    CHECK_FALSE(by_link(story, deputy));  // has not been told yet
    CHECK(by_link(story, dalarna(id, "dalarna-tib-2")));
    CHECK(by_code(story, dalarna(id, "dalarna-tib-2")));
    story.wait_s(240);
    REQUIRE(by_link(story, deputy));
    auto const command = said(story, *by_link(story, deputy), v1::VIA_PUSH);
    REQUIRE(command);
    story.must(*command);
    CHECK(story.chase(id, "regional_alarm", "tib@dalarna").acknowledged_at.is_set());
}

TEST_CASE("a code is nobody's for a party that its officer is not of", "[delivery][answer]") {
    Story story;
    story.must(put_on_duty("deputy@dalarna"));
    auto const id = story.confirm("uppsala");
    story.wait_s(240);  // so that the deputy has been told
    auto const& alerted = story.incident(id).alerted;
    REQUIRE(std::ranges::find(alerted, "deputy@dalarna") != alerted.end());
    CHECK(alerted.size() > 2);
    for (auto const& party : alerted) {
        CAPTURE(party);
        CHECK(by_code(story, {id, party, "dalarna-tib-1"}).has_value() == (party == "tib@dalarna"));
    }
    std::string const deputy = "officer-deputy@dalarna";
    auto const theirs = keys.code({id, "deputy@dalarna", deputy});
    CHECK(whose_code(story.state(), keys, {deputy}, theirs)->party == "deputy@dalarna");
    CHECK_FALSE(whose_code(story.state(), keys, {deputy}, keys.code({id, "tib@dalarna", deputy})));
}

TEST_CASE("codes and links work until the incident is closed, and then say so",
          "[delivery][answer]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(stand_down(id, "uppsala"));
    CHECK(by_code(story, dalarna(id)) ==
          Addressee{id, "tib@dalarna", "dalarna-tib-1", v1::CHANNEL_UNSPECIFIED, false});
    auto const receipt = said(story, *by_link(story, dalarna(id)), v1::VIA_PUSH);
    REQUIRE(receipt);
    story.must(*receipt);
    story.must(close(id, "uppsala"));
    REQUIRE(by_code(story, dalarna(id)));
    CHECK(by_code(story, dalarna(id))->is_over);
    CHECK(by_link(story, dalarna(id))->is_over);
    CHECK(said(story, *by_code(story, dalarna(id)), v1::VIA_SMS).error() ==
          "Händelsen är avslutad. Inget är registrerat.");
}

TEST_CASE("of incidents long closed nobody knows the codes any more", "[delivery][answer]") {
    Story story;
    auto const first = story.confirm("uppsala");
    auto id = first;
    for (std::size_t more = 0; more <= delivery::closed_known_max; ++more) {
        story.must(stand_down(id, "uppsala"));
        story.must(close(id, "uppsala"));
        story.wait_s(1);
        id = story.confirm("uppsala");
    }
    CHECK_FALSE(by_code(story, dalarna(first)));
    CHECK(by_code(story, dalarna(id)));
}

TEST_CASE("a roll-call is answered by its code and its links, each for its channel",
          "[delivery][answer]") {
    Story story{pack_with_roll_call()};
    auto const id = start_roll_call(story, {v1::CHANNEL_SMS, v1::CHANNEL_PUSH});
    auto const push = by_link(story, dalarna(id));
    REQUIRE(push);
    CHECK(push->incident_id == id);
    CHECK(delivery::what_stands(story.state(), id, "tib@dalarna") ==
          "Provlarm: inget svar registrerat.");
    story.wait_s(125);
    auto const command = said(story, *push, v1::VIA_PUSH);
    REQUIRE(command);
    story.must(*command);
    auto const& call = *story.state().last_roll_call();
    CHECK(call.result("dalarna-tib-1", v1::CHANNEL_PUSH)->answered_at_us() != 0);
    CHECK(call.result("dalarna-tib-1", v1::CHANNEL_SMS)->answered_at_us() == 0);
    // 22:13:20 in UTC when the story begins.
    CHECK(delivery::read_back(story.state(), id, "tib@dalarna") == "Provlarm: kvitterat 23:15.");
    CHECK(by_code(story, dalarna(id))->incident_id == id);
    CHECK_FALSE(by_code(story, dalarna(id, "dalarna-tib-2")));  // was not asked
    CHECK(said(story, *push, v1::VIA_EMAIL).error() ==
          "Provlarmet kom inte den här vägen. Svara samma väg som det kom.");
    end_roll_call(story);
    REQUIRE(by_link(story, dalarna(id)));
    CHECK(by_link(story, dalarna(id))->is_over);
    CHECK(said(story, *push, v1::VIA_PUSH).error() == "Provlarmet är slut. Inget är registrerat.");
    CHECK(delivery::what_stands(story.state(), id, "tib@gavleborg") == "Provlarmet är slut.");
}

TEST_CASE("an alarm's code goes before the same code of a roll-call", "[delivery][answer]") {
    Story story{pack_with_roll_call()};
    auto const call = start_roll_call(story, {v1::CHANNEL_SMS});
    auto const code = keys.code(dalarna(call));
    auto const id = story.confirm("uppsala");
    // Somebody whose code in the alarm happens to be that of the other in the roll-call.
    std::string officer;
    std::string party;
    for (int number = 0; party.empty(); ++number) {
        officer = fmt::format("officer-{}", number);
        for (auto const& alerted : story.incident(id).alerted) {
            if (keys.code({id, alerted, officer}) == code) {
                party = alerted;
                break;
            }
        }
    }
    auto joins = put_on_duty(party);
    joins.mutable_seed_duty()->mutable_officers(0)->set_officer_id(officer);
    joins.mutable_seed_duty()->mutable_officers(0)->set_on_duty(false);
    story.must(joins);
    auto const who = whose_code(story.state(), keys, {"dalarna-tib-1", officer}, code);
    REQUIRE(who);
    CHECK(who->incident_id == id);
    CHECK(who->officer_id == officer);
    CHECK(whose_code(story.state(), keys, {"dalarna-tib-1"}, code)->incident_id == call);
    story.must(stand_down(id, "uppsala"));
    story.must(close(id, "uppsala"));
    CHECK(whose_code(story.state(), keys, {"dalarna-tib-1", officer}, code)->incident_id == call);
}

TEST_CASE("a delivery is found by its id, for whoever has its link only", "[delivery][answer]") {
    Story story{pack_with_roll_call()};
    auto const id = story.confirm("uppsala");
    auto const delivery = delivery::delivery_id({.incident_id = id,
                                                 .step = "regional_alarm",
                                                 .party = "tib@dalarna",
                                                 .attempt = 1,
                                                 .recipient = "tib@dalarna",
                                                 .channel = v1::CHANNEL_PUSH});
    auto const record = delivery_to(story.state(), *by_link(story, dalarna(id)), delivery);
    REQUIRE(record);
    CHECK(record->step() == "regional_alarm");
    CHECK(record->attempt() == 1);
    CHECK(record->officer_id() == "dalarna-tib-1");
    auto const sms = by_link(story, dalarna(id), v1::CHANNEL_SMS);
    CHECK_FALSE(delivery_to(story.state(), *sms, delivery));
    AnswerKey const uppsala{id, "tib@gavleborg", "gavleborg-tib-1"};
    REQUIRE(by_link(story, uppsala));
    CHECK_FALSE(delivery_to(story.state(), *by_link(story, uppsala), delivery));
    CHECK_FALSE(delivery_to(story.state(), *by_link(story, dalarna(id)), "another"));
}

TEST_CASE("a roll-call's delivery has the id that its message carries", "[delivery][answer]") {
    Story story{pack_with_roll_call()};
    auto const id = start_roll_call(story, {v1::CHANNEL_PUSH});
    auto memory = std::make_unique<delivery::MemoryChannel<delivery::RollCall>>();
    auto& push = *memory;
    delivery::Channels<delivery::RollCall> channels;
    channels.emplace(v1::CHANNEL_PUSH, std::move(memory));
    delivery::RollCallOutbox outbox{std::move(channels), [](v1::RecordDelivery const&) {}};
    outbox.send({.roll_call_id = id,
                 .party = "tib@dalarna",
                 .officer_id = "dalarna-tib-1",
                 .channel = v1::CHANNEL_PUSH,
                 .message = "roll_call",
                 .pack = std::make_shared<core::Pack const>(*story.state().active_pack()),
                 .began = Story::began});
    static_cast<void>(outbox.stop(patience));
    REQUIRE(push.letters().size() == 1);
    auto const record = delivery_to(story.state(), *by_link(story, dalarna(id)),
                                    push.letters()[0].envelope.delivery_id);
    REQUIRE(record);
    CHECK(record->incident_id() == id);
    CHECK(record->step() == "roll_call");
    CHECK(record->channel() == v1::CHANNEL_PUSH);
}

}  // namespace larm::test
