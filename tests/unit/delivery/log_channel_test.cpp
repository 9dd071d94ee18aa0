// The channel that only writes: what it says, and that no human text can write a line of its own.
#include "engine/delivery/log_channel.hpp"

#include <spdlog/sinks/ostream_sink.h>

#include <algorithm>
#include <sstream>

#include "tests/support/catch.hpp"

namespace larm::delivery {
namespace {

struct Log {
    std::ostringstream text;
    std::shared_ptr<spdlog::logger> logger = std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_st>(text));
};

Message<Live> alarm(std::string const& short_sv) {
    return {{.delivery_id = "5a967e08-9de7-8e9c-bb23-7cfe5bbd9874",
             .incident_id = "0193f000-0000-7000-8000-000000000001",
             .step = "regional_alarm",
             .party = "tib@dalarna",
             .attempt = 1,
             .recipient = "tib@dalarna",
             .officer_id = "dalarna-tib-1",
             .channel = v1::CHANNEL_SMS},
            {.title_sv = {}, .title_en = {}, .body_sv = {}, .body_en = {}, .short_sv = short_sv}};
}

std::string logged(Message<Live> const& message, RecordTo const& record) {
    Log log;
    log.logger->set_pattern("%v");
    LogChannel<Live> channel{log.logger};
    Channel<Live>& wire = channel;
    wire.send(message, Report{{}, record});
    log.logger->flush();
    return log.text.str();
}

}  // namespace

TEST_CASE("the log channel writes one line and says that nobody was reached",
          "[delivery][log_channel]") {
    std::vector<v1::RecordDelivery> results;
    auto const line = logged(alarm("MASSKADELARM Dalarna 23:13: E18. {} {0}"),
                             [&](v1::RecordDelivery each) { results.push_back(std::move(each)); });
    CHECK(line ==
          "delivery id=\"5a967e08-9de7-8e9c-bb23-7cfe5bbd9874\" kind=\"live\" "
          "incident=\"0193f000-0000-7000-8000-000000000001\" step=\"regional_alarm\" "
          "party=\"tib@dalarna\" attempt=1 recipient=\"tib@dalarna\" officer=\"dalarna-tib-1\" "
          "channel=\"sms\" short=\"MASSKADELARM Dalarna 23:13: E18. {} {0}\"\n");
    REQUIRE(results.size() == 1);
    CHECK(results[0].outcome() == v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK(results[0].detail() == "log only: no person has been reached by this");
}

TEST_CASE("no text can end its quotes or its line", "[delivery][log_channel]") {
    auto const line = logged(alarm("a\" kind=\"live\"\r\ndelivery id=\"x\" \\ \u2028\u202E\u0085"),
                             [](v1::RecordDelivery const&) {});
    CHECK(std::ranges::count(line, '\n') == 1);
    CHECK(line.find("short=\"a\\\" kind=\\\"live\\\"\\u{d}\\u{a}delivery id=\\\"x\\\" \\\\ "
                    "\\u{2028}\\u{202e}\\u{85}\"\n") != std::string::npos);
}

TEST_CASE("a field of any bytes is UTF-8 between its quotes", "[delivery][log_channel]") {
    CHECK(log_field("k", "å\xFF") == "k=\"å\uFFFD\"");
    CHECK(log_field("k", std::string("\0\x7F", 2)) == "k=\"\\u{0}\\u{7f}\"");
}

}  // namespace larm::delivery
