// The live world's threads on real files: many callers, failing disks, drain, time.
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <sstream>
#include <thread>

#include "engine/journal/verify.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/failing_vfs.hpp"
#include "tests/unit/world/support.hpp"

namespace larm::world::test {
namespace {

using larm::test::FailingVfs;

v1::CommandReply must(LiveWorld& live, v1::Command const& command) {
    auto reply = live.submit_and_wait(command);
    INFO((reply ? "" : reply.error().message));
    REQUIRE(reply.has_value());
    return *reply;
}

std::int64_t verified_events(Place const& place) {
    auto const report = journal::verify(place.journal());
    REQUIRE(report.has_value());
    INFO(report->reason);
    REQUIRE(report->is_good());
    return report->events;
}

/// Waits for a mode by asking for it; the log's thread looks for its disk twice a second.
bool comes_to(LiveWorld& live, v1::Durability durability) {
    return eventually([&] { return live.log_health().durability == durability; });
}

}  // namespace

TEST_CASE("what many callers were promised stands in the journal after the end", "[world][live]") {
    Place const place;
    Ports ports;
    constexpr int callers = 8;
    constexpr int each = 50;
    std::atomic<int> accepted = 0;
    {
        auto const live = open_live(place, ports);
        (void)live->submit_and_wait(activation());
        auto const incident = must(*live, from_client(larm::test::confirm("uppsala")));
        std::vector<v1::Command> commands;
        for (int count = 0; count < callers * each; ++count) {
            commands.push_back(
                from_client(larm::test::commit(incident.incident_id(), "dalarna", 1)));
        }
        std::vector<std::thread> threads;
        for (int caller = 0; caller < callers; ++caller) {
            threads.emplace_back([&, caller] {
                for (int count = 0; count < each; ++count) {
                    auto const& command = commands[static_cast<std::size_t>(caller * each + count)];
                    accepted += live->submit_and_wait(command).has_value() ? 1 : 0;
                }
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
        std::promise<int> firm;
        live->read([&](core::State const& state, v1::Durability) {
            firm.set_value(
                state.incident(incident.incident_id())->transports_of("dalarna")->firm());
        });
        CHECK(firm.get_future().get() == callers * each);
        live->drain();
        CHECK_FALSE(live->submit_and_wait(from_client(larm::test::confirm("uppsala"))).has_value());
    }
    CHECK(accepted == callers * each);
    CHECK(verified_events(place) > callers * each);
}

TEST_CASE("with fsync failing the alarm goes into the spill, and home without a restart",
          "[world][live][disk]") {
    Place const place;
    Ports ports;
    FailingVfs vfs{"live-sync"};
    auto options = live_options(place);
    options.log.vfs = vfs.name();
    auto const live = open_live(place, ports, options);
    (void)live->submit_and_wait(activation());
    CHECK(must(*live, from_client(larm::test::confirm("uppsala"))).durability() ==
          v1::DURABILITY_LOCAL);
    vfs.fail_syncs(1'000'000);
    auto const spilled = must(*live, from_client(larm::test::confirm("dalarna")));
    CHECK(spilled.durability() == v1::DURABILITY_SPILL);
    CHECK(live->log_health().trouble.size() > 0);
    vfs.fail_syncs(0);
    REQUIRE(comes_to(*live, v1::DURABILITY_LOCAL));
    CHECK(must(*live, from_client(larm::test::confirm("gavleborg"))).durability() ==
          v1::DURABILITY_LOCAL);
    live->drain();
    CHECK(verified_events(place) >= spilled.seq());
}

TEST_CASE("each change of durability is one line in the log", "[world][live][disk]") {
    Place const place;
    Ports ports;
    FailingVfs vfs{"live-logged"};
    std::ostringstream log;
    auto const usual = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
    {
        auto options = live_options(place);
        options.log.vfs = vfs.name();
        auto const live = open_live(place, ports, options);
        (void)live->submit_and_wait(activation());
        vfs.fail_syncs(1'000'000);
        for (auto const* const region : {"dalarna", "uppsala", "gavleborg"}) {
            CHECK(must(*live, from_client(larm::test::confirm(region))).durability() ==
                  v1::DURABILITY_SPILL);
        }
        vfs.fail_syncs(0);
        REQUIRE(comes_to(*live, v1::DURABILITY_LOCAL));
        live->drain();
    }
    spdlog::set_default_logger(usual);
    auto const count = [text = log.str()](std::string_view words) {
        int found = 0;
        for (auto at = text.find(words); at != text.npos; at = text.find(words, at + 1)) {
            ++found;
        }
        return found;
    };
    INFO(log.str());
    CHECK(count("event=journal_mode durability=DURABILITY_SPILL") == 1);
    CHECK(count("event=journal_mode durability=DURABILITY_LOCAL") == 1);
    CHECK(count("event=journal_") - count("event=journal_head") == 2);
}

TEST_CASE("a world that is never at rest comes home too", "[world][live][disk]") {
    Place const place;
    Ports ports;
    FailingVfs vfs{"live-busy"};
    auto options = live_options(place);
    options.log.vfs = vfs.name();
    auto const live = open_live(place, ports, options);
    (void)live->submit_and_wait(activation());
    auto const incident = must(*live, from_client(larm::test::confirm("uppsala"))).incident_id();
    vfs.fail_syncs(1);
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    auto const commit = [&] {
        return must(*live, from_client(larm::test::commit(incident, "dalarna", 1))).durability();
    };
    CHECK(commit() == v1::DURABILITY_SPILL);
    auto durability = v1::DURABILITY_SPILL;
    while (durability != v1::DURABILITY_LOCAL && std::chrono::steady_clock::now() < until) {
        durability = commit();
    }
    CHECK(durability == v1::DURABILITY_LOCAL);
    live->drain();
    (void)verified_events(place);
}

TEST_CASE("where nobody is told, every reply says so", "[world][live]") {
    Place const place;
    Ports ports;
    auto const live = open_live(place, ports, live_options(place));
    (void)live->submit_and_wait(activation());
    CHECK(must(*live, from_client(larm::test::confirm("dalarna"))).notice().empty());
    live->say_in_replies("ring själv");
    CHECK(must(*live, from_client(larm::test::confirm("uppsala"))).notice() == "ring själv");
}

TEST_CASE("a disk that hangs without failing does not hold up the alarm", "[world][live][disk]") {
    Place const place;
    Ports ports;
    FailingVfs vfs{"live-hung"};
    auto options = live_options(place);
    options.log.vfs = vfs.name();
    options.hang_max = core::milliseconds(500);  // a busy machine is no hung disk
    auto const live = open_live(place, ports, options);
    (void)live->submit_and_wait(activation());
    vfs.set_hung(true);
    auto const first = must(*live, from_client(larm::test::confirm("dalarna")));
    auto const second = must(*live, from_client(larm::test::confirm("uppsala")));
    CHECK(first.durability() == v1::DURABILITY_NONE);
    CHECK(second.durability() == v1::DURABILITY_NONE);
    CHECK(live->log_health().durability == v1::DURABILITY_NONE);
    CHECK(live->log_health().trouble.find("skriv ner") != std::string::npos);
    vfs.set_hung(false);
    REQUIRE(comes_to(*live, v1::DURABILITY_LOCAL));
    auto const third = must(*live, from_client(larm::test::confirm("gavleborg")));
    CHECK(third.durability() == v1::DURABILITY_LOCAL);
    live->drain();
    CHECK(verified_events(place) >= third.seq());
}

TEST_CASE("a disk that stutters is used again while what it held up still waits",
          "[world][live][disk]") {
    Place const place;
    Ports ports;
    FailingVfs vfs{"live-stutter"};
    auto options = live_options(place);
    options.log.vfs = vfs.name();
    options.hang_max = core::seconds(2);
    auto const live = open_live(place, ports, options);
    (void)live->submit_and_wait(activation());
    auto const waits_in_sync = [&vfs](int count) {
        auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (vfs.syncs() < count && std::chrono::steady_clock::now() < until) {
            std::this_thread::yield();
        }
        return vfs.syncs() >= count;
    };
    auto const before = vfs.syncs();
    vfs.set_hung(true);
    for (auto const* const region : {"dalarna", "uppsala", "gavleborg"}) {
        CHECK(must(*live, from_client(larm::test::confirm(region))).durability() ==
              v1::DURABILITY_NONE);
    }
    REQUIRE(waits_in_sync(before + 1));
    vfs.let_through(1);
    REQUIRE(waits_in_sync(before + 2));  // the first has answered, the second waits
    std::promise<Reply> answered;
    auto answer = answered.get_future();
    live->submit(from_client(larm::test::confirm("uppsala")),
                 [&answered](Reply reply) { answered.set_value(std::move(reply)); });
    // It is not given up at once, as what came while nothing answered was.
    CHECK(answer.wait_for(std::chrono::milliseconds{500}) == std::future_status::timeout);
    vfs.set_hung(false);
    auto const reply = answer.get();
    REQUIRE(reply.has_value());
    auto const& fourth = *reply;
    CHECK(fourth.durability() == v1::DURABILITY_LOCAL);
    REQUIRE(comes_to(*live, v1::DURABILITY_LOCAL));
    live->drain();
    CHECK(verified_events(place) >= fourth.seq());
}

TEST_CASE("without a spill the alarm goes on in memory and is written down when it can be",
          "[world][live][disk]") {
    Place const place;
    Ports ports;
    FailingVfs vfs{"live-none"};
    auto options = live_options(place);
    options.log.vfs = vfs.name();
    options.log.spill_dir.reset();
    auto const live = open_live(place, ports, options);
    (void)live->submit_and_wait(activation());
    vfs.fail_syncs(1'000'000);
    auto const reply = must(*live, from_client(larm::test::confirm("dalarna")));
    CHECK(reply.durability() == v1::DURABILITY_NONE);
    CHECK(reply.notice().find("Skriv ner detta") == 0);
    vfs.fail_syncs(0);
    REQUIRE(comes_to(*live, v1::DURABILITY_LOCAL));
    live->drain();
    CHECK(verified_events(place) >= reply.seq());
}

TEST_CASE("a deadline fires by itself, in engine time", "[world][live]") {
    Place const place;
    Ports ports;
    std::atomic<std::int64_t> offset_us = 0;
    auto options = live_options(place);
    options.clocks = [&offset_us] {
        auto reading = read_clocks();
        reading.wall_us += offset_us;
        reading.steady_us += offset_us;
        return reading;
    };
    auto const live = open_live(place, ports, options);
    (void)live->submit_and_wait(activation());
    auto const incident = must(*live, from_client(larm::test::confirm("uppsala"))).incident_id();
    auto const attempts = [&] {
        std::promise<int> sum;
        live->read([&](core::State const& state, v1::Durability) {
            int all = 0;
            for (auto const& chase : state.incident(incident)->chases) {
                all += chase.attempt;
            }
            sum.set_value(all);
        });
        return sum.get_future().get();
    };
    auto const before = attempts();
    offset_us = 61'000'000;  // the first rung after the alarm has come due
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (attempts() == before && std::chrono::steady_clock::now() < until) {
    }
    CHECK(attempts() > before);
    live->drain();
}

TEST_CASE("a wall clock that is set forward by hours holds no chases and fires no deadlines",
          "[world][live]") {
    Place const place;
    Ports ports;
    std::atomic<std::int64_t> offset_us = 0;
    auto options = live_options(place);
    options.clocks = [&offset_us] {
        auto reading = read_clocks();
        reading.wall_us += offset_us;
        return reading;
    };
    auto const events_of = [&](LiveWorld& live) {
        std::promise<std::int64_t> seq;
        live.read([&](core::State const& state, v1::Durability) { seq.set_value(state.seq()); });
        return seq.get_future().get();
    };
    {
        auto const live = open_live(place, ports, options);
        (void)live->submit_and_wait(activation());
        auto const id = must(*live, from_client(larm::test::confirm("uppsala"))).incident_id();
        auto const before = events_of(*live);
        offset_us = 7 * 3600 * 1'000'000LL;
        must(*live, from_client(larm::test::acknowledge(id, "tib@dalarna")));
        CHECK(events_of(*live) == before + 2);  // that the clocks went apart, and the answer
        CHECK(live->figures().incidents_held == 0);
    }
    // At the next start nobody can tell the wall from an outage: then it is an outage.
    auto const live = open_live(place, ports, options);
    (void)events_of(*live);
    (void)live->submit_and_wait(activation());
    CHECK(live->figures().incidents_held == 1);
}

TEST_CASE("after a restart what is only in the spill is still said to be", "[world][live][disk]") {
    Place const place;
    Ports ports;
    FailingVfs vfs{"live-restart"};
    auto options = live_options(place);
    options.log.vfs = vfs.name();
    auto const command = from_client(larm::test::confirm("dalarna"));
    {
        auto const live = open_live(place, ports, options);
        (void)live->submit_and_wait(activation());
        vfs.set_full(true);
        CHECK(must(*live, command).durability() == v1::DURABILITY_SPILL);
    }
    {
        auto const live = open_live(place, ports, options);
        CHECK(must(*live, command).durability() == v1::DURABILITY_SPILL);
        vfs.set_full(false);
        REQUIRE(comes_to(*live, v1::DURABILITY_LOCAL));
        // The world hears of it a moment after the log, and says the worse of the two till then.
        CHECK(
            eventually([&] { return must(*live, command).durability() == v1::DURABILITY_LOCAL; }));
    }
    (void)verified_events(place);
}

TEST_CASE("a second world on the same journal is refused", "[world][live]") {
    Place const place;
    Ports ports;
    auto const live = open_live(place, ports);
    auto const second = LiveWorld::open(live_options(place), ports, ports);
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().kind == journal::JournalErrorKind::locked);
}

TEST_CASE("a full queue refuses at once, and says what to do", "[world][live]") {
    Place const place;
    Ports ports;
    auto options = live_options(place);
    options.commands_max = 0;
    auto const live = open_live(place, ports, options);
    CHECK(live->submit_and_wait(activation()).has_value());  // the engine's own get through
    auto const refused = live->submit_and_wait(from_client(larm::test::confirm("uppsala")));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == core::Code::resource_exhausted);
    live->drain();
}

}  // namespace larm::world::test
