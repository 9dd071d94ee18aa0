// A browser with our service worker in it: subscribes at a push service, fetches what is pushed,
// decrypts it, sends the receipt and shows each id once. Calls wait; whoever has it, waits with it.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/gateways/push_service_crypto.hpp"

namespace larm::gateways {

/// One thread at a time.
class PushBrowser {
public:
    /// Subscribes for the sender with that key (base64url; empty: for any). Aborts where the push
    /// service cannot be reached.
    PushBrowser(std::string_view service_origin, std::string_view sender_key);

    /// As PushSubscription.toJSON() has it.
    [[nodiscard]] std::string subscription() const;
    [[nodiscard]] std::string const& endpoint() const { return endpoint_; }
    /// Fetches until a push has come that it has not shown, and gives its text; nothing where that
    /// takes longer than `within`.
    [[nodiscard]] std::optional<std::string> next(std::chrono::milliseconds within);
    /// Fetches until nothing waits any more.
    void drain();
    /// Texts in the order they were shown.
    [[nodiscard]] std::vector<std::string> const& shown() const { return shown_; }
    /// How many came that had been shown before, and that it could not read.
    [[nodiscard]] int repeated() const { return repeated_; }
    [[nodiscard]] int unreadable() const { return unreadable_; }

private:
    /// Whether something had been waiting.
    bool fetch();

    BrowserKeys keys_;
    std::string endpoint_;
    std::string subscription_;  ///< Where it fetches.
    std::set<std::string> ids_;
    std::vector<std::string> shown_;
    int repeated_ = 0;
    int unreadable_ = 0;
};

}  // namespace larm::gateways
