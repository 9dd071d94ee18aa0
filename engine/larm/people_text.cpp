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
        case v1::PROPOSAL_STATE_WITHDRAWN: return "tillbakadraget";
        case v1::PROPOSAL_STATE_UNSPECIFIED:
        case v1::ProposalState_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::ProposalState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "jämförelse";
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

/// What the caller may not change, by name: nobody is to believe that it has been proposed.
std::string passed_over_text(v1::ContactsProposal const& proposal) {
    if (proposal.passed_over_count() == 0) {
        return {};
    }
    auto text = fmt::format("Hoppas över, andra organisationers poster ({}):\n",
                            proposal.passed_over_count());
    for (auto const& each : proposal.passed_over()) {
        text += fmt::format("    {} ({})\n", each.officer_id(), each.party());
    }
    auto const more = proposal.passed_over_count() - proposal.passed_over_size();
    return more > 0 ? text + fmt::format("    och {} till\n", more) : text;
}

std::string decided_text(v1::ContactsProposal const& proposal) {
    return proposal.decided_by().empty()
               ? std::string{}
               : fmt::format(", {} {}", proposal.decided_by(), local_time(proposal.decided_at()));
}

}  // namespace

std::string proposal_text(v1::ContactsProposal const& proposal) {
    auto text =
        proposal.number() == 0
            ? fmt::format("{} ändring(ar) bland dem du får ändra\n", proposal.changes_size())
            : fmt::format("Förslag {}: {}{}; föreslaget av {} {}\n", proposal.number(),
                          state_word(proposal.state()), decided_text(proposal),
                          proposal.proposed_by(), local_time(proposal.proposed_at()));
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
    auto const is_open = proposal.state() == v1::PROPOSAL_STATE_OPEN || proposal.number() == 0;
    if (proposal.needs_second_person() && is_open) {
        text += "Rör TiB: ska godkännas av någon annan än den som föreslår.\n";
    }
    return text + passed_over_text(proposal);
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

}  // namespace larm::cli
