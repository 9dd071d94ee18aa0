// An alarm with a telephone line: a real daemon with the provider's door, the provider's simulator,
// and both channels, all over real sockets.
#pragma once

#include <condition_variable>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "engine/delivery/answer_keys.hpp"
#include "engine/delivery/channels/sms_channel.hpp"
#include "engine/delivery/channels/speech.hpp"
#include "engine/delivery/channels/voice_channel.hpp"
#include "engine/server/doors/elks_hooks.hpp"
#include "simulators/gateways/elks.hpp"
#include "tests/unit/channels/elks_support.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {

class ElksNight {
public:
    /// Uppsala has raised the alarm; nobody has been called yet.
    ElksNight();

    /// Sends the alarm of `party`'s chase to `officer`, told in the place of `recipient`.
    void send(v1::Channel channel, std::string const& party, std::string const& officer,
              std::string const& recipient = {});
    [[nodiscard]] std::string code(std::string const& party, std::string const& officer,
                                   std::string const& question = {}) const;
    /// What came back of a text from `number`, waited for.
    [[nodiscard]] std::string text(std::string const& number, std::string const& message,
                                   std::string const& id = {});
    /// POSTs as the provider would.
    [[nodiscard]] Reply post(std::string const& path, std::string const& form,
                             std::string const& secret = "the-secret");
    [[nodiscard]] std::string sealed(delivery::ElksTicket const& ticket) const;
    [[nodiscard]] Reply request(std::string_view verb, std::string const& path);

    void give(v1::Command command);
    [[nodiscard]] int firm(std::string const& region);
    [[nodiscard]] v1::Via via(std::string const& party);
    [[nodiscard]] std::int64_t seq();
    /// Of the pack in use.
    [[nodiscard]] v1::AnswerPolicy answers();
    /// "party channel OUTCOME" of what the door has reported.
    [[nodiscard]] std::vector<std::string> outcomes();
    [[nodiscard]] bool wait_for_call(std::string const& id);
    [[nodiscard]] std::string logged();
    [[nodiscard]] std::string metrics();
    [[nodiscard]] std::string const& incident() const { return incident_; }

    gateways::ElksProvider provider{"user", "word"};
    larm::test::Subscribers book;

private:
    [[nodiscard]] std::unique_ptr<Door> make_door(DoorSite const& site);
    /// Reads the state and waits for it.
    template <typename Look>
    auto look(Look look);

    std::ostringstream log_;
    std::mutex mutex_;
    std::vector<std::string> outcomes_;
    delivery::AnswerKeys keys_{delivery::AnswerKeys::Secret{1, 2, 3}};
    std::unique_ptr<delivery::Speech> speech_;
    delivery::ElksAccount account_;
    delivery::RecordTo record_to_ = [](v1::RecordDelivery const&) {};
    TestDaemon daemon_;
    Client client_;
    std::string incident_;
    delivery::HttpClient http_;
    std::unique_ptr<delivery::SmsChannel<delivery::Live>> sms_;
    std::unique_ptr<delivery::VoiceChannel<delivery::Live>> voice_;
};

}  // namespace larm::server::test
