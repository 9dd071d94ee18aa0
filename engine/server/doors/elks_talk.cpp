#include "engine/server/doors/elks_talk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <utility>

#include "engine/delivery/channels/spoken_text.hpp"

namespace larm::server {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::string_view first_stage = "first";
constexpr std::string_view rest_stage = "rest";
constexpr std::string_view number_stage = "number";

Response action(json::object const& object) {
    return {200, "application/json", json::serialize(object), {}};
}

std::string_view mark_of(std::string_view kind) {
    return kind == delivery::RollCall::word    ? delivery::RollCall::mark
           : kind == delivery::DutyOffer::word ? delivery::DutyOffer::mark
                                               : delivery::Live::mark;
}

delivery::Keys offered(delivery::ElksTicket const& ticket) {
    delivery::AnswerWays ways;
    ways.asks_for_number = ticket.asks_for_number;
    ways.takes_no = ticket.takes_no;
    return delivery::offered_keys(ways);
}

/// The keys without the hash that ended them; nothing where the provider says that too few came.
std::optional<std::string> keys_of(CallTurn const& turn) {
    if (turn.result == "failed") {
        return std::nullopt;
    }
    auto keys = turn.result;
    while (keys.ends_with('#')) {
        keys.pop_back();
    }
    return keys;
}

bool is_one_digit(std::string_view keys) {
    return keys.size() == 1 && keys.front() >= '0' && keys.front() <= '9';
}

}  // namespace

CallTurn call_turn(delivery::ElksTicket ticket, std::string_view sealed, Target const& target,
                   Form const& form) {
    auto const parameter = [&](std::string_view name) {
        return std::string{target.parameter(name).value_or("")};
    };
    CallTurn turn;
    turn.ticket = std::move(ticket);
    turn.sealed = sealed;
    // Calls are named by "callid" where they ask what to do, and by "id" where they have ended.
    turn.call_id = form.value(form.value("callid").empty() ? "id" : "callid");
    turn.result = form.value("result");
    turn.state = form.value("state");
    auto const number = parameter("n");
    std::from_chars(number.data(), number.data() + number.size(), turn.turn);
    turn.stage = parameter("s");
    turn.digit = parameter("d");
    turn.has_answered = parameter("a") == "1";
    return turn;
}

std::string ElksTalk::sound(std::string text) {
    return fmt::format("{}/audio/{}.wav", account_.hook_url, speech_.say(std::move(text)));
}

Response ElksTalk::ask(CallTurn const& turn, std::string text, Ask const& next) {
    json::object object;
    object["ivr"] = sound(std::move(text));
    object["digits"] = next.digits;
    object["timeout"] = next.wait_s;
    object["repeat"] = next.repeat;
    object["next"] = fmt::format(
        "{}/voice/keys?t={}&n={}&s={}{}{}", account_.hook_url, turn.sealed, turn.turn + 1,
        next.stage, next.digit.empty() ? "" : "&d=" + next.digit, next.has_answered ? "&a=1" : "");
    return action(object);
}

Response ElksTalk::say_last(std::string text) {
    json::object object;
    object["play"] = sound(std::move(text));
    object["skippable"] = false;
    return action(object);  // without a next action the call ends
}

Response ElksTalk::begin(CallTurn const& turn) {
    auto const is_known = speech_.knows(turn.ticket.audio_id);
    json::object object;
    object["ivr"] = is_known
                        ? fmt::format("{}/audio/{}.wav", account_.hook_url, turn.ticket.audio_id)
                        : sound(delivery::spoken_without_message(offered(turn.ticket),
                                                                 mark_of(turn.ticket.kind)));
    object["digits"] = 1;
    object["timeout"] = 8;
    object["repeat"] = 2;
    object["next"] =
        fmt::format("{}/voice/keys?t={}&n=1&s={}", account_.hook_url, turn.sealed, first_stage);
    return action(object);
}

Response ElksTalk::ask_again(CallTurn const& turn) {
    if (turn.is_last()) {
        return say_last(delivery::spoken_goodbye(turn.has_answered));
    }
    Ask const next{.stage = first_stage, .digit = {}, .has_answered = turn.has_answered};
    return ask(turn, delivery::spoken_not_understood(offered(turn.ticket)), next);
}

asio::awaitable<Response> ElksTalk::go_on(CallTurn turn) {
    auto const keys = keys_of(turn);
    // Without an answer of the world's the answer itself will not be taken either, and says so.
    auto const policy = co_await taker_.policy();
    turn.turns_max = policy ? policy->call_turns() : 0;
    if (turn.turns_max > 0 && turn.turn > turn.turns_max) {
        co_return say_last(delivery::spoken_goodbye(turn.has_answered));
    }
    if (!keys || (keys->empty() && turn.stage != rest_stage)) {
        if (turn.stage == rest_stage) {  // the digit was pressed, and no "#" after it
            Ask const next{.stage = number_stage, .digits = 2, .repeat = 2, .digit = {}};
            co_return ask(turn, delivery::spoken_number_prompt(), next);
        }
        co_return say_last(delivery::spoken_goodbye(turn.has_answered));  // perhaps a voicemail
    }
    reports_.note_key(turn.call_id);
    if (turn.stage == first_stage && is_one_digit(*keys) && *keys != "1") {
        Ask const next{
            .stage = rest_stage, .wait_s = 5, .digit = *keys, .has_answered = turn.has_answered};
        co_return ask(turn, delivery::spoken_digit(keys->front()), next);
    }
    auto const is_seen = turn.stage == first_stage && *keys == "1";
    auto const digits = turn.stage == rest_stage ? turn.digit + *keys : *keys;
    auto const said = is_seen ? delivery::read_keys("1", false) : delivery::read_keys(digits, true);
    if (!said) {
        co_return ask_again(turn);
    }
    co_return co_await take(std::move(turn), *said);
}

asio::awaitable<Response> ElksTalk::take(CallTurn turn, delivery::Said said) {
    auto const& ticket = turn.ticket;
    delivery::Speaker speaker;
    speaker.officer_id = ticket.officer_id;
    speaker.party = ticket.recipient;
    speaker.via = v1::VIA_VOICE;
    speaker.step = ticket.step;
    // The provider may bring a turn twice; another turn is another answer.
    speaker.said_id =
        fmt::format("{}:{}:{}", turn.call_id.empty() ? ticket.delivery_id : turn.call_id, turn.turn,
                    turn.stage);
    auto const taken = co_await taker_.take(ticket.incident_id, speaker, said);
    if (taken.is_registered) {
        reports_.report(ticket, v1::DELIVERY_OUTCOME_SEEN, "somebody pressed a key in the call");
    }
    turn.has_answered = turn.has_answered || taken.is_registered;
    auto const may_go_on = ticket.asks_for_number && !turn.is_last();
    if (!may_go_on && !taken.is_registered && !turn.is_last()) {  // what was not asked for
        Ask const next{.stage = first_stage, .digit = {}, .has_answered = turn.has_answered};
        co_return ask(turn, delivery::spoken_refusal(taken.stands, offered(ticket)), next);
    }
    if (!may_go_on) {
        co_return say_last(delivery::spoken_read_back(taken.stands, false));
    }
    Ask const next{
        .stage = number_stage, .digits = 2, .digit = {}, .has_answered = turn.has_answered};
    auto const is_number = said.kind != delivery::Said::Kind::acknowledge;
    auto text = is_number && taken.is_registered
                    ? delivery::spoken_read_back(taken.stands, true)
                    : fmt::format("{} {}", delivery::spoken_read_back(taken.stands, false),
                                  delivery::spoken_number_prompt());
    co_return ask(turn, std::move(text), next);
}

Response ElksTalk::end(CallTurn const& turn) {
    if (reports_.has_key(turn.call_id)) {
        return {200, "text/plain; charset=utf-8", {}, {}};
    }
    if (turn.state == "success") {
        reports_.report(turn.ticket, v1::DELIVERY_OUTCOME_HANDED_OVER,
                        "the call was answered and no key was pressed: perhaps a voicemail");
    } else {
        auto const is_word =
            std::ranges::all_of(turn.state, [](char sign) { return sign >= 'a' && sign <= 'z'; });
        reports_.fail(turn.ticket, turn.call_id,
                      fmt::format("the call was not answered: {}",
                                  is_word && !turn.state.empty() && turn.state.size() < 16
                                      ? turn.state
                                      : "the provider does not say why"));
    }
    return {200, "text/plain; charset=utf-8", {}, {}};
}

}  // namespace larm::server
