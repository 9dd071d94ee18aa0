// Which devices are in doubt, before the night finds out.
#include "engine/delivery/channels/web_push_health.hpp"

#include "tests/support/catch.hpp"

namespace larm::delivery {
namespace {

constexpr core::Instant looked_at{1'795'000'000'000'000};

constexpr core::Duration days(std::int64_t count) {
    return core::seconds(count * 86'400);
}

PushDevice device(std::string const& name, std::int64_t subscribed, std::int64_t renewed,
                  std::int64_t accepted, std::int64_t received) {
    auto const ago = [](std::int64_t count) {
        return count < 0 ? core::Instant{} : looked_at - days(count);
    };
    return {.officer_id = "anna",
            .device = name,
            .subscribed_at = ago(subscribed),
            .renewed_at = ago(renewed),
            .accepted_at = ago(accepted),
            .received_at = ago(received)};
}

}  // namespace

TEST_CASE("a device is in doubt once it has had the time to prove itself and has not", "[push]") {
    constexpr auto never = -1;
    std::vector<PushDevice> const devices{
        device("new", 3, never, never, never),
        device("never used", 10, never, never, never),
        device("no longer taken", 100, 1, 30, 30),
        device("taken and silent", 100, 60, 1, 60),
        device("opened now and then", 100, 2, 1, never),
        device("well", 100, 50, 1, 1),
        device("just old enough", 8, never, 8, never),
    };

    auto const doubtful = doubtful_devices(devices, looked_at, days(8));

    std::string told;
    for (auto const& each : doubtful) {
        told += each.device.device + (each.why == PushDoubt::silent ? ": silent; " : ": no; ");
        CHECK_FALSE(doubt_in_words(each.why).empty());
    }
    CHECK(told ==
          "never used: no; no longer taken: no; taken and silent: silent; just old enough: no; ");
}

}  // namespace larm::delivery
