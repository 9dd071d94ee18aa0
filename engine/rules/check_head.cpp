// Name, version, title and policy of a pack.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "engine/core/roll_call.hpp"
#include "engine/rules/check_pack.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"

namespace larm::rules {
namespace {

constexpr int week_s = 7 * 24 * hour_s;

bool asks_for_transports(v1::RulePack const& pack) {
    for (auto const& step : pack.steps()) {
        if (step.expects() == v1::EXPECTS_TRANSPORTS) {
            return true;
        }
    }
    return false;
}

void check_promises(Check const& check) {
    auto const policy = check.at("policy");
    auto const& values = check.pack().policy();
    check.range(policy.at("commitment_valid_s"), "commitment_valid_s", values.commitment_valid_s(),
                0, week_s);
    check.range(policy.at("reconfirm_before_s"), "reconfirm_before_s", values.reconfirm_before_s(),
                0, week_s);
    if (values.commitment_valid_s() > 0 &&
        values.reconfirm_before_s() >= values.commitment_valid_s()) {
        check.fault(policy.at("reconfirm_before_s"),
                    "a promise would be asked about as soon as it is given",
                    "reconfirm_before_s is shorter than commitment_valid_s");
    }
    if (!asks_for_transports(check.pack())) {
        return;
    }
    // Zero would ask the giver without a pause.
    check.range(policy.at("provisional_within_s"), "provisional_within_s",
                values.provisional_within_s(), 60, 24 * hour_s);
    check.known(policy.at("reconfirm_message"), "message template", values.reconfirm_message(),
                ids_of(check.pack().messages()));
}

void check_roll_call(Check const& check) {
    auto const place = check.at("policy").at("roll_call");
    auto const& values = check.pack().policy().roll_call();
    if (!check.pack().policy().has_roll_call()) {
        return;
    }
    // Far less than a minute nobody can answer, and over a day it is another day's roll-call.
    check.range(place.at("answer_within_s"), "answer_within_s", values.answer_within_s(), 60,
                24 * hour_s);
    check.range(place.at("proven_for_h"), "proven_for_h", values.proven_for_h(), 1, 24 * 366);
    check.known(place.at("message"), "message template", values.message(),
                ids_of(check.pack().messages()));
    if (!values.at_local().empty() && !core::minutes_of_day(values.at_local())) {
        check.fault(place.at("at_local"), "\"" + values.at_local() + "\" is no time of day",
                    "write HH:MM, e.g. \"10:00\"");
    }
    if (values.at_local().empty() != values.days().empty()) {
        check.fault(place, "a roll-call needs both a time and days to be held by itself",
                    "write at_local and days, or neither");
    }
}

/// Over what somebody is told outside an alarm.
void check_ways(Check const& check, Place const& place,
                google::protobuf::RepeatedField<int> const& channels, std::string_view who) {
    if (channels.empty()) {
        check.fault(place, fmt::format("{} is told over nothing", who), "write channels: [...]");
    }
    auto const by_hand = std::ranges::find(channels, v1::CHANNEL_OPERATOR);
    if (by_hand != channels.end()) {
        auto const index = static_cast<int>(by_hand - channels.begin());
        check.fault(place.at("channels", index),
                    fmt::format("{} cannot be told over CHANNEL_OPERATOR", who),
                    "nobody makes calls by hand for it; name a channel that goes by itself");
    }
    check_each_once(check, place, channels);
}

void check_hand_over(Check const& check) {
    auto const place = check.at("policy").at("hand_over");
    auto const& values = check.pack().policy().hand_over();
    if (!check.pack().policy().has_hand_over()) {
        return;
    }
    check.range(place.at("remind_every_s"), "remind_every_s", values.remind_every_s(), 60,
                24 * hour_s);
    check.known(place.at("message"), "message template", values.message(),
                ids_of(check.pack().messages()));
    check_ways(check, place, values.channels(), "whoever comes next");
}

void check_device_dropped(Check const& check) {
    if (!check.pack().policy().has_device_dropped()) {
        return;
    }
    auto const place = check.at("policy").at("device_dropped");
    auto const& values = check.pack().policy().device_dropped();
    check.known(place.at("message"), "message template", values.message(),
                ids_of(check.pack().messages()));
    check_ways(check, place, values.channels(), "the owner of a device that is gone");
}

void check_policy(Check const& check) {
    if (!check.pack().has_policy()) {
        check.lacks("no policy", "write policy { ... }");
        return;
    }
    auto const policy = check.at("policy");
    auto const& values = check.pack().policy();
    check.range(policy.at("confirm_hold_s"), "confirm_hold_s", values.confirm_hold_s(), 0, 15);
    check.range(policy.at("duplicate_window_s"), "duplicate_window_s", values.duplicate_window_s(),
                0, 24 * hour_s);
    // Zero would hold every chase back after the shortest outage.
    check.range(policy.at("overdue_limit_s"), "overdue_limit_s", values.overdue_limit_s(), 300,
                week_s);
    check_promises(check);
    check_roll_call(check);
    check_hand_over(check);
    check_device_dropped(check);
}

}  // namespace

void check_head(Check const& check) {
    auto const& pack = check.pack();
    if (pack.name().empty()) {
        check.lacks("the pack has no name", "write name: \"...\"");
    } else if (!is_id(pack.name())) {
        check.fault(check.at("name"), "\"" + pack.name() + "\" cannot be the name of a pack",
                    "a name is 1 to 64 of a-z, 0-9, _ and -");
    }
    if (pack.version().empty()) {
        check.lacks("the pack has no version",
                    "write version: \"...\", e.g. the year and a number");
    }
    if (!pack.has_title()) {
        check.lacks("the pack has no title", "write title { sv: \"...\" }");
    } else {
        check.present(check.at("title").at("sv"), "title in Swedish", pack.title().sv());
    }
    check_policy(check);
}

}  // namespace larm::rules
