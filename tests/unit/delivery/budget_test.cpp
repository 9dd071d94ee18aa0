// The Rakel budget for any input: random Unicode and random bytes through every message of the real
// pack, live and as an exercise.
#include <rapidcheck.h>

#include "engine/delivery/message.hpp"
#include "engine/delivery/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/delivery/support.hpp"

namespace larm::delivery {
namespace {

/// Anything that may stand in a protobuf string, and what may not: code points of all planes, marks
/// that break lines, braces, and raw bytes.
rc::Gen<std::string> anything() {
    auto const points =
        rc::gen::map(rc::gen::container<std::u32string>(rc::gen::weightedOneOf<char32_t>(
                         {{4, rc::gen::inRange<char32_t>(0, 0x250)},
                          {2, rc::gen::inRange<char32_t>(0x300, 0x370)},
                          {2, rc::gen::inRange<char32_t>(0x2000, 0x2200)},
                          {1, rc::gen::inRange<char32_t>(0xE000, 0x110000)},
                          {2, rc::gen::elementOf(std::u32string{U"{}åäöÅÄÖ\n\r\"\\ €…"})}})),
                     [](std::u32string const& text) { return utf8(text); });
    auto const bytes = rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    auto const words = rc::gen::elementOf(
        std::vector<std::string>{"{reason}", "ÖVNING", "ÖVNING ÖVNING", std::string(500, 'x')});
    return rc::gen::weightedOneOf<std::string>({{5, points}, {3, bytes}, {1, words}});
}

bool is_one_printable_latin1_line(std::string const& text) {
    for (auto const point : code_points(text)) {
        if (!((point >= 0x20 && point <= 0x7E) || (point >= 0xA0 && point <= 0xFF))) {
            return false;
        }
    }
    return true;
}

bool is_utf8(std::string const& text) {
    return utf8(code_points(text)) == text;
}

Facts some_facts(std::shared_ptr<core::Pack const> const& pack) {
    Facts facts;
    facts.pack = pack;
    facts.incident_id = "0193f000-0000-7000-8000-00000badcafe";
    facts.region_id = *rc::gen::elementOf(std::vector<std::string>{"vastmanland", "dalarna", ""});
    facts.level = v1::READINESS_LEVEL_KATASTROF;
    facts.place = *anything();
    facts.type = *anything();
    facts.reason = *anything();
    facts.casualties.set_dead(*rc::gen::arbitrary<int>());
    facts.casualties.set_severe(*rc::gen::arbitrary<int>());
    facts.casualties.set_moderate(*rc::gen::arbitrary<int>());
    facts.casualties.set_minor(*rc::gen::arbitrary<int>());
    return facts;
}

}  // namespace

TEST_CASE("whatever humans write, the short text fits Rakel", "[delivery][budget]") {
    auto const pack = std::make_shared<core::Pack const>(test::real_pack());
    auto const holds = rc::check([&] {
        auto const facts = some_facts(pack);
        auto const& form = pack->rules.messages(*rc::gen::inRange(0, pack->rules.messages_size()));
        Asked const asked{
            .step = "transports",
            .party = *rc::gen::oneOf(rc::gen::just(std::string{"blood@sormland"}), anything()),
            .missing = *rc::gen::arbitrary<int>(),
            .since = {*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000'000)},
            .answer = *anything()};
        auto const texts = render(form, facts, asked);
        Message<Live> const live{{}, texts};
        Message<Exercise> const exercise{{}, texts};
        for (auto const* letter : {&live.letter(), &exercise.letter()}) {
            auto const& sent = letter->texts;
            RC_ASSERT(code_points(sent.short_sv).size() <= short_characters_max);
            RC_ASSERT(is_one_printable_latin1_line(sent.short_sv));
            RC_ASSERT(is_utf8(sent.body_sv) && is_utf8(sent.body_en));
            for (auto const* title : {&sent.title_sv, &sent.title_en}) {
                RC_ASSERT(is_utf8(*title) && one_line(*title) == *title);
            }
        }
        RC_ASSERT(live.letter().texts == texts);
        RC_ASSERT(is_marked(exercise.letter().texts, Exercise::mark));
        RC_ASSERT(!refusal_at_wire(Live::word, Live::mark, live.letter()));
        RC_ASSERT(!refusal_at_wire(Exercise::word, Exercise::mark, exercise.letter()));
    });
    REQUIRE(holds);
}

TEST_CASE("no message of the real pack is cut, filled with the longest that its values may be",
          "[delivery][budget]") {
    auto const pack = std::make_shared<core::Pack const>(test::real_pack());
    Facts facts;
    facts.pack = pack;
    facts.incident_id = std::string(36, 'i');
    facts.region_id = "vastmanland";
    facts.place = std::string(30, 'p');
    facts.type = std::string(20, 't');
    facts.reason = std::string(30, 'r');
    for (auto const& form : pack->rules.messages()) {
        CAPTURE(form.id());
        Asked const asked{.step = "transports",
                          .party = "blood@sormland",
                          .missing = 5,
                          .since = {},
                          .answer = {}};
        auto const texts = render(form, facts, asked);
        Message<Exercise> const exercise{{}, texts};
        CHECK(exercise.letter().texts.short_sv == "ÖVNING " + texts.short_sv + " ÖVNING");
    }
}

}  // namespace larm::delivery
