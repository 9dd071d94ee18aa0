// No exercise message reaches a live channel: not by type, and not at the wire.
#include "engine/delivery/message.hpp"

#include <concepts>

#include "engine/delivery/log_channel.hpp"
#include "engine/delivery/outbox.hpp"
#include "engine/delivery/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/memory_channel.hpp"

namespace larm::delivery {
namespace {

template <typename Sender, typename Sent>
concept CanSend =
    requires(Sender& sender, Sent const& message, Report report) { sender.send(message, report); };

static_assert(CanSend<Channel<Live>, Message<Live>>);
static_assert(CanSend<Channel<Exercise>, Message<Exercise>>);
static_assert(!CanSend<Channel<Live>, Message<Exercise>>);
static_assert(!CanSend<Channel<Exercise>, Message<Live>>);
static_assert(!CanSend<LogChannel<Live>, Message<Exercise>>);
static_assert(!CanSend<MemoryChannel<Live>, Message<Exercise>>);
// Nor is there a way round: from message to message, from what a message holds, by a live world's
// outbox.
static_assert(!std::constructible_from<Message<Live>, Message<Exercise>>);
static_assert(!std::assignable_from<Message<Live>&, Message<Exercise>>);
static_assert(!std::constructible_from<Message<Live>, Letter>);
static_assert(!std::convertible_to<Channel<Exercise>*, Channel<Live>*>);
static_assert(!std::constructible_from<Outbox<Live>, Channels<Exercise>, RecordTo>);

static_assert(Kind<RollCall> && !CanSend<Channel<Exercise>, Message<RollCall>>);

Texts some_texts() {
    return {.title_sv = "Masskadelarm",
            .title_en = "Mass-casualty alarm",
            .body_sv = "Vad: bussolycka\nVar: E18",
            .body_en = "What: bus crash",
            .short_sv = std::string(short_characters_max, 'x')};
}

bool may_leave_live(Letter const& letter) {
    return !refusal_at_wire(Live::word, Live::mark, letter);
}

}  // namespace

TEST_CASE("every text of an exercise begins and ends with ÖVNING", "[delivery][kind]") {
    auto const texts = Message<Exercise>{{}, some_texts()}.letter().texts;
    for (auto const* text :
         {&texts.title_sv, &texts.title_en, &texts.body_sv, &texts.body_en, &texts.short_sv}) {
        CHECK(text->starts_with("ÖVNING"));
        CHECK(text->ends_with("ÖVNING"));
    }
    CHECK(texts.body_sv == "ÖVNING\n\nVad: bussolycka\nVar: E18\n\nÖVNING");
    CHECK(code_points(texts.short_sv).size() == short_characters_max);
}

TEST_CASE("a live message says what it said, and no more", "[delivery][kind]") {
    CHECK(Message<Live>{{}, some_texts()}.letter().texts == some_texts());
}

TEST_CASE("another kind is marked with its own word", "[delivery][kind]") {
    auto const texts = Message<RollCall>{{}, some_texts()}.letter().texts;
    CHECK(texts.title_sv == "PROV Masskadelarm PROV");
    CHECK(is_marked(texts, RollCall::mark));
    // The offer of a duty is no test, and says so.
    auto const offer = Message<DutyOffer>{{}, some_texts()}.letter();
    CHECK(offer.kind == "duty");
    CHECK(offer.texts.title_sv == "JOUR Masskadelarm JOUR");
}

TEST_CASE("the wire refuses what is not of its kind, whatever the types said", "[delivery][kind]") {
    auto const live = Message<Live>{{}, some_texts()}.letter();
    auto const exercise = Message<Exercise>{{}, some_texts()}.letter();
    CHECK(may_leave_live(live));
    CHECK_FALSE(may_leave_live(exercise));
    CHECK_FALSE(may_leave_live(Message<RollCall>{{}, some_texts()}.letter()));
    CHECK_FALSE(may_leave_live(Message<DutyOffer>{{}, some_texts()}.letter()));
    // Unwrapped and wrapped anew as live.
    CHECK_FALSE(may_leave_live(
        Message<Live>{{}, Message<DutyOffer>{{}, some_texts()}.letter().texts}.letter()));

    auto relabelled = exercise;
    relabelled.kind = Live::word;
    CHECK_FALSE(may_leave_live(relabelled));
    // Unwrapped and wrapped anew as live, which does compile.
    CHECK_FALSE(may_leave_live(Message<Live>{{}, exercise.texts}.letter()));

    auto unmarked = live;
    unmarked.kind = Exercise::word;
    CHECK(refusal_at_wire(Exercise::word, Exercise::mark, unmarked) ==
          "refused at the wire: not marked ÖVNING");
    auto half = exercise;
    half.texts.title_en = "ÖVNING Mass-casualty alarm";
    CHECK(refusal_at_wire(Exercise::word, Exercise::mark, half).has_value());
}

TEST_CASE("a human who writes ÖVNING in a live alarm stops nothing", "[delivery][kind]") {
    auto texts = some_texts();
    texts.title_sv = texts.title_en = texts.short_sv = "ÖVNING ÖVNING";
    texts.body_sv = "ÖVNING pågick när det hände: ÖVNING";
    auto const letter = Message<Live>{{}, texts}.letter();
    CHECK(may_leave_live(letter));
    CHECK(letter.texts == texts);
}

TEST_CASE("a channel reports what it refuses, and does not send it", "[delivery][kind]") {
    std::vector<v1::RecordDelivery> results;
    RecordTo const record = [&](v1::RecordDelivery result) {
        results.push_back(std::move(result));
    };
    MemoryChannel<Live> channel;
    Channel<Live>& wire = channel;
    auto const exercise = Message<Exercise>{{}, some_texts()}.letter();
    wire.send(Message<Live>{{}, exercise.texts}, Report{{}, record});
    CHECK(channel.letters().empty());
    REQUIRE(results.size() == 1);
    CHECK(results[0].outcome() == v1::DELIVERY_OUTCOME_FAILED);
    CHECK(results[0].detail() == "refused at the wire: marked ÖVNING");
}

}  // namespace larm::delivery
