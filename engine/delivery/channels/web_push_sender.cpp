#include "engine/delivery/channels/web_push_sender.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/delivery/channels/push_encryption.hpp"
#include "engine/delivery/channels/web_push_payload.hpp"

namespace larm::delivery {
namespace {

using namespace std::chrono_literals;

// All pushes are of one length, so that none tells what it says. Of this one because push services
// that hand over to another in turn take no more (Firefox on Android: 2820 bytes of text).
constexpr std::size_t usual_bytes = 2816;
// Where a service says that even that is too large.
constexpr std::size_t small_bytes = 1024;

/// Retry-After in seconds; a date is left to our own pauses.
std::chrono::milliseconds retry_after(HttpResult const& result) {
    auto const text = header_of(result, "Retry-After");
    int seconds = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    return error == std::errc{} && end == text.data() + text.size() && seconds > 0
               ? std::chrono::seconds{seconds}
               : 0ms;
}

}  // namespace

void PushSender::send(Letter const& letter, Report report) {
    if (is_stopped_) {
        return;
    }
    auto const& officer = letter.envelope.officer_id;
    auto const addresses = tools_.book.addresses(officer, v1::CHANNEL_PUSH);
    if (addresses.empty()) {
        return report(v1::DELIVERY_OUTCOME_FAILED, "no device has subscribed");
    }
    auto const now = std::chrono::system_clock::now();
    auto const text = push_payload(letter, terms_.mark, now, usual_bytes);
    auto const small = push_payload(letter, terms_.mark, now, small_bytes);
    auto const topic = push_topic(letter);
    Place round;
    {
        std::lock_guard const lock{mutex_};
        rounds_.push_back({.report = std::move(report), .officer_id = officer});
        round = std::prev(rounds_.end());
    }
    for (auto const& address : addresses) {
        auto subscription = tools_.services.subscription_of(address);
        if (!subscription) {
            note(round, News::failed, subscription.error());
            continue;
        }
        Device* device = nullptr;
        {
            std::lock_guard const lock{mutex_};
            device =
                &round->devices.emplace_back(address, std::move(*subscription), topic, text, small);
            ++round->open;
        }
        post(round, *device, device->text, usual_bytes);
    }
    close_one(round);
}

void PushSender::post(Place round, Device& device, std::string_view text,
                      std::size_t padded_bytes) {
    auto body = push_body(device.subscription.reader, text, padded_bytes);
    if (!body) {
        note(round, News::failed, std::move(body.error()));
        return close_one(round);
    }
    auto const& origin = device.subscription.origin;
    HttpCall call;
    call.url = device.subscription.endpoint;
    call.headers = {
        {"TTL", fmt::format("{}", terms_.ttl.count())},
        {"Urgency", "high"},
        {"Topic", device.topic},
        {"Content-Encoding", "aes128gcm"},
        {"Content-Type", "application/octet-stream"},
        {"Authorization", tools_.vapid.authorization(origin, std::chrono::system_clock::now())},
    };
    call.body = std::move(*body);
    call.within = terms_.within;
    http_.call(std::move(call), [this, round, &device](HttpResult const& result) {
        on_answer(round, device, result);
    });
}

void PushSender::on_answer(Place round, Device& device, HttpResult const& result) {
    auto const status = result.status;
    auto const said = fmt::format("{} answered {}", device.subscription.origin, status);
    if (status == 0) {
        if (is_stopped_) {
            std::lock_guard const lock{mutex_};
            round->is_abandoned = true;
        }
        note(round, News::later, result.trouble);
    } else if (status >= 200 && status <= 299) {
        if (tools_.on_accepted) {
            tools_.on_accepted(round->officer_id, device.address);
        }
        note(round, News::accepted, said);
    } else if (status == 404 || status == 410) {
        tools_.book.drop(round->officer_id, v1::CHANNEL_PUSH, device.address);
        note(round, News::failed, said + ": the subscription is gone, and has been dropped");
    } else if (status == 413 && !device.small.empty()) {
        auto const small = std::exchange(device.small, {});
        return post(round, device, small, small_bytes);
    } else if (status == 401 || status == 403) {
        note(round, News::failed, refused_us(device, status));
    } else if (status == 408 || status == 429 || status >= 500) {
        note(round, News::later, said,
             {.at_least = retry_after(result), .is_overrun = status == 429});
    } else {
        note(round, News::failed, said);
    }
    close_one(round);
}

std::string PushSender::refused_us(Device const& device, unsigned status) {
    auto const& origin = device.subscription.origin;
    tools_.vapid.forget(origin);
    tools_.log->error(
        "push: {} answered {}: it does not accept our VAPID key, subject or clock; NO PUSH through "
        "it arrives. Devices that subscribed with another key must subscribe again",
        origin, status);
    return fmt::format("{} answered {}: it does not accept who we say we are (VAPID)", origin,
                       status);
}

void PushSender::note(Place round, News news, std::string detail, Again again) {
    std::lock_guard const lock{mutex_};
    round->details.push_back(std::move(detail));
    round->best = std::max(round->best, news);
    if (news == News::later) {
        // The device that may be tried first decides; another's push service says no once more.
        auto const is_sooner = !round->again || again.at_least < round->again->at_least ||
                               (round->again->is_overrun && !again.is_overrun);
        round->again = is_sooner ? again : *round->again;
    }
}

void PushSender::close_one(Place round) {
    {
        std::lock_guard const lock{mutex_};
        if (--round->open > 0) {
            return;
        }
    }
    auto detail = fmt::format("{}", fmt::join(round->details, "; "));
    switch (round->best) {
        case News::accepted: round->report(v1::DELIVERY_OUTCOME_ACCEPTED, std::move(detail)); break;
        case News::later:
            if (!round->is_abandoned) {
                round->report.retry(std::move(detail), round->again.value_or(Again{}));
            }
            break;
        case News::failed: round->report(v1::DELIVERY_OUTCOME_FAILED, std::move(detail)); break;
    }
    std::lock_guard const lock{mutex_};
    rounds_.erase(round);
}

}  // namespace larm::delivery
