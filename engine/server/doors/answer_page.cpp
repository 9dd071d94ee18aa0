#include "engine/server/doors/answer_page.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <utility>

#include "engine/delivery/text.hpp"
#include "engine/server/doors/answer_view.hpp"

namespace larm::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::chrono::milliseconds view_within{5'000};
constexpr std::size_t reason_bytes_max = 2'000;
constexpr std::size_t form_id_bytes_max = 64;
constexpr int count_max = 999;
/// As AcceptTransfers has it; more than a region is ever proposed at once.
constexpr std::size_t move_id_max = 64;
constexpr std::size_t moves_max = 1'000;
constexpr auto wrong_link_text =
    "Länken gäller inte: larmet är avslutat, eller länken är fel avskriven. Inget är registrerat.";
constexpr auto not_understood = "Svaret gick inte att tolka. Inget är registrerat.";

using delivery::Said;

Response html(unsigned status, std::string body) {
    Response response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.body = std::move(body);
    // Not "no-referrer": browsers then post the form with "Origin: null", which is refused.
    response.headers = {"Content-Security-Policy: default-src 'none'; style-src " +
                            answer_style_hash() +
                            "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                        "Referrer-Policy: same-origin", "X-Robots-Tag: noindex"};
    return response;
}

bool wants_json(HttpRequest const& request) {
    return header(request, http::field::accept).find("application/json") != std::string_view::npos;
}

Response as_json(unsigned status, boost::json::object const& told) {
    return {status, "application/json", boost::json::serialize(told), {}};
}

Response answered(unsigned status, bool is_registered, std::string_view text) {
    boost::json::object told;
    told["registered"] = is_registered;
    told["text"] = text;
    return as_json(status, told);
}

Response reported(unsigned status) {
    boost::json::object told;
    told["recorded"] = status == 200;
    return as_json(status, told);
}

/// The world is busy, which says nothing of the link.
Response page_not_in_time(HttpRequest const& request, std::string_view mark) {
    auto const text =
        in_mark("Systemet svarar inte just nu. Inget är registrerat. Försök om en minut.", mark);
    auto response = wants_json(request) ? answered(503, false, text)
                                        : html(503, notice_html("Försök igen", text));
    response.headers.emplace_back("Retry-After: 5");
    return response;
}

/// The channel that an answer by such a link proves.
v1::Via via_of(v1::Channel channel) {
    switch (channel) {
        case v1::CHANNEL_PUSH: return v1::VIA_PUSH;
        case v1::CHANNEL_SMS: return v1::VIA_SMS;
        case v1::CHANNEL_EMAIL: return v1::VIA_EMAIL;
        case v1::CHANNEL_WEBHOOK: return v1::VIA_WEBHOOK;
        case v1::CHANNEL_VOICE:
        case v1::CHANNEL_RAKEL:
        case v1::CHANNEL_OPERATOR:
        case v1::CHANNEL_UNSPECIFIED:
        case v1::Channel_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Channel_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return v1::VIA_UNSPECIFIED;  // they carry no links
}

/// What a device says has become of a push; nothing where it is an answer.
std::optional<v1::DeliveryOutcome> outcome_in(Form const& form) {
    auto const act = form.value("act");
    return act == "received" ? std::optional{v1::DELIVERY_OUTCOME_RECEIVED}
           : act == "seen"   ? std::optional{v1::DELIVERY_OUTCOME_SEEN}
                             : std::nullopt;
}

/// The patients that were shown.
std::vector<std::string> moves_in(Form const& form) {
    std::vector<std::string> moves;
    for (auto rest = form.value("moves"); !rest.empty() && moves.size() < moves_max;) {
        auto const end = std::min(rest.find(','), rest.size());
        moves.push_back(delivery::cut(delivery::one_line(rest.substr(0, end)), move_id_max));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return moves;
}

/// The same press twice is one answer; another one of the same page, after "back", is another.
std::string said_id_of(Form const& form) {
    std::string id = "page";
    for (auto const* const field : {"form", "act", "count", "moves", "reason"}) {
        id += ' ';
        id += form.value(field);
    }
    return id;
}

/// What the buttons say; nothing where it is none of them, `trouble` says why in Swedish.
std::optional<Said> said_in(Form const& form, std::string& trouble) {
    auto const act = form.value("act");
    if (act == "ack") {
        return Said{};
    }
    auto moves = moves_in(form);
    if (act == "accept" && !moves.empty()) {
        return Said{Said::Kind::accept, 0, {}, std::move(moves)};
    }
    if (act == "accept") {
        auto const digits = form.value("count");
        int count = 0;
        auto const [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), count);
        if (error == std::errc{} && end == digits.data() + digits.size() && count >= 1 &&
            count <= count_max) {
            return Said{Said::Kind::accept, count, {}};
        }
        trouble = "Ange antalet som ett tal från 1 till 999. Inget är registrerat.";
        return std::nullopt;
    }
    // One line of whole characters: the journal takes no others.
    auto reason = delivery::one_line(form.value("reason"));
    if (act == "decline" && !reason.empty() && reason.size() <= reason_bytes_max) {
        return Said{Said::Kind::decline, 0, std::move(reason), std::move(moves)};
    }
    trouble = act == "decline" ? "Skriv ett kort skäl. Inget är registrerat." : not_understood;
    return std::nullopt;
}

}  // namespace

/// The page, or what an app shows of it: what the request has done, else what stands.
Response AnswerPage::told(HttpRequest const& request, unsigned status,
                          AnswerView const& view) const {
    if (!wants_json(request)) {
        return html(status, answer_html(view));
    }
    auto const has_acted = !view.notice.empty() && !view.was_refused;
    return answered(status, has_acted,
                    in_mark(view.notice.empty() ? view.stands : view.notice, place_.mark));
}

asio::awaitable<std::optional<AnswerPage::Shown>> AnswerPage::show(std::string link) {
    Answers<Shown>::Asker asker{views_};
    world_.read([this, number = asker.number(), link = std::move(link)](core::State const& state,
                                                                        v1::Durability) {
        Shown shown;
        shown.who = delivery::whose_link(state, keys_, link);
        if (shown.who) {
            shown.view = answer_view(state, *shown.who);
            shown.view.link = place_.path + link;
            shown.view.mark = place_.mark;
        }
        views_.deliver(number, std::move(shown));
    });
    co_return co_await asker.wait(view_within);
}

asio::awaitable<Response> AnswerPage::answer(HttpRequest const& request, std::string_view client) {
    auto const path = Target::of(request).path;
    auto const is_read =
        request.method() == http::verb::get || request.method() == http::verb::head;
    if (!is_read && request.method() != http::verb::post) {
        Response refused{405, "text/plain; charset=utf-8", "read with GET, answer with POST", {}};
        refused.headers = {"Allow: GET, HEAD, POST"};
        co_return refused;
    }
    std::string link{path.substr(prefix().size())};
    auto shown = co_await show(std::move(link));
    if (!shown) {
        co_return page_not_in_time(request, place_.mark);
    }
    if (!shown->who) {
        co_return wrong_link(request, client);
    }
    if (!is_read) {
        co_return co_await post(request, std::move(*shown));
    }
    shown->view.form_id = ids_.next(clock_());
    co_return told(request, shown->who->is_over ? 410 : 200, shown->view);
}

/// No blocking: behind one address there may be a hospital, and one of its phones has a right link.
Response AnswerPage::wrong_link(HttpRequest const& request, std::string_view client) {
    auto const too_many = wrong_.is_blocked(client, clock_(), wrong_max);
    wrong_.count(client, "", clock_(), wrong_max);
    auto response = wants_json(request)
                        ? answered(404, false, in_mark(wrong_link_text, place_.mark))
                        : html(404, no_answer_html());
    if (too_many) {
        response = {429, "text/plain; charset=utf-8", "too many wrong links, wait a minute\n", {}};
        response.headers = {"Retry-After: 60"};
    }
    return response;
}

asio::awaitable<Response> AnswerPage::post(HttpRequest const& request, Shown shown) {
    if (!is_form(request)) {
        shown.view.was_refused = true;
        shown.view.notice = not_understood;
        co_return told(request, 415, shown.view);
    }
    auto const form = Form::of(request.body());
    if (auto const outcome = outcome_in(form)) {
        std::string id{form.value("delivery")};
        co_return co_await report(*shown.who, *outcome, std::move(id));
    }
    co_return co_await act(request, form, std::move(shown));
}

asio::awaitable<Response> AnswerPage::act(HttpRequest const& request, Form const& form,
                                          Shown shown) {
    auto view = std::move(shown.view);
    if (shown.who->is_over) {
        view.was_refused = true;
        view.notice = view.stands + " Inget mer är registrerat.";
        co_return told(request, 410, view);
    }
    auto const form_id = form.value("form");
    view.form_id = ids_.next(clock_());
    auto const said = said_in(form, view.notice);
    if (!said || form_id.empty() || form_id.size() > form_id_bytes_max) {
        view.was_refused = true;
        if (view.notice.empty()) {
            view.notice = not_understood;
        }
        co_return told(request, 400, view);
    }
    delivery::Speaker speaker{.officer_id = shown.who->officer_id,
                              .party = shown.who->party,
                              .via = via_of(shown.who->channel),
                              .said_id = said_id_of(form),
                              .step = shown.who->question,
                              .is_on_page = true};
    auto const taken = co_await taker_.take(shown.who->incident_id, std::move(speaker), *said);
    // What was shown before the press is another page by now, and asks what has been answered.
    auto link = view.link.substr(place_.path.size());
    auto now = co_await show(std::move(link));
    if (now && now->who) {
        now->view.form_id = view.form_id;
        view = std::move(now->view);
    } else {
        view.stands.clear();
        view.asks = AnswerView::Asks::nothing;
    }
    view.notice = taken.stands;
    view.was_refused = !taken.is_registered;
    co_return told(request, taken.is_registered ? 200 : 409, view);
}

asio::awaitable<Response> AnswerPage::report(delivery::Addressee who, v1::DeliveryOutcome outcome,
                                             std::string delivery_id) {
    Answers<Delivery>::Asker asker{deliveries_};
    auto reader = [this, number = asker.number(), who = std::move(who),
                   id = std::move(delivery_id)](core::State const& state, v1::Durability) {
        deliveries_.deliver(number, delivery::delivery_to(state, who, id));
    };
    world_.read(std::move(reader));
    auto found = co_await asker.wait(view_within);
    if (!found) {
        co_return reported(503);
    }
    if (!*found) {
        co_return reported(404);
    }
    auto& record = **found;
    record.set_outcome(outcome);
    record.set_detail(outcome == v1::DELIVERY_OUTCOME_SEEN ? "opened on the device"
                                                           : "shown on the device");
    record_(std::move(record));
    co_return reported(200);
}

}  // namespace larm::server
