// Shifts in local time: both nights in which the clocks change give overlap and never a gap; the
// duty is offered when a shift begins, and stays where it is until it is accepted.
#include "engine/core/roster.hpp"
#include "engine/core/local_time.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

core::Instant utc(std::string const& local) {
    auto const at = core::instant_of_local(local);
    REQUIRE(at.has_value());
    return *at;
}

v1::Shift shift(std::string const& officer, std::string const& from, std::string const& until) {
    v1::Shift made;
    made.set_officer_id(officer);
    made.set_from_local(from);
    made.set_until_local(until);
    return made;
}

v1::Command plan(std::vector<v1::Shift> const& shifts) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    auto& request = *command.mutable_plan_duty();
    request.set_command_id(next_uuid());
    request.set_party("tib@dalarna");
    request.mutable_shifts()->Add(shifts.begin(), shifts.end());
    return command;
}

v1::Command tend() {
    v1::Command command;
    command.mutable_tend_duty();
    return command;
}

v1::Command accept(std::string const& officer) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    auto& request = *command.mutable_accept_duty();
    request.set_command_id(next_uuid());
    request.set_party("tib@dalarna");
    request.set_officer_id(officer);
    return command;
}

std::string local(core::Instant at) {
    auto const time = core::local_time(at);
    return core::date_text(time) + " " + core::clock_text(time).substr(0, 5);
}

v1::RulePack pack_that_reminds() {
    auto pack = chain_pack();
    auto& policy = *pack.mutable_policy()->mutable_hand_over();
    policy.set_message("hand_over");
    policy.add_channels(v1::CHANNEL_PUSH);
    policy.set_remind_every_s(900);
    return pack;
}

constexpr core::Duration hour = core::seconds(60 * 60);

}  // namespace

TEST_CASE("shifts that meet in the hour that comes twice overlap by that hour",
          "[core][roster][dst]") {
    // 2026-10-25: at 03:00 summer time the clocks go back to 02:00.
    auto const leaving = core::planned(shift("a", "2026-10-24 20:00", "2026-10-25 02:30"));
    auto const coming = core::planned(shift("b", "2026-10-25 02:30", "2026-10-25 08:00"));
    REQUIRE(leaving.has_value());
    REQUIRE(coming.has_value());
    CHECK(core::Instant{leaving->until_us()} - core::Instant{coming->from_us()} == hour);
    CHECK(coming->from_us() == 1'792'888'200'000'000);  // 00:30 UTC
    CHECK(coming->zone() == "Europe/Stockholm");
    CHECK(coming->from_local() == "2026-10-25 02:30");
}

TEST_CASE("shifts that meet in the hour that is skipped overlap by an hour",
          "[core][roster][dst]") {
    // 2027-03-28: at 02:00 winter time the clocks go on to 03:00.
    auto const leaving = core::planned(shift("a", "2027-03-27 20:00", "2027-03-28 02:30"));
    auto const coming = core::planned(shift("b", "2027-03-28 02:30", "2027-03-28 08:00"));
    REQUIRE(leaving.has_value());
    REQUIRE(coming.has_value());
    CHECK(core::Instant{leaving->until_us()} - core::Instant{coming->from_us()} == hour);
    CHECK(coming->from_us() == 1'806'193'800'000'000);  // 00:30 UTC
}

TEST_CASE("in both nights and beside them, whichever minute they meet, shifts leave no gap",
          "[core][roster][dst]") {
    for (auto const* day : {"2026-10-25", "2027-03-28", "2026-11-25"}) {
        for (int minute = 0; minute < 6 * 60; minute += 10) {
            auto const at = std::string{day} + " 0" + std::to_string(minute / 60) + ":" +
                            std::to_string(minute % 60 / 10) + "0";
            CAPTURE(at);
            auto const first = core::earliest_instant(at);
            auto const last = core::latest_instant(at);
            REQUIRE(first.has_value());
            REQUIRE(last.has_value());
            CHECK(*first <= *last);
            CHECK(*last - *first <= hour);
            if (core::local_time(*first).is_summer == core::local_time(*last).is_summer) {
                CHECK(*first == *last);
                CHECK(local(*first) == at);
            }
        }
    }
}

TEST_CASE("a shift that cannot be read or ends before it begins is refused", "[core][roster]") {
    CHECK_FALSE(core::planned(shift("a", "2026-11-26", "2026-11-27 08:00")));
    CHECK_FALSE(core::planned(shift("a", "2026-11-26 25:00", "2026-11-27 08:00")));
    CHECK_FALSE(core::planned(shift("a", "2026-11-26 08:00", "2026-11-26 08:00")));
    Story story;
    CHECK(story.give(plan({shift("uppsala-tib-1", "2023-11-15 08:00", "2023-11-16 08:00")}))
              .error()
              .code == core::Code::not_found);
}

TEST_CASE("where a shift begins the duty is offered, reminded of, and moves when it is accepted",
          "[core][roster]") {
    Story story{pack_that_reminds()};
    auto const begins = utc("2023-11-15 08:00:00");  // the story begins on the 14th
    story.must(plan({shift("dalarna-tib-2", "2023-11-15 08:00", "2023-11-16 08:00")}));
    auto const& duty = story.state().duties().find("tib@dalarna")->second;
    CHECK(story.state().next_tending() == begins);
    CHECK_FALSE(story.state().next_deadline().has_value());  // no clock stands still for it
    story.must(tend());
    CHECK(duty.offered_to.empty());

    story.wait_s((begins - story.now()).us / 1'000'000);
    story.told();
    story.must(tend());
    CHECK(story.told() == std::vector<std::string>{"DutyOffered"});
    CHECK(duty.officer_id == "dalarna-tib-1");
    CHECK(duty.offered_to == "dalarna-tib-2");
    auto const& offered = story.log().back().duty_offered();
    CHECK(offered.notice().message() == "hand_over");
    CHECK(offered.notice().channels(0) == v1::CHANNEL_PUSH);
    story.must(tend());
    CHECK(story.told().empty());

    story.wait_s(900);
    story.must(tend());
    CHECK(story.told() == std::vector<std::string>{"DutyReminded"});
    CHECK(duty.officer_id == "dalarna-tib-1");
    auto const roster = core::list_roster(story.state(), story.now());
    CHECK(roster.rosters(0).officer_id() == "dalarna-tib-1");
    CHECK(roster.rosters(0).next_officer_id() == "dalarna-tib-2");

    story.must(accept("dalarna-tib-2"));
    CHECK(duty.officer_id == "dalarna-tib-2");
    CHECK_FALSE(story.state().next_tending().is_set());
    story.wait_s(1800);
    story.told();
    story.must(tend());
    CHECK(story.told().empty());
}

TEST_CASE("a plan replaces what has not begun and keeps the shift that runs", "[core][roster]") {
    Story story;
    story.must(plan({shift("dalarna-tib-1", "2023-11-14 08:00", "2023-11-15 08:00"),
                     shift("dalarna-tib-2", "2023-11-15 08:00", "2023-11-16 08:00")}));
    story.must(plan({shift("dalarna-tib-1", "2023-11-15 08:00", "2023-11-17 08:00")}));
    auto const& shifts = story.state().duties().find("tib@dalarna")->second.shifts;
    REQUIRE(shifts.size() == 2);
    CHECK(shifts[0].from_local() == "2023-11-14 08:00");
    CHECK(shifts[1].officer_id() == "dalarna-tib-1");
    auto const copy = core::State::restore(story.state().snapshot());
    CHECK(copy.snapshot().SerializeAsString() == story.state().snapshot().SerializeAsString());
    CHECK(copy.next_tending() == story.state().next_tending());
}

TEST_CASE("where nobody has the duty, whoever is planned gets it", "[core][roster]") {
    Story story;
    v1::Command seed;
    auto& officer = *seed.mutable_seed_duty()->add_officers();
    officer.set_party("tib@falun");
    officer.set_officer_id("falun-1");
    officer.add_channels(v1::CHANNEL_SMS);
    story.must(seed);
    auto command = plan({shift("falun-1", "2023-11-14 08:00", "2023-11-16 08:00")});
    *command.mutable_actor() = actor(v1::ROLE_TIB, "falun");
    command.mutable_plan_duty()->set_party("tib@falun");
    story.must(command);
    story.must(tend());
    CHECK(story.state().duties().find("tib@falun")->second.officer_id == "falun-1");
}

TEST_CASE("only its own organisation and the administrator plan a duty", "[core][roster]") {
    Story story;
    auto command = plan({});
    *command.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    CHECK(story.give(command).error().code == core::Code::permission_denied);
    *command.mutable_actor() = actor(v1::ROLE_OBSERVER, "dalarna");
    CHECK(story.give(command).error().code == core::Code::permission_denied);
    *command.mutable_actor() = actor(v1::ROLE_ADMIN, "");
    CHECK(story.give(command).has_value());
}

}  // namespace larm::test
