// How each channel is tried, for a planner.
#include <fmt/format.h>

#include "engine/rules/explain_parts.hpp"
#include "engine/rules/swedish.hpp"

namespace larm::rules {
namespace {

std::string policy_in_words(v1::ChannelPolicy const& policy) {
    auto const again = policy.backoff_first_ms() > 0
                           ? std::string{", och försöks om under tiden när det är tillfälligt fel"}
                           : std::string{};
    auto text = fmt::format("Ett meddelande ges upp efter {}{}.",
                            duration_in_words(policy.attempt_within_s()), again);
    if (policy.receipt_within_s() > 0) {
        text += fmt::format(
            " Har telefonen eller enheten inte fått det {} efter att det lämnats över räknas det "
            "inte längre med.",
            duration_in_words(policy.receipt_within_s()));
    }
    if (policy.broken_after() > 0) {
        text += fmt::format(
            " Går det inte fram till {} mottagare i följd anses vägen ur funktion, och prövas "
            "igen efter {}.",
            number_in_words(policy.broken_after()), duration_in_words(policy.broken_for_s()));
    }
    return text;
}

}  // namespace

void explain_channels(Page& page, v1::RulePack const& pack) {
    for (auto const& policy : pack.policy().channels()) {
        page.item(capitalised(channel_in_words(policy.channel())), policy_in_words(policy));
    }
}

}  // namespace larm::rules
