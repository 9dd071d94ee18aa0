// The one right order of work, with a log that is durable when the test says so.
#include <numeric>

#include "engine/world/record_maker.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"
#include "tests/unit/world/support.hpp"

namespace larm::world::test {
namespace {

using larm::test::acknowledge;
using larm::test::commit;
using larm::test::confirm;
using larm::test::stand_down;

std::string confirmed(Manual& manual, std::string const& region = "uppsala") {
    Told told;
    manual.give(from_client(confirm(region)), told);
    manual.durable();
    manual.ports.done.clear();
    return told.reply().incident_id();
}

}  // namespace

TEST_CASE("nothing is said before it is durable, and the alarm leaves first", "[world]") {
    Manual manual;
    auto const first = manual.world.staged().seq() + 1;
    Told told;
    manual.give(from_client(confirm("uppsala")), told);
    auto const last = manual.world.staged().seq();
    auto const range = std::to_string(first) + "-" + std::to_string(last);
    CHECK(manual.ports.done == std::vector<std::string>{"append " + range});
    CHECK(told.is_empty());

    manual.durable();
    CHECK(manual.ports.done[1] == "take " + std::to_string(first));
    CHECK(manual.ports.done.back() == "publish " + range + " DURABILITY_LOCAL");
    CHECK(told.reply().seq() == first);
    CHECK(told.reply().durability() == v1::DURABILITY_LOCAL);
    CHECK(told.reply().notice().empty());
}

TEST_CASE("whoever judges sees each event before the state knows a later one", "[world]") {
    struct Witness final : FeedPort {
        World const* world = nullptr;
        std::vector<std::int64_t> seen;
        std::size_t published = 0;

        void decided(v1::Event const& event) override {
            CHECK(world->staged().at().us == event.at_us());
            seen.push_back(world->staged().seq());
        }
        void publish(std::shared_ptr<PublishedBatch const> batch) override {
            published += batch->events.size();
        }
    } witness;
    Ports ports;
    World world{{}, ports, witness, ports};
    witness.world = &world;
    world.submit(activation(), began);
    world.submit(from_client(confirm("uppsala")), began);

    std::vector<std::int64_t> all(static_cast<std::size_t>(world.staged().seq()));
    std::iota(all.begin(), all.end(), 1);
    CHECK(all.size() > 5);
    CHECK(witness.seen == all);
    CHECK(witness.published == 0);
    world.flush();
    world.on_durable(v1::DURABILITY_LOCAL);
    CHECK(witness.published == all.size());
}

TEST_CASE("the alarm goes out in the batch of the confirmation", "[world]") {
    Manual manual;
    Told told;
    manual.give(from_client(confirm("uppsala")), told);
    bool has_started = false;
    for (auto const& record : manual.ports.records) {
        has_started |= record.type == static_cast<int>(v1::Event::kStepStarted);
    }
    CHECK(has_started);
    CHECK(manual.ports.appends == 2);  // the pack's and this one
}

TEST_CASE("commands that come while a batch is in flight make the next batch together", "[world]") {
    Manual manual;
    auto const incident = confirmed(manual);
    Told first;
    Told second;
    Told third;
    manual.give(from_client(acknowledge(incident, "tib@dalarna")), first);
    manual.give(from_client(commit(incident, "dalarna", 2)), second);
    manual.give(from_client(commit(incident, "gavleborg", 5)), third);
    CHECK(manual.ports.done.size() == 1);
    manual.durable();
    CHECK_FALSE(first.is_empty());
    CHECK(second.is_empty());
    CHECK(manual.ports.done.back().starts_with("append"));
    manual.durable();
    CHECK(second.reply().seq() < third.reply().seq());
    CHECK(manual.world.is_idle());
}

TEST_CASE("the same command is answered once and for all, whenever it comes again", "[world]") {
    Manual manual;
    auto const command = from_client(confirm("uppsala"));
    Told first;
    Told in_flight;
    manual.give(command, first);
    manual.give(command, in_flight);
    CHECK(in_flight.is_empty());  // it is not durable yet either
    manual.durable();
    Told later;
    manual.give(command, later);
    CHECK(first.reply().seq() == in_flight.reply().seq());
    CHECK(first.reply().SerializeAsString() == later.reply().SerializeAsString());
    CHECK(manual.world.staged().incidents().size() == 1);

    Told staged;
    Told staged_again;
    auto const other = from_client(commit(first.reply().incident_id(), "dalarna", 1));
    auto const more = from_client(commit(first.reply().incident_id(), "dalarna", 2));
    Told ignored;
    manual.give(other, ignored);
    manual.give(more, staged);
    manual.give(more, staged_again);
    manual.durable();
    CHECK(staged.is_empty());
    manual.durable();
    CHECK(staged.reply().seq() == staged_again.reply().seq());
}

TEST_CASE("the same id for something else, or by somebody else, is refused", "[world]") {
    Manual manual;
    auto command = from_client(confirm("uppsala"));
    Told told;
    manual.give(command, told);
    manual.durable();
    command.mutable_confirm_incident()->set_mass_casualty(false);
    command = from_client(command);
    Told again;
    manual.give(command, again);
    CHECK(again.refusal().code == core::Code::already_exists);
    CHECK(again.refusal().field == "command_id");
}

TEST_CASE("a refused command is not remembered", "[world]") {
    Manual manual;
    auto const incident = confirmed(manual);
    auto const id = larm::test::next_uuid();
    auto late = stand_down("0193f000-0000-7000-8000-ffffffffffff", "uppsala");
    late.mutable_stand_down()->set_command_id(id);
    Told refused;
    manual.give(from_client(late), refused);
    CHECK(refused.refusal().code == core::Code::not_found);
    auto good = stand_down(incident, "uppsala");
    good.mutable_stand_down()->set_command_id(id);
    Told accepted;
    manual.give(from_client(good), accepted);
    manual.durable();
    CHECK(accepted.reply().incident_id() == incident);
}

TEST_CASE("a reader sees what is durable, all of it and nothing else", "[world]") {
    Manual manual;
    auto const incident = confirmed(manual);
    std::vector<std::int64_t> seen;
    auto const reader = [&seen](core::State const& state, v1::Durability) {
        seen.push_back(state.seq());
    };
    manual.world.read(reader);
    REQUIRE(seen.size() == 1);  // nothing was under way

    Told told;
    manual.give(from_client(commit(incident, "dalarna", 5)), told);
    manual.world.read(reader);
    CHECK(seen.size() == 1);
    CHECK_FALSE(manual.world.is_accepting());  // or it would see what is not durable
    auto const promised = manual.world.staged().seq();
    manual.durable();
    REQUIRE(seen.size() == 2);
    CHECK(seen.back() == promised);
    CHECK(manual.world.is_accepting());
}

TEST_CASE("in SPILL and NONE the alarm runs and the rest waits for the disk", "[world]") {
    Manual manual;
    Told told;
    manual.give(from_client(confirm("uppsala")), told);
    manual.durable(v1::DURABILITY_SPILL);
    CHECK(told.reply().durability() == v1::DURABILITY_SPILL);
    CHECK(told.reply().notice().find("Journalen kan inte skrivas") == 0);
    auto const incident = told.reply().incident_id();

    Told acknowledged;
    manual.give(from_client(acknowledge(incident, "tib@dalarna")), acknowledged);
    manual.durable(v1::DURABILITY_NONE);
    CHECK(acknowledged.reply().notice().find("Skriv ner detta") == 0);

    auto report = larm::test::confirm("uppsala");
    report.mutable_report_incident()->set_command_id(larm::test::next_uuid());
    report.mutable_report_incident()->set_region_id("uppsala");
    report.mutable_report_incident()->mutable_report()->set_type("brand");
    Told refused;
    manual.give(from_client(report), refused);
    CHECK(refused.refusal().code == core::Code::unavailable);

    manual.world.on_log_mode(v1::DURABILITY_LOCAL);
    Told accepted;
    manual.give(from_client(report), accepted);
    manual.durable();
    CHECK(accepted.reply().durability() == v1::DURABILITY_LOCAL);
}

TEST_CASE("what the journal holds is LOCAL when asked again in worse times", "[world]") {
    Manual manual;
    auto const safe = from_client(confirm("uppsala"));
    auto const spilled = from_client(confirm("dalarna"));
    Told first;
    Told second;
    manual.give(safe, first);
    manual.durable();
    manual.give(spilled, second);
    manual.durable(v1::DURABILITY_SPILL);
    Told safe_again;
    Told spilled_again;
    manual.give(safe, safe_again);
    manual.give(spilled, spilled_again);
    CHECK(safe_again.reply().durability() == v1::DURABILITY_LOCAL);
    CHECK(spilled_again.reply().durability() == v1::DURABILITY_SPILL);
    manual.world.on_log_mode(v1::DURABILITY_LOCAL);
    Told home;
    manual.give(spilled, home);
    CHECK(home.reply().durability() == v1::DURABILITY_LOCAL);
}

TEST_CASE("a command that comes late is decided at the time of the log's last event", "[world]") {
    Manual manual;
    auto const incident = confirmed(manual);
    Told told;
    manual.give(from_client(commit(incident, "dalarna", 5)), told, {began.us - 60'000'000});
    manual.durable();
    CHECK(manual.world.staged().at() == began);
}

TEST_CASE("deadlines fire when they are due and not before", "[world]") {
    Manual manual;
    (void)confirmed(manual);
    auto const due = manual.world.next_deadline();
    REQUIRE(due);
    manual.world.run_due({due->at.us - 1});
    CHECK(manual.world.is_idle());
    manual.world.run_due(due->at);
    CHECK_FALSE(manual.world.is_idle());
    auto const next = manual.world.next_deadline();
    REQUIRE(next);
    CHECK(next->at > due->at);
}

TEST_CASE("rows are numbered and named the same way every time, and their ids grow",
          "[world][record]") {
    v1::Event event;
    event.set_at_us(began.us);
    event.mutable_clock_skew_noticed();
    RecordMaker maker{"site-a", 41, began.us + 5};
    RecordMaker same{"site-a", 41, began.us + 5};
    auto const first = maker.make(event, 7);
    auto const second = maker.make(event, 8);
    CHECK(first == same.make(event, 7));
    CHECK(first.site_seq == 42);
    CHECK(first.hlc == began.us + 6);  // never behind an earlier one
    CHECK(second.hlc == first.hlc + 1);
    CHECK(first.id < second.id);
    CHECK((first.id[6] & 0xF0) == 0x70);
    CHECK((first.id[8] & 0xC0) == 0x80);
    RecordMaker elsewhere{"site-b", 41, 0};
    CHECK(elsewhere.make(event, 7).id != first.id);
}

}  // namespace larm::world::test
