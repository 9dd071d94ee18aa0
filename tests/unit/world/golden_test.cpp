// Whole nights as an earlier build wrote them: whatever the build, the machine or the version, the
// same log is the same state. A change of the fold that is meant changes a hash here, and its
// commit says why.
//
// The second night is made here, anew where it has to be:
//   LARM_GOLDEN_OUT=night_v2.db build/release/bin/world_test "[.make_golden]"
#include <sqlite3.h>

#include <atomic>
#include <cstdlib>
#include <map>
#include <thread>

#include "engine/journal/sqlite_journal.hpp"
#include "engine/world/restore.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/failing_vfs.hpp"
#include "tests/unit/world/support.hpp"

namespace larm::world::test {
namespace {

using namespace larm::test;

std::unique_ptr<journal::SqliteJournal> golden(Place const& place, std::string const& name) {
    std::filesystem::create_directories(place.journal().parent_path());
    std::filesystem::copy_file(LARM_SOURCE_DIR "/tests/unit/world/golden/" + name, place.journal());
    auto journal = journal::SqliteJournal::open(place.journal(), journal::OpenMode::read_only);
    REQUIRE(journal.has_value());
    return std::move(*journal);
}

std::string hash_of(journal::Journal const& journal) {
    auto const start = restore(journal);
    REQUIRE(start.has_value());
    return journal::hex(state_hash(start->state));
}

/// The same without what snapshots have held only since schemas 3 and 4: when the outcome of a
/// delivery came and why it failed, the turns of an incident, and since when roll-calls are
/// counted.
std::string hash_of_schema_2(journal::Journal const& journal) {
    auto const start = restore(journal);
    REQUIRE(start.has_value());
    auto snapshot = start->state.snapshot();
    snapshot.clear_roll_call_after_us();
    snapshot.clear_reach();
    for (auto& incident : *snapshot.mutable_incidents()) {
        incident.clear_turns();
        for (auto& chase : *incident.mutable_chases()) {
            chase.clear_told();
            for (auto& delivery : *chase.mutable_deliveries()) {
                delivery.clear_since_us();
                delivery.clear_why();
            }
        }
    }
    return journal::hex(state_hash(std::string_view{snapshot.SerializeAsString()}));
}

/// Without whom each chase has told: the rest is as it was before that was kept.
std::string hash_of_schema_4(journal::Journal const& journal) {
    auto const start = restore(journal);
    REQUIRE(start.has_value());
    auto snapshot = start->state.snapshot();
    for (auto& incident : *snapshot.mutable_incidents()) {
        for (auto& chase : *incident.mutable_chases()) {
            chase.clear_told();
        }
    }
    return journal::hex(state_hash(std::string_view{snapshot.SerializeAsString()}));
}

/// A night whose clock stands still until it is moved, with a disk that can be full.
class GoldenNight {
public:
    explicit GoldenNight(Place const& place) : place_{place}, options_{live_options(place)} {
        options_.log.vfs = vfs_.name();
        options_.clocks = [this] { return ClockReading{began.us + offset_us_, offset_us_}; };
        start();
    }

    void start() { live_ = open_live(place_, ports_, options_); }
    void stop() { live_.reset(); }
    /// Moves on, and lets the engine do what has come due.
    void wait_s(int seconds) {
        wait_while_down_s(seconds);
        turn();
    }
    void wait_while_down_s(int seconds) { offset_us_ += seconds * std::int64_t{1'000'000}; }
    void turn() {
        v1::Command nothing;
        nothing.mutable_record_delivery()->set_incident_id("none");
        (void)live_->submit_and_wait(nothing);
        (void)live_->submit_and_wait(nothing);
    }
    v1::CommandReply must(v1::Command const& command) {
        auto reply = live_->submit_and_wait(command.has_actor() ? from_client(command) : command);
        INFO((reply ? "" : reply.error().message));
        REQUIRE(reply.has_value());
        return *reply;
    }
    std::string confirm(std::string const& region) {
        return must(larm::test::confirm(region)).incident_id();
    }
    void set_disk_full(bool is_full) {
        vfs_.set_full(is_full);
        while (!is_full && live_->log_health().durability != v1::DURABILITY_LOCAL) {
            std::this_thread::yield();
        }
    }

private:
    Place const& place_;
    Ports ports_;
    FailingVfs vfs_{"golden"};
    std::atomic<std::int64_t> offset_us_ = 0;
    LiveWorldOptions options_;
    std::unique_ptr<LiveWorld> live_;
};

v1::Command officers(std::vector<v1::Channel> const& corrected = {}) {
    v1::Command command;
    for (auto const* region : {"dalarna", "gavleborg", "uppsala"}) {
        for (auto const* suffix : {"-tib-1", "-tib-2"}) {
            auto& officer = *command.mutable_seed_duty()->add_officers();
            officer.set_party(std::string{"tib@"} + region);
            officer.set_officer_id(std::string{region} + suffix);
            officer.set_on_duty(suffix == std::string_view{"-tib-1"});
            officer.add_channels(v1::CHANNEL_PUSH);
            officer.add_channels(v1::CHANNEL_SMS);
            officer.mutable_corrected()->Assign(corrected.begin(), corrected.end());
        }
    }
    return command;
}

v1::Command result(std::string const& incident, std::string const& party, v1::Channel channel,
                   v1::DeliveryOutcome outcome) {
    core::Chase chase;
    chase.party = party;
    chase.attempt = 1;
    return delivered(incident, chase, "regional_alarm", channel, outcome);
}

v1::Command answer_no(std::string const& incident, v1::Role role, std::string const& party) {
    v1::Command command;
    *command.mutable_actor() = actor(role, "uppsala");
    auto& answer = *command.mutable_answer();
    answer.set_command_id(next_uuid());
    answer.set_incident_id(incident);
    answer.set_party(party);
    answer.mutable_decline()->set_reason("strömavbrott");
    answer.set_note("ring jourhavande");
    return command;
}

void hand_over(GoldenNight& night) {
    v1::Command offer;
    *offer.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    offer.mutable_offer_duty()->set_command_id(next_uuid());
    offer.mutable_offer_duty()->set_party("tib@dalarna");
    offer.mutable_offer_duty()->set_to_officer_id("dalarna-tib-2");
    night.must(offer);
    v1::Command accept;
    *accept.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    accept.mutable_actor()->set_token_id("tok_another");
    accept.mutable_accept_duty()->set_command_id(next_uuid());
    accept.mutable_accept_duty()->set_party("tib@dalarna");
    accept.mutable_accept_duty()->set_officer_id("dalarna-tib-2");
    night.must(accept);
}

v1::Command resume(std::string const& incident, std::string const& region) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    command.mutable_resume_chases()->set_command_id(next_uuid());
    command.mutable_resume_chases()->set_incident_id(incident);
    return command;
}

void an_alarm_to_its_end(GoldenNight& night) {
    auto const id = night.confirm("uppsala");
    night.must(result(id, "tib@gavleborg", v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_FAILED));
    night.must(result(id, "tib@gavleborg", v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_ACCEPTED));
    night.wait_s(61);
    hand_over(night);
    night.must(officers({v1::CHANNEL_SMS}));
    night.must(answer_no(id, v1::ROLE_BLOOD, "blood@uppsala"));
    night.must(commit(id, "dalarna", 5));
    night.must(revoke(id, "dalarna", 2));
    auto promise = commit(id, "uppsala", 5);
    promise.mutable_commit_transports()->set_expires_in_minutes(20);
    promise.mutable_commit_transports()->set_note("två står i Tierp");
    night.must(promise);
    night.must(decline(id, "gavleborg", "inga bilar"));
    night.must(accept_shortfall(id, "gavleborg", "uppsala"));
    night.wait_s(21 * 60);
    night.must(escalate(id, "uppsala"));
    night.must(stand_down(id, "uppsala"));
    night.must(acknowledge(id, "tib@dalarna"));
    night.must(close(id, "uppsala"));
}

/// It is the log that is golden; a snapshot would be read instead of it.
void forget_snapshots(std::filesystem::path const& file) {
    sqlite3* connection = nullptr;
    REQUIRE(::sqlite3_open(file.c_str(), &connection) == SQLITE_OK);
    CHECK(::sqlite3_exec(connection, "DELETE FROM snapshot; DELETE FROM command_segment; VACUUM",
                         nullptr, nullptr, nullptr) == SQLITE_OK);
    ::sqlite3_close(connection);
}

}  // namespace

// Two incidents at once, as the first version wrote them (`larm replay two_incidents --journal`).
TEST_CASE("a golden night folds to the state it always has", "[world][restore][golden]") {
    Place const place;
    auto const journal = golden(place, "night_v1.db");
    CHECK(hash_of_schema_2(*journal) ==
          "0b2bd805c138318cd5f243260188b11250c10a79380da83cd50abecdc3fc266a");
    CHECK(hash_of_schema_4(*journal) ==
          "86ab5cab9bf51a8fd5abf21df46156bdda607e29c7b4074e4cb1c1801bce9ddb");
    CHECK(hash_of(*journal) == "9cb4a8d4c991212f485cfb2ba0ab6d1744a675eb08241a900feef175ea84ae65");
}

TEST_CASE("a golden night of all that is rare folds to the state it always has",
          "[world][restore][golden]") {
    Place const place;
    auto const journal = golden(place, "night_v2.db");
    std::map<v1::Event::KindCase, int> kinds;
    bool has_no = false;
    auto const read = journal->read(1, [&](journal::Record const& record) {
        v1::Event event;
        REQUIRE(event.ParseFromString(record.body));
        ++kinds[event.kind_case()];
        has_no = has_no || event.party_answered().answer().starts_with("decline: ");
        return true;
    });
    REQUIRE(read.has_value());
    for (auto const kind :
         {v1::Event::kIncidentClosed, v1::Event::kIncidentRescinded, v1::Event::kDutyAccepted,
          v1::Event::kTransportsRevoked, v1::Event::kTransportsDeclined,
          v1::Event::kCommitmentExpired, v1::Event::kShortfallAccepted, v1::Event::kChasesHeld,
          v1::Event::kChasesResumed, v1::Event::kContactsCorrected, v1::Event::kDeliveryRecorded}) {
        CAPTURE(static_cast<int>(kind));
        CHECK(kinds[kind] > 0);
    }
    CHECK(has_no);
    CHECK(hash_of_schema_4(*journal) ==
          "5b5fc6c9e819858e93860c34720b35dcf02df61d2399c0720b15e870eff3276d");
    CHECK(hash_of(*journal) == "cb7d52a5fff1b94f64dc2a23979b0b7aa2a1a75c356e13e3186fda8f635519c6");
}

TEST_CASE("makes the second golden night", "[.make_golden]") {
    auto const* const out = std::getenv("LARM_GOLDEN_OUT");
    REQUIRE(out != nullptr);
    Place const place;
    {
        GoldenNight night{place};
        night.must(activation());
        night.must(officers());
        an_alarm_to_its_end(night);
        night.set_disk_full(true);  // this one is merged from the spill
        auto const false_alarm = night.confirm("dalarna");
        night.must(rescind(false_alarm, "dalarna"));
        night.set_disk_full(false);
        auto const first = night.confirm("gavleborg");
        night.confirm("uppsala");
        night.stop();
        night.wait_while_down_s(7 * 3600);
        night.start();
        night.turn();
        night.must(resume(first, "gavleborg"));  // the other one stays held
        night.stop();
    }
    forget_snapshots(place.journal());
    std::filesystem::copy_file(place.journal(), out,
                               std::filesystem::copy_options::overwrite_existing);
}

}  // namespace larm::world::test
