// The list of calls to make by hand: who sees which rows, with what numbers, and what to say.
#include "engine/server/calls_query.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/authority.hpp"
#include "engine/server/fresh_id.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

using larm::test::actor;
using larm::test::Story;

/// Everybody has a name and two numbers, one of them over both channels.
class Directory final : public delivery::AddressBook {
public:
    [[nodiscard]] std::vector<std::string> addresses(std::string_view officer_id,
                                                     v1::Channel channel) const override {
        auto const own = fmt::format("+46-{}", officer_id);
        return channel == v1::CHANNEL_VOICE ? std::vector{own, own + "-home"} : std::vector{own};
    }
    [[nodiscard]] std::vector<std::string> owners(v1::Channel, std::string_view) const override {
        return {};
    }
    [[nodiscard]] std::string name(std::string_view officer_id) const override {
        return fmt::format("Name of {}", officer_id);
    }
    void drop(std::string_view, v1::Channel, std::string_view) override {}
};

struct SilentNight {
    explicit SilentNight(v1::RulePack const& pack = larm::test::chain_pack()) : story{pack} {
        id = story.confirm("uppsala");
        story.wait_s(241);
    }
    [[nodiscard]] v1::ListCallsReply list(v1::Role role, std::string const& organisation) const {
        auto const caller = actor(role, organisation);
        return list_calls({story.state(), caller, &book, {}});
    }
    [[nodiscard]] v1::CallView call_about(std::string const& party) const {
        auto const reply = list(v1::ROLE_TIB, "uppsala");
        auto const found = std::ranges::find(reply.calls(), party, &v1::CallView::party);
        REQUIRE(found != reply.calls().end());
        return *found;
    }

    Story story;
    Directory book;
    std::string id;
};

}  // namespace

TEST_CASE("a call to make comes with name, numbers, and what to say and ask", "[server][calls]") {
    SilentNight night;
    auto const call = night.call_about("tib@dalarna");
    CHECK(call.incident_id() == night.id);
    CHECK(call.step() == "regional_alarm");
    CHECK(call.delivery_id().size() == 36);
    CHECK(call.calls() == 0);
    CHECK(call.since() > 0);
    REQUIRE(call.people_size() >= 1);
    auto const officer = night.story.state().duties().find("tib@dalarna")->second.officer_id;
    CHECK(call.people(0).party() == "tib@dalarna");
    CHECK(call.people(0).name() == "Name of " + officer);
    REQUIRE(call.people(0).numbers_size() == 2);  // the one that both channels have, once
    CHECK(call.people(0).numbers(0) == "+46-" + officer);
    CHECK(call.say().find("Vad:") != std::string::npos);
    CHECK(call.say().find("Larmat klockan 23:13") != std::string::npos);
    CHECK(call.ask().find("Har du uppfattat det?") != std::string::npos);
    CHECK(call.ask().find("5 saknas") != std::string::npos);
    CHECK(call.ask().find("Läs tillbaka svaret") != std::string::npos);
    CHECK(call.asks() == v1::CALL_ASKS_TRANSPORTS);
}

TEST_CASE("a call that tells of the end asks for nothing but that it has been heard",
          "[server][calls]") {
    auto pack = larm::test::chain_pack();
    for (auto& step : *pack.mutable_steps()) {
        if (step.id() == "stand_down") {
            step.mutable_by_hand()->set_who(v1::RECIPIENT_DECLARER);
            step.mutable_by_hand()->add_channels(v1::CHANNEL_OPERATOR);
        }
    }
    SilentNight night{pack};
    v1::Command seed;
    auto& deputy = *seed.mutable_seed_duty()->add_officers();
    deputy.set_party("deputy@dalarna");
    deputy.set_officer_id("dalarna-deputy-1");
    deputy.set_on_duty(true);
    night.story.must(seed);
    auto heard = larm::test::acknowledge(night.id, "tib@dalarna");
    heard.mutable_acknowledge()->set_via(v1::VIA_PHONE);
    *heard.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    night.story.must(heard);
    night.story.must(larm::test::stand_down(night.id, "uppsala"));
    night.story.wait_s(0);
    auto const call = night.call_about("tib@dalarna");
    CHECK(call.step() == "stand_down");
    CHECK(call.asks() == v1::CALL_ASKS_END);
    CHECK(call.ask() == "Har du uppfattat det? Läs tillbaka svaret.");
    // Which of the two came to the telephone when the alarm was told is not known.
    REQUIRE(call.people_size() == 2);
    CHECK(call.people(1).party() == "deputy@dalarna");
}

TEST_CASE("a call to make says what has failed on the way to its party", "[server][calls]") {
    SilentNight night;
    auto const& chase = night.story.chase(night.id, "regional_alarm", "tib@dalarna");
    auto const found =
        std::ranges::find(chase.deliveries, v1::CHANNEL_SMS, &core::Delivery::channel);
    REQUIRE(found != chase.deliveries.end());
    auto failed = larm::test::delivered(night.id, chase, "regional_alarm", v1::CHANNEL_SMS,
                                        v1::DELIVERY_OUTCOME_FAILED);
    failed.mutable_record_delivery()->set_attempt(found->attempt);
    failed.mutable_record_delivery()->set_recipient(found->recipient);
    failed.mutable_record_delivery()->set_detail("the provider answered 402");
    night.story.must(failed);
    auto const call = night.call_about("tib@dalarna");
    REQUIRE(call.failed_size() == 1);
    CHECK(call.failed(0).channel() == v1::CHANNEL_SMS);
    CHECK(call.failed(0).why() == "the provider answered 402");
}

TEST_CASE("people's numbers are shown to the stricken region and admins, to nobody else",
          "[server][calls]") {
    SilentNight night;
    CHECK(night.list(v1::ROLE_TIB, "uppsala").calls_size() > 0);
    CHECK(night.list(v1::ROLE_DEPUTY, "uppsala").calls_size() > 0);
    CHECK(night.list(v1::ROLE_ADMIN, "").calls_size() > 0);
    CHECK(night.list(v1::ROLE_TIB, "dalarna").calls_size() == 0);
    for (auto const role : {v1::ROLE_BLOOD, v1::ROLE_HOSPITAL, v1::ROLE_OBSERVER}) {
        CHECK_FALSE(core::role_may_call("larm.v1.AlarmService", "ListCalls", role));
    }
}

TEST_CASE("a no is called about with its reason, over the network and to the end",
          "[server][calls]") {
    TestDaemon daemon;
    Client leading{daemon.port(), daemon.tib("vastmanland")};
    auto const confirmed =
        leading.call("IncidentService/ConfirmIncident", confirm_json("vastmanland"));
    REQUIRE(confirmed.status == 200);
    std::string const id{confirmed.json().at("incidentId").as_string()};
    Client declining{daemon.port(), daemon.tib("dalarna")};
    auto const declined = declining.call(
        "AlarmService/Answer",
        fmt::format(R"({{"commandId":"{}","incidentId":"{}","party":"tib@dalarna",)"
                    R"("step":"regional_alarm","decline":{{"reason":"strömavbrott"}}}})",
                    fresh_uuid(), id));
    INFO(declined.body);
    REQUIRE(declined.status == 200);

    CHECK(declining.call("AlarmService/ListCalls", "{}").json().at("calls").as_array().empty());
    auto const calls = leading.call("AlarmService/ListCalls", "{}").json().at("calls").as_array();
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].at("party").as_string() == "tib@dalarna");
    CHECK(std::string{calls[0].at("say").as_string()}.find("strömavbrott") != std::string::npos);

    auto const report = [&](char const* result) {
        return leading
            .call("AlarmService/ReportCall",
                  fmt::format(R"({{"commandId":"{}","incidentId":"{}","party":"tib@dalarna",)"
                              R"("result":"{}","note":"upptaget"}})",
                              fresh_uuid(), id, result))
            .status;
    };
    CHECK(report("CALL_RESULT_NO_ANSWER") == 200);
    auto const counted = leading.call("AlarmService/ListCalls", "{}").json().at("calls").as_array();
    REQUIRE(counted.size() == 1);
    CHECK(counted[0].at("calls").to_number<int>() == 1);
    CHECK(counted[0].at("asks").as_string() == "CALL_ASKS_NEEDS");
    CHECK(counted[0].at("note").as_string() == "upptaget");
    CHECK(report("CALL_RESULT_DONE") == 200);
    CHECK(leading.call("AlarmService/ListCalls", "{}").json().at("calls").as_array().empty());
    CHECK(report("CALL_RESULT_DONE") == 400);  // no such call any more
    Client blood{daemon.port(), daemon.token(v1::ROLE_BLOOD, "vastmanland")};
    CHECK(blood.call("AlarmService/ListCalls", "{}").status == 403);
}

}  // namespace larm::server::test
