#include "engine/server/doors/answer_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <memory>
#include <utility>

#include "engine/core/party.hpp"
#include "engine/delivery/addressee.hpp"
#include "engine/delivery/facts.hpp"
#include "engine/delivery/render.hpp"
#include "engine/delivery/words.hpp"

namespace larm::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::chrono::milliseconds view_within{5'000};
constexpr std::size_t reason_bytes_max = 2'000;
constexpr std::size_t form_id_bytes_max = 64;
constexpr int count_max = 999;

using delivery::Said;

Response html(unsigned status, std::string body) {
    Response response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.body = std::move(body);
    response.headers = {"Content-Security-Policy: default-src 'none'; style-src " +
                            answer_style_hash() +
                            "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                        "Referrer-Policy: no-referrer", "X-Robots-Tag: noindex"};
    return response;
}

bool wants_json(HttpRequest const& request) {
    return header(request, http::field::accept).find("application/json") != std::string_view::npos;
}

Response told(HttpRequest const& request, unsigned status, AnswerView const& view) {
    if (!wants_json(request)) {
        return html(status, answer_html(view));
    }
    boost::json::object told;
    told["registered"] = status == 200 && !view.was_refused;
    told["text"] = view.notice;
    Response response;
    response.status = status;
    response.content_type = "application/json";
    response.body = boost::json::serialize(told);
    return response;
}

/// What the buttons say; nothing where it is none of them, `trouble` says why in Swedish.
std::optional<Said> said_in(Form const& form, std::string& trouble) {
    auto const act = form.value("act");
    if (act == "ack") {
        return Said{};
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
    auto const reason = form.value("reason");
    if (act == "decline" && !reason.empty() && reason.size() <= reason_bytes_max) {
        return Said{Said::Kind::decline, 0, std::string{reason}};
    }
    trouble = act == "decline" ? "Skriv ett kort skäl. Inget är registrerat."
                               : "Svaret gick inte att tolka. Inget är registrerat.";
    return std::nullopt;
}

/// What the party is asked, or the TiB in whose place a deputy was told. After the end the step
/// that tells of it.
core::Chase const* chase_to_show(core::Incident const& incident, std::string const& party) {
    auto const tib = core::make_party(v1::ROLE_TIB, core::organisation_of(party));
    core::Chase const* found = nullptr;
    for (auto const& chase : incident.chases) {
        if ((chase.party == party || chase.party == tib) &&
            (found == nullptr || incident.has_ended())) {
            found = &chase;
        }
    }
    return found;
}

/// Fills in what the message said.
void tell_alarm(AnswerView& view, core::Incident const& incident, std::string const& party) {
    auto const* const chase = chase_to_show(incident, party);
    if (chase == nullptr) {
        return;
    }
    auto const& step = incident.pack->step(chase->step);
    auto const& forms = incident.pack->rules.messages();
    auto const form =
        std::ranges::find_if(forms, [&](auto const& each) { return each.id() == step.message(); });
    if (form == forms.end()) {
        return;
    }
    // Not owned: the state outlives what is rendered here, on its own thread.
    std::shared_ptr<core::Pack const> const pack{incident.pack, [](core::Pack const*) {}};
    auto const texts = delivery::render(*form, delivery::facts_of(incident, pack),
                                        {.step = step.id(),
                                         .party = chase->party,
                                         .missing = chase->missing,
                                         .since = chase->started_at,
                                         .answer = {},
                                         .owes_transports = false});
    view.title = texts.title_sv;
    view.body = texts.body_sv;
}

}  // namespace

AnswerPage::Shown AnswerPage::shown_to(core::State const& state, delivery::AnswerKeys const& keys,
                                       std::string const& link) {
    Shown shown;
    auto const who = delivery::whose_link(state, keys, link);
    if (!who) {
        return shown;
    }
    auto const& incident = *state.incident(who->incident_id);
    auto const region = std::string{core::organisation_of(who->party)};
    auto const role = core::role_of(who->party);
    shown.is_found = true;
    shown.who = {who->incident_id, who->party, who->officer_id};
    shown.view.link = link;
    shown.view.who =
        delivery::party_in_words(*incident.pack, who->party, delivery::Language::swedish);
    shown.view.stands = delivery::what_stands(state, who->incident_id, who->party);
    shown.view.has_ended = incident.has_ended();
    shown.view.wanted = incident.required_transports(region);
    shown.view.asks_for_number =
        (role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY) && shown.view.wanted > 0;
    tell_alarm(shown.view, incident, who->party);
    return shown;
}

asio::awaitable<std::optional<AnswerPage::Shown>> AnswerPage::show(std::string link) {
    Answers<Shown>::Asker asker{views_};
    world_.read([this, number = asker.number(), link = std::move(link)](core::State const& state,
                                                                        v1::Durability) {
        views_.deliver(number, shown_to(state, keys_, link));
    });
    co_return co_await asker.wait(view_within);
}

asio::awaitable<Response> AnswerPage::answer(HttpRequest const& request,
                                             std::string_view /*client*/) {
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
        co_return html(503, no_answer_html());
    }
    if (!shown->is_found) {
        co_return html(404, no_answer_html());
    }
    if (is_read) {
        shown->view.form_id = ids_.next(clock_());
        co_return html(200, answer_html(shown->view));
    }
    co_return co_await act(request, std::move(*shown));
}

asio::awaitable<Response> AnswerPage::act(HttpRequest const& request, Shown shown) {
    auto view = std::move(shown.view);
    auto const form = Form::of(request.body());
    auto const form_id = form.value("form");
    view.form_id = ids_.next(clock_());
    auto const said = is_form(request) ? said_in(form, view.notice) : std::optional<Said>{};
    if (!said || form_id.empty() || form_id.size() > form_id_bytes_max) {
        view.was_refused = true;
        if (view.notice.empty()) {
            view.notice = "Svaret gick inte att tolka. Inget är registrerat.";
        }
        co_return told(request, 400, view);
    }
    delivery::Speaker speaker{.officer_id = shown.who.officer_id,
                              .party = shown.who.party,
                              .via = wants_json(request) ? v1::VIA_PUSH : v1::VIA_WEBHOOK,
                              .said_id = "page " + std::string{form_id}};
    auto const taken = co_await taker_.take(shown.who.incident_id, std::move(speaker), *said);
    view.notice = taken.stands;
    view.was_refused = !taken.is_registered;
    view.stands = taken.is_registered ? taken.stands : view.stands;
    co_return told(request, taken.is_registered ? 200 : 409, view);
}

}  // namespace larm::server
