// The answer page as the world outside meets it: hostile text in it, hostile pages and proxies
// around it.
#include "tests/support/catch.hpp"
#include "tests/unit/server/answer_night.hpp"

namespace larm::server::test {
namespace {

PublicSide outside(std::vector<std::string> const& proxies) {
    auto const side = PublicSide::of("https://larm.example.se", proxies);
    REQUIRE(side);
    return *side;
}

/// How many wrong links a client can still try.
std::size_t tries_left(AnswerNight& night, Headers const& headers) {
    std::size_t tries = 0;
    while (tries <= AnswerPage::wrong_max && night.get("/a/x", headers).status == 404) {
        ++tries;
    }
    return tries;
}

}  // namespace

TEST_CASE("what humans wrote is text on the page, whatever it looks like", "[server][answer]") {
    AnswerNight night;
    night.raise("<script>alert(1)</script>&'");
    auto const page = night.get(night.link());
    CHECK(page.body.find("<script") == std::string::npos);
    CHECK(page.body.find("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;") != std::string::npos);
    auto const no = night.post(night.link(),
                               "act=decline&form=f%22%3E1&reason=%22%3E%3Cscript%3Ealert(2)%3C%2F"
                               "script%3E%00%FF");
    INFO(no.body);
    CHECK(no.status == 200);
    CHECK(night.decline_reason("dalarna") == "\"><script>alert(2)</script> \uFFFD");
    CHECK(night.post(night.link(), "act=decline&form=f3&reason=%00%0A").status == 400);
    CHECK(no.body.find("<script") == std::string::npos);
    CHECK(night.get(night.link()).body.find("<script") == std::string::npos);
}

TEST_CASE("a form too big, or no form at all, registers nothing", "[server][answer]") {
    AnswerNight night;
    night.raise();
    auto const before = night.seq();
    auto const long_reason =
        night.post(night.link(), "act=decline&form=f1&reason=" + std::string(2'001, 'a'));
    CHECK(long_reason.status == 400);
    std::string const huge(quick_limits().body_bytes_max + 1, 'a');
    Wire wire{night.daemon().port()};
    wire.send("POST " + night.link() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
              std::to_string(huge.size()) + "\r\n\r\n");
    CHECK(wire.read_reply().status == 429);  // as Connect says that something is too large
    for (auto const* const type : {"application/json", "multipart/form-data; boundary=x",
                                   "text/plain", "application/x-www-form-urlencoded-not"}) {
        CHECK(night.post(night.link(), "act=ack&form=f1", {{"Content-Type", type}}).status == 415);
    }
    CHECK(night
              .post(night.link(), "act=ack&form=f1",
                    {{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"}})
              .status == 200);
    CHECK(night.seq() > before);
}

TEST_CASE("another site's page cannot answer in a person's name", "[server][answer]") {
    AnswerNight night{outside({"127.0.0.1"})};
    night.raise();
    auto const before = night.seq();
    auto const press = [&](Headers headers) {
        headers.emplace("Host", "larm.example.se");
        return night.post(night.link(), "act=ack&form=f1", std::move(headers)).status;
    };
    CHECK(press({{"Origin", "https://evil.example"}}) == 403);
    CHECK(press({{"Origin", "https://larm.example.se.evil.example"}}) == 403);
    CHECK(press({{"Origin", "https://larm.example.se:8443"}}) == 403);
    CHECK(press({{"Origin", "null"}}) == 403);
    CHECK(press({{"Origin", "https://localhost"}}) == 403);
    CHECK(press({{"Origin", "http://larm.example.se"}}) == 403);
    CHECK(press({{"Host", "evil.example"}}) == 403);
    CHECK(press({{"Host", "larm.example.se:444"}}) == 403);
    CHECK(night.get(night.link(), {{"Host", "evil.example"}}).status == 403);
    CHECK(night.seq() == before);
    CHECK(press({{"Origin", "https://larm.example.se"}}) == 200);
    CHECK(night.seq() > before);
}

TEST_CASE("a browser too old to send an Origin may answer: the link is what it needs to have",
          "[server][answer]") {
    AnswerNight night{outside({"127.0.0.1"})};
    night.raise();
    CHECK(night.post(night.link(), "act=ack&form=f1", {{"Host", "larm.example.se"}}).status == 200);
}

TEST_CASE("behind our proxy each client has a count of its own, and no client can choose it",
          "[server][answer]") {
    AnswerNight night{outside({"127.0.0.1"})};
    night.raise();
    CHECK(tries_left(night, {{"X-Forwarded-For", "203.0.113.1"}}) == AnswerPage::wrong_max);
    CHECK(tries_left(night, {{"X-Forwarded-For", "203.0.113.2"}}) == AnswerPage::wrong_max);
    // What 203.0.113.1 wrote itself stands before what the proxy has added.
    CHECK(tries_left(night, {{"X-Forwarded-For", "203.0.113.9, 203.0.113.1"}}) == 0);
}

TEST_CASE("forwarded headers of somebody who is no proxy of ours are not believed",
          "[server][answer]") {
    AnswerNight night{outside({"192.0.2.1"})};
    night.raise();
    CHECK(tries_left(night, {{"X-Forwarded-For", "203.0.113.1"}}) == AnswerPage::wrong_max);
    CHECK(tries_left(night, {{"X-Forwarded-For", "203.0.113.2"}}) == 0);
}

}  // namespace larm::server::test
