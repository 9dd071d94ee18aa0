// How each channel is tried, and what is sent when nothing has happened: roll-calls, and the duty
// that changes hands. For a planner.
#include <fmt/format.h>

#include "engine/rules/explain_parts.hpp"
#include "engine/rules/swedish.hpp"

namespace larm::rules {
namespace {

/// "1 sekund", "1,5 sekunder"
std::string pause_in_words(int milliseconds) {
    auto const tenths = (milliseconds + 99) / 100;
    if (tenths % 10 == 0) {
        return duration_in_words(tenths / 10);
    }
    return fmt::format("{},{} sekunder", tenths / 10, tenths % 10);
}

std::string policy_in_words(v1::ChannelPolicy const& policy) {
    auto const again = policy.backoff_first_ms() > 0
                           ? std::string{", och försöks om under tiden när det är tillfälligt fel"}
                           : std::string{};
    auto text = fmt::format("Ett meddelande ges upp efter {}{}.",
                            duration_in_words(policy.attempt_within_s()), again);
    if (policy.backoff_first_ms() > 0) {
        text += fmt::format(
            " Är det för mycket på en gång för mottagaren försöks det om tidigast efter {}.",
            pause_in_words(policy.overrun_pause_ms()));
    }
    if (policy.receipt_within_s() > 0) {
        text += fmt::format(
            " Har telefonen eller enheten inte fått det {} efter att det lämnats över räknas det "
            "inte längre med.",
            duration_in_words(policy.receipt_within_s()));
    }
    if (policy.broken_after() > 0) {
        text += fmt::format(
            " Går det inte fram till {} mottagare i följd under minst {} anses vägen ur "
            "funktion, och prövas igen efter {}.",
            number_in_words(policy.broken_after()), pause_in_words(policy.broken_row_ms()),
            duration_in_words(policy.broken_for_s()));
    }
    return text;
}

std::string_view day_in_words(int day) {
    switch (static_cast<v1::Weekday>(day)) {
        case v1::WEEKDAY_MONDAY: return "måndagar";
        case v1::WEEKDAY_TUESDAY: return "tisdagar";
        case v1::WEEKDAY_WEDNESDAY: return "onsdagar";
        case v1::WEEKDAY_THURSDAY: return "torsdagar";
        case v1::WEEKDAY_FRIDAY: return "fredagar";
        case v1::WEEKDAY_SATURDAY: return "lördagar";
        case v1::WEEKDAY_SUNDAY: return "söndagar";
        case v1::WEEKDAY_UNSPECIFIED:
        case v1::Weekday_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Weekday_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "";
}

std::string roll_call_in_words(v1::RollCallPolicy const& policy) {
    std::vector<std::string> days;
    for (auto const day : policy.days()) {
        days.emplace_back(day_in_words(day));
    }
    auto const when = policy.at_local().empty() || days.empty()
                          ? std::string{"När någon begär det"}
                          : fmt::format("{} klockan {}, och när någon begär det",
                                        capitalised(joined(days)), policy.at_local());
    return fmt::format(
        "{}. Alla får försöket på alla vägar de har, märkt PROV, och kan svara inom {}. En väg som "
        "någon har svarat på räknas som prövad i {}. Den som larmas på riktigt lämnas utanför.",
        when, duration_in_words(policy.answer_within_s()),
        duration_in_words(policy.proven_for_h() * 3600));
}

std::string answers_in_words(v1::AnswerPolicy const& policy) {
    return fmt::format(
        "Ett rätt svar tas alltid emot. Fel sms eller Rakeltext från ett nummer besvaras högst {} "
        "gånger i timmen, och från okända nummer sammanlagt {} gånger i timmen. Ett samtal "
        "avslutas "
        "efter {} frågor. Svarar flera för samma part samtidigt försöks vart och ett av svaren "
        "högst {} gånger.",
        policy.wrong_replies_per_hour(), policy.stranger_replies_per_hour(), policy.call_turns(),
        policy.tries());
}

template <typename Policy>
std::string channels_in_words(Policy const& policy) {
    std::vector<std::string> channels;
    for (auto const channel : policy.channels()) {
        channels.push_back(channel_in_words(static_cast<v1::Channel>(channel)));
    }
    return joined(channels);
}

std::string hand_over_in_words(v1::HandOverPolicy const& policy) {
    return fmt::format(
        "När ett planerat pass börjar frågas den som ska ta över, med {}, {} tills jouren är "
        "övertagen. Den som har den behåller den till dess.",
        channels_in_words(policy), every_in_words(policy.remind_every_s()));
}

}  // namespace

void explain_channels(Page& page, v1::RulePack const& pack) {
    for (auto const& policy : pack.policy().channels()) {
        page.item(capitalised(channel_in_words(policy.channel())), policy_in_words(policy));
    }
    if (pack.policy().has_answers()) {
        page.item("Svar", answers_in_words(pack.policy().answers()));
    }
    if (pack.policy().has_roll_call()) {
        page.item("Provlarm", roll_call_in_words(pack.policy().roll_call()));
    }
    if (pack.policy().has_hand_over()) {
        page.item("Jourbyte", hand_over_in_words(pack.policy().hand_over()));
    }
    if (pack.policy().has_device_dropped()) {
        page.item("Borttagen enhet",
                  fmt::format("Den vars enhet inte längre tar emot notiser får veta det, med {}.",
                              channels_in_words(pack.policy().device_dropped())));
    }
}

}  // namespace larm::rules
