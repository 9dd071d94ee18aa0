// The conversation of a call: what is played, which keys mean what, what is read back. Each turn is
// one POST of the provider, answered with the next action in JSON; the turn stands in the address,
// so nothing of a conversation is kept here.
//
//   first    the message and the menu, one key: 1 has seen it; another digit begins a number
//   rest     after such a digit: "#" ends the number, a digit goes on with it
//   number   digits, ended by "#"
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "engine/delivery/channels/elks_client.hpp"
#include "engine/delivery/channels/elks_ticket.hpp"
#include "engine/delivery/channels/speech.hpp"
#include "engine/server/doors/answer_taker.hpp"
#include "engine/server/doors/elks_reports.hpp"
#include "engine/server/doors/form.hpp"
#include "engine/server/http.hpp"

namespace larm::server {

/// A callback about a call, and the ticket as it came.
struct CallTurn {
    delivery::ElksTicket ticket;
    std::string sealed;
    std::string call_id;
    std::string result;  ///< Of the keys asked for; "failed" where none, or too few, were pressed.
    std::string state;   ///< At the end: "success", "busy", "failed", "noanswer".
    int turn = 1;
    std::string stage;
    std::string digit;          ///< The first of a number, in stage "rest".
    bool has_answered = false;  ///< In an earlier turn.
    int turns_max = 0;          ///< As the rule pack in use says; 0: no limit.

    [[nodiscard]] bool is_last() const { return turns_max > 0 && turn >= turns_max; }
};
[[nodiscard]] CallTurn call_turn(delivery::ElksTicket ticket, std::string_view sealed,
                                 Target const& target, Form const& form);

/// Network thread only.
class ElksTalk {
public:
    /// All must outlive the talk.
    ElksTalk(delivery::ElksAccount const& account, delivery::Speech& speech, AnswerTaker& taker,
             ElksReports& reports)
        : account_{account}, speech_{speech}, taker_{taker}, reports_{reports} {}

    /// Somebody, or something, has answered.
    [[nodiscard]] Response begin(CallTurn const& turn);
    [[nodiscard]] boost::asio::awaitable<Response> go_on(CallTurn turn);
    /// The call is over, or never came about.
    [[nodiscard]] Response end(CallTurn const& turn);

private:
    /// What is asked next.
    struct Ask {
        std::string_view stage;
        int digits = 1;
        int wait_s = 8;
        int repeat = 1;
        std::string digit;
        bool has_answered = false;
    };

    [[nodiscard]] boost::asio::awaitable<Response> take(CallTurn turn, delivery::Said said);
    [[nodiscard]] Response ask(CallTurn const& turn, std::string text, Ask const& next);
    [[nodiscard]] Response ask_again(CallTurn const& turn);
    [[nodiscard]] Response say_last(std::string text);
    [[nodiscard]] std::string sound(std::string text);

    delivery::ElksAccount const& account_;
    delivery::Speech& speech_;
    AnswerTaker& taker_;
    ElksReports& reports_;
};

}  // namespace larm::server
