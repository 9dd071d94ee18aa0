// What the log says goes out to people, message by message, until it needs not: kept from the
// events alone. What is owed in the end, and no device has shown, has been forgotten (invariant 9).
#pragma once

#include <larm/v1/event.pb.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>

#include "engine/core/instant.hpp"

namespace larm::swarm {

class Owed {
public:
    void enter(v1::Event const& event);
    /// The key (wire.hpp) of one that has been owed since before `before` and that `has_shown` does
    /// not know; empty: none.
    [[nodiscard]] std::string first(std::function<bool(std::string const&)> const& has_shown,
                                    core::Instant before) const;

private:
    /// One message of a chase takes the place of an earlier one to the same device.
    using ToWhom = std::tuple<std::string, std::string, std::string, std::string, int>;

    void enter_chase(v1::Event const& event, v1::ChaseUpdate const& update);
    struct Message {
        int attempt = 0;
        std::int64_t since_us = 0;
    };

    void owe(v1::Event const& event, std::string const& step, std::string const& party, int attempt,
             v1::Notice const& notice);
    void settle(std::string const& incident, v1::DeliveryRecorded const& recorded);
    void forgive(std::string const& incident);
    void forgive(std::string const& incident, v1::ChaseUpdate const& update,
                 std::string const& recipient = {});

    std::map<ToWhom, Message> messages_;
    using Chase = std::tuple<std::string, std::string, std::string>;
    std::map<Chase, v1::PartyState> states_;
};

}  // namespace larm::swarm
