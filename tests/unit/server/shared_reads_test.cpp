// Large replies: written once for all who ask the same, off the network's thread, and never older
// than what somebody has been told.
#include "engine/server/shared_reads.hpp"

#include <fmt/format.h>
#include <larm/v1/capacity.pb.h>
#include <larm/v1/exercise.pb.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds waits_max{10};
constexpr core::Instant now{1'795'478'400'000'000};
ReadKey const question{"GetCapacity", 5};

QueryAnswer large() {
    auto reply = std::make_unique<v1::ExportExerciseReply>();
    reply->set_content(std::string(100'000, 'x'));
    return reply;
}

QueryAnswer small() {
    return std::make_unique<v1::ExportExerciseReply>();
}

/// Those who ask, each with what it got.
class Room {
public:
    std::uint64_t enter() {
        auto& one = *all_.emplace_back(std::make_unique<One>(answers_));
        asio::co_spawn(io_, wait(one), asio::detached);
        return one.asker.number();
    }
    Encoded const& got(std::size_t index) {
        auto& answer = all_.at(index)->answer;
        auto const until = std::chrono::steady_clock::now() + waits_max;
        while (!answer) {
            REQUIRE(std::chrono::steady_clock::now() < until);
            io_.restart();
            (void)io_.run_one_for(std::chrono::milliseconds{20});
        }
        return *answer;
    }
    SharedReads& reads() { return reads_; }

private:
    struct One {
        explicit One(Answers<Encoded>& answers) : asker{answers} {}
        Answers<Encoded>::Asker asker;
        std::optional<Encoded> answer;
    };
    static asio::awaitable<void> wait(One& one) { one.answer = co_await one.asker.wait(waits_max); }

    asio::io_context io_;
    Answers<Encoded> answers_{io_};
    SharedReads reads_{io_, answers_};
    std::vector<std::unique_ptr<One>> all_;
};

}  // namespace

TEST_CASE("whoever asks the same gets the same bytes, while nothing has happened",
          "[server][reads]") {
    Room room;
    CHECK(room.reads().join(question, room.enter()));
    CHECK_FALSE(room.reads().join(question, room.enter()));
    CHECK(room.reads().join({"GetCapacity", 6}, room.enter()));  // something has happened since
    CHECK(room.reads().find(question, now) == nullptr);
    room.reads().answer(question, now, BodyType::json, large());
    auto const first = room.got(0);
    REQUIRE(first.has_value());
    CHECK(*room.got(1) == *first);
    CHECK(room.reads().find(question, now + SharedReads::kept_max) == *first);
    CHECK(room.reads().find({"GetCapacity", 6}, now) == nullptr);
    CHECK(room.reads().find({"GetTransfers", 5}, now) == nullptr);
    CHECK(room.reads().find(question, now + SharedReads::kept_max + core::Duration{1}) == nullptr);
    // And the next who asks begins anew.
    CHECK(room.reads().join(question, room.enter()));
}

TEST_CASE("what is small is not kept, and a refusal is for all who wait", "[server][reads]") {
    Room room;
    CHECK(room.reads().join(question, room.enter()));
    room.reads().answer(question, now, BodyType::json, small());
    CHECK(room.got(0).has_value());
    CHECK(room.reads().find(question, now) == nullptr);
    CHECK(room.reads().join(question, room.enter()));
    CHECK_FALSE(room.reads().join(question, room.enter()));
    CallError const none{ConnectCode::not_found, "no such incident", "", 0};
    room.reads().answer(question, now, BodyType::json, std::unexpected{none});
    CHECK_FALSE(room.got(1).has_value());
    CHECK_FALSE(room.got(2).has_value());
}

TEST_CASE("what is kept of large replies is bounded", "[server][reads]") {
    Room room;
    for (std::size_t each = 0; each * 100'000 < SharedReads::kept_bytes_max + 1'000'000; ++each) {
        ReadKey const key{fmt::format("q{}", each), 5};
        CHECK(room.reads().join(key, room.enter()));
        room.reads().answer(key, now, BodyType::proto, large());
        REQUIRE(room.got(each).has_value());
    }
    auto kept = 0;
    for (auto each = 0; each < 200; ++each) {
        kept += room.reads().find({fmt::format("q{}", each), 5}, now) != nullptr ? 1 : 0;
    }
    CHECK(kept > 100);
    CHECK(kept <= 167);
}

TEST_CASE("a reply never shows less than its asker has been told, however large it is",
          "[server][reads]") {
    TestDaemon daemon;
    Client tib{daemon.port(), daemon.tib("uppsala")};
    Client other{daemon.port(), daemon.tib("dalarna")};
    for (std::size_t known = 1; known <= 40; ++known) {
        auto const reported = tib.call(
            "IncidentService/ReportIncident",
            fmt::format(
                R"({{"commandId":"{}","regionId":"uppsala","report":{{"exactLocation":"{}"}}}})",
                fresh_uuid(), std::string(300, 'x')));
        REQUIRE(reported.status == 200);
        for (auto* const client : {&tib, &other, &tib}) {
            auto const list = client->call("IncidentService/ListIncidents", "{}");
            REQUIRE(list.status == 200);
            CHECK(list.json().at("incidents").as_array().size() == known);
        }
    }
}

TEST_CASE("one who asks in JSON and one who asks in binary get each their own form",
          "[server][reads]") {
    TestDaemon daemon;
    Client client{daemon.port(), daemon.tib("uppsala")};
    for (auto each = 0; each < 3; ++each) {
        auto const json = client.call("CapacityService/GetCapacity", "{}");
        REQUIRE(json.status == 200);
        CHECK(json.json().at("hospitals").as_array().size() >= 20);
        auto const binary = client.call_binary("CapacityService/GetCapacity", v1::GetCapacity{});
        v1::GetCapacityReply reply;
        REQUIRE(reply.ParseFromString(binary.body));
        CHECK(reply.hospitals_size() >= 20);
    }
}

}  // namespace larm::server::test
