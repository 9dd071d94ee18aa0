// HTTP calls of a test, waited for.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/delivery/channels/http_client.hpp"

namespace larm::test {

/// Results of calls in the order in which they end. The client may end calls after it is gone.
class Calls {
public:
    explicit Calls(delivery::HttpClient& client) : client_{client} {}

    void begin(delivery::HttpCall call);
    /// Waits for so many results in all; fails the test where that takes longer than 30 s.
    [[nodiscard]] std::vector<delivery::HttpResult> wait_for(std::size_t count) const;
    [[nodiscard]] std::size_t ended() const;

private:
    struct Ended {
        std::mutex mutex;
        std::condition_variable changed;
        std::vector<delivery::HttpResult> results;
    };

    delivery::HttpClient& client_;
    std::shared_ptr<Ended> ended_ = std::make_shared<Ended>();
};

/// One call, and its result.
[[nodiscard]] delivery::HttpResult call_and_wait(delivery::HttpClient& client,
                                                 delivery::HttpCall call);
[[nodiscard]] delivery::HttpCall post_to(std::string url, std::string body = "hello");

}  // namespace larm::test
