// A browser's subscription, and which push services we call. An address comes from whoever
// subscribes: without a list we would post to whatever they name, inside our own network too.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/delivery/channels/push_encryption.hpp"

namespace larm::delivery {

struct PushSubscription {
    std::string endpoint;
    /// The push service, as RFC 6454 writes it: "https://push.example", the port where it is not
    /// the usual.
    std::string origin;
    PushReader reader;
};

/// Those of the browsers' makers over https, and the further ones by their exact origin.
/// Immutable; any thread.
class PushServices {
public:
    /// What is wrong with an origin among the further ones, in English; empty where nothing is.
    /// Without TLS it must be on loopback.
    [[nodiscard]] static std::string fault_of(std::string const& further);
    explicit PushServices(std::vector<std::string> further = {});

    /// A subscription as PushSubscription.toJSON() of a browser gives it. Failure, in English and
    /// without the endpoint's path, which is a secret.
    [[nodiscard]] std::expected<PushSubscription, std::string> subscription_of(
        std::string_view json) const;

private:
    [[nodiscard]] bool allows(std::string_view origin) const;

    std::vector<std::string> further_;
};

}  // namespace larm::delivery
