// The calls about devices for push, over real sockets, with a real book, a real push service and
// browsers that it has.
#include <fmt/format.h>

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <future>

#include "engine/delivery/channels/vapid.hpp"
#include "simulators/gateways/push_service.hpp"
#include "simulators/gateways/push_service_browser.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

namespace json = boost::json;

constexpr auto maja_lind = "dalarna-tib-1";
constexpr auto two_people = R"(officers {
  id: "dalarna-tib-1" party: "tib@dalarna" name: "Maja" on_duty: true
  addresses { channel: CHANNEL_PUSH value: "mobil" } }
officers {
  id: "uppsala-tib-1" party: "tib@uppsala" name: "Sten" on_duty: true
  addresses { channel: CHANNEL_PUSH value: "mobil" } }
officers {
  id: "dalarna-blood-1" party: "blood@dalarna" name: "Ture" on_duty: true
  addresses { channel: CHANNEL_SMS value: "+46701740605" } })";

/// A daemon for which push is set up, and people in its book.
struct PushDaemon {
    PushDaemon() {
        v1::Contacts contacts;
        REQUIRE(google::protobuf::TextFormat::ParseFromString(two_people, &contacts));
        REQUIRE(
            daemon.book()
                .take_file(contacts, contacts::ContactBook::When::start, {1'790'000'000'000'000})
                .has_value());
    }
    Reply call(std::string const& token, std::string const& method, std::string const& body) {
        Client client{daemon.port(), token};
        return client.call("ContactService/" + method, body);
    }
    [[nodiscard]] std::string browser() const {
        return gateways::PushBrowser{service.origin(), vapid.public_key()}.subscription();
    }
    [[nodiscard]] std::vector<std::string> push(std::string const& officer = maja_lind) {
        return daemon.book().addresses(officer, v1::CHANNEL_PUSH);
    }

    gateways::PushService service;
    delivery::PushServices services{{service.origin()}};
    delivery::Vapid vapid{delivery::PushKey::generate(), "mailto:larm@region.example"};
    TestDaemon daemon{quick_limits(), {}, {}, [this](DeskContext& desk) {
                          desk.vapid_public_key = vapid.public_key();
                          desk.push_services = &services;
                      }};
};

std::string asks(std::string const& officer, std::string const& name,
                 std::string const& subscription, int id, bool renewed = false) {
    json::object body;
    body["commandId"] = fmt::format("0193e000-0000-7000-8000-{:012x}", id);
    body["officerId"] = officer;
    if (!name.empty()) {
        body["deviceName"] = name;
    }
    if (!subscription.empty()) {
        body["subscription"] = subscription;
    }
    if (renewed) {
        body["renewed"] = true;
    }
    return json::serialize(body);
}

std::string change_of(Reply const& reply) {
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    return std::string{reply.json().at("change").as_string()}.substr(19);
}

}  // namespace

TEST_CASE("a browser is told the key to subscribe with, where push is set up", "[server][push]") {
    PushDaemon push;
    auto const token = push.daemon.token(v1::ROLE_OBSERVER);
    CHECK(push.call(token, "GetVapidKey", "{}").json().at("key").as_string() ==
          push.vapid.public_key());
    TestDaemon bare;
    Client client{bare.port(), bare.tib("dalarna")};
    auto const refused = client.call("ContactService/GetVapidKey", "{}");
    CHECK(refused.code() == "failed_precondition");
    CHECK(refused.message().find("not set up") != std::string::npos);
    CHECK(client.call("ContactService/SubscribePush", asks(maja_lind, "mobil", "{}", 1)).code() ==
          "failed_precondition");
}

TEST_CASE("an officer's browser is subscribed, renewed, replaced and removed", "[server][push]") {
    PushDaemon push;
    auto const tib = push.daemon.tib("dalarna");
    auto const first = push.browser();
    CHECK(change_of(push.call(tib, "SubscribePush", asks(maja_lind, "Majas mobil", first, 1))) ==
          "ADDED");
    CHECK(push.push() == std::vector<std::string>{first});

    auto const spaced = " " + first;  // the same endpoint, written otherwise
    CHECK(change_of(push.call(tib, "SubscribePush",
                              asks(maja_lind, "Majas mobil", spaced, 2, true))) == "RENEWED");
    CHECK(push.push().size() == 1);
    auto const listed = push.call(tib, "ListDevices", "{}");
    REQUIRE(listed.json().at("devices").as_array().size() == 1);
    CHECK(listed.json().at("devices").at(0).at("name").as_string() == "Majas mobil");
    CHECK(listed.json().at("devices").at(0).at("renewedAt").as_string() != "0");
    CHECK(listed.body.find("127.0.0.1") == std::string::npos);

    auto const second = push.browser();
    CHECK(change_of(push.call(tib, "SubscribePush", asks(maja_lind, "Majas mobil", second, 3))) ==
          "REPLACED");
    CHECK(push.push() == std::vector<std::string>{second});
    CHECK(change_of(push.call(tib, "UnsubscribePush", asks(maja_lind, "", " " + second, 4))) ==
          "REMOVED");
    CHECK(push.push().empty());
    // Nobody has asked for it: what was removed stays so.
    CHECK(push.call(tib, "SubscribePush", asks(maja_lind, "Majas mobil", second, 5, true)).code() ==
          "not_found");
    CHECK(change_of(push.call(tib, "SubscribePush", asks(maja_lind, "Majas mobil", second, 6))) ==
          "ADDED");
    CHECK(change_of(push.call(tib, "UnsubscribePush", asks(maja_lind, "Majas mobil", "", 7))) ==
          "REMOVED");
    auto const none = push.call(tib, "UnsubscribePush", asks(maja_lind, "Majas mobil", "", 8));
    CHECK(none.code() == "not_found");
    CHECK(none.field() == "deviceName");
    CHECK(push.call(tib, "UnsubscribePush", asks(maja_lind, "", "", 9)).field() == "deviceName");
    CHECK(push.call(tib, "UnsubscribePush", asks(maja_lind, "Majas mobil", second, 10)).code() ==
          "invalid_argument");
}

TEST_CASE("the same command about a device twice is one act, also after what came between",
          "[server][push]") {
    PushDaemon push;
    auto const tib = push.daemon.tib("dalarna");
    auto const subscribe = asks(maja_lind, "Majas mobil", push.browser(), 1);
    auto const unsubscribe = asks(maja_lind, "Majas mobil", "", 2);
    auto const first = push.call(tib, "SubscribePush", subscribe);
    auto const removed = push.call(tib, "UnsubscribePush", unsubscribe);
    CHECK(change_of(removed) == "REMOVED");
    CHECK(push.call(tib, "SubscribePush", subscribe).body == first.body);
    CHECK(push.push().empty());  // a late repetition does not bring it back
    CHECK(push.call(tib, "UnsubscribePush", unsubscribe).body == removed.body);
    auto const reused =
        push.call(tib, "SubscribePush", asks(maja_lind, "Majas mobil", push.browser(), 1));
    CHECK(reused.code() == "already_exists");
    CHECK(reused.field() == "commandId");
    CHECK(push.call(push.daemon.tib("dalarna"), "SubscribePush", subscribe).code() ==
          "already_exists");  // another caller's
    auto const lines = push.daemon.book().history(maja_lind, 100);
    REQUIRE(lines.has_value());
    CHECK(std::ranges::count_if(lines->entries(), [](auto const& each) {
              return each.what().starts_with("push device");
          }) == 2);
}

TEST_CASE("devices of another organisation's officers are not one's own", "[server][push]") {
    PushDaemon push;
    auto const uppsala = push.daemon.tib("uppsala");
    auto const subscription = push.browser();
    auto const other = push.call(uppsala, "SubscribePush", asks(maja_lind, "m", subscription, 1));
    CHECK(other.code() == "permission_denied");
    CHECK(other.field() == "officerId");
    auto const stranger = push.call(uppsala, "SubscribePush", asks("nobody", "m", subscription, 2));
    CHECK(stranger.code() == "not_found");
    CHECK(stranger.field() == "officerId");
    CHECK(push.call(uppsala, "UnsubscribePush", asks(maja_lind, "m", "", 3)).code() ==
          "permission_denied");
    CHECK(push.call(uppsala, "ListDevices", R"({"officerId":"dalarna-tib-1"})").field() ==
          "officerId");
    for (auto const role : {v1::ROLE_OBSERVER, v1::ROLE_CONTROLLER}) {
        CHECK(push.call(push.daemon.token(role), "SubscribePush",
                        asks(maja_lind, "m", subscription, 4))
                  .code() == "permission_denied");
    }
    CHECK(push.push().empty());

    auto const admin = push.daemon.token(v1::ROLE_ADMIN);
    CHECK(push.call(admin, "SubscribePush", asks(maja_lind, "m", subscription, 5)).status == 200);
    CHECK(
        push.call(uppsala, "SubscribePush", asks("uppsala-tib-1", "m", push.browser(), 6)).status ==
        200);
    CHECK(push.call(admin, "ListDevices", "{}").json().at("devices").as_array().size() == 2);
    auto const own = push.call(uppsala, "ListDevices", "{}").json().at("devices").as_array();
    REQUIRE(own.size() == 1);
    CHECK(own[0].at("officerId").as_string() == "uppsala-tib-1");
    // Nothing would be sent to it: better said now than found out at night.
    auto const unused = push.call(push.daemon.token(v1::ROLE_BLOOD, "dalarna"), "SubscribePush",
                                  asks("dalarna-blood-1", "m", push.browser(), 7));
    CHECK(unused.code() == "failed_precondition");
    CHECK(unused.field() == "officerId");
}

TEST_CASE("devices are for officers of one's own party: only the administrator acts for all",
          "[server][push]") {
    PushDaemon push;
    auto const tib = push.daemon.tib("dalarna");
    REQUIRE(push.call(tib, "SubscribePush", asks(maja_lind, "m", push.browser(), 1)).status == 200);
    for (auto const& other : {push.daemon.token(v1::ROLE_BLOOD, "dalarna"),
                              push.daemon.token(v1::ROLE_NATIONAL, "socialstyrelsen"),
                              push.daemon.token(v1::ROLE_HOSPITAL, "falun")}) {
        auto const refused =
            push.call(other, "SubscribePush", asks(maja_lind, "theirs", push.browser(), 2));
        CHECK(refused.code() == "permission_denied");
        CHECK(refused.field() == "officerId");
        CHECK(push.call(other, "UnsubscribePush", asks(maja_lind, "m", "", 3)).code() ==
              "permission_denied");
        CHECK(push.call(other, "ListDevices", R"({"officerId":"dalarna-tib-1"})").code() ==
              "permission_denied");
        auto const listed = push.call(other, "ListDevices", "{}");
        CHECK(listed.status == 200);
        CHECK(listed.body.find(maja_lind) == std::string::npos);
    }
    CHECK(push.push().size() == 1);
    CHECK(push.call(tib, "SubscribePush", asks("dalarna-blood-1", "m", push.browser(), 4)).code() ==
          "permission_denied");
    // TiB and deputy of a region stand in for each other.
    auto const deputy = push.daemon.token(v1::ROLE_DEPUTY, "dalarna");
    CHECK(push.call(deputy, "ListDevices", "{}").json().at("devices").as_array().size() == 1);
    CHECK(change_of(push.call(deputy, "UnsubscribePush", asks(maja_lind, "m", "", 5))) ==
          "REMOVED");
}

TEST_CASE("a subscription that is none is refused by its field, and no secret is told back",
          "[server][push]") {
    PushDaemon push;
    auto const tib = push.daemon.tib("dalarna");
    for (
        std::string const bad :
        {"{}", "[]", "not json",
         R"({"endpoint":"http://10.0.0.1/push/s3cret-path","keys":{"p256dh":"BA","auth":"AA"}})",
         R"({"endpoint":"https://fcm.googleapis.com/s3cret-path","keys":{"auth":"s3cret-auth"}})"}) {
        CAPTURE(bad);
        auto const refused = push.call(tib, "SubscribePush", asks(maja_lind, "m", bad, 1));
        CHECK(refused.code() == "invalid_argument");
        CHECK(refused.field() == "subscription");
        CHECK(refused.body.find("s3cret") == std::string::npos);
    }
    auto const long_one = push.browser() + std::string(4096, ' ');
    CHECK(push.call(tib, "SubscribePush", asks(maja_lind, "m", long_one, 2)).field() ==
          "subscription");
    CHECK(push.call(tib, "SubscribePush", asks(maja_lind, "", push.browser(), 3)).field() ==
          "deviceName");
    CHECK(
        push.call(tib, "SubscribePush", asks(maja_lind, "two\nlines", push.browser(), 4)).field() ==
        "deviceName");
    CHECK(push.push().empty());
}

TEST_CASE("a subscription stands in the book alone, and is there after a restart of it",
          "[server][push]") {
    PushDaemon push;
    auto const subscription = push.browser();
    CHECK(push.call(push.daemon.tib("dalarna"), "SubscribePush",
                    asks(maja_lind, "m", subscription, 1))
              .status == 200);
    auto const again = contacts::ContactBook::open(push.daemon.data());
    REQUIRE(again.has_value());
    CHECK((*again)->addresses(maja_lind, v1::CHANNEL_PUSH) ==
          std::vector<std::string>{subscription});

    std::promise<std::string> snapshot;
    push.daemon.world().read([&](core::State const& state, v1::Durability) {
        snapshot.set_value(state.snapshot().SerializeAsString());
    });
    auto const endpoint_path = subscription.substr(subscription.find("/push/"), 20);
    CHECK(snapshot.get_future().get().find(endpoint_path) == std::string::npos);
    auto const history = push.call(push.daemon.tib("dalarna"), "ContactsHistory", "{}").body;
    CHECK(history.find("push device: m") != std::string::npos);
    CHECK(history.find(endpoint_path) == std::string::npos);
}

}  // namespace larm::server::test
