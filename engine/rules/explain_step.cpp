// One step of the chain in words.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/step.hpp"
#include "engine/rules/explain_parts.hpp"
#include "engine/rules/pack_names.hpp"
#include "engine/rules/swedish.hpp"

namespace larm::rules {
namespace {

bool starts_with_alarm(v1::Step const& step) {
    return step.start().trigger() == v1::TRIGGER_ALARM;
}

std::string start_in_words(v1::RulePack const& pack, v1::Start const& start) {
    switch (start.trigger()) {
        case v1::TRIGGER_ALARM: return "När larmet går ut.";
        case v1::TRIGGER_STEP_COMPLETE: {
            auto const* const before = step_called(pack, start.after_step());
            return fmt::format("När steget \"{}\" är klart.",
                               before == nullptr ? start.after_step() : before->title().sv());
        }
        case v1::TRIGGER_NATIONAL_TAKEN:
            return "När en TiB har beslutat om nationellt masskadelarm.";
        case v1::TRIGGER_SHORTFALL:
            return "När en region har avböjt transporter och ingen har godtagit bristen.";
        case v1::TRIGGER_BLOOD_ALARM:
            return "När en regions blodcentral larmar landets blodcentraler. Det gör den själv: "
                   "systemet gör det aldrig.";
        case v1::TRIGGER_TRANSFERS_PROPOSED:
            return "När förflyttningar av patienter föreslås en region, och på nytt när något "
                   "nytt föreslås den. Bara mottagande regioner frågas.";
        case v1::TRIGGER_SUPPORT_REQUESTED:
            return "När en region begär stöd, och på nytt för varje begäran. Bara de regioner som "
                   "begäran gäller frågas.";
        case v1::TRIGGER_TRIAGE_RECOMMENDED:
            return "När en regions indikatorer talar för ett annat arbetssätt, och på nytt för "
                   "varje sådan rekommendation. Den frågas vars beslut det är i regionen.";
        case v1::TRIGGER_SITUATION_SENT:
            return "När en lägesbild skickas, och på nytt för varje lägesbild. Utanför "
                   "sjukvårdsregionen sägs ingenting före beslutet om nationellt masskadelarm.";
        case v1::TRIGGER_CONFERENCE_CALLED:
            return "När någon kallar till en konferens, och på nytt för varje kallelse. Kallelsen "
                   "kan nämna andra deltagare än dessa.";
        case v1::TRIGGER_STAND_DOWN: return "När händelsen avlarmas.";
        case v1::TRIGGER_RESCIND: return "När larmet återkallas som falskt.";
        case v1::TRIGGER_UNSPECIFIED:
        case v1::Trigger_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Trigger_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "Aldrig.";
}

std::string answer_in_words(v1::Step const& step) {
    switch (step.expects()) {
        case v1::EXPECTS_ACKNOWLEDGEMENT: return "En människa kvitterar att den har sett det.";
        case v1::EXPECTS_TRANSPORTS:
            return fmt::format(
                "Regionen utlovar minst {}. Färre räknas också, och "
                "regionen frågas då bara om resten. Den kan avböja med ett skäl.",
                transports_in_words(step.minimum()));
        case v1::EXPECTS_NATIONAL_DECISION:
            return "TiB eskalerar till nationellt masskadelarm, eller avböjer med ett skäl.";
        case v1::EXPECTS_SHORTFALL_DECISION:
            return "TiB godtar bristen med sitt namn, eller så ordnas transporterna ändå.";
        case v1::EXPECTS_BLOOD_OFFER:
            return "Blodcentralen erbjuder enheter per blodgrupp, eller avböjer med ett skäl. "
                   "Larmar samma blodcentral igen frågas de på nytt som inte har erbjudit det som "
                   "fattas, så länge det den har antagit inte räcker.";
        case v1::EXPECTS_TRANSFER_ANSWER:
            return "Regionen, eller sjukhuset, tar emot det som föreslås, tar emot det på ett "
                   "annat sätt, eller avböjer med ett skäl. Den frågas inte längre om det som "
                   "inte föreslås.";
        case v1::EXPECTS_SUPPORT_OFFER:
            return "Regionen erbjuder något på varje rad som den frågas om, eller avböjer med ett "
                   "skäl. Den frågas inte längre om det som redan är accepterat från andra.";
        case v1::EXPECTS_TRIAGE_DECISION:
            return "En namngiven människa beslutar, med ett skäl. Att fortsätta som nu är också "
                   "ett svar. Systemet beslutar aldrig.";
        case v1::EXPECTS_SITUATION_REPORT:
            return "TiB skickar en lägesbild. Om nästa påminns det i mallens takt.";
        case v1::EXPECTS_UNSPECIFIED:
        case v1::Expects_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Expects_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "Ingenting.";
}

/// What holds for the stricken region's TiB, who knows of the alarm and its end already.
std::string declarer_in_words(v1::Step const& step) {
    if (!can_ask_declarer(step)) {
        return {};
    }
    if (core::tells_the_end(step)) {
        return " Den drabbade regionens TiB vet redan och frågas inte.";
    }
    if (!starts_with_alarm(step)) {
        return {};
    }
    if (step.expects() == v1::EXPECTS_ACKNOWLEDGEMENT) {
        return " Den drabbade regionens TiB har kvitterat genom att bekräfta händelsen.";
    }
    return asks_declarer_only(step)
               ? std::string{}
               : fmt::format(
                     " Den drabbade regionens TiB har bekräftat händelsen själv och frågas "
                     "första gången efter {}.",
                     duration_in_words(step.answer_within_s()));
}

std::string organisations_in_words(v1::RulePack const& pack, v1::Step const& step) {
    std::vector<std::string> names;
    for (auto const& organisation : pack.organisations()) {
        if (organisation.role() == step.audience().role()) {
            names.push_back(organisation.name());
        }
    }
    return joined(names);
}

void explain_ladder(Page& page, v1::RulePack const& pack, v1::Step const& step) {
    page.item("Utan svar", "Så länge ingen människa har svarat, räknat från att steget börjar:");
    for (int index = 0; index < step.rungs_size(); ++index) {
        auto const& rung = step.rungs(index);
        auto label = after_in_words(seconds_to(step, index));
        for (auto const& notify : rung.notify()) {
            page.detail(label, capitalised(notify_in_words(pack, step, notify)) + ".");
            label.clear();
        }
        if (rung.marks_unreachable()) {
            page.detail(label, "Den som inte har svarat visas som ej nådd: läget är okänt.");
        }
    }
    page.detail(every_in_words(step.repeat_every_s()),
                "Den sista omgången upprepas, tills en människa har svarat.");
}

}  // namespace

std::string audience_in_words(v1::RulePack const& pack, v1::Step const& step) {
    auto const role = role_in_words(step.audience().role());
    switch (step.audience().where()) {
        case v1::WHERE_EVERY_REGION:
            if (pack.regions_size() == 1) {
                return role + " i regionen";
            }
            return fmt::format("{} i alla {} regioner, även den drabbade", role,
                               number_in_words(pack.regions_size()));
        case v1::WHERE_OTHER_REGIONS:
            return fmt::format("{} i alla regioner utom den drabbade", role);
        case v1::WHERE_STRICKEN_REGION: return fmt::format("{} i den drabbade regionen", role);
        case v1::WHERE_ORGANISATIONS:
            return fmt::format("{} vid {}", role, organisations_in_words(pack, step));
        case v1::WHERE_COUNTRY:
            return fmt::format("{} i alla regioner och vid {}, utom den som larmar", role,
                               organisations_in_words(pack, step));
        case v1::WHERE_ALERTED: return "alla som har larmats, och inga andra";
        case v1::WHERE_UNSPECIFIED:
        case v1::Where_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Where_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "ingen";
}

std::string notify_in_words(v1::RulePack const& pack, v1::Step const& step,
                            v1::Notify const& notify) {
    auto const alerted = step.audience().where() == v1::WHERE_ALERTED;
    std::string who = alerted ? "den som har larmats" : role_in_words(step.audience().role());
    if (notify.who() == v1::RECIPIENT_DEPUTY) {
        who = "ställföreträdande TiB i samma region";
    } else if (notify.who() == v1::RECIPIENT_DECLARER) {
        who = "den drabbade regionens TiB";
    } else if (notify.who() == v1::RECIPIENT_BLOOD_ASKER) {
        who = "blodcentralen som larmar";
    }
    std::vector<std::string> channels;
    for (auto const channel : notify.channels()) {
        channels.push_back(channel_in_words(static_cast<v1::Channel>(channel)));
    }
    auto const own = notify.message().empty() || notify.message() == step.message();
    return who + ": " + joined(channels) +
           (own ? std::string{} : ", " + message_in_words(pack, notify.message()));
}

std::string told_in_words(v1::RulePack const& pack, v1::Notify const& notify) {
    return notify_in_words(pack, v1::Step::default_instance(), notify);
}

int seconds_to(v1::Step const& step, int rung) {
    auto const confirmed = asks_declarer_only(step) && starts_with_alarm(step);
    auto const shift = confirmed ? step.answer_within_s() - step.rungs(0).after_s() : 0;
    return shift + step.rungs(rung).after_s();
}

std::string after_in_words(int seconds) {
    return seconds == 0 ? "genast" : "efter " + duration_in_words(seconds);
}

std::string complete_in_words(v1::Step const& step) {
    switch (step.expects()) {
        case v1::EXPECTS_ACKNOWLEDGEMENT: return "alla tillfrågade har kvitterat.";
        case v1::EXPECTS_TRANSPORTS:
            return fmt::format(
                "varje tillfrågad region har utlovat minst {}, "
                "eller avböjt och fått bristen godtagen av en namngiven människa.",
                transports_in_words(step.minimum()));
        case v1::EXPECTS_NATIONAL_DECISION:
            return "nationellt masskadelarm är beslutat eller avböjt.";
        case v1::EXPECTS_SHORTFALL_DECISION: return "varje brist är godtagen eller täckt.";
        case v1::EXPECTS_BLOOD_OFFER: return "alla tillfrågade har erbjudit blod eller avböjt.";
        case v1::EXPECTS_TRANSFER_ANSWER:
            return "varje tillfrågad region har svarat på varje föreslagen förflyttning.";
        case v1::EXPECTS_SUPPORT_OFFER: return "varje tillfrågad region har svarat på varje rad.";
        case v1::EXPECTS_SITUATION_REPORT: return "en lägesbild är skickad.";
        case v1::EXPECTS_TRIAGE_DECISION: return "allt som rekommenderas är beslutat om.";
        case v1::EXPECTS_UNSPECIFIED:
        case v1::Expects_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Expects_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "aldrig.";
}

void explain_step(Page& page, v1::RulePack const& pack, int index) {
    auto const& step = pack.steps(index);
    page.subheading(fmt::format("Steg {}: {}", index + 1, step.title().sv()));
    page.item("Börjar", start_in_words(pack, step.start()));
    page.item("Frågas", capitalised(audience_in_words(pack, step)) + "." + declarer_in_words(step));
    page.item("Meddelande",
              capitalised(message_in_words(pack, step.message())) + ", om inget annat sägs.");
    page.item("Svar", answer_in_words(step));
    explain_ladder(page, pack, step);
    auto const takes_no =
        step.expects() == v1::EXPECTS_ACKNOWLEDGEMENT || step.expects() == v1::EXPECTS_BLOOD_OFFER;
    if (takes_no && !asks_declarer_only(step)) {
        page.item("Svarar nej", step.has_on_decline()
                                    ? "Den som svarar nej frågas inte igen. Det sägs genast till " +
                                          told_in_words(pack, step.on_decline()) + "."
                                    : std::string{"Den som svarar nej frågas inte igen. Ingen "
                                                  "annan får något meddelande om det."});
    }
    if (step.has_on_offer()) {
        page.item("Erbjuder", "Det sägs genast till " + told_in_words(pack, step.on_offer()) + ".");
    }
    if (step.has_on_withdrawal() && step.expects() == v1::EXPECTS_TRANSFER_ANSWER) {
        page.item("Ställs in",
                  "När något som var mottaget inte blir av sägs det genast till den "
                  "mottagande regionens TiB och till " +
                      told_in_words(pack, step.on_withdrawal()) + ".");
    } else if (step.has_on_withdrawal()) {
        page.item("Tar tillbaka",
                  "Ett erbjudande kan tas tillbaka tills det är framme. Det sägs genast till " +
                      told_in_words(pack, step.on_withdrawal()) +
                      ". Var det antaget frågas de andra på nytt om det som då fattas.");
    }
    if (step.has_by_hand()) {
        page.item("Nådd bara för hand",
                  "Den som ingen teknik har nått, men som någon har talat med, rings genast: det "
                  "sägs till " +
                      told_in_words(pack, step.by_hand()) + ".");
    }
    if (step.answer_within_s() > 0) {
        page.item("Bara kvitterat",
                  fmt::format("Den som har kvitterat men inte svarat frågas igen efter {}, från "
                              "början av listan.",
                              duration_in_words(step.answer_within_s())));
    }
    auto complete = "När " + complete_in_words(step);
    if (!core::tells_the_end(step)) {
        complete += step.required() ? " Krävs för att larmet ska vara komplett."
                                    : " Krävs inte för att larmet ska vara komplett.";
    }
    page.item("Klart", complete);
    page.item("Källa", step.source());
}

}  // namespace larm::rules
