// What is told of blood where more than one centre asks the country, and where a question is put
// anew.
#include "engine/delivery/facts.hpp"
#include "tests/support/blood_story.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

constexpr auto uppsala = "blood@uppsala";
constexpr auto blood_in_dalarna = "blood@dalarna";
constexpr auto skane = "blood@skane";

v1::RulePack every_region() {
    auto pack = blood_pack();
    for (auto& each : *pack.mutable_steps()) {
        if (each.id() == "blood_alarm") {
            each.mutable_audience()->set_where(v1::WHERE_EVERY_REGION);
        }
    }
    return pack;
}

delivery::Asked asked(Story const& story, std::string const& id, std::string const& party) {
    return delivery::asked_of(story.incident(id), story.chase(id, "blood_country", party), 0);
}

std::vector<delivery::BloodNeed> told(Story const& story, std::string const& id) {
    return delivery::facts_of(story.incident(id), nullptr).blood;
}

}  // namespace

TEST_CASE("asked anew for what the first centre has lost, nobody is told of the second one alone",
          "[delivery][blood]") {
    Story story{every_region()};
    auto const id = story.confirm("uppsala");
    story.must(alarm_country(id, uppsala, {{a_positive, 3}, {o_negative, 10}}));
    story.must(offer_blood(id, skane, {{o_negative, 10}, {a_positive, 3}}));
    story.must(offer_blood(id, "blood@stockholm", {{o_negative, 4}}));
    story.must(accept_blood(id, uppsala, "skane-1"));
    REQUIRE(told(story, id).size() == 1);  // nothing lacks: as it was asked
    CHECK(told(story, id)[0].units.size() == 2);
    CHECK_FALSE(asked(story, id, "blood@gavleborg").is_asked_again);

    story.wait_s(10);
    story.must(alarm_country(id, blood_in_dalarna, {{b_positive, 9}}));
    REQUIRE(told(story, id).size() == 1);
    CHECK(told(story, id)[0].centre == blood_in_dalarna);
    story.must(accept_blood(id, uppsala, "stockholm-1"));
    story.wait_s(10);
    story.must(withdraw_blood(id, skane, "skane-1"));
    auto const needs = told(story, id);
    REQUIRE(needs.size() == 2);
    CHECK(needs[0].centre == uppsala);
    REQUIRE(needs[0].units.size() == 2);
    CHECK(needs[0].units[0].group() == a_positive);  // in the order it was asked for
    CHECK(needs[0].units[1].units() == 6);           // what lacks now
    CHECK(needs[1].centre == blood_in_dalarna);
    auto const again = asked(story, id, "blood@gavleborg");
    CHECK(again.is_asked_again);
    CHECK(again.since == story.now());
}

TEST_CASE("the notice of a no names all that it takes back, and whose loss it is",
          "[delivery][blood]") {
    Story story{every_region()};
    auto const id = story.confirm("uppsala");
    story.must(alarm_country(id, uppsala, {{o_negative, 10}}));
    story.must(offer_blood(id, skane, {{o_negative, 4}}));
    story.must(offer_blood(id, skane, {{o_negative, 2}, {b_positive, 1}}));
    story.wait_s(10);
    story.must(decline_blood(id, skane, "frysen har stannat"));
    auto const no = asked(story, id, skane);
    REQUIRE(no.offer.size() == 2);
    CHECK(no.offer[0].units() == 6);
    CHECK(no.offered_to == uppsala);
    CHECK(no.answer == "frysen har stannat");
}

}  // namespace larm::test
