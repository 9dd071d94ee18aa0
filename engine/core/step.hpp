// What a step of the alarm chain is about, by its rules.
#pragma once

#include <larm/v1/rules.pb.h>

namespace larm::core {

/// Whether it tells that the alarm is over: stood down, or called back.
[[nodiscard]] inline bool tells_the_end(v1::Step const& step) {
    auto const trigger = step.start().trigger();
    return trigger == v1::TRIGGER_STAND_DOWN || trigger == v1::TRIGGER_RESCIND;
}

/// Whether it asks if the party comes to a conference: to have seen the alarm, or anything else, is
/// no answer to that.
[[nodiscard]] inline bool calls_a_conference(v1::Step const& step) {
    return step.start().trigger() == v1::TRIGGER_CONFERENCE_CALLED;
}

/// Whether somebody's act makes it ask, each time anew: a request, a call, a report.
[[nodiscard]] inline bool is_asked_again(v1::Step const& step) {
    auto const trigger = step.start().trigger();
    return trigger == v1::TRIGGER_SUPPORT_REQUESTED || trigger == v1::TRIGGER_SITUATION_SENT ||
           trigger == v1::TRIGGER_CONFERENCE_CALLED || trigger == v1::TRIGGER_TRANSFERS_PROPOSED ||
           trigger == v1::TRIGGER_TRIAGE_RECOMMENDED;
}

}  // namespace larm::core
