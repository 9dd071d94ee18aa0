// A push service (RFC 8030, over HTTP/1.1 instead of 2) that checks what it is sent and can be told
// to behave as badly as real ones do.
//
//   POST /subscribe        201; Location: the subscription, Link:
//   <push>;rel="urn:ietf:params:push".
//                          A body {"vapid": KEY} binds it to that sender (RFC 8292, section 4.1).
//   POST /push/ID          201 and Location: the message, which waits for its browser.
//   GET /subscription/ID   200 the oldest message, Content-Location says which; 204 none has come.
//   DELETE /message/ID     the browser has it: the receipt.
//   DELETE /subscription/ID   pushes to it are answered with 410 from then on.
//
// A message with a topic takes the place of one that waits with the same.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/gateways/http_server.hpp"

namespace larm::gateways {

/// How pushes are answered. As it is made: well.
struct PushMood {
    std::chrono::milliseconds answers_after{0};  ///< Slow.
    bool is_dead = false;                        ///< Takes the push and never answers.
    int fails_every = 0;                         ///< Flaky: 503 to every so manieth push.
    unsigned says = 0;                           ///< This to every push: 429, 403, 500.
    int retry_after_s = 0;                       ///< Beside what is no success.
    std::size_t body_bytes_max = 4096;           ///< 413 to what is longer.
    bool lies = false;                           ///< 201, and no browser ever gets it.
    bool doubles = false;                        ///< Every message comes twice.
};

/// One push that was answered with success.
struct AcceptedPush {
    std::string message;       ///< Its path.
    std::string subscription;  ///< Its path.
    std::chrono::seconds ttl{0};
    std::string urgency;
    std::string topic;
    std::string subject;
    std::string body;
};

/// All from any thread.
class PushService {
public:
    /// Port 0: of the system's choice.
    explicit PushService(std::uint16_t port = 0)
        : server_{[this](HttpAsked const& asked) { return answer(asked); }, {}, port} {}
    PushService(PushService const&) = delete;
    PushService& operator=(PushService const&) = delete;

    /// "http://127.0.0.1:PORT", which is its origin.
    [[nodiscard]] std::string origin() const;
    void behave(PushMood mood);
    /// The browser is gone: 410 to whatever is pushed there.
    void forget(std::string_view endpoint);

    /// How many pushes have come, however they were answered.
    [[nodiscard]] std::size_t asked() const;
    [[nodiscard]] std::vector<AcceptedPush> accepted() const;
    /// Why others were not.
    [[nodiscard]] std::vector<std::string> refused() const;
    /// How many messages browsers have acknowledged.
    [[nodiscard]] std::size_t received() const;
    /// Wait until so many have come or been acknowledged; false where it takes longer than that.
    [[nodiscard]] bool wait_for_asked(std::size_t count, std::chrono::milliseconds within) const;
    [[nodiscard]] bool wait_for_received(std::size_t count, std::chrono::milliseconds within) const;

private:
    using Steady = std::chrono::steady_clock::time_point;
    struct Waiting {
        std::string message;
        std::string topic;
        std::string body;
        Steady until;
    };
    struct Subscription {
        std::string key;  ///< Of the only sender it takes; may be empty.
        bool is_gone = false;
        std::deque<Waiting> waiting;
    };

    HttpSaid answer(HttpAsked const& asked);
    HttpSaid subscribe(HttpAsked const& asked);
    HttpSaid push(HttpAsked const& asked, std::string const& id);
    HttpSaid refuse(unsigned status, std::string why);
    void keep(Subscription& subscription, AcceptedPush const& push);
    HttpSaid fetch(std::string const& id);
    HttpSaid take_receipt(std::string const& target);

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    PushMood mood_;
    std::map<std::string, Subscription> subscriptions_;
    std::size_t asked_ = 0;
    std::vector<AcceptedPush> accepted_;
    std::vector<std::string> refused_;
    std::vector<std::string> received_;
    HttpServer server_;  ///< Last: its thread uses all of the above.
};

}  // namespace larm::gateways
