// What the desk tells /readyz: whom the preflight finds, and where the contacts file is not in use.
#include <google/protobuf/text_format.h>

#include <chrono>
#include <mutex>
#include <thread>

#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

namespace json = boost::json;

std::string contacts(std::string const& last_digit) {
    return R"(officers { id: "dalarna-tib-1" party: "tib@dalarna" name: "Maja" on_duty: true
        addresses { channel: CHANNEL_SMS value: "+4670174060)" +
           last_digit + R"(" } })";
}

/// A command of one field, with an id of its own.
std::string json_of(std::string_view field, std::string const& value) {
    json::object body;
    body["commandId"] = fresh_uuid();
    body[field] = value;
    return json::serialize(body);
}

Reply call(TestDaemon& daemon, std::string const& token, std::string const& method,
           std::string const& body) {
    Client client{daemon.port(), token};
    return client.call("ContactService/" + method, body);
}

}  // namespace

TEST_CASE("what /readyz says of the preflight begins with whom nothing reaches", "[server][desk]") {
    v1::PreflightReply reply;
    auto const add = [&reply](char const* party, v1::PreflightReason reason,
                              v1::PreflightGrade grade) {
        auto& finding = *reply.add_findings();
        finding.set_party(party);
        finding.set_step("blood_alarm");
        finding.set_reason(reason);
        finding.set_grade(grade);
        finding.add_channels(v1::CHANNEL_SMS);
    };
    add("blood@dalarna", v1::PREFLIGHT_REASON_NO_CHANNEL, v1::PREFLIGHT_GRADE_UNREACHABLE);
    add("blood@dalarna", v1::PREFLIGHT_REASON_NO_CHANNEL, v1::PREFLIGHT_GRADE_UNREACHABLE);
    add("blood@orebro", v1::PREFLIGHT_REASON_NOT_CONFIGURED, v1::PREFLIGHT_GRADE_FEWER_WAYS);
    CHECK(in_words(reply) ==
          "if the alarm came now: blood@dalarna cannot be reached at all, in blood_alarm: has no "
          "address for sms; blood@orebro is reached over fewer ways, in blood_alarm: nothing is "
          "set up for sms; `larm preflight` tells all");
}

TEST_CASE("that nothing works now is said with what the channel said", "[server][desk]") {
    v1::PreflightReply reply;
    auto& finding = *reply.add_findings();
    finding.set_party("tib@dalarna");
    finding.set_step("regional_alarm");
    finding.set_reason(v1::PREFLIGHT_REASON_CHANNEL_DOWN);
    finding.set_grade(v1::PREFLIGHT_GRADE_UNREACHABLE);
    finding.add_channels(v1::CHANNEL_SMS);
    finding.set_why("the provider answered 403");
    CHECK(in_words(reply) ==
          "if the alarm came now: tib@dalarna cannot be reached at all, in regional_alarm: nothing "
          "works now of sms (the provider answered 403); `larm preflight` tells all");
}

TEST_CASE("an edit of the contacts file that people have decided against is told until they agree",
          "[server][desk]") {
    std::mutex mutex;
    std::string said;
    TestDaemon daemon{quick_limits(), {}, {}, [&](DeskContext& desk) {
                          desk.on_book_trouble = [&](std::string trouble) {
                              std::scoped_lock const lock{mutex};
                              said = std::move(trouble);
                          };
                      }};
    auto const comes_to_say = [&](auto const& fits) {
        auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        for (;;) {
            std::scoped_lock const lock{mutex};
            if (fits(said) || std::chrono::steady_clock::now() > until) {
                return fits(said);
            }
            std::this_thread::yield();
        }
    };
    auto const read = [&](std::string const& digit) {
        v1::Contacts file;
        REQUIRE(google::protobuf::TextFormat::ParseFromString(contacts(digit), &file));
        return daemon.book().take_file(file, contacts::ContactBook::When::reload, {1}).value();
    };
    REQUIRE(read("1").applied == 1);
    auto const admin = daemon.token(v1::ROLE_ADMIN);
    auto const other = daemon.token(v1::ROLE_ADMIN);
    REQUIRE(call(daemon, admin, "ImportContacts", json_of("contacts", contacts("5"))).status ==
            200);
    REQUIRE(call(daemon, other, "ApproveContacts", json_of("number", "2")).status == 200);
    CHECK(read("7").applied == 0);
    CHECK(daemon.book().addresses("dalarna-tib-1", v1::CHANNEL_SMS) ==
          std::vector<std::string>{"+46701740605"});
    CHECK(comes_to_say([](std::string const& text) {
        return text.starts_with("contacts.textproto is NOT in use for dalarna-tib-1: ");
    }));
    CHECK(read("5").applied == 0);
    CHECK(comes_to_say([](std::string const& text) { return text.empty(); }));
}

}  // namespace larm::server::test
