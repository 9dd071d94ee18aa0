// Speech by the real library: sound that has a length, made once, bounded.
#include "engine/delivery/channels/speech.hpp"

#include <future>
#include <thread>
#include <vector>

#include "tests/support/catch.hpp"

namespace larm::delivery {
namespace {

std::unique_ptr<Speech> open(SpeechOptions options = {}) {
    auto speech = Speech::open(std::move(options));
    if (!speech) {
        FAIL(speech.error());
    }
    return std::move(*speech);
}

Speech::Wav fetched(Speech& speech, std::string const& id) {
    std::promise<Speech::Wav> promise;
    auto sound = promise.get_future();
    speech.wav(id, [&promise](Speech::Wav wav) { promise.set_value(std::move(wav)); });
    REQUIRE(sound.wait_for(std::chrono::seconds{30}) == std::future_status::ready);
    return sound.get();
}

std::uint32_t number_at(std::string const& bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t byte = 4; byte-- > 0;) {
        number = number << 8U | static_cast<unsigned char>(bytes[at + byte]);
    }
    return number;
}

/// Not to the bit: a voice has its noise, and breathes.
bool is_as_long(std::string const& one, std::string const& other) {
    return one.size() < other.size() * 11 / 10 && other.size() < one.size() * 11 / 10;
}

}  // namespace

TEST_CASE("Swedish becomes a WAV file that is as long as the words", "[speech]") {
    auto const speech = open();
    auto const wav = fetched(*speech, speech->say("masskadelarm i Uppsala, väster om Arboga"));
    REQUIRE(wav != nullptr);
    auto const is_wav = wav->starts_with("RIFF");
    CHECK(is_wav);
    CHECK(wav->substr(8, 8) == "WAVEfmt ");
    CHECK(number_at(*wav, 4) == wav->size() - 8);
    CHECK(number_at(*wav, 40) == wav->size() - 44);
    auto const bytes_a_second = number_at(*wav, 28);
    auto const seconds = static_cast<double>(wav->size() - 44) / bytes_a_second;
    CHECK(seconds > 1.5);
    CHECK(seconds < 10);
    auto const is_silent = wav->find_first_not_of('\0', 44) == std::string::npos;
    CHECK_FALSE(is_silent);
    auto const twice = fetched(*speech, speech->say("masskadelarm i Uppsala, väster om Arboga. "
                                                    "masskadelarm i Uppsala, väster om Arboga"));
    CHECK(twice->size() > wav->size() * 3 / 2);
}

TEST_CASE("the same text has the same id and is made once", "[speech]") {
    auto const speech = open();
    auto const id = speech->say("fem");
    CHECK(speech->say("fem") == id);
    CHECK(speech->say("sex") != id);
    auto const is_same = fetched(*speech, id) == fetched(*speech, id);  // not equal ones: the same
    CHECK(is_same);
    CHECK(speech->knows(id));
}

TEST_CASE("an id that nobody has said is answered with nothing", "[speech]") {
    auto const speech = open();
    CHECK(fetched(*speech, "00112233") == nullptr);
    CHECK_FALSE(speech->knows("00112233"));
}

TEST_CASE("sound that has been dropped is made again, texts are bounded", "[speech]") {
    SpeechOptions options;
    options.bytes_max = 1;
    options.texts_max = 2;
    auto const speech = open(options);
    auto const one = speech->say("ett");
    auto const first = fetched(*speech, one);
    auto const again = fetched(*speech, one);
    REQUIRE((first != nullptr && again != nullptr));
    CHECK(first != again);
    CHECK(is_as_long(*first, *again));
    for (auto const* text : {"två", "tre", "fyra"}) {
        REQUIRE(fetched(*speech, speech->say(text)) != nullptr);
    }
    CHECK_FALSE(speech->knows(one));
}

TEST_CASE("what nobody waits for any more does not keep the speech from ending", "[speech]") {
    int answered = 0;
    {
        auto const speech = open();
        for (int number = 0; number < 50; ++number) {
            auto const id = speech->say(std::string(2000, 'a') + std::to_string(number));
            speech->wav(id, [&answered](Speech::Wav const&) { ++answered; });
        }
    }
    CHECK(answered == 50);
}

TEST_CASE("two speeches take turns with the one library", "[speech]") {
    auto const one = open();
    auto const other = open();
    std::thread speaker{[&] {
        for (auto const* text : {"ett", "två", "tre"}) {
            static_cast<void>(one->say(text));
        }
    }};
    std::vector<std::string> ids;
    for (auto const* text : {"ett", "två", "tre"}) {
        ids.push_back(other->say(text));
    }
    speaker.join();
    for (auto const& id : ids) {
        CHECK(fetched(*one, id)->size() > 10'000);
        CHECK(is_as_long(*fetched(*one, id), *fetched(*other, id)));
    }
}

TEST_CASE("a voice that is not installed is said so", "[speech]") {
    SpeechOptions options;
    options.voice = "no-such-voice";
    auto const speech = Speech::open(options);
    REQUIRE_FALSE(speech);
    CHECK_THAT(speech.error(), Catch::Contains("espeak-ng-data"));
}

}  // namespace larm::delivery
