#include "engine/larm/people_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

std::string_view state_word(v1::ProposalState state) {
    switch (state) {
        case v1::PROPOSAL_STATE_OPEN: return "väntar på godkännande";
        case v1::PROPOSAL_STATE_APPLIED: return "i bruk";
        case v1::PROPOSAL_STATE_ROLLED_BACK: return "återtagen";
        case v1::PROPOSAL_STATE_UNSPECIFIED:
        case v1::ProposalState_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::ProposalState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "jämförelse";
}

std::string_view reason_words(v1::PreflightReason reason) {
    switch (reason) {
        case v1::PREFLIGHT_REASON_NOBODY_ON_DUTY: return "ingen har jouren";
        case v1::PREFLIGHT_REASON_NO_CHANNEL: return "saknar adress för";
        case v1::PREFLIGHT_REASON_NOT_CONFIGURED: return "inget är inkopplat för";
        case v1::PREFLIGHT_REASON_NOT_PROVEN: return "ingen väg är prövad på länge; kör provlarm";
        case v1::PREFLIGHT_REASON_PUSH_DROPPED:
            return "ingen enhet för notiser är anmäld, eller alla är borta";
        case v1::PREFLIGHT_REASON_PUSH_DOUBTFUL:
            return "en enhet för notiser är troligen död; se larm contacts devices";
        case v1::PREFLIGHT_REASON_ROSTER_ENDS: return "ingen är planerad efter det här passet";
        case v1::PREFLIGHT_REASON_UNSPECIFIED:
        case v1::PreflightReason_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::PreflightReason_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "okänt skäl";
}

Cell device_state(v1::PushDeviceView const& device) {
    if (device.dropped_at() != 0) {
        return {"BORTA sedan " + local_time(device.dropped_at()) + "; slå på notiser på nytt",
                Colour::alarm};
    }
    switch (device.doubt()) {
        case v1::PUSH_DEVICE_DOUBT_NOT_ACCEPTED:
            return {"inget har gått fram; slå på notiser på nytt", Colour::yellow};
        case v1::PUSH_DEVICE_DOUBT_SILENT:
            return {"har inte hörts av; öppna larmsidan på den, eller ta bort den", Colour::yellow};
        case v1::PUSH_DEVICE_DOUBT_UNSPECIFIED:
        case v1::PushDeviceDoubt_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::PushDeviceDoubt_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {"i bruk", Colour::green};
}

std::string_view change_words(v1::PushDeviceChange change) {
    switch (change) {
        case v1::PUSH_DEVICE_CHANGE_ADDED: return "får larm som notiser från och med nu";
        case v1::PUSH_DEVICE_CHANGE_RENEWED: return "är anmäld på nytt";
        case v1::PUSH_DEVICE_CHANGE_REPLACED: return "har ersatt den förra med samma namn";
        case v1::PUSH_DEVICE_CHANGE_REMOVED: return "får inga larm längre";
        case v1::PUSH_DEVICE_CHANGE_UNSPECIFIED:
        case v1::PushDeviceChange_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::PushDeviceChange_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "är ändrad";
}

std::string address_text(v1::Officer const& officer) {
    report::Words const words{nullptr, report::Language::swedish};
    std::string text = officer.name() + " (" + officer.party() + ")";
    for (auto const& address : officer.addresses()) {
        text += fmt::format(", {} {}", words.channel(address.channel()), address.value());
    }
    return text;
}

std::string seconds_text(std::int64_t ms) {
    return fmt::format("{},{} s", ms / 1000, ms % 1000 / 100);
}

}  // namespace

std::string proposal_text(v1::ContactsProposal const& proposal) {
    auto text =
        proposal.number() == 0
            ? fmt::format("{} ändring(ar) bland dem du får ändra; andras poster hoppas över\n",
                          proposal.changes_size())
            : fmt::format("Förslag {}: {}, av {} {}\n", proposal.number(),
                          state_word(proposal.state()), proposal.proposed_by(),
                          local_time(proposal.proposed_at()));
    for (auto const& change : proposal.changes()) {
        text += fmt::format("  {}\n", change.officer_id());
        if (change.erased()) {
            text += "    uppgifterna är raderade\n";
        }
        if (change.has_before()) {
            text += fmt::format("  - {}\n", coloured(address_text(change.before()), Colour::red));
        }
        if (change.has_after()) {
            text += fmt::format("  + {}\n", coloured(address_text(change.after()), Colour::green));
        }
    }
    if (proposal.needs_second_person() && proposal.state() != v1::PROPOSAL_STATE_APPLIED) {
        text += "Rör TiB: ska godkännas av någon annan än den som föreslår.\n";
    }
    return text;
}

std::string history_text(v1::ContactsHistoryReply const& reply) {
    std::string text;
    for (auto const& proposal : reply.proposals()) {
        text += proposal_text(proposal);
    }
    std::vector<std::vector<Cell>> rows;
    for (auto const& entry : reply.entries()) {
        rows.push_back({{local_time(entry.at())},
                        {entry.by()},
                        {entry.officer_id()},
                        {entry.what().empty() ? "(raderat)" : entry.what()}});
    }
    return text + table({"När", "Av", "Vem", "Vad"}, rows);
}

std::string devices_text(v1::ListDevicesReply const& reply) {
    if (reply.devices().empty()) {
        return "Ingen enhet är anmäld för notiser.\n";
    }
    std::vector<std::vector<Cell>> rows;
    for (auto const& device : reply.devices()) {
        rows.push_back({{device.officer_id()},
                        {device.name()},
                        {local_time(device.subscribed_at())},
                        {local_time(device.renewed_at())},
                        {local_time(device.accepted_at())},
                        {local_time(device.received_at())},
                        device_state(device)});
    }
    return table({"Vem", "Enhet", "Anmäld", "Visad", "Skickat", "Mottaget", "Läge"}, rows);
}

std::string device_text(v1::PushDeviceReply const& reply) {
    return fmt::format("{} ({}) {}.\n", reply.device_name(), reply.officer_id(),
                       change_words(reply.change()));
}

std::string roster_text(v1::ListRosterReply const& reply, report::Words const& words) {
    std::vector<std::vector<Cell>> rows;
    for (auto const& roster : reply.rosters()) {
        auto const nobody = roster.officer_id().empty();
        rows.push_back(
            {{words.party(roster.party())},
             {nobody ? "INGEN" : roster.officer_id(), nobody ? Colour::alarm : Colour::bold},
             {roster.offered_to().empty() ? "" : roster.offered_to() + " tillfrågad"},
             {roster.next_officer_id().empty() ? "-" : roster.next_officer_id()},
             {local_time(roster.next_from())}});
    }
    auto text = table({"Jour", "Nu", "Överlämning", "Näst", "Från"}, rows);
    for (auto const& roster : reply.rosters()) {
        for (auto const& shift : roster.shifts()) {
            text += fmt::format("  {}  {} till {}  {}\n", words.party(roster.party()),
                                shift.from_local(), shift.until_local(), shift.officer_id());
        }
    }
    return text;
}

std::string roll_call_text(v1::GetRollCallReply const& reply, report::Words const& words) {
    auto const& call = reply.roll_call();
    if (call.roll_call_id().empty()) {
        return "Inget provlarm har hållits.\n";
    }
    auto text =
        fmt::format("Provlarm {}, {}\n", local_time(call.started_at()),
                    call.ended_at() == 0 ? "pågår; svar till " + local_time(call.answer_by())
                                         : "slut " + local_time(call.ended_at()));
    for (auto const& party : call.put_off()) {
        text += fmt::format("  {}: larmas just nu, tillfrågades inte\n", words.party(party));
    }
    std::vector<std::vector<Cell>> rows;
    for (auto const& answer : call.answers()) {
        rows.push_back({{words.party(answer.party())},
                        {answer.officer_id()},
                        {words.channel(answer.channel())},
                        {answer.answered() ? "svarade efter " + seconds_text(answer.latency_ms())
                                           : "inget svar",
                         answer.answered() ? Colour::green : Colour::yellow}});
    }
    return text + table({"Part", "Vem", "Väg", "Svar"}, rows);
}

std::string reach_text(v1::GetRollCallReply const& reply, report::Words const& words) {
    std::string text;
    for (auto const& region : reply.regions()) {
        text +=
            fmt::format("{}\n", coloured(words.organisation(region.organisation()), Colour::bold));
        std::vector<std::vector<Cell>> rows;
        for (auto const& reach : region.reach()) {
            rows.push_back(
                {{words.party(reach.party())},
                 {reach.officer_id()},
                 {words.channel(reach.channel())},
                 {reach.asked() == 0 ? "aldrig prövad"
                                     : fmt::format("{} av {}", reach.answered(), reach.asked())},
                 {reach.latency_ms() == 0 ? "-" : seconds_text(reach.latency_ms())},
                 {local_time(reach.proven_at())}});
        }
        text += table({"Part", "Vem", "Väg", "Nådd", "Svarstid", "Senast svar"}, rows) + "\n";
    }
    return text.empty() ? "Inga kontakter.\n" : text;
}

std::string preflight_text(v1::PreflightReply const& reply, report::Words const& words) {
    if (reply.findings().empty()) {
        return "Alla kan nås om larmet går nu.\n";
    }
    std::string text;
    for (auto const& finding : reply.findings()) {
        auto line = words.party(finding.party());
        if (!finding.officer_id().empty()) {
            line += " (" + finding.officer_id() + ")";
        }
        line += finding.step().empty() ? ": " : ", " + words.step(finding.step()) + ": ";
        line += reason_words(finding.reason());
        if (finding.reason() != v1::PREFLIGHT_REASON_PUSH_DROPPED) {  // which says it itself
            for (auto const channel : finding.channels()) {
                line += " " + words.channel(static_cast<v1::Channel>(channel));
            }
        }
        text += finding.unreachable()
                    ? coloured("NÅS INTE  ", Colour::alarm) + coloured(line, Colour::red) + "\n"
                    : coloured("brist     ", Colour::yellow) + line + "\n";
    }
    return text;
}

}  // namespace larm::cli
