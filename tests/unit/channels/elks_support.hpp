// What tests of channels need beside a simulator: an address book in memory, and reports as they
// come.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engine/delivery/address_book.hpp"
#include "engine/delivery/channel.hpp"

namespace larm::test {

/// Who has which numbers.
class Subscribers final : public delivery::AddressBook {
public:
    void put(std::string const& officer, v1::Channel channel, std::vector<std::string> addresses) {
        std::lock_guard const lock{mutex_};
        addresses_[{officer, channel}] = std::move(addresses);
    }
    [[nodiscard]] std::vector<std::string> addresses(std::string_view officer,
                                                     v1::Channel channel) const override {
        std::lock_guard const lock{mutex_};
        auto const found = addresses_.find({std::string{officer}, channel});
        return found == addresses_.end() ? std::vector<std::string>{} : found->second;
    }
    [[nodiscard]] std::vector<std::string> owners(v1::Channel channel,
                                                  std::string_view address) const override {
        std::lock_guard const lock{mutex_};
        std::vector<std::string> owners;
        for (auto const& [key, addresses] : addresses_) {
            for (auto const& each : addresses) {
                if (key.second == channel && each == address) {
                    owners.push_back(key.first);
                }
            }
        }
        return owners;
    }
    [[nodiscard]] std::string name(std::string_view) const override { return {}; }
    void drop(std::string_view, v1::Channel, std::string_view) override {}

private:
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, v1::Channel>, std::vector<std::string>> addresses_;
};

/// Results as they come in, from any thread.
class Reports {
public:
    [[nodiscard]] delivery::Report report() { return {v1::RecordDelivery{}, to_}; }
    [[nodiscard]] std::vector<v1::RecordDelivery> all() const {
        std::lock_guard const lock{mutex_};
        return results_;
    }
    [[nodiscard]] bool wait_for(std::size_t count) const {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, std::chrono::seconds{30},
                                 [&] { return results_.size() >= count; });
    }

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::vector<v1::RecordDelivery> results_;
    delivery::RecordTo to_ = [this](v1::RecordDelivery result) {
        {
            std::lock_guard const lock{mutex_};
            results_.push_back(std::move(result));
        }
        changed_.notify_all();
    };
};

}  // namespace larm::test
