// The messages as they will read, filled with an example. What is sent in the night is filled by
// engine/delivery with what is known then.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/party.hpp"
#include "engine/rules/explain_parts.hpp"
#include "engine/rules/pack_names.hpp"
#include "engine/rules/placeholders.hpp"
#include "engine/rules/swedish.hpp"
#include "engine/rules/text.hpp"

namespace larm::rules {
namespace {

/// Which steps send the template, and when it is not the step's own, to whom.
std::vector<std::string> senders_of(v1::RulePack const& pack, std::string const& message) {
    std::vector<std::string> senders;
    for (auto const& step : pack.steps()) {
        auto sends = step.message() == message || step.on_decline().message() == message ||
                     step.by_hand().message() == message || step.on_offer().message() == message ||
                     step.on_withdrawal().message() == message;
        for (auto const& rung : step.rungs()) {
            for (auto const& notify : rung.notify()) {
                sends = sends || notify.message() == message;
            }
        }
        if (sends) {
            senders.push_back(step.title().sv());
        }
    }
    if (pack.policy().reconfirm_message() == message) {
        senders.emplace_back("frågan om ett löfte gäller");
    }
    if (pack.policy().on_held().message() == message) {
        senders.emplace_back("påminnelser som väntar efter ett avbrott");
    }
    if (pack.policy().roll_call().message() == message) {
        senders.emplace_back("provlarm");
    }
    if (pack.policy().hand_over().message() == message) {
        senders.emplace_back("jourbyte");
    }
    if (pack.policy().device_dropped().message() == message) {
        senders.emplace_back("en enhet som inte längre tar emot notiser");
    }
    if (pack.capacity().on_warning().message() == message) {
        senders.emplace_back("kapacitet som inte räcker");
    }
    return senders;
}

/// An invented incident in the pack's first region; the party is the last region's TiB.
Values example_of(v1::RulePack const& pack) {
    Values values{{"place", "Riksvägen vid norra infarten"},
                  {"type", "Bussolycka"},
                  {"level", level_in_words(v1::READINESS_LEVEL_KATASTROF)},
                  {"asks", "en kvittens"},
                  {"casualties", "2 döda, 6 svårt, 14 lätt skadade"},
                  {"reason", "Läget är under kontroll"},
                  {"time", "14:07"},
                  {"incident", "7f3a91c2"},
                  {"blood", "20 O-, 40 O+, 30 A+"},
                  {"offer", "6 O-, 20 O+"},
                  {"again", ""}};
    if (!pack.blood_centres().empty()) {
        values["centre"] = pack.blood_centres(0).name();
    }
    if (!pack.regions().empty()) {
        auto const& last = pack.regions(pack.regions_size() - 1);
        values["region"] = pack.regions(0).name();
        values["party"] = party_in_words(pack, core::make_party(v1::ROLE_TIB, last.id()));
    }
    for (auto const& step : pack.steps()) {
        if (step.expects() == v1::EXPECTS_TRANSPORTS) {
            values["asks"] = transports_in_words(step.minimum());
        }
    }
    return values;
}

/// What {answer} says in the message.
std::string answer_in(v1::RulePack const& pack, std::string_view message) {
    auto const is_off = std::ranges::any_of(pack.steps(), [&](auto const& step) {
        return step.expects() == v1::EXPECTS_TRANSFER_ANSWER &&
               step.on_withdrawal().message() == message;
    });
    return is_off ? "INSTÄLLT: 3 svårt till FAL (1-2); fordonen är inte längre utlovade"
                  : "Strömavbrott";
}

/// What the message's step is about, where somebody begins it.
std::string matter_of(v1::RulePack const& pack, std::string_view message) {
    for (auto const& step : pack.steps()) {
        auto const trigger = step.start().trigger();
        if (step.message() != message) {
            continue;
        }
        if (trigger == v1::TRIGGER_SUPPORT_REQUESTED) {
            return "S1 3 ambulanshelikoptrar senast 14:45";
        }
        if (trigger == v1::TRIGGER_TRANSFERS_PROPOSED) {
            return "3 svårt till FAL kl 14:45 (1-2)";
        }
        if (trigger == v1::TRIGGER_TRIAGE_RECOMMENDED) {
            return "masskadetriage (IVA-belastning 1200 av 1000)";
        }
        if (trigger == v1::TRIGGER_CONFERENCE_CALLED) {
            return "K1 kl 14:30 tel 08-555 555 55";
        }
        if (trigger == v1::TRIGGER_SITUATION_SENT ||
            step.expects() == v1::EXPECTS_SITUATION_REPORT) {
            return "lägesbild 1";
        }
    }
    return "larmet";
}

std::size_t longest_short(v1::RulePack const& pack, v1::MessageTemplate const& message) {
    auto const longest = longest_in_short(pack, message.id());
    auto characters = added_to_short(pack, message.id());
    for (auto const& piece : pieces_of(message.short_sv()).value_or(std::vector<Piece>{})) {
        auto const found = longest.find(piece.text);
        characters += piece.is_placeholder && found != longest.end() ? found->second
                                                                     : characters_in(piece.text);
    }
    return characters;
}

}  // namespace

std::string message_in_words(v1::RulePack const& pack, std::string_view id) {
    for (int index = 0; index < pack.messages_size(); ++index) {
        auto const& message = pack.messages(index);
        if (message.id() != id) {
            continue;
        }
        auto const pieces = pieces_of(message.title().sv()).value_or(std::vector<Piece>{});
        std::string name;
        // A mark of being put anew stands before the words that name the message.
        auto const first =
            std::ranges::find_if(pieces, [](auto const& piece) { return piece.text != "again"; });
        if (first != pieces.end() && !first->is_placeholder) {
            name = first->text;
            name.erase(name.find_last_not_of(" :,-") + 1);
        }
        return name.empty() ? fmt::format("meddelande {}", index + 1)
                            : fmt::format("meddelande {} ({})", index + 1, name);
    }
    return fmt::format("meddelandet \"{}\"", id);
}

void explain_messages(Page& page, v1::RulePack const& pack) {
    auto values = example_of(pack);
    page.paragraph(
        "Så lyder de, här ifyllda med en påhittad händelse. Det korta går över sms "
        "och Rakel. I en övning sätter systemet ÖVNING först och sist, i skarpt läge "
        "aldrig. Varje meddelande finns också på engelska.");
    for (auto const& message : pack.messages()) {
        values["matter"] = matter_of(pack, message.id());
        values["answer"] = answer_in(pack, message.id());
        auto short_values = values;
        if (!pack.regions().empty()) {
            short_values["region"] = pack.regions(0).short_name();
        }
        short_values = shortened(short_values);
        page.subheading(capitalised(message_in_words(pack, message.id())));
        page.item("Används i", capitalised(joined(senders_of(pack, message.id()))) + ".");
        page.item("Rubrik", fill(message.title().sv(), values));
        page.item("Kort", fill(message.short_sv(), short_values));
        page.item("", fmt::format("(blir högst {} av {} tecken, {} medräknat)",
                                  longest_short(pack, message), short_characters_max,
                                  goes_over_rakel(pack, message.id())
                                      ? "ÖVNING och det som Rakel lägger till"
                                      : "ÖVNING"));
        page.quote(fill(message.body().sv(), values));
    }
}

}  // namespace larm::rules
