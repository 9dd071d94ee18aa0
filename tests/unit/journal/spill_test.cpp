// The spill file by itself: what is written is read, a torn end is dropped, damage is told apart.
#include "engine/journal/spill.hpp"

#include <fmt/format.h>

#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {
namespace {

struct Spilled {
    Place place;
    SpillHeader header;
    std::vector<Record> records;
    std::filesystem::path path;
    std::size_t bytes_before_last = 0;  ///< the file's size without its last batch

    Spilled() {
        header = {place.journal().string(), "site-a", {5, {}}, false, 3};
        header.base.hash.fill(7);
        records = batch(5, 6);
        Chain chain;
        chain.fill(header.base.hash, records);
        auto const all = std::span{std::as_const(records)};
        auto writer = SpillWriter::create(place.spill(), header, all.first(1));
        REQUIRE(writer.has_value());
        REQUIRE((*writer)->append(all.subspan(1, 2)));
        path = (*writer)->path();
        bytes_before_last = std::filesystem::file_size(path);
        REQUIRE((*writer)->append(all.subspan(3, 3)));
    }
};

}  // namespace

TEST_CASE("a spill reads back as it was written", "[journal][spill]") {
    Spilled const spilled;
    CHECK(spilled.place.spills() == std::vector<std::string>{"live.db.1.spill"});
    auto const contents = read_spill(spilled.path);
    REQUIRE(contents.has_value());
    CHECK(contents->records == spilled.records);
    CHECK(contents->end == SpillEnd::whole);
    CHECK(contents->has_header);
    CHECK(contents->header.base == spilled.header.base);
    CHECK(contents->header.site == "site-a");
    CHECK(contents->header.journal == spilled.header.journal);
    CHECK_FALSE(contents->header.is_blind);
}

TEST_CASE("wherever a write is torn, the batch is dropped and all before it kept",
          "[journal][spill]") {
    Spilled const spilled;
    auto const whole = bytes_of(spilled.path);
    for (auto size = spilled.bytes_before_last + 1; size < whole.size(); ++size) {
        CAPTURE(size);
        write_bytes(spilled.path, whole.substr(0, size));
        auto const contents = read_spill(spilled.path);
        REQUIRE(contents.has_value());
        REQUIRE(contents->records.size() == 3);
        REQUIRE(contents->end == SpillEnd::torn);
    }
    // A file that grew before its bytes arrived, as after a power cut.
    write_bytes(spilled.path, whole.substr(0, spilled.bytes_before_last) + std::string(300, '\0'));
    CHECK(read_spill(spilled.path)->end == SpillEnd::torn);
    CHECK(read_spill(spilled.path)->records.size() == 3);
    write_bytes(spilled.path, whole.substr(0, 10));
    CHECK_FALSE(read_spill(spilled.path)->has_header);
}

TEST_CASE("a broken frame with whole ones after it is damage, not a torn end", "[journal][spill]") {
    Spilled const spilled;
    auto bytes = bytes_of(spilled.path);
    bytes[spilled.bytes_before_last - 40] ^= 1;  // in the second batch
    write_bytes(spilled.path, bytes);
    auto const contents = read_spill(spilled.path);
    REQUIRE(contents.has_value());
    CHECK(contents->end == SpillEnd::damaged);
    CHECK(contents->records.size() == 1);
}

TEST_CASE("every flipped bit of a spill is damage, in its last frame as well", "[journal][spill]") {
    Spilled const spilled;
    auto const whole = bytes_of(spilled.path);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
        write_bytes(spilled.path, bytes);
        auto const contents = read_spill(spilled.path);
        CAPTURE(at);
        REQUIRE((!contents || contents->end == SpillEnd::damaged));
    }
}

TEST_CASE("a file that is no spill has nothing in it and is not a whole one", "[journal][spill]") {
    Place const place;
    auto const path = place.path() / "x";
    write_bytes(path, std::string(5000, 'x'));
    CHECK(read_spill(path)->end == SpillEnd::damaged);
    CHECK_FALSE(read_spill(path)->has_header);
    CHECK_FALSE(read_spill(place.path() / "none").has_value());
}

TEST_CASE("spills are numbered on, also past those that were put away", "[journal][spill]") {
    Spilled const spilled;
    auto const put_away = spilled.path.string() + ".merged";
    std::filesystem::rename(spilled.path, put_away);
    write_bytes(spilled.place.spill() / "notes.txt", "x");
    write_bytes(spilled.place.spill() / "other.db.9.spill", "x");
    auto const next = SpillWriter::create(spilled.place.spill(), spilled.header, {});
    REQUIRE(next.has_value());
    CHECK((*next)->path().filename() == "live.db.2.spill");
    auto const third = SpillWriter::create(spilled.place.spill(), spilled.header, {});
    auto const found = find_spills(spilled.place.spill(), "live.db");
    REQUIRE(found.has_value());
    REQUIRE(found->size() == 2);
    CHECK((*found)[0].filename() == "live.db.2.spill");
    CHECK(find_spills(spilled.place.path() / "none", "live.db")->empty());
}

TEST_CASE("a large batch is read back whole", "[journal][spill]") {
    Place const place;
    auto records = batch(0, 3000);
    for (auto& record : records) {
        record.body.assign(2000, 'b');
    }
    SpillHeader const header{place.journal().string(), "site-a", {}, false, 1};
    auto const writer = SpillWriter::create(place.spill(), header, records);
    REQUIRE(writer.has_value());
    CHECK(read_spill((*writer)->path())->records == records);
}

}  // namespace larm::journal::test
