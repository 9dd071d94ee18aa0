// A push channel as the daemon has it, with a book of its own, and what it reports.
#pragma once

#include <spdlog/sinks/ostream_sink.h>

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "engine/delivery/channels/web_push.hpp"
#include "simulators/gateways/push_service.hpp"
#include "simulators/gateways/push_service_browser.hpp"

namespace larm::test {

/// Longer than anything here takes on a busy machine; waiting ends when what is awaited happens.
constexpr std::chrono::milliseconds patience{30'000};

/// Subscriptions by officer.
class PushBook final : public delivery::AddressBook {
public:
    void add(std::string const& officer, std::string const& subscription);
    void note(std::string_view officer, std::string_view subscription);
    /// Subscriptions that have been dropped, and that a push service has taken something for.
    [[nodiscard]] std::vector<std::string> dropped() const;
    [[nodiscard]] std::vector<std::string> noted() const;

    [[nodiscard]] std::vector<std::string> addresses(std::string_view officer_id,
                                                     v1::Channel channel) const override;
    [[nodiscard]] std::vector<std::string> owners(v1::Channel, std::string_view) const override {
        return {};
    }
    [[nodiscard]] std::string name(std::string_view) const override { return {}; }
    void drop(std::string_view officer_id, v1::Channel channel, std::string_view address) override;

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::vector<std::string>, std::less<>> subscriptions_;
    std::vector<std::string> dropped_;
    std::vector<std::string> noted_;
};

/// What a channel has told of its deliveries, by ticket.
class Desk final : public delivery::Follower {
public:
    struct News {
        std::uint64_t ticket = 0;
        bool is_retry = false;
        v1::DeliveryOutcome outcome = v1::DELIVERY_OUTCOME_UNSPECIFIED;
        std::string detail;
        std::chrono::milliseconds at_least{0};
    };

    void on_outcome(std::uint64_t ticket, v1::RecordDelivery result) override;
    void on_trouble(std::uint64_t ticket, v1::RecordDelivery failure,
                    delivery::Again again) override;
    [[nodiscard]] std::vector<News> all() const;
    /// Waits for so much news; it is an error where that takes too long.
    std::vector<News> wait_for(std::size_t count) const;

private:
    void add(News news);

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::vector<News> news_;
};

template <delivery::Kind K>
delivery::Message<K> message(std::string const& officer = "anna", int attempt = 0,
                             delivery::AnswerWays answer = {}) {
    delivery::Envelope envelope{
        .delivery_id = "0a1b2c3d-" + std::to_string(attempt) + "-" + officer,
        .incident_id = "0197f0c0-incident",
        .step = "alarm",
        .party = "tib@dalarna",
        .attempt = attempt,
        .recipient = "tib@dalarna",
        .officer_id = officer,
        .channel = v1::CHANNEL_PUSH,
    };
    delivery::Texts texts{.title_sv = "Sjukvårdsregionalt masskadelarm: Västmanland",
                          .title_en = "Regional mass-casualty alarm: Västmanland",
                          .body_sv = "Västmanland bekräftade en händelse.\n\nVar: E18",
                          .body_en = "Västmanland confirmed an incident.\n\nWhere: E18",
                          .short_sv = "MASSKADELARM Västmanland"};
    return {std::move(envelope), std::move(texts), std::move(answer)};
}

/// A service, and a channel that is allowed to call it.
template <delivery::ReachesPeople K>
class PushNight {
public:
    PushNight() : services_{{service.origin()}} {}

    [[nodiscard]] gateways::PushBrowser browser(std::string const& officer = "anna") {
        gateways::PushBrowser made{service.origin(), vapid_.public_key()};
        book.add(officer, made.subscription());
        return made;
    }
    void send(delivery::Message<K> const& message, std::uint64_t ticket = 1) {
        channel->send(message, delivery::Report{v1::RecordDelivery{}, desk, ticket});
    }
    [[nodiscard]] std::string log() const { return log_text_.str(); }

    gateways::PushService service;
    PushBook book;
    Desk desk;

private:
    std::ostringstream log_text_;
    delivery::Vapid vapid_{delivery::PushKey::generate(), "mailto:larm@region.example"};
    delivery::PushServices services_;

public:
    /// Last: it uses all of the above.
    std::unique_ptr<delivery::WebPushChannel<K>> channel =
        std::make_unique<delivery::WebPushChannel<K>>(delivery::PushTools{
            .book = book,
            .vapid = vapid_,
            .services = services_,
            .log = std::make_shared<spdlog::logger>(
                "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log_text_)),
            .on_accepted = [this](std::string_view officer, std::string_view address) {
                book.note(officer, address);
            }});
};

}  // namespace larm::test
