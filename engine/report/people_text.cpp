// What happens to people outside incidents, in words: contacts that change, shifts, roll-calls.
#include <fmt/format.h>

#include "engine/report/event_text_parts.hpp"

namespace larm::report {
namespace {

std::string changed_text(Telling const& telling) {
    auto const& words = telling.words;
    auto const& changed = telling.event.contacts_changed();
    if (changed.number() == 0) {
        return fmt::format("{} {}", telling.actor(),
                           words.say("raderade en persons uppgifter", "erased a person"));
    }
    return fmt::format("{} {} {}", telling.actor(),
                       changed.rolled_back()
                           ? words.say("återtog kontaktändring", "rolled back contact change")
                           : words.say("godkände kontaktändring", "approved contact change"),
                       changed.number());
}

std::string started_text(Telling const& telling) {
    auto const& words = telling.words;
    auto const& started = telling.event.roll_call_started();
    auto text = fmt::format("{}: {} {}", words.say("Provlarm", "Roll-call"), started.asks_size(),
                            words.say("tillfrågas", "are asked"));
    if (!started.put_off().empty()) {
        text += fmt::format(
            "; {} {}", started.put_off_size(),
            words.say("larmas just nu och tillfrågas inte", "are being alarmed and are not asked"));
    }
    return text;
}

}  // namespace

std::string people_text(Telling const& telling) {
    auto const& event = telling.event;
    auto const& words = telling.words;
    if (event.has_contacts_changed()) {
        return changed_text(telling);
    }
    if (event.has_contacts_withdrawn()) {
        return fmt::format("{} {} {}", telling.actor(),
                           words.say("drog tillbaka kontaktförslag", "withdrew contact proposal"),
                           event.contacts_withdrawn().number());
    }
    if (event.has_duty_planned()) {
        return fmt::format("{} {} {} ({})", telling.actor(),
                           words.say("planerade jouren för", "planned the duty of"),
                           words.party(event.duty_planned().party()),
                           event.duty_planned().shifts_size());
    }
    if (event.has_duty_reminded()) {
        return fmt::format("{} {} {}", event.duty_reminded().officer_id(),
                           words.say("påmindes om att ta över som", "was reminded to take over as"),
                           words.party(event.duty_reminded().party()));
    }
    if (event.has_roll_call_started()) {
        return started_text(telling);
    }
    if (event.has_roll_call_answered()) {
        return fmt::format("{} {} ({})", event.roll_call_answered().officer_id(),
                           words.say("svarade på provlarm", "answered the roll-call"),
                           words.via(event.roll_call_answered().via()));
    }
    if (event.has_roll_call_ended() && event.has_cause()) {
        return fmt::format("{} {}", telling.actor(),
                           words.say("avbröt provlarmet", "called the roll-call off"));
    }
    if (event.has_roll_call_ended()) {
        return std::string{words.say("Provlarmet är slut", "The roll-call is over")};
    }
    return {};
}

}  // namespace larm::report
