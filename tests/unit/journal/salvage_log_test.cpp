// A write-ahead log that is damaged when a daemon starts after a crash: SQLite takes it up to its
// first broken frame without a word, and empties it. What stands behind is read before that.
#include <algorithm>
#include <functional>

#include "engine/journal/schema.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t frame_bytes = page_bytes + 24;

/// What a daemon that was killed has left: a file, and a log with `commits` of one record each.
struct Killed : Place {
    explicit Killed(int commits) {
        Place const running;
        (void)open_log(running);  // its tables are in the file
        auto const log = open_log(running);
        for (auto commit_number = 0; commit_number < commits; ++commit_number) {
            auto one = commit(*log, 1).records;
            written.push_back(one.front());
        }
        for (auto const* const name : {"live.db", "live.db-wal"}) {
            fs::copy_file(running.data() / name, data() / name);
        }
    }

    [[nodiscard]] fs::path log_path() const { return data() / "live.db-wal"; }
    void damage(std::function<void(std::string&)> const& how) const {
        auto bytes = bytes_of(log_path());
        how(bytes);
        write_bytes(log_path(), bytes);
    }

    std::vector<Record> written;
};

bool has_kept_log(Place const& place) {
    return std::ranges::any_of(fs::directory_iterator{place.data()}, [](auto const& entry) {
        auto const name = entry.path().filename().string();
        return name.find(".corrupt-") != name.npos && name.ends_with("-wal");
    });
}

}  // namespace

TEST_CASE("events that stand behind damage in the log are not lost", "[journal][salvage][log]") {
    Killed const killed{150};
    auto const what = GENERATE(0, 1, 2, 3);
    CAPTURE(what);
    killed.damage([what](std::string& log) {
        auto const middle = 32 + log.size() / frame_bytes / 2 * frame_bytes;
        switch (what) {
            case 0: log[middle + 1000] ^= 1; break;
            case 1: log[18] ^= 1; break;  // the header's salt
            case 2: std::fill_n(log.begin(), page_bytes, '\0'); break;
            default:
                std::fill_n(log.begin() + static_cast<std::ptrdiff_t>(middle), frame_bytes, 'x');
        }
    });
    for (auto const start : {1, 2}) {
        CAPTURE(start);
        auto const log = open_log(killed, "", false);
        CHECK(read_all(*log) == killed.written);
        CHECK(log->status().mode == Durability::local);
        CHECK_FALSE(log->status().has_lost_events);
        CHECK(warns_of(*log, "behind the damage were read") == (start == 1));
    }
    CHECK(has_kept_log(killed));
    CHECK(verified(killed.journal()).seq == 150);
}

TEST_CASE("what is lost in a damaged log is said", "[journal][salvage][log]") {
    Killed const killed{150};
    killed.damage([](std::string& log) {
        auto const third = static_cast<std::ptrdiff_t>(log.size() / 3);
        std::fill_n(log.begin() + third, third, '\0');
    });
    auto const log = open_log(killed, "", false);
    CHECK(log->status().has_lost_events);
    CHECK(warns_of(*log, "or more are LOST"));
    auto const kept = read_all(*log);
    REQUIRE(kept.size() < 150);
    CHECK(std::ranges::equal(kept, std::span{killed.written}.first(kept.size())));
    CHECK(has_kept_log(killed));
}

TEST_CASE("a last commit that was cut off is no damage, and a whole log none either",
          "[journal][salvage][log]") {
    Killed const killed{50};
    auto const is_cut = GENERATE(false, true);
    CAPTURE(is_cut);
    if (is_cut) {
        killed.damage([](std::string& log) { log.resize(log.size() - 100); });
    }
    auto const log = open_log(killed, "", false);
    CHECK(log->head().seq == (is_cut ? 49 : 50));
    CHECK(log->status().warnings.empty());
    CHECK_FALSE(log->status().has_lost_events);
    CHECK_FALSE(has_kept_log(killed));
}

TEST_CASE("a journal that is gone beside its log is made anew from that",
          "[journal][salvage][log]") {
    Killed const killed{50};
    if (GENERATE(false, true)) {
        fs::remove(killed.journal());
    } else {
        write_bytes(killed.journal(), "");
    }
    auto const log = open_log(killed, "", false, "site-b");
    CHECK(read_all(*log) == killed.written);
    CHECK(warns_of(*log, "its log is not"));
    CHECK(log->status().has_lost_events);  // nobody can tell whose it was
    CHECK(commit(*log, 1).durability == Durability::local);
}

TEST_CASE("where no snapshot can be used, all that comes before it is checked",
          "[journal][salvage]") {
    Place const place;
    {
        auto const log = open_log(place);
        (void)commit(*log, 20);
        log->write_snapshot({10, 1, "ten", {}}, CommandSegment{1, 10, "a"}, now);
    }
    tamper(place.journal(), "UPDATE journal SET body = CAST('other' AS BLOB) WHERE seq = 5");
    {
        auto const log = open_log(place);
        CHECK(log->checked_from() == 10);
        CHECK(log->head().seq == 20);
    }
    DurableLogOptions options;
    options.journal = place.journal();
    options.fresh = identity();
    options.checks_all = true;
    auto const log = DurableLog::open(std::move(options), now);
    REQUIRE(log.has_value());
    CHECK((*log)->head().seq == 4);
    CHECK((*log)->checked_from() == 0);
}

TEST_CASE("a table that holds what it cannot is damage, and no reason not to start",
          "[journal][salvage]") {
    Place const place;
    {
        auto const log = open_log(place);
        (void)commit(*log, 5);
    }
    // As a page that was written to the wrong place: a text where a number belongs.
    tamper(place.journal(),
           "CREATE TABLE other(one INTEGER PRIMARY KEY, epoch, seq, hash); "
           "INSERT INTO other SELECT one, epoch, 'x', hash FROM head; DROP TABLE head; "
           "ALTER TABLE other RENAME TO head");
    auto const log = open_log(place);
    CHECK(log->head().seq == 5);
    CHECK(log->status().mode == Durability::local);
}

}  // namespace larm::journal::test
