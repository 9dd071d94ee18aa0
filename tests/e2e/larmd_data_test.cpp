// larmd as a process, and what it finds in its folders: a copy, an older file, a damaged one,
// contacts with faults.
#include <fstream>

#include "tests/e2e/larmd_process.hpp"

namespace larm::e2e {

TEST_CASE("a copied data folder shows and answers, and delivers nothing until it is adopted",
          "[e2e][larmd]") {
    Directory const directory;
    {
        Larmd larmd{usual(directory)};
        (void)larmd.first_line();
        larmd.signal(SIGTERM);
        CHECK(larmd.end().code == 0);
    }
    auto const copy = directory.path() / "copy";
    fs::copy(directory.path() / "data", copy, fs::copy_options::recursive);
    auto arguments = usual(directory);
    arguments[3] = copy.string();
    auto const log_of = [&arguments] {
        Larmd larmd{arguments};
        CHECK(larmd.first_line().starts_with("larmd ready on"));
        larmd.signal(SIGTERM);
        auto const end = larmd.end();
        CHECK(end.code == 0);
        return end.err;
    };
    CHECK(has(log_of(), "event=delivery_off"));
    arguments.emplace_back("--adopt");
    CHECK_FALSE(has(log_of(), "event=delivery_off"));
    arguments.pop_back();
    CHECK_FALSE(has(log_of(), "event=delivery_off"));
}

TEST_CASE("an older journal put back in its place delivers nothing until it is adopted",
          "[e2e][larmd]") {
    Directory const directory;
    auto const data = directory.path() / "data";
    auto arguments = usual(directory);
    arguments.insert(arguments.end(), {"--spill", (directory.path() / "spill").string()});
    auto const log_of = [&arguments](bool reloads) {
        Larmd larmd{arguments};
        CHECK(larmd.first_line().starts_with("larmd ready on"));
        if (reloads) {
            larmd.signal(SIGHUP);
            auto line = larmd.log_line();
            while (!line.empty() && line.find("event=rules_") == line.npos) {
                line = larmd.log_line();
            }
        }
        larmd.signal(SIGTERM);
        auto const end = larmd.end();
        CHECK(end.code == 0);
        return end.err;
    };
    auto const rules = directory.path() / "rules";
    fs::copy(RULES, rules, fs::copy_options::recursive);
    arguments[1] = rules.string();
    (void)log_of(false);
    fs::copy(data / "live.db", directory.path() / "older.db");
    {  // a new officer is an event
        std::ofstream{rules / "contacts.textproto", std::ios::app}
            << "officers { id: \"dalarna-tib-3\" party: \"tib@dalarna\" name: \"Ny\"\n"
               "addresses { channel: CHANNEL_PUSH value: \"dalarna-tib-3\" } }\n";
    }
    CHECK_FALSE(has(log_of(true), "event=delivery_off"));
    fs::copy(directory.path() / "older.db", data / "live.db", fs::copy_options::overwrite_existing);
    auto const log = log_of(false);
    CHECK(has(log, "event=delivery_off"));
    CHECK(has(log, "older copy"));
    CHECK(has(log_of(false), "event=delivery_off"));
    arguments.emplace_back("--adopt");
    CHECK_FALSE(has(log_of(false), "event=delivery_off"));
    arguments.pop_back();
    CHECK_FALSE(has(log_of(false), "event=delivery_off"));
}

TEST_CASE("larmd starts on a journal that is damaged, and keeps it", "[e2e][larmd]") {
    Directory const directory;
    fs::create_directories(directory.path() / "data");
    (void)directory.write("data/live.db", std::string(5000, 'x'));
    Larmd larmd{usual(directory)};
    CHECK(larmd.first_line().starts_with("larmd ready on"));
    larmd.signal(SIGTERM);
    auto const end = larmd.end();
    CHECK(end.code == 0);
    CHECK(has(end.err, "live.db.corrupt-"));
    CHECK_FALSE(has(end.err, "event=delivery_off"));
}

TEST_CASE("one faulty contact is told by line, and the others are taken", "[e2e][larmd]") {
    Directory const directory;
    auto const rules = directory.path() / "rules";
    fs::copy(RULES, rules, fs::copy_options::recursive);
    auto const contacts = rules / "contacts.textproto";
    {
        std::ofstream{contacts, std::ios::app}
            << "officers {\n  id: \"dalarna-tib-3\"\n  party: \"tib@dalarna\"\n  nam: \"Ny\"\n"
               "  addresses { channel: CHANNEL_PUSH value: \"dalarna-tib-3\" }\n}\n";
    }
    auto const wait_for = [](Larmd& larmd, std::string const& event) {
        auto line = larmd.log_line();
        while (!line.empty() && line.find(event) == std::string::npos) {
            line = larmd.log_line();
        }
        return line;
    };
    Larmd larmd{usual(directory, rules)};
    CHECK(has(wait_for(larmd, "event=contacts_fault "), contacts.string() + ":"));
    CHECK(has(wait_for(larmd, "event=contacts_faulty"), "kept_as_known=0"));
    CHECK(larmd.first_line().starts_with("larmd ready on"));
    larmd.signal(SIGHUP);
    CHECK(has(wait_for(larmd, "event=contacts_faulty"), "kept_as_known=1"));
    CHECK(has(wait_for(larmd, "event=rules_"), "event=rules_reloaded"));
    larmd.signal(SIGTERM);
    CHECK(larmd.end().code == 0);
}

}  // namespace larm::e2e
