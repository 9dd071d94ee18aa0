// Posts CAP messages to the addresses of the configuration: to each in order, again and again until
// it has been taken or refused. An address that is dead delays no other.
//
// Nothing is kept on disk: after a restart the latest message of each incident that is not closed
// goes again, under the same identifier, by which a receiver knows it.
#pragma once

#include <larm/v1/event.pb.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/state.hpp"
#include "engine/delivery/channels/cap_message.hpp"
#include "engine/delivery/channels/http_client.hpp"
#include "engine/delivery/channels/receiver_watch.hpp"
#include "engine/delivery/channels/webhook_message.hpp"

namespace larm::delivery {

struct CapPusherOptions {
    std::vector<std::string> urls;
    HttpClientOptions http{};
    std::chrono::milliseconds within{10'000};        ///< One call.
    std::chrono::milliseconds backoff_first{1'000};  ///< Doubles up to `backoff_max`.
    std::chrono::milliseconds backoff_max{60'000};
};

struct CapPushCounts {
    std::int64_t taken = 0;
    std::int64_t refused = 0;  ///< For good: they are not sent again.
    std::int64_t waiting = 0;
    /// "hub.example.se refuses since 03:12: the receiver answered 401".
    std::vector<std::string> refusing{};
};

class CapPusher {
public:
    CapPusher(CapSettings settings, CapPusherOptions options);
    ~CapPusher();
    CapPusher(CapPusher const&) = delete;
    CapPusher& operator=(CapPusher const&) = delete;

    // The world's thread, as of Outbox; they wait for nothing but a mutex.
    void take(core::State const& state, v1::Event const& event);
    void resume(core::State const& state);

    /// Any thread.
    [[nodiscard]] CapPushCounts counts();

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// What one address is still to get.
    struct Line {
        std::string url;
        std::string name;  ///< Its host: the rest of an address may hold a secret.
        std::deque<CapMessage> queue;
        bool is_under_way = false;
        SteadyTime next_try;
        std::chrono::milliseconds pause{0};
    };

    void queue(CapMessage const& message);
    void run();
    void begin(Line& line);
    void end(Line& line, HttpVerdict const& verdict);

    CapSettings const settings_;
    CapPusherOptions const options_;
    std::map<std::string, std::size_t> told_;  ///< Turns by incident. The world's thread.
    std::mutex mutex_;
    std::condition_variable changed_;
    std::list<Line> lines_;
    CapPushCounts counts_;
    bool is_stopped_ = false;
    ReceiverWatch watch_;
    HttpClient client_;  ///< Its calls end before the above goes.
    std::thread thread_;
};

}  // namespace larm::delivery
