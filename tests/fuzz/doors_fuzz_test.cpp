// Bytes at random at the other doors: WebSocket frames, watch requests, spill files.

#include <filesystem>
#include <fstream>

#include "engine/journal/spill.hpp"
#include "engine/server/watch/ws_frame.hpp"
#include "tests/fuzz/mutate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::fuzz {
namespace {

namespace fs = std::filesystem;

/// A client's control frame with an all-zero mask.
std::string control(server::Opcode opcode, std::string const& payload) {
    std::string frame;
    frame += static_cast<char>(0x80 | static_cast<int>(opcode));
    frame += static_cast<char>(0x80 | static_cast<int>(payload.size()));
    frame.append(4, '\0');
    return frame + payload;
}

using Directory = larm::test::TemporaryDirectory;

std::vector<journal::Record> records(std::int64_t count) {
    std::vector<journal::Record> made;
    for (std::int64_t seq = 1; seq <= count; ++seq) {
        journal::Record record;
        record.seq = seq;
        record.epoch = 1;
        record.site = "site-a";
        record.site_seq = seq;
        record.id[15] = static_cast<std::uint8_t>(seq);
        record.body = "body " + std::to_string(seq);
        made.push_back(std::move(record));
    }
    journal::Chain chain;
    chain.fill({}, made);
    return made;
}

std::string read_file(fs::path const& path) {
    std::ifstream stream{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

void write_file(fs::path const& path, std::string const& bytes) {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

}  // namespace

TEST_CASE("any bytes on a watcher's socket are frames, a breach or not enough, in bounded memory",
          "[fuzz]") {
    std::vector<std::string> const seeds{
        control(server::Opcode::ping, "are you there"), control(server::Opcode::pong, ""),
        control(server::Opcode::close, std::string{"\x03\xe8", 2}) +
            control(server::Opcode::ping, std::string(125, 'x'))};
    Chance chance{7};
    int frames = 0;
    int breaches = 0;
    for (int round = 0; round < rounds(); ++round) {
        server::ControlReader reader;
        auto const bytes = mutated(seeds, chance) + mutated(seeds, chance);
        for (std::size_t at = 0; at < bytes.size();) {
            auto const count = std::min<std::size_t>(1 + chance.below(40), bytes.size() - at);
            reader.feed(std::string_view{bytes}.substr(at, count));
            at += count;
            auto frame = reader.next();
            for (; frame && *frame; frame = reader.next()) {
                REQUIRE((*frame)->payload.size() <= 125);
                ++frames;
            }
            if (!frame) {
                ++breaches;
                break;
            }
        }
    }
    CHECK(frames > 0);
    CHECK(breaches > 0);
}

TEST_CASE("any spill file is read up to where it is whole, or refused", "[fuzz]") {
    Directory const place;
    auto const all = records(6);
    {
        auto writer = journal::SpillWriter::create(
            place.path(), {"/data/live.db", "site-a", {}, false, 1}, std::span{all}.first(2));
        REQUIRE(writer);
        REQUIRE((*writer)->append(std::span{all}.subspan(2, 1)));
        REQUIRE((*writer)->append(std::span{all}.subspan(3)));
    }
    auto const spills = journal::find_spills(place.path(), "live.db");
    REQUIRE(spills);
    REQUIRE(spills->size() == 1);
    std::vector<std::string> const seeds{read_file(spills->front())};
    auto const broken = place.path() / "broken";
    Chance chance{11};
    int whole = 0;
    int cut = 0;
    for (int round = 0; round < rounds() / 10; ++round) {
        write_file(broken, mutated(seeds, chance));
        auto const read = journal::read_spill(broken);
        if (!read) {
            CHECK_FALSE(read.error().message.empty());
            continue;
        }
        (read->records.size() == all.size() ? whole : cut) += 1;
        for (std::size_t index = 0; index < read->records.size() && index < all.size(); ++index) {
            REQUIRE(read->records[index] == all[index]);  // never a record that was not written
        }
    }
    CHECK(whole + cut > 0);
    CHECK(cut > 0);
}

}  // namespace larm::fuzz
