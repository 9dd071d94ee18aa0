#include "engine/core/roll_call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/core/state.hpp"

namespace larm::core {
namespace {

constexpr int days_ahead = 8;

bool has_answered(v1::RollCallResult const& result) {
    return result.answered_at_us() != 0;
}

/// The channel gives receipts, and the device has given one.
bool has_arrived(v1::RollCallResult const& result) {
    return result.outcome() == v1::DELIVERY_OUTCOME_RECEIVED ||
           result.outcome() == v1::DELIVERY_OUTCOME_SEEN;
}

v1::RollCallResult* find(RollCall& call, std::string_view officer_id, v1::Channel channel) {
    auto const found = std::ranges::find_if(call.results, [&](auto const& each) {
        return each.officer_id() == officer_id && each.channel() == channel;
    });
    return found == call.results.end() ? nullptr : &*found;
}

}  // namespace

v1::RollCallResult const* RollCall::result(std::string_view officer_id, v1::Channel channel) const {
    auto const found = std::ranges::find_if(results, [&](auto const& each) {
        return each.officer_id() == officer_id && each.channel() == channel;
    });
    return found == results.end() ? nullptr : &*found;
}

bool RollCall::is_answered_by_all() const {
    return std::ranges::all_of(results,
                               [](auto const& each) { return each.answered_at_us() != 0; });
}

bool RollCall::asks(std::string_view officer_id) const {
    return std::ranges::any_of(
        started.asks(), [officer_id](auto const& each) { return each.officer_id() == officer_id; });
}

bool might_start(v1::Actor const& actor, v1::RollCallStarted const& started) {
    return actor.role() == v1::ROLE_ADMIN ||
           std::ranges::all_of(started.asks(), [&actor](auto const& each) {
               return organisation_of(each.party()) == actor.organisation();
           });
}

void fold(RollCall& call, v1::RollCallStarted const& started, Instant at) {
    call = {.started = started, .started_at = at, .ended_at = {}, .ended_by = {}, .results = {}};
    for (auto const& ask : started.asks()) {
        for (auto const channel : ask.channels()) {
            auto& result = call.results.emplace_back();
            result.set_party(ask.party());
            result.set_officer_id(ask.officer_id());
            result.set_channel(static_cast<v1::Channel>(channel));
        }
    }
}

void fold(RollCall& call, v1::RollCallDelivered const& delivered) {
    auto* const result = find(call, delivered.officer_id(), delivered.channel());
    if (result != nullptr && delivered.roll_call_id() == call.id()) {
        result->set_outcome(delivered.outcome());
        result->set_detail(delivered.outcome() == v1::DELIVERY_OUTCOME_FAILED ? delivered.detail()
                                                                              : std::string{});
    }
}

void fold(RollCall& call, v1::RollCallAnswered const& answered, Instant at) {
    auto* const result = find(call, answered.officer_id(), channel_of(answered.via()));
    if (result != nullptr && result->answered_at_us() == 0) {
        result->set_answered_at_us(at.us);
    }
}

void fold_end(RollCall& call, v1::Event const& ended, ReachTable& table) {
    call.ended_at = {ended.at_us()};
    call.ended_by = ended.cause().actor();
    auto const is_called_off = call.ended_by.role() != v1::ROLE_UNSPECIFIED;
    for (auto const& result : call.results) {
        if (is_called_off && !has_answered(result) && !has_arrived(result) &&
            result.outcome() != v1::DELIVERY_OUTCOME_FAILED) {
            continue;
        }
        auto& reach = table[{result.officer_id(), result.channel()}];
        reach.add(has_answered(result), has_arrived(result));
        if (has_answered(result)) {
            reach.latency = Instant{result.answered_at_us()} - call.started_at;
        }
    }
}

bool is_being_alarmed(State const& state, std::string_view party) {
    auto const* const pack = state.active_pack();
    auto const region =
        pack == nullptr ? organisation_of(party) : pack->region_of(organisation_of(party));
    return std::ranges::any_of(state.incidents(), [&](Incident const& incident) {
        if (incident.is_closed() || !incident.confirmed_at.is_set()) {
            return false;
        }
        return (!region.empty() && incident.region_id == region) ||
               std::ranges::any_of(incident.chases,
                                   [&](auto const& chase) { return chase.party == party; });
    });
}

std::optional<int> minutes_of_day(std::string_view text) {
    constexpr std::string_view shape = "00:00";
    if (text.size() != shape.size() || text[2] != ':') {
        return std::nullopt;
    }
    for (auto const at : {0U, 1U, 3U, 4U}) {
        if (text[at] < '0' || text[at] > '9') {
            return std::nullopt;
        }
    }
    auto const hour = (text[0] - '0') * 10 + (text[1] - '0');
    auto const minute = (text[3] - '0') * 10 + (text[4] - '0');
    return hour < 24 && minute < 60 ? std::optional{hour * 60 + minute} : std::nullopt;
}

Instant next_time(v1::RollCallPolicy const& policy, Instant after) {
    if (!minutes_of_day(policy.at_local()) || policy.days().empty() || !after.is_set()) {
        return {};
    }
    auto const today = local_time(after);
    std::chrono::sys_days const first{std::chrono::year{today.year} /
                                      std::chrono::month{static_cast<unsigned>(today.month)} /
                                      std::chrono::day{static_cast<unsigned>(today.day)}};
    for (int ahead = 0; ahead <= days_ahead; ++ahead) {
        auto const day = first + std::chrono::days{ahead};
        auto const weekday = static_cast<int>(std::chrono::weekday{day}.iso_encoding());
        if (std::ranges::find(policy.days(), weekday) == policy.days().end()) {
            continue;
        }
        std::chrono::year_month_day const date{day};
        auto const at =
            earliest_instant(fmt::format("{:04}-{:02}-{:02} {}", static_cast<int>(date.year()),
                                         static_cast<unsigned>(date.month()),
                                         static_cast<unsigned>(date.day()), policy.at_local()));
        if (at && *at > after) {
            return *at;
        }
    }
    return {};
}

}  // namespace larm::core
