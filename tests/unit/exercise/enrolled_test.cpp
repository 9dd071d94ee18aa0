// Devices that are enrolled for an exercise, over a real push service: what they get, and what they
// must never get.
#include <fmt/format.h>
#include <larm/v1/contact.pb.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json.hpp>
#include <concepts>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/delivery/channels/exercise_push.hpp"
#include "engine/delivery/channels/vapid.hpp"
#include "engine/delivery/channels/web_push.hpp"
#include "engine/server/doors/exercise_answers.hpp"
#include "simulators/gateways/push_service.hpp"
#include "simulators/gateways/push_service_browser.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/exercise/hall.hpp"

namespace larm::exercise::test {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace http = boost::beast::http;
namespace json = boost::json;
using namespace std::chrono_literals;
using gateways::PushBrowser;

// What the types hold apart.
static_assert(std::constructible_from<delivery::ExercisePushChannel, delivery::ExercisePushTools>);
static_assert(!std::constructible_from<delivery::ExercisePushChannel, delivery::PushTools>);
static_assert(!std::constructible_from<delivery::WebPushChannel<delivery::Live>,
                                       delivery::ExercisePushTools>);
static_assert(!std::convertible_to<EnrolledBook&, delivery::AddressBook&>);
static_assert(!std::convertible_to<contacts::ContactBook&, delivery::EnrolledDevices&>);
static_assert(
    !std::convertible_to<delivery::ExercisePushChannel*, delivery::Channel<delivery::Live>*>);
template <typename Channel, typename Message>
concept Takes = requires(Channel channel, Message const& message, delivery::Report report) {
    channel.send(message, report);
};
static_assert(Takes<delivery::ExercisePushChannel&, delivery::Message<delivery::Exercise>>);
static_assert(!Takes<delivery::ExercisePushChannel&, delivery::Message<delivery::Live>>);
static_assert(!Takes<delivery::ExercisePushChannel&, delivery::Message<delivery::RollCall>>);

constexpr auto public_url = "https://larm.example";
constexpr auto officer = "uppsala-tib-1";
constexpr auto quiet = 700ms;
constexpr auto comes_within = 20s;

bool has_mark_around(std::string_view text) {
    return text.starts_with("ÖVNING") && text.ends_with("ÖVNING");
}

/// A daemon's exercises, with a push service on loopback that takes nothing that is not right.
struct PushHall {
    PushHall() = default;

    void play_arboga(std::string const& world) {
        hall.load(text_of(shipped("arboga_2006")), world, "tib@uppsala");
        v1::Command start;
        start.mutable_start_exercise()->set_world_id(world);
        hall.steer(world, start);
    }
    void skip(std::string const& world, int seconds) {
        v1::Command command;
        command.mutable_skip_ahead()->set_world_id(world);
        command.mutable_skip_ahead()->set_seconds(seconds);
        hall.steer(world, command);
    }
    [[nodiscard]] PushBrowser browser() const { return {service.origin(), vapid.public_key()}; }
    void enrol(std::string const& world, PushBrowser const& browser) {
        v1::SubscribePush request;
        request.set_command_id(fmt::format("0193e000-0000-7000-8000-{:012x}", ++ids));
        request.set_officer_id(officer);
        request.set_device_name(fmt::format("telefon {}", ids));
        request.set_subscription(browser.subscription());
        auto const answer = hall.ask_desk(world, v1::ROLE_TIB, "uppsala", request);
        INFO((answer ? std::string{} : answer.error().message));
        REQUIRE(answer.has_value());
    }
    /// What has come by now, and a while after.
    std::vector<json::object> heard(PushBrowser& browser) {
        while (browser.next(quiet)) {
        }
        std::vector<json::object> all;
        for (auto const& text : browser.shown()) {
            all.push_back(json::parse(text).as_object());
        }
        CHECK(browser.unreadable() == 0);
        return all;
    }
    /// The same of a device that something must come to, however slow the machine is.
    std::vector<json::object> heard_some(PushBrowser& browser) {
        REQUIRE((!browser.shown().empty() || browser.next(comes_within)));
        return heard(browser);
    }
    [[nodiscard]] fs::path run_of(std::string const& world) const {
        return fs::directory_iterator {
            hall.data() / "exercises" / world
        } -> path();
    }

    gateways::PushService service;
    delivery::PushServices services{{service.origin()}};
    delivery::Vapid vapid{delivery::PushKey::generate(), "mailto:larm@region.example"};
    delivery::AnswerKeys keys{delivery::AnswerKeys::Secret{1, 2, 3}};
    Hall hall{PushSetup{vapid, services, public_url, keys}};
    int ids = 0;
};

std::string text_in(json::object const& push, char const* field) {
    return std::string{push.at(field).as_string()};
}

asio::awaitable<void> ask(server::Door& door, server::HttpRequest const& request,
                          std::optional<server::Response>& response) {
    response = co_await door.answer(request, "192.0.2.1");
}

/// What a service worker sends and gets.
server::Response post(Hall& hall, server::Door& door, std::string const& path,
                      std::string const& form) {
    server::HttpRequest request{http::verb::post, path, 11};
    request.set(http::field::accept, "application/json");
    request.set(http::field::content_type, "application/x-www-form-urlencoded");
    request.body() = form;
    request.prepare_payload();
    std::optional<server::Response> response;
    asio::co_spawn(hall.io(), ask(door, request, response), asio::detached);
    hall.until([&] { return response.has_value(); });
    return *response;
}

std::string path_in(json::object const& push) {
    return text_in(push, "answerUrl").substr(std::string_view{public_url}.size());
}

}  // namespace

TEST_CASE("a device that is enrolled for an exercise gets what is that exercise's, marked",
          "[exercise][push]") {
    PushHall night;
    night.play_arboga("ett");
    night.play_arboga("tva");
    auto first = night.browser();
    auto second = night.browser();
    night.enrol("ett", first);
    night.enrol("tva", second);

    night.skip("ett", 1200);
    auto const pushes = night.heard_some(first);
    CHECK(night.service.refused().empty());
    for (auto const& push : pushes) {
        CHECK(text_in(push, "kind") == "exercise");
        CHECK(text_in(push, "mark") == "ÖVNING");
        CHECK(has_mark_around(text_in(push, "title")));
        CHECK(has_mark_around(text_in(push, "body")));
        auto const& english = push.at("texts").as_object().at("en").as_object();
        CHECK(has_mark_around(text_in(english, "title")));
        CHECK(has_mark_around(text_in(english, "body")));
        CHECK(text_in(push, "answerUrl").starts_with("https://larm.example/o/ett/"));
    }
    CHECK(night.heard(second).empty());

    night.skip("tva", 1200);
    for (auto const& push : night.heard_some(second)) {
        CHECK(text_in(push, "answerUrl").starts_with("https://larm.example/o/tva/"));
    }
    for (auto const& push : night.heard(first)) {  // its own exercise plays on
        CHECK(text_in(push, "answerUrl").starts_with("https://larm.example/o/ett/"));
    }
}

TEST_CASE("an answer by an exercise's link is that exercise's, and no other's",
          "[exercise][push]") {
    PushHall night;
    night.play_arboga("ett");
    night.play_arboga("tva");
    auto device = night.browser();
    night.enrol("ett", device);
    night.skip("ett", 1200);
    night.skip("tva", 1200);
    auto const pushes = night.heard_some(device);
    auto const path = path_in(pushes.front());

    server::Clock const clock{[] { return core::Instant{1'790'000'000'000'000}; }};
    server::ExerciseAnswers door{night.hall.io(), clock};
    for (auto const* const world : {"ett", "tva"}) {
        auto const side = night.hall.side(world);
        REQUIRE(side.answer_keys != nullptr);
        door.open(world, side.world, *side.answer_keys);
    }
    auto elsewhere = path;
    elsewhere.replace(3, 3, "tva");
    CHECK(post(night.hall, door, elsewhere, "act=ack&form=1").status == 404);
    CHECK(
        post(night.hall, door, "/o/" + path.substr(path.rfind('/') + 1), "act=ack&form=1").status ==
        404);

    // Of an attempt that has been replaced by the next in the leap the world says nothing any more.
    auto const is_recorded = [&](json::object const& push) {
        return post(night.hall, door, path_in(push), "act=received&delivery=" + text_in(push, "id"))
                   .status == 200;
    };
    CHECK(std::ranges::any_of(pushes, is_recorded));
    auto const taken = post(night.hall, door, path, "act=ack&form=2");
    CHECK(taken.status == 200);
    auto const told = json::parse(taken.body).as_object();
    CHECK(told.at("registered").as_bool());
    CHECK(has_mark_around(text_in(told, "text")));

    door.close("ett");
    CHECK(post(night.hall, door, path, "act=ack&form=3").status == 404);
}

TEST_CASE("a live alarm breaks an exercise off on its devices too, and nothing comes after it",
          "[exercise][push]") {
    PushHall night;
    night.play_arboga("ett");
    auto device = night.browser();
    night.enrol("ett", device);
    // What waits to be tried again when it is broken off is not sent any more.
    night.service.behave({.says = 503});
    night.skip("ett", 1200);
    REQUIRE(night.service.wait_for_asked(1, 10s));
    night.hall.wait(1s);  // the leap is over
    night.service.behave({});
    night.hall.exercises().freeze_all("Övningen är avbruten: skarpt läge");
    night.hall.until(
        [&] { return night.hall.view("ett").record().phase() == v1::EXERCISE_PHASE_FROZEN; });
    night.hall.wait(3s);
    auto const pushes = night.heard_some(device);  // some may have been tried again just before
    auto const& last = pushes.back();
    CHECK(text_in(last, "kind") == "exercise");
    CHECK(text_in(last, "title").find("Övningen är avbruten: skarpt läge") != std::string::npos);
    CHECK(has_mark_around(text_in(last, "title")));
    CHECK(text_in(last, "answerUrl").empty());
    auto const asked = night.service.asked();
    night.hall.wait(2s);
    CHECK(night.service.asked() == asked);
}

TEST_CASE("enrolled devices come back with their exercise, and are gone when it is closed",
          "[exercise][push]") {
    PushHall night;
    night.play_arboga("ett");
    auto device = night.browser();
    night.enrol("ett", device);
    auto const kept = night.run_of("ett") / "contacts.db";
    REQUIRE(fs::exists(kept));
    CHECK_FALSE(fs::exists(night.hall.data() / "contacts.db"));

    night.hall.restart();
    night.hall.until([&] { return night.hall.is_open("ett"); });
    v1::Command start;
    start.mutable_start_exercise()->set_world_id("ett");
    night.hall.steer("ett", start);
    night.skip("ett", 1200);
    (void)night.heard_some(device);

    v1::Command end;
    end.mutable_end_exercise()->set_world_id("ett");
    night.hall.steer("ett", end);
    v1::CloseExercise close;
    close.set_world_id("ett");
    (void)night.hall.must<v1::CloseExerciseReply>(close);
    night.hall.until([&] { return !fs::exists(kept); });
    auto const before = night.heard(device).size();  // what was on its way when it was closed too
    night.play_arboga("ett");
    night.skip("ett", 1200);
    CHECK(night.heard(device).size() == before);
}

TEST_CASE("an exercise has its scenario's people, whoever asks for others", "[exercise][push]") {
    PushHall night;
    night.play_arboga("ett");
    v1::EraseOfficer erase;
    erase.set_officer_id(officer);
    auto const answer = night.hall.ask_desk("ett", v1::ROLE_ADMIN, "", erase);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().message.find("scenario") != std::string::npos);
}

}  // namespace larm::exercise::test
