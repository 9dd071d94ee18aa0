// The door of the SMS and voice provider: what it reports of messages and calls, texts that people
// send, keys that they press, and the sound that a call plays. Behind a secret path; what a
// callback is about is signed besides, and who texts an answer needs the alarm's code, since a
// sender's number can be forged. What is said in a call is in elks_talk.
//
//   POST /hook/SECRET/sms/incoming     a text; the response's body is texted back
//   POST /hook/SECRET/sms/delivered    ?t=TICKET
//   POST /hook/SECRET/voice/start      ?t=TICKET
//   POST /hook/SECRET/voice/keys       ?t=TICKET&n=TURN&s=STAGE
//   POST /hook/SECRET/voice/hangup     ?t=TICKET
//   GET  /hook/SECRET/audio/ID.wav
#pragma once

#include <spdlog/logger.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/delivery/address_book.hpp"
#include "engine/delivery/answer_keys.hpp"
#include "engine/delivery/channels/elks_client.hpp"
#include "engine/delivery/channels/elks_ticket.hpp"
#include "engine/delivery/channels/speech.hpp"
#include "engine/delivery/guess_counter.hpp"
#include "engine/server/answers.hpp"
#include "engine/server/door.hpp"
#include "engine/server/doors/answer_taker.hpp"
#include "engine/server/doors/elks_reports.hpp"
#include "engine/server/doors/elks_talk.hpp"
#include "engine/server/doors/form.hpp"
#include "engine/server/metrics.hpp"

namespace larm::server {

/// All of it must outlive the door.
struct ElksHooksContext {
    boost::asio::io_context& io;
    world::LiveWorld& world;
    delivery::AddressBook const& book;
    delivery::AnswerKeys const& keys;
    delivery::Speech& speech;
    delivery::ElksAccount const& account;
    /// Where results of deliveries go, by kind: Live::word. From the network thread.
    std::function<void(std::string_view kind, v1::RecordDelivery)> record;
    Clock const& clock;
    Metrics& metrics;
    std::shared_ptr<spdlog::logger> log;
};

class ElksHooks final : public Door {
public:
    explicit ElksHooks(ElksHooksContext context);

    [[nodiscard]] std::string_view prefix() const override { return "/hook/"; }
    [[nodiscard]] bool is_for_browsers() const override { return false; }
    [[nodiscard]] boost::asio::awaitable<Response> answer(HttpRequest const& request,
                                                          std::string_view client) override;
    void abandon() override;

private:
    [[nodiscard]] boost::asio::awaitable<Response> post(std::string_view what,
                                                        HttpRequest const& request);
    [[nodiscard]] boost::asio::awaitable<Response> text_received(Form const& form);
    [[nodiscard]] boost::asio::awaitable<Response> text_from(std::string from, std::string id,
                                                             std::string text);
    [[nodiscard]] Response text_delivered(delivery::ElksTicket const& ticket, Form const& form);
    [[nodiscard]] boost::asio::awaitable<Response> sound(std::string_view name);
    [[nodiscard]] boost::asio::awaitable<AnswerTaker::Looked> whose_code(std::string const& from,
                                                                         std::string const& code);
    [[nodiscard]] Response to_stranger(std::string const& from, std::string const& id,
                                       v1::AnswerPolicy const& policy);
    /// Whether a reply that may go on for ever still goes out; one more of that sender, of whom
    /// `limit` are replied to.
    [[nodiscard]] bool may_reply(delivery::GuessCounter& counter, std::string const& from,
                                 std::string const& id, int limit);

    ElksHooksContext context_;
    AnswerTaker taker_;
    ElksReports reports_;
    ElksTalk talk_;
    Answers<delivery::Speech::Wav> sounds_;
    delivery::GuessCounter guesses_;    ///< Wrong codes.
    delivery::GuessCounter idle_;       ///< Texts that are no guess, perhaps automatic replies.
    delivery::GuessCounter strangers_;  ///< As one sender.
};

}  // namespace larm::server
