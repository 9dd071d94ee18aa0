// The keeper on a live world and a book: current, and no more than that.
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <future>
#include <iterator>
#include <thread>

#include "engine/larmd/fallback_keeper.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/world/support.hpp"

namespace larm::larmd::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using world::test::activation;
using world::test::from_client;

std::string text_of(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

bool comes_true(std::function<bool()> const& what) {
    auto const until = std::chrono::steady_clock::now() + 10s;
    while (!what()) {
        if (std::chrono::steady_clock::now() > until) {
            return false;
        }
        std::this_thread::yield();
    }
    return true;
}

v1::Contacts maja(std::string const& number) {
    v1::Contacts people;
    auto& officer = *people.add_officers();
    officer.set_id("officer-dalarna");
    officer.set_party("tib@dalarna");
    officer.set_name("Maja Lövgren");
    auto& address = *officer.add_addresses();
    address.set_channel(v1::CHANNEL_VOICE);
    address.set_value(number);
    return people;
}

/// A world with the test pack and one TiB, whose keeper looks often.
struct Kept {
    Kept() {
        REQUIRE(live->submit_and_wait(activation()).has_value());
        v1::Command seed;
        auto& officer = *seed.mutable_seed_duty()->add_officers();
        officer.set_party("tib@dalarna");
        officer.set_officer_id("officer-dalarna");
        officer.set_on_duty(true);
        REQUIRE(live->submit_and_wait(std::move(seed)).has_value());
        take(maja("+46701740605"));
    }
    void take(v1::Contacts const& people) const {
        REQUIRE(book->take_file(people, contacts::ContactBook::When::reload, {1}).has_value());
    }
    [[nodiscard]] KeeperContext context() {
        return {.world = *live,
                .book = *book,
                .folder = folder(),
                .clock = [this] { return core::Instant{world::test::began.us + clock_us++}; },
                .on_trouble =
                    [this](std::string trouble) {
                        std::lock_guard const lock{mutex};
                        troubles.push_back(std::move(trouble));
                    },
                .look_every = 1ms,
                .write_every = 1ms};
    }
    [[nodiscard]] fs::path folder() const { return place.path() / "fallback"; }
    [[nodiscard]] std::string html(std::string const& region) const {
        return text_of(folder() / (region + ".html"));
    }
    [[nodiscard]] bool comes_to_say(std::string const& region, std::string_view words) const {
        return comes_true([&] { return html(region).find(words) != std::string::npos; });
    }
    [[nodiscard]] std::vector<std::string> told() {
        std::lock_guard const lock{mutex};
        return troubles;
    }

    world::test::Place place;
    world::test::Ports ports;
    std::unique_ptr<world::LiveWorld> live = world::test::open_live(place, ports);
    std::unique_ptr<contacts::ContactBook> book = contacts::ContactBook::in_memory();
    std::atomic<std::int64_t> clock_us = 0;
    std::mutex mutex;
    std::vector<std::string> troubles;
};

/// Which version of a file: a new one is another inode at another time.
std::pair<ino_t, std::int64_t> version_of(fs::path const& path) {
    struct stat found{};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    return {found.st_ino, found.st_mtim.tv_sec * 1'000'000'000 + found.st_mtim.tv_nsec};
}

}  // namespace

TEST_CASE("every region has its pack soon after the start, and it follows what happens",
          "[paper][keeper]") {
    Kept kept;
    FallbackKeeper keeper{kept.context()};
    CHECK(kept.comes_to_say("uppsala", "Maja Lövgren"));
    CHECK(kept.comes_to_say("dalarna", "Ingen händelse pågick"));
    auto const confirmed = kept.live->submit_and_wait(from_client(larm::test::confirm("uppsala")));
    REQUIRE(confirmed.has_value());
    CHECK(kept.comes_to_say("dalarna", "Pågående"));
    auto const id = confirmed->incident_id();
    REQUIRE(
        kept.live->submit_and_wait(from_client(larm::test::commit(id, "dalarna", 3))).has_value());
    CHECK(kept.comes_to_say("uppsala", "<td>3</td>"));
    kept.take(maja("+46701740699"));  // the world hears nothing of a number
    CHECK(kept.comes_to_say("uppsala", "06\u00a099"));
    CHECK(
        comes_true([&] { return text_of(kept.folder() / "uppsala.pdf").starts_with("%PDF-1."); }));
    CHECK(kept.told().empty());
}

TEST_CASE("a pack that would say the same is not written again", "[paper][keeper]") {
    Kept kept;
    FallbackKeeper keeper{kept.context()};
    REQUIRE(kept.comes_to_say("uppsala", "Maja"));
    REQUIRE(comes_true([&] { return fs::exists(kept.folder() / "uppsala.pdf"); }));
    REQUIRE(comes_true([&] { return fs::exists(kept.folder() / "uppsala.pdf"); }));
    auto const before = version_of(kept.folder() / "uppsala.html");
    auto const made = kept.clock_us.load();
    kept.take(maja("+46701740605"));  // the same once more
    v1::Command skew;
    skew.mutable_notice_clock_skew()->set_skew_us(1);
    auto const noted = kept.live->submit_and_wait(std::move(skew));
    REQUIRE(noted.has_value());
    REQUIRE(comes_true([&] { return kept.clock_us > made; }));  // it has made them anew
    keeper.stop();
    CHECK(version_of(kept.folder() / "uppsala.html") == before);
}

TEST_CASE("while nothing changes no pack is made", "[paper][keeper]") {
    Kept kept;
    {
        FallbackKeeper keeper{kept.context()};
        REQUIRE(kept.comes_to_say("uppsala", "Maja"));
        REQUIRE(comes_true([&] { return fs::exists(kept.folder() / "uppsala.pdf"); }));
        auto const made = kept.clock_us.load();
        std::atomic<int> turns = 0;  // of the world's, between which the keeper has its looks
        for (auto count = 0; count < 2'000; ++count) {
            auto const want = count + 1;
            kept.live->read([&](core::State const&, v1::Durability) { ++turns; });
            REQUIRE(comes_true([&] { return turns == want; }));
        }
        CHECK(kept.clock_us == made);
    }
}

TEST_CASE("a folder that cannot be used is told once, and written when it can", "[paper][keeper]") {
    Kept kept;
    kept.place.write("fallback", "a file in the folder's place");
    FallbackKeeper keeper{kept.context()};
    REQUIRE(comes_true([&] { return !kept.told().empty(); }));
    CHECK(kept.told().front().find("not current: ") != std::string::npos);
    fs::remove(kept.folder());
    CHECK(kept.comes_to_say("uppsala", "Maja"));
    REQUIRE(comes_true([&] { return kept.told().size() == 2; }));
    CHECK(kept.told().back().empty());
    struct stat found{};
    REQUIRE(::stat(kept.folder().c_str(), &found) == 0);
    CHECK((found.st_mode & 07777U) == 0700U);
}

TEST_CASE("a stop waits for no page, and the world is read no more", "[paper][keeper]") {
    Kept kept;
    kept.place.write("fallback", "a file in the folder's place");
    std::promise<void> is_busy;
    std::promise<void> goes_on;
    auto context = kept.context();
    context.on_trouble = [&](std::string const& trouble) {
        if (!trouble.empty()) {  // as long as a page may take
            is_busy.set_value();
            goes_on.get_future().wait();
        }
    };
    FallbackKeeper keeper{std::move(context)};
    REQUIRE(is_busy.get_future().wait_for(20s) == std::future_status::ready);
    auto stopping = std::async(std::launch::async, [&keeper] { keeper.stop(); });
    CHECK(stopping.wait_for(20s) == std::future_status::ready);
    fs::remove(kept.folder());
    auto const made = kept.clock_us.load();
    kept.live->drain();
    goes_on.set_value();
    stopping.wait();
    keeper.stop();  // once more
    CHECK(kept.clock_us == made);
}

}  // namespace larm::larmd::test
