#include "simulators/gateways/push_service.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "simulators/gateways/push_service_check.hpp"
#include "simulators/gateways/push_service_crypto.hpp"

namespace larm::gateways {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view subscription_path = "/subscription/";
constexpr std::string_view push_path = "/push/";
constexpr std::string_view message_path = "/message/";
// A browser that finds nothing is held for a moment, and asks again.
constexpr auto held_for = 10ms;

std::string fresh_id() {
    std::array<unsigned char, 18> bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    return to_base64url({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

/// The key in {"vapid": KEY}.
std::string key_in(std::string const& body) {
    boost::system::error_code error;
    auto const value = boost::json::parse(body, error);
    auto const* const object = error ? nullptr : value.if_object();
    auto const* const key = object == nullptr ? nullptr : object->if_contains("vapid");
    return key != nullptr && key->is_string() ? std::string{key->as_string()} : "";
}

}  // namespace

std::string PushService::origin() const {
    return server_.url("");
}

void PushService::behave(PushMood mood) {
    std::lock_guard const lock{mutex_};
    mood_ = mood;
}

void PushService::forget(std::string_view endpoint) {
    std::lock_guard const lock{mutex_};
    subscriptions_[std::string{endpoint.substr(endpoint.rfind('/') + 1)}].is_gone = true;
}

std::size_t PushService::asked() const {
    std::lock_guard const lock{mutex_};
    return asked_;
}

std::vector<AcceptedPush> PushService::accepted() const {
    std::lock_guard const lock{mutex_};
    return accepted_;
}

std::vector<std::string> PushService::refused() const {
    std::lock_guard const lock{mutex_};
    return refused_;
}

std::size_t PushService::received() const {
    std::lock_guard const lock{mutex_};
    return received_.size();
}

bool PushService::wait_for_asked(std::size_t count, std::chrono::milliseconds within) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, within, [&] { return asked_ >= count; });
}

bool PushService::wait_for_received(std::size_t count, std::chrono::milliseconds within) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, within, [&] { return received_.size() >= count; });
}

HttpSaid PushService::answer(HttpAsked const& asked) {
    std::lock_guard const lock{mutex_};
    auto const& target = asked.target;
    auto const id = target.substr(target.rfind('/') + 1);
    HttpSaid said{.status = 404};
    if (asked.method == "POST" && target == "/subscribe") {
        said = subscribe(asked);
    } else if (asked.method == "POST" && target.starts_with(push_path)) {
        said = push(asked, id);
    } else if (asked.method == "GET" && target.starts_with(subscription_path)) {
        said = fetch(id);
    } else if (asked.method == "DELETE" && target.starts_with(subscription_path)) {
        subscriptions_[id].is_gone = true;
        said.status = 204;
    } else if (asked.method == "DELETE" && target.starts_with(message_path)) {
        said = take_receipt(target);
    }
    changed_.notify_all();
    return said;
}

HttpSaid PushService::subscribe(HttpAsked const& asked) {
    auto const id = fresh_id();
    subscriptions_[id].key = key_in(asked.body);
    return {.status = 201,
            .headers = {{"Location", server_.url(fmt::format("{}{}", subscription_path, id))},
                        {"Link", fmt::format("<{}>;rel=\"urn:ietf:params:push\"",
                                             server_.url(fmt::format("{}{}", push_path, id)))}}};
}

HttpSaid PushService::push(HttpAsked const& asked, std::string const& id) {
    ++asked_;
    if (mood_.is_dead) {
        return {.manner = Manner::never};
    }
    auto said = [&]() -> HttpSaid {
        auto const found = subscriptions_.find(id);
        if (found == subscriptions_.end()) {
            return refuse(404, "no such subscription");
        }
        if (found->second.is_gone) {
            return refuse(410, "the subscription is gone");
        }
        if (mood_.says != 0) {
            return refuse(mood_.says, "not in the mood");
        }
        if (mood_.fails_every > 0 && asked_ % static_cast<std::size_t>(mood_.fails_every) == 0) {
            return refuse(503, "flaky");
        }
        if (asked.body.size() > mood_.body_bytes_max) {
            return refuse(413, "too large");
        }
        auto const checked =
            check_push(asked, server_.url(""), found->second.key, std::chrono::system_clock::now());
        if (!checked) {
            return refuse(checked.error().status, checked.error().why);
        }
        auto const message = fmt::format("{}{}", message_path, fresh_id());
        accepted_.push_back({.message = message,
                             .subscription = fmt::format("{}{}", subscription_path, id),
                             .ttl = checked->ttl,
                             .urgency = checked->urgency,
                             .topic = checked->topic,
                             .subject = checked->subject,
                             .body = asked.body});
        keep(found->second, accepted_.back());
        return {.status = 201,
                .headers = {{"Location", server_.url(message)},
                            {"TTL", fmt::format("{}", checked->ttl.count())}}};
    }();
    said.after = mood_.answers_after;
    return said;
}

HttpSaid PushService::refuse(unsigned status, std::string why) {
    HttpSaid said{.status = status, .headers = {}, .body = why};
    if (mood_.retry_after_s > 0) {
        said.headers.emplace_back("Retry-After", fmt::format("{}", mood_.retry_after_s));
    }
    refused_.push_back(std::move(why));
    return said;
}

void PushService::keep(Subscription& subscription, AcceptedPush const& push) {
    if (mood_.lies) {
        return;
    }
    auto& waiting = subscription.waiting;
    if (!push.topic.empty()) {
        std::erase_if(waiting, [&](auto const& each) { return each.topic == push.topic; });
    }
    Waiting const message{.message = push.message,
                          .topic = push.topic,
                          .body = push.body,
                          .until = std::chrono::steady_clock::now() + push.ttl};
    waiting.insert(waiting.end(), mood_.doubles ? 2 : 1, message);
}

HttpSaid PushService::fetch(std::string const& id) {
    auto& waiting = subscriptions_[id].waiting;
    auto const now = std::chrono::steady_clock::now();
    std::erase_if(waiting, [&](auto const& each) { return each.until < now; });
    if (waiting.empty()) {
        return {.status = 204, .after = held_for};
    }
    auto const message = std::move(waiting.front());
    waiting.pop_front();
    return {.status = 200,
            .headers = {{"Content-Encoding", "aes128gcm"}, {"Content-Location", message.message}},
            .body = message.body};
}

HttpSaid PushService::take_receipt(std::string const& target) {
    auto const is_ours =
        std::ranges::any_of(accepted_, [&](auto const& each) { return each.message == target; });
    if (!is_ours) {
        return {.status = 404};
    }
    received_.push_back(target);
    return {.status = 204};
}

}  // namespace larm::gateways
