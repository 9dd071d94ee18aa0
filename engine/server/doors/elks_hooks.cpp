#include "engine/server/doors/elks_hooks.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace larm::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::chrono::seconds sound_max{20};
constexpr std::size_t from_bytes_max = 64;

Response plain(unsigned status, std::string body) {
    return {status, "text/plain; charset=utf-8", std::move(body), {}};
}

Response nothing_here() {
    return plain(404, "there is nothing here\n");
}

Response only_by(std::string allowed) {
    auto response = plain(405, "not by this method\n");
    response.headers = {"Allow: " + std::move(allowed)};
    return response;
}

constexpr std::string_view help =
    "Svara med koden i larmet: bara koden = sett, koden och antal = transporter, koden och 0 = "
    "nej.";
constexpr std::string_view help_unknown_number =
    "Numret finns inte bland dem som larmas. Svara från telefonen som larmet kom till.";
constexpr std::string_view help_wrong_code =
    "Koden stämmer inte med något pågående larm till det här numret. Läs koden i larmet igen.";
constexpr std::string_view help_late =
    "Svaret är INTE registrerat, systemet svarar inte. Svara igen om en minut.";

}  // namespace

ElksHooks::ElksHooks(ElksHooksContext context)
    : context_{std::move(context)},
      taker_{context_.io, context_.world, context_.clock},
      reports_{context_.record},
      talk_{context_.account, context_.speech, taker_, reports_},
      sounds_{context_.io} {}

void ElksHooks::abandon() {
    taker_.abandon();
    sounds_.give_up();
}

asio::awaitable<Response> ElksHooks::answer(HttpRequest const& request, std::string_view client) {
    auto path = Target::of(request).path;
    path.remove_prefix(std::min(prefix().size(), path.size()));
    auto const end = path.find('/');
    if (end == std::string_view::npos ||
        !delivery::same_secret(path.substr(0, end), context_.account.hook_secret)) {
        context_.metrics.count_hook("stranger");
        context_.log->warn("a callback with a wrong secret from {}", client);
        co_return nothing_here();
    }
    auto const what = path.substr(end + 1);
    auto const is_post = request.method() == http::verb::post;
    if (constexpr std::string_view audio = "audio/"; what.starts_with(audio)) {
        if (request.method() != http::verb::get && request.method() != http::verb::head) {
            co_return only_by("GET, HEAD");
        }
        co_return co_await sound(what.substr(audio.size()));
    }
    if (!is_post) {
        co_return only_by("POST");
    }
    if (!is_form(request)) {
        co_return plain(415, "a form is wanted\n");
    }
    co_return co_await post(what, request);
}

asio::awaitable<Response> ElksHooks::post(std::string_view what, HttpRequest const& request) {
    auto const form = Form::of(request.body());
    if (what == "sms/incoming") {
        co_return co_await text_received(form);
    }
    if (what != "sms/delivered" && !what.starts_with("voice/")) {
        co_return nothing_here();
    }
    auto const target = Target::of(request);
    auto const sealed = target.parameter("t").value_or("");
    auto ticket = delivery::unseal(sealed, context_.account.ticket_key);
    if (!ticket) {
        context_.metrics.count_hook("forged");
        context_.log->warn("a callback about something that is not ours");
        co_return plain(403, "not about anything of ours\n");
    }
    if (what == "sms/delivered") {
        co_return text_delivered(*ticket, form);
    }
    auto turn = call_turn(std::move(*ticket), sealed, target, form);
    if (what == "voice/start") {
        context_.metrics.count_hook("call_answered");
        co_return talk_.begin(turn);
    }
    if (what == "voice/keys") {
        context_.metrics.count_hook("call_turn");
        co_return co_await talk_.go_on(std::move(turn));
    }
    if (what == "voice/hangup") {
        context_.metrics.count_hook("call_ended");
        co_return talk_.end(turn);
    }
    co_return nothing_here();
}

Response ElksHooks::text_delivered(delivery::ElksTicket const& ticket, Form const& form) {
    context_.metrics.count_hook("sms_report");
    auto const status = form.value("status");
    if (status == "delivered") {
        reports_.report(ticket, v1::DELIVERY_OUTCOME_RECEIVED, "the phone has it");
    } else if (status == "failed") {
        reports_.fail(ticket, form.value("id"), "the operator could not deliver it");
    }
    return plain(200, {});  // "sent" is no news: it was accepted
}

asio::awaitable<Response> ElksHooks::text_received(Form const& form) {
    std::string from{form.value("from").substr(0, from_bytes_max)};
    std::string id{form.value("id")};
    if (from.empty() || id.empty()) {
        co_return plain(400, "from and id are wanted\n");
    }
    std::string text{form.value("message")};
    co_return co_await text_from(std::move(from), std::move(id), std::move(text));
}

asio::awaitable<Response> ElksHooks::text_from(std::string from, std::string id, std::string text) {
    auto const is_stranger = context_.book.owners(v1::CHANNEL_SMS, from).empty();
    auto const policy = co_await taker_.policy();
    if (!policy) {
        co_return plain(200, is_stranger ? std::string{} : std::string{help_late});
    }
    if (is_stranger) {
        co_return to_stranger(from, id, *policy);
    }
    auto const replies_max = policy->wrong_replies_per_hour();
    auto const coded = delivery::read_text(text);
    if (!coded) {
        context_.metrics.count_hook("sms_unreadable");
        co_return plain(200, may_reply(idle_, from, id, replies_max) ? std::string{help} : "");
    }
    auto const looked = co_await whose_code(from, coded->code);
    if (looked.is_late) {
        co_return plain(200, std::string{help_late});
    }
    if (!looked.found) {
        context_.metrics.count_hook("sms_wrong_code");
        co_return plain(
            200, may_reply(guesses_, from, id, replies_max) ? std::string{help_wrong_code} : "");
    }
    delivery::Speaker speaker;
    speaker.officer_id = looked.found->officer_id;
    speaker.party = looked.found->party;
    speaker.via = v1::VIA_SMS;
    speaker.said_id = std::move(id);
    speaker.step = looked.found->question;
    if (looked.found->is_over && !may_reply(idle_, from, speaker.said_id, replies_max)) {
        co_return plain(200, {});  // an automatic reply may be answering ours
    }
    auto const taken = co_await taker_.take(looked.found->incident_id, speaker, coded->said);
    context_.metrics.count_hook(taken.is_registered ? "sms_answer" : "sms_refused");
    co_return plain(200, taken.read_back);
}

asio::awaitable<AnswerTaker::Looked> ElksHooks::whose_code(std::string const& from,
                                                           std::string const& code) {
    AnswerTaker::Look look =
        [keys = &context_.keys, code, owners = context_.book.owners(v1::CHANNEL_SMS, from)](
            core::State const& state) { return delivery::whose_code(state, *keys, owners, code); };
    co_return co_await taker_.look(std::move(look));
}

Response ElksHooks::to_stranger(std::string const& from, std::string const& id,
                                v1::AnswerPolicy const& policy) {
    context_.metrics.count_hook("sms_unknown_number");
    auto const now = context_.clock();
    auto const of_one = policy.wrong_replies_per_hour();
    auto const of_all = policy.stranger_replies_per_hour();
    if (strangers_.is_blocked({}, now, of_all) || idle_.is_blocked(from, now, of_one)) {
        context_.metrics.count_hook("sms_unknown_ignored");
        return plain(200, {});
    }
    idle_.count(from, id, now, of_one);
    if (strangers_.count({}, id, now, of_all)) {
        context_.log->warn("many texts from unknown numbers: no more of them are replied to");
    }
    return plain(200, std::string{help_unknown_number});
}

bool ElksHooks::may_reply(delivery::GuessCounter& counter, std::string const& from,
                          std::string const& id, int limit) {
    auto const now = context_.clock();
    auto const is_blocked = counter.is_blocked(from, now, limit);
    if (counter.count(from, id, now, limit)) {
        auto const owners = context_.book.owners(v1::CHANNEL_SMS, from);
        context_.metrics.count_hook("sms_over_limit");
        context_.log->warn(
            "too many wrong texts within an hour from the number of {}: wrong ones are no longer "
            "replied to, right codes are taken",
            owners.empty() ? "nobody" : owners.front());
    }
    if (is_blocked) {
        context_.metrics.count_hook("sms_ignored");
    }
    return !is_blocked;
}

asio::awaitable<Response> ElksHooks::sound(std::string_view name) {
    constexpr std::string_view suffix = ".wav";
    if (!name.ends_with(suffix)) {
        co_return nothing_here();
    }
    name.remove_suffix(suffix.size());
    Answers<delivery::Speech::Wav>::Asker asker{sounds_};
    auto done = [this, number = asker.number()](delivery::Speech::Wav wav) {
        sounds_.deliver(number, std::move(wav));
    };
    context_.speech.wav(name, std::move(done));
    auto const wav = co_await asker.wait(sound_max);
    if (!wav || *wav == nullptr) {
        co_return nothing_here();
    }
    co_return Response{200, "audio/wav", **wav, {}};
}

}  // namespace larm::server
