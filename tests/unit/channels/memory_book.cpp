#include "tests/unit/channels/memory_book.hpp"

#include <algorithm>
#include <chrono>

namespace larm::test {

std::vector<std::string> MemoryBook::addresses(std::string_view officer_id,
                                               v1::Channel channel) const {
    auto const found = entries.find({std::string{officer_id}, channel});
    return found == entries.end() ? std::vector<std::string>{} : found->second;
}

std::vector<std::string> MemoryBook::owners(v1::Channel channel, std::string_view address) const {
    std::vector<std::string> found;
    for (auto const& [whose, addresses] : entries) {
        if (whose.second == channel && std::ranges::find(addresses, address) != addresses.end()) {
            found.push_back(whose.first);
        }
    }
    return found;
}

std::string MemoryBook::name(std::string_view officer_id) const {
    return "Officer " + std::string{officer_id};
}

void MemoryBook::drop(std::string_view officer_id, v1::Channel channel, std::string_view address) {
    std::erase(entries[{std::string{officer_id}, channel}], address);
}

Reports::Reports() {
    to_ = [this](v1::RecordDelivery record) {
        {
            std::lock_guard const lock{mutex_};
            all_.push_back(std::move(record));
        }
        changed_.notify_all();
    };
}

delivery::Report Reports::about(std::string const& recipient) {
    v1::RecordDelivery about;
    about.set_recipient(recipient);
    return {about, to_};
}

bool Reports::wait_until(
    std::function<bool(std::vector<v1::RecordDelivery> const&)> const& holds) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return holds(all_); });
}

bool Reports::wait_for(std::string const& recipient, v1::DeliveryOutcome outcome) const {
    return wait_until([&](auto const& all) {
        return std::ranges::any_of(all, [&](auto const& each) {
            return each.recipient() == recipient && each.outcome() == outcome;
        });
    });
}

std::vector<v1::RecordDelivery> Reports::all() const {
    std::lock_guard const lock{mutex_};
    return all_;
}

std::string Reports::detail(std::string const& recipient, v1::DeliveryOutcome outcome) const {
    std::string detail = "no such report";
    for (auto const& each : all()) {
        if (each.recipient() == recipient && each.outcome() == outcome) {
            detail = each.detail();
        }
    }
    return detail;
}

}  // namespace larm::test
