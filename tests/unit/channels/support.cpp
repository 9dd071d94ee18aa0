#include "tests/unit/channels/support.hpp"

#include <algorithm>
#include <stdexcept>

namespace larm::test {

void Book::set(std::string const& officer, v1::Channel channel,
               std::vector<std::string> addresses) {
    std::lock_guard const lock{mutex_};
    addresses_[{officer, channel}] = std::move(addresses);
}

std::vector<std::string> Book::addresses(std::string_view officer_id, v1::Channel channel) const {
    std::lock_guard const lock{mutex_};
    auto const found = addresses_.find({std::string{officer_id}, channel});
    return found == addresses_.end() ? std::vector<std::string>{} : found->second;
}

std::vector<std::string> Book::owners(v1::Channel channel, std::string_view address) const {
    std::lock_guard const lock{mutex_};
    std::vector<std::string> owners;
    for (auto const& [key, addresses] : addresses_) {
        if (key.second == channel && std::ranges::find(addresses, address) != addresses.end()) {
            owners.push_back(key.first);
        }
    }
    return owners;
}

std::string Book::name(std::string_view officer_id) const {
    return "Name of " + std::string{officer_id};
}

void Book::drop(std::string_view officer_id, v1::Channel channel, std::string_view address) {
    std::lock_guard const lock{mutex_};
    std::erase(addresses_[{std::string{officer_id}, channel}], address);
}

void Listener::add(News news) {
    std::lock_guard const lock{mutex_};
    news_.push_back(std::move(news));
    changed_.notify_all();
}

void Listener::on_outcome(std::uint64_t ticket, v1::RecordDelivery result) {
    add({.ticket = ticket, .outcome = result.outcome(), .detail = result.detail()});
}

void Listener::on_trouble(std::uint64_t ticket, v1::RecordDelivery failure, delivery::Again again) {
    add({.ticket = ticket,
         .outcome = failure.outcome(),
         .detail = failure.detail(),
         .is_retry = true,
         .at_least = again.at_least});
}

std::vector<News> Listener::wait_for(std::size_t count) const {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, std::chrono::seconds{30}, [&] { return news_.size() >= count; })) {
        throw std::runtime_error{"a channel has not reported"};
    }
    return news_;
}

delivery::Report Listener::report(std::uint64_t ticket) {
    return {v1::RecordDelivery{}, *this, ticket};
}

}  // namespace larm::test
