// What people write back over Rakel, on the real core: a code and a number become what the party
// has promised, once, and what stands is read back.
#include "engine/delivery/channels/rakel_answers.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/decide.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/story.hpp"
#include "tests/unit/channels/memory_book.hpp"

namespace larm::test {
namespace {

using namespace delivery;

/// A story whose world answers at once; a command whose id has been used is told so, as a world
/// does.
struct Night {
    explicit Night(v1::RulePack const& pack = chain_pack()) : story{pack} {
        book.entries[{"dalarna-tib-1", v1::CHANNEL_RAKEL}] = {"7100606"};
        incident = story.confirm("uppsala");
        story.wait_s(1);
    }

    [[nodiscard]] AnswerWorld world() {
        return {
            .read = [this](auto const& reader) { reader(story.state()); },
            .submit =
                [this](v1::Command command, auto const& done) {
                    auto const id = core::command_id(command);
                    if (std::ranges::find(ids, id) != ids.end()) {
                        return done(std::unexpected{
                            core::refusal(core::Code::already_exists, "command_id", "known")});
                    }
                    if (before_submit) {
                        std::exchange(before_submit, {})();
                    }
                    auto const outcome = story.give(std::move(command));
                    if (!outcome) {
                        return done(std::unexpected{outcome.error()});
                    }
                    ids.push_back(id);
                    done(v1::CommandReply{});
                },
        };
    }

    std::string say(std::string const& text, std::string const& said_id,
                    std::string const& from = "7100606") {
        reply.clear();
        answers.take({from, text, said_id});
        return reply;
    }
    [[nodiscard]] std::string code(std::string const& question = {}) const {
        return keys.code({incident, "tib@dalarna", "dalarna-tib-1", question});
    }
    [[nodiscard]] int firm() const {
        auto const* const transports = story.incident(incident).transports_of("dalarna");
        return transports == nullptr ? 0 : transports->firm();
    }

    Story story;
    MemoryBook book;
    AnswerKeys keys{AnswerKeys::Secret{1, 2, 3}};
    std::string incident;
    std::vector<std::string> ids;
    std::function<void()> before_submit;
    std::string reply;
    std::string replied_to;
    std::string over_limit;
    RakelAnswers answers{book,
                         keys,
                         world(),
                         [this](std::string const& to, std::string text_to) {
                             replied_to = to;
                             reply = std::move(text_to);
                         },
                         [this] { return story.now(); },
                         [this](std::string const& officer) { over_limit += officer + " "; }};
};

}  // namespace

TEST_CASE("a code alone over Rakel says that the alarm has been seen", "[rakel]") {
    Night night;
    CHECK(night.say(night.code(), "1").find("kvitterat") != std::string::npos);
    CHECK(night.replied_to == "7100606");
    auto const& chase = night.story.chase(night.incident, "regional_alarm", "tib@dalarna");
    CHECK(chase.via == v1::VIA_RAKEL);
    CHECK(chase.actor == "officer:dalarna-tib-1");
    CHECK(chase.taken_by.empty());
}

TEST_CASE("a number over Rakel is what there is in all: twice is once, another corrects it",
          "[rakel]") {
    Night night;
    CHECK(night.say(night.code() + " 5", "1").find("5 av 5") != std::string::npos);
    CHECK(night.say(night.code() + " 5", "1").find("5 av 5") != std::string::npos);
    CHECK(night.firm() == 5);
    CHECK(night.say(night.code() + " 3", "2").find("3 av 5") != std::string::npos);
    CHECK(night.firm() == 3);
}

TEST_CASE("an answer that meets another on its way is decided again on what then stands",
          "[rakel]") {
    Night night;
    night.before_submit = [&] { night.story.must(commit(night.incident, "dalarna", 2)); };
    CHECK(night.say(night.code() + " 5", "1").find("5 av 5") != std::string::npos);
    CHECK(night.firm() == 5);
}

TEST_CASE("a number and a no to a conference call over Rakel touch no transports", "[rakel]") {
    Night night{cooperation_pack()};
    static_cast<void>(night.say(night.code() + " 5", "1"));
    night.story.must(call_conference(night.incident, "uppsala"));
    for (auto const* const number : {" 0", " 3"}) {
        CHECK_THAT(night.say(night.code("conference") + number, number),
                   Catch::Contains("Kan du inte komma: säg det i larmkonsolen."));
    }
    CHECK(night.firm() == 5);
    CHECK(night.say(night.code("conference"), "4").starts_with("TiB Dalarna: kvitterat."));
}

TEST_CASE("a wrong code, words, and a stranger change nothing", "[rakel]") {
    Night night;
    auto const before = night.story.state().seq();
    auto const wrong = night.code() == "000001" ? "000002" : "000001";
    CHECK(night.say(std::string{wrong} + " 5", "1").starts_with("Koden gäller inte"));
    CHECK(night.say("ja vi har fem", "2").starts_with("Förstod inte"));
    CHECK(night.say(night.code() + " 5", "3", "7999999").empty());
    CHECK(night.story.state().seq() == before);
}

TEST_CASE("a no over Rakel takes back what was promised, and is a no", "[rakel]") {
    Night night;
    static_cast<void>(night.say(night.code() + " 5", "1"));
    CHECK(night.say(night.code() + " 0", "2").find("avböjt, 0 av 5") != std::string::npos);
    CHECK(night.firm() == 0);
}

TEST_CASE("a radio may guess ten times in an hour, and is then answered to right codes only",
          "[rakel]") {
    Night night;
    auto const wrong = night.code() == "000001" ? "000002" : "000001";
    for (int guess = 0; guess < 10; ++guess) {
        CHECK_FALSE(night.say(wrong, "g" + std::to_string(guess)).empty());
    }
    CHECK(night.over_limit == "dalarna-tib-1 ");
    CHECK(night.say(wrong, "late").empty());
    CHECK(night.over_limit == "dalarna-tib-1 ");
    CHECK(night.say("hej", "words").starts_with("Förstod inte"));  // is no guess
    CHECK(night.say(night.code(), "right").find("kvitterat") != std::string::npos);
    night.story.wait_s(3601);
    CHECK_FALSE(night.say(wrong, "later").empty());
}

TEST_CASE("a code dies with its incident, and says so", "[rakel]") {
    Night night;
    night.story.must(stand_down(night.incident, "uppsala"));
    night.story.must(close(night.incident, "uppsala"));
    CHECK(night.say(night.code() + " 5", "1") == "Händelsen är avslutad. Inget är registrerat.");
}

}  // namespace larm::test
