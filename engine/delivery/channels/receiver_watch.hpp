// Which receivers refuse what is sent to them, and since when: for whoever watches the daemon. A
// receiver that refuses for good (401, 404) is tried no more with that message, so that nothing
// else would show that none of the next will get through either.
//
// Nothing is kept over a restart, and no address is told: they may hold a secret.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/delivery/channels/webhook_message.hpp"

namespace larm::delivery {

/// Any thread; waits for nothing but its mutex.
class ReceiverWatch {
public:
    /// What `address` of the receiver `name` has answered. One that does not answer, or asks for
    /// patience, neither refuses nor takes.
    void note(std::string_view name, std::string_view address, HttpVerdict const& verdict,
              core::Instant now);

    /// Whether the receiver still has that address: who has got another is not watched for the old.
    using IsKnown = std::function<bool(std::string const& name, std::string const& address)>;
    /// "dalarna-tib-1 refuses since 03:12: the receiver answered 401", in the order of names; empty
    /// where all is well. Forgets what is not known.
    [[nodiscard]] std::vector<std::string> refusing(IsKnown const& is_known);
    /// What `address` of the receiver `name` last refused with; empty where it does not refuse.
    [[nodiscard]] std::string why_refused(std::string_view name, std::string_view address) const;

private:
    struct Row {
        core::Instant since;
        std::string why;
    };
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, Row> refusing_;  ///< By name and address.
};

}  // namespace larm::delivery
