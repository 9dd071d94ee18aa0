// What is sent again after a crash: all that was queued and never reported on, under the ids it
// had, and nothing that has been settled.
#include <algorithm>
#include <set>

#include "engine/delivery/outbox.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"
#include "tests/unit/delivery/support.hpp"

namespace larm::test {
namespace {

using delivery::Answer;
using delivery::Letter;

/// What an outbox sends by push that starts on a copy of the story's state as a snapshot has it.
std::vector<Letter> resumed(Story const& story, core::Duration outage = core::seconds(1)) {
    auto const state = core::State::restore(story.state().snapshot());
    Results results;
    std::map<v1::Channel, Memory*> channels;
    delivery::Outbox<delivery::Live> outbox{memory_channels(channels), results.taker()};
    outbox.resume(state, story.now() + outage);
    static_cast<void>(outbox.stop(patience));
    return channels.at(v1::CHANNEL_PUSH)->letters();
}

std::vector<std::string> steps_told(std::vector<Letter> const& letters) {
    std::vector<std::string> lines;
    for (auto const& letter : letters) {
        lines.push_back(letter.envelope.recipient + " " + letter.envelope.step);
    }
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a crash between send and record sends the same again, under the same id",
          "[delivery][restart]") {
    Night night;
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    auto const before = night.letters_at_end(v1::CHANNEL_PUSH);
    auto const after = resumed(night.story);
    REQUIRE(before.size() == 2);
    REQUIRE(after.size() == before.size());
    for (std::size_t index = 0; index < before.size(); ++index) {
        CHECK(after[index].envelope.delivery_id == before[index].envelope.delivery_id);
        CHECK(after[index].envelope.officer_id == before[index].envelope.officer_id);
        CHECK(after[index].texts == before[index].texts);
    }
}

TEST_CASE("what had not left when the process stopped leaves after the next start",
          "[delivery][restart]") {
    Night night;
    night.channels.at(v1::CHANNEL_PUSH)->hang();
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    REQUIRE(night.channels.at(v1::CHANNEL_PUSH)->wait_until_busy(patience));
    CHECK(night.outbox->stop(std::chrono::milliseconds{0}) >= 1);
    CHECK(night.channels.at(v1::CHANNEL_PUSH)->letters().empty());
    CHECK(steps_told(resumed(night.story)) ==
          Lines{"tib@gavleborg regional_alarm", "tib@uppsala regional_alarm"});
}

TEST_CASE("what is told after the stand-down, of patients on their way, is told after a crash too",
          "[delivery][restart]") {
    TransferNight night;
    auto& story = night.story;
    story.must(own_move(night.id, "uppsala", "C", v1::SEVERITY_SEVERE, 2));
    story.must(accept_moves(night.id, "dalarna"));
    story.must(depart_move(night.id, "uppsala", "M1"));
    story.must(report_all("D", 40, 40, 15, 10));
    story.must(stand_down(night.id, "uppsala"));
    // Tried anew, "recipient step": here nobody is on duty, and each says so.
    auto const tried = [&story] {
        Results results;
        std::map<v1::Channel, Memory*> channels;
        delivery::Outbox<delivery::Live> outbox{memory_channels(channels), results.taker()};
        outbox.resume(core::State::restore(story.state().snapshot()), story.now());
        static_cast<void>(outbox.stop(patience));
        std::set<std::string> lines;
        for (auto const& letter : channels.at(v1::CHANNEL_PUSH)->letters()) {
            lines.insert(letter.envelope.recipient + " " + letter.envelope.step);
        }
        for (auto const& result : results.all()) {
            lines.insert(result.recipient() + " " + result.step());
        }
        return lines;
    };
    CHECK_FALSE(tried().contains("tib@dalarna transfers"));  // it was asked before the end
    story.wait_s(1);
    story.must(divert_move(night.id, "dalarna", "M1", "D"));
    CHECK(tried().contains("tib@uppsala transfers"));
    CHECK_FALSE(tried().contains("tib@uppsala "));
    story.wait_s(1);
    auto closes = report("D", {});
    closes.mutable_report_capacity()->set_facility(v1::FACILITY_STATUS_CLOSED);
    story.must(closes);
    CHECK(tried().contains("tib@uppsala "));  // a warning, of no step
}

TEST_CASE("what has a result is not sent again", "[delivery][restart]") {
    Night night;
    auto const id = night.story.confirm("dalarna");
    auto const& chase = night.story.chase(id, "regional_alarm", "tib@uppsala");
    night.story.must(
        delivered(id, chase, "regional_alarm", v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_ACCEPTED));
    CHECK(steps_told(resumed(night.story)) == Lines{"tib@gavleborg regional_alarm"});
}

TEST_CASE("who has answered is not sent the alarm again", "[delivery][restart]") {
    Night night;
    auto const id = night.story.confirm("dalarna");
    night.story.wait_s(1);
    night.story.must(acknowledge(id, "tib@uppsala"));
    CHECK(steps_told(resumed(night.story)) == Lines{"tib@gavleborg regional_alarm"});
}

TEST_CASE("who was asked again after acknowledging is asked after a restart too",
          "[delivery][restart]") {
    Night night;
    auto const id = night.story.confirm("dalarna");
    night.story.wait_s(1);
    night.story.must(acknowledge(id, "tib@uppsala"));
    night.story.wait_s(600);
    auto const lines = steps_told(resumed(night.story));
    CHECK(std::ranges::count(lines, "tib@uppsala transports") == 1);
}

TEST_CASE("a slow channel's first notice is sent again after a restart too, under its own id",
          "[delivery][restart]") {
    Night night;
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    night.story.wait_s(60);
    auto const before = night.letters_at_end(v1::CHANNEL_PUSH);
    auto const after = resumed(night.story);
    REQUIRE(before.size() == 2);
    REQUIRE(after.size() == 2);
    CHECK(after.back().envelope.attempt == 1);
    CHECK(after.back().envelope.delivery_id == before.back().envelope.delivery_id);
}

TEST_CASE("after a stand-down only the stand-down is sent again", "[delivery][restart]") {
    Night night;
    auto const id = night.story.confirm("dalarna");
    night.story.must(stand_down(id, "dalarna"));
    CHECK(steps_told(resumed(night.story)) ==
          Lines{"tib@gavleborg stand_down", "tib@uppsala stand_down"});
    night.story.must(close(id, "dalarna"));
    CHECK(resumed(night.story).empty());
}

TEST_CASE("a restored backup does not alarm", "[delivery][restart]") {
    Night night;
    static_cast<void>(night.story.confirm("dalarna"));
    auto const too_late_s = chain_pack().policy().overdue_limit_s() + 120;
    CHECK(resumed(night.story, core::seconds(too_late_s)).empty());
    night.story.outage_s(too_late_s);  // the core agrees: held for a human
    REQUIRE(night.story.state().incidents().back().chases_held);
    // Nobody but the one who has to decide: that one is told, and only until it has been.
    auto const told = resumed(night.story, core::seconds(too_late_s));
    REQUIRE(told.size() == 1);
    CHECK(told.front().envelope.recipient == "tib@dalarna");
    CHECK(told.front().envelope.step.empty());
    CHECK(told.front().texts.title_sv == "Larmkedjan väntar på dig: Region Dalarna");
    v1::Command command;
    auto& result = *command.mutable_record_delivery();
    result.set_incident_id(told.front().envelope.incident_id);
    result.set_party("tib@dalarna");
    result.set_recipient("tib@dalarna");
    result.set_attempt(told.front().envelope.attempt);
    result.set_channel(v1::CHANNEL_PUSH);
    result.set_outcome(v1::DELIVERY_OUTCOME_ACCEPTED);
    night.story.must(command);
    CHECK(resumed(night.story).empty());
}

TEST_CASE("a chase that was sent again is cancelled by its answer as any other",
          "[delivery][restart]") {
    Story story{talking_pack()};
    auto const id = story.confirm("dalarna");
    auto const before = story.log().size();
    Results results;
    std::map<v1::Channel, Memory*> channels;
    delivery::Outbox<delivery::Live> outbox{memory_channels(channels), results.taker()};
    channels.at(v1::CHANNEL_PUSH)->hang();
    outbox.resume(story.state(), story.now());
    REQUIRE(channels.at(v1::CHANNEL_PUSH)->wait_until_busy(patience));
    story.must(acknowledge(id, "tib@uppsala"));
    for (auto index = before; index < story.log().size(); ++index) {
        outbox.take(story.state(), story.log()[index]);
    }
    channels.at(v1::CHANNEL_PUSH)->let_through();
    static_cast<void>(outbox.stop(patience));
    CHECK(steps_told(channels.at(v1::CHANNEL_PUSH)->letters()) ==
          Lines{"tib@gavleborg regional_alarm"});
}

}  // namespace larm::test
