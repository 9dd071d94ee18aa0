#include "simulators/gateways/elks.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "simulators/gateways/elks_running.hpp"

namespace larm::gateways {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

WebResponse response(unsigned status, std::string body) {
    WebResponse made{static_cast<http::status>(status), 11};
    made.set(http::field::content_type, body.starts_with('{') ? "application/json" : "text/plain");
    made.body() = std::move(body);
    made.prepare_payload();
    return made;
}

std::string field(Fields const& form, std::string const& name) {
    auto const found = form.find(name);
    return found == form.end() ? std::string{} : found->second;
}

bool is_e164(std::string const& number) {
    return number.size() > 8 && number.size() < 17 && number.front() == '+' &&
           number.find_first_not_of("0123456789", 1) == std::string::npos;
}

}  // namespace

ElksProvider::Running::Running(std::string user, std::string password)
    : authorization_{basic_authorization(user, password)},
      acceptor_{io_, asio::ip::tcp::endpoint{asio::ip::address_v4::loopback(), 0}} {
    spawn(accept());
    thread_ = std::thread{[this] { io_.run(); }};
}

ElksProvider::Running::~Running() {
    io_.stop();
    thread_.join();
}

void ElksProvider::Running::spawn(asio::awaitable<void> work) {
    asio::co_spawn(io_, std::move(work), asio::detached);
}

bool ElksProvider::Running::wait_until(std::function<bool()> const& is_true,
                                       std::chrono::milliseconds patience) {
    auto const until = std::chrono::steady_clock::now() + patience;
    while (!is_true()) {
        std::unique_lock lock{mutex_};
        if (std::chrono::steady_clock::now() >= until) {
            return false;
        }
        // A change between looking and waiting is not lost for long.
        changed_.wait_for(lock, std::chrono::milliseconds{20});
    }
    return true;
}

std::string ElksProvider::Running::next_id(char kind) {
    return kind + std::to_string(use([](ElksRecords& records) { return ++records.last_id; }));
}

asio::awaitable<void> ElksProvider::Running::accept() {
    for (;;) {
        auto [error, socket] = co_await acceptor_.async_accept(with_error);
        if (error) {
            co_return;
        }
        spawn(serve(std::move(socket)));
    }
}

asio::awaitable<void> ElksProvider::Running::serve(asio::ip::tcp::socket socket) {
    boost::beast::flat_buffer buffer;
    asio::steady_timer timer{io_};
    for (;;) {
        WebRequest request;
        auto const [unread, count] = co_await http::async_read(socket, buffer, request, with_error);
        if (unread) {
            co_return;
        }
        auto const trouble = use([](ElksRecords& records) {
            ++records.requests;
            return records.trouble;
        });
        if (trouble.hangs) {
            timer.expires_at(asio::steady_timer::time_point::max());
            co_await timer.async_wait(with_error);
        }
        if (trouble.answers_after.count() > 0) {
            timer.expires_after(trouble.answers_after);
            co_await timer.async_wait(with_error);
        }
        auto answer = respond(request);
        answer.keep_alive(request.keep_alive());
        auto const [unsent, sent] = co_await http::async_write(socket, answer, with_error);
        if (unsent || !request.keep_alive()) {
            co_return;
        }
    }
}

WebResponse ElksProvider::Running::respond(WebRequest const& request) {
    auto const records = use([](ElksRecords& now) { return std::pair{now.requests, now.trouble}; });
    auto const& [count, trouble] = records;
    if (trouble.fails_every > 0 && count % static_cast<std::size_t>(trouble.fails_every) == 0) {
        return response(trouble.fails_with, trouble.fails_saying);
    }
    if (request[http::field::authorization] != authorization_) {
        return response(401, "API access requires Basic HTTP authentication");
    }
    auto const form = fields_of(request.body());
    if (request.method() == http::verb::post && request.target() == "/a1/sms") {
        return take_text(form);
    }
    if (request.method() == http::verb::post && request.target() == "/a1/calls") {
        return take_call(form);
    }
    return response(404, "No such resource");
}

WebResponse ElksProvider::Running::take_text(Fields const& form) {
    ElksText text{next_id('s'), field(form, "from"), field(form, "to"), field(form, "message")};
    if (!is_e164(text.to) || text.from.empty() || text.message.empty()) {
        return response(403, "Invalid to number " + text.to);
    }
    auto const fails = use([&](ElksRecords& records) {
        records.texts.push_back(text);
        return records.trouble.fails_messages;
    });
    json::object answer;
    answer["id"] = text.id;
    answer["direction"] = "outgoing";
    answer["from"] = text.from;
    answer["to"] = text.to;
    answer["message"] = text.message;
    answer["created"] = "2026-11-25T03:12:00.000000";
    answer["status"] = fails ? "failed" : "created";
    if (!fails) {
        spawn(deliver(text, field(form, "whendelivered")));
    }
    return response(200, json::serialize(answer));
}

WebResponse ElksProvider::Running::take_call(Fields const& form) {
    ElksCall const call{next_id('c'), field(form, "to"), "ongoing", {}, {}};
    if (!is_e164(call.to) || field(form, "voice_start").empty()) {
        return response(403, "Invalid to number " + call.to);
    }
    use([&](ElksRecords& records) { records.calls.push_back(call); });
    spawn(ring(call, form));
    json::object answer;
    answer["id"] = call.id;
    answer["direction"] = "outgoing";
    answer["from"] = field(form, "from");
    answer["to"] = call.to;
    answer["created"] = "2026-11-25T03:12:00.000000";
    answer["state"] = "ongoing";
    return response(200, json::serialize(answer));
}

void ElksProvider::Running::text(ElksText text) {
    if (text.id.empty()) {
        text.id = next_id('s');
    }
    asio::post(io_, [this, text = std::move(text)] { spawn(bring(text)); });
}

ElksProvider::ElksProvider(std::string user, std::string password)
    : running_{std::make_unique<Running>(std::move(user), std::move(password))} {}
ElksProvider::~ElksProvider() = default;

std::string ElksProvider::url() const {
    return "http://127.0.0.1:" + std::to_string(running_->port()) + "/a1";
}
void ElksProvider::phone(std::string const& number, Phone phone) {
    running_->use([&](ElksRecords& records) { records.phones[number] = std::move(phone); });
}
void ElksProvider::trouble(ElksTrouble trouble) {
    running_->use([&](ElksRecords& records) { records.trouble = std::move(trouble); });
}
void ElksProvider::tell_texts_to(std::string url) {
    running_->use([&](ElksRecords& records) { records.texts_url = std::move(url); });
}
void ElksProvider::text(std::string const& from, std::string const& message, std::string id) {
    running_->text({std::move(id), from, {}, message});
}
std::size_t ElksProvider::requests() const {
    return running_->use([](ElksRecords const& records) { return records.requests; });
}
std::vector<ElksText> ElksProvider::texts() const {
    return running_->use([](ElksRecords const& records) { return records.texts; });
}
std::vector<ElksText> ElksProvider::answers() const {
    return running_->use([](ElksRecords const& records) { return records.answers; });
}
std::vector<ElksCall> ElksProvider::calls() const {
    return running_->use([](ElksRecords const& records) { return records.calls; });
}
std::size_t ElksProvider::callbacks() const {
    return running_->use([](ElksRecords const& records) { return records.callbacks; });
}
bool ElksProvider::wait_until(std::function<bool(ElksProvider const&)> const& is_true,
                              std::chrono::milliseconds patience) {
    return running_->wait_until([&] { return is_true(*this); }, patience);
}

}  // namespace larm::gateways
