// One defect at a time: where it is, what is wrong, and that nothing else is said.
#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::player::test {
namespace {

struct Defect {
    char const* from;
    char const* to;
    char const* fault;  ///< "LINE:COLUMN: MESSAGE"
};

std::string faults_of(std::string const& text) {
    Folder const folder;
    std::string said;
    for (auto const& fault : check_scenario(folder.write("small.textproto", text), rules())) {
        said += (said.empty() ? "" : "\n") + std::to_string(fault.line) + ":" +
                std::to_string(fault.column) + ": " + fault.message;
    }
    return said;
}

}  // namespace

TEST_CASE("a scenario without a fault is said to have none", "[player][scenario]") {
    CHECK(faults_of(small()) == "");
}

TEST_CASE("assumptions are told once in each language, or in one", "[player][scenario]") {
    auto const twice =
        with(small(), "starts_at:", "assumptions_sv: \"a\" assumptions_sv: \"b\"\nstarts_at:");
    CHECK(faults_of(twice).find("2 assumptions_sv and 1 assumptions") != std::string::npos);
    auto const once = with(small(), "starts_at:", "assumptions_sv: \"a\"\nstarts_at:");
    CHECK(faults_of(once) == "");
}

TEST_CASE("every defect of a scenario is found where it is", "[player][scenario]") {
    Defect const defects[] = {
        {"id: \"small\"", "id: \"other\"", "1:1: the id is \"other\""},
        {"sv: \"Liten\" ", "", "2:1: title.sv missing"},
        {"sources { title: \"Beslut 2024\" gives: \"fem per region\" }", "", "1:1: no sources"},
        {" gives: \"fem per region\"", "", "3:1: gives missing"},
        {"assumptions: \"Allt annat.\"", "", "1:1: no assumptions"},
        {"pack: \"mellansverige\"", "pack: \"norra\"",
         "5:1: the scenario is for \"norra\", the rules are \"mellansverige\""},
        {"2026-03-28 23:30:00", "2026-03-29 02:30:00",
         "6:1: starts_at: the clocks skip this time in spring"},
        {"2026-03-28 23:30:00", "28 mars",
         "6:1: starts_at: not a local time; write YYYY-MM-DD HH:MM:SS"},
        {"lasts_s: 3600", "lasts_s: 0", "7:1: lasts_s is 0"},
        {"lasts_s: 3600", "lasts: 3600",
         "7:1: Message type \"larm.v1.Scenario\" has no field named \"lasts\"."},
        {"id: \"bus\"", "id: \"Bus 1\"", "9:3: \"Bus 1\" cannot be an id"},
        {"region_id: \"vastmanland\"", "region_id: \"vastmanlan\"",
         "10:3: no region \"vastmanlan\" in rule pack mellansverige"},
        {"exact_location: \"Arboga\"", "", "11:3: report.exact_location missing"},
        {"by: \"tib@vastmanland\" at_s: 60", "by: \"tib@vastmanland\" at_s: 6000",
         "12:37: at_s is 6000"},
        {"by: \"tib@vastmanland\" at_s: 60", "by: \"chef@vastmanland\" at_s: 60",
         "12:15: \"chef@vastmanland\" is not role@organisation"},
        {"READINESS_LEVEL_STAB", "READINESS_LEVEL_STABB",
         "12:53: Unknown enumeration value of \"READINESS_LEVEL_STABB\" for field \"level\"."},
        {" level: READINESS_LEVEL_STAB", "", "12:3: level missing"},
        {"min_s: 1 median_s: 2 max_s: 3 } }\nparties", "min_s: 3 median_s: 2 max_s: 3 } }\nparties",
         "14:35: a delay of 3, 2 and 3 s"},
        {"channels { channels: CHANNEL_PUSH received", "channels { received",
         "14:1: names no channel"},
        {"\"blood@*\"]", "\"blood@*\", \"tib@lappland\"]",
         "16:3: no \"tib@lappland\" in rule pack mellansverige"},
        {"party: \"deputy@*\"", "party: \"tib@*\"", "20:11: two behaviours of \"tib@*\""},
        {"party: \"deputy@*\"", "party: \"blood@dalarna\"",
         "20:34: only a TiB or a deputy promises transports"},
        {"percent: 100", "percent: 101", "17:34: percent is 101"},
        {"count: 5", "count: 0", "20:85: count is 0"},
        {"count: 5", "count: 5 firm_after { max_s: 9 }",
         "20:94: the promise is firm from the start"},
        {"count: 5", "count: 1 resource_ids: [\"A\", \"B\"]",
         "20:85: 2 vehicles are named, 1 are promised"},
        {"at_s: 3000 by", "at_s: 4000 by", "21:8: at_s is 4000"},
        {"stand_down { reason: \"Klart\" }", "stand_down { incident_id: \"x\" }",
         "21:54: incident_id is filled in by the player"},
        {"stand_down { reason: \"Klart\" }", "", "21:1: says nothing that is done"},
        {"stand_down { reason: \"Klart\" }", "incident: \"buss\" stand_down {}",
         "21:41: no incident \"buss\" in this scenario"},
        {"stand_down { reason: \"Klart\" }", "commit { region_id: \"dalarna\" }",
         "21:41: count missing"},
        {"stand_down { reason: \"Klart\" }", "commit { region_id: \"dalarna\" count: 2000 }",
         "21:71: count is 2000"},
        {"stand_down { reason: \"Klart\" }", "refused_with: \"no\" stand_down {}",
         "21:41: no code \"no\""},
        {"expectations { acknowledged { party: \"tib@*\" within_s: 60 } }", "",
         "1:1: no expectations"},
        {"acknowledged { party: \"tib@*\" within_s: 60 }", "",
         "22:1: says nothing that is expected"},
        {"acknowledged { party: \"tib@*\" within_s: 60 }", "acknowledged { party: \"tib@*\" }",
         "22:16: within_s is 0"},
        {"acknowledged { party: \"tib@*\" within_s: 60 }",
         "acknowledged { party: \"tib\" within_s: 60 }", "22:31: \"tib\" is not role@organisation"},
        {"acknowledged { party: \"tib@*\" within_s: 60 }",
         "shown_unreachable { party: \"tib@*\" within_s: 60 }",
         "22:36: \"tib@*\" stands for many; name one here"},
        {"acknowledged { party: \"tib@*\" within_s: 60 }", "at_most { count: 2 }",
         "22:16: gauge missing"},
        {"acknowledged { party: \"tib@*\" within_s: 60 }", "phase_at_end {}",
         "22:16: phase missing"},
        {"acknowledged { party: \"tib@*\" within_s: 60 }",
         "never { event: \"incident_forgotten\" }", "22:24: no event \"incident_forgotten\""},
        {"acknowledged { party: \"tib@*\" within_s: 60 }",
         "committed { region_id: \"skane\" at_least: 1 within_s: 60 }",
         "22:28: no region \"skane\" in rule pack mellansverige"},
    };
    for (auto const& defect : defects) {
        CAPTURE(defect.from, defect.to);
        CHECK(faults_of(with(small(), defect.from, defect.to)) == defect.fault);
    }
}

TEST_CASE("a blood centre's plan that cannot be played is a fault", "[player][scenario]") {
    Defect const defects[] = {
        {"tib@uppsala", "blood { declines { reason: \"nej\" } }", "tib@uppsala is no blood centre"},
        {"blood@uppsala", "blood { declines {} }", "reason missing"},
        {"blood@uppsala", "blood { stock {} }", "lines missing"},
        {"blood@uppsala", "blood { offers { units { units: 3 } } }", "red cells need a group"},
        {"blood@uppsala", "blood { offers { units { group: BLOOD_GROUP_O_NEGATIVE } } }",
         "units is 0"},
        {"blood@uppsala",
         "blood { offers { units { group: 1 units: 1 } withdrawn_after { max_s: 3 } } }",
         "withdrawn_reason missing"},
        {"blood@uppsala", "blood { alarms { asks { group: 1 units: 1 } } }", "reason missing"},
        {"blood@skane", "blood { alarms { reason: \"slut\" asks { group: 1 units: 1 } } }",
         "no region \"skane\" in rule pack mellansverige"},
        {"blood@uppsala",
         "blood { alarms { incident: \"tåg\" reason: \"slut\" asks { group: 1 units: 1 } } }",
         "no incident \"tåg\" in this scenario"},
    };
    for (auto const& [party, plan, fault] : defects) {
        CAPTURE(plan);
        auto const said =
            faults_of(small() + "parties { party: \"" + party + "\" " + plan + " }\n");
        CHECK(said.ends_with(std::string{": "} + fault));
        CHECK(said.find('\n') == std::string::npos);
    }
    auto const everywhere = with(small(), "\"blood@*\"]", "\"blood@dalarna\"]") +
                            "parties { party: \"blood@*\" blood { alarms { reason: \"slut\" asks { "
                            "group: 1 units: 1 } } } }\n";
    CHECK(faults_of(everywhere).ends_with("the country is alarmed by one centre, not by all"));
    CHECK(faults_of(small() +
                    "parties { party: \"blood@uppsala\" blood { stock { lines { group: 1 } } "
                    "alarms { reason: \"slut\" asks { group: 1 units: 1 } } } }\n") == "");
}

TEST_CASE("all faults of a scenario are said in one go", "[player][scenario]") {
    auto text = with(small(), "lasts_s: 3600", "lasts_s: 0");
    text = with(text, "percent: 100", "percent: 101");
    auto const said = faults_of(text);
    CHECK(said.find("7:1: lasts_s is 0") != std::string::npos);
    CHECK(said.find("17:34: percent is 101") != std::string::npos);
}

TEST_CASE("a rule pack that is nowhere is said to be so, with what to do", "[player][scenario]") {
    Folder const folder;
    auto const file = folder.write("small.textproto", with(small(), "mellansverige", "nirgends"));
    auto const faults = check_scenario(file);
    REQUIRE(faults.size() == 1);
    CHECK(rules::to_string(faults.front()) ==
          file.string() +
              ":5:1: error: no folder rules/nirgends above this file or the working directory\n" +
              file.string() + ":5:1: note: give the folder of the rule pack with --rules");
}

TEST_CASE("a file that cannot be read is a fault of its own", "[player][scenario]") {
    auto const faults = check_scenario("/nowhere/at_all.textproto");
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().message.starts_with("cannot be read"));
}

}  // namespace larm::player::test
