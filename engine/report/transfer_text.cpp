#include "engine/report/transfer_text.hpp"

#include <fmt/format.h>

#include "engine/core/party.hpp"
#include "engine/report/event_text_parts.hpp"

namespace larm::report {
namespace {

std::string_view severity_text(Words const& words, v1::Severity severity) {
    switch (severity) {
        case v1::SEVERITY_SEVERE: return words.say("svårt skadade", "severely injured");
        case v1::SEVERITY_MODERATE: return words.say("måttligt skadade", "moderately injured");
        case v1::SEVERITY_MINOR: return words.say("lindrigt skadade", "slightly injured");
        case v1::SEVERITY_UNSPECIFIED:
        case v1::Severity_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Severity_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "?";
}

template <typename Message>
std::string origin(Message const& message, Words const& words) {
    return message.from_site_id().empty()
               ? words.hospital(message.from_hospital_id())
               : fmt::format("{} {}", words.say("skadeplats", "site"), message.from_site_id());
}

std::string_view not_nearer_text(Words const& words, v1::NotNearer why) {
    switch (why) {
        case v1::NOT_NEARER_FULL: return words.say("har ingen plats", "has no place");
        case v1::NOT_NEARER_UNKNOWN:
            return words.say("har inte sagt om det har plats", "has not said whether it has any");
        case v1::NOT_NEARER_DECLINED: return words.say("har avböjt", "has declined");
        case v1::NOT_NEARER_REGION_LIMIT:
            return words.say("hör till en region som inte ger fler platser",
                             "is of a region that gives no more places");
        case v1::NOT_NEARER_NEEDED:
            return words.say("har platser som går till dem som annars får längre väg",
                             "has places that go to those who would have farther otherwise");
        case v1::NOT_NEARER_UNSPECIFIED:
        case v1::NotNearer_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::NotNearer_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "?";
}

std::string_view left_text(Words const& words, v1::LeftBehindWhy why) {
    switch (why) {
        case v1::LEFT_BEHIND_WHY_NO_PLACE:
            return words.say("ingen känd ledig plats", "no place known to be free");
        case v1::LEFT_BEHIND_WHY_PLACES_UNKNOWN:
            return words.say("ingen känd ledig plats, och sjukhus som inte har rapporterat",
                             "no place known to be free, and hospitals that have not reported");
        case v1::LEFT_BEHIND_WHY_NO_VEHICLE: return words.say("inget fordon", "no vehicle");
        case v1::LEFT_BEHIND_WHY_REGION_LIMIT:
            return words.say("regionerna ger inte fler platser", "regions give no more places");
        case v1::LEFT_BEHIND_WHY_SITE_UNKNOWN:
            return words.say("ingen har sagt var skadeplatsen är",
                             "nobody has said where the site is");
        case v1::LEFT_BEHIND_WHY_TOO_FAR: return words.say("för långt", "too far");
        case v1::LEFT_BEHIND_WHY_UNSPECIFIED:
        case v1::LeftBehindWhy_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::LeftBehindWhy_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "?";
}

std::string_view act_text(Words const& words, v1::TransferAct act) {
    switch (act) {
        case v1::TRANSFER_ACT_PROPOSED: return words.say("föreslog", "proposed");
        case v1::TRANSFER_ACT_ACCEPTED: return words.say("tog emot", "accepted");
        case v1::TRANSFER_ACT_AMENDED: return words.say("tog emot ändrat", "accepted otherwise");
        case v1::TRANSFER_ACT_DECLINED: return words.say("AVBÖJDE", "DECLINED");
        case v1::TRANSFER_ACT_DEPARTED: return words.say("meddelade avfärd", "reported departed");
        case v1::TRANSFER_ACT_ARRIVED: return words.say("meddelade framme", "reported arrived");
        case v1::TRANSFER_ACT_RELEASED:
            return words.say("släppte fordonen för", "released the vehicles of");
        case v1::TRANSFER_ACT_CALLED_OFF: return words.say("STÄLLDE IN", "CALLED OFF");
        case v1::TRANSFER_ACT_DIVERTED:
            return words.say("tog emot på väg till annat sjukhus",
                             "accepted under way to another hospital");
        case v1::TRANSFER_ACT_UNDONE:
            return words.say("ÅNGRADE beskedet om", "UNDID what was said of");
        case v1::TRANSFER_ACT_UNSPECIFIED:  // nobody's: the engine knows more by now
            return words.say("räknar med vad sjukhuset har rapporterat för",
                             "counts on what the hospital has reported for");
        case v1::TransferAct_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::TransferAct_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "?";
}

std::string proposal_text(Telling const& telling) {
    auto const& words = telling.words;
    auto const& proposal = telling.event.transfers_proposed().proposal();
    auto text = fmt::format("{} {}: {} {}", words.say("Förslag", "Proposal"), proposal.number(),
                            proposal.moves_size(), words.say("förflyttningar", "moves"));
    for (auto const& move : proposal.moves()) {
        text += fmt::format("; {} {}", move.move_id(), move_text(move, words));
    }
    for (auto const& left : proposal.left_behind()) {
        text += fmt::format("; {} {}", words.say("kvar", "left"), left_behind_text(left, words));
    }
    return text;
}

/// Of an answer by voice the receiving region, which has given it; else who acts.
std::string answered_by(Telling const& telling) {
    auto const& changed = telling.event.transfers_changed();
    auto const is_answer = changed.act() == v1::TRANSFER_ACT_ACCEPTED ||
                           changed.act() == v1::TRANSFER_ACT_AMENDED ||
                           changed.act() == v1::TRANSFER_ACT_DECLINED;
    auto const* const pack = telling.words.pack();
    if (!is_answer || changed.taken_by().empty() || changed.moves().empty() || pack == nullptr) {
        return telling.actor();
    }
    auto const region = pack->region_of(changed.moves(0).to_hospital_id());
    return region.empty() ? telling.actor()
                          : telling.words.party(core::make_party(v1::ROLE_TIB, region));
}

std::string changed_text(Telling const& telling) {
    auto const& words = telling.words;
    auto const& changed = telling.event.transfers_changed();
    auto text = fmt::format("{} {}", answered_by(telling), act_text(words, changed.act()));
    auto const* separator = " ";
    for (auto const& move : changed.moves()) {
        text += fmt::format("{}{} {}", separator, move.move_id(), move_text(move, words));
        separator = "; ";
        auto const is_left_over = changed.act() == v1::TRANSFER_ACT_ACCEPTED &&
                                  move.state() != v1::TRANSFER_STATE_ACCEPTED;
        if (changed.act() == v1::TRANSFER_ACT_UNDONE || is_left_over) {
            text += fmt::format(" ({} {})", words.say("nu", "now"),
                                transfer_state_text(move.state(), words));
        }
    }
    if (changed.act() == v1::TRANSFER_ACT_DIVERTED) {
        auto const& move = changed.moves(0);
        auto const is_back = move.from_hospital_id() == move.to_hospital_id();
        text += fmt::format(" ({}{} {})", is_back ? words.say("VÄNDER OM, ", "TURNS BACK, ") : "",
                            words.say("var på väg till", "was on its way to"),
                            words.hospital(move.diverted_from()));
    }
    // Where nobody else is known to have said it, who entered it stands first and once.
    auto const is_named = answered_by(telling) == telling.actor();
    return text + Telling::because(changed.reason()) + Telling::noted(changed.note()) +
           telling.over(changed.via(), is_named ? std::string{} : changed.taken_by());
}

}  // namespace

std::string_view transfer_state_text(v1::TransferState state, Words const& words) {
    switch (state) {
        case v1::TRANSFER_STATE_PROPOSED: return words.say("föreslagen", "proposed");
        case v1::TRANSFER_STATE_ACCEPTED: return words.say("mottagen", "accepted");
        case v1::TRANSFER_STATE_UNDER_WAY: return words.say("på väg", "under way");
        case v1::TRANSFER_STATE_ARRIVED: return words.say("framme", "arrived");
        case v1::TRANSFER_STATE_DECLINED: return words.say("avböjd", "declined");
        case v1::TRANSFER_STATE_WITHDRAWN: return words.say("ersatt", "withdrawn");
        case v1::TRANSFER_STATE_CALLED_OFF: return words.say("inställd", "called off");
        case v1::TRANSFER_STATE_UNSPECIFIED:
        case v1::TransferState_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::TransferState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "?";
}

std::string move_text(v1::TransferMove const& move, Words const& words) {
    return fmt::format("{} {} {} {} {} {}", move.count(), severity_text(words, move.severity()),
                       words.say("från", "from"), origin(move, words), words.say("till", "to"),
                       words.hospital(move.to_hospital_id()));
}

std::string vehicle_text(v1::TransferVehicle const& vehicle, Words const& words) {
    if (!vehicle.words().empty()) {
        return vehicle.words();
    }
    auto kind = vehicle.kind();
    if (words.pack() != nullptr) {
        for (auto const& each : words.pack()->rules.transfers().vehicles()) {
            kind = each.id() == vehicle.kind()
                       ? std::string{words.say(each.title().sv(), each.title().en())}
                       : kind;
        }
    }
    if (!vehicle.commitment_id().empty()) {
        return fmt::format("{} {} {} ({})", kind, words.say("från", "from"),
                           words.organisation(vehicle.region_id()), vehicle.commitment_id());
    }
    return fmt::format("{} {}", kind, words.say("på skadeplatsen", "at the scene"));
}

std::string why_text(v1::TransferMove const& move, Words const& words) {
    auto const& why = move.why();
    if (why.stage() == v1::CARE_STAGE_UNSPECIFIED) {
        return {};
    }
    auto text = fmt::format(
        "{} {} min, {} {} min. {} {} {} {}{}.", words.say("Hämtas om", "Fetched in"),
        why.fetch_minutes(), words.say("vägen", "the way"), why.way_minutes(),
        words.hospital(move.proposed_hospital_id()),
        words.say("har lediga platser:", "has free places:"), why.free(), words.stage(why.stage()),
        why.assumed() ? words.say(" (antaget, sjukhuset har inte rapporterat)",
                                  " (assumed, the hospital has not reported)")
                      : "");
    if (why.missing() > 0) {
        text += fmt::format(" {} {} {}.", words.hospital(move.from_hospital_id()),
                            words.say("saknar", "lacks"), why.missing());
    }
    if (!why.nearer_hospital_id().empty()) {
        text += fmt::format(" {} {} ({} min) {}.", words.say("Närmare:", "Nearer:"),
                            words.hospital(why.nearer_hospital_id()), why.nearer_minutes(),
                            not_nearer_text(words, why.not_nearer()));
    }
    if (why.next_hospital_id().empty()) {
        text += words.say(" Inget annat sjukhus har plats.", " No other hospital has a place.");
    } else {
        text += fmt::format(" {} {} ({} min), {} {}.", words.say("Näst bäst:", "Next best:"),
                            words.hospital(why.next_hospital_id()), why.next_minutes(),
                            words.say("kostar mer:", "costs more:"), why.next_cost_more());
    }
    return text;
}

std::string left_behind_text(v1::LeftBehind const& left, Words const& words) {
    return fmt::format("{} {} {} {}: {}", left.count(), severity_text(words, left.severity()),
                       words.say("vid", "at"), origin(left, words), left_text(words, left.why()));
}

std::string transfers_text(Telling const& telling) {
    if (telling.event.has_transfers_proposed()) {
        return proposal_text(telling);
    }
    if (telling.event.has_transfers_changed()) {
        return changed_text(telling);
    }
    auto const& words = telling.words;
    auto const stands = telling.event.transfers_reviewed().result() == v1::REVIEW_RESULT_STANDS;
    return std::string{stands ? words.say("Förflyttningarna sågs över: förslaget står",
                                          "Transfers were looked at: the proposal stands")
                              : words.say("Förflyttningarna sågs över: ingenting att föreslå",
                                          "Transfers were looked at: nothing to propose")};
}

}  // namespace larm::report
