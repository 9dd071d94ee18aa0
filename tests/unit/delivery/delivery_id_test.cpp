// Notification ids, against vectors computed apart from this code (Python's hashlib and struct).
#include "engine/delivery/delivery_id.hpp"

#include <set>

#include "tests/support/catch.hpp"

namespace larm::delivery {
namespace {

DeliveryKey alarm_by_push() {
    return {.incident_id = "0193f000-0000-7000-8000-000000000001",
            .step = "regional_alarm",
            .party = "tib@dalarna",
            .attempt = 1,
            .recipient = "tib@dalarna",
            .channel = v1::CHANNEL_PUSH};
}

}  // namespace

TEST_CASE("a delivery's id is the same for ever", "[delivery][id]") {
    auto key = alarm_by_push();
    CHECK(delivery_id(key) == "5a967e08-9de7-8e9c-bb23-7cfe5bbd9874");
    key.channel = v1::CHANNEL_SMS;
    CHECK(delivery_id(key) == "9450f5cc-5c81-8a13-82ad-f6a2fd0d4c2e");
    key.channel = v1::CHANNEL_PUSH;
    key.attempt = 2;
    CHECK(delivery_id(key) == "be19242b-3347-8b5b-9d2d-1d453f3305c2");
    key.recipient = "deputy@dalarna";
    CHECK(delivery_id(key) == "a295cfdf-dfc5-8988-89b0-eecd7aa1789f");
    CHECK(delivery_id({}) == "00ae073e-4816-8b0e-b0cb-a70a2e76a827");
}

TEST_CASE("no two deliveries have one id, however their parts run together", "[delivery][id]") {
    auto moved = alarm_by_push();
    moved.step = "regional_alarmt";
    moved.party = "ib@dalarna";
    auto other_incident = alarm_by_push();
    other_incident.incident_id = "0193f000-0000-7000-8000-000000000002";
    std::set<std::string> const ids{delivery_id(alarm_by_push()), delivery_id(moved),
                                    delivery_id(other_incident)};
    CHECK(ids.size() == 3);
}

}  // namespace larm::delivery
