// Bytes at random at the answer page: links and forms near to good ones. Nobody gets an answer
// registered by luck, and nothing takes the daemon down.
#include "tests/fuzz/mutate.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/server/answer_night.hpp"

namespace larm::server::test {
namespace {

/// What HTTP lets stand in a request line.
std::string as_path(std::string const& bytes) {
    std::string path;
    for (char const byte : bytes) {
        path += byte > ' ' && byte < 0x7f ? byte : '_';
    }
    return path.starts_with("/a/") ? path : "/a/" + path;
}

}  // namespace

TEST_CASE("a link that is near to a good one opens nothing and answers nothing",
          "[server][answer][fuzz]") {
    AnswerNight night;
    night.raise();
    auto const good = night.link();
    auto const before = night.seq();
    fuzz::Chance chance{23};
    for (int round = 0; round < fuzz::rounds() / 100; ++round) {
        auto const path = as_path(fuzz::mutated({good}, chance));
        if (path.substr(0, path.find('?')) == good) {
            continue;
        }
        INFO(path);
        auto const shown = night.get(path);
        CHECK(shown.status >= 400);
        CHECK(shown.status < 500);
        CHECK(shown.body.find("E18 vid Arboga") == std::string::npos);
        CHECK(night.post(path, "act=ack&form=1").status < 500);
    }
    CHECK(night.seq() == before);
    CHECK(night.get(good).status == 200);
}

TEST_CASE("a form at random is refused in words or taken as what it says",
          "[server][answer][fuzz]") {
    AnswerNight night;
    night.raise();
    auto const good = night.link();
    std::vector<std::string> const seeds{"act=ack&form=1", "act=commit&count=5&form=2",
                                         "act=commit&count=05&form=%32&note=%C3%A5",
                                         "act=decline&reason=V%C3%A4gen+st%C3%A4ngd&form=3"};
    fuzz::Chance chance{29};
    int refused = 0;
    for (int round = 0; round < fuzz::rounds() / 100; ++round) {
        auto const form = fuzz::mutated(seeds, chance);
        INFO(form);
        auto const taken = night.post(good, form);
        CHECK(taken.status < 500);
        CHECK_FALSE(taken.body.empty());
        refused += taken.status >= 400 ? 1 : 0;
    }
    CHECK(refused > 0);
    CHECK(night.firm("dalarna") >= 0);
    CHECK(night.firm("dalarna") <= 99);
    CHECK(night.firm("uppsala") == 0);  // nobody answers for another region
    CHECK(night.get(good).status == 200);
}

}  // namespace larm::server::test
