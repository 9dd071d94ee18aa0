#include "engine/larm/blood_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

using Rows = std::vector<std::vector<Cell>>;

constexpr std::int64_t us_per_minute = 60'000'000;

template <typename Lines>
std::string lines_text(Lines const& lines, report::Words const& words) {
    std::string text;
    for (auto const& line : lines) {
        text +=
            (text.empty() ? "" : ", ") + words.blood(line.product(), line.group(), line.units());
        if constexpr (requires { line.per_hour(); }) {
            text += line.per_hour() == 0 ? "" : fmt::format(" (+{}/h)", line.per_hour());
        }
    }
    return text;
}

std::string need_text(v1::BloodView const& blood, report::Words const& words) {
    if (!blood.has_rules()) {
        return "Behov: okänt, händelsens regler har inga siffror för blod.\n";
    }
    if (!blood.has_casualties()) {
        return "Behov: okänt, inget skadeutfall är rapporterat.\n";
    }
    return fmt::format("Behov: {}\n       ({} inlagda och {} massiva transfusioner väntas)\n",
                       lines_text(blood.need(), words), blood.expected_admissions(),
                       blood.expected_massive_transfusions());
}

/// Those who have said nothing stand in one line: a row of nothing for each hides who has.
std::string centres_text(v1::BloodView const& blood, report::Words const& words) {
    Rows rows;
    std::string silent;
    for (auto const& centre : blood.centres()) {
        if (centre.observed_at() == 0) {
            silent += (silent.empty() ? "" : ", ") + words.party(centre.party());
            continue;
        }
        auto const age = (blood.at() - centre.observed_at()) / us_per_minute;
        auto const counted =
            centre.is_known() ? Cell{fmt::format("för {} min sedan", age)}
                              : Cell{fmt::format("OKÄNT, för {} min sedan", age), Colour::yellow};
        rows.push_back({{words.party(centre.party())},
                        counted,
                        {lines_text(centre.lines(), words)},
                        {centre.note()}});
    }
    auto const counted =
        rows.empty() ? std::string{} : table({"BLODCENTRAL", "RÄKNAT", "LAGER", "NOT"}, rows);
    return counted + (silent.empty() ? "" : fmt::format("Inte rapporterat: {}\n", silent));
}

/// What there is of it; unknown is not zero.
Cell supply_of(v1::BloodGapPoint const& point, bool some_unknown) {
    if (!some_unknown) {
        return {std::to_string(point.supply())};
    }
    return point.supply() > 0 ? Cell{fmt::format("minst {}", point.supply())}
                              : Cell{"okänt", Colour::yellow};
}

/// Nothing is known of any stock: whatever is needed, nobody knows what lacks.
bool is_all_unknown(v1::BloodGap const& gap) {
    return !gap.unknown().empty() &&
           std::ranges::all_of(gap.points(), [](v1::BloodGapPoint const& point) {
               return point.supply() == 0 && point.incoming() == 0 &&
                      (point.need() == 0 || !point.is_known());
           });
}

Cell lack_of(v1::BloodGapPoint const& point) {
    if (!point.is_known()) {
        return {"okänt", Colour::yellow};
    }
    return point.lacking() == 0 ? Cell{"-", Colour::dim}
                                : Cell{std::to_string(point.lacking()), Colour::red};
}

std::string gap_text(v1::BloodGap const& gap, report::Words const& words) {
    auto const whose = gap.party().empty() ? std::string{"sjukvårdsregionen tillsammans"}
                                           : words.party(gap.party());
    std::string unknown;
    for (auto const& party : gap.unknown()) {
        unknown += (unknown.empty() ? "" : ", ") + words.party(party);
    }
    if (is_all_unknown(gap)) {
        return gap.points().empty()
                   ? std::string{}
                   : fmt::format("\nBrist, {}: okänd. Lagret är okänt hos {}.\n", whose, unknown);
    }
    auto text = fmt::format("\nBrist, {}:\n", whose);
    text += unknown.empty() ? "" : fmt::format("Lagret är okänt hos {}.\n", unknown);
    Rows rows;
    for (auto const& point : gap.points()) {
        rows.push_back({{fmt::format("om {} min", point.in_minutes())},
                        {words.blood_kind(point.product(), point.group())},
                        {std::to_string(point.need())},
                        supply_of(point, !gap.unknown().empty()),
                        {std::to_string(point.incoming())},
                        {std::to_string(point.promised())},
                        {std::to_string(point.substituted() - point.given())},
                        lack_of(point)});
    }
    text +=
        table({"NÄR", "GRUPP", "BEHOV", "FINNS", "FRAMME", "UTLOVAT", "ERSÄTTER", "SAKNAS"}, rows);
    return rows.empty() ? std::string{} : text;
}

std::string_view state_word(v1::BloodOfferState state) {
    switch (state) {
        case v1::BLOOD_OFFER_STATE_OFFERED: return "erbjudet";
        case v1::BLOOD_OFFER_STATE_ACCEPTED: return "mottaget";
        case v1::BLOOD_OFFER_STATE_UNDER_WAY: return "på väg";
        case v1::BLOOD_OFFER_STATE_ARRIVED: return "framme";
        case v1::BLOOD_OFFER_STATE_WITHDRAWN: return "TAGET TILLBAKA";
        case v1::BLOOD_OFFER_STATE_UNSPECIFIED:
        case v1::BloodOfferState_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::BloodOfferState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "okänt";
}

std::string alarms_text(v1::BloodView const& blood, report::Words const& words) {
    std::string text;
    for (auto const& alarm : blood.alarms()) {
        text += coloured(fmt::format("\n{} LARMADE LANDET {}", words.party(alarm.party()),
                                     local_time(alarm.at())),
                         Colour::bold) +
                fmt::format(": {}\n   Skäl:     {}\n   Erbjudet: {}\n   Mottaget: {}\n",
                            lines_text(alarm.asks(), words), alarm.reason(),
                            alarm.offered().empty() ? "-" : lines_text(alarm.offered(), words),
                            alarm.accepted().empty() ? "-" : lines_text(alarm.accepted(), words));
    }
    return text;
}

std::string offers_text(v1::BloodView const& blood, report::Words const& words) {
    Rows rows;
    for (auto const& offer : blood.offers()) {
        auto const when = offer.withdrawn_at() != 0 ? offer.withdrawn_at()
                          : offer.arrived_at() != 0 ? offer.arrived_at()
                          : offer.arrives_at() != 0 ? offer.arrives_at()
                                                    : offer.ready_at();
        rows.push_back(
            {{offer.offer_id()},
             {words.party(offer.party())},
             {words.party(offer.to())},
             {std::string{state_word(offer.state())}},
             {lines_text(offer.accepted().empty() ? offer.units() : offer.accepted(), words)},
             {local_time(when)},
             {offer.withdrawn_reason().empty() ? offer.note() : offer.withdrawn_reason()}});
    }
    auto text =
        table({"ERBJUDANDE", "FRÅN", "TILL", "LÄGE", "ENHETER", "KLART/FRAMME", "NOT"}, rows);
    for (auto const& party : blood.asked()) {
        if (party.state() != v1::PARTY_STATE_ANSWERED) {
            text += fmt::format("Inget svar än: {}\n", words.party(party.party()));
        } else if (party.answer().starts_with("decline")) {
            text +=
                fmt::format("Nej: {}{}\n", words.party(party.party()), party.answer().substr(7));
        }
    }
    return text;
}

}  // namespace

std::string blood_text(v1::BloodView const& blood, report::Words const& words) {
    auto text = need_text(blood, words) + centres_text(blood, words);
    for (auto const& gap : blood.gaps()) {
        text += gap_text(gap, words);
    }
    return text + alarms_text(blood, words) + offers_text(blood, words);
}

}  // namespace larm::cli
