// The fold of a journal: with a snapshot, without, and with one that is no good.
#include "engine/world/restore.hpp"

#include <google/protobuf/descriptor.h>
#include <larm/v1/event.pb.h>
#include <sqlite3.h>

#include <algorithm>
#include <vector>

#include "engine/journal/schema.hpp"
#include "engine/journal/sqlite_journal.hpp"
#include "tests/support/blood_story.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/failing_vfs.hpp"
#include "tests/unit/world/support.hpp"

namespace larm::world::test {
namespace {

using journal::OpenMode;
using journal::SqliteJournal;

Reply accepted(LiveWorld& live, v1::Command const& command) {
    auto reply = live.submit_and_wait(command);
    INFO((reply ? "" : reply.error().message));
    REQUIRE(reply.has_value());
    return reply;
}

/// A night's work in the journal; the last command, to be given again.
v1::Command live_through(LiveWorld& live, int incidents) {
    v1::Command last;
    for (int round = 0; round < incidents; ++round) {
        auto const reply = accepted(live, from_client(larm::test::confirm("uppsala")));
        last = from_client(larm::test::commit(reply->incident_id(), "dalarna", 5));
        accepted(live, last);
    }
    return last;
}

journal::Hash hash_of(std::filesystem::path const& file) {
    auto const journal = SqliteJournal::open(file, OpenMode::read_only);
    REQUIRE(journal.has_value());
    auto const start = restore(**journal);
    REQUIRE(start.has_value());
    return state_hash(start->state);
}

std::int64_t snapshot_used(std::filesystem::path const& file) {
    auto const journal = SqliteJournal::open(file, OpenMode::read_only);
    REQUIRE(journal.has_value());
    auto const start = restore(**journal);
    REQUIRE(start.has_value());
    return start->snapshot_seq;
}

void run_sql(std::filesystem::path const& file, std::string const& sql) {
    sqlite3* connection = nullptr;
    REQUIRE(::sqlite3_open(file.c_str(), &connection) == SQLITE_OK);
    char* error = nullptr;
    auto const code = ::sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, &error);
    INFO((error == nullptr ? "" : error));
    CHECK(code == SQLITE_OK);
    ::sqlite3_free(error);
    ::sqlite3_close(connection);
}

}  // namespace

TEST_CASE("deleting or spoiling snapshots changes nothing but the time to start",
          "[world][restore]") {
    Place const place;
    Ports ports;
    v1::Command again;
    std::int64_t seq = 0;
    {
        auto options = live_options(place);
        options.snapshot_events = 20;
        auto const live = open_live(place, ports, options);
        (void)live->submit_and_wait(activation());
        again = live_through(*live, 8);
        seq = accepted(*live, again)->seq();
        live->drain();
    }
    auto const whole = hash_of(place.journal());
    CHECK(snapshot_used(place.journal()) > 0);

    run_sql(place.journal(),
            "UPDATE snapshot SET state = x'00' WHERE seq = (SELECT max(seq) FROM snapshot)");
    auto const older = snapshot_used(place.journal());
    CHECK(older > 0);
    CHECK(hash_of(place.journal()) == whole);

    run_sql(place.journal(), "UPDATE snapshot SET schema_version = 99");
    CHECK(snapshot_used(place.journal()) == 0);
    CHECK(hash_of(place.journal()) == whole);

    run_sql(place.journal(), "DELETE FROM snapshot; DELETE FROM command_segment");
    CHECK(hash_of(place.journal()) == whole);

    // Commands are remembered all the same, and a new snapshot is made.
    auto const live = open_live(place, ports);
    CHECK(accepted(*live, again)->seq() == seq);
    accepted(*live, from_client(larm::test::confirm("dalarna")));
    live->drain();
    CHECK(snapshot_used(place.journal()) > 0);
}

TEST_CASE("blood is restored to the same hash from the journal and from a snapshot",
          "[world][restore][blood]") {
    using namespace larm::test;
    Place const place;
    Ports ports;
    {
        auto options = live_options(place);
        options.snapshot_events = 20;
        auto const live = open_live(place, ports, options);
        auto activate = activation();
        activate.mutable_activate_rule_pack()->set_pack(blood_pack().SerializeAsString());
        (void)live->submit_and_wait(activate);
        auto const id =
            accepted(*live, from_client(confirm_with("uppsala", 20, 30)))->incident_id();
        for (auto const& command :
             {blood_stock("blood@uppsala", {{o_negative, 4}}, 2),
              alarm_country(id, "blood@uppsala", {{o_negative, 40}}),
              offer_blood(id, "blood@skane", {{o_negative, 6}}),
              accept_blood(id, "blood@uppsala", "skane-1"),
              blood_transport(id, "blood@skane", "skane-1", v1::BLOOD_OFFER_STATE_UNDER_WAY, 50)}) {
            accepted(*live, from_client(command));
        }
        live->drain();
    }
    auto const with_snapshot = hash_of(place.journal());
    CHECK(snapshot_used(place.journal()) > 0);
    run_sql(place.journal(), "DELETE FROM snapshot; DELETE FROM command_segment");
    CHECK(hash_of(place.journal()) == with_snapshot);
    auto const journal = SqliteJournal::open(place.journal(), OpenMode::read_only);
    auto const start = restore(**journal);
    REQUIRE(start.has_value());
    CHECK(start->state.blood_stock("blood@uppsala")->lines(0).units() == 4);
    CHECK(start->state.incidents().front().blood.offers(0).state() ==
          v1::BLOOD_OFFER_STATE_UNDER_WAY);
}

TEST_CASE("segments that reach further than a usable snapshot are not written twice",
          "[world][restore]") {
    Place const place;
    Ports ports;
    v1::Command again;
    {
        auto options = live_options(place);
        options.snapshot_events = 20;
        auto const live = open_live(place, ports, options);
        (void)live->submit_and_wait(activation());
        again = live_through(*live, 8);
        live->drain();
    }
    run_sql(place.journal(), "DELETE FROM snapshot WHERE seq = (SELECT max(seq) FROM snapshot)");
    {
        auto const live = open_live(place, ports);
        (void)live_through(*live, 2);
        live->drain();
    }
    auto const live = open_live(place, ports);
    CHECK(accepted(*live, again)->seq() > 0);
    auto other = again;
    other.mutable_commit_transports()->set_count(1);
    auto const refused = live->submit_and_wait(from_client(other));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == core::Code::already_exists);
}

TEST_CASE("a damaged cache of commands costs time, and never a snapshot or a stop",
          "[world][restore]") {
    for (auto const* const damage : {"DELETE FROM command_segment WHERE first_seq = 1",
                                     "DELETE FROM command_segment WHERE last_seq = (SELECT "
                                     "max(last_seq) FROM command_segment)",
                                     "UPDATE command_segment SET entries = x'00'"}) {
        CAPTURE(damage);
        Place const place;
        Ports ports;
        auto options = live_options(place);
        options.snapshot_events = 20;
        v1::Command again;
        {
            auto const live = open_live(place, ports, options);
            (void)live->submit_and_wait(activation());
            again = live_through(*live, 8);
        }
        run_sql(place.journal(), damage);
        auto const whole = hash_of(place.journal());
        {
            auto const live = open_live(place, ports, options);
            accepted(*live, again);
            (void)live_through(*live, 8);
        }
        CHECK(snapshot_used(place.journal()) > 0);
        CHECK(hash_of(place.journal()) != whole);
        auto const live = open_live(place, ports, options);
        accepted(*live, again);
    }
}

TEST_CASE("a row that is no event is an error that says which", "[world][restore]") {
    Place const place;
    Ports ports;
    {
        auto const live = open_live(place, ports);
        (void)live->submit_and_wait(activation());
        (void)live_through(*live, 1);
        live->drain();
    }
    run_sql(place.journal(),
            "DELETE FROM snapshot; DROP TRIGGER journal_no_update; UPDATE journal SET body = x'ff' "
            "WHERE seq = 3");
    auto const journal = SqliteJournal::open(place.journal(), OpenMode::read_only);
    REQUIRE(journal.has_value());
    auto const start = restore(**journal);
    REQUIRE_FALSE(start.has_value());
    CHECK(start.error().message.find("event 3") != std::string::npos);
}

TEST_CASE(
    "what an event may say is raised with the format, so that no older program passes it over",
    "[world][restore]") {
    // Another number than this: a kind of event or a field has come. Raise format_version, and say
    // in FORMAT.md what came with it; then change the number.
    int fields = 0;
    std::vector<google::protobuf::Descriptor const*> messages{v1::Event::descriptor()};
    for (std::size_t seen = 0; seen < messages.size(); ++seen) {  // also what other files lend it
        auto const& message = *messages[seen];
        fields += message.field_count();
        for (int index = 0; index < message.field_count(); ++index) {
            auto const* const part = message.field(index)->message_type();
            if (part != nullptr && std::ranges::find(messages, part) == messages.end()) {
                messages.push_back(part);
            }
        }
    }
    CHECK(journal::format_version == 8);
    CHECK(fields == 991);
}

TEST_CASE("a journal that is adopted belongs to who adopted it, and holds what was open in it",
          "[world][live]") {
    Place const place;
    Ports ports;
    {
        auto const live = open_live(place, ports);
        CHECK(live->instance_id() == "instance-a");
        (void)live->submit_and_wait(activation());
        (void)live->submit_and_wait(from_client(larm::test::confirm("uppsala")));
    }
    auto elsewhere = live_options(place);
    elsewhere.log.fresh.instance_id = "instance-b";
    CHECK(open_live(place, ports, elsewhere)->instance_id() == "instance-a");
    elsewhere.adopt = true;
    {
        // What was answered, or ended, after the copy was made is not in it.
        auto const live = open_live(place, ports, elsewhere);
        CHECK(live->instance_id() == "instance-b");
        (void)live->submit_and_wait(activation());
        CHECK(live->figures().incidents_held == 1);
        auto const fresh = live->submit_and_wait(from_client(larm::test::confirm("dalarna")));
        CHECK(fresh.has_value());
        CHECK(live->figures().incidents_held == 1);
    }
    // The same --adopt again, as when it was left in a script, holds nothing more.
    auto const live = open_live(place, ports, elsewhere);
    (void)live->submit_and_wait(activation());
    CHECK(live->figures().incidents_held == 1);
}

TEST_CASE("another's journal holds what was open in it also where the adoption cannot be written",
          "[world][live][disk]") {
    Place const place;
    Ports ports;
    {
        auto const live = open_live(place, ports);
        (void)live->submit_and_wait(activation());
        (void)live->submit_and_wait(from_client(larm::test::confirm("uppsala")));
    }
    larm::test::FailingVfs vfs{"adopt-full"};
    auto elsewhere = live_options(place);
    elsewhere.log.fresh.instance_id = "instance-b";
    elsewhere.log.vfs = vfs.name();
    elsewhere.adopt = true;
    vfs.set_full(true);
    auto const live = open_live(place, ports, elsewhere);
    (void)live->submit_and_wait(activation());
    CHECK(live->instance_id() == "instance-a");  // until the next start
    CHECK(live->figures().incidents_held == 1);
    vfs.set_full(false);
}

TEST_CASE(
    "a disk that fills anywhere in an adoption leaves no journal that is ours and holds nothing",
    "[world][live][disk]") {
    int adopted_at_once = 0;
    int room = 0;
    for (; adopted_at_once == 0; ++room) {
        REQUIRE(room < 200);
        Place const place;
        Ports ports;
        {
            auto const live = open_live(place, ports);
            (void)live->submit_and_wait(activation());
            (void)live->submit_and_wait(from_client(larm::test::confirm("uppsala")));
        }
        auto elsewhere = live_options(place);
        elsewhere.log.fresh.instance_id = "instance-b";
        elsewhere.log.spill_dir.reset();  // with one, what is held survives there
        elsewhere.adopt = true;
        {
            larm::test::FailingVfs vfs{"adopt-fills"};
            auto filling = elsewhere;
            filling.log.vfs = vfs.name();
            vfs.fill_after(room);
            auto const live = open_live(place, ports, filling);
            CHECK(live->figures().incidents_held == 1);
            adopted_at_once += live->instance_id() == "instance-b" && vfs.failures() == 0 ? 1 : 0;
        }
        auto const live = open_live(place, ports, elsewhere);
        INFO("room for " << room << " writes");
        CHECK(live->instance_id() == "instance-b");
        CHECK(live->figures().incidents_held == 1);
    }
    CHECK(room > 2);  // else nothing has been tried
}

}  // namespace larm::world::test
