// Whatever becomes of one recipient's messages is nothing to another: a property over all ways in
// which a peer may behave, and all orders in which time goes by.
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <map>

#include "tests/support/catch.hpp"
#include "tests/unit/delivery/virtual_time.hpp"

namespace larm::test {
namespace {

using delivery::Answer;

constexpr auto over_sms = v1::CHANNEL_SMS;
constexpr std::array ways{Answer::received, Answer::silence, Answer::failure,
                          Answer::accepted, Answer::trouble, Answer::duplicate};

/// What Uppsala's SMS goes through in half a minute: each letter by its time, and each result.
std::vector<std::string> fate_of_uppsala(Answer others, Answer own, Answer own_later) {
    VirtualTime time;
    Night night{pack_that_tries(over_sms, 20, 1000, 4000), time.options()};
    auto& channel = *night.channels.at(over_sms);
    channel.answer_with(others);
    channel.answer_to("tib@uppsala", own);
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    std::vector<std::string> fate;
    auto const note_letters = [&](int second) {
        auto const is_silent =
            own == Answer::silence || (second > 5 && own_later == Answer::silence);
        auto const silent = (others == Answer::silence ? 1 : 0) + (is_silent ? 1 : 0);
        RC_ASSERT(eventually([&] {
            auto const counts = night.outbox->counts().at(over_sms);
            auto const sent = static_cast<std::size_t>(counts.sent + counts.retried);
            return counts.queued == 0 && counts.under_way <= silent &&
                   sent == channel.letters().size();
        }));
        auto const letters = channel.letters();
        auto const count = std::ranges::count_if(
            letters, [](auto const& letter) { return letter.envelope.recipient == "tib@uppsala"; });
        fate.push_back(std::to_string(second) + " s: " + std::to_string(count));
    };
    for (int second = 0; second < 30; ++second) {
        note_letters(second);
        if (second == 5) {
            channel.answer_to("tib@uppsala", own_later);
        }
        time.move_on(night, std::chrono::seconds{1});
    }
    static_cast<void>(night.outbox->stop(patience));
    for (auto const& result : night.results.all()) {
        if (result.channel() == over_sms && result.recipient() == "tib@uppsala") {
            fate.push_back(v1::DeliveryOutcome_Name(result.outcome()) + " " + result.detail());
        }
    }
    return fate;
}

}  // namespace

TEST_CASE("one recipient's failure is nothing to another", "[delivery][property]") {
    std::map<std::pair<Answer, Answer>, std::vector<std::string>> alone;
    CHECK(rc::check([&] {
        auto const others = ways.at(*rc::gen::inRange<std::size_t>(0, ways.size()));
        auto const own = ways.at(*rc::gen::inRange<std::size_t>(0, ways.size()));
        auto const later = ways.at(*rc::gen::inRange<std::size_t>(0, ways.size()));
        auto const fate = fate_of_uppsala(others, own, later);
        auto const [known, is_first] = alone.try_emplace({own, later}, fate);
        RC_ASSERT(is_first || known->second == fate);
    }));
    CHECK(alone.size() > 10);
}

}  // namespace larm::test
