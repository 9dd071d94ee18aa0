#include "tests/unit/channels/push/support.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"

namespace larm::test {

void PushBook::add(std::string const& officer, std::string const& subscription) {
    std::lock_guard const lock{mutex_};
    subscriptions_[officer].push_back(subscription);
}

std::vector<std::string> PushBook::dropped() const {
    std::lock_guard const lock{mutex_};
    return dropped_;
}

void PushBook::note(std::string_view officer, std::string_view subscription) {
    std::lock_guard const lock{mutex_};
    auto const found = subscriptions_.find(officer);
    REQUIRE(found != subscriptions_.end());
    REQUIRE(std::ranges::find(found->second, subscription) != found->second.end());
    noted_.emplace_back(subscription);
}

std::vector<std::string> PushBook::noted() const {
    std::lock_guard const lock{mutex_};
    return noted_;
}

std::vector<std::string> PushBook::addresses(std::string_view officer_id,
                                             v1::Channel channel) const {
    std::lock_guard const lock{mutex_};
    auto const found = subscriptions_.find(officer_id);
    return found == subscriptions_.end() || channel != v1::CHANNEL_PUSH ? std::vector<std::string>{}
                                                                        : found->second;
}

void PushBook::drop(std::string_view officer_id, v1::Channel channel, std::string_view address) {
    std::lock_guard const lock{mutex_};
    auto const found = subscriptions_.find(officer_id);
    if (found != subscriptions_.end() && channel == v1::CHANNEL_PUSH) {
        std::erase(found->second, address);
        dropped_.emplace_back(address);
    }
}

void Desk::on_outcome(std::uint64_t ticket, v1::RecordDelivery result) {
    add({.ticket = ticket, .outcome = result.outcome(), .detail = result.detail()});
}

void Desk::on_trouble(std::uint64_t ticket, v1::RecordDelivery failure, delivery::Again again) {
    add({.ticket = ticket,
         .is_retry = true,
         .outcome = failure.outcome(),
         .detail = failure.detail(),
         .at_least = again.at_least});
}

std::vector<Desk::News> Desk::all() const {
    std::lock_guard const lock{mutex_};
    return news_;
}

std::vector<Desk::News> Desk::wait_for(std::size_t count) const {
    std::unique_lock lock{mutex_};
    REQUIRE(changed_.wait_for(lock, patience, [&] { return news_.size() >= count; }));
    return news_;
}

void Desk::add(News news) {
    std::lock_guard const lock{mutex_};
    news_.push_back(std::move(news));
    changed_.notify_all();
}

}  // namespace larm::test
