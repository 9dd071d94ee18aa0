// How it stood: the journal played up to an event or an instant, forwards, backwards, and with
// little room; always the state that was, to the byte.
#include "engine/world/playback.hpp"

#include <vector>

#include "engine/core/view.hpp"
#include "engine/world/record_maker.hpp"
#include "engine/world/restore.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/world/support.hpp"

namespace larm::world::test {
namespace {

bool always() {
    return true;
}

/// As the live world would have told it after each of its events, in order; [0] is event 1.
struct Recorded {
    std::vector<std::string> snapshots;
    std::vector<std::string> hashes;
    std::vector<std::int64_t> at_us;
    std::string first_incident;

    explicit Recorded(std::filesystem::path const& file) {
        auto const journal = journal::SqliteJournal::open(file, journal::OpenMode::read_only);
        REQUIRE(journal.has_value());
        core::State state;
        REQUIRE((*journal)->read(1, [&](journal::Record const& record) {
            v1::Event event;
            REQUIRE(event.ParseFromString(record.body));
            state.evolve(event, record.seq);
            snapshots.push_back(core::watch_snapshot(state).SerializeAsString());
            hashes.push_back(journal::hex(state_hash(state)));
            at_us.push_back(state.at().us);
            if (first_incident.empty() && !state.incidents().empty()) {
                first_incident = state.incidents().front().id;
            }
            return true;
        }));
    }
    [[nodiscard]] std::int64_t last() const { return static_cast<std::int64_t>(hashes.size()); }
};

/// Several alarms answered and stood down; snapshots of the journal's in between.
void live_through(Place const& place, int incidents, std::int64_t snapshot_events) {
    Ports ports;
    auto options = live_options(place);
    options.snapshot_events = snapshot_events;
    auto const live = open_live(place, ports, options);
    (void)live->submit_and_wait(activation());
    auto const must = [&](v1::Command const& command) {
        auto reply = live->submit_and_wait(from_client(command));
        REQUIRE(reply.has_value());
        return reply->incident_id();
    };
    for (int round = 0; round < incidents; ++round) {
        auto const id = must(larm::test::confirm("uppsala"));
        must(larm::test::acknowledge(id, "tib@dalarna"));
        must(larm::test::commit(id, "dalarna", 5));
        if (round % 2 == 0) {
            must(larm::test::stand_down(id, "uppsala"));
        }
    }
    live->drain();
}

v1::GetStateAt after(std::int64_t seq) {
    v1::GetStateAt asked;
    asked.set_seq(seq);
    return asked;
}

v1::GetStateAt at(std::int64_t us) {
    v1::GetStateAt asked;
    asked.set_at_us(us);
    return asked;
}

void expect_as_it_was(Playback& playback, Recorded const& was, std::int64_t seq) {
    CAPTURE(seq);
    auto const reply = playback.look(after(seq), {}, always);
    INFO((reply ? "" : reply.error().message));
    REQUIRE(reply.has_value());
    auto const index = static_cast<std::size_t>(seq - 1);
    CHECK(reply->seq() == seq);
    CHECK(reply->at_us() == was.at_us[index]);
    CHECK(reply->snapshot().SerializeAsString() == was.snapshots[index]);
    CHECK(reply->state_hash() == was.hashes[index]);
}

std::string fault(Playback& playback, v1::GetStateAt const& asked, core::Instant now = {}) {
    auto const reply = playback.look(asked, now, always);
    REQUIRE_FALSE(reply.has_value());
    return reply.error().field + ": " + reply.error().message;
}

}  // namespace

TEST_CASE("every event is played as it was, forwards, backwards and at random",
          "[world][playback]") {
    Place const place;
    live_through(place, 9, 20);
    Recorded const was{place.journal()};
    REQUIRE(was.last() > 60);
    // Room for all, for one state alone, and where only the journal's own snapshots are at hand.
    for (auto const& limits :
         {PlaybackLimits{.kept_bytes_max = 64UZ << 20U, .keep_every = 7},
          PlaybackLimits{.kept_bytes_max = 1, .keep_every = 7}, PlaybackLimits{}}) {
        CAPTURE(limits.kept_bytes_max, limits.keep_every);
        Playback playback{place.journal(), limits};
        for (auto seq = std::int64_t{1}; seq <= was.last(); ++seq) {
            expect_as_it_was(playback, was, seq);
        }
        for (auto seq = was.last(); seq >= 1; --seq) {
            expect_as_it_was(playback, was, seq);
        }
        for (std::int64_t step = 0; step < was.last(); ++step) {
            expect_as_it_was(playback, was, 1 + (step * 37) % was.last());
        }
        playback.forget();
        expect_as_it_was(playback, was, was.last() / 2);
    }
}

TEST_CASE("a long way begins at the journal's own snapshot, and a way back at one that was kept",
          "[world][playback]") {
    Place const place;
    live_through(place, 9, 20);
    Recorded const was{place.journal()};
    Playback playback{place.journal(),
                      PlaybackLimits{.kept_bytes_max = 64UZ << 20U, .keep_every = 7}};
    std::int64_t folded = 0;
    auto const folded_to = [&](std::int64_t seq) {
        folded = 0;
        auto const reply = playback.look(after(seq), {}, [&] { return ++folded > 0; });
        REQUIRE(reply.has_value());
        CHECK(reply->state_hash() == was.hashes[static_cast<std::size_t>(seq - 1)]);
        return folded;
    };
    CHECK(folded_to(was.last()) < was.last() / 2);
    CHECK(folded_to(was.last()) == 0);
    CHECK(folded_to(1) == 1);
    // Once, from the beginning, or from the journal's own snapshot where that was taken so early.
    CHECK(folded_to(was.last() - 20) > 1);
    CHECK(folded_to(was.last() - 30) < 30);
    CHECK(folded_to(was.last() - 29) == 1);
}

TEST_CASE("an instant has every event up to it and none after", "[world][playback]") {
    Place const place;
    live_through(place, 3, 10'000);
    Recorded const was{place.journal()};
    Playback playback{place.journal()};
    for (std::size_t index = 0; index < was.at_us.size(); ++index) {
        auto const us = was.at_us[index];
        auto const reply = playback.look(at(us), {}, always);
        REQUIRE(reply.has_value());
        auto const later = std::ranges::upper_bound(was.at_us, us);
        CHECK(reply->seq() == later - was.at_us.begin());
        CHECK(reply->at_us() == us);
    }
    // After the last event it stands as that has left it, as far as anything is known.
    auto const end = was.at_us.back();
    CHECK(playback.look(at(end + 5), core::Instant{end + 5}, always)->seq() == was.last());
}

TEST_CASE("an incident that is over is shown where it is asked for", "[world][playback]") {
    Place const place;
    live_through(place, 2, 10'000);
    Recorded const was{place.journal()};
    Playback playback{place.journal()};
    auto asked = after(was.last());
    asked.set_incident_id(was.first_incident);
    auto const reply = playback.look(asked, {}, always);
    REQUIRE(reply.has_value());
    REQUIRE(reply->snapshot().incidents_size() == 1);
    CHECK(reply->snapshot().incidents(0).incident_id() == was.first_incident);
    CHECK(reply->snapshot().incidents(0).phase() == v1::INCIDENT_PHASE_STOOD_DOWN);
    CHECK(reply->state_hash() == was.hashes.back());  // of the whole, whatever is shown of it

    asked.set_seq(1);
    auto const before = playback.look(asked, {}, always);
    REQUIRE_FALSE(before.has_value());
    CHECK(before.error().kind == PlaybackErrorKind::unknown_incident);
    CHECK(before.error().message.starts_with("no such incident up to event 1, 20"));
}

TEST_CASE("an exercise is played without what its players did not see", "[world][playback]") {
    Place const place;
    std::vector<v1::Event> events(4);
    for (auto& event : events) {
        event.set_at_us(began.us);
    }
    events[0].mutable_exercise_opened()->mutable_exercise()->set_scenario_id("volendam_2001");
    auto& given = *events[1].mutable_inject_given()->mutable_inject();
    given.set_inject_id("1");
    given.set_state(v1::INJECT_STATE_GIVEN);
    given.set_cause(v1::INJECT_CAUSE_BY_HAND);
    events[2].mutable_inject_judged()->set_inject_id("1");
    events[2].mutable_inject_judged()->set_result(v1::INJECT_RESULT_NOT_DONE);
    events[3].mutable_observation_noted()->mutable_observation()->set_text("Ingen ringde");
    {
        journal::OpenOptions open;
        open.identity_if_new = journal::Identity{"site", "instance", began};
        std::filesystem::create_directories(place.journal().parent_path());
        auto const file = journal::SqliteJournal::open(
            place.journal(), journal::OpenMode::read_write, std::move(open));
        REQUIRE(file.has_value());
        RecordMaker maker{(*file)->site(), 0, 0};
        std::vector<journal::Record> records;
        for (auto const& event : events) {
            records.push_back(maker.make(event, static_cast<std::int64_t>(records.size()) + 1));
        }
        REQUIRE((*file)->append((*file)->epoch(), {}, records).has_value());
    }
    Playback playback{place.journal()};
    auto const reply = playback.look(after(4), {}, always);
    REQUIRE(reply.has_value());
    auto const& exercise = reply->snapshot().exercise();
    CHECK(exercise.scenario_id() == "volendam_2001");
    REQUIRE(exercise.injects_size() == 1);
    CHECK(exercise.injects(0).cause() == v1::INJECT_CAUSE_UNSPECIFIED);
    CHECK(exercise.injects(0).result() == v1::INJECT_RESULT_UNSPECIFIED);
    CHECK(exercise.observations_size() == 0);
}

TEST_CASE("what cannot be played is refused with what to do", "[world][playback]") {
    Place const place;
    Playback nothing{place.journal()};
    auto const missing = nothing.look(after(1), {}, always);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().kind == PlaybackErrorKind::unreadable);

    live_through(place, 1, 10'000);
    Recorded const was{place.journal()};
    Playback playback{place.journal()};
    CHECK(fault(playback, {}) == "at_us: give exactly one of atUs and seq");
    auto both = after(1);
    both.set_at_us(was.at_us.front());
    CHECK(fault(playback, both) == "at_us: give exactly one of atUs and seq");
    CHECK(fault(playback, after(was.last() + 1)) ==
          "seq: the journal ends with event " + std::to_string(was.last()));
    CHECK(fault(playback, at(was.at_us.front() - 1))
              .starts_with("at_us: the journal begins later, 20"));
    CHECK(fault(playback, at(was.at_us.back() + 1))
              .starts_with("at_us: the journal ends before that, 20"));
    auto const now = core::Instant{was.at_us.back() + 5};
    CHECK(fault(playback, at(now.us + 1), now)
              .starts_with("at_us: that is still to come: it is now 20"));
}

TEST_CASE("a look that takes too long says how far it came, and the next goes on from there",
          "[world][playback]") {
    Place const place;
    live_through(place, 2, 10'000);
    Recorded const was{place.journal()};
    Playback playback{place.journal()};
    int left = 10;
    auto const stopped = playback.look(after(was.last()), {}, [&] { return left-- > 0; });
    REQUIRE_FALSE(stopped.has_value());
    CHECK(stopped.error().kind == PlaybackErrorKind::unfinished);
    CHECK(stopped.error().message.starts_with("played up to event 10 of "));
    int events = 0;
    auto const whole = playback.look(after(was.last()), {}, [&] { return ++events > 0; });
    REQUIRE(whole.has_value());
    CHECK(events == was.last() - 10);
    CHECK(whole->state_hash() == was.hashes.back());
}

}  // namespace larm::world::test
