// The alarm that the delivery benchmarks send: one region declares, and the officers of as many
// others as are wanted are told over given channels. How it is sent and measured is theirs.
#pragma once

#include <larm/v1/command.pb.h>

#include <chrono>
#include <string>
#include <vector>

#include "engine/delivery/address_book.hpp"

namespace larm::bench {

using Clock = std::chrono::steady_clock;

[[nodiscard]] double ms_between(Clock::time_point from, Clock::time_point to);

/// Activates a pack with a region for each recipient and the declarer's, whose TiB needs no alarm.
[[nodiscard]] v1::Command activation(int recipients, std::vector<v1::Channel> const& channels);
/// Puts officer "o1" on duty for the first recipient, and so on.
[[nodiscard]] v1::Command duties(int recipients, std::vector<v1::Channel> const& channels);
/// Confirms; the alarm follows.
[[nodiscard]] v1::Command confirmation();

/// Every officer has the receiver, each a path of their own, a number and a mail address.
class EverybodysAddresses final : public delivery::AddressBook {
public:
    /// `receiver` ends with a slash.
    explicit EverybodysAddresses(std::string receiver) : receiver_{std::move(receiver)} {}
    [[nodiscard]] std::vector<std::string> addresses(std::string_view officer_id,
                                                     v1::Channel channel) const override;
    [[nodiscard]] std::vector<std::string> owners(v1::Channel, std::string_view) const override {
        return {};
    }
    [[nodiscard]] std::string name(std::string_view) const override { return {}; }
    void drop(std::string_view, v1::Channel, std::string_view) override {}

private:
    std::string receiver_;
};

}  // namespace larm::bench
