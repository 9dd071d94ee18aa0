// How we say to a push service who we are (RFC 8292, VAPID): a token signed with our key, for one
// push service and half a day. Where the key comes from is vapid_key_file's.
#pragma once

#include <chrono>
#include <expected>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/delivery/channels/web_push_key.hpp"

namespace larm::delivery {

/// Any thread.
class Vapid {
public:
    using Time = std::chrono::system_clock::time_point;

    /// What is wrong with a subject, in English; empty where nothing is. Some push services answer
    /// a subject that is neither a mail address nor a real https address with 403.
    [[nodiscard]] static std::string fault_of_subject(std::string_view subject);

    /// `subject` without fault: whom a push service can ask about us.
    Vapid(PushKey key, std::string subject);

    /// What a browser subscribes with: applicationServerKey, in base64url.
    [[nodiscard]] std::string const& public_key() const { return public_key_; }
    /// The Authorization header for a push service's origin ("https://push.example"). The same
    /// until it is near its end.
    [[nodiscard]] std::string authorization(std::string const& origin, Time now);
    /// The push service does not believe it: the next one is new.
    void forget(std::string const& origin);

private:
    struct Token {
        std::string header;
        Time issued;
    };

    PushKey const key_;
    std::string const subject_;
    std::string const public_key_;
    std::mutex mutex_;
    std::map<std::string, Token> tokens_;  ///< By origin; as many as there are push services.
};

}  // namespace larm::delivery
