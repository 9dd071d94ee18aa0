// Puts each of the mutations of engine/core/mutation.hpp into the engine, one at a time, and plays
// nights until one of them breaks the invariant that it must break; then writes the table of
// README.md anew. Fails where one is not found, or another invariant is named.
//
// The short nights regressions/mutation-N.night must show the Nth mutation of the table, and hold
// without it, which the ordinary test sees to.
//
//   mutations RULES README.md [SEEDS]
//   mutations RULES --shrink N FILE     of the Nth mutation of the table, a night that is short
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "engine/core/mutation.hpp"
#include "simulators/swarm/shrink.hpp"
#include "simulators/swarm/swarm.hpp"

namespace larm::test {
namespace {

struct Row {
    Mutation which;
    int invariant;
    char const* what;
    char const* where;
};

constexpr auto rows = std::to_array<Row>({
    {Mutation::reply_before_durable, 1, "A reply leaves when its batch is handed to the disk",
     "`World::flush`"},
    {Mutation::forgets_commands, 1, "A start forgets the commands after the snapshot",
     "`restore_from`"},
    {Mutation::acknowledges_for_all, 2, "An acknowledgement stops everybody's chases",
     "`imply_acknowledgement`"},
    {Mutation::failed_attempt_waits, 2, "An attempt of which every message failed does not climb",
     "`after_delivery`"},
    {Mutation::revokes_nothing, 3, "What a region takes back is counted on", "`core/fold`"},
    {Mutation::marks_live, 4, "A live message is marked as an exercise's", "`delivery::marked`"},
    {Mutation::marks_no_exercise, 4, "An exercise's message is not marked", "`delivery::marked`"},
    {Mutation::freezes_nothing, 4, "An exercise goes on beside a live alarm",
     "`decide_move_exercise`"},
    {Mutation::leaves_one_untold, 5, "The end is told to all who were alerted but one",
     "`audience_of`"},
    {Mutation::leaves_timer, 5, "A closed incident keeps its timers", "`fold_end`"},
    {Mutation::snapshot_without_noes, 6, "A snapshot forgets which regions have declined",
     "`save_transports`"},
    {Mutation::chain_without_bodies, 7, "A record's hash does not cover what it says",
     "`Chain::next`"},
    {Mutation::chain_without_past, 7, "A record's hash does not cover the one before",
     "`Chain::next`"},
    {Mutation::promises_for_others, 8, "A region may promise for another", "`refuse_for_region`"},
    {Mutation::sends_nothing_again, 9, "What was queued before a crash is not sent after it",
     "`Outbox::resume_chase`"},
    {Mutation::same_id_for_all_attempts, 9, "A reminder has the id of what it reminds of",
     "`envelope_of`"},
    {Mutation::fires_twice, 10, "A deadline fires twice", "`escalate_due_chases`"},
    {Mutation::fires_early, 10, "A deadline fires half a minute early", "`escalate_due_chases`"},
    {Mutation::keeps_names, 3, "A vehicle that is taken back by name still stands by it",
     "`core/fold`"},
});

constexpr std::uint64_t seeds_default = 24;

struct Found {
    std::uint64_t seeds = 0;
    std::int64_t step = 0;
    int invariant = 0;  ///< 0: none within the seeds.
    double seconds = 0;
    std::string how;
};

using Clock = std::chrono::steady_clock;

Found look_for(swarm::Rules const& rules, std::uint64_t seeds_max) {
    auto const begun = Clock::now();
    Found found;
    while (found.invariant == 0 && found.seeds < seeds_max) {
        auto const night = swarm::play_night(rules, ++found.seeds, swarm::minutes_default);
        if (night.failure) {
            found.step = night.failure->step;
            found.invariant = night.failure->broken.invariant;
            found.how = night.failure->broken.what;
        }
    }
    found.seconds = std::chrono::duration<double>{Clock::now() - begun}.count();
    return found;
}

/// In a process of its own: the engine's own checks may notice first, and end it.
std::optional<Found> look_apart(swarm::Rules const& rules, Mutation which,
                                std::uint64_t seeds_max) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        return std::nullopt;
    }
    auto const child = ::fork();
    if (child == 0) {
        mutation_at_work = which;
        auto const found = look_for(rules, seeds_max);
        auto const text = fmt::format("{} {} {} {} {}", found.seeds, found.step, found.invariant,
                                      found.seconds, found.how);
        auto const written = ::write(ends[1], text.data(), text.size());
        ::_exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
    }
    ::close(ends[1]);
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t size = 1; size > 0;) {
        size = ::read(ends[0], part.data(), part.size());
        text.append(part.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    Found found;
    int read = 0;
    if (status != 0 || std::sscanf(text.c_str(), "%lu %ld %d %lf %n", &found.seeds, &found.step,
                                   &found.invariant, &found.seconds, &read) < 4) {
        return std::nullopt;
    }
    found.how = text.substr(static_cast<std::size_t>(read));
    return found;
}

std::string read(std::filesystem::path const& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// Of the `number`th mutation: what the swarm finds is made short and written down.
int shrink_to_file(swarm::Rules const& rules, std::size_t number, char const* file) {
    if (number == 0 || number > rows.size()) {
        fmt::print(stderr, "there are {} mutations\n", rows.size());
        return 2;
    }
    mutation_at_work = rows[number - 1].which;
    for (std::uint64_t seed = 1; seed <= seeds_default; ++seed) {
        auto const night = swarm::play_night(rules, seed, swarm::minutes_default);
        if (!night.failure) {
            continue;
        }
        fmt::print("{} happenings, {} minutes\n", night.failure->happenings.size(),
                   night.failure->minutes);
        auto const write = [&](swarm::Shrunk const& shorter) {
            std::ofstream{file} << swarm::to_text(shorter.night, shorter.failure.broken);
            fmt::print("{} happenings, {} minutes, try {}\n", shorter.night.happenings.size(),
                       shorter.night.minutes, shorter.tries);
            std::fflush(stdout);
        };
        return swarm::shrink(rules, *night.failure, {}, write) ? 0 : 1;
    }
    return 1;
}

/// regressions/mutation-N.night still shows the Nth mutation.
bool short_nights_show_theirs(swarm::Rules const& rules, std::filesystem::path const& folder) {
    auto all_do = true;
    for (std::size_t number = 1; number <= rows.size(); ++number) {
        auto const file = folder / fmt::format("mutation-{}.night", number);
        if (!std::filesystem::exists(file)) {
            continue;
        }
        auto const night = swarm::parse_short_night(read(file));
        auto found = 0;
        if (night) {
            auto const kept = night->kept();
            mutation_at_work = rows[number - 1].which;
            auto const played = swarm::play_night(rules, night->seed, night->minutes, &kept);
            mutation_at_work = Mutation::none;
            found = played.failure ? played.failure->broken.invariant : 0;
        }
        auto const does = found == rows[number - 1].invariant;
        all_do = all_do && does;
        fmt::print("{}: {}\n", file.filename().string(),
                   does ? "shows its mutation"
                        : "shows its mutation no longer; make it anew with --shrink");
    }
    return all_do;
}

constexpr std::string_view table_begins = "<!-- mutations: written by `make mutations` -->\n";
constexpr std::string_view table_ends = "<!-- end -->\n";

bool write_table(char const* path, std::string const& table) {
    auto text = read(path);
    auto const begin = text.find(table_begins);
    auto const end = text.find(table_ends);
    if (begin == std::string::npos || end == std::string::npos) {
        return false;
    }
    auto const after = begin + table_begins.size();
    text.replace(after, end - after, table);
    std::ofstream out{path};
    out << text;
    return out.good();
}

int run(char const* folder, char const* readme, std::uint64_t seeds_max) {
    auto const rules = swarm::load_rules(folder);
    if (!rules) {
        fmt::print(stderr, "{}: no rule pack\n", folder);
        return 2;
    }
    std::string table =
        "| Mutation | Where | Invariant | Seeds needed | Step | Seconds | How it shows |\n"
        "|---|---|---|---|---|---|---|\n";
    bool all_found = true;
    for (auto const& row : rows) {
        auto const found = look_apart(*rules, row.which, seeds_max);
        auto const is_found = found && found->invariant == row.invariant;
        all_found = all_found && is_found;
        auto const line =
            !found ? fmt::format("| {} | {} | {} | the engine's own checks end it | | | |\n",
                                 row.what, row.where, row.invariant)
                   : fmt::format("| {} | {} | {} | {} | {} | {:.1f} | {} |\n", row.what, row.where,
                                 row.invariant, found->seeds, found->step, found->seconds,
                                 found->how.substr(0, 90));
        fmt::print("{}{}", is_found ? "" : "NOT AS STATED: ", line);
        std::fflush(stdout);
        table += line;
    }
    all_found = short_nights_show_theirs(
                    *rules, std::filesystem::path{readme}.parent_path() / "regressions") &&
                all_found;
    if (all_found && !write_table(readme, table)) {
        fmt::print(stderr, "{}: has no place for the table\n", readme);
        return 2;
    }
    return all_found ? 0 : 1;
}

}  // namespace
}  // namespace larm::test

int main(int count, char** words) {
    if (count < 3) {
        fmt::print(stderr, "mutations RULES README.md [SEEDS]\n");
        return 2;
    }
    if (count == 5 && std::string_view{words[2]} == "--shrink") {
        auto const rules = larm::swarm::load_rules(words[1]);
        return rules ? larm::test::shrink_to_file(*rules, std::strtoull(words[3], nullptr, 10),
                                                  words[4])
                     : 2;
    }
    auto const seeds = count > 3 ? std::strtoull(words[3], nullptr, 10) : larm::test::seeds_default;
    return larm::test::run(words[1], words[2], seeds);
}
