// The ladders: when the rungs come, whom they reach over what, and whether they end in silence.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/step.hpp"
#include "engine/rules/check_pack.hpp"
#include "engine/rules/pack_names.hpp"

namespace larm::rules {
namespace {

constexpr int rung_max_s = 4 * 3600;
// Shorter, and a call has not rung out before the next one is made.
constexpr int repeat_min_s = 30;
constexpr int repeat_max_s = 3600;

bool has(v1::Rung const& rung, v1::Recipient who) {
    return std::ranges::any_of(rung.notify(),
                               [who](auto const& notify) { return notify.who() == who; });
}

void check_deputy(Check const& check, Place const& place, v1::Step const& step) {
    if (step.audience().where() == v1::WHERE_ORGANISATIONS) {
        check.fault(place, "no organisation outside the regions has a deputy",
                    "write who: RECIPIENT_PARTY");
    } else if (step.audience().role() == v1::ROLE_DEPUTY) {
        check.fault(place, "the party is the deputy itself", "write who: RECIPIENT_PARTY");
    } else if (core::tells_the_end(step)) {
        check.fault(place, "a deputy who was not alerted would be told",
                    "write who: RECIPIENT_PARTY: a deputy who was alerted is one of them");
    }
}

void check_recipient(Check const& check, Place const& place, v1::Step const& step,
                     v1::Notify const& notify) {
    switch (notify.who()) {
        case v1::RECIPIENT_DEPUTY: check_deputy(check, place.at("who"), step); break;
        case v1::RECIPIENT_DECLARER:
            if (asks_declarer_only(step)) {
                check.fault(place.at("who"), "the party is the stricken region's TiB itself",
                            "write who: RECIPIENT_PARTY");
            } else if (notify.message().empty()) {
                check.fault(place, "the stricken region's TiB is sent what the party is asked",
                            "write message: a template of its own, saying who has not answered");
            }
            break;
        case v1::RECIPIENT_UNSPECIFIED:
            check.fault(place.at("who"), "who missing",
                        "RECIPIENT_PARTY, RECIPIENT_DEPUTY or RECIPIENT_DECLARER");
            break;
        case v1::RECIPIENT_PARTY:
        case v1::Recipient_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Recipient_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
}

using Sent = std::pair<v1::Recipient, v1::Channel>;

/// The same message over the same channel to the same person, in the same second.
void check_doubled(Check const& check, Place const& place, v1::Step const& step, Sent const& next,
                   std::vector<Sent> const& sent) {
    auto const [who, channel] = next;
    if (std::ranges::find(sent, next) != sent.end()) {
        check.fault(place,
                    fmt::format("{} is told twice over {} in the same rung",
                                v1::Recipient_Name(who), v1::Channel_Name(channel)),
                    "name each channel once");
        return;
    }
    // Where the party can be the declarer, and is not done from the start, the two are one person.
    auto const other = who == v1::RECIPIENT_PARTY ? v1::RECIPIENT_DECLARER : v1::RECIPIENT_PARTY;
    auto const may_be_one = who != v1::RECIPIENT_DEPUTY && can_ask_declarer(step) &&
                            !asks_declarer_only(step) &&
                            step.expects() != v1::EXPECTS_ACKNOWLEDGEMENT;
    if (may_be_one && std::ranges::find(sent, Sent{other, channel}) != sent.end()) {
        check.fault(place,
                    fmt::format("the stricken region's TiB can be the party, and is then told "
                                "twice over {}",
                                v1::Channel_Name(channel)),
                    "use other channels for the party on this rung");
    }
}

void check_notify(Check const& check, Place const& at_rung, v1::Step const& step,
                  v1::Rung const& rung) {
    std::vector<Sent> sent;
    for (int index = 0; index < rung.notify_size(); ++index) {
        auto const& notify = rung.notify(index);
        auto const place = at_rung.at("notify", index);
        check_recipient(check, place, step, notify);
        if (!notify.message().empty()) {
            check.known(place.at("message"), "message template", notify.message(),
                        ids_of(check.pack().messages()));
        }
        if (notify.channels().empty()) {
            check.fault(place, "nobody is told: no channel",
                        "write channels: [CHANNEL_PUSH, CHANNEL_SMS], or others");
        }
        for (int channel = 0; channel < notify.channels_size(); ++channel) {
            auto const at_channel = place.at("channels", channel);
            if (notify.channels(channel) == v1::CHANNEL_UNSPECIFIED) {
                check.fault(at_channel, "CHANNEL_UNSPECIFIED is no channel");
                continue;
            }
            Sent const next{notify.who(), notify.channels(channel)};
            check_doubled(check, at_channel, step, next, sent);
            sent.push_back(next);
        }
    }
}

void check_times(Check const& check, Place const& at_step, v1::Step const& step) {
    for (int index = 0; index < step.rungs_size(); ++index) {
        auto const after_s = step.rungs(index).after_s();
        auto const place = at_step.at("rungs", index).at("after_s");
        check.range(place, "after_s", after_s, 0, rung_max_s);
        if (index > 0 && after_s <= step.rungs(index - 1).after_s()) {
            check.fault(place,
                        fmt::format("after_s is {}, and the rung before comes at {}", after_s,
                                    step.rungs(index - 1).after_s()),
                        "each rung comes later than the one before");
        }
    }
    // The stricken region's TiB starts as acknowledged: answer_within_s then says when the ladder
    // begins, not after_s.
    auto const begins_later = asks_declarer_only(step) &&
                              step.start().trigger() == v1::TRIGGER_ALARM &&
                              step.answer_within_s() > 0;
    if (begins_later && step.rungs(0).after_s() != step.answer_within_s()) {
        check.fault(at_step.at("rungs", 0).at("after_s"),
                    fmt::format("the stricken region's TiB is asked after {} s, not {}",
                                step.answer_within_s(), step.rungs(0).after_s()),
                    "confirming counts as acknowledging, so answer_within_s says when: write the "
                    "same in both");
    }
    if (step.repeat_every_s() == 0) {
        check.fault(
            at_step.at("repeat_every_s"),
            fmt::format("\"{}\" does not say how often its last rung is done again", step.id()),
            "write repeat_every_s: a chase goes on until a human has answered");
    } else {
        check.range(at_step.at("repeat_every_s"), "repeat_every_s", step.repeat_every_s(),
                    repeat_min_s, repeat_max_s);
    }
}

/// Whom the ladder leaves in silence.
void check_end(Check const& check, Place const& at_step, v1::Step const& step) {
    auto const last = step.rungs_size() - 1;
    if (!has(step.rungs(last), v1::RECIPIENT_PARTY)) {
        check.fault(at_step.at("rungs", last),
                    "the last rung is done again and again, and does not tell the party",
                    "write notify { who: RECIPIENT_PARTY ... } in it");
    }
    // Those who must answer, and those who must hear that it is over, are shown when they are not
    // reached.
    if (!(step.required() || core::tells_the_end(step)) || asks_declarer_only(step)) {
        return;
    }
    if (std::ranges::none_of(step.rungs(), &v1::Rung::marks_unreachable)) {
        check.fault(at_step,
                    fmt::format("no rung of \"{}\" marks the party as not reached", step.id()),
                    "write marks_unreachable: true in a late rung");
    }
    if (std::ranges::none_of(step.rungs(),
                             [](auto const& rung) { return has(rung, v1::RECIPIENT_DECLARER); })) {
        check.fault(at_step,
                    fmt::format("\"{}\" never tells the stricken region's TiB who has not answered",
                                step.id()),
                    "write notify { who: RECIPIENT_DECLARER ... } in a late rung");
    }
}

}  // namespace

void check_rungs(Check const& check) {
    for (int index = 0; index < check.pack().steps_size(); ++index) {
        auto const& step = check.pack().steps(index);
        auto const place = check.at("steps", index);
        if (step.rungs().empty()) {
            check.fault(place, fmt::format("\"{}\" has no rungs: nobody is told", step.id()),
                        "write rungs { after_s: 0 notify { ... } }");
            continue;
        }
        check_times(check, place, step);
        for (int rung = 0; rung < step.rungs_size(); ++rung) {
            auto const at_rung = place.at("rungs", rung);
            if (step.rungs(rung).notify().empty()) {
                check.fault(at_rung, "a rung that tells nobody", "write notify { ... } in it");
            }
            check_notify(check, at_rung, step, step.rungs(rung));
        }
        check_end(check, place, step);
    }
}

}  // namespace larm::rules
