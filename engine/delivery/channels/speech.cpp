#include "engine/delivery/channels/speech.hpp"

#include <espeak-ng/speak_lib.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <pthread.h>

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "engine/core/check.hpp"

namespace larm::delivery {
namespace {

constexpr std::size_t wav_header_bytes = 44;

std::string id_of(std::string_view text) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    LARM_CHECK(EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha256(), nullptr) ==
               1);
    std::string id;
    for (std::size_t at = 0; at < 16; ++at) {
        id += fmt::format("{:02x}", hash[at]);
    }
    return id;
}

void put(std::string& bytes, std::uint32_t value, unsigned count) {
    for (unsigned at = 0; at < count; ++at) {
        bytes += static_cast<char>(value >> (8 * at) & 0xFFU);
    }
}

/// RIFF, little-endian, as every telephone exchange reads it.
std::string wav_of(std::string const& samples, int rate) {
    auto const hertz = static_cast<std::uint32_t>(rate);
    auto const size = static_cast<std::uint32_t>(samples.size());
    std::string bytes;
    bytes.reserve(wav_header_bytes + samples.size());
    bytes += "RIFF";
    put(bytes, 36 + size, 4);
    bytes += "WAVEfmt ";
    put(bytes, 16, 4);
    put(bytes, 1, 2);  // PCM
    put(bytes, 1, 2);  // one channel
    put(bytes, hertz, 4);
    put(bytes, hertz * 2, 4);
    put(bytes, 2, 2);
    put(bytes, 16, 2);
    bytes += "data";
    put(bytes, size, 4);
    return bytes + samples;
}

int take_samples(short* samples, int count, espeak_EVENT* events) {
    if (samples != nullptr && count > 0) {
        auto& into = *static_cast<std::string*>(events->user_data);
        for (int at = 0; at < count; ++at) {
            put(into, static_cast<std::uint16_t>(samples[at]), 2);
        }
    }
    return 0;
}

/// The library keeps its state in globals: one text at a time in the whole process.
std::mutex library;

/// Initialised once, when the first speech opens; nothing where it cannot be.
std::optional<int> library_rate() {
    static int const rate =
        espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
    return rate > 0 ? std::optional{rate} : std::nullopt;
}

std::string spoken(std::string const& text, SpeechOptions const& options, int rate) {
    std::lock_guard const lock{library};
    std::string samples;
    espeak_SetSynthCallback(take_samples);
    espeak_SetVoiceByName(options.voice.c_str());
    espeak_SetParameter(espeakRATE, options.words_per_minute, 0);
    espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr,
                 &samples);
    espeak_Synchronize();
    return wav_of(samples, rate);
}

}  // namespace

class Speech::Running {
public:
    Running(SpeechOptions options, int rate) : options_{std::move(options)}, rate_{rate} {
        thread_ = std::thread{[this] { run(); }};
        pthread_setname_np(thread_.native_handle(), "larm-speech");
    }
    ~Running() {
        {
            std::lock_guard const lock{mutex_};
            is_stopped_ = true;
        }
        changed_.notify_all();
        thread_.join();
        for (auto& [id, entry] : entries_) {
            answer(entry.waiting, nullptr);
        }
    }
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;

    std::string say(std::string text) {
        auto id = id_of(text);
        std::lock_guard const lock{mutex_};
        auto const [place, is_new] = entries_.try_emplace(id);
        if (is_new) {
            place->second.text = std::move(text);
            by_use_.push_front(id);
            place->second.use = by_use_.begin();
            forget_texts();
            order(id, place->second);
        } else {
            touch(place->second);
        }
        return id;
    }

    bool knows(std::string_view id) const {
        std::lock_guard const lock{mutex_};
        return entries_.contains(id);
    }

    void wav(std::string_view id, std::function<void(Wav)> done) {
        Wav ready;
        {
            std::lock_guard const lock{mutex_};
            auto const found = entries_.find(id);
            if (found != entries_.end() && !is_stopped_) {
                auto& entry = found->second;
                touch(entry);
                if (entry.wav == nullptr) {
                    entry.waiting.push_back(std::move(done));
                    return order(found->first, entry);
                }
                ready = entry.wav;
            }
        }
        done(std::move(ready));
    }

private:
    using Waiting = std::vector<std::function<void(Wav)>>;
    struct Entry {
        std::string text;
        Wav wav;
        Waiting waiting;
        std::list<std::string>::iterator use;
        bool is_ordered = false;
    };

    static void answer(Waiting& waiting, Wav const& wav) {
        for (auto const& done : std::exchange(waiting, {})) {
            done(wav);
        }
    }

    void touch(Entry& entry) { by_use_.splice(by_use_.begin(), by_use_, entry.use); }

    void order(std::string const& id, Entry& entry) {
        if (!std::exchange(entry.is_ordered, true)) {
            ordered_.push_back(id);
            changed_.notify_all();
        }
    }

    void forget_texts() {
        for (auto oldest = by_use_.end(); entries_.size() > options_.texts_max;) {
            --oldest;
            auto const entry = entries_.find(*oldest);
            if (entry->second.is_ordered) {
                if (oldest == by_use_.begin()) {
                    return;  // all of them are being made
                }
                continue;
            }
            bytes_ -= entry->second.wav == nullptr ? 0 : entry->second.wav->size();
            entries_.erase(entry);
            oldest = by_use_.erase(oldest);
        }
    }

    void forget_sounds() {
        for (auto oldest = by_use_.rbegin();
             bytes_ > options_.bytes_max && oldest != by_use_.rend(); ++oldest) {
            auto& entry = entries_.find(*oldest)->second;
            bytes_ -= entry.wav == nullptr ? 0 : entry.wav->size();
            entry.wav = nullptr;
        }
    }

    void run() {
        std::unique_lock lock{mutex_};
        for (;;) {
            changed_.wait(lock, [this] { return is_stopped_ || !ordered_.empty(); });
            if (is_stopped_) {
                return;
            }
            auto const id = std::move(ordered_.front());
            ordered_.pop_front();
            auto const text = entries_.find(id)->second.text;
            lock.unlock();
            auto const made = std::make_shared<std::string const>(spoken(text, options_, rate_));
            lock.lock();
            auto& entry = entries_.find(id)->second;
            entry.is_ordered = false;
            entry.wav = made;
            bytes_ += made->size();
            auto waiting = std::exchange(entry.waiting, {});
            forget_sounds();
            lock.unlock();
            answer(waiting, made);
            lock.lock();
        }
    }

    SpeechOptions const options_;
    int const rate_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Entry, std::less<>> entries_;
    std::list<std::string> by_use_;  ///< Ids, the latest first.
    std::deque<std::string> ordered_;
    std::size_t bytes_ = 0;
    bool is_stopped_ = false;
    std::thread thread_;
};

Speech::Speech(std::unique_ptr<Running> running) : running_{std::move(running)} {}
Speech::~Speech() = default;

std::expected<std::unique_ptr<Speech>, std::string> Speech::open(SpeechOptions options) {
    std::lock_guard const lock{library};
    auto const rate = library_rate();
    if (!rate) {
        return std::unexpected{"espeak-ng has no data: install espeak-ng-data"};
    }
    if (espeak_SetVoiceByName(options.voice.c_str()) != EE_OK) {
        return std::unexpected{
            fmt::format("espeak-ng has no voice '{}': install espeak-ng-data", options.voice)};
    }
    return std::unique_ptr<Speech>{
        new Speech{std::make_unique<Running>(std::move(options), *rate)}};
}

std::string Speech::say(std::string text) {
    return running_->say(std::move(text));
}

bool Speech::knows(std::string_view id) const {
    return running_->knows(id);
}

void Speech::wav(std::string_view id, std::function<void(Wav)> done) {
    running_->wav(id, std::move(done));
}

}  // namespace larm::delivery
