// Whether a channel is worth trying. When it has failed too often in a row it counts as broken:
// what comes then fails at once, so that chases climb to other channels instead of waiting, and now
// and then a single delivery, the probe, tries whether it works again.
//
// A row counts different recipients: one receiver that is down says nothing about the others. And
// it must have lasted for a while: an alarm goes to everyone in the same moment, and a provider
// that stumbles in that moment is not broken.
// Pure: the time is an argument. Numbers come from the pack's ChannelPolicy.
#pragma once

#include <larm/v1/rules.pb.h>

#include <chrono>
#include <cstdint>
#include <set>
#include <string>

namespace larm::delivery {

using SteadyTime = std::chrono::steady_clock::time_point;

class Breaker {
public:
    /// Whether delivery `ticket` may leave now. While the channel is broken only a probe may.
    [[nodiscard]] bool lets_through(std::uint64_t ticket, SteadyTime now);
    /// The channel has taken a delivery: it works.
    void on_success();
    /// It has failed for reasons of its recipient's. A probe proves by it that the channel answers.
    void on_refusal(std::uint64_t ticket);
    /// Trouble of the channel's with what left at `since`. True where it counts as broken because
    /// of it.
    struct Trouble {
        std::uint64_t ticket = 0;
        std::string const& recipient;
        std::string const& detail;
        SteadyTime since;
    };
    [[nodiscard]] bool on_trouble(Trouble const& trouble, v1::ChannelPolicy const& policy,
                                  SteadyTime now);
    /// Nobody waits for the delivery any more.
    void forget(std::uint64_t ticket);

    [[nodiscard]] bool is_broken() const { return is_broken_; }
    /// While it is broken: until when nothing is tried.
    [[nodiscard]] SteadyTime shut_until() const { return shut_until_; }
    /// While it is broken: when that was found, or found again.
    [[nodiscard]] SteadyTime shut_at() const { return shut_at_; }
    /// What the channel said last before it counted as broken; empty while it does not.
    [[nodiscard]] std::string const& why() const { return why_; }

private:
    void shut(std::string const& detail, v1::ChannelPolicy const& policy, SteadyTime now);

    std::set<std::string> failed_;  ///< Recipients, since the last success.
    SteadyTime row_began_;          ///< When the first of those left.
    bool is_broken_ = false;
    SteadyTime shut_at_;
    SteadyTime shut_until_;
    std::uint64_t probe_ = 0;  ///< 0: none is under way.
    std::string why_;
};

}  // namespace larm::delivery
