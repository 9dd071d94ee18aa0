// The daemon's side while all is well: tokens that come and go, refusals on their way to the file.
#include "engine/access/access_thread.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/access/daemon.hpp"
#include "tests/unit/access/support.hpp"

namespace larm::access::test {
namespace {

using namespace std::chrono_literals;

AccessOptions options_for(Directory const& directory) {
    return {.data_directory = directory.path(), .on_tokens_changed = {}};
}

std::vector<FoldedRefusal> audited(Directory const& directory) {
    auto file = open(directory);
    return AuditLog{file, 1000}.list(1000).value();
}

}  // namespace

TEST_CASE("a token made before the daemon starts is known when it has started",
          "[access][thread]") {
    Directory const directory;
    auto const created = mint(directory, tib_of("uppsala", "Åsa"));
    HandClock clock;
    AccessThread const access{options_for(directory), [&] { return clock.now(); }};
    auto const found = access.tokens().find(created.secret, midnight);
    REQUIRE(found);
    CHECK(found->token_id == created.token_id);
    CHECK(found->role == v1::ROLE_TIB);
    CHECK(access.tokens().is_valid(created.token_id, midnight));
    CHECK_FALSE(access.status().read_fault);
}

TEST_CASE("a token made while the daemon runs works at once", "[access][thread]") {
    Directory const directory;
    HandClock clock;
    auto options = options_for(directory);
    options.look_every = core::seconds(3600);  // only the unknown token itself can bring it in
    AccessThread access{options, [&] { return clock.now(); }};
    for (auto const* const region : {"uppsala", "dalarna", "orebro"}) {
        auto const created = mint(directory, tib_of(region));
        auto const found = ask(access, created.secret);
        REQUIRE(found);
        CHECK(found->organisation == region);
    }
}

TEST_CASE("a secret that nobody was given is unknown, rubbish without a look", "[access][thread]") {
    Directory const directory;
    HandClock clock;
    auto options = options_for(directory);
    options.look_every = core::seconds(3600);
    AccessThread access{options, [&] { return clock.now(); }};
    auto const looks = access.status().looks;
    CHECK(ask(access, "").error() == Denial::unknown);
    CHECK(ask(access, std::string(100'000, 'x')).error() == Denial::unknown);
    CHECK(access.status().looks == looks);
    CHECK(ask(access, unknown_secret()).error() == Denial::unknown);
    CHECK(access.status().looks == looks + 1);
}

TEST_CASE("a revoked token stops within a second, and watchers are told to look",
          "[access][thread]") {
    Directory const directory;
    auto const revoked = mint(directory, tib_of("uppsala", "Åsa"));
    auto const kept = mint(directory, tib_of("dalarna", "Bo"));
    HandClock clock;
    Counter changes;
    auto options = options_for(directory);
    options.on_tokens_changed = [&] { changes.add(); };
    AccessThread access{options, [&] { return clock.now(); }};
    REQUIRE(changes.count() == 1);

    auto const started = std::chrono::steady_clock::now();
    revoke(directory, "Åsa");
    REQUIRE(changes.reaches(2, 10s));
    CHECK(std::chrono::steady_clock::now() - started < 1s);
    CHECK(ask(access, revoked.secret).error() == Denial::unknown);
    CHECK_FALSE(access.tokens().is_valid(revoked.token_id, midnight));
    CHECK(ask(access, kept.secret));
}

TEST_CASE("an expired token stops at its instant, without a look into the file",
          "[access][thread]") {
    Directory const directory;
    auto wanted = tib_of("uppsala");
    wanted.expires_at = midnight + core::seconds(10);
    auto const created = mint(directory, wanted);
    HandClock clock;
    AccessThread access{options_for(directory), [&] { return clock.now(); }};
    CHECK(ask(access, created.secret, midnight + core::seconds(9)));
    CHECK(ask(access, created.secret, midnight + core::seconds(10)).error() == Denial::expired);
    CHECK(access.tokens().is_valid(created.token_id, midnight + core::seconds(9)));
    CHECK_FALSE(access.tokens().is_valid(created.token_id, midnight + core::seconds(10)));
}

TEST_CASE("a flood of unknown tokens costs few looks, no reloads, and no answer is lost",
          "[access][thread]") {
    Directory const directory;
    HandClock clock;
    auto options = options_for(directory);
    options.lookups_max = 100;
    AccessThread access{options, [&] { return clock.now(); }};
    auto const before = access.status();
    Counter answers;
    std::atomic<int> turned_away = 0;
    constexpr int flood = 20'000;
    auto const started = std::chrono::steady_clock::now();
    for (int i = 0; i < flood; ++i) {
        access.authenticate(unknown_secret(), midnight, [&](auto found) {
            turned_away += !found && found.error() == Denial::unreadable ? 1 : 0;
            answers.add();
        });
    }
    REQUIRE(answers.reaches(flood, 30s));
    auto const took = std::chrono::steady_clock::now() - started;
    auto const after = access.status();
    CHECK(answers.count() == flood);
    CHECK(after.reloads == before.reloads);
    // One look for each gap of 50 ms that the flood lasted, and the two at its edges.
    CHECK(after.looks - before.looks <= static_cast<std::uint64_t>(took / 50ms) + 2);
    CHECK(after.lookups_turned_away == static_cast<std::uint64_t>(turned_away));
    CHECK(after.lookups_turned_away > 0);  // else the flood was none

    auto const created = mint(directory, tib_of("uppsala"));
    CHECK(ask(access, created.secret));
}

TEST_CASE("stopping writes the refusals that wait", "[access][thread]") {
    Directory const directory;
    HandClock clock;
    auto options = options_for(directory);
    options.look_every = core::seconds(3600);
    AccessThread access{options, [&] { return clock.now(); }};
    for (int i = 0; i < 1000; ++i) {
        access.audit(refusal(midnight, "tok_a", "AlarmService/Acknowledge"));
    }
    access.stop();
    access.stop();
    auto const rows = audited(directory);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].count == 1000);
    CHECK(access.status().refusals_written == 1000);
    CHECK(access.status().refusals_dropped == 0);
}

TEST_CASE("after stopping, known tokens work and unknown ones are told to try again",
          "[access][thread]") {
    Directory const directory;
    auto const known = mint(directory, tib_of("uppsala"));
    HandClock clock;
    AccessThread access{options_for(directory), [&] { return clock.now(); }};
    access.stop();
    CHECK(ask(access, known.secret));
    CHECK(ask(access, unknown_secret()).error() == Denial::unreadable);
}

TEST_CASE("refusals reach the file while the daemon runs, at most once per period",
          "[access][thread]") {
    Directory const directory;
    HandClock clock;
    AccessThread access{options_for(directory), [&] { return clock.now(); }};
    std::ignore = ask(access, unknown_secret());  // the first round has come to its end, or nearly
    std::ignore = ask(access, unknown_secret());
    access.audit(refusal(midnight, "tok_a", "A"));
    std::ignore = ask(access, unknown_secret());
    std::ignore = ask(access, unknown_secret());
    CHECK(access.status().refusals_written == 0);  // the period is not over by this clock

    clock.advance(core::seconds(1));
    std::ignore = ask(access, unknown_secret());
    std::ignore =
        ask(access, unknown_secret());  // answered before its round writes: the one before has
    CHECK(access.status().refusals_written == 1);
    CHECK(audited(directory).size() == 1);
}

}  // namespace larm::access::test
