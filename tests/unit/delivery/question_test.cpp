// An answer by link, code or key is to the question that its message put, and to no other: a no to
// patients, support or a conference leaves the ambulances that are promised.
#include "engine/delivery/question.hpp"

#include <fmt/format.h>

#include "engine/delivery/addressee.hpp"
#include "engine/delivery/facts.hpp"
#include "engine/delivery/said.hpp"
#include "engine/delivery/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/transfers.hpp"
#include "tests/unit/delivery/support.hpp"

namespace larm::test {
namespace {

using delivery::Addressee;
using delivery::AnswerKeys;
using Kind = delivery::Said::Kind;

AnswerKeys const keys{AnswerKeys::Secret{1, 2, 3}};
delivery::Said const no{Kind::decline, 0, "Inga IVA-platser"};
delivery::Said const five{Kind::accept, 5, {}};

int firm(Story const& story, std::string const& id, std::string const& region) {
    auto const* const transports = story.incident(id).transports_of(region);
    return transports == nullptr ? 0 : transports->firm();
}

std::expected<v1::Command, std::string> said(Story const& story, std::string const& id,
                                             std::string const& party, std::string const& step,
                                             delivery::Said const& what) {
    delivery::Speaker const speaker{"officer-1", party, v1::VIA_SMS, "m1", step};
    return delivery::command_of(story.state(), id, speaker, what);
}

/// Six severely injured near A, for whom places of Uppsala's are proposed to Uppsala's TiB, who has
/// promised five transports.
struct Patients {
    Story story{transfer_pack()};
    std::string id;

    Patients() {
        story.must(report_all("A", 40, 40, 15, 2));
        story.must(report_all("B", 40, 40, 15, 3));
        id = story.confirm("uppsala");
        story.wait_s(1);
        story.must(commit(id, "uppsala", 5));
        story.must(casualties(id, "uppsala", {6, 0, 0}, {}));
        story.wait_s(1);
        REQUIRE_FALSE(moves_of(story, id).empty());
    }
};

/// Dalarna has promised five, and is asked for support and called to a conference.
struct Asked {
    Story story{cooperation_pack()};
    std::string id;

    Asked() {
        id = story.confirm("uppsala");
        story.wait_s(1);
        story.must(commit(id, "dalarna", 5));
        story.must(request_support(id, "uppsala", 4));
        story.must(call_conference(id, "uppsala"));
        story.wait_s(1);
    }
};

}  // namespace

TEST_CASE(
    "no and a number to a message about patients touch no transports and are told where to "
    "go",
    "[delivery][question]") {
    Patients night;
    for (auto const& answer : {no, five}) {
        auto const refused = said(night.story, night.id, "tib@uppsala", "transfers", answer);
        REQUIRE_FALSE(refused);
        CHECK(refused.error() ==
              "Inget är registrerat, här kan du bara kvittera. Ta emot eller avböj patienterna i "
              "larmkonsolen.");
    }
    CHECK(firm(night.story, night.id, "uppsala") == 5);
}

TEST_CASE("having seen a message about patients is having seen that one", "[delivery][question]") {
    Patients night;
    auto const seen = said(night.story, night.id, "tib@uppsala", "transfers", {});
    REQUIRE(seen);
    CHECK(seen->acknowledge().step() == "transfers");
    auto const stands = [&] {
        return delivery::read_back(night.story.state(), night.id, "tib@uppsala", "transfers");
    };
    CHECK(stands() ==
          "TiB Uppsala: inget svar registrerat. Ta emot eller avböj patienterna i larmkonsolen.");
    night.story.must(*seen);
    CHECK(stands() == "TiB Uppsala: kvitterat. Ta emot eller avböj patienterna i larmkonsolen.");
    auto const& chase = night.story.chase(night.id, "transfers", "tib@uppsala");
    CHECK(chase.state == v1::PARTY_STATE_ACKNOWLEDGED);
    CHECK(chase.via == v1::VIA_SMS);
    night.story.must(accept_moves(night.id, "uppsala"));
    CHECK(stands() == "TiB Uppsala: tar emot 5 patienter.");
    CHECK(delivery::what_stands(night.story.state(), night.id, "tib@uppsala") ==
          "TiB Uppsala: 5 av 5 transporter.");
}

TEST_CASE("support, a conference and a decision take that they have been seen, and nothing else",
          "[delivery][question]") {
    Asked night;
    for (auto const* const step : {"support", "conference"}) {
        CAPTURE(step);
        CHECK_FALSE(said(night.story, night.id, "tib@dalarna", step, no));
        CHECK_FALSE(said(night.story, night.id, "tib@dalarna", step, five));
        auto const seen = said(night.story, night.id, "deputy@dalarna", step, {});
        REQUIRE(seen);
        CHECK(seen->acknowledge().party() == "tib@dalarna");
        night.story.must(*seen);
        CHECK(night.story.chase(night.id, step, "tib@dalarna").acknowledged_at.is_set());
    }
    CHECK_FALSE(
        night.story.chase(night.id, "regional_alarm", "tib@gavleborg").acknowledged_at.is_set());
    CHECK_FALSE(said(night.story, night.id, "tib@uppsala", "national_decision", no));
    CHECK(firm(night.story, night.id, "dalarna") == 5);
}

TEST_CASE("a deputy's no to a conference is refused as the TiB's is", "[delivery][question]") {
    Asked night;
    auto const refused = said(night.story, night.id, "deputy@dalarna", "conference", no);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error(), Catch::Contains("säg det i larmkonsolen"));
}

TEST_CASE("each question has codes and links of its own; the alarm and its transports share theirs",
          "[delivery][question][answer]") {
    Asked night;
    auto const by_code = [&](std::string const& question) {
        return whose_code(night.story.state(), keys, {"dalarna-tib-1"},
                          keys.code({night.id, "tib@dalarna", "dalarna-tib-1", question}));
    };
    for (std::string const question : {"", "support", "conference"}) {
        CAPTURE(question);
        REQUIRE(by_code(question));
        CHECK(by_code(question)->question == question);
        auto const link =
            keys.link({night.id, "tib@dalarna", "dalarna-tib-1", question}, v1::CHANNEL_SMS);
        REQUIRE(whose_link(night.story.state(), keys, link));
        CHECK(whose_link(night.story.state(), keys, link)->question == question);
    }
    CHECK_FALSE(by_code("transfers"));  // has never been sent to anybody
    auto const question_of = [&](std::string const& step, std::string const& party) {
        return delivery::asked_of(night.story.incident(night.id),
                                  night.story.chase(night.id, step, party), 0)
            .question;
    };
    CHECK(question_of("regional_alarm", "tib@dalarna").empty());
    CHECK(question_of("transports", "tib@dalarna").empty());
    CHECK(question_of("support", "tib@dalarna") == "support");
    CHECK(question_of("national_decision", "tib@uppsala") == "national_decision");
}

TEST_CASE("the code of another question is never the alarm's", "[delivery][question][answer]") {
    for (int number = 0; number < 200'000; ++number) {
        auto const officer = fmt::format("officer-{}", number);
        delivery::AnswerKey const alarm{"i", "tib@dalarna", officer};
        auto other = alarm;
        other.question = "transfers";
        if (keys.code(alarm) == keys.code(other)) {
            FAIL(officer);
        }
    }
}

TEST_CASE("after the end every code acknowledges the end", "[delivery][question]") {
    Asked night;
    night.story.must(stand_down(night.id, "uppsala"));
    auto const refused = said(night.story, night.id, "tib@dalarna", "conference", no);
    REQUIRE_FALSE(refused);
    CHECK(refused.error() ==
          "Larmet är avlarmat, inget mer behövs. Kvittera det: bara koden, eller tryck 1.");
    auto const seen = said(night.story, night.id, "tib@dalarna", "conference", {});
    REQUIRE(seen);
    night.story.must(*seen);
    CHECK(delivery::what_stands(night.story.state(), night.id, "tib@dalarna", "conference") ==
          "TiB Dalarna: avlarmningen kvitterad.");
}

TEST_CASE("what is said of a question fits Rakel, whatever the pack calls its parties",
          "[delivery][question]") {
    auto pack = cooperation_pack();
    for (auto& region : *pack.mutable_regions()) {
        region.set_short_name("Å" + std::string(200, 'x') + "\n✓ €");
    }
    for (int expects = v1::Expects_MIN; expects <= v1::Expects_MAX; ++expects) {
        if (!v1::Expects_IsValid(expects)) {
            continue;
        }
        v1::Step step;
        step.set_expects(static_cast<v1::Expects>(expects));
        CHECK(delivery::code_points(delivery::how_to_answer(step)).size() <= 50);
    }
    Story story{pack};
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    story.must(call_conference(id, "uppsala"));
    auto const fits = [](std::string const& text) {
        CAPTURE(text);
        CHECK(delivery::code_points(text).size() <= 120);
        CHECK(delivery::latin1_line(text) == text);
    };
    fits(delivery::read_back(story.state(), id, "tib@dalarna", "conference"));
    fits(said(story, id, "tib@dalarna", "conference", no).error());
    fits(said(story, id, "blood@dalarna", "conference", no).error());
}

}  // namespace larm::test
