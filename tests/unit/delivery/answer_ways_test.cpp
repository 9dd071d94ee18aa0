// How whoever is asked can answer stands in each message, and in no message to whoever is only
// told.
#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/unit/delivery/virtual_time.hpp"

namespace larm::test {
namespace {

using delivery::AnswerSide;
using delivery::AnswerWays;
using delivery::Letter;

delivery::AnswerKeys::Secret const secret{1, 2, 3};

delivery::LaneOptions answered_from_outside(std::string url = "https://larm.example.se") {
    delivery::LaneOptions options;
    options.answers = std::make_shared<AnswerSide const>(
        AnswerSide{delivery::AnswerKeys{secret}, std::move(url)});
    return options;
}

Letter to(std::vector<Letter> const& letters, std::string const& recipient,
          std::string const& step) {
    for (auto const& letter : letters) {
        if (letter.envelope.recipient == recipient && letter.envelope.step == step) {
            return letter;
        }
    }
    FAIL("nothing to " << recipient << " in " << step);
    return {};
}

}  // namespace

TEST_CASE("who is asked gets a code and a link of their own", "[delivery][answer]") {
    Night night{talking_pack(), answered_from_outside()};
    auto const id = night.story.confirm("dalarna");
    night.feed();
    auto const letters = night.letters_at_end(v1::CHANNEL_SMS);
    auto const uppsala = to(letters, "tib@uppsala", "regional_alarm").answer;
    delivery::AnswerKeys const keys{secret};
    delivery::AnswerKey const key{
        .incident_id = id, .party = "tib@uppsala", .officer_id = "uppsala-tib-1"};
    CHECK(uppsala.code == keys.code(key));
    CHECK(uppsala.url == "https://larm.example.se/a/" + keys.link(key, v1::CHANNEL_SMS));
    CHECK(uppsala.takes_no);
    CHECK(uppsala.asks_for_number);  // "5" answers the alarm itself: the transports are owed
    auto const gavleborg = to(letters, "tib@gavleborg", "regional_alarm").answer;
    CHECK(gavleborg.url != uppsala.url);
}

TEST_CASE("who has promised enough is asked for no number", "[delivery][answer]") {
    Night night{talking_pack(), answered_from_outside()};
    auto const id = night.story.confirm("dalarna");
    night.story.must(commit(id, "dalarna", 5));
    night.story.must(acknowledge(id, "tib@uppsala"));
    night.story.must(acknowledge(id, "tib@gavleborg"));
    night.story.wait_s(600);  // the declarer is asked about the nation
    night.feed();
    auto const letters = night.letters_at_end(v1::CHANNEL_PUSH);
    CHECK_FALSE(to(letters, "tib@dalarna", "national_decision").answer.asks_for_number);
    CHECK_FALSE(to(letters, "tib@dalarna", "national_decision").answer.code.empty());
    CHECK(to(letters, "tib@uppsala", "transports").answer.asks_for_number);
}

TEST_CASE("the deputy answers under a code of its own; who is told of others has nothing to answer",
          "[delivery][answer]") {
    Night night{talking_pack(), answered_from_outside()};
    night.story.must(put_on_duty("deputy@uppsala"));
    night.feed();
    auto const id = night.story.confirm("dalarna");
    night.story.wait_s(240);
    night.feed();
    static_cast<void>(night.outbox->stop(patience));
    auto const deputy =
        to(night.channels.at(v1::CHANNEL_PUSH)->letters(), "deputy@uppsala", "regional_alarm");
    CHECK(deputy.answer.code ==
          delivery::AnswerKeys{secret}.code({.incident_id = id,
                                             .party = "deputy@uppsala",
                                             .officer_id = "officer-deputy@uppsala"}));
    auto const declarer =
        to(night.channels.at(v1::CHANNEL_OPERATOR)->letters(), "tib@dalarna", "regional_alarm");
    CHECK(declarer.answer == AnswerWays{});
}

TEST_CASE("nobody outside reaches us: there is a code and no link", "[delivery][answer]") {
    Night night{talking_pack(), answered_from_outside("")};
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    auto const letters = night.letters_at_end(v1::CHANNEL_SMS);
    CHECK(letters.front().answer.url.empty());
    CHECK(letters.front().answer.code.size() == 6);
}

TEST_CASE("after the end nobody is asked for a number", "[delivery][answer]") {
    Night night{talking_pack(), answered_from_outside()};
    auto const id = night.story.confirm("dalarna");
    night.story.must(stand_down(id, "dalarna"));
    night.feed();
    auto const letters = night.letters_at_end(v1::CHANNEL_PUSH);
    CHECK_FALSE(to(letters, "tib@uppsala", "stand_down").answer.asks_for_number);
    CHECK_FALSE(to(letters, "tib@uppsala", "stand_down").answer.code.empty());
    CHECK_FALSE(to(letters, "tib@uppsala", "stand_down").answer.takes_no);  // to what?
}

TEST_CASE("each purpose has a key of its own, and it is no code's or link's",
          "[delivery][answer]") {
    delivery::AnswerKeys const keys{secret};
    auto const key = keys.key_for("elks ticket");
    CHECK(key.size() == 32);
    CHECK(key == delivery::AnswerKeys{secret}.key_for("elks ticket"));
    CHECK(key != keys.key_for("another"));
    auto other = secret;
    other[0] ^= 1U;
    CHECK(key != delivery::AnswerKeys{other}.key_for("elks ticket"));
}

}  // namespace larm::test
