// Devices that are gone or probably dead, from the push service's answer to what the preflight
// says.
#include <google/protobuf/text_format.h>

#include "engine/delivery/channels/vapid.hpp"
#include "engine/delivery/channels/web_push.hpp"
#include "simulators/gateways/push_service.hpp"
#include "simulators/gateways/push_service_browser.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/channels/push/support.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

namespace json = boost::json;

constexpr auto maja = "dalarna-tib-1";
constexpr auto people = R"(officers {
  id: "dalarna-tib-1" party: "tib@dalarna" name: "Maja" on_duty: true
  addresses { channel: CHANNEL_PUSH value: "mobil" }
  addresses { channel: CHANNEL_SMS value: "+46701740605" } })";

core::Instant wall_clock() {
    return {world::read_clocks().wall_us};
}

core::Duration days(int count) {
    return core::seconds(std::int64_t{count} * 24 * 3600);
}

/// Push that is set up, a channel that sends over it, and Maja on duty at Dalarna.
class Watch {
public:
    Watch() {
        v1::Contacts contacts;
        REQUIRE(google::protobuf::TextFormat::ParseFromString(people, &contacts));
        REQUIRE(daemon.book()
                    .take_file(contacts, contacts::ContactBook::When::start, wall_clock())
                    .has_value());
        v1::Command seed;
        auto& officer = *seed.mutable_seed_duty()->add_officers();
        officer.set_party("tib@dalarna");
        officer.set_officer_id(maja);
        officer.set_on_duty(true);
        officer.add_channels(v1::CHANNEL_PUSH);
        officer.add_channels(v1::CHANNEL_SMS);
        officer.add_channels(v1::CHANNEL_VOICE);
        officer.add_channels(v1::CHANNEL_OPERATOR);
        REQUIRE(daemon.world().submit_and_wait(seed).has_value());
    }

    Reply call(std::string const& method, std::string const& body = "{}") {
        Client client{daemon.port(), daemon.tib("dalarna")};
        return client.call("ContactService/" + method, body);
    }
    gateways::PushBrowser subscribe(std::string const& name) {
        gateways::PushBrowser browser{service.origin(), vapid_.public_key()};
        json::object body;
        body["commandId"] = fresh_uuid();
        body["officerId"] = maja;
        body["deviceName"] = name;
        body["subscription"] = browser.subscription();
        REQUIRE(call("SubscribePush", json::serialize(body)).status == 200);
        return browser;
    }
    void send(int attempt) {
        channel_->send(
            larm::test::message<delivery::Live>(maja, attempt),
            delivery::Report{v1::RecordDelivery{}, reports, static_cast<std::uint64_t>(attempt)});
    }
    /// What the preflight finds for her beside what no call has proven, as the daemon looks at
    /// `now`.
    std::vector<std::string> found(core::Instant now = wall_clock()) {
        Clock const clock = [now] { return now; };
        DeskContext const desk{
            .world = daemon.world(),
            .book = daemon.book(),
            .clock = clock,
            .means =
                [] {
                    return core::Means{.configured = {v1::CHANNEL_PUSH, v1::CHANNEL_SMS,
                                                      v1::CHANNEL_VOICE, v1::CHANNEL_OPERATOR}};
                },
            .on_preflight = {},
            .on_book_trouble = {},
            .vapid_public_key = vapid_.public_key(),
            .push_services = &services_};
        std::vector<std::string> reasons;
        auto const preflight = preflight_now(desk);
        for (auto const& finding : preflight.findings()) {
            if (finding.party() == "tib@dalarna" &&
                finding.reason() != v1::PREFLIGHT_REASON_NOT_PROVEN &&
                finding.reason() != v1::PREFLIGHT_REASON_NEVER_PROVEN) {
                v1::PreflightReply one;
                *one.add_findings() = finding;
                reasons.push_back(in_words(one));
            }
        }
        return reasons;
    }
    /// A roll-call over push to Maja alone, which she answers.
    void hold_roll_call() {
        v1::Command start;
        start.mutable_actor()->set_role(v1::ROLE_ADMIN);
        auto& request = *start.mutable_start_roll_call();
        request.set_command_id(fresh_uuid());
        request.add_parties("tib@dalarna");
        request.add_channels(v1::CHANNEL_PUSH);
        REQUIRE(daemon.world().submit_and_wait(start).has_value());
        auto const view = call("GetRollCall").json().at("rollCall");
        v1::Command answer;
        answer.mutable_actor()->set_role(v1::ROLE_TIB);
        answer.mutable_actor()->set_organisation("dalarna");
        auto& said = *answer.mutable_acknowledge();
        said.set_command_id(fresh_uuid());
        said.set_incident_id(std::string{view.at("rollCallId").as_string()});
        said.set_party("tib@dalarna");
        said.set_via(v1::VIA_PUSH);
        REQUIRE(daemon.world().submit_and_wait(answer).has_value());
    }

    gateways::PushService service;

private:
    delivery::PushServices services_{{service.origin()}};
    delivery::Vapid vapid_{delivery::PushKey::generate(), "mailto:larm@region.example"};
    std::ostringstream log_text_;

public:
    larm::test::Desk reports;
    TestDaemon daemon{quick_limits(), {}, {}, [this](DeskContext& desk) {
                          desk.vapid_public_key = vapid_.public_key();
                          desk.push_services = &services_;
                      }};

private:
    std::unique_ptr<delivery::WebPushChannel<delivery::Live>> channel_ =
        std::make_unique<delivery::WebPushChannel<delivery::Live>>(delivery::PushTools{
            .book = daemon.book(),
            .vapid = vapid_,
            .services = services_,
            .log = std::make_shared<spdlog::logger>(
                "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log_text_)),
            .on_accepted = [this](std::string_view officer, std::string_view address) {
                daemon.book().note_device(officer, address, v1::DELIVERY_OUTCOME_ACCEPTED,
                                          wall_clock());
            }});
};

using Words = std::vector<std::string>;
/// The shipped pack has a rung over push alone.
Words const gone{
    "if the alarm came now: tib@dalarna is reached over fewer ways, in shortfall: no push device "
    "is subscribed, or all are gone; `larm preflight` tells all"};
Words const doubtful{
    "if the alarm came now: tib@dalarna is doubtful: a push device is probably dead; `larm "
    "preflight` tells all"};

}  // namespace

TEST_CASE("a device that its push service calls gone is dropped, and its owner's preflight says so",
          "[server][push]") {
    Watch watch;
    CHECK(watch.found() == gone);  // nothing has subscribed
    auto browser = watch.subscribe("Majas mobil");
    CHECK(watch.found() == Words{});
    watch.send(1);
    CHECK(watch.reports.wait_for(1).at(0).outcome == v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK(browser.next(larm::test::patience).has_value());
    auto const alive = watch.call("ListDevices").json().at("devices").at(0);
    CHECK(alive.at("acceptedAt").as_string() != "0");
    CHECK(alive.at("droppedAt").as_string() == "0");

    watch.service.forget(browser.endpoint());
    watch.send(2);
    CHECK(watch.reports.wait_for(2).at(1).outcome == v1::DELIVERY_OUTCOME_FAILED);
    CHECK(watch.daemon.book().addresses(maja, v1::CHANNEL_PUSH).empty());
    CHECK(watch.found() == gone);
    CHECK(watch.call("Preflight").body.find("PREFLIGHT_REASON_PUSH_DROPPED") != std::string::npos);
    CHECK(watch.call("ListDevices").json().at("devices").at(0).at("droppedAt").as_string() != "0");
    auto const again = watch.subscribe("Majas mobil");
    CHECK(watch.found() == Words{});
}

TEST_CASE(
    "a device that takes nothing, or gives no sign of itself, is doubted until it shows itself",
    "[server][push]") {
    Watch watch;
    auto const browser = watch.subscribe("Majas mobil");
    // Where no roll-call has asked, that nothing came says nothing.
    auto const later = wall_clock() + days(15);
    CHECK(watch.found(later) == Words{});
    watch.daemon.book().note_device(maja, browser.subscription(), v1::DELIVERY_OUTCOME_ACCEPTED,
                                    wall_clock() + days(14));
    CHECK(watch.found(later) == doubtful);  // taken, and no sign of the telephone
    watch.daemon.book().note_device(maja, browser.subscription(), v1::DELIVERY_OUTCOME_RECEIVED,
                                    wall_clock() + days(14));
    CHECK(watch.found(later) == Words{});
}

TEST_CASE("the last device is not taken from whoever is on duty and is proven over nothing else",
          "[server][push]") {
    Watch watch;
    auto const first = watch.subscribe("Majas mobil");
    watch.hold_roll_call();
    auto const take = [&](std::string const& name) {
        json::object body;
        body["commandId"] = fresh_uuid();
        body["officerId"] = maja;
        body["deviceName"] = name;
        return watch.call("UnsubscribePush", json::serialize(body));
    };
    auto const refused = take("Majas mobil");
    CHECK(refused.code() == "failed_precondition");
    CHECK(refused.message().find("last channel that is known to work") != std::string::npos);
    auto const second = watch.subscribe("Majas dator");
    CHECK(take("Majas mobil").status == 200);
    CHECK(take("Majas dator").code() == "failed_precondition");
    // What is dead anyway may go.
    watch.daemon.book().drop(maja, v1::CHANNEL_PUSH, second.subscription());
    CHECK(take("Majas dator").status == 200);
}

TEST_CASE("a device that a roll-call did not get to is doubted", "[server][push]") {
    Watch watch;
    {
        auto added = watch.daemon.book().add_device(
            maja, {.name = "Majas gamla mobil", .subscription = "{}"},
            {"tok_a", {}, wall_clock() - days(15), {}});
        REQUIRE(added.has_value());
    }
    CHECK(watch.found() == Words{});
    watch.hold_roll_call();
    CHECK(watch.found() == doubtful);
    auto const listed = watch.call("ListDevices").json().at("devices").at(0);
    CHECK(listed.at("doubt").as_string() == "PUSH_DEVICE_DOUBT_NOT_ACCEPTED");
    CHECK(watch.call("Preflight").body.find("PREFLIGHT_REASON_PUSH_DOUBTFUL") != std::string::npos);
}

}  // namespace larm::server::test
