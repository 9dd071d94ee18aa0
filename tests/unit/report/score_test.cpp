// What a log amounts to in points and minutes, and what it cannot know. The texts of whole nights
// are tested with the verb.
#include "engine/report/score.hpp"

#include <fmt/format.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "engine/core/log_only.hpp"
#include "engine/report/words.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::report {
namespace {

using namespace larm::test;

/// The test chain, measured by the shipped indicators.
v1::RulePack measured_pack() {
    std::ifstream file{LARM_SOURCE_DIR "/rules/mellansverige/indicators.textproto"};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    v1::RulePack indicators;
    REQUIRE(google::protobuf::TextFormat::ParseFromString(text, &indicators));
    auto pack = chain_pack();
    pack.MergeFrom(indicators);
    return pack;
}

v1::Command first_report(std::string const& region) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    auto& request = *command.mutable_report_incident();
    request.set_command_id(next_uuid());
    request.set_region_id(region);
    request.mutable_report()->set_exact_location("E18 väster om Arboga");
    return command;
}

v1::IncidentScore scored(std::vector<v1::Event> const& log) {
    Score score;
    std::int64_t seq = 0;
    for (auto const& event : log) {
        score.tell(event, ++seq);
    }
    auto const report = score.report();
    REQUIRE(report.incidents_size() > 0);
    return report.incidents(0);
}

/// An incident of Uppsala reported, and confirmed so many seconds later.
Story confirmed_after(int seconds, v1::RulePack const& pack = measured_pack()) {
    Story story{pack};
    story.must(first_report("uppsala"));
    story.wait_s(seconds);
    auto command = confirm("uppsala");
    command.mutable_confirm_incident()->set_incident_id(story.state().incidents().back().id);
    story.must(command);
    return story;
}

/// "IN_TIME 2" for the first indicator, and so on; "-" where there are no points.
std::string result(v1::IncidentScore const& score, int index) {
    auto const& row = score.indicators(index);
    return fmt::format("{} {}",
                       v1::IndicatorResult_Name(row.result()).substr(sizeof("INDICATOR_RESULT")),
                       row.has_points() ? std::to_string(row.points()) : "-");
}

constexpr int declare = 0;
constexpr int level = 1;

}  // namespace

TEST_CASE("what is done within its standard time gives two points, to the second",
          "[report][score]") {
    auto const score = scored(confirmed_after(60).log());
    CHECK(result(score, declare) == "IN_TIME 2");
    CHECK(score.indicators(declare).after_us() == 60'000'000);
    CHECK(result(score, level) == "IN_TIME 2");
    CHECK(score.points() == 4);
    CHECK(score.points_max() == 4);
}

TEST_CASE("what is late gives one point up to twice the time, and none after it",
          "[report][score]") {
    auto const late = scored(confirmed_after(61).log());
    CHECK(result(late, declare) == "LATE 1");
    CHECK(result(late, level) == "IN_TIME 2");
    CHECK(late.points() == 3);
    CHECK(late.points_max() == 4);
    CHECK(result(scored(confirmed_after(120).log()), declare) == "LATE 1");
    auto const too_late = scored(confirmed_after(121).log());
    CHECK(result(too_late, declare) == "NOT_DONE 0");
    CHECK(too_late.indicators(declare).has_after_us());
}

TEST_CASE("what the log cannot know is there, with neither points nor a maximum",
          "[report][score]") {
    auto const score = scored(confirmed_after(30).log());
    for (int index = level + 1; index < v1::RegionalIndicator_MAX; ++index) {
        CAPTURE(index);
        CHECK(result(score, index) == "NOT_IN_LOG -");
        CHECK_FALSE(score.indicators(index).has_after_us());
    }
    CHECK(score.measured() == 2);
    CHECK_FALSE(score.has_acceptable());
}

TEST_CASE("without a report before the confirmation nothing counts from the alert",
          "[report][score]") {
    Story story{measured_pack()};
    story.confirm("uppsala");
    auto const score = scored(story.log());
    CHECK(result(score, declare) == "NO_ALERT -");
    CHECK(result(score, level) == "NO_ALERT -");
    CHECK(score.measured() == 0);
    CHECK_FALSE(score.has_alerted_at_us());
}

TEST_CASE("what nobody has confirmed is not done only once it is too late", "[report][score]") {
    Story story{measured_pack()};
    story.must(first_report("uppsala"));
    story.wait_s(120);
    story.must(first_report("dalarna"));
    CHECK(result(scored(story.log()), declare) == "PENDING -");
    story.wait_s(1);
    story.must(first_report("dalarna"));
    auto const score = scored(story.log());
    CHECK(result(score, declare) == "NOT_DONE 0");
    CHECK_FALSE(score.indicators(declare).has_after_us());
    CHECK(result(score, level) == "PENDING -");
    CHECK_FALSE(score.has_chain());
}

TEST_CASE("a level decided after the confirmation counts when it is decided", "[report][score]") {
    auto log = confirmed_after(30).log();
    for (auto& event : log) {
        if (event.has_incident_confirmed()) {
            event.mutable_incident_confirmed()->clear_level();
        }
    }
    v1::Event decided;
    decided.set_incident_id(log.back().incident_id());
    decided.set_at_us(Story::began.us + 200'000'000);
    decided.mutable_level_changed()->set_level(v1::READINESS_LEVEL_STAB);
    log.push_back(decided);
    auto const score = scored(log);
    CHECK(result(score, declare) == "IN_TIME 2");
    CHECK(result(score, level) == "LATE 1");
    CHECK(score.indicators(level).after_us() == 200'000'000);
}

TEST_CASE("a sum is acceptable, or not, only when all of it was measured", "[report][score]") {
    auto pack = measured_pack();
    pack.mutable_indicators()->DeleteSubrange(2, pack.indicators_size() - 2);
    pack.mutable_indicator_scale()->set_acceptable_over(3);
    CHECK(scored(confirmed_after(60, pack).log()).acceptable());
    auto const late = scored(confirmed_after(61, pack).log());
    REQUIRE(late.has_acceptable());
    CHECK_FALSE(late.acceptable());
}

TEST_CASE("an incident is measured by the pack it was confirmed under", "[report][score]") {
    auto story = confirmed_after(61, chain_pack());
    auto const score = scored(story.log());
    CHECK(score.indicators().empty());
    CHECK(score.points_max() == 0);
    CHECK(score.has_chain());
}

TEST_CASE("regions have met their transports when all have them at the same time",
          "[report][score]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(commit(id, "dalarna", 5));
    story.wait_s(10);
    story.must(revoke(id, "dalarna", 1));
    story.must(commit(id, "gavleborg", 5));
    story.must(commit(id, "uppsala", 5));
    CHECK(scored(story.log()).chain().regions_met() == 2);
    CHECK_FALSE(scored(story.log()).chain().has_transports_met_us());
    story.wait_s(5);
    story.must(commit(id, "dalarna", 1));
    auto const chain = scored(story.log()).chain();
    CHECK(chain.regions_asked() == 3);
    CHECK(chain.regions_met() == 3);
    CHECK(chain.transports_met_us() == 15'000'000);
}

TEST_CASE("the last acknowledgement is given only when there is none to come", "[report][score]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(12);
    story.must(acknowledge(id, "tib@dalarna"));
    auto chain = scored(story.log()).chain();
    CHECK(chain.tibs_alarmed() == 2);  // who confirms does not answer to the chain
    CHECK(chain.first_tib_us() == 12'000'000);
    CHECK_FALSE(chain.has_last_tib_us());
    story.wait_s(60);
    story.must(acknowledge(id, "tib@gavleborg"));
    chain = scored(story.log()).chain();
    CHECK(chain.tibs_acknowledged() == 2);
    CHECK(chain.last_tib_us() == 72'000'000);
}

TEST_CASE("a chase has climbed when its first rung was not enough", "[report][score]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(acknowledge(id, "tib@dalarna"));
    story.wait_s(70);  // past the second rung
    auto by_phone = acknowledge(id, "tib@gavleborg");
    by_phone.mutable_acknowledge()->set_via(v1::VIA_PHONE);
    *by_phone.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    story.must(by_phone);
    auto const chain = scored(story.log()).chain();
    std::string rows;
    for (auto const& row : chain.reached()) {
        rows += fmt::format("{} {}/{}\n", v1::Via_Name(row.via()), row.climbed(), row.chases());
    }
    // Nobody has answered for the blood centre, nor the follow-up that has just begun.
    CHECK(rows == "VIA_UNSPECIFIED 1/2\nVIA_PHONE 1/1\nVIA_API 0/1\n");
}

TEST_CASE("a message counts once, by the best that is known of it", "[report][score]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const result_of = [&](std::string const& party, v1::Channel channel,
                               v1::DeliveryOutcome outcome) {
        story.must(delivered(id, story.chase(id, "regional_alarm", party), "regional_alarm",
                             channel, outcome));
    };
    result_of("tib@dalarna", v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_ACCEPTED);
    result_of("tib@dalarna", v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_RECEIVED);
    result_of("tib@dalarna", v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED);
    result_of("tib@gavleborg", v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_FAILED);
    auto const chain = scored(story.log()).chain();
    std::string rows;
    for (auto const& row : chain.deliveries()) {
        CHECK(row.sent() == row.received() + row.accepted() + row.failed() + row.unknown());
        rows += fmt::format("{} {} {} {} {} {}\n", v1::Channel_Name(row.channel()), row.sent(),
                            row.received(), row.accepted(), row.failed(), row.unknown());
    }
    CHECK(rows == "CHANNEL_PUSH 3 1 0 0 2\nCHANNEL_SMS 2 0 1 1 0\n");
}

TEST_CASE("a message that went to the log alone has been handed to nobody", "[report][score]") {
    Story story;
    auto const id = story.confirm("uppsala");
    for (auto const channel : {v1::CHANNEL_PUSH, v1::CHANNEL_SMS}) {
        auto command = delivered(id, story.chase(id, "regional_alarm", "tib@dalarna"),
                                 "regional_alarm", channel, v1::DELIVERY_OUTCOME_ACCEPTED);
        if (channel == v1::CHANNEL_PUSH) {
            command.mutable_record_delivery()->set_detail(std::string{core::only_logged});
        }
        story.must(command);
    }
    auto const score = scored(story.log());
    auto const& rows = score.chain().deliveries();
    CHECK(rows[0].only_logged() == 1);
    CHECK(rows[0].accepted() == 0);
    CHECK(rows[1].only_logged() == 0);
    CHECK(rows[1].accepted() == 1);
    auto const lines = score_lines(score, nullptr, Language::swedish);
    CHECK(std::ranges::any_of(lines, [](auto const& line) {
        return line.find("Bara i loggen, nådde ingen") != std::string::npos;
    }));
}

TEST_CASE("who says after the end that the alarm was seen has not answered it", "[report][score]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(10);
    story.must(acknowledge(id, "tib@dalarna"));
    story.must(stand_down(id, "uppsala"));
    story.wait_s(3600);
    story.must(acknowledge(id, "tib@gavleborg"));
    story.must(acknowledge(id, "tib@gavleborg", "regional_alarm"));
    auto const score = scored(story.log());
    auto const& chain = score.chain();
    CHECK(chain.tibs_alarmed() == 2);
    CHECK(chain.tibs_acknowledged() == 1);
    CHECK_FALSE(chain.has_last_tib_us());
    CHECK(chain.receipts() > 0);
    auto const nobody =
        std::ranges::find(chain.reached(), v1::VIA_UNSPECIFIED, &v1::ReachedVia::via);
    REQUIRE(nobody != chain.reached().end());
    CHECK(nobody->chases() > 0);
}

TEST_CASE("who never gave a receipt of the end is named", "[report][score]") {
    auto story = confirmed_after(30);
    auto const id = story.state().incidents().back().id;
    story.must(acknowledge(id, "tib@dalarna"));
    story.wait_s(100);
    story.must(stand_down(id, "uppsala"));
    story.wait_s(7);
    story.must(acknowledge(id, "tib@dalarna", "stand_down"));
    auto const score = scored(story.log());
    auto const& chain = score.chain();
    CHECK(chain.receipts() + chain.without_receipt_size() == chain.told_of_the_end());
    CHECK(chain.receipts() > 0);
    CHECK(chain.without_receipt(0) == "tib@gavleborg");
    CHECK_FALSE(chain.has_last_receipt_us());
    for (auto const& party : chain.without_receipt()) {
        story.must(acknowledge(id, party, "stand_down"));
    }
    CHECK(scored(story.log()).chain().last_receipt_us() == 7'000'000);
}

TEST_CASE("any prefix of a log has a score, and more of it never knows less", "[report][score]") {
    auto story = confirmed_after(61);
    auto const id = story.state().incidents().back().id;
    story.must(commit(id, "dalarna", 5));
    story.must(escalate(id, "uppsala"));
    story.wait_s(300);
    story.must(stand_down(id, "uppsala"));
    Score score;
    int measured = 0;
    for (std::size_t index = 0; index < story.log().size(); ++index) {
        score.tell(story.log()[index], static_cast<std::int64_t>(index) + 1);
        auto const report = score.report();
        if (report.incidents_size() > 0) {
            CHECK(report.incidents(0).measured() >= measured);
            CHECK_FALSE(score_lines(report.incidents(0), nullptr, Language::english).empty());
            measured = report.incidents(0).measured();
        }
    }
    CHECK(measured == 2);
}

}  // namespace larm::report
