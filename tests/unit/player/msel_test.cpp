// The list of injects as a table: out and back without a loss, faults by row and column, and a
// scenario of which nothing else is changed.
#include "simulators/player/msel.hpp"

#include <fstream>
#include <iterator>

#include "engine/report/csv.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::player::test {
namespace {

std::string listed() {
    return with(small(), "expectations {",
                R"x(objectives { id: "larma" title { sv: "Larma" en: "Alarm" } }
# Why the first one is there.
injects {
  id: "1"   # a comment in it
  at_s: 600
  when { all { committed { at_least: 20 } } }
  what { from: "SOS Alarm" to: ["tib@uppsala", "tib@dalarna"] method: INJECT_METHOD_TELEPHONE text: "En buss till" }  # at its end
  expected_action: "Ringer"
  expects { happens { event: "incident_stood_down" at_least: 1 } }
  within_s: 2400
  contingency: "1b"
  objectives: "larma"
  acts { at_s: 60 by: "tib@vastmanland" change_level { level: READINESS_LEVEL_KATASTROF } }
}  # after it
injects { id: "1b" what { from: "=SUM(A1)" to: "tib@*" method: INJECT_METHOD_RAKEL text: "-5 grader; \"kallt\"\n'+så" } expected_action: "Svarar" }
# The end.
expectations {)x");
}

class Sheet {
public:
    Sheet() { folder_.write("small.textproto", listed()); }

    [[nodiscard]] std::string table() const {
        return msel_csv(load(folder_.path() / "small.textproto"));
    }
    std::expected<MselMerge, rules::Faults> merge(std::string const& csv, bool remove = false) {
        folder_.write("msel.csv", csv);
        return merge_msel({.scenario = folder_.path() / "small.textproto",
                           .table = folder_.path() / "msel.csv",
                           .rules = rules(),
                           .remove_missing = remove});
    }
    /// "ROW:COLUMN: message" of each fault.
    std::string faults(std::string const& csv) {
        auto const merged = merge(csv);
        REQUIRE_FALSE(merged.has_value());
        std::string text;
        for (auto const& fault : merged.error()) {
            CHECK(std::filesystem::path{fault.file}.filename() == "msel.csv");
            text += std::to_string(fault.line) + ":" + std::to_string(fault.column) + ": " +
                    fault.message + "\n";
        }
        return text;
    }
    MselMerge must(std::string const& csv, bool remove = false) {
        auto merged = merge(csv, remove);
        if (!merged) {
            for (auto const& fault : merged.error()) {
                UNSCOPED_INFO(rules::to_string(fault));
            }
            FAIL("the table has faults");
        }
        return *std::move(merged);
    }

private:
    Folder folder_;
};

constexpr char const* head =
    "nr;tid;från;till;metod;text;förväntad åtgärd;inom;reserv;mål;anteckning\n";

}  // namespace

TEST_CASE("a table that comes back as it went out changes no byte of the scenario",
          "[player][msel]") {
    Sheet place;
    auto const table = place.table();
    CHECK(table.starts_with("\xEF\xBB\xBFÖVNING\nnr;tid;från;"));
    CHECK(table.ends_with("ÖVNING\n"));
    CHECK(table.find("0:10:00;SOS Alarm;tib@uppsala, tib@dalarna;telefon;En buss till") ==
          std::string::npos);  // a comma stands in a cell, which is quoted
    CHECK(table.find("0:10:00;SOS Alarm;\"tib@uppsala, tib@dalarna\";telefon;En buss till") !=
          std::string::npos);
    CHECK(table.find(";'=SUM(A1);") != std::string::npos);
    auto const merged = place.must(table);
    CHECK(merged.text == listed());
    CHECK(merged.changed == 0);
    CHECK(merged.added == 0);
    CHECK(merged.missing.empty());
}

TEST_CASE("what is changed in the table is changed in the scenario, and nothing else of it",
          "[player][msel]") {
    Sheet place;
    auto const merged = place.must(
        std::string{head} +
        "1;0:12:30;SOS Alarm;tib@dalarna;Rakel;\"Två, \"\"kanske\"\" tre\";Ringer;0:30:00;;larma;\n"
        "1b;;'=SUM(A1);tib@*;Rakel;Nytt;Svarar;;;;Läs upp långsamt\n");
    CHECK(merged.changed == 2);
    auto expected = with(listed(), "at_s: 600", "at_s: 750");
    expected = with(expected, R"(to: ["tib@uppsala", "tib@dalarna"])", R"(to: "tib@dalarna")");
    expected = with(expected, "method: INJECT_METHOD_TELEPHONE", "method: INJECT_METHOD_RAKEL");
    expected = with(expected, "text: \"En buss till\"", R"(text: "Två, \"kanske\" tre")");
    expected = with(expected, "within_s: 2400", "within_s: 1800");
    expected = with(expected, "  contingency: \"1b\"\n", "");
    expected = with(expected, R"(text: "-5 grader; \"kallt\"\n'+så")", "text: \"Nytt\"");
    expected = with(expected, "expected_action: \"Svarar\" }",
                    "expected_action: \"Svarar\" note: \"Läs upp långsamt\" }");
    CHECK(merged.text == expected);
}

TEST_CASE("a new row becomes an inject behind the one above it, a missing one is kept unless asked",
          "[player][msel]") {
    Sheet place;
    auto const fresh = std::string{"2;0:50;Media;tib@*;medier;Hallå;Svarar;;;;\n"};
    // A row may be shorter than the headings, as spreadsheets write what ends with empty cells.
    auto const merged = place.must(std::string{head} +
                                   "1;0:10:00;SOS Alarm;tib@uppsala, tib@dalarna;telefon;En buss "
                                   "till;Ringer;0:40:00;1b;larma\n" +
                                   fresh);
    CHECK(merged.added == 1);
    CHECK(merged.changed == 0);
    CHECK(merged.missing == std::vector<std::string>{"1b"});
    auto const behind = std::string{"}  # after it\ninjects {\n  id: \"2\"\n  at_s: 3000\n"};
    CHECK(merged.text.find(behind) != std::string::npos);

    auto const removed = place.must("nr;reserv\n1;\n", true);
    CHECK(removed.changed == 1);  // columns that are not there are left alone
    CHECK(removed.removed == 1);
    CHECK(removed.text.find("id: \"1b\"") == std::string::npos);
    CHECK(removed.text.find("}  # after it\n# The end.") != std::string::npos);
}

TEST_CASE("spreadsheets' commas, tabs, line ends and marks are all read", "[player][msel]") {
    Sheet place;
    for (auto const* const table :
         {"nr,text\r\n1,Ny\r\n", "nr\ttext\n1\tNy", "\xEF\xBB\xBFsep=;\nNR ; Text\n1;Ny\n\n;;\n",
          "ÖVNING;\n;\nnr;text\n1;Ny\nÖVNING;\n"}) {
        CAPTURE(table);
        CHECK(place.must(table).text == with(listed(), "text: \"En buss till\"", "text: \"Ny\""));
    }
}

TEST_CASE("a fault in the table is found by its row and column", "[player][msel]") {
    Sheet place;
    CHECK(place.faults("") == "1:1: an empty table\n");
    CHECK(place.faults("tid;text\n") == "1:1: no column \"nr\"\n");
    CHECK(place.faults("nr;texten\n") == "1:2: no such column \"texten\"\n");
    CHECK(place.faults("nr;text;Text\n") == "1:3: two columns \"text\"\n");
    CHECK(place.faults("nr;text\n1;\"Hej\n") == "2:2: a quote is opened and never closed\n");
    CHECK(place.faults("nr;text\n1;\"Hej\"x\n") == "2:2: text after a cell's closing quote\n");
    CHECK(
        place.faults("nr;tid\n1;kvart över\n").starts_with("2:2: tid: \"kvart över\" is no time"));
    CHECK(place.faults("nr;tid\n1;0:61:00\n").starts_with("2:2: tid:"));
    CHECK(place.faults("nr;metod\n1;röksignal\n").starts_with("2:2: metod: \"röksignal\""));
    CHECK(place.faults("nr;text\n1;a\n1;b\n") == "3:1: nr: \"1\" stands in row 2 too\n");
    CHECK(place.faults("nr;text\n;a\n") == "2:1: nr: missing\n");
    CHECK(place.faults("nr;text\n1;\xff\n") == "1:1: not UTF-8\n");
    // What the scenario's own check finds in what came of it.
    CHECK(place.faults("nr;till\n1;tib@atlantis\n").starts_with("2:2: till: "));
    CHECK(place.faults("nr;reserv;text\n1;9;a\n") == "2:2: reserv: no inject \"9\"\n");
    CHECK(place.faults("nr;mål\n1b;rädda\n") == "2:2: mål: no objective \"rädda\"\n");
    CHECK(place.faults("nr;text\n1;\n").starts_with("2:"));
    CHECK(place.faults("nr;text\nx9;a\n").find("2:1: nr: \"x9\" cannot be") != std::string::npos);
}

TEST_CASE("whatever a cell holds comes back as it was", "[player][msel][csv]") {
    for (auto const* const text :
         {"", "a", "=1", "'=1", "''+x", "'", "'a", "-", "a;=b", "a;'=b", "\n@x", "\"", "\"\"",
          ",;\t", "a\nb", "'''", "@", "a'=b", "slut'"}) {
        CAPTURE(text);
        auto const row = report::csv_row({text, "x"}, ';');
        auto const table = report::csv_table(row);
        REQUIRE(table.has_value());
        REQUIRE(table->size() == 1);
        REQUIRE(table->front().size() == 2);
        auto const& cell = table->front().front();
        CHECK(report::csv_plain(cell) == text);
        CHECK(cell.find_first_of("=+-@") != 0);
    }
}

TEST_CASE("the shipped scenarios go through a table and back unchanged", "[player][msel]") {
    Folder const folder;
    for (auto const* const id : {"arboga_2006", "galleria_bomb"}) {
        auto const scenario = load(shipped(id));
        folder.write("msel.csv", msel_csv(scenario));
        std::ifstream file{shipped(id)};
        std::string const text{std::istreambuf_iterator<char>{file}, {}};
        auto const merged = merge_msel(
            {.scenario = shipped(id), .table = folder.path() / "msel.csv", .rules = rules()});
        REQUIRE(merged.has_value());
        CHECK(merged->text == text);
    }
}

}  // namespace larm::player::test
