// A sign of life to somebody outside who alarms when it stays away: what nobody inside can do when
// all of it is dead. Whoever owns it decides whether all is well, and when the next one is due.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "engine/delivery/channels/http_client.hpp"

namespace larm::delivery {

struct HeartbeatCounts {
    std::int64_t sent = 0;      ///< Answered with 2xx.
    std::int64_t failed = 0;    ///< Not answered, or with something else.
    std::int64_t withheld = 0;  ///< Not sent on purpose, since not all is well.
    std::string trouble;        ///< Why the last one failed, in English; empty where it did not.
};

/// Any thread.
class Heartbeat {
public:
    /// GET `url`, which may hold a secret and is in no text from here. `within`: for each.
    Heartbeat(std::string url, std::chrono::milliseconds within, HttpClientOptions options = {});
    Heartbeat(Heartbeat const&) = delete;
    Heartbeat& operator=(Heartbeat const&) = delete;
    ~Heartbeat() = default;

    /// Sends one and returns at once; counts a failure where the one before is still under way.
    void beat();
    /// Sends none, so that whoever waits for it alarms.
    void withhold();
    [[nodiscard]] HeartbeatCounts counts() const;

private:
    void on_answer(HttpResult const& result);

    std::string const url_;
    std::chrono::milliseconds const within_;
    mutable std::mutex mutex_;
    bool is_under_way_ = false;
    HeartbeatCounts counts_;
    HttpClient client_;  ///< Last: its calls end before the rest. One of its own waits for nobody.
};

}  // namespace larm::delivery
