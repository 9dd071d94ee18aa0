// The list of injects as it is played: times, conditions, what is expected, contingencies.
#include "engine/core/exercise.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::player::test {
namespace {

constexpr char const* told_to =
    R"(what { from: "SOS" to: "tib@uppsala" method: INJECT_METHOD_TELEPHONE text: "Hej" })";

/// The small scenario with injects before its expectations.
Scenario with_injects(std::string const& injects) {
    return load_text(with(small(), "expectations {", injects + "\nexpectations {"));
}

std::string inject(std::string const& rest) {
    return "injects { " + std::string{told_to} + " expected_action: \"Ringer\" " + rest + " }\n";
}

v1::InjectRecord record(Player const& player, std::string const& id) {
    auto const* const found = core::inject_of(*player.state().exercise(), id);
    REQUIRE(found != nullptr);
    return *found;
}

std::int64_t after_s(Player const& player, v1::InjectRecord const& record) {
    return (record.at_us() - player.scenario().starts.us) / 1'000'000;
}

std::string held(Player const& player, std::string const& prefix) {
    auto const result = player.result();
    for (auto const& verdict : result.verdicts()) {
        if (verdict.expected().en().starts_with(prefix)) {
            return verdict.held() ? "held" : "broken";
        }
    }
    return "none";
}

}  // namespace

TEST_CASE("an inject is told at its time, and one with a condition when that holds",
          "[player][injects]") {
    auto const scenario = with_injects(
        inject("id: \"1\" at_s: 600") +
        inject("id: \"2\" when { all { acknowledged { party: \"tib@*\" } } }") +
        inject("id: \"3\" at_s: 700 when { all { happens { event: \"incident_stood_down\" "
               "at_least: 1 } } }") +
        inject("id: \"4\" at_s: 500 unless { told: \"2\" }") + inject("id: \"5\""));
    auto const player = play(scenario);
    CHECK(after_s(*player, record(*player, "1")) == 600);
    auto const second = record(*player, "2");
    CHECK(second.cause() == v1::INJECT_CAUSE_PLAN);
    CHECK(after_s(*player, second) > 60);
    CHECK(after_s(*player, second) < 500);
    CHECK(after_s(*player, record(*player, "3")) == 3000);
    CHECK(record(*player, "4").state() == v1::INJECT_STATE_SKIPPED);
    CHECK(record(*player, "5").state() == v1::INJECT_STATE_PLANNED);
}

TEST_CASE("what an inject expects counts from it, and what is not done brings its contingency",
          "[player][injects]") {
    auto const scenario = with_injects(
        inject(
            "id: \"1\" at_s: 2900 expects { happens { event: \"incident_stood_down\" at_least: 1 "
            "} } within_s: 300") +
        inject(
            "id: \"2\" at_s: 400 expects { happens { event: \"national_decided\" at_least: 1 } } "
            "within_s: 60 contingency: \"3\"") +
        inject("id: \"3\"") + inject("id: \"4\" when { missed: \"2\" } at_s: 100"));
    auto const player = play(scenario);
    CHECK(held(*player, "inject 1") == "held");
    CHECK(held(*player, "inject 2") == "broken");
    auto const contingency = record(*player, "3");
    CHECK(contingency.cause() == v1::INJECT_CAUSE_CONTINGENCY);
    CHECK(after_s(*player, contingency) == 460);
    CHECK(after_s(*player, record(*player, "4")) == 460);
    CHECK_FALSE(player->result().held());
}

TEST_CASE("an inject's acts happen after it, and only where their condition holds",
          "[player][injects]") {
    auto const scenario = with_injects(
        inject("id: \"1\" at_s: 900 acts { at_s: 30 by: \"tib@vastmanland\" change_level { level: "
               "READINESS_LEVEL_KATASTROF } } acts { at_s: 40 by: \"tib@vastmanland\" when { all { "
               "happens "
               "{ event: \"national_decided\" at_least: 1 } } } change_level { level: "
               "READINESS_LEVEL_FORSTARKNING } }"));
    auto const player = play(scenario);
    auto const& incident = player->state().incidents().front();
    CHECK(incident.level == v1::READINESS_LEVEL_KATASTROF);
}

TEST_CASE("simulated people do nothing for a party that a human has taken over",
          "[player][injects]") {
    auto const scenario = load_text(small());
    auto opened = Player::open(scenario, {.humans = {"tib@vastmanland"}});
    REQUIRE(opened.has_value());
    (*opened)->play_to_the_end();
    CHECK((*opened)->state().incidents().empty());
    CHECK(broken((*opened)->result()).find("tib@vastmanland") == std::string::npos);
}

TEST_CASE("an inject with a fault is found where it is", "[player][injects][scenario]") {
    auto const faults = [](std::string const& text) {
        Folder const folder;
        std::string said;
        auto const whole = with(small(), "expectations {", text + "\nexpectations {");
        for (auto const& fault : check_scenario(folder.write("small.textproto", whole), rules())) {
            said += fault.message + ";";
        }
        return said;
    };
    CHECK(faults(inject("id: \"1\" at_s: 10")).empty());
    CHECK(faults(inject("id: \"x1\"")) == "\"x1\" cannot be an inject's id;");
    CHECK(faults(inject("id: \"1\"") + inject("id: \"1\"")).starts_with("two injects \"1\";"));
    CHECK(faults(inject("id: \"1\" contingency: \"2\"")).find("no inject \"2\"") !=
          std::string::npos);
    CHECK(faults(inject("id: \"1\" objectives: \"larma\"")) == "no objective \"larma\";");
    CHECK(faults(inject("id: \"1\" at_s: 9999")) == "at_s is 9999;");
    CHECK(faults(inject("id: \"1\" when { all { chain_complete { within_s: 5 } } }")) ==
          "within_s has no meaning here;");
    CHECK(faults(inject("id: \"1\" expects { chain_complete {} }")) == "within_s is 0;");
    CHECK(faults("injects { id: \"1\" }").find("nobody hears it") != std::string::npos);
}

}  // namespace larm::player::test
