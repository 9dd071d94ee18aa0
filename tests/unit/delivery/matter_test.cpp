// What a message of a request, a call or a report says it is about, and that no number answers it.
#include "engine/delivery/matter.hpp"

#include "engine/delivery/facts.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

std::string matter(Story const& story, std::string const& id, std::string const& step,
                   std::string const& party) {
    return delivery::matter_of(story.incident(id), story.chase(id, step, party)).sv;
}

}  // namespace

TEST_CASE("a request says what is still to be answered, by when and where", "[delivery][matter]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    auto request = request_support(id, "uppsala", 4);
    also_ask(request, 2, "dalarna");
    story.must(request);
    CHECK(matter(story, id, "support", "tib@dalarna") ==
          "S1 4 ambulanshelikoptrar senast 23:43, Uppsala; 2 traumateam senast 23:13");
    CHECK(matter(story, id, "support", "tib@gavleborg") ==
          "S1 4 ambulanshelikoptrar senast 23:43, Uppsala");
    story.must(offer_support(id, "dalarna", "S1", 1, 1));
    CHECK(matter(story, id, "support", "tib@dalarna") == "S1 2 traumateam senast 23:13");
    CHECK(matter(story, id, "regional_alarm", "tib@dalarna").empty());
}

TEST_CASE("a call says when and where, and which talk group to fall back on",
          "[delivery][matter]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(call_conference(id, "uppsala"));
    CHECK(matter(story, id, "conference", "tib@dalarna") ==
          "K1 kl 23:28 tel 08-555 55 55 kod 5555#. Vid telefonbortfall Rakel SAMV-1, en minut åt "
          "gången");
    auto over_rakel = call_conference(id, "uppsala");
    over_rakel.mutable_call_conference()->set_means(v1::CONFERENCE_MEANS_RAKEL);
    story.must(over_rakel);
    CHECK(matter(story, id, "conference", "tib@dalarna") ==
          "K2 kl 23:28 i Rakel SAMV-1, en minut åt gången");
    auto without_telephone = call_conference(id, "uppsala");
    without_telephone.mutable_call_conference()->set_telephony_down(true);
    story.must(without_telephone);
    CHECK(matter(story, id, "conference", "tib@dalarna") ==
          "K3 kl 23:28 i Rakel SAMV-1, en minut åt gången. Telefonin ligger nere");
}

TEST_CASE("no number answers a conference call, a request or a report: they would be transports",
          "[delivery][matter]") {
    Story story{cooperation_pack()};
    auto const id = story.confirm("uppsala");
    story.must(request_support(id, "uppsala", 4));
    story.must(call_conference(id, "uppsala"));
    story.must(escalate(id, "uppsala"));
    story.wait_s(1);
    for (auto const* const step : {"support", "conference"}) {
        auto const asked =
            delivery::asked_of(story.incident(id), story.chase(id, step, "tib@dalarna"), 0);
        CHECK_FALSE(asked.takes_no);
        CHECK_FALSE(asked.owes_transports);
        CHECK_FALSE(asked.matter.sv.empty());
    }
    auto const report =
        delivery::asked_of(story.incident(id), story.chase(id, "situation", "tib@uppsala"), 0);
    CHECK_FALSE(report.takes_no);
    CHECK(report.matter.sv == "lägesbild 1");
    auto const alarm =
        delivery::asked_of(story.incident(id), story.chase(id, "regional_alarm", "tib@dalarna"), 0);
    CHECK(alarm.takes_no);
    CHECK(alarm.owes_transports);
}

}  // namespace larm::test
