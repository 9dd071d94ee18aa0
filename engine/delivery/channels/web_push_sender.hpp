// Sends one letter to all the devices of a person, and makes one outcome of what their push
// services answer. Of kinds it knows nothing: WebPushChannel is what holds them apart.
#pragma once

#include <spdlog/logger.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/delivery/address_book.hpp"
#include "engine/delivery/channel.hpp"
#include "engine/delivery/channels/http_client.hpp"
#include "engine/delivery/channels/vapid.hpp"
#include "engine/delivery/channels/web_push_subscription.hpp"

namespace larm::delivery {

/// What it works with; all of it outlives the sender.
struct PushTools {
    AddressBook& book;
    Vapid& vapid;
    PushServices const& services;
    std::shared_ptr<spdlog::logger> log;
    /// Told when a push service has taken a message for one device (its address as in the book),
    /// which is what shows that the subscription lives. May be empty. From any thread, and quick.
    std::function<void(std::string_view officer_id, std::string_view address)> on_accepted{};
};

/// How a kind is sent.
struct PushTerms {
    std::string_view mark;
    /// How long a push service keeps what it cannot hand over.
    std::chrono::seconds ttl;
    /// How long it may take to answer us.
    std::chrono::milliseconds within;
};

/// Any thread; answers come on the client's.
class PushSender {
public:
    /// Runs an HttpClient of its own, so that no report is used after the sender.
    PushSender(PushTools tools, PushTerms terms) : tools_{std::move(tools)}, terms_{terms} {}
    ~PushSender() { stop(); }
    PushSender(PushSender const&) = delete;
    PushSender& operator=(PushSender const&) = delete;

    void send(Letter const& letter, Report report);
    /// No call begins any more and those under way end; what ends without an answer is not
    /// reported, so that it is sent again at the next start.
    void stop() {
        is_stopped_ = true;
        http_.stop();
    }

private:
    /// The news of one device, the best last: the delivery's outcome is the best of all.
    enum class News { failed, later, accepted };

    struct Device {
        std::string address;  ///< As the book has it.
        PushSubscription subscription;
        std::string topic;
        std::string text;   ///< What is posted first.
        std::string small;  ///< What is posted where that is too large; empty once it has been.
    };
    /// One letter on its way to all devices.
    struct Round {
        Report report;
        std::string officer_id;
        std::list<Device> devices{};
        std::size_t open = 1;  ///< Answers to come, and one for send() itself.
        News best = News::failed;
        std::optional<Again> again{};
        std::vector<std::string> details{};
        bool is_abandoned = false;
    };
    using Place = std::list<Round>::iterator;

    void post(Place round, Device& device, std::string_view text, std::size_t padded_bytes);
    void on_answer(Place round, Device& device, HttpResult const& result);
    void note(Place round, News news, std::string detail, Again again = {});
    void close_one(Place round);
    [[nodiscard]] std::string refused_us(Device const& device, unsigned status);

    PushTools const tools_;
    PushTerms const terms_;
    std::atomic<bool> is_stopped_ = false;
    std::mutex mutex_;
    std::list<Round> rounds_;
    HttpClient http_;  ///< Last: its calls end before anything else goes.
};

}  // namespace larm::delivery
