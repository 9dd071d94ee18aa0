// One channel's lane: a bounded queue and the one worker that empties it. A lane waits for no
// other, so a dead channel delays nobody but those behind it in its own.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "engine/delivery/channel.hpp"
#include "engine/delivery/facts.hpp"

namespace larm::delivery {

/// The attempt that may leave to one recipient over one channel of a chase; 0 once the chase has
/// been answered or called off. Looked at in the moment of sending.
using LiveAttempt = std::atomic<int>;

/// One party being asked in one attempt, shared by the deliveries of that attempt. Immutable.
struct Ask {
    std::shared_ptr<Facts const> facts;
    Asked asked;
    int attempt = 0;
};

/// One delivery that waits for its worker, which renders it.
struct Work {
    std::shared_ptr<Ask const> ask;
    std::string recipient;
    std::string officer_id;
    std::string message;  ///< Template of the pack.
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
    std::shared_ptr<LiveAttempt const> live_attempt = nullptr;  ///< Set where it is queued.
};

/// What a lane has done since it began.
struct LaneCounts {
    std::int64_t queued = 0;     ///< Now waiting or being sent.
    std::int64_t sent = 0;       ///< Handed to the channel.
    std::int64_t cancelled = 0;  ///< Answered, replaced or called off before it left.
    std::int64_t failed = 0;     ///< Could not be rendered.
};

enum class Pushed { queued, full, closed };

/// What to say of a delivery, still without an outcome.
[[nodiscard]] v1::RecordDelivery record_of(Work const& work);

template <Kind K>
class Lane {
public:
    /// Starts the worker, as thread "larm-" and the channel's word. `record_to` must outlive the
    /// lane.
    Lane(v1::Channel which, std::unique_ptr<Channel<K>> channel, RecordTo const& record_to,
         std::size_t capacity);
    /// Abandons what is left.
    ~Lane();
    Lane(Lane const&) = delete;
    Lane& operator=(Lane const&) = delete;

    /// Any thread; waits for nothing but the queue's mutex.
    [[nodiscard]] Pushed push(Work work);
    /// Takes no more; the worker ends when the queue is empty.
    void close();
    /// After close(): waits until all is sent, or for `until`; then stops the channel and answers
    /// with how many were abandoned.
    std::size_t finish(std::chrono::steady_clock::time_point until);
    [[nodiscard]] LaneCounts counts() const;

private:
    void run();
    /// Which of the counts it adds to.
    [[nodiscard]] std::int64_t LaneCounts::* deliver(Work const& work);

    std::unique_ptr<Channel<K>> channel_;
    RecordTo const& record_to_;
    std::size_t const capacity_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Work> queue_;
    bool closed_ = false;
    bool ended_ = false;
    LaneCounts counts_;
    std::thread worker_;  ///< Last: it uses all of the above.
};

}  // namespace larm::delivery
