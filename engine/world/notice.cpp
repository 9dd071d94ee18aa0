#include "engine/world/notice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

#include "engine/core/carrying.hpp"
#include "engine/core/local_time.hpp"
#include "engine/core/resource_name.hpp"
#include "engine/core/site_place.hpp"
#include "engine/core/support.hpp"
#include "engine/core/transfer_fleets.hpp"
#include "engine/core/transfer_model.hpp"

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

/// A site further from every hospital than they are from each other is counted as it stands, and
/// nobody else would see that a figure of it is wrong.
std::string notice_of_place(core::State const& state, v1::ReportCasualties const& request) {
    auto const* const incident = state.incident(request.incident_id());
    auto const far = incident == nullptr
                         ? std::nullopt
                         : core::far_off(core::own_terms(state, *incident), request.place());
    return !far ? ""
                : fmt::format(
                      "Platsen ligger {} km från närmaste sjukhus ({}): stämmer latitud och "
                      "longitud? Den är räknad som den står.",
                      far->metres / 1000, far->nearest->name());
}

/// A second site may be a misspelt first one, and then everybody there counts twice; one of which
/// nobody says where it is gets no moves.
std::string notice_of_site(core::Incident const& incident, v1::ReportCasualties const& request,
                           int done) {
    auto const& sites = incident.casualties.sites;
    auto const is_it = [&](v1::CasualtySite const& site) {
        return site.site_id() == request.site_id();
    };
    auto const is_new =
        done == 0 ? std::ranges::none_of(sites, is_it) : !sites.empty() && is_it(sites.back());
    if (!is_new) {
        return {};
    }
    std::string others;
    for (auto const& site : sites) {
        if (!is_it(site)) {
            auto const hurt =
                core::sum(core::counts_of(site.at_scene()), core::counts_of(site.under_way()));
            others +=
                fmt::format("{}\"{}\" ({} skadade)", others.empty() ? "" : ", ", site.site_id(),
                            std::accumulate(hurt.begin(), hurt.end(), std::int64_t{0}));
        }
    }
    auto const& place = request.place();
    auto const has_place =
        !place.near_hospital_id().empty() || place.latitude_e5() != 0 || place.longitude_e5() != 0;
    auto text = others.empty()
                    ? std::string{}
                    : fmt::format(
                          "\"{}\" är en egen skadeplats och räknas vid sidan av {}. Är det "
                          "samma plats: rapportera 0,0,0 för den ena, annars räknas de "
                          "skadade två gånger.",
                          request.site_id(), others);
    if (!has_place) {
        text += fmt::format("{}Var \"{}\" ligger är inte sagt: inga flyttar därifrån kan föreslås.",
                            text.empty() ? "" : " ", request.site_id());
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

}  // namespace

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
        "{} av {} patienter är mottagna. För {} ({}) finns inte plats, fordon eller patienter: "
        "nytt förslag görs nu.",
        taken, taken + left.persons, left.persons, left.ids);
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
        auto const& request = command.report_casualties();
        auto const site = in(request.incident_id(), [&](auto const& incident) {
            return notice_of_site(incident, request, done);
        });
        auto const place = notice_of_place(state, request);
        return site + (site.empty() || place.empty() ? "" : " ") + place;
    }
    if (auto const& promise = command.commit_transports(); command.has_commit_transports()) {
        return in(promise.incident_id(),
                  [&](auto const& incident) { return notice_of_kind(incident, promise.kind()); });
    }
    if (auto const& offer = command.offer_support(); command.has_offer_support()) {
        return in(offer.incident_id(),
                  [&](auto const& incident) { return notice_of_offer(incident, offer, done); });
    }
    return {};
}

}  // namespace larm::world
