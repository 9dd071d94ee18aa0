// larm journal on real journals, whole and tampered with.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "engine/world/record_maker.hpp"
#include "engine/world/restore.hpp"
#include "tests/support/program.hpp"
#include "tests/support/story.hpp"
#include "tests/unit/journal/support.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

using journal::test::Place;

Finished journal_verb(std::vector<std::string> const& arguments, std::string const& input = {}) {
    std::vector<std::string> command{LARM, "journal"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return finish(command, input);
}

/// The journal of an alarm that was confirmed, answered and stood down.
struct AlarmJournal {
    Place place;
    larm::test::Story story;
    journal::Head head;

    AlarmJournal() {
        auto const incident = story.confirm("uppsala");
        story.must(larm::test::acknowledge(incident, "tib@dalarna"));
        story.must(larm::test::commit(incident, "dalarna", 5));
        story.wait_s(600);
        story.must(larm::test::stand_down(incident, "uppsala"));
        auto const file = journal::test::open(place);
        world::RecordMaker maker{file->site(), 0, 0};
        std::vector<journal::Record> records;
        for (auto const& event : story.log()) {
            auto record = maker.make(event, static_cast<std::int64_t>(records.size()) + 1);
            record.epoch = file->epoch();
            records.push_back(std::move(record));
        }
        head = journal::test::append(*file, std::move(records));
    }

    [[nodiscard]] std::string file() const { return place.journal().string(); }
    [[nodiscard]] std::string head_text() const { return journal::head_text(head); }
    [[nodiscard]] std::string beside(char const* name) const {
        return (place.path() / name).string();
    }
};

std::string state_hash_in(std::string const& stat_json) {
    auto const at = stat_json.find("\"stateHash\":\"");
    return at == std::string::npos ? std::string{} : stat_json.substr(at + 13, 64);
}

}  // namespace

TEST_CASE("a good journal verifies with 0 and names its head", "[larm][journal]") {
    AlarmJournal const alarm;
    auto const done = journal_verb({"verify", alarm.file()});
    CHECK(done.code == 0);
    CHECK(has(done.out, fmt::format("{} events", alarm.head.seq)));
    CHECK(has(done.out, "head " + alarm.head_text()));
    CHECK(journal_verb({"verify", alarm.file(), "--head", alarm.head_text()}).code == 0);
}

TEST_CASE("a broken chain gives 1 and names the first bad record and why", "[larm][journal]") {
    AlarmJournal const alarm;
    journal::test::tamper(alarm.place.journal(),
                          "UPDATE journal SET body = CAST('x' AS BLOB) WHERE seq = 4");
    auto const text = journal_verb({"verify", alarm.file()});
    CHECK(text.code == 1);
    CHECK(has(text.out, "BROKEN at record 4"));
    CHECK(has(text.out, "is not what was written"));
    auto const json = journal_verb({"verify", alarm.file(), "--json"});
    CHECK(json.code == 1);
    CHECK(has(json.out, R"("good":false)"));
    CHECK(has(json.out, R"("firstBadSeq":4)"));
}

TEST_CASE("of a damaged page it is said that nobody can tell which record it is of",
          "[larm][journal]") {
    AlarmJournal const alarm;
    auto const damage = [&](std::int64_t page) {
        std::fstream file{alarm.file(), std::ios::in | std::ios::out | std::ios::binary};
        file.seekp((page - 1) * 4096);
        file << std::string(64, '\xff');
    };
    auto const pages = static_cast<std::int64_t>(std::filesystem::file_size(alarm.file())) / 4096;
    bool is_met = false;
    bool is_met_beside = false;
    for (std::int64_t page = 5; page <= pages; ++page) {
        auto const whole = alarm.beside("whole.db");
        std::filesystem::copy_file(alarm.file(), whole,
                                   std::filesystem::copy_options::overwrite_existing);
        damage(page);
        auto const text = journal_verb({"verify", alarm.file()});
        auto const said = text.out + text.err;
        CAPTURE(page, said);
        CHECK(text.code != 0);
        CHECK_FALSE(has(said, "next start makes a new one"));
        if (has(said, "every record is as written")) {
            is_met_beside = true;
            CHECK(has(said, "BROKEN beside the records"));
        } else if (has(said, "a page of the file cannot be read")) {
            is_met = true;
            CHECK(has(said, "of this record or of one that follows"));
            CHECK(has(said, "are known to chain up"));
        }
        std::filesystem::copy_file(whole, alarm.file(),
                                   std::filesystem::copy_options::overwrite_existing);
    }
    CHECK(is_met);
    CHECK(is_met_beside);
}

TEST_CASE("a backup that fails leaves nothing behind, and says so", "[larm][journal]") {
    AlarmJournal const alarm;
    journal::test::tamper(alarm.place.journal(),
                          "UPDATE journal SET body = CAST('x' AS BLOB) WHERE seq = 4");
    larm::test::TemporaryDirectory const to;
    auto const file = (to.path() / "backup.db").string();
    auto const done = finish({LARM, "backup", "--data", alarm.place.data().string(), "--to", file});
    CHECK(done.code == 1);
    CHECK(has(done.err, "No backup has been made: " + file + " is not there"));
    CHECK(std::filesystem::is_empty(to.path()));
}

TEST_CASE("a head noted outside shows that a log was cut", "[larm][journal]") {
    AlarmJournal const alarm;
    auto outside = alarm.head;
    ++outside.seq;
    auto const cut = journal_verb({"verify", alarm.file(), "--head", journal::head_text(outside)});
    CHECK(cut.code == 1);
    CHECK(has(cut.out, "the log was cut"));
}

TEST_CASE("what is no journal, and a head that is none, give 2", "[larm][journal]") {
    AlarmJournal const alarm;
    std::ofstream{alarm.beside("text.db")} << "not a journal\n";
    for (auto const* const verb : {"verify", "stat", "export"}) {
        CAPTURE(verb);
        CHECK(journal_verb({verb, alarm.beside("missing.db")}).code == 2);
        auto const foreign = journal_verb({verb, alarm.beside("text.db")});
        CHECK(foreign.code == 2);
        CHECK(has(foreign.err, "text.db"));
    }
    CHECK(journal_verb({"verify", alarm.file(), "--head", "12:abc"}).code == 2);
    CHECK(journal_verb({"verify"}).code == 2);
}

TEST_CASE("an export has a line for each event and imports to the same log and state",
          "[larm][journal]") {
    AlarmJournal const alarm;
    auto const lines = alarm.beside("export.jsonl");
    auto const copy = alarm.beside("copy.db");
    auto const exported = journal_verb({"export", "--json", alarm.file(), "--out", lines});
    CHECK(exported.code == 0);
    CHECK(has(exported.err, alarm.head_text()));
    CHECK(std::ranges::count(journal::test::bytes_of(lines), '\n') == alarm.head.seq);

    auto const imported = journal_verb({"import", lines, copy, "--head", alarm.head_text()});
    INFO(imported.err);
    CHECK(imported.code == 0);
    CHECK(has(imported.out, alarm.head_text()));
    CHECK(journal::test::verified(copy) == alarm.head);
    auto const original = journal::test::open_to_read(alarm.place);
    auto const opened = journal::SqliteJournal::open(copy, journal::OpenMode::read_only);
    REQUIRE(opened.has_value());
    CHECK(journal::test::read_all(*original) == journal::test::read_all(**opened));

    auto const hash = state_hash_in(journal_verb({"stat", "--json", copy}).out);
    CHECK(hash == journal::hex(world::state_hash(alarm.story.state())));
    CHECK(hash == state_hash_in(journal_verb({"stat", "--json", alarm.file()}).out));
}

TEST_CASE("a journal says how it stood after an event and at an instant", "[larm][journal]") {
    AlarmJournal const alarm;
    auto const last = std::to_string(alarm.head.seq);
    auto const whole = journal_verb({"state", alarm.file(), "--seq", last, "--json"});
    INFO(whole.err);
    CHECK(whole.code == 0);
    CHECK(has(whole.out, fmt::format(R"("seq":"{}")", alarm.head.seq)));
    CHECK(state_hash_in(whole.out) == journal::hex(world::state_hash(alarm.story.state())));
    CHECK(has(whole.out, R"("phase":"INCIDENT_PHASE_STOOD_DOWN")"));

    // The story begins at 2023-11-14 23:13:20 in Sweden and is stood down ten minutes later.
    auto const early =
        journal_verb({"state", alarm.file(), "--at", "2023-11-14 23:20:00", "--json"});
    CHECK(early.code == 0);
    CHECK_FALSE(has(early.out, R"("phase":"INCIDENT_PHASE_STOOD_DOWN")"));
    auto const board = journal_verb({"state", alarm.file(), "--at", "2023-11-14 23:20:00"});
    CHECK(board.code == 0);
    CHECK(has(board.out, "state hash  "));
    CHECK(has(board.out, "Uppspelning 2023-11-14 23:20:00: inte nu"));

    auto const refused = [&](std::vector<std::string> flags, std::string const& why) {
        flags.insert(flags.begin(), {"state", alarm.file()});
        auto const done = journal_verb(flags);
        CHECK(done.code == 2);
        CAPTURE(done.err);
        CHECK(has(done.err, why));
    };
    refused({}, "give --at or --seq");
    refused({"--at", "2023-11-14 23:20:00", "--seq", "1"}, "ange den ena");
    refused({"--at", "half past two"}, "--at");
    refused({"--at", "2023-11-14 22:00:00"}, "the journal begins later, 2023-11-14 23:13:20");
    refused({"--at", "2024-01-01 00:00:00"}, "the journal ends before that, 2023-11-14 23:");
    refused({"--seq", "100000"}, "the journal ends with event " + last);
    refused({"--seq", "1", "--incident", "nobody"}, "no such incident up to event 1");
}

TEST_CASE("a journal says what care and cooperation were then", "[larm][journal]") {
    AlarmJournal const alarm;
    auto const then = [&](std::vector<std::string> flags) {
        flags.insert(flags.begin(),
                     {"state", alarm.file(), "--at", "2023-11-14 23:20:00", "--care"});
        return journal_verb(flags);
    };
    auto const text = then({});
    INFO(text.err);
    CHECK(text.code == 0);
    for (auto const* part :
         {"Uppspelning 2023-11-14 23:20:00: inte nu", "\nKAPACITET\n", "\nFLYTTAR\n", "\nTRIAGE\n",
          "\nBLOD\nBehov: ", "\nSTÖD\nInget stöd är begärt.\n", "\nFÖRNÖDENHETER\n",
          "\nLÄGESBILD\n", "\nKONFERENSER\nIngen konferens är kallad.\n"}) {
        CAPTURE(part, text.out);
        CHECK(has(text.out, part));
    }
    auto const json = then({"--json"});
    CHECK(json.code == 0);
    // The end of that second, 23:20:00 in Sweden.
    CHECK(has(json.out, R"("at":"1700000400999999")"));
    CHECK(has(json.out, R"("conferences":{)"));

    auto const none = journal_verb({"state", alarm.file(), "--seq", "1", "--care"});
    CHECK(none.code == 2);
    CHECK(has(none.err, "no incident was going on then: give --incident"));
    auto const last = std::to_string(alarm.head.seq);
    auto const named = journal_verb({"state", alarm.file(), "--seq", last, "--care", "--incident",
                                     alarm.story.state().incidents().front().id});
    INFO(named.err);
    CHECK(named.code == 0);
    CHECK(has(named.out, "\nBLOD\n"));
}

TEST_CASE("an export on stdout goes into an import on stdin", "[larm][journal]") {
    AlarmJournal const alarm;
    auto const exported = journal_verb({"export", "--json", alarm.file()});
    REQUIRE(exported.code == 0);
    auto const first = exported.out.substr(0, exported.out.find('\n') + 1);
    auto const copy = alarm.beside("prefix.db");
    CHECK(journal_verb({"import", "-", copy}, first).code == 0);
    CHECK(journal::test::verified(copy).seq == 1);
}

TEST_CASE("a text export can be read by a person", "[larm][journal]") {
    AlarmJournal const alarm;
    auto const exported = journal_verb({"export", alarm.file()});
    CHECK(exported.code == 0);
    CHECK(std::ranges::count(exported.out, '\n') == alarm.head.seq);
    CHECK(has(exported.out, "IncidentConfirmed"));
    CHECK(has(exported.out, "TransportsCommitted"));
    CHECK(has(exported.out, "by tib@dalarna"));
    CHECK_FALSE(has(exported.out, "\x1b["));
}

TEST_CASE("an import of lines that were changed leaves no file behind", "[larm][journal]") {
    AlarmJournal const alarm;
    auto lines = journal_verb({"export", "--json", alarm.file()}).out;
    auto const copy = alarm.beside("copy.db");
    auto const [what, line] = GENERATE(table<std::string, int>(
        {{"a flag", 3}, {"a missing line", 2}, {"no JSON", 2}, {"a missing column", 1}}));
    CAPTURE(what);
    auto begin = lines.begin();
    for (int i = 1; i < line; ++i) {
        begin = std::find(begin, lines.end(), '\n') + 1;
    }
    auto const at = static_cast<std::size_t>(begin - lines.begin());
    auto const end = lines.find('\n', at);
    if (what == "a flag") {
        lines.replace(lines.find("\"flags\":0", at), 9, "\"flags\":1");
    } else if (what == "a missing line") {
        lines.erase(at, end + 1 - at);
    } else if (what == "no JSON") {
        lines.replace(at, end - at, "{\"seq\":");
    } else {
        lines.replace(lines.find("\"hlc\"", at), 5, "\"hlx\"");
    }
    std::ofstream{alarm.beside("changed.jsonl")} << lines;
    auto const refused = journal_verb({"import", alarm.beside("changed.jsonl"), copy});
    CHECK(refused.code == 2);
    CHECK(has(refused.err, "changed.jsonl:"));
    CHECK_FALSE(fs::exists(copy));
    for (auto const& entry : fs::directory_iterator{alarm.place.path()}) {
        CHECK_FALSE(has(entry.path().string(), "importing"));
    }
}

TEST_CASE("an import never writes over a file, and takes no log that was cut", "[larm][journal]") {
    AlarmJournal const alarm;
    auto const lines = alarm.beside("export.jsonl");
    REQUIRE(journal_verb({"export", "--json", alarm.file(), "--out", lines}).code == 0);
    auto const before = journal::test::bytes_of(alarm.place.journal());
    CHECK(journal_verb({"import", lines, alarm.file()}).code == 2);
    CHECK(journal::test::bytes_of(alarm.place.journal()) == before);

    auto text = journal::test::bytes_of(lines);
    text.resize(text.rfind('\n', text.size() - 2) + 1);
    std::ofstream{lines} << text;
    auto const copy = alarm.beside("copy.db");
    auto const cut = journal_verb({"import", lines, copy, "--head", alarm.head_text()});
    CHECK(cut.code == 2);
    CHECK(has(cut.err, "the export ends at"));
    CHECK_FALSE(fs::exists(copy));
}

TEST_CASE("an export of a broken journal says so with 1", "[larm][journal]") {
    AlarmJournal const alarm;
    journal::test::tamper(alarm.place.journal(), "UPDATE journal SET hlc = 1 WHERE seq = 3");
    auto const exported = journal_verb({"export", "--json", alarm.file()});
    CHECK(exported.code == 1);
    CHECK(has(exported.err, "broken at record 3"));
}

TEST_CASE("stat counts events by name", "[larm][journal]") {
    AlarmJournal const alarm;
    auto const json = journal_verb({"stat", "--json", alarm.file()});
    CHECK(json.code == 0);
    CHECK(has(json.out, R"("TransportsCommitted":1)"));
    CHECK(has(json.out, fmt::format(R"("events":{})", alarm.head.seq)));
    CHECK(has(json.out, R"("acceptedInSpill":0)"));
    auto const text = journal_verb({"stat", alarm.file()});
    CHECK(text.code == 0);
    CHECK(has(text.out, alarm.head_text()));
    CHECK(has(text.out, "IncidentStoodDown"));
}

TEST_CASE("a backup is a journal of the same head", "[larm][journal]") {
    AlarmJournal const alarm;
    auto const data = alarm.place.data().string();
    auto const to = alarm.beside("backup.db");
    auto const writer = journal::test::open(alarm.place);  // as a daemon has it
    auto const done = finish({LARM, "backup", "--data", data, "--to", to});
    INFO(done.err);
    CHECK(done.code == 0);
    CHECK(has(done.out, alarm.head_text()));
    CHECK(journal::test::verified(to) == alarm.head);
    struct stat file{};
    REQUIRE(::stat(to.c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0600);  // whatever the umask
    CHECK(finish({LARM, "backup", "--data", data, "--to", to}).code == 2);
}

}  // namespace larm::cli::test
