// The telephones behind the provider, and the people who have them.
#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/parse.hpp>
#include <optional>
#include <regex>
#include <utility>

#include "simulators/gateways/elks_running.hpp"
#include "simulators/gateways/with_error.hpp"

namespace larm::gateways {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr int callbacks_max = 5;
constexpr int actions_max = 50;
constexpr std::string_view created = "2026-11-25T03:12:00.000000";

std::optional<std::string> code_in(std::string const& message) {
    std::smatch found;
    std::regex const code{R"(\b(\d{6})\b)"};
    return std::regex_search(message, found, code) ? std::optional{found[1].str()} : std::nullopt;
}

std::string string_of(json::object const& action, std::string_view name) {
    auto const* const value = action.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->as_string()} : std::string{};
}

std::size_t number_of(json::object const& action, std::string_view name, std::size_t otherwise) {
    auto const* const value = action.if_contains(name);
    return value != nullptr && value->is_int64() ? static_cast<std::size_t>(value->as_int64())
                                                 : otherwise;
}

/// Takes from `pressed` what a menu of so many digits takes: up to that many, or up to "#". Nothing
/// where neither came.
std::optional<std::string> keyed(std::string& pressed, std::size_t digits) {
    auto const hash = pressed.find('#');
    auto const end = std::min({digits, hash, pressed.size()});
    if (hash != end && end < digits) {
        pressed.clear();
        return std::nullopt;
    }
    auto keys = pressed.substr(0, end);
    pressed.erase(0, hash == end && end < digits ? end + 1 : end);
    return keys;
}

Phone phone_of(ElksRecords const& records, std::string const& number) {
    auto found = records.phones.find(number);
    if (found == records.phones.end()) {
        found = records.phones.find("*");
    }
    return found == records.phones.end() ? Phone{.is_off = true, .keys = {}, .texts_back = {}}
                                         : found->second;
}

}  // namespace

asio::awaitable<std::string> ElksProvider::Running::call_back(std::string url, Fields fields) {
    auto const times = use([](ElksRecords& now) { return now.trouble.reports_twice ? 2 : 1; });
    std::string body;
    asio::steady_timer timer{io_};
    for (int time = 0; time < times; ++time) {
        for (int tried = 0; tried < callbacks_max; ++tried) {
            auto form = form_of(fields);
            auto const answer = co_await call("POST", url, std::move(form));
            if (answer && answer->result_int() >= 200 && answer->result_int() <= 204) {
                body = answer->body();
                use([](ElksRecords& now) { ++now.callbacks; });
                break;
            }
            timer.expires_after(std::chrono::milliseconds{20});
            co_await timer.async_wait(with_error);
        }
    }
    co_return body;
}

asio::awaitable<void> ElksProvider::Running::deliver(ElksText text, std::string when_delivered) {
    auto const phone = use([&](ElksRecords& now) { return phone_of(now, text.to); });
    auto const lies = use([](ElksRecords& now) { return now.trouble.lies; });
    Fields report{{"id", text.id}, {"status", phone.is_off && !lies ? "failed" : "delivered"}};
    if (report["status"] == "delivered") {
        report["delivered"] = created;
    }
    if (!when_delivered.empty()) {
        co_await call_back(std::move(when_delivered), std::move(report));
    }
    auto const code = code_in(text.message);
    if (phone.is_off || phone.texts_back.empty() || !code) {
        co_return;
    }
    auto said = std::regex_replace(phone.texts_back, std::regex{R"(\{code\})"}, *code);
    ElksText const back{next_id('s'), text.to, text.from, std::move(said)};
    co_await bring(back);
}

asio::awaitable<void> ElksProvider::Running::bring(ElksText text) {
    auto url = use([](ElksRecords& now) { return now.texts_url; });
    Fields fields{{"direction", "incoming"}, {"id", text.id},
                  {"from", text.from},       {"to", text.to},
                  {"message", text.message}, {"created", std::string{created}}};
    auto const body = co_await call_back(std::move(url), std::move(fields));
    ElksText const answer{text.id, text.to, text.from, body};
    use([&](ElksRecords& now) { now.answers.push_back(answer); });
}

asio::awaitable<void> ElksProvider::Running::ring(ElksCall call, Fields form) {
    auto const phone = use([&](ElksRecords& now) { return phone_of(now, call.to); });
    asio::steady_timer timer{io_};
    timer.expires_after(phone.answers_after);
    co_await timer.async_wait(with_error);
    std::string state = phone.is_off ? "failed" : phone.is_busy ? "busy" : "success";
    if (state == "success") {
        co_await converse(call.id, phone, form["voice_start"]);
    }
    Fields fields{{"id", call.id}, {"direction", "outgoing"},         {"from", form["from"]},
                  {"to", call.to}, {"created", std::string{created}}, {"state", state}};
    if (state == "success") {
        fields["start"] = created;
        fields["duration"] = "30";
    }
    if (!form["whenhangup"].empty()) {
        auto url = form["whenhangup"];
        co_await call_back(std::move(url), std::move(fields));
    }
    use([&](ElksRecords& now) {
        auto const found = std::ranges::find(now.calls, call.id, &ElksCall::id);
        found->state = state;
    });
}

asio::awaitable<void> ElksProvider::Running::play(std::string const& id, std::string url) {
    std::string nothing;
    auto const sound = co_await call("GET", std::move(url), std::move(nothing));
    auto const is_sound = sound && sound->result_int() == 200 && sound->body().starts_with("RIFF");
    auto const size = is_sound ? sound->body().size() : 0;
    use([&](ElksRecords& now) {
        std::ranges::find(now.calls, id, &ElksCall::id)->sound_bytes.push_back(size);
    });
}

asio::awaitable<void> ElksProvider::Running::converse(std::string id, Phone phone,
                                                      std::string url) {
    auto const hash_is_nothing =
        use([](ElksRecords& now) { return now.trouble.hash_alone_is_no_input; });
    Fields fields{{"callid", id}, {"direction", "outgoing"}};
    std::string pressed;
    std::size_t menus = 0;
    for (int turn = 0; turn < actions_max && !url.empty(); ++turn) {
        auto const body = co_await call_back(std::move(url), fields);
        boost::system::error_code error;
        auto const parsed = json::parse(body, error);
        if (error || !parsed.is_object()) {
            co_return;
        }
        auto const& action = parsed.as_object();
        url = string_of(action, "next");
        auto sound = string_of(action, action.contains("ivr") ? "ivr" : "play");
        if (sound.empty()) {
            co_return;  // "hangup", or nothing that there is
        }
        co_await play(id, std::move(sound));
        fields = {{"callid", id}, {"result", "success"}};
        if (!action.contains("ivr")) {
            continue;
        }
        // Keys that were pressed ahead go into the next menu; then the person hears it out.
        if (pressed.empty() && menus < phone.keys.size() && !phone.has_voicemail) {
            pressed = phone.keys[menus++];
        }
        auto const had_only_hash = pressed.starts_with('#');
        auto const keys = keyed(pressed, number_of(action, "digits", 1));
        auto const has_input = keys && !(had_only_hash && hash_is_nothing);
        fields["result"] = has_input ? *keys : "failed";
        if (!has_input) {
            fields["why"] = "noinput";
        }
        use([&](ElksRecords& now) {
            std::ranges::find(now.calls, id, &ElksCall::id)->results.push_back(fields["result"]);
        });
    }
}

}  // namespace larm::gateways
