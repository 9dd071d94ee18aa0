#include "simulators/gateways/webhook_receiver.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cstdlib>
#include <utility>

namespace larm::gateways {
namespace {

namespace json = boost::json;

constexpr std::chrono::seconds patience{30};
constexpr std::int64_t replay_window_s = 300;

std::string signature_of(std::string_view key, std::string_view timestamp, std::string_view body) {
    std::string text{timestamp};
    text += '.';
    text += body;
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<unsigned char const*>(text.data()), text.size(), mac.data(), &size);
    std::string hex = "v1=";
    for (unsigned i = 0; i < size; ++i) {
        hex += fmt::format("{:02x}", mac[i]);
    }
    return hex;
}

bool is_same(std::string_view one, std::string_view other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

bool is_now(std::string_view timestamp) {
    std::int64_t at = 0;
    auto const* const end = timestamp.data() + timestamp.size();
    auto const [stopped, wrong] = std::from_chars(timestamp.data(), end, at);
    auto const now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    return wrong == std::errc{} && stopped == end && std::abs(now - at) <= replay_window_s;
}

/// The object that a body is; empty where it is none.
json::object object_of(std::string const& body) {
    boost::system::error_code wrong;
    auto value = json::parse(body, wrong);
    return wrong || !value.is_object() ? json::object{} : std::move(value.get_object());
}

std::string text_in(json::object const& object, std::string_view name) {
    auto const* const value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->get_string().c_str()}
                                                  : std::string{};
}

json::object part_of(json::object const& object, std::string_view name) {
    auto const* const value = object.if_contains(name);
    return value != nullptr && value->is_object() ? value->get_object() : json::object{};
}

}  // namespace

WebhookReceiver::WebhookReceiver(std::string key, std::optional<TlsIdentity> identity,
                                 std::uint16_t port,
                                 std::function<void(ShownWebhook const&)> on_shown)
    : key_{std::move(key)},
      on_shown_{std::move(on_shown)},
      server_{[this](HttpAsked const& asked) { return answer(asked); }, std::move(identity), port} {
}

void WebhookReceiver::behave(WebhookFaults faults) {
    std::lock_guard const lock{mutex_};
    faults_ = std::move(faults);
}

std::vector<ShownWebhook> WebhookReceiver::shown() const {
    std::lock_guard const lock{mutex_};
    return shown_;
}

std::vector<std::string> WebhookReceiver::refused() const {
    std::lock_guard const lock{mutex_};
    return refused_;
}

std::size_t WebhookReceiver::calls() const {
    std::lock_guard const lock{mutex_};
    return calls_;
}

bool WebhookReceiver::wait_for_shown(std::size_t count) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [&] { return shown_.size() >= count; });
}

bool WebhookReceiver::wait_for_calls(std::size_t count) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [&] { return calls_ >= count; });
}

std::string WebhookReceiver::fault_of(HttpAsked const& asked) const {
    auto const timestamp = asked.header("X-Larm-Timestamp");
    auto const expected = signature_of(key_, timestamp, asked.body);
    if (!is_same(asked.header("X-Larm-Signature"), expected)) {
        return "signature";
    }
    if (!is_now(timestamp)) {
        return "timestamp";
    }
    auto const id = text_in(object_of(asked.body), "deliveryId");
    return id.empty() || id != asked.header("Idempotency-Key") ? "body" : "";
}

void WebhookReceiver::show(HttpAsked const& asked) {
    auto const object = object_of(asked.body);
    ShownWebhook shown{.delivery_id = text_in(object, "deliveryId"),
                       .path = asked.target,
                       .kind = text_in(object, "kind"),
                       .recipient = text_in(object, "recipient"),
                       .title_sv = text_in(part_of(object, "title"), "sv"),
                       .answer_url = text_in(part_of(object, "answer"), "url"),
                       .at = asked.at};
    // The same delivery to two addresses of one officer is two screens.
    if (!seen_.insert(shown.path + " " + shown.delivery_id).second) {
        return;
    }
    if (on_shown_) {
        on_shown_(shown);
    }
    shown_.push_back(std::move(shown));
}

HttpSaid WebhookReceiver::answer(HttpAsked const& asked) {
    auto const fault = fault_of(asked);
    std::lock_guard const lock{mutex_};
    ++calls_;
    changed_.notify_all();
    HttpSaid said;
    said.after = faults_.slow;
    if (faults_.dead || faults_.hangs) {
        said.manner = faults_.dead ? Manner::hangs_up : Manner::never;
        return said;
    }
    if (!fault.empty()) {
        refused_.push_back(fault);
        said.status = fault == "body" ? 400 : 401;
        return said;
    }
    if (faults_.flaky > 0 && calls_ % static_cast<std::size_t>(faults_.flaky) == 0) {
        said.status = static_cast<unsigned>(faults_.status);
        if (!faults_.retry_after.empty()) {
            said.headers.emplace_back("Retry-After", faults_.retry_after);
        }
        return said;
    }
    if (!faults_.lies) {
        show(asked);
    }
    if (faults_.duplicate) {
        said.manner = Manner::hangs_up;
    }
    said.body = faults_.is_silent ? "" : R"({"received":true})";
    said.headers.emplace_back("Content-Type", "application/json");
    return said;
}

}  // namespace larm::gateways
