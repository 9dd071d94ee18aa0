// A receiver of signed webhooks, as a region's own system would have one: checks the signature and
// the replay window by the book (simulators/README.md), shows each delivery once, and misbehaves
// when told to. Written without the engine's code, so that each checks the other.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/gateways/http_server.hpp"

namespace larm::gateways {

/// A message as it is shown to whoever sits before the receiver.
struct ShownWebhook {
    std::string delivery_id;
    std::string path;
    std::string kind;  ///< "live", "rollcall" or "duty"
    std::string recipient;
    std::string title_sv;
    std::string answer_url;
    std::chrono::steady_clock::time_point at;
};

struct WebhookFaults {
    std::chrono::milliseconds slow{0};  ///< Before each answer.
    int flaky = 0;                      ///< Every so manieth call is answered 503.
    int status = 503;                   ///< What a flaky one answers instead.
    std::string retry_after{};          ///< And with what Retry-After.
    bool hangs = false;                 ///< Never answers.
    bool dead = false;                  ///< Closes every connection.
    bool duplicate = false;  ///< Shows the message and closes the connection: it will come again.
    bool lies = false;       ///< Says that the message has been received, and shows nothing.
    bool is_silent = false;  ///< Says 200 and no more: nobody knows whether a device has it.
};

/// Any thread.
class WebhookReceiver {
public:
    /// `on_shown` is called on the receiver's thread.
    explicit WebhookReceiver(std::string key, std::optional<TlsIdentity> identity = {},
                             std::uint16_t port = 0,
                             std::function<void(ShownWebhook const&)> on_shown = {});
    WebhookReceiver(WebhookReceiver const&) = delete;
    WebhookReceiver& operator=(WebhookReceiver const&) = delete;

    void behave(WebhookFaults faults);
    [[nodiscard]] std::string url(std::string_view path = "/") const { return server_.url(path); }
    [[nodiscard]] HttpServer& server() { return server_; }

    /// Each delivery once, however often it has come.
    [[nodiscard]] std::vector<ShownWebhook> shown() const;
    /// Why calls were refused, in order: "signature", "timestamp", "body".
    [[nodiscard]] std::vector<std::string> refused() const;
    /// All calls, refused and failed ones too.
    [[nodiscard]] std::size_t calls() const;
    /// False where that takes longer than 30 s.
    [[nodiscard]] bool wait_for_shown(std::size_t count) const;
    [[nodiscard]] bool wait_for_calls(std::size_t count) const;

private:
    HttpSaid answer(HttpAsked const& asked);
    [[nodiscard]] std::string fault_of(HttpAsked const& asked) const;
    void show(HttpAsked const& asked);

    std::string const key_;
    std::function<void(ShownWebhook const&)> const on_shown_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    WebhookFaults faults_;
    std::size_t calls_ = 0;
    std::set<std::string> seen_;
    std::vector<ShownWebhook> shown_;
    std::vector<std::string> refused_;
    HttpServer server_;  ///< Last: its thread uses all of the above.
};

}  // namespace larm::gateways
