// When the sign of life stays away: one line for each thing that may be dead.
#include "engine/larmd/vitals.hpp"

#include "tests/support/catch.hpp"

namespace larm::larmd {
namespace {

Vitals well() {
    return {.delivers = true,
            .is_alive = true,
            .chases = {},
            .durability = v1::DURABILITY_LOCAL,
            .channels = {{v1::CHANNEL_PUSH, ""}, {v1::CHANNEL_SMS, ""}, {v1::CHANNEL_EMAIL, ""}}};
}

}  // namespace

TEST_CASE("all is well while somebody can be woken and what is said is safe", "[vitals]") {
    CHECK(why_unwell(well()).empty());
    auto replicated = well();
    replicated.durability = v1::DURABILITY_REPLICATED;
    CHECK(why_unwell(replicated).empty());
}

TEST_CASE("a copy, a dead engine and a forgotten chase are not well", "[vitals]") {
    auto copy = well();
    copy.delivers = false;
    CHECK(why_unwell(copy) == "this daemon delivers nothing");
    auto dead = well();
    dead.is_alive = false;
    CHECK(why_unwell(dead) == "the engine does not answer");
    auto forgotten = well();
    forgotten.chases = "1 fault(s) of ours in open chases";
    CHECK(why_unwell(forgotten) == forgotten.chases);
}

TEST_CASE("what is not safe on disk is not well", "[vitals]") {
    for (auto const durability :
         {v1::DURABILITY_SPILL, v1::DURABILITY_NONE, v1::DURABILITY_UNSPECIFIED}) {
        auto vitals = well();
        vitals.durability = durability;
        CHECK(why_unwell(vitals) ==
              "what is accepted is not safe on disk: " + v1::Durability_Name(durability));
    }
}

TEST_CASE("one waking channel that works is enough, mail and calls by hand are none", "[vitals]") {
    auto vitals = well();
    vitals.channels[v1::CHANNEL_OPERATOR] = "";
    vitals.channels[v1::CHANNEL_PUSH] = "no answer in time";
    CHECK(why_unwell(vitals).empty());
    vitals.channels[v1::CHANNEL_SMS] = "the provider answered 401";
    CHECK(why_unwell(vitals) ==
          "no channel works that could wake anybody: push: no answer in time; "
          "SMS: the provider answered 401");
    vitals.channels[v1::CHANNEL_RAKEL] = "";
    CHECK(why_unwell(vitals).empty());
}

TEST_CASE("an installation without a waking channel is somebody's decision", "[vitals]") {
    auto vitals = well();
    vitals.channels = {{v1::CHANNEL_EMAIL, "down"}, {v1::CHANNEL_OPERATOR, ""}};
    CHECK(why_unwell(vitals).empty());
}

TEST_CASE("a broken channel is believed to be so while it is tried, and for five minutes after",
          "[vitals]") {
    using namespace std::chrono_literals;
    Belief belief;
    auto const sms = [&belief](std::string why, bool has_work, std::chrono::seconds at) {
        return belief.believed(v1::CHANNEL_SMS, std::move(why), has_work,
                               Belief::SteadyTime{} + at);
    };
    CHECK(sms("no answer", true, 0s) == "no answer");
    CHECK(sms("no answer", true, 3600s) == "no answer");  // tried all the time
    CHECK(sms("no answer", false, 3600s + 299s) == "no answer");
    CHECK(sms("no answer", false, 3600s + 300s).empty());
    CHECK(sms("no answer", false, 9999s).empty());
    CHECK(sms("no answer", true, 10'000s) == "no answer");
    CHECK(sms("", false, 10'001s).empty());
    // It has worked: what fails next is news, however long ago the last trouble was.
    CHECK(sms("no answer", false, 20'000s) == "no answer");
    CHECK(belief.believed(v1::CHANNEL_PUSH, "gone", false, Belief::SteadyTime{} + 20'299s) ==
          "gone");
}

}  // namespace larm::larmd
