// What follows from an event is computed for what it touches alone; it must be what all of the
// incident gives.
#include <algorithm>

#include "engine/core/earliest.hpp"
#include "tests/property/night.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

/// The test chain, with receipts that are waited for: every outcome may move a deadline.
v1::RulePack pack_with_receipts() {
    auto pack = chain_pack();
    for (auto const channel : {v1::CHANNEL_PUSH, v1::CHANNEL_SMS, v1::CHANNEL_VOICE}) {
        auto& policy = *pack.mutable_policy()->add_channels();
        policy.set_channel(channel);
        policy.set_attempt_within_s(30);
        policy.set_receipt_within_s(20);
    }
    return pack;
}

}  // namespace

TEST_CASE("what one outcome changes is what looking at everything gives", "[property]") {
    int outcomes = 0;
    auto const held = rc::check([&outcomes](std::vector<Happening> happenings) {
        Story story{pack_with_receipts()};
        auto seen = story.log().size();
        for (auto& happening : happenings) {
            if (happening.first % 3 != 0) {
                happening.kind = 11;  // mostly outcomes
            }
            static_cast<void>(happen(story, happening));
            for (; seen < story.log().size(); ++seen) {
                outcomes += story.log()[seen].has_delivery_recorded() ? 1 : 0;
            }
            for (auto const& incident : story.state().incidents()) {
                auto whole = incident;
                whole.refresh();
                RC_ASSERT(incident.next_due == whole.next_due);
                RC_ASSERT(incident.chain_complete_at == whole.chain_complete_at);
            }
        }
    });
    CHECK(held);
    CHECK(outcomes > 100);
}

TEST_CASE("the earliest of many is the earliest, whichever of them moves", "[property]") {
    auto const held =
        rc::check([](std::vector<std::uint8_t> const& first,
                     std::vector<std::pair<std::uint8_t, std::uint8_t>> const& moves) {
            std::vector<core::Instant> all(first.begin(), first.end());
            core::Earliest earliest;
            auto const as_it_is = [&] {
                core::Instant least;
                for (auto const each : all) {
                    least = each.is_set() && (!least.is_set() || each < least) ? each : least;
                }
                return least;
            };
            earliest.assign(all);
            RC_ASSERT(earliest.size() == all.size());
            RC_ASSERT(earliest.top() == as_it_is());
            for (auto const& [which, at] : moves) {
                if (!all.empty()) {
                    auto const index = which % all.size();
                    all[index] = {at % 16};
                    earliest.set(index, all[index]);
                    RC_ASSERT(earliest.top() == as_it_is());
                }
            }
        });
    CHECK(held);
}

}  // namespace larm::test
