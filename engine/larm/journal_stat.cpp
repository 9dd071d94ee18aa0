// larm journal stat: what a journal file is, in figures.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>

#include "engine/journal/sqlite_journal.hpp"
#include "engine/journal/verify.hpp"
#include "engine/larm/command_line.hpp"
#include "engine/larm/journal_text.hpp"
#include "engine/larm/output.hpp"
#include "engine/world/restore.hpp"

namespace larm::cli {
namespace {

namespace json = boost::json;

/// The hash of what the log folds to, or why it cannot be folded: a file of another version, or one
/// that is no world's journal.
struct StateHash {
    std::string hash;
    std::string trouble;
};

StateHash state_hash_of(std::filesystem::path const& file) {
    auto const opened = journal::SqliteJournal::open(file, journal::OpenMode::read_only);
    if (!opened) {
        return {"", opened.error().message};
    }
    auto const start = world::restore(**opened);
    if (!start) {
        return {"", start.error().message};
    }
    return {journal::hex(world::state_hash(start->state)), ""};
}

json::object to_json(journal::JournalStat const& stat, StateHash const& state) {
    json::object by_type;
    for (auto const& [type, count] : stat.events_by_type) {
        by_type[type_name(type)] = count;
    }
    json::array snapshots;
    for (auto const& snapshot : stat.snapshots) {
        json::object shown;
        shown["seq"] = snapshot.seq;
        shown["bytes"] = snapshot.bytes;
        snapshots.emplace_back(std::move(shown));
    }
    json::object shown;
    shown["formatVersion"] = stat.format_version;
    shown["site"] = stat.site;
    shown["instanceId"] = stat.instance_id;
    shown["created"] = utc_time(stat.created.us);
    shown["epoch"] = stat.epoch;
    shown["head"] = journal::head_text(stat.head);
    shown["stateHash"] = state.hash.empty() ? json::value{} : json::value(state.hash);
    shown["events"] = stat.events;
    shown["bodyBytes"] = stat.body_bytes;
    shown["acceptedInSpill"] = stat.accepted_in_spill;
    shown["eventsByType"] = std::move(by_type);
    shown["snapshots"] = std::move(snapshots);
    shown["commandSegments"] = stat.command_segments;
    shown["fileBytes"] = stat.file_bytes;
    shown["walBytes"] = stat.wal_bytes;
    return shown;
}

std::string to_text(journal::JournalStat const& stat, StateHash const& state) {
    auto text = fmt::format(
        "head               {}\n"
        "state hash         {}\n"
        "events             {} ({} bytes of bodies)\n"
        "accepted in spill  {}\n"
        "epoch              {}\n"
        "created            {}\n"
        "site               {}\n"
        "instance           {}\n"
        "format             {}\n"
        "file               {} bytes, and {} in the write-ahead log\n"
        "command segments   {}\n",
        journal::head_text(stat.head),
        state.hash.empty() ? "unknown: " + state.trouble : state.hash, stat.events, stat.body_bytes,
        stat.accepted_in_spill, stat.epoch, utc_time(stat.created.us), stat.site, stat.instance_id,
        stat.format_version, stat.file_bytes, stat.wal_bytes, stat.command_segments);
    for (auto const& snapshot : stat.snapshots) {
        text += fmt::format("snapshot           at {}, {} bytes\n", snapshot.seq, snapshot.bytes);
    }
    std::vector<std::vector<Cell>> rows;
    for (auto const& [type, count] : stat.events_by_type) {
        rows.push_back({{type_name(type)}, {std::to_string(count)}});
    }
    return text + "\n" + table({"EVENT", "COUNT"}, rows);
}

class StatJournal final : public Verb {
public:
    explicit StatJournal(CLI::App& flags) {
        flags.add_option("FILE", file_, "The journal")->required();
        flags.add_flag("--json", json_, "Print JSON");
    }

    ExitCode run() override {
        auto const stat = journal::stat(file_);
        if (!stat) {
            complain(stat.error().message);
            return ExitCode::bad_input;
        }
        auto const state = state_hash_of(file_);
        print(json_ ? json::serialize(to_json(*stat, state)) + "\n" : to_text(*stat, state));
        return ExitCode::ok;
    }

private:
    std::filesystem::path file_;
    bool json_ = false;
};

}  // namespace

void add_journal_stat(CommandLine& line, CLI::App& group) {
    line.add<StatJournal>(group, "stat", "Figures: events by type, head, epoch, sizes, snapshots",
                          "larm journal stat --json /var/lib/larmkedja/live.db");
}

}  // namespace larm::cli
