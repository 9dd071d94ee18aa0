// The daemon's side when access.db fails: whoever was let in before is let in still.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/access/access_thread.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/access/daemon.hpp"
#include "tests/unit/access/support.hpp"

namespace larm::access::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

AccessOptions impatient(Directory const& directory) {
    return {.data_directory = directory.path(),
            .busy_timeout = core::milliseconds(20),
            .on_tokens_changed = {}};
}

}  // namespace

TEST_CASE("a daemon that finds no readable file starts, says so, and recovers", "[access][fault]") {
    Directory const directory;
    std::ofstream{directory.file()} << std::string(5000, 'x');
    HandClock clock;
    AccessThread access{impatient(directory), [&] { return clock.now(); }};
    auto const fault = access.status().read_fault;
    REQUIRE(fault);
    CHECK(fault->since == midnight);
    CHECK_THAT(fault->message, Catch::Contains("access.db"));
    CHECK(ask(access, unknown_secret()).error() == Denial::unreadable);

    fs::remove(directory.file());
    auto const created = mint(directory, tib_of("uppsala"));
    clock.advance(core::seconds(1));
    CHECK(ask(access, created.secret));
    CHECK_FALSE(access.status().read_fault);
}

TEST_CASE("when the file is gone, known tokens work and no empty file takes its place",
          "[access][fault]") {
    Directory const directory;
    auto const known = mint(directory, tib_of("uppsala"));
    HandClock clock;
    AccessThread access{impatient(directory), [&] { return clock.now(); }};
    fs::rename(directory.file(), directory.path() / "away.db");
    for (int i = 0; i < 3; ++i) {
        CHECK(ask(access, unknown_secret()).error() == Denial::unreadable);
        CHECK(ask(access, known.secret));
        CHECK(access.status().read_fault);
        CHECK_FALSE(fs::exists(directory.file()));
        clock.advance(core::seconds(1));
    }
    fs::rename(directory.path() / "away.db", directory.file());
    clock.advance(core::seconds(1));
    CHECK(ask(access, unknown_secret()).error() == Denial::unknown);
    CHECK_FALSE(access.status().read_fault);
}

TEST_CASE("a restored backup is taken up without a restart", "[access][fault]") {
    Directory const directory;
    auto const first = mint(directory, tib_of("uppsala"));
    fs::copy_file(directory.file(), directory.path() / "backup.db");
    auto const second = mint(directory, tib_of("dalarna"));
    HandClock clock;
    AccessThread access{impatient(directory), [&] { return clock.now(); }};
    REQUIRE(ask(access, second.secret));
    fs::rename(directory.path() / "backup.db", directory.file());
    CHECK(ask(access, unknown_secret()).error() == Denial::unknown);
    CHECK(ask(access, second.secret).error() == Denial::unknown);
    CHECK(ask(access, first.secret));
}

TEST_CASE("a file that is emptied or overwritten does not empty the cache", "[access][fault]") {
    Directory const directory;
    auto const known = mint(directory, tib_of("uppsala"));
    HandClock clock;
    AccessThread access{impatient(directory), [&] { return clock.now(); }};
    SECTION("emptied") {
        fs::resize_file(directory.file(), 0);
    }
    SECTION("overwritten") {
        std::ofstream stream{directory.file(), std::ios::binary | std::ios::in | std::ios::out};
        stream << std::string(fs::file_size(directory.file()), 'x');
    }
    for (int i = 0; i < 3; ++i) {
        CHECK(ask(access, unknown_secret()).error() == Denial::unreadable);
        CHECK(ask(access, known.secret));
        clock.advance(core::seconds(1));
    }
    CHECK(access.status().read_fault);
    CHECK(access.status().failures > 0);
}

TEST_CASE("a locked file costs unknown tokens a wait and known ones nothing", "[access][fault]") {
    Directory const directory;
    auto const known = mint(directory, tib_of("uppsala"));
    HandClock clock;
    AccessThread access{impatient(directory), [&] { return clock.now(); }};
    auto holder = open(directory);
    {
        REQUIRE(holder.run("BEGIN EXCLUSIVE", "locking"));
        CHECK(ask(access, unknown_secret()).error() == Denial::unreadable);
        CHECK(access.status().read_fault);
        CHECK(ask(access, known.secret));
        REQUIRE(holder.run("ROLLBACK", "unlocking"));
    }
    CHECK(ask(access, unknown_secret()).error() == Denial::unknown);
    CHECK_FALSE(access.status().read_fault);
}

TEST_CASE("refusals that cannot be written wait, and are written once when they can",
          "[access][fault]") {
    Directory const directory;
    HandClock clock;
    AccessThread access{impatient(directory), [&] { return clock.now(); }};
    auto holder = open(directory);
    {
        auto const held = Transaction::begin(holder, Transaction::Kind::write);
        access.audit(refusal(midnight, "tok_a", "A"));
        clock.advance(core::seconds(1));
        std::ignore = ask(access, unknown_secret());
        std::ignore = ask(access, unknown_secret());
        auto const status = access.status();
        REQUIRE(status.write_fault);
        CHECK_FALSE(status.read_fault);  // the lock lets readers in
        CHECK(status.refusals_written == 0);
    }
    access.audit(refusal(midnight, "tok_a", "A"));
    access.stop();
    CHECK_FALSE(access.status().write_fault);
    auto const rows = AuditLog{holder, 100}.list(10).value();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].count == 2);
}

}  // namespace larm::access::test
