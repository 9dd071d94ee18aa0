// The push channels as a program, for a peer that is not ours: push_sender KEYFILE ORIGIN
//
// Writes the public key, then answers each line "live SUBSCRIPTION" or "rollcall SUBSCRIPTION" with
// what became of a message to it, as "OUTCOME detail".
#include <fmt/format.h>
#include <spdlog/sinks/null_sink.h>

#include <future>
#include <iostream>
#include <string>

#include "engine/delivery/channels/vapid_key_file.hpp"
#include "engine/delivery/channels/web_push.hpp"

namespace larm::test {
namespace {

using namespace delivery;

/// One officer with one device.
class OneDevice final : public AddressBook {
public:
    std::string subscription;

    [[nodiscard]] std::vector<std::string> addresses(std::string_view, v1::Channel) const override {
        return {subscription};
    }
    [[nodiscard]] std::vector<std::string> owners(v1::Channel, std::string_view) const override {
        return {};
    }
    [[nodiscard]] std::string name(std::string_view) const override { return {}; }
    void drop(std::string_view, v1::Channel, std::string_view) override {}
};

template <ReachesPeople K>
std::string send(PushTools const& tools) {
    std::promise<std::string> told;
    RecordTo const record_to = [&](v1::RecordDelivery const& result) {
        told.set_value(
            fmt::format("{} {}", v1::DeliveryOutcome_Name(result.outcome()), result.detail()));
    };
    Envelope envelope{.delivery_id = fmt::format("id-of-{}", K::word),
                      .incident_id = "0197f0c0-incident",
                      .step = "alarm",
                      .party = "blood@uppsala",
                      .attempt = 1,
                      .recipient = "blood@uppsala",
                      .officer_id = "anna",
                      .channel = v1::CHANNEL_PUSH};
    Texts texts{.title_sv = "Masskadelarm till blodcentralen: Västmanland",
                .title_en = "Mass-casualty alarm to the blood centre: Västmanland",
                .body_sv = "Vad: \"Buss\"\nVar: E18 väster om Arboga – 🚌\n\nKvittera.",
                .body_en = "What: \"Bus\"\nWhere: E18 west of Arboga – 🚌\n\nAcknowledge.",
                .short_sv = "MASSKADELARM Västmanland"};
    Message<K> const message{std::move(envelope), std::move(texts),
                             AnswerWays{.code = "483920",
                                        .url = "https://larm.example/a/abcdefghijklmnopqrst",
                                        .asks_for_number = false}};
    WebPushChannel<K> channel{tools};
    channel.send(message, Report{v1::RecordDelivery{}, record_to});
    return told.get_future().get();
}

int run(std::string const& key_file, std::string const& origin) {
    auto key = vapid_key_of(key_file);
    if (!key) {
        std::cerr << key.error() << '\n';
        return 1;
    }
    OneDevice book;
    Vapid vapid{std::move(*key), "mailto:larm@region.example"};
    PushServices const services{{origin}};
    PushTools const tools{.book = book,
                          .vapid = vapid,
                          .services = services,
                          .log = std::make_shared<spdlog::logger>(
                              "push", std::make_shared<spdlog::sinks::null_sink_mt>())};
    std::cout << vapid.public_key() << std::endl;
    std::string kind;
    while (std::cin >> kind && std::getline(std::cin >> std::ws, book.subscription)) {
        std::cout << (kind == "live" ? send<Live>(tools) : send<RollCall>(tools)) << std::endl;
    }
    return 0;
}

}  // namespace
}  // namespace larm::test

int main(int count, char** words) {
    if (count != 3) {
        std::cerr << "push_sender KEYFILE ORIGIN\n";
        return 2;
    }
    return larm::test::run(words[1], words[2]);
}
