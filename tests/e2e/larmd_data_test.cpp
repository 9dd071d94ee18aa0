// larmd as a process, and what it finds in its folders: a copy, an older file, a damaged one,
// contacts with faults.
#include <larm/v1/event.pb.h>
#include <sqlite3.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>

#include "tests/e2e/larmd_process.hpp"
#include "tests/support/daemon.hpp"
#include "tests/support/story.hpp"

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

TEST_CASE("a first start says that it begins with nothing, and leaves nothing where it cannot",
          "[e2e][larmd]") {
    Directory const directory;
    auto const sound = usual(directory);
    auto faulty = sound;
    faulty[1] = directory.path().string();
    {
        Larmd larmd{faulty};
        CHECK(larmd.end().code == 2);
    }
    CHECK_FALSE(fs::exists(directory.path() / "data"));
    {
        boost::asio::io_context io;
        boost::asio::ip::tcp::acceptor taken{
            io, {boost::asio::ip::make_address("127.0.0.1"), 0}};  // somebody else's port
        auto unlucky = sound;
        auto const listen = std::ranges::find(unlucky, "--listen");
        REQUIRE(listen != unlucky.end());
        *std::next(listen) = "127.0.0.1:" + std::to_string(taken.local_endpoint().port());
        Larmd larmd{unlucky};
        auto const end = larmd.end();
        CHECK(end.code == 2);
        CHECK(has(end.err, "--listen: " + *std::next(listen)));
    }
    CHECK_FALSE(fs::exists(directory.path() / "data"));
    {
        auto misspelt = sound;
        misspelt[0] = "--rulse";
        Larmd larmd{misspelt};
        auto const end = larmd.end();
        CHECK(end.code == 2);
        CHECK(end.err == "larmd: there is no flag --rulse; did you mean \"--rules\"?\n");
    }
    for (auto const is_first : {true, false}) {
        CAPTURE(is_first);
        Larmd larmd{sound};
        (void)larmd.first_line();
        larmd.signal(SIGTERM);
        CHECK(has(larmd.end().err, "event=empty_world") == is_first);
    }
}

TEST_CASE("a data folder that a start makes is its owner's only; one that is there stays as it is",
          "[e2e][larmd]") {
    Directory const directory;
    auto const mode_after_start = [](std::vector<std::string> const& arguments) {
        Larmd larmd{arguments};
        CHECK(larmd.first_line().starts_with("larmd ready on"));
        larmd.signal(SIGTERM);
        CHECK(larmd.end().code == 0);
        return fs::status(arguments[3]).permissions();
    };
    auto arguments = usual(directory);
    arguments[3] = (directory.path() / "made" / "data" / "").string();
    CHECK(mode_after_start(arguments) == fs::perms::owner_all);
    auto const open = directory.path() / "open";
    fs::create_directory(open);
    auto const shared = fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec;
    fs::permissions(open, shared);
    arguments[3] = open.string();
    CHECK(mode_after_start(arguments) == shared);
}

namespace {

/// A daemon with a spill, stopped and started again on the same folders.
class Night {
public:
    Night() {
        start();
        token_ = test::mint_token(data(), v1::ROLE_TIB, "uppsala");
    }

    [[nodiscard]] fs::path data() const { return directory_.path() / "data"; }
    [[nodiscard]] fs::path spill() const { return directory_.path() / "spill"; }
    [[nodiscard]] fs::path journal() const { return data() / "live.db"; }

    void start(std::vector<std::string> const& more = {}) {
        auto arguments = usual(directory_);
        arguments.insert(arguments.end(), {"--spill", spill().string()});
        arguments.insert(arguments.end(), more.begin(), more.end());
        larmd_ = std::make_unique<Larmd>(arguments);
        auto const line = larmd_->first_line();
        INFO(line << larmd_->log());
        REQUIRE(line.starts_with("larmd ready on"));
        port_ = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
    }
    /// Returns what it logged.
    std::string stop() {
        larmd_->signal(SIGTERM);
        auto const end = larmd_->end();
        CHECK(end.code == 0);
        return end.err;
    }
    std::string call(std::string const& method, std::string const& json) const {
        test::Client client{port_, token_};
        auto const answer = client.call("IncidentService/" + method, json);
        INFO(method << ' ' << answer.body);
        CHECK(answer.status == 200);
        return answer.body;
    }
    [[nodiscard]] std::string confirm() const {
        return test::json_field(
            call(
                "ConfirmIncident",
                R"({"commandId":")" + test::next_uuid() +
                    R"(","regionId":"uppsala","level":"READINESS_LEVEL_KATASTROF","massCasualty":true,)"
                    R"("report":{"majorIncident":"Ja","exactLocation":"E4","type":"buss"}})"),
            "incidentId");
    }
    void give(std::string const& method, std::string const& id,
              std::string const& more = {}) const {
        (void)call(method, R"({"commandId":")" + test::next_uuid() + R"(","incidentId":")" + id +
                               "\"" + more + "}");
    }
    [[nodiscard]] bool is_held(std::string const& id) const {
        return call("GetIncident", R"({"incidentId":")" + id + R"("})")
                   .find(R"("chasesHeld":true)") != std::string::npos;
    }
    [[nodiscard]] std::string ready() const {
        test::Client client{port_, token_};
        return client.get("/readyz").body;
    }

private:
    Directory directory_;
    std::unique_ptr<Larmd> larmd_;
    std::string token_;
    std::uint16_t port_ = 0;
};

std::string content_of(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void run_sql(fs::path const& journal, std::string const& sql) {
    sqlite3* raw = nullptr;
    REQUIRE(sqlite3_open(journal.c_str(), &raw) == SQLITE_OK);
    CHECK(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(raw);
}

/// The rows of the last events, as a disk that rots.
void damage_end(fs::path const& journal, std::string const& from_type) {
    run_sql(journal,
            "DROP TRIGGER journal_no_update; UPDATE journal SET body = x'00' WHERE seq = "
            "(SELECT max(seq) FROM journal WHERE type = " +
                from_type + ")");
}

}  // namespace

TEST_CASE("the paper to fall back on follows the alarm, and is its owner's only", "[e2e][larmd]") {
    Night const night;
    (void)night.confirm();
    auto const file = night.data() / "fallback" / "dalarna.html";
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    std::string html;
    while (html.find("Pågående") == std::string::npos && std::chrono::steady_clock::now() < until) {
        std::this_thread::yield();
        html = content_of(file);
    }
    CHECK(has(html, "Pågående: Uppsala"));
    CHECK(has(html, "Maja Lövgren"));
    CHECK((fs::status(file).permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
          fs::perms::none);
    CHECK_FALSE(has(night.ready(), "fallback"));
}

TEST_CASE("where events were lost, open incidents wait for a human and new ones are delivered",
          "[e2e][larmd]") {
    Night night;
    auto const older = night.data() / "older.db";
    auto const id = night.confirm();
    (void)night.stop();
    fs::copy(night.journal(), older);
    night.start();
    night.give("Rescind", id, R"(,"reason":"fel")");
    (void)night.stop();
    auto const is_salvaged = GENERATE(false, true);
    if (is_salvaged) {
        damage_end(night.journal(),
                   std::to_string(static_cast<int>(v1::Event::kIncidentRescinded)));
    } else {
        fs::copy(older, night.journal(), fs::copy_options::overwrite_existing);
    }

    night.start();
    CHECK(night.is_held(id));
    auto const ready = night.ready();
    CHECK(has(ready, "1 incident waits for a human"));
    CHECK(has(ready, is_salvaged ? "LOST" : "events are lost"));
    CHECK_FALSE(ready.find("nothing is delivered") != ready.npos);
    auto const fresh = night.confirm();
    CHECK_FALSE(night.is_held(fresh));
    night.give("ResumeChases", id);
    auto const log = night.stop();
    CHECK(has(log, "event=chases_held incident=" + id));
    CHECK_FALSE(has(log, "event=delivery_off"));
    CHECK(has(log, "incident=\"" + fresh));

    // What a human has let run, and what came after, is not held again.
    night.start();
    CHECK_FALSE(night.is_held(id));
    CHECK_FALSE(night.is_held(fresh));
    CHECK(has(night.ready(), "events were lost at an earlier start"));
    (void)night.stop();
    night.start({"--adopt"});
    CHECK_FALSE(has(night.ready(), "were lost"));
    (void)night.stop();
    night.start();
    CHECK_FALSE(has(night.ready(), "were lost"));
    (void)night.stop();
}

TEST_CASE("a journal that is gone is told, and the alarm goes on", "[e2e][larmd]") {
    Night night;
    (void)night.confirm();
    (void)night.stop();
    for (auto const* const part : {"", "-wal", "-shm"}) {
        fs::remove(night.journal().string() + part);
    }
    night.start();
    CHECK(has(night.ready(), "the journal that stood here is gone"));
    auto const fresh = night.confirm();
    CHECK_FALSE(night.is_held(fresh));
    auto const log = night.stop();
    CHECK(has(log, "level=critical event=journal_warning"));
    CHECK(has(log, "incident=\"" + fresh));
    auto kept = 0;
    for (auto const& entry : fs::directory_iterator{night.spill()}) {
        kept += entry.path().filename().string().starts_with("live.db.head.lost-") ? 1 : 0;
    }
    CHECK(kept == 1);
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

TEST_CASE("after an upgrade all is checked that the former program's snapshot had spared",
          "[e2e][larmd]") {
    Night night;
    (void)night.confirm();
    (void)night.stop();  // with a snapshot
    run_sql(night.journal(), "UPDATE snapshot SET schema_version = schema_version - 1");
    auto const is_damaged = GENERATE(false, true);
    if (is_damaged) {  // the rules, which every later event needs
        run_sql(night.journal(),
                "DROP TRIGGER journal_no_update; UPDATE journal SET body = x'ff' WHERE seq = 1");
    }
    night.start();
    CHECK(has(night.ready(), "LOST") == is_damaged);
    CHECK_FALSE(night.is_held(night.confirm()));
    (void)night.stop();
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
