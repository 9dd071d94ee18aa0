// One channel's lane: a bounded queue, the one worker that empties it, and a watch over what is
// under way until it has an outcome. A lane waits for no other, so a dead channel delays nobody but
// those behind it in its own; and what waits to be tried again stands aside, so that it delays
// nobody at all.
//
// How long and how often a delivery is tried is its pack's ChannelPolicy; without one it is tried
// once and waited for. Nothing here slows a delivery down: there is no throttle.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <string>
#include <thread>
#include <vector>

#include "engine/delivery/backoff.hpp"
#include "engine/delivery/breaker.hpp"
#include "engine/delivery/channel.hpp"
#include "engine/delivery/render.hpp"
#include "engine/delivery/work.hpp"

namespace larm::delivery {

/// What a lane has done since it began.
struct LaneCounts {
    std::int64_t queued = 0;        ///< Now waiting for the worker.
    std::int64_t to_try_again = 0;  ///< Now waiting for being tried again.
    std::int64_t under_way = 0;     ///< Now with the channel, without an outcome.
    std::int64_t sent = 0;          ///< Handed to the channel for the first time.
    std::int64_t retried = 0;       ///< Handed to it again.
    std::int64_t cancelled = 0;     ///< Answered, replaced or called off before it left.
    std::int64_t failed = 0;        ///< Could not be rendered.
    std::int64_t given_up = 0;      ///< Failed for the channel's sake: out of time, or broken.
    std::string broken_because;     ///< What the channel said last; empty while it works.
    SteadyTime broken_at{};         ///< When that was found, or found again.
    SteadyTime worked_at{};         ///< When the channel last took a delivery.
};

enum class Pushed { queued, full, closed };

struct LaneOptions {
    std::size_t capacity = 100'000;
    std::shared_ptr<AnswerSide const> answers = nullptr;  ///< None: nobody answers from outside.
    /// For tests with a time of their own, which call tend() when they have moved it.
    std::function<SteadyTime()> now = [] { return std::chrono::steady_clock::now(); };
    Chance chance = chance_of_its_own();  ///< Each lane has a copy.
    /// No worker: tend() does its work too, before it returns. For a night in virtual time.
    bool is_driven = false;
};

template <Kind K>
class Lane final : public Follower {
public:
    /// Starts the worker, if any, as thread "larm-" and the channel's word. `record_to` must
    /// outlive the lane.
    Lane(v1::Channel which, std::unique_ptr<Channel<K>> channel, RecordTo const& record_to,
         LaneOptions options = {});
    /// Abandons what is left.
    ~Lane() override;

    /// Any thread; waits for nothing but the lane's mutex.
    [[nodiscard]] Pushed push(Work work);
    /// Gives up what is out of time and lets go of what nobody waits for, also while the channel
    /// holds the worker up. Any thread, now and then.
    void tend();
    /// Takes no more; the worker ends when the queue is empty. Nothing is tried again.
    void close();
    /// After close(): waits until all is sent, or for `until`; then stops the channel and answers
    /// with how many were abandoned.
    std::size_t finish(SteadyTime until);
    [[nodiscard]] LaneCounts counts() const;

    // The channel's reports. Any thread.
    void on_outcome(std::uint64_t ticket, v1::RecordDelivery result) override;
    void on_trouble(std::uint64_t ticket, v1::RecordDelivery failure, Again again) override;

private:
    enum class Stage { waits, under_way, waits_to_try_again };
    struct Flight {
        Work work;
        v1::ChannelPolicy const* policy = nullptr;  ///< Of the work's pack.
        std::optional<SteadyTime> give_up_at;
        SteadyTime again_at;
        SteadyTime left_at;  ///< The last time.
        /// Its failure is on record, so that the chase has climbed; it goes on being tried quietly,
        /// and leaves when the channel works again, unless nobody waits for it any more.
        bool is_given_up = false;
        Stage stage = Stage::waits;
        int tries = 0;
        std::string trouble;  ///< What the channel said last.
    };
    using Flights = std::map<std::uint64_t, Flight>;
    /// When to look at a flight again; the earliest on top.
    using Look = std::pair<SteadyTime, std::uint64_t>;
    using Looks = std::priority_queue<Look, std::vector<Look>, std::greater<>>;
    using Records = std::vector<v1::RecordDelivery>;

    void run();
    /// All that waits, without a worker.
    void send_all();
    /// Gives the mutex away while the channel has the delivery.
    void send_next(std::unique_lock<std::mutex>& lock);
    void hand_over(std::uint64_t ticket, Work const& work, bool is_first);

    // All of these with the mutex held; what they return is to be recorded without it.
    /// What has come due.
    [[nodiscard]] Records look(SteadyTime now);
    /// The same, and lets go of all that nobody waits for.
    [[nodiscard]] Records sweep();
    /// For good. Nothing to record where the failure is on record.
    void give_up(Flights::iterator flight, std::string detail, Records& records);
    /// For now: the channel is broken.
    void wait_for_channel(Flights::iterator flight, SteadyTime now, Records& records);
    [[nodiscard]] Records let_all_wait_for_channel(SteadyTime now);
    /// The channel works again.
    void send_what_waited();
    [[nodiscard]] v1::RecordDelivery failure_of(Flight const& flight, std::string detail);
    [[nodiscard]] bool let_go_if_needless(Flights::iterator flight);
    void end(Flights::iterator flight);
    [[nodiscard]] std::string broken() const;
    void record(Records records);

    v1::Channel const which_;
    std::unique_ptr<Channel<K>> channel_;
    RecordTo const& record_to_;
    LaneOptions const options_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t next_ticket_ = 1;
    Flights flights_;
    std::deque<std::uint64_t> queue_;
    Looks looks_;
    Breaker breaker_;
    bool closed_ = false;
    bool ended_ = false;
    LaneCounts counts_;
    Renderer renderer_;           ///< The worker's.
    std::int64_t to_record_ = 0;  ///< Given up, and not told yet.
    std::thread worker_;          ///< Last: it uses all of the above.
};

}  // namespace larm::delivery
