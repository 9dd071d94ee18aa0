// What tests of channels have in common: an address book in memory, letters to send, and reports as
// they come in.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/delivery/address_book.hpp"
#include "engine/delivery/channel.hpp"

namespace larm::test {

class MemoryBook final : public delivery::AddressBook {
public:
    std::map<std::pair<std::string, v1::Channel>, std::vector<std::string>> entries;

    [[nodiscard]] std::vector<std::string> addresses(std::string_view officer_id,
                                                     v1::Channel channel) const override;
    [[nodiscard]] std::vector<std::string> owners(v1::Channel channel,
                                                  std::string_view address) const override;
    [[nodiscard]] std::string name(std::string_view officer_id) const override;
    void drop(std::string_view officer_id, v1::Channel channel, std::string_view address) override;
};

/// Reports of deliveries, from any thread.
class Reports {
public:
    Reports();
    /// A report on the delivery to `recipient`.
    [[nodiscard]] delivery::Report about(std::string const& recipient);
    /// Waits until one to `recipient` has this outcome; false after ten seconds.
    [[nodiscard]] bool wait_for(std::string const& recipient, v1::DeliveryOutcome outcome) const;
    [[nodiscard]] bool wait_until(
        std::function<bool(std::vector<v1::RecordDelivery> const&)> const& holds) const;
    [[nodiscard]] std::vector<v1::RecordDelivery> all() const;
    /// The detail of the last one to `recipient` with this outcome.
    [[nodiscard]] std::string detail(std::string const& recipient,
                                     v1::DeliveryOutcome outcome) const;

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::vector<v1::RecordDelivery> all_;
    delivery::RecordTo to_;
};

/// An answer by code and nothing else.
[[nodiscard]] inline delivery::AnswerWays by_code(std::string code) {
    delivery::AnswerWays ways;
    ways.code = std::move(code);
    return ways;
}

/// A message to the officer of `recipient`, named as the recipient with "-1" behind.
template <delivery::Kind K>
[[nodiscard]] delivery::Message<K> message_to(std::string const& recipient,
                                              std::string const& short_sv,
                                              delivery::AnswerWays const& answer = {}) {
    delivery::Envelope const envelope{.delivery_id = "id-" + recipient + short_sv,
                                      .incident_id = "01a213c4-e563-7c47-a40d-42fcebd97073",
                                      .step = "regional_alarm",
                                      .party = recipient,
                                      .attempt = 1,
                                      .recipient = recipient,
                                      .officer_id = recipient + "-1",
                                      .channel = v1::CHANNEL_RAKEL};
    delivery::Texts const texts{.title_sv = "Sjukvårdsregionalt masskadelarm",
                                .title_en = "Regional mass-casualty alarm",
                                .body_sv = "Vad: bussolycka\nVar: E18 väster om Arboga",
                                .body_en = "What: bus crash\nWhere: E18 west of Arboga",
                                .short_sv = short_sv};
    return {envelope, texts, answer};
}

}  // namespace larm::test
