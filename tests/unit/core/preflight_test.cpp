// The preflight: who could not be reached if the alarm came now, and why.
#include "engine/core/preflight.hpp"
#include "engine/core/roster.hpp"
#include "engine/core/view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

core::Means all_means() {
    core::Means means;
    for (int channel = v1::CHANNEL_PUSH; channel <= v1::CHANNEL_OPERATOR; ++channel) {
        means.configured.insert(static_cast<v1::Channel>(channel));
    }
    return means;
}

/// Somebody reachable for every party that the test pack can ask.
Story everyone(v1::RulePack const& pack = chain_pack()) {
    Story story{pack};
    v1::Command seed;
    for (auto const* party :
         {"deputy@dalarna", "deputy@gavleborg", "deputy@uppsala", "blood@dalarna",
          "blood@gavleborg", "blood@uppsala", "national@socialstyrelsen"}) {
        auto& officer = *seed.mutable_seed_duty()->add_officers();
        officer.set_party(party);
        officer.set_officer_id(std::string{party} + "-1");
        officer.set_on_duty(true);
        for (int channel = v1::CHANNEL_PUSH; channel <= v1::CHANNEL_OPERATOR; ++channel) {
            officer.add_channels(static_cast<v1::Channel>(channel));
        }
    }
    story.must(seed);
    return story;
}

void give_channels(Story& story, std::string const& party, std::string const& officer_id,
                   std::vector<v1::Channel> const& channels) {
    v1::Command seed;
    auto& officer = *seed.mutable_seed_duty()->add_officers();
    officer.set_party(party);
    officer.set_officer_id(officer_id);
    officer.mutable_channels()->Assign(channels.begin(), channels.end());
    story.must(seed);
}

std::vector<std::string> found(Story const& story, core::Means const& means) {
    std::vector<std::string> lines;
    auto const reply = core::preflight(story.state(), means, story.now());
    for (auto const& finding : reply.findings()) {
        lines.push_back(finding.step() + " " + finding.party() + " " +
                        v1::PreflightReason_Name(finding.reason()).substr(17) +
                        (finding.unreachable() ? " !" : ""));
    }
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("where everyone can be reached there is nothing to find", "[core][preflight]") {
    CHECK(found(everyone(), all_means()) == Lines{});
}

TEST_CASE("a party without anyone on duty is found in each step that asks it",
          "[core][preflight]") {
    Story const story;  // knows TiBs only
    auto const lines = found(story, all_means());
    CHECK(std::ranges::find(lines, "blood_alarm blood@dalarna NOBODY_ON_DUTY !") != lines.end());
    CHECK(std::ranges::find(lines, "regional_alarm deputy@dalarna NOBODY_ON_DUTY !") !=
          lines.end());
    CHECK(std::ranges::none_of(
        lines, [](auto const& line) { return line.find(" tib@") != std::string::npos; }));
}

TEST_CASE("a rung over channels that the officer lacks is found, and whether others remain",
          "[core][preflight]") {
    auto story = everyone();
    give_channels(story, "blood@dalarna", "blood@dalarna-1", {v1::CHANNEL_VOICE});
    CHECK(found(story, all_means()) == Lines{"blood_alarm blood@dalarna NO_CHANNEL"});
    give_channels(story, "blood@dalarna", "blood@dalarna-1", {v1::CHANNEL_RAKEL});
    CHECK(found(story, all_means()) == Lines{"blood_alarm blood@dalarna NO_CHANNEL !",
                                             "blood_alarm blood@dalarna NO_CHANNEL !"});
}

TEST_CASE("a channel that nothing is set up for, and push without a device, reach nobody",
          "[core][preflight]") {
    auto const story = everyone();
    auto means = all_means();
    means.without_push.insert("blood@uppsala-1");
    CHECK(found(story, means) == Lines{"blood_alarm blood@uppsala PUSH_DROPPED"});
    means.configured.erase(v1::CHANNEL_VOICE);
    auto const lines = found(story, means);
    CHECK(std::ranges::find(lines, "blood_alarm blood@uppsala PUSH_DROPPED !") != lines.end());
    CHECK(std::ranges::find(lines, "regional_alarm tib@dalarna NOT_CONFIGURED") != lines.end());
    CHECK(lines.front().ends_with(" !"));  // what matters most comes first
}

TEST_CASE("whose only channels get nothing through now cannot be reached, and is told why",
          "[core][preflight]") {
    auto story = everyone();
    give_channels(story, "tib@dalarna", "dalarna-tib-1", {v1::CHANNEL_SMS, v1::CHANNEL_VOICE});
    auto means = all_means();
    auto const before = found(story, means);
    means.down[v1::CHANNEL_SMS] = "the provider answered 403";
    means.down[v1::CHANNEL_VOICE] = "the provider answered 403";
    auto const reply = core::preflight(story.state(), means, story.now());
    auto const about = std::ranges::find_if(reply.findings(), [](auto const& each) {
        return each.party() == "tib@dalarna" && each.reason() == v1::PREFLIGHT_REASON_CHANNEL_DOWN;
    });
    REQUIRE(about != reply.findings().end());
    CHECK(about->unreachable());
    CHECK(about->grade() == v1::PREFLIGHT_GRADE_UNREACHABLE);
    CHECK(about->officer_id() == "dalarna-tib-1");
    CHECK(about->why() == "the provider answered 403");
    CHECK(std::ranges::all_of(reply.findings(), [](auto const& each) {
        return each.party() != "tib@dalarna" || each.unreachable();
    }));
    means.down.clear();
    CHECK(found(story, means) == before);
}

TEST_CASE("a channel that is down takes nothing from whoever has another in the rung",
          "[core][preflight]") {
    auto const story = everyone();
    auto means = all_means();
    means.down[v1::CHANNEL_EMAIL] = "the mail server answered 421";
    CHECK(found(story, means) == Lines{});
    means.configured.erase(v1::CHANNEL_VOICE);  // what is not there is not called down
    means.down[v1::CHANNEL_VOICE] = "the provider answered 403";
    auto const lines = found(story, means);
    CHECK(std::ranges::find(lines, "regional_alarm tib@dalarna NOT_CONFIGURED") != lines.end());
    CHECK(std::ranges::none_of(
        lines, [](auto const& line) { return line.find("CHANNEL_DOWN") != std::string::npos; }));
}

TEST_CASE("a webhook whose receiver refuses is no way to its officer, and one to others",
          "[core][preflight]") {
    auto pack = chain_pack();
    for (auto& step : *pack.mutable_steps()) {
        for (auto& rung : *step.mutable_rungs()) {
            for (auto& notify : *rung.mutable_notify()) {
                notify.add_channels(v1::CHANNEL_WEBHOOK);
            }
        }
    }
    auto story = everyone(pack);
    give_channels(story, "tib@dalarna", "dalarna-tib-1", {v1::CHANNEL_WEBHOOK});
    give_channels(story, "tib@uppsala", "uppsala-tib-1", {v1::CHANNEL_WEBHOOK});
    auto means = all_means();
    CHECK(found(story, means) == Lines{});
    means.refused_webhooks["dalarna-tib-1"] = "the receiver answered 401";
    auto const lines = found(story, means);
    CHECK_FALSE(lines.empty());
    CHECK(std::ranges::all_of(
        lines, [](auto const& line) { return line.ends_with(" tib@dalarna CHANNEL_DOWN !"); }));
}

TEST_CASE("push that has gone silent is found where other channels still work, once a party",
          "[core][preflight]") {
    auto pack = chain_pack();
    pack.mutable_steps(0)->mutable_rungs(2)->mutable_notify(0)->add_channels(v1::CHANNEL_SMS);
    auto const story = everyone(pack);
    auto means = all_means();
    means.without_push.insert("deputy@dalarna-1");
    CHECK(found(story, means) == Lines{" deputy@dalarna PUSH_DROPPED"});
    means.without_push.clear();
    means.doubtful_push.insert("deputy@dalarna-1");
    CHECK(found(story, means) == Lines{" deputy@dalarna PUSH_DOUBTFUL"});
    means.without_push.insert("deputy@dalarna-1");
    CHECK(found(story, means) == Lines{" deputy@dalarna PUSH_DROPPED"});
    means.configured.erase(v1::CHANNEL_PUSH);
    CHECK(std::ranges::none_of(found(story, means), [](auto const& line) {
        return line.starts_with(" deputy@dalarna PUSH");
    }));
}

TEST_CASE("whoever has answered over nothing for too long is found until a proof",
          "[core][preflight]") {
    auto pack = chain_pack();
    auto& policy = *pack.mutable_policy()->mutable_roll_call();
    policy.set_proven_for_h(336);
    policy.set_answer_within_s(3600);
    auto story = everyone(pack);
    auto const never = found(story, all_means());
    CHECK(never.size() == 10);
    CHECK(std::ranges::find(never, " tib@dalarna NEVER_PROVEN") != never.end());
    v1::Command start;
    *start.mutable_actor() = actor(v1::ROLE_ADMIN, "");
    start.mutable_start_roll_call()->set_command_id(next_uuid());
    story.must(start);
    auto answer = acknowledge(story.state().last_roll_call()->id(), "tib@dalarna");
    answer.mutable_acknowledge()->set_via(v1::VIA_PUSH);
    story.must(answer);
    auto const lines = found(story, all_means());
    CHECK(lines.size() == 9);
    CHECK(std::ranges::find(lines, " tib@dalarna NEVER_PROVEN") == lines.end());
    story.wait_s(337 * 3600);
    auto const later = found(story, all_means());
    CHECK(later.size() == 10);
    CHECK(std::ranges::find(later, " tib@dalarna NOT_PROVEN") != later.end());
    CHECK(std::ranges::find(later, " tib@uppsala NEVER_PROVEN") != later.end());
}

TEST_CASE("each party is graded by the worst that is found of it, and stands where that says",
          "[core][preflight]") {
    auto story = everyone();
    give_channels(story, "blood@dalarna", "blood@dalarna-1", {v1::CHANNEL_VOICE});
    give_channels(story, "blood@uppsala", "blood@uppsala-1", {v1::CHANNEL_RAKEL});
    give_channels(story, "tib@gavleborg", "gavleborg-tib-1", {v1::CHANNEL_WEBHOOK});
    auto const reply = core::preflight(story.state(), all_means(), story.now());
    Lines seen;
    for (auto const& finding : reply.findings()) {
        auto line = finding.party() + " " + v1::PreflightGrade_Name(finding.grade()).substr(16);
        if (seen.empty() || seen.back() != line) {
            seen.push_back(std::move(line));
        }
    }
    CHECK(seen == Lines{"tib@gavleborg UNREACHABLE", "blood@uppsala UNREACHABLE",
                        "blood@dalarna FEWER_WAYS"});
}

TEST_CASE("regions stand in the pack's order wherever people are listed", "[core][preflight]") {
    auto pack = chain_pack();
    pack.mutable_regions()->SwapElements(0, 2);  // as the pack has them, not by the alphabet
    Lines order;
    for (auto const& region : pack.regions()) {
        order.push_back("tib@" + region.id());
    }
    REQUIRE(order.front() > order.back());
    Story const story{pack};
    auto const parties_of = [](auto const& views) {
        Lines seen;
        for (auto const& view : views) {
            if (view.party().starts_with("tib@") && (seen.empty() || seen.back() != view.party())) {
                seen.push_back(view.party());
            }
        }
        return seen;
    };
    CHECK(parties_of(core::list_duty(story.state()).duties()) == order);
    CHECK(parties_of(core::list_roster(story.state(), story.now()).rosters()) == order);
    CHECK(parties_of(core::preflight(story.state(), {}, story.now()).findings()) == order);
    Lines regions;
    auto const reach = core::roll_call_view(story.state());
    for (auto const& region : reach.regions()) {
        regions.push_back("tib@" + region.organisation());
    }
    CHECK(regions == order);
}

}  // namespace larm::test
