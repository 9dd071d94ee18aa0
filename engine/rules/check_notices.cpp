// What the stricken region's TiB is told without being asked anything: that a party has answered
// no, that chases are held and wait for a human, and whom to call when the alarm is over.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/step.hpp"
#include "engine/rules/check_pack.hpp"
#include "engine/rules/pack_names.hpp"

namespace larm::rules {
namespace {

enum class Message { needed, may_be_the_steps };

void check_told(Check const& check, Place const& place, v1::Notify const& notify,
                Message may = Message::needed, bool or_asker = false) {
    auto const is_asker = or_asker && notify.who() == v1::RECIPIENT_BLOOD_ASKER;
    if (notify.who() != v1::RECIPIENT_DECLARER && !is_asker) {
        check.fault(place.at("who"), "it is the stricken region's TiB who must know",
                    "write who: RECIPIENT_DECLARER");
    }
    if (may == Message::needed || !notify.message().empty()) {
        check.known(place.at("message"), "message template", notify.message(),
                    ids_of(check.pack().messages()));
    }
    if (notify.channels().empty()) {
        check.fault(place, "nobody is told: no channel",
                    "write channels: [CHANNEL_PUSH, CHANNEL_SMS], or others");
    }
    if (notify.channels_size() == 1 && notify.channels(0) == v1::CHANNEL_PUSH) {
        check.fault(place.at("channels", 0), "told by push alone",
                    "whoever has no device for pushes hears nothing: add CHANNEL_SMS");
    }
    check_each_once(check, place, notify.channels());
}

void check_on_decline(Check const& check, Place const& place, v1::Step const& step) {
    auto const asks_for_blood = step.expects() == v1::EXPECTS_BLOOD_OFFER;
    if (step.expects() != v1::EXPECTS_ACKNOWLEDGEMENT && !asks_for_blood) {
        check.fault(place, "on_decline means nothing here",
                    "it is for EXPECTS_ACKNOWLEDGEMENT and EXPECTS_BLOOD_OFFER: what else a step "
                    "asks for is declined with its own consequences");
        return;
    }
    if (asks_declarer_only(step)) {
        check.fault(place, "the party is the stricken region's TiB itself", "leave on_decline out");
        return;
    }
    check_told(check, place, step.on_decline(), Message::needed, asks_for_blood);
}

void check_of_offer(Check const& check, Place const& place, v1::Step const& step,
                    v1::Notify const& notify) {
    if (step.expects() != v1::EXPECTS_BLOOD_OFFER || notify.who() != v1::RECIPIENT_BLOOD_ASKER) {
        check.fault(place, "only a blood centre that asks is told of an offer",
                    "it is for EXPECTS_BLOOD_OFFER, with who: RECIPIENT_BLOOD_ASKER");
        return;
    }
    check_told(check, place, notify, Message::needed, true);
}

/// Accepted moves that do not go: the receiver is told anyway.
void check_of_moves(Check const& check, Place const& place, v1::Step const& step) {
    check_told(check, place, step.on_withdrawal());
    for (auto const& message : check.pack().messages()) {
        if (message.id() == step.on_withdrawal().message() &&
            message.short_sv().find("{answer}") == std::string::npos) {
            check.fault(
                place.at("message"),
                fmt::format("short_sv of \"{}\" does not say what is called off", message.id()),
                "write {answer} in it: who was to go where, and why they do not");
        }
    }
}

/// An offer that is gone must not read as one that has come.
void check_says_withdrawn(Check const& check, Place const& place, v1::Notify const& notify) {
    for (auto const& message : check.pack().messages()) {
        auto const says = [&](char const* placeholder) {
            return message.short_sv().find(placeholder) != std::string::npos;
        };
        if (message.id() == notify.message() && !(says("{offer}") && says("{answer}"))) {
            check.fault(place.at("message"),
                        fmt::format("short_sv of \"{}\" does not say what is withdrawn and why",
                                    message.id()),
                        "write {offer} and {answer} in it: what it was, and the reason");
        }
    }
}

void check_by_hand(Check const& check, Place const& place, v1::Step const& step) {
    if (!core::tells_the_end(step)) {
        check.fault(place, "by_hand means nothing here",
                    "it is for the steps of stand-down and rescind: before those nobody has been "
                    "spoken with");
        return;
    }
    check_told(check, place, step.by_hand(), Message::may_be_the_steps);
}

}  // namespace

void check_each_once(Check const& check, Place const& place,
                     google::protobuf::RepeatedField<int> const& channels) {
    for (int index = 0; index < channels.size(); ++index) {
        auto const at_channel = place.at("channels", index);
        auto const channel = channels[index];
        auto const before = channels.begin();
        if (channel == v1::CHANNEL_UNSPECIFIED) {
            check.fault(at_channel, "CHANNEL_UNSPECIFIED is no channel");
        } else if (std::find(before, before + index, channel) != before + index) {
            check.fault(at_channel,
                        fmt::format("told twice over {}",
                                    v1::Channel_Name(static_cast<v1::Channel>(channel))),
                        "name each channel once");
        }
    }
}

void check_notices(Check const& check) {
    auto const& pack = check.pack();
    if (pack.policy().has_on_held()) {
        check_told(check, check.at("policy").at("on_held"), pack.policy().on_held());
    }
    for (int index = 0; index < pack.steps_size(); ++index) {
        if (pack.steps(index).has_on_decline()) {
            check_on_decline(check, check.at("steps", index).at("on_decline"), pack.steps(index));
        }
        auto const place = check.at("steps", index);
        if (pack.steps(index).has_on_offer()) {
            check_of_offer(check, place.at("on_offer"), pack.steps(index),
                           pack.steps(index).on_offer());
        }
        if (pack.steps(index).has_on_withdrawal() &&
            pack.steps(index).expects() == v1::EXPECTS_TRANSFER_ANSWER) {
            check_of_moves(check, place.at("on_withdrawal"), pack.steps(index));
        } else if (pack.steps(index).has_on_withdrawal()) {
            check_of_offer(check, place.at("on_withdrawal"), pack.steps(index),
                           pack.steps(index).on_withdrawal());
            check_says_withdrawn(check, place.at("on_withdrawal"),
                                 pack.steps(index).on_withdrawal());
        }
        if (pack.steps(index).has_by_hand()) {
            check_by_hand(check, check.at("steps", index).at("by_hand"), pack.steps(index));
        }
    }
}

}  // namespace larm::rules
