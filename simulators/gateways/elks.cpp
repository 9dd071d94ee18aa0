#include "simulators/gateways/elks.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "simulators/gateways/elks_running.hpp"

namespace larm::gateways {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

HttpSaid said(unsigned status, std::string body) {
    HttpSaid answer;
    answer.status = status;
    answer.headers = {{"Content-Type", body.starts_with('{') ? "application/json" : "text/plain"}};
    answer.body = std::move(body);
    return answer;
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

ElksProvider::Running::Running(std::string const& user, std::string const& password,
                               std::uint16_t port)
    : authorization_{basic_authorization(user, password)},
      thread_{[this] { io_.run(); }},
      server_{[this](HttpAsked const& asked) { return answer(asked); }, {}, port} {}

ElksProvider::Running::~Running() {
    io_.stop();
    thread_.join();
}

void ElksProvider::Running::spawn(asio::awaitable<void> work) {
    asio::co_spawn(io_, std::move(work), asio::detached);  // from any thread: it is posted
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

HttpSaid ElksProvider::Running::answer(HttpAsked const& asked) {
    auto const [count, trouble] =
        use([](ElksRecords& now) { return std::pair{++now.requests, now.trouble}; });
    auto const form = fields_of(asked.body);
    HttpSaid made;
    if (trouble.hangs) {
        made.manner = Manner::never;
    } else if (trouble.fails_every > 0 &&
               count % static_cast<std::size_t>(trouble.fails_every) == 0) {
        made = said(trouble.fails_with, trouble.fails_saying);
    } else if (asked.header("Authorization") != authorization_) {
        made = said(401, "API access requires Basic HTTP authentication");
    } else if (asked.method == "POST" && asked.target == "/a1/sms") {
        made = take_text(form);
    } else if (asked.method == "POST" && asked.target == "/a1/calls") {
        made = take_call(form);
    } else {
        made = said(404, "No such resource");
    }
    made.after = trouble.answers_after;
    return made;
}

HttpSaid ElksProvider::Running::take_text(Fields const& form) {
    ElksText text{next_id('s'), field(form, "from"), field(form, "to"), field(form, "message")};
    if (!is_e164(text.to) || text.from.empty() || text.message.empty()) {
        return said(403, "Invalid to number " + text.to);
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
    return said(200, json::serialize(answer));
}

HttpSaid ElksProvider::Running::take_call(Fields const& form) {
    ElksCall const call{next_id('c'), field(form, "to"), "ongoing", {}, {}};
    if (!is_e164(call.to) || field(form, "voice_start").empty()) {
        return said(403, "Invalid to number " + call.to);
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
    return said(200, json::serialize(answer));
}

void ElksProvider::Running::text(ElksText text) {
    if (text.id.empty()) {
        text.id = next_id('s');
    }
    spawn(bring(std::move(text)));
}

ElksProvider::ElksProvider(std::string const& user, std::string const& password, std::uint16_t port)
    : running_{std::make_unique<Running>(user, password, port)} {}
ElksProvider::~ElksProvider() = default;

std::string ElksProvider::url() const {
    return running_->url();
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
