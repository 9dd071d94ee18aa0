// Calls by hand as a channel: it claims nothing.
#include "engine/delivery/channels/operator_channel.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/channels/memory_book.hpp"

namespace larm::test {

TEST_CASE("a call to make is on the list, and nobody counts as reached by that", "[operator]") {
    delivery::OperatorChannel<delivery::Live> channel;
    Reports reports;
    channel.send(message_to<delivery::Live>("tib@dalarna", "Larm"), reports.about("tib@dalarna"));
    REQUIRE(reports.all().size() == 1);
    CHECK(reports.all()[0].outcome() == v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK(reports.all()[0].detail().find("nobody is reached yet") != std::string::npos);
}

TEST_CASE("a roll-call is not called by hand, and says so", "[operator]") {
    delivery::OperatorChannel<delivery::RollCall> channel;
    Reports reports;
    channel.send(message_to<delivery::RollCall>("tib@dalarna", "Svara"),
                 reports.about("tib@dalarna"));
    REQUIRE(reports.all().size() == 1);
    CHECK(reports.all()[0].outcome() == v1::DELIVERY_OUTCOME_FAILED);
}

}  // namespace larm::test
