#include "engine/larm/reply_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/vehicles_counted.hpp"
#include "engine/core/view.hpp"
#include "engine/larm/not_seen_text.hpp"
#include "engine/larm/output.hpp"
#include "engine/report/answer_words.hpp"
#include "engine/report/failure_text.hpp"

namespace larm::cli {
namespace {

using Rows = std::vector<std::vector<Cell>>;

std::string safety(v1::Durability durability) {
    switch (durability) {
        case v1::DURABILITY_REPLICATED: return "sparat på flera platser";
        case v1::DURABILITY_LOCAL: return "sparat";
        case v1::DURABILITY_SPILL: return "sparat i reservjournalen";
        case v1::DURABILITY_NONE: return "INTE SPARAT";
        case v1::DURABILITY_UNSPECIFIED:
        case v1::Durability_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Durability_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "okänt om det är sparat";
}

bool is_safe(v1::Durability durability) {
    return durability == v1::DURABILITY_LOCAL || durability == v1::DURABILITY_REPLICATED;
}

Cell state(v1::PartyState state) {
    switch (state) {
        case v1::PARTY_STATE_PENDING: return {"väntar", Colour::dim};
        case v1::PARTY_STATE_SENT: return {"skickat", Colour::yellow};
        case v1::PARTY_STATE_DELIVERED: return {"framme", Colour::yellow};
        case v1::PARTY_STATE_ACKNOWLEDGED: return {"kvitterat", Colour::bold};
        case v1::PARTY_STATE_ANSWERED: return {"svarat", Colour::green};
        case v1::PARTY_STATE_UNREACHABLE: return {"EJ NÅDD", Colour::red};
        case v1::PARTY_STATE_UNSPECIFIED:
        case v1::PartyState_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::PartyState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {"okänt", Colour::dim};
}

/// Whoever has been sent the end may well have seen it; what lacks is the word of a human.
std::string not_told(std::string const& party, v1::IncidentView const& before) {
    auto const rescinded = before.phase() == v1::INCIDENT_PHASE_RESCINDED;
    auto state = v1::PARTY_STATE_UNSPECIFIED;  // of the latest chase: of the end
    for (auto const& each : before.parties()) {
        state = each.party() == party ? each.state() : state;
    }
    if (state == v1::PARTY_STATE_SENT || state == v1::PARTY_STATE_DELIVERED) {
        return fmt::format("{} har inte kvitterat {}", party,
                           rescinded ? "återkallelsen" : "avlarmningen");
    }
    return fmt::format("{} har inte nått {}", rescinded ? "Återkallelsen" : "Avlarmningen", party);
}

std::string national(v1::IncidentView const& incident) {
    return incident.national_taken()      ? "taget"
           : incident.national_declined() ? "avböjt"
                                          : "ej beslutat";
}

std::string chain(v1::IncidentView const& incident) {
    if (incident.chain_complete()) {
        return coloured("komplett", Colour::green);
    }
    return incident.ended_at() != 0 ? std::string{"avbruten innan den blev komplett"}
                                    : coloured("pågår", Colour::yellow);
}

std::string head(v1::IncidentView const& incident, report::Words const& words) {
    auto text = coloured(fmt::format("{}, {}, {}{}", words.organisation(incident.region_id()),
                                     words.level(incident.level()), words.phase(incident.phase()),
                                     incident.mass_casualty() ? ", masskadehändelse" : ""),
                         Colour::bold) +
                "\n";
    text +=
        fmt::format("händelse    {} (version {})\n", incident.incident_id(), incident.version());
    auto const& report = incident.report();
    auto const line = [&text](std::string_view name, std::string const& value) {
        if (!value.empty()) {
            text += fmt::format("{:<11} {}\n", name, value);
        }
    };
    line("plats", report.exact_location());
    line("typ", report.type());
    line("skadade", words.casualties(report.casualties()));
    line("risker", report.hazards());
    line("väg dit", report.access());
    line("resurser", report.emergency_services());
    if (incident.confirmed_at() != 0) {
        line("bekräftad", local_time(incident.confirmed_at()));
        line("nationellt", national(incident));
        line("larmkedjan", chain(incident));
    }
    for (auto const& other : incident.suspected_duplicate_of()) {
        line("samma som?", other);
    }
    if (auto const unseen =
            not_seen_text(incident, words, [&](auto const& party) { return words.party(party); });
        !unseen.empty()) {
        text += coloured(unseen, incident.not_seen().empty() ? Colour::green : Colour::red) + "\n";
    }
    if (incident.chases_held()) {
        text +=
            coloured("Påminnelserna står stilla efter ett avbrott: larm resume", Colour::alarm) +
            "\n";
    }
    return text;
}

std::string transports(v1::IncidentView const& incident, report::Words const& words) {
    Rows rows;
    for (auto const& each : incident.transports()) {
        auto const counted = core::vehicles_counted(each);
        auto const is_met = counted >= each.required();
        auto const remark =
            each.declined() > 0
                ? fmt::format("avböjer {}: {}{}", each.declined(), each.decline_reason(),
                              each.shortfall_accepted() ? " (godtaget)" : "")
            : is_met && each.committed() < each.required()
                ? fmt::format("kravet uppfylldes; {} kvar", each.committed())
                : std::string{};
        rows.push_back(
            {{words.organisation(each.region_id())},
             {fmt::format("{}/{}", counted, each.required()), is_met ? Colour::green : Colour::red},
             {std::to_string(each.provisional())},
             {std::to_string(each.departed())},
             {std::to_string(each.released())},
             {remark}});
    }
    return rows.empty()
               ? std::string{}
               : "\n" + table({"TRANSPORTER", "LOVADE", "PREL", "AVGÅTT", "SLÄPPTA", ""}, rows);
}

std::string commitments(v1::IncidentView const& incident, report::Words const& words) {
    Rows rows;
    for (auto const& each : incident.commitments()) {
        rows.push_back({{each.commitment_id()},
                        {words.organisation(each.region_id())},
                        {std::to_string(each.count())},
                        {each.kind() + (each.provisional() ? " (prel)" : "")},
                        {each.place()},
                        {local_time(each.ready_at())},
                        {local_time(each.expires_at())}});
    }
    return rows.empty()
               ? std::string{}
               : "\n" + table({"LÖFTE", "REGION", "ANTAL", "SLAG", "PLATS", "KLARA", "GÄLLER TILL"},
                              rows);
}

std::string_view outcome(v1::DeliveryOutcome outcome) {
    switch (outcome) {
        case v1::DELIVERY_OUTCOME_HANDED_OVER: return "lämnat";
        case v1::DELIVERY_OUTCOME_ACCEPTED: return "skickat";
        case v1::DELIVERY_OUTCOME_RECEIVED: return "framme";
        case v1::DELIVERY_OUTCOME_SEEN: return "öppnat";
        case v1::DELIVERY_OUTCOME_FAILED: return "misslyckat";
        case v1::DELIVERY_OUTCOME_UNSPECIFIED:
        case v1::DeliveryOutcome_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::DeliveryOutcome_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "i kö";
}

/// What is known of the latest attempt's messages: "push framme, webhook: mottagaren svarade 401".
std::string messages(v1::PartyView const& party, report::Words const& words) {
    std::string text;
    auto const latest =
        std::ranges::max_element(party.deliveries(), {}, &v1::DeliveryView::attempt);
    for (auto const& each : party.deliveries()) {
        if (each.attempt() == latest->attempt()) {
            auto const to = each.recipient() == party.party() ? "" : " till " + each.recipient();
            auto const what = each.why().empty()
                                  ? fmt::format(" {}", outcome(each.outcome()))
                                  : ": " + report::failure_text(each.why(), words.language());
            text += fmt::format("{}{}{}{}", text.empty() ? "" : ", ", words.channel(each.channel()),
                                to, what);
        }
    }
    return text;
}

std::string parties(v1::IncidentView const& incident, report::Words const& words,
                    std::optional<std::int64_t> now_us) {
    Rows rows;
    for (auto const& each : incident.parties()) {
        auto const comes_to_nobody = core::reaches_nobody(each);
        rows.push_back({{each.party()},
                        {words.step(each.step())},
                        comes_to_nobody ? Cell{"NÅR INGEN", Colour::red} : state(each.state()),
                        {each.via() == v1::VIA_UNSPECIFIED ? "" : words.via(each.via())},
                        {local_time(each.since())},
                        {countdown(each.deadline(), now_us)},
                        {report::answer_in_words(each.answer(), words)},
                        {comes_to_nobody ? "ring själv" : messages(each, words), Colour::dim}});
    }
    return rows.empty()
               ? std::string{}
               : "\n" +
                     table({"PART", "STEG", "LÄGE", "VIA", "SEDAN", "NÄSTA", "SVAR", "MEDDELANDEN"},
                           rows);
}

}  // namespace

std::string countdown(std::int64_t deadline_us, std::optional<std::int64_t> now_us) {
    if (deadline_us == 0 || !now_us) {
        return local_time(deadline_us);
    }
    auto const seconds = (deadline_us - *now_us) / 1'000'000;
    return fmt::format("{} {}:{:02}", seconds < 0 ? "passerad" : "om", std::abs(seconds) / 60,
                       std::abs(seconds) % 60);
}

std::string reply_text(v1::CommandReply const& reply, v1::IncidentView const& before) {
    std::string text;
    if (!is_safe(reply.durability()) || !reply.notice().empty()) {
        auto const notice =
            reply.notice().empty() ? std::string{"Skriv ner detta."} : reply.notice();
        // What always stands there is on a line of its own: people have learnt to pass over it.
        auto const end = notice.find('\n');
        text += coloured(fmt::format("!!! {} !!!", notice.substr(0, end)), Colour::alarm) + "\n";
        if (end != std::string::npos) {
            text += coloured(notice.substr(end + 1), Colour::bold) + "\n";
        }
    }
    text += coloured("Klart", is_safe(reply.durability()) ? Colour::green : Colour::yellow);
    if (!reply.incident_id().empty()) {
        text += fmt::format(": händelse {}", reply.incident_id());
    }
    text +=
        fmt::format(", nr {}{}, {}\n", reply.seq(),
                    is_safe(reply.durability()) ? " i journalen" : "", safety(reply.durability()));
    if (reply.asked() > 0) {
        text += fmt::format("Frågas nu: {} blodcentral{}\n", reply.asked(),
                            reply.asked() == 1 ? "" : "er");
    }
    for (auto const& other : reply.suspected_duplicate_of()) {
        text +=
            coloured(fmt::format("Kan vara samma händelse som {}", other), Colour::yellow) + "\n";
    }
    for (auto const& party : reply.not_reached()) {
        text += coloured(not_told(party, before), Colour::red) + "\n";
    }
    return text;
}

std::string incident_text(v1::IncidentView const& incident, report::Words const& words,
                          std::optional<std::int64_t> now_us) {
    return head(incident, words) + transports(incident, words) + commitments(incident, words) +
           parties(incident, words, now_us);
}

std::string incidents_text(v1::ListIncidentsReply const& reply, report::Words const& words) {
    if (reply.incidents().empty()) {
        return "Inga händelser.\n";
    }
    Rows rows;
    for (auto const& each : reply.incidents()) {
        auto const is_over = each.phase() == v1::INCIDENT_PHASE_CLOSED;
        auto const begun = each.confirmed_at() != 0 ? each.confirmed_at() : each.reported_at();
        rows.push_back({{each.incident_id(), is_over ? Colour::dim : Colour::bold},
                        {words.organisation(each.region_id())},
                        {words.phase(each.phase()), is_over ? Colour::dim : Colour::plain},
                        {words.level(each.level())},
                        {each.chain_complete() ? "komplett" : "-"},
                        {local_time(begun)},
                        {each.location()}});
    }
    auto text = table({"HÄNDELSE", "REGION", "FAS", "LÄGE", "KEDJA", "SEDAN", "PLATS"}, rows);
    if (!reply.next_page_token().empty()) {
        text += fmt::format("Fler: --page-token {}\n", reply.next_page_token());
    }
    return text;
}

std::string duties_text(v1::ListDutyReply const& reply, report::Words const& words) {
    Rows rows;
    for (auto const& each : reply.duties()) {
        std::string channels;
        for (auto const channel : each.channels()) {
            channels +=
                (channels.empty() ? "" : ", ") + words.channel(static_cast<v1::Channel>(channel));
        }
        rows.push_back(
            {{each.party()},
             each.officer_id().empty() ? Cell{"INGEN", Colour::red} : Cell{each.officer_id()},
             {local_time(each.since())},
             {each.offered_to()},
             {channels}});
    }
    return table({"PART", "I TJÄNST", "SEDAN", "ERBJUDEN TILL", "KANALER"}, rows);
}

}  // namespace larm::cli
