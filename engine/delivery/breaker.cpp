#include "engine/delivery/breaker.hpp"

#include <algorithm>

namespace larm::delivery {

bool Breaker::lets_through(std::uint64_t ticket, SteadyTime now) {
    if (!is_broken_ || ticket == probe_) {
        return true;
    }
    if (probe_ != 0 || now < shut_until_) {
        return false;
    }
    probe_ = ticket;
    return true;
}

void Breaker::on_success() {
    failed_.clear();
    is_broken_ = false;
    probe_ = 0;
    why_.clear();
}

void Breaker::on_refusal(std::uint64_t ticket) {
    if (is_broken_ && ticket == probe_) {
        on_success();
    }
}

bool Breaker::on_trouble(Trouble const& trouble, v1::ChannelPolicy const& policy, SteadyTime now) {
    if (policy.broken_after() <= 0) {
        return false;
    }
    if (is_broken_) {
        if (trouble.ticket != probe_) {
            return false;  // it left before the channel counted as broken
        }
        shut(trouble.detail, policy, now);
        return true;
    }
    row_began_ = failed_.empty() ? trouble.since : std::min(row_began_, trouble.since);
    failed_.insert(trouble.recipient);
    auto const lasts = std::chrono::milliseconds{policy.broken_row_ms()};
    if (failed_.size() < static_cast<std::size_t>(policy.broken_after()) ||
        now - row_began_ < lasts) {
        return false;
    }
    shut(trouble.detail, policy, now);
    return true;
}

void Breaker::forget(std::uint64_t ticket) {
    if (ticket == probe_) {
        probe_ = 0;  // the next one may try instead
    }
}

void Breaker::shut(std::string const& detail, v1::ChannelPolicy const& policy, SteadyTime now) {
    is_broken_ = true;
    probe_ = 0;
    shut_at_ = now;
    shut_until_ = now + std::chrono::seconds{policy.broken_for_s()};
    why_ = detail;
}

}  // namespace larm::delivery
