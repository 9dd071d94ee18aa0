// Swedish speech for telephone calls, by espeak-ng: text in, a WAV file out. Slow enough to have a
// thread of its own, so whoever says something gets an id at once, and the sound when it is
// fetched.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace larm::delivery {

struct SpeechOptions {
    std::string voice = "sv";
    int words_per_minute = 135;  ///< Somewhat slower than people talk: it is a telephone at night.
    /// Of sound kept; the least lately used goes, and is made again when somebody asks.
    std::size_t bytes_max = std::size_t{32} * 1024 * 1024;
    /// Of texts kept; a text that has gone is not known any more.
    std::size_t texts_max = 4096;
};

/// All from any thread. The library has one voice for the whole process, so speeches take turns.
class Speech {
public:
    /// Failure, in English: the library or its voice is not there.
    [[nodiscard]] static std::expected<std::unique_ptr<Speech>, std::string> open(
        SpeechOptions options = {});
    /// What still waits is answered with nothing.
    ~Speech();
    Speech(Speech const&) = delete;
    Speech& operator=(Speech const&) = delete;

    /// The text's id: lower-case hex, the same for the same text. It is being made from now on.
    [[nodiscard]] std::string say(std::string text);
    [[nodiscard]] bool knows(std::string_view id) const;
    /// A WAV file, PCM of 16 bits, one channel; nullptr where the id is not known. `done` is called
    /// once, here or on the speech's thread, and must be quick.
    using Wav = std::shared_ptr<std::string const>;
    void wav(std::string_view id, std::function<void(Wav)> done);

private:
    class Running;
    explicit Speech(std::unique_ptr<Running> running);
    std::unique_ptr<Running> running_;
};

}  // namespace larm::delivery
