#include "engine/world/notice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "engine/core/carrying.hpp"
#include "engine/core/local_time.hpp"
#include "engine/core/plus_words.hpp"
#include "engine/core/resource_name.hpp"
#include "engine/core/supply.hpp"
#include "engine/core/support.hpp"
#include "engine/core/transfer_fleets.hpp"
#include "engine/core/transfer_model.hpp"
#include "engine/world/notice_of_sites.hpp"

namespace larm::world {
namespace {

/// Whoever calls an alarm off hears of patients who are on the road, or were to be.
std::string notice_of_moves(core::Incident const& incident) {
    auto const& moves = incident.casualties.moves;
    auto const away = core::moves_that_are(v1::TRANSFER_STATE_UNDER_WAY, moves);
    auto const to_go = core::moves_that_are(v1::TRANSFER_STATE_ACCEPTED, moves);
    std::string text;
    if (away.persons > 0) {
        text = fmt::format(
            "{} {} på väg ({}): händelsen kan avslutas först när någon har sagt att de är framme.",
            away.persons, away.persons == 1 ? "patient är" : "patienter är", away.ids);
    }
    if (to_go.persons > 0) {
        text += fmt::format(
            "{}{} {} och har inte åkt ({}): säg att de har åkt, eller ställ in dem, innan "
            "händelsen avslutas.",
            text.empty() ? "" : " ", to_go.persons,
            to_go.persons == 1 ? "patient är mottagen" : "patienter är mottagna", to_go.ids);
    }
    return text;
}

/// Whether one of the words is the kind's name or ends in it, as an intensivvårdsambulans is an
/// ambulans. The bytes of å, ä and ö are letters.
bool is_called_so(v1::VehicleKind const& kind, std::string_view words) {
    auto const is_letter = [](char each) {
        return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || each < 0;
    };
    std::array const names{core::resource_name(kind.id()), core::resource_name(kind.title().sv()),
                           core::resource_name(kind.title().en())};
    for (auto from = words.begin(); from != words.end();) {
        auto const begins = std::find_if(from, words.end(), is_letter);
        auto const ends = std::find_if_not(begins, words.end(), is_letter);
        auto const word = core::resource_name({begins, ends});
        if (std::ranges::any_of(
                names, [&](auto const& name) { return !name.empty() && word.ends_with(name); })) {
            return true;
        }
        from = ends;
    }
    return false;
}

/// The promise counts whatever it is called; what it is taken for in plans is worth knowing.
std::string notice_of_kind(core::Incident const& incident, std::string const& words) {
    if (words.empty() || incident.pack == nullptr ||
        incident.pack->rules.transfers().vehicles().empty()) {
        return "";
    }
    auto const& rules = incident.pack->rules.transfers();
    auto const* const kind = core::vehicle_kind(rules, words);
    if (kind != nullptr && (!kind->words().empty() || is_called_so(*kind, words))) {
        return "";
    }
    std::string known;
    for (auto const& each : rules.vehicles()) {
        known += (known.empty() ? "" : ", ") + each.id();
    }
    return fmt::format("Slaget \"{}\" finns inte i reglerna ({}): löftet räknas, men {}.", words,
                       known,
                       kind == nullptr ? std::string{"inga patienter planeras för det"}
                                       : fmt::format("planeras som {}", kind->id()));
}

/// The same told twice, as by phone and by its own token, is two: a human sees whether it was one.
std::string notice_of_offer(core::Incident const& incident, v1::OfferSupport const& request,
                            int done) {
    auto const* const asked = core::support_request(incident.support, request.request_id());
    if (asked == nullptr || request.line() < 1 || request.line() > asked->lines_size()) {
        return "";
    }
    v1::SupportOfferRecord const* first = nullptr;
    int equal = 0;
    for (auto const& offer : asked->lines(request.line() - 1).offers()) {
        if (offer.region_id() == request.region_id() && offer.quantity() == request.quantity() &&
            offer.withdrawn() < offer.quantity()) {
            first = first == nullptr ? &offer : first;
            ++equal;
        }
    }
    return equal <= done ? ""
                         : fmt::format(
                               "Regionen har redan erbjudit {} på samma rad ({}), och nu "
                               "{} till. Är det samma: ta tillbaka det ena.",
                               first->quantity(), first->offer_id(), request.quantity());
}

/// One promise of more than all regions together are asked for is rather a slip of the pen. It
/// counts: such a night could be.
std::string notice_of_count(core::Incident const& incident, int count) {
    if (incident.pack == nullptr) {
        return "";
    }
    int asked = 0;
    for (auto const& region : incident.pack->rules.regions()) {
        asked += incident.required_transports(region.id());
    }
    return asked == 0 || count <= asked
               ? ""
               : fmt::format(
                     "{} fordon är fler än vad alla regioner tillsammans tillfrågas om ({}): "
                     "stämmer antalet? De räknas som de står; är det felskrivet, ta tillbaka dem.",
                     count, asked);
}

/// More than the hospital's ladder can ever come to counts as it stands too, and everybody's
/// patients would be planned for it.
std::string notice_of_figures(core::State const& state, v1::ReportCapacity const& request) {
    auto const& terms = state.capacity().terms();
    auto const hospital = terms.hospital(request.hospital_id());
    std::string text;
    for (auto const& figure : request.figures()) {
        if (!hospital || !core::is_stage(figure.stage()) ||
            !core::is_dimension(figure.dimension())) {
            continue;
        }
        auto const most =
            terms.hospitals()[*hospital]
                .maximum[core::index_of(figure.stage())][core::index_of(figure.dimension())];
        if (figure.free() <= most) {
            continue;
        }
        auto const& stages = terms.rules().stages();
        auto const rule = std::ranges::find(stages, figure.stage(), &v1::StageRule::stage);
        text += fmt::format("{}{}, {} {} (högst {})", text.empty() ? "" : "; ",
                            rule == stages.end() ? std::string{} : rule->title().sv(),
                            core::dimension_words(figure.dimension()).sv, figure.free(), most);
    }
    return text.empty() ? text
                        : fmt::format(
                              "Mer än vad sjukhuset kan ha enligt reglerna: {}. Det räknas som det "
                              "står; är det felskrivet, rapportera rätt tal.",
                              text);
}

/// Anything may be reported in free words; that nobody has done it before may be a slip. `done` as
/// for notice_of().
std::string notice_of_supply(core::State const& state, v1::ReportSupply const& request, int done) {
    auto const* const pack = state.active_pack();
    if (pack == nullptr) {
        return "";
    }
    auto const item = core::known_supply(state, request.organisation_id(), request.item());
    auto const reports = std::ranges::count_if(
        state.supplies(), [&](auto const& each) { return each.first.second == item; });
    if (core::supply_item(*pack, item) != nullptr || reports > done) {
        return "";
    }
    std::string known;
    for (auto const& each : pack->rules.support().items()) {
        known += (known.empty() ? "" : ", ") + each.id();
    }
    return fmt::format(
        "\"{}\" är ny: den finns inte i reglerna ({}), och ingen har rapporterat den förut. Den "
        "räknas; är det felskrivet, rapportera under rätt namn, så blir denna för gammal av sig "
        "själv.",
        item, known);
}

}  // namespace

std::string notice_of_vehicles(v1::Command const& command, core::State const& state) {
    auto const& revoke = command.revoke_transports();
    auto const& release = command.release_transports();
    auto const is_revoke = command.has_revoke_transports();
    auto const& promise = is_revoke ? revoke.commitment_id() : release.commitment_id();
    auto const* const incident =
        state.incident(is_revoke ? revoke.incident_id() : release.incident_id());
    auto const* const region =
        incident == nullptr
            ? nullptr
            : incident->transports_of(is_revoke ? revoke.region_id() : release.region_id());
    if (region == nullptr || !(is_revoke || command.has_release_transports())) {
        return {};
    }
    std::vector<std::string> standing;  // also those that have left
    std::vector<std::string> ended;
    auto const add = [](std::vector<std::string>& names, std::string const& name) {
        if (std::ranges::find(names, name) == names.end()) {
            names.push_back(name);
        }
    };
    for (auto const& each : region->commitments) {
        if (!promise.empty() && each.given.commitment_id() != promise) {
            continue;
        }
        auto const stand = core::standing_names(each);
        for (auto const& name : each.given.resource_ids()) {
            add(std::ranges::find(stand, name) == stand.end() ? ended : standing, name);
        }
    }
    std::erase_if(ended, [&](std::string const& name) {  // promised once more, here or elsewhere
        return state.holder_of(name) != nullptr;
    });
    if (standing.empty()) {
        return ended.empty() ? ""
                             : fmt::format("Inget namngivet fordon är utlovat längre ({} är fria).",
                                           fmt::join(ended, ", "));
    }
    auto text = fmt::format("Namngivna fordon som ännu är utlovade, också de som har åkt: {}.",
                            fmt::join(standing, ", "));
    if (!ended.empty()) {
        text += fmt::format(" Fria är: {}.", fmt::join(ended, ", "));
    }
    if (!is_revoke) {  // the promise is another's, who is asked about it
        return text;
    }
    if (!revoke.resource_ids().empty()) {  // which have left is counted, not named
        return region->departed() == 0
                   ? text
                   : text + fmt::format(
                                " {} av regionens fordon har åkt: är ett av dem taget "
                                "tillbaka, ring den som leder.",
                                region->departed());
    }
    return text +
           " Är det andra som utgår: lova på nytt de som är kvar, och ta tillbaka de andra vid "
           "namn.";
}

std::string notice_of(v1::BloodCountryAlarmed const& alarmed, core::Instant now) {
    if (alarmed.same_as_us() != 0) {
        auto const at = core::clock_near({alarmed.same_as_us()}, now);
        return fmt::format("Redan larmat kl {} med samma behov: ingen frågas på nytt.", at);
    }
    return alarmed.asked() > 0
               ? std::string{}
               : "Ingen frågas på nytt: ni ber om mindre än förut, eller det som är "
                 "antaget eller erbjudet räcker.";
}

std::string notice_of_undone(v1::TransferMove const& move) {
    return move.state() != v1::TRANSFER_STATE_CALLED_OFF
               ? ""
               : fmt::format(
                     "Ångrat, men {} är INSTÄLLD: {} tar inte emot. Patienterna är kvar där de "
                     "var, och nya förslag görs nu.",
                     move.move_id(), move.to_hospital_id());
}

std::string notice_of_left_over(core::Moves const& moves) {
    core::Instant said;
    for (auto const& move : moves) {
        said = std::max(said, core::Instant{move.accepted_at_us()});
    }
    auto taken = 0;
    core::Moves over;
    for (auto const& move : moves) {
        if (move.accepted_at_us() == said.us && move.state() == v1::TRANSFER_STATE_CALLED_OFF &&
            move.since_us() == said.us) {
            over.push_back(move);
        } else if (move.accepted_at_us() == said.us) {
            taken += move.count();
        }
    }
    if (!said.is_set() || over.empty()) {
        return {};
    }
    auto const left = core::moves_that_are(v1::TRANSFER_STATE_CALLED_OFF, over);
    return fmt::format(
        "{} av {} {} är mottagna. För {} ({}) finns inte plats, fordon eller patienter: "
        "nytt förslag görs nu.",
        taken, taken + left.persons, taken + left.persons == 1 ? "patient" : "patienter",
        left.persons, left.ids);
}

core::Moves moves_of_receiver(core::Incident const& incident, v1::Command const& command) {
    auto const& actor = command.actor();
    auto const& region = command.accept_transfers().region_id();
    core::Moves moves;
    std::ranges::copy_if(incident.casualties.moves, std::back_inserter(moves),
                         [&](v1::TransferMove const& move) {
                             return actor.role() == v1::ROLE_HOSPITAL
                                        ? move.to_hospital_id() == actor.organisation()
                                        : incident.pack->region_of(move.to_hospital_id()) == region;
                         });
    return moves;
}

std::string notice_of(v1::Command const& command, core::State const& state, int done) {
    auto const in = [&](std::string const& id, auto const& say) {
        auto const* const incident = state.incident(id);
        return incident == nullptr ? std::string{} : say(*incident);
    };
    if (command.has_stand_down()) {
        return in(command.stand_down().incident_id(), notice_of_moves);
    }
    if (command.has_rescind_incident()) {
        return in(command.rescind_incident().incident_id(), notice_of_moves);
    }
    if (command.has_report_casualties()) {
        return notice_of_sites(state, command.report_casualties(), done);
    }
    if (auto const& promise = command.commit_transports(); command.has_commit_transports()) {
        return in(promise.incident_id(), [&](auto const& incident) {
            auto const kind = notice_of_kind(incident, promise.kind());
            auto const count = notice_of_count(incident, promise.count());
            return count + (count.empty() || kind.empty() ? "" : " ") + kind;
        });
    }
    if (auto const& offer = command.offer_support(); command.has_offer_support()) {
        return in(offer.incident_id(),
                  [&](auto const& incident) { return notice_of_offer(incident, offer, done); });
    }
    if (command.has_report_capacity()) {
        return notice_of_figures(state, command.report_capacity());
    }
    return command.has_report_supply() ? notice_of_supply(state, command.report_supply(), done)
                                       : std::string{};
}

}  // namespace larm::world
