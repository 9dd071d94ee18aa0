// The fold and the way of a command beside what they cannot do without: parsing the same bytes,
// reading the same rows, an fdatasync of the same bytes.
//   world_bench RULES [quick]
// One JSON object a line; `ratio` is ours by the yardstick's, measured in turns in the same run.
#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <future>
#include <span>
#include <system_error>

#include "engine/core/check.hpp"
#include "engine/journal/sqlite_journal.hpp"
#include "engine/world/live_world.hpp"
#include "engine/world/restore.hpp"
#include "tests/bench/night_log.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double seconds(std::function<void()> const& work) {
    auto const start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double quantile(std::vector<double> values, double q) {
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

struct Nobody final : world::FeedPort, world::OutboxPort {
    void publish(std::shared_ptr<world::PublishedBatch const>) override {}
    void take(core::State const&, v1::Event const&, std::int64_t) override {}
    void resume(core::State const&, core::Instant) override {}
};

void fold_all(std::vector<journal::Record> const& log, bool with_chain) {
    core::State state;
    v1::Event event;
    journal::Chain chain;
    journal::Hash hash{};
    for (auto const& record : log) {
        LARM_CHECK(event.ParseFromString(record.body));
        state.evolve(event, record.seq);
        if (with_chain) {
            hash = chain.next(hash, record);
        }
    }
    LARM_CHECK(state.seq() == static_cast<std::int64_t>(log.size()));
}

void parse_all(std::vector<journal::Record> const& log) {
    v1::Event event;
    for (auto const& record : log) {
        LARM_CHECK(event.ParseFromString(record.body));
    }
}

void replay(std::vector<journal::Record> const& log, int rounds) {
    std::vector<double> parse;
    std::vector<double> fold;
    std::vector<double> chained;
    std::size_t bytes = 0;
    for (auto const& record : log) {
        bytes += record.body.size();
    }
    for (int round = 0; round < rounds; ++round) {
        parse.push_back(seconds([&] { parse_all(log); }));
        fold.push_back(seconds([&] { fold_all(log, false); }));
        chained.push_back(seconds([&] { fold_all(log, true); }));
    }
    auto const count = static_cast<double>(log.size());
    fmt::print(
        "{{\"bench\":\"replay\",\"events\":{},\"bytes_per_event\":{},\"events_per_s\":{:.0f},"
        "\"with_chain_per_s\":{:.0f},\"parse_alone_per_s\":{:.0f},\"ratio_to_parse\":{:.2f}}}\n",
        log.size(), bytes / log.size(), count / quantile(fold, 0.5), count / quantile(chained, 0.5),
        count / quantile(parse, 0.5), quantile(fold, 0.5) / quantile(parse, 0.5));
}

world::LiveWorldOptions options_in(fs::path const& directory) {
    world::LiveWorldOptions options;
    options.log.journal = directory / "live.db";
    options.log.fresh = {"site-bench", "instance-bench", {1}};
    return options;
}

void read_rows(fs::path const& file) {
    sqlite3* connection = nullptr;
    sqlite3_stmt* statement = nullptr;
    LARM_CHECK(::sqlite3_open_v2(file.c_str(), &connection, SQLITE_OPEN_READONLY, nullptr) ==
               SQLITE_OK);
    LARM_CHECK(::sqlite3_prepare_v2(connection, "SELECT seq, body FROM journal ORDER BY seq", -1,
                                    &statement, nullptr) == SQLITE_OK);
    std::int64_t sum = 0;
    while (::sqlite3_step(statement) == SQLITE_ROW) {
        sum += ::sqlite3_column_bytes(statement, 1);
    }
    LARM_CHECK(sum > 0);
    ::sqlite3_finalize(statement);
    ::sqlite3_close(connection);
}

/// A journal of the log, with a snapshot `age` events before its end.
void write_journal(world::LiveWorldOptions const& options, std::span<journal::Record> log,
                   std::size_t age) {
    journal::OpenOptions open;
    open.identity_if_new = options.log.fresh;
    auto opened = journal::SqliteJournal::open(options.log.journal, journal::OpenMode::read_write,
                                               std::move(open));
    LARM_CHECK(opened);
    journal::Head head;
    auto const append = [&](std::span<journal::Record> records) {
        constexpr std::size_t batch_max = 5000;
        for (; !records.empty(); records = records.subspan(std::min(batch_max, records.size()))) {
            auto const batch = records.first(std::min(batch_max, records.size()));
            auto const appended = (*opened)->append((*opened)->epoch(), head, batch);
            LARM_CHECK(appended);
            head = *appended;
        }
    };
    auto const before = log.first(log.size() - age);
    append(before);
    core::State state;
    core::CommandMemory memory;
    v1::Event event;
    for (auto const& record : before) {
        LARM_CHECK(event.ParseFromString(record.body));
        state.evolve(event, record.seq);
        world::remember_cause(memory, event, record.seq);
    }
    journal::Snapshot snapshot{
        state.seq(), world::snapshot_schema_version, world::snapshot_bytes(state), {}};
    snapshot.hash = world::state_hash(std::string_view{snapshot.state});
    journal::CommandSegment const segment{1, state.seq(), memory.segment(0)};
    LARM_CHECK((*opened)->write_snapshot(snapshot, std::span{&segment, 1}));
    append(log.subspan(before.size()));
    fmt::print("{{\"bench\":\"snapshot\",\"events\":{},\"incidents\":{},\"bytes\":{}}}\n",
               state.seq(), state.incidents().size(), snapshot.state.size());
}

/// From the first look at the file to a world that answers. Once: the end of a world keeps a
/// snapshot of its own.
void start_once(char const* name, world::LiveWorldOptions const& options) {
    Nobody nobody;
    std::unique_ptr<world::LiveWorld> live;
    std::int64_t events = 0;
    auto const rows = seconds([&] { read_rows(options.log.journal); });
    auto const ours = seconds([&] {
        auto opened = world::LiveWorld::open(options, nobody, nobody);
        LARM_CHECK(opened);
        live = std::move(*opened);
        std::promise<std::int64_t> seq;
        live->read(
            [&seq](core::State const& state, v1::Durability) { seq.set_value(state.seq()); });
        events = seq.get_future().get();
    });
    live->drain();
    fmt::print(
        "{{\"bench\":\"{}\",\"events\":{},\"seconds\":{:.3f},\"read_rows_s\":{:.3f},"
        "\"ratio_to_reading_all_rows\":{:.2f}}}\n",
        name, events, ours, rows, ours / rows);
}

void start_up(std::vector<journal::Record> log, std::size_t age) {
    test::TemporaryDirectory const directory;
    auto const options = options_in(directory.path());
    write_journal(options, log, age);
    log = {};
    start_once("start_with_snapshot", options);
    sqlite3* connection = nullptr;
    LARM_CHECK(::sqlite3_open(options.log.journal.c_str(), &connection) == SQLITE_OK);
    LARM_CHECK(::sqlite3_exec(connection, "DELETE FROM snapshot; DELETE FROM command_segment",
                              nullptr, nullptr, nullptr) == SQLITE_OK);
    ::sqlite3_close(connection);
    start_once("start_without_snapshot", options);
}

void write_all(int file, std::string const& bytes) {
    LARM_CHECK(::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
}

/// One confirmation after the other: from handing it over to the durable reply, beside a file that
/// is written and synced with as many bytes.
void confirm_latency(fs::path const& rules, int count) {
    test::TemporaryDirectory const directory;
    Nobody nobody;
    auto opened = world::LiveWorld::open(options_in(directory.path()), nobody, nobody);
    LARM_CHECK(opened);
    auto& live = **opened;
    LARM_CHECK(live.submit_and_wait(activation(rules)));
    auto const file =
        ::open((directory.path() / "bare").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    LARM_CHECK(file >= 0);
    std::string const bytes(8 * 1024, 'x');  // what a confirmation's events fill of the log
    std::vector<double> ours;
    std::vector<double> bare;
    for (int number = 0; number < count; ++number) {
        auto const command = confirmation("uppsala", number);
        bare.push_back(seconds([&] {
            write_all(file, bytes);
            LARM_CHECK(::fdatasync(file) == 0);
        }));
        ours.push_back(seconds([&] { LARM_CHECK(live.submit_and_wait(command)); }));
    }
    ::close(file);
    live.drain();
    fmt::print(
        "{{\"bench\":\"confirm_to_durable_reply\",\"count\":{},\"p50_us\":{:.0f},\"p99_us\":{:.0f},"
        "\"bare_p50_us\":{:.0f},\"bare_p99_us\":{:.0f},\"ratio_p50\":{:.2f},\"ratio_p99\":{:.2f}}}"
        "\n",
        count, quantile(ours, 0.5) * 1e6, quantile(ours, 0.99) * 1e6, quantile(bare, 0.5) * 1e6,
        quantile(bare, 0.99) * 1e6, quantile(ours, 0.5) / quantile(bare, 0.5),
        quantile(ours, 0.99) / quantile(bare, 0.99));
}

}  // namespace
}  // namespace larm::bench

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: world_bench RULES [quick]\n");
        return 2;
    }
    auto const is_quick = argc > 2;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    spdlog::set_level(spdlog::level::off);  // the log goes to standard output here
    larm::bench::confirm_latency(argv[1], is_quick ? 100 : 1000);
    auto log = larm::bench::night_log(argv[1], is_quick ? 100'000 : 1'000'000);
    larm::bench::replay(log, is_quick ? 3 : 5);
    larm::bench::start_up(std::move(log), 10'000);
    return 0;
}
