// What tests of channels share: a book of addresses, messages to send, and what is reported of
// them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engine/delivery/address_book.hpp"
#include "engine/delivery/channel.hpp"
#include "engine/delivery/message.hpp"

namespace larm::test {

/// A book in memory. Any thread.
class Book final : public delivery::AddressBook {
public:
    void set(std::string const& officer, v1::Channel channel, std::vector<std::string> addresses);
    [[nodiscard]] std::vector<std::string> addresses(std::string_view officer_id,
                                                     v1::Channel channel) const override;
    [[nodiscard]] std::vector<std::string> owners(v1::Channel channel,
                                                  std::string_view address) const override;
    [[nodiscard]] std::string name(std::string_view officer_id) const override;
    void drop(std::string_view officer_id, v1::Channel channel, std::string_view address) override;

private:
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, v1::Channel>, std::vector<std::string>> addresses_;
};

/// What a channel said of one send().
struct News {
    std::uint64_t ticket = 0;
    v1::DeliveryOutcome outcome = v1::DELIVERY_OUTCOME_UNSPECIFIED;
    std::string detail;
    bool is_retry = false;
    std::chrono::milliseconds at_least{0};
};

/// Hears what channels report, and tries nothing again. Any thread.
class Listener final : public delivery::Follower {
public:
    void on_outcome(std::uint64_t ticket, v1::RecordDelivery result) override;
    void on_trouble(std::uint64_t ticket, v1::RecordDelivery failure,
                    delivery::Again again) override;
    /// Fails the test where so much news does not come within 30 s.
    [[nodiscard]] std::vector<News> wait_for(std::size_t count) const;
    [[nodiscard]] delivery::Report report(std::uint64_t ticket = 1);

private:
    void add(News news);

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::vector<News> news_;
};

/// To officer "anna", of step "regional_alarm".
template <delivery::Kind K>
[[nodiscard]] delivery::Message<K> message(std::string const& delivery_id = "d-1",
                                           delivery::AnswerWays answer = {}) {
    return {{.delivery_id = delivery_id,
             .incident_id = "0193-incident",
             .step = "regional_alarm",
             .party = "tib@dalarna",
             .attempt = 1,
             .recipient = "tib@dalarna",
             .officer_id = "anna",
             .channel = v1::CHANNEL_WEBHOOK},
            {.title_sv = "Masskadelarm: \"Uppsala\"",
             .title_en = "Mass casualty alarm",
             .body_sv = "Rad ett\nRad två",
             .body_en = "Line one\\two",
             .short_sv = "Larm Uppsala"},
            std::move(answer)};
}

}  // namespace larm::test
