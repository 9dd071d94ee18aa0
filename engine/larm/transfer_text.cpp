#include "engine/larm/transfer_text.hpp"

#include <fmt/format.h>

#include "engine/core/local_time.hpp"
#include "engine/larm/output.hpp"
#include "engine/report/transfer_text.hpp"

namespace larm::cli {
namespace {

std::string clock(std::int64_t at_us) {
    return at_us == 0 ? "-" : core::minute_text({at_us});
}

Colour colour_of(v1::TransferState state) {
    switch (state) {
        case v1::TRANSFER_STATE_PROPOSED: return Colour::yellow;
        case v1::TRANSFER_STATE_ACCEPTED:
        case v1::TRANSFER_STATE_UNDER_WAY: return Colour::bold;
        case v1::TRANSFER_STATE_ARRIVED: return Colour::green;
        case v1::TRANSFER_STATE_DECLINED:
        case v1::TRANSFER_STATE_CALLED_OFF: return Colour::red;
        case v1::TRANSFER_STATE_WITHDRAWN:
        case v1::TRANSFER_STATE_UNSPECIFIED:
        case v1::TransferState_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::TransferState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return Colour::plain;
}

std::string counts(v1::SeverityCounts const& counts) {
    return fmt::format("{}/{}/{}", counts.severe(), counts.moderate(), counts.minor());
}

/// Until when what was said of it last may be undone; 0: it may not.
std::int64_t until_undone(v1::TransferMove const& move) {
    auto const is_said = move.state() == v1::TRANSFER_STATE_UNDER_WAY ||
                         (move.state() == v1::TRANSFER_STATE_ARRIVED && move.released() == 0);
    return is_said && !move.formers().empty() ? move.formers(move.formers_size() - 1).until_us()
                                              : 0;
}

/// What may still be undone; of an earlier moment nothing is.
std::string undo_line(v1::TransferMove const& move, std::int64_t now) {
    auto const until = until_undone(move);
    return until < now ? std::string{}
                       : fmt::format(
                             "         Blev det fel: larm transfer undo --move {} --state {}, till "
                             "kl {}\n",
                             move.move_id(),
                             move.state() == v1::TRANSFER_STATE_ARRIVED ? "arrived" : "under-way",
                             clock(until));
}

std::string move_lines(v1::TransferMove const& move, report::Words const& words) {
    auto text = fmt::format(
        "{:<8} {}  {}\n", move.move_id(),
        coloured(report::transfer_state_text(move.state(), words), colour_of(move.state())),
        report::move_text(move, words));
    text += fmt::format("         {}, avfärd {}, framme {}\n",
                        report::vehicle_text(move.vehicle(), words), clock(move.leave_at_us()),
                        clock(move.arrive_at_us()));
    if (!move.diverted_from().empty()) {
        text +=
            fmt::format("         {}; var på väg till {}.\n",
                        move.from_hospital_id() == move.to_hospital_id() ? "Vänder om" : "Omledd",
                        move.diverted_from());
    } else if (move.to_hospital_id() != move.proposed_hospital_id()) {
        text += fmt::format("         Ändrat av mottagaren; föreslogs till {}.\n",
                            move.proposed_hospital_id());
    }
    if (auto const why = report::why_text(move, words); !why.empty()) {
        text += fmt::format("         {}\n", why);
    }
    if (!move.reason().empty()) {
        text += fmt::format("         Skäl: {}\n", move.reason());
    }
    return text;
}

std::string joined(google::protobuf::RepeatedPtrField<std::string> const& parts) {
    std::string text;
    for (auto const& part : parts) {
        text += (text.empty() ? "" : ", ") + part;
    }
    return text;
}

}  // namespace

std::string transfers_text(v1::GetTransfersReply const& reply, report::Words const& words,
                           Shown shown) {
    std::string text;
    if (!reply.has_rules()) {
        text += "Reglerna har inga tal för förflyttningar: inget föreslås av systemet.\n";
    }
    auto const& proposal = reply.proposal();
    if (proposal.number() > 0) {
        text += fmt::format("Förslag {} kl {}, kostnad {}", proposal.number(),
                            clock(proposal.at_us()), proposal.cost());
        text += proposal.former_cost() < 0 ? " (det förra hade blivit omöjligt)"
                : proposal.former_cost() > 0
                    ? fmt::format(" (det förra: {})", proposal.former_cost())
                    : std::string{};
        text += ".\n";
    }
    text += fmt::format(
        "Senast genomgånget kl {}, nästa gång {}.\n", clock(reply.looked_at()),
        reply.next_look_at() == 0 ? "när något ändras" : "kl " + clock(reply.next_look_at()));
    text +=
        fmt::format("Svårt/måttligt/lindrigt: föreslagna {}, mottagna {}, på väg {}, framme {}.\n",
                    counts(reply.proposed()), counts(reply.accepted()), counts(reply.under_way()),
                    counts(reply.arrived()));
    for (auto const& region : reply.awaited_region_ids()) {
        text += coloured(fmt::format("Svar väntas från {}.\n", words.organisation(region)),
                         Colour::yellow);
    }
    text += "\n";
    for (auto const& move : reply.moves()) {
        text += move_lines(move, words);
        text += shown == Shown::now ? undo_line(move, reply.at()) : std::string{};
    }
    for (auto const& left : proposal.left_behind()) {
        text += coloured(fmt::format("Flyttas inte: {}\n", report::left_behind_text(left, words)),
                         Colour::red);
    }
    for (auto const& refusal : reply.refusals()) {
        text += fmt::format("Efter nej föreslås inget liknande {} förrän kl {}.\n",
                            refusal.hospital_id().empty() ? words.organisation(refusal.region_id())
                                                          : refusal.hospital_id(),
                            clock(refusal.until_us()));
    }
    if (!reply.releasable().empty()) {
        text += fmt::format("Fordon att släppa{}: {}.\n",
                            shown == Shown::now ? " (larm transfer release)" : "",
                            joined(reply.releasable()));
    }
    return text;
}

}  // namespace larm::cli
