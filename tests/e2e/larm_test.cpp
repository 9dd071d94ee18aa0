// An alarm by command line alone, against a real daemon: from the confirmation to a closed
// incident, while `larm watch` looks on through a restart.
#include <fmt/format.h>
#include <signal.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/e2e/larm_night.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/running.hpp"

namespace larm::e2e::by_hand {
namespace {

using test::Running;
using test::Surroundings;

/// The sequence numbers of the events among frames, in the order they came.
std::vector<std::int64_t> event_seqs(std::string const& frames) {
    std::vector<std::int64_t> seqs;
    std::istringstream lines{frames};
    for (std::string line; std::getline(lines, line);) {
        auto const frame = json::parse(line).as_object();
        if (frame.contains("event")) {
            seqs.push_back(std::stoll(frame.at("seq").as_string().c_str()));
        }
    }
    return seqs;
}

std::int64_t seq_of(json::object const& reply) {
    return std::stoll(reply.at("seq").as_string().c_str());
}

/// Everybody answers; Gävleborg has three, and no more.
void answer_all(Night const& night) {
    for (auto const& region : regions) {
        auto const tib = "tib@" + region;
        night.must(tib, {"ack", "--party", tib});
        night.must("blood@" + region, {"ack", "--party", "blood@" + region});
        auto const count = region == "gavleborg" ? "3" : "5";
        night.must(tib, {"commit", "--region", region, "--count", count, "--kind", "ambulans",
                         "--ready-in-minutes", "30"});
    }
    night.must("tib@gavleborg",
               {"decline", "--region", "gavleborg", "--reason", "Två är i egen insats"});
}

}  // namespace

TEST_CASE("an alarm by command line alone, from confirmation to close", "[e2e][larm]") {
    Night night;
    Running watch{{LARM, "watch"}, Surroundings::pipes, night.as("observer")};
    watch.wait_for("\"snapshot\"");

    auto const confirmed = night.must("tib@" + stricken, confirm_flags());
    std::string const incident = confirmed.at("incidentId").as_string().c_str();
    CHECK(confirmed.at("durability").as_string() == "DURABILITY_LOCAL");
    CHECK(has(confirmed.at("notice").as_string().c_str(), nobody_told));
    watch.wait_for(std::string{"{\"notice\":\""} + nobody_told);
    answer_all(night);
    auto const early = night.must("observer", {"incident"}).at("incident").as_object();
    CHECK_FALSE(early.at("chainComplete").as_bool());
    night.must("tib@" + stricken,
               {"accept-shortfall", "--region", "gavleborg", "--reason", "Övriga räcker"});
    auto const complete = night.must("observer", {"incident"}).at("incident").as_object();
    CHECK(complete.at("chainComplete").as_bool());
    CHECK(complete.at("transports").as_array().size() == 7);

    night.must("tib@" + stricken, {"decline-national", "--reason", "Egna resurser räcker"});
    night.must("tib@" + stricken, {"stand-down", "--reason", "Alla är omhändertagna"});
    auto const closed = night.must("tib@" + stricken, {"close", "--reason", "Slut"});
    watch.wait_for(fmt::format("\"seq\":\"{}\"", seq_of(closed)));
    watch.signal(SIGINT);
    CHECK(watch.end() == 0);

    auto const seqs = event_seqs(watch.output());
    REQUIRE_FALSE(seqs.empty());
    for (std::size_t i = 1; i < seqs.size(); ++i) {
        CHECK(seqs[i] == seqs[i - 1] + 1);  // each once, none left out
    }
    CHECK(seqs.front() == seq_of(confirmed));

    auto const none = night.larm("tib@" + stricken, {"stand-down"});
    CHECK(none.code == 2);  // no open incident to mean
    auto const verified = finish({LARM, "journal", "verify", (night.data() / "live.db").string()});
    CHECK(verified.code == 0);
    auto const list = night.larm("observer", {"incidents"});
    CHECK(has(list.out, incident));
    CHECK(has(list.out, "Arboga"));
}

TEST_CASE("what the daemon refuses is told with the field, and changes nothing", "[e2e][larm]") {
    Night const night;
    auto const stranger = night.larm("tib@dalarna", confirm_flags());
    CHECK(stranger.code == 1);
    CHECK(has(stranger.err, "Nekat. Du kan bara rapportera och bekräfta i din egen region."));
    CHECK(has(stranger.err, "(permission_denied: "));
    auto const observer = night.larm("observer", confirm_flags());
    CHECK(observer.code == 1);
    CHECK(has(observer.err, "permission_denied"));
    night.must("tib@" + stricken, confirm_flags());
    auto const nothing =
        night.larm("tib@dalarna", {"commit", "--region", "dalarna", "--count", "0"});
    CHECK(nothing.code == 2);  // not sent: the contract says at least 1
    CHECK(has(nothing.err, "count"));
    auto const other = night.larm("tib@dalarna", {"commit", "--region", "orebro", "--count", "5"});
    CHECK(other.code == 1);
    auto const nowhere =
        night.larm("tib@dalarna", {"commit", "--region", "dalrna", "--count", "5"});
    CHECK(has(nowhere.err, "Det finns ingen region"));
    // A mere report has no pack of its own yet to look the region up in.
    night.must("tib@orebro",
               {"report", "--region", "orebro", "--exact-location", "Hallsberg", "--severe", "3"});
    auto const list = night.must("observer", {"incidents"}).at("incidents").as_array();
    for (auto const& each : list) {
        std::string const id = each.as_object().at("incidentId").as_string().c_str();
        auto const there = night.larm(
            "tib@dalarna", {"commit", "--incident", id, "--region", "dalrna", "--count", "5"});
        CHECK(there.code == 1);
    }
}

TEST_CASE("the same command id takes effect once", "[e2e][larm]") {
    Night const night;
    night.must("tib@" + stricken, confirm_flags());
    std::vector<std::string> const commit{"commit",
                                          "--region",
                                          "dalarna",
                                          "--count",
                                          "5",
                                          "--command-id",
                                          "0b7fdc7e-52f5-4c0e-8a5e-3b5f0d7d2a11"};
    auto const first = night.must("tib@dalarna", commit);
    CHECK(first == night.must("tib@dalarna", commit));
}

TEST_CASE("watch goes on after the daemon was killed, and misses no event", "[e2e][larm]") {
    Night night;
    Running watch{{LARM, "watch", "--json"}, Surroundings::pipes, night.as("observer")};
    watch.wait_for("\"snapshot\"");
    auto const first = night.must("tib@" + stricken, confirm_flags());
    watch.wait_for(fmt::format("\"seq\":\"{}\"", seq_of(first)));
    night.kill();
    night.start_again();
    auto const second =
        night.must("tib@dalarna", {"commit", "--region", "dalarna", "--count", "5"});
    watch.wait_for(fmt::format("\"seq\":\"{}\"", seq_of(second)));
    watch.signal(SIGTERM);
    CHECK(watch.end() == 0);
    auto const seqs = event_seqs(watch.output());
    CHECK(std::set(seqs.begin(), seqs.end()).size() == seqs.size());
}

TEST_CASE("status and incident tell a human how it stands", "[e2e][larm]") {
    Night const night;
    CHECK(has(night.larm("observer", {"status"}).out, "Inga händelser."));
    night.must("tib@" + stricken, confirm_flags());
    night.must("tib@dalarna", {"commit", "--region", "dalarna", "--count", "5"});
    auto const status = night.larm("observer", {"status", "--rules", RULES});
    INFO(status.err);
    CHECK(status.code == 0);
    CHECK(has(status.out, "Västmanland"));
    CHECK(has(status.out, "5/5"));
    CHECK(has(status.out, "  ja 5\n"));
    // What is wrong with the daemon, in words.
    CHECK(has(status.out, "  Meddelanden når kanske ingen: ring själv\n"));
    CHECK(has(status.out, "E18 väster om Arboga"));
    CHECK_FALSE(has(status.out, "\x1b["));
    auto const duties = night.larm("observer", {"duty", "list"});
    CHECK(duties.code == 0);
    CHECK(has(duties.out, "tib@dalarna"));
}

TEST_CASE("watch refuses a bad token with 1, and without a daemon gives 3", "[e2e][larm]") {
    Night const night;
    auto environment = night.as("observer");
    environment["LARM_TOKEN"] = "larm_nobody";
    auto const refused = finish({LARM, "watch"}, "", environment);
    CHECK(refused.code == 1);
    CHECK(has(refused.err, "unauthenticated"));
    environment["LARM_SERVER"] = "http://127.0.0.1:1";
    CHECK(finish({LARM, "watch", "--timeout", "0.3"}, "", environment).code == 3);
}

TEST_CASE("in a terminal watch draws the regions, and gives the screen back", "[e2e][larm]") {
    Night const night;
    night.must("tib@" + stricken, confirm_flags());
    Running watch{{LARM, "watch", "--rules", RULES}, Surroundings::terminal, night.as("observer")};
    watch.wait_for("\x1b[?1049h");
    watch.wait_for(nobody_told);
    watch.wait_for("Gävleborg");
    night.must("tib@gavleborg", {"commit", "--region", "gavleborg", "--count", "4"});
    watch.wait_for("4/5");
    watch.signal(SIGINT);
    CHECK(watch.end() == 0);
    CHECK(watch.output().ends_with("\x1b[?25h\x1b[?1049l"));
}

TEST_CASE("the screen says when the chain is complete, and when it no longer is", "[e2e][larm]") {
    Night const night;
    night.must("tib@" + stricken, confirm_flags());
    Running watch{{LARM, "watch", "--rules", RULES}, Surroundings::terminal, night.as("observer")};
    watch.wait_for("ansluten");
    answer_all(night);
    CHECK_FALSE(has(watch.output(), "LARMKEDJAN ÄR KOMPLETT"));
    night.must("tib@" + stricken,
               {"accept-shortfall", "--region", "gavleborg", "--reason", "Övriga räcker"});
    watch.wait_for("LARMKEDJAN ÄR KOMPLETT");
    night.must("tib@dalarna",
               {"revoke", "--region", "dalarna", "--count", "1", "--reason", "Motorhaveri"});
    watch.wait_for("LARMKEDJAN ÄR INTE LÄNGRE KOMPLETT");
    watch.signal(SIGINT);
    CHECK(watch.end() == 0);
    CHECK_FALSE(has(watch.output(), "Inget kom fram"));
}

TEST_CASE("the screen says when the daemon is silent, and when it is gone", "[e2e][larm]") {
    Night night;
    night.must("tib@" + stricken, confirm_flags());
    Running watch{{LARM, "watch"}, Surroundings::terminal, night.as("observer")};
    watch.wait_for("ansluten");
    night.signal(SIGSTOP);
    watch.wait_for("INAKTUELLT");
    night.signal(SIGCONT);
    watch.wait_for("ansluten");
    night.kill();
    watch.wait_for("FÖRBINDELSEN BRUTEN");
    night.start_again();
    watch.wait_for("ansluten");
    night.must("tib@dalarna", {"commit", "--region", "dalarna", "--count", "5"});
    watch.wait_for("5/5");
    watch.signal(SIGINT);
    CHECK(watch.end() == 0);
}

TEST_CASE("on a terminal an alarm goes out only after JA", "[e2e][larm]") {
    Night const night;
    auto command = confirm_flags();
    command.insert(command.begin(), LARM);
    Running unsure{command, Surroundings::terminal, night.as("tib@" + stricken)};
    unsure.wait_for("SKARPT LARM");
    unsure.wait_for("Om du skriver JA larmas alla regioner.");
    unsure.wait_for("Skriv JA");
    unsure.write("j\n");
    unsure.wait_for("Svaret var \"j\", inte JA. Inget larm har gått ut.");
    CHECK(unsure.end() == 1);
    CHECK(night.must("observer", {"incidents"}).at("incidents").as_array().empty());

    Running sure{command, Surroundings::terminal, night.as("tib@" + stricken)};
    sure.wait_for("Skriv JA");
    sure.write("ja\n");  // nobody should have to find Caps Lock at night
    sure.wait_for("Klart");
    CHECK(sure.end() == 0);
    CHECK(night.must("observer", {"incidents"}).at("incidents").as_array().size() == 1);
}

TEST_CASE("on a terminal a step that cannot be undone is taken only after JA", "[e2e][larm]") {
    Night const night;
    auto const tib = "tib@" + stricken;
    night.must(tib, confirm_flags());
    auto const [verb, said] = GENERATE(table<std::string, std::string>({
        {"rescind", "Om du skriver JA återkallas larmet"},
        {"stand-down", "Om du skriver JA avslutas larmet"},
        {"escalate", "Om du skriver JA tas det nationella steget"},
    }));
    std::vector<std::string> const command{LARM, verb, "--reason", "Prov"};
    auto const before = night.must("observer", {"incident"}).at("incident").as_object();
    Running unsure{command, Surroundings::terminal, night.as(tib)};
    unsure.wait_for(said);
    CHECK((verb == "escalate" || has(unsure.output(), "14 parter som har larmats")));
    unsure.write("\n");
    unsure.wait_for("inte JA.");
    CHECK(unsure.end() == 1);
    auto const after = night.must("observer", {"incident"}).at("incident").as_object();
    CHECK(after.at("phase") == before.at("phase"));
    CHECK_FALSE(after.at("nationalTaken").as_bool());

    Running sure{command, Surroundings::terminal, night.as(tib)};
    sure.wait_for("Skriv JA");
    sure.write("JA\n");
    sure.wait_for("Klart");
    CHECK(sure.end() == 0);
    if (verb == "escalate") {
        return;
    }
    Running close{{LARM, "close"}, Surroundings::terminal, night.as(tib)};
    close.wait_for("som inte har kvitterat, och ingen påminns mer");
    close.write("nej\n");
    CHECK(close.end() == 1);
    Running closed{{LARM, "close", "--yes"}, Surroundings::terminal, night.as(tib)};
    CHECK(closed.end() == 0);
}

TEST_CASE("after a recall no chain goes on, and the board says whose answers it shows",
          "[e2e][larm]") {
    Night const night;
    night.must("tib@" + stricken, confirm_flags());
    night.must("tib@" + stricken, {"rescind", "--reason", "Prov"});
    auto const status = night.larm("observer", {"status"}).out;
    CHECK((has(status, "avbruten innan den blev komplett") && !has(status, "pågår")));
    Running watch{{LARM, "watch"}, Surroundings::terminal, night.as("observer")};
    watch.wait_for("Slut: TiB");
    watch.signal(SIGINT);
    CHECK(watch.end() == 0);
}

TEST_CASE("the screen claims nothing before it has heard anything", "[e2e][larm]") {
    std::map<std::string, std::string> const nowhere{{"LARM_SERVER", "http://127.0.0.1:1"},
                                                     {"LARM_TOKEN", "larm_nobody"}};
    Running watch{{LARM, "watch", "--timeout", "2"}, Surroundings::terminal, nowhere};
    watch.wait_for("Läget är OKÄNT");
    CHECK(watch.end() == 3);
    CHECK_FALSE(has(watch.output(), "Inga pågående händelser"));
}

}  // namespace larm::e2e::by_hand
