#include "engine/world/notice_of_sites.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "engine/core/site_place.hpp"

namespace larm::world {
namespace {

/// Of many a few are enough to see what is meant.
constexpr std::size_t named_max = 5;

/// As people call it, and as `larm` does.
std::string called(std::string const& site_id, std::string const& name) {
    return name.empty() || name == site_id ? fmt::format("\"{}\"", site_id)
                                           : fmt::format("\"{}\" ({})", name, site_id);
}

/// The other scenes where anybody is: "Köping" (12 skadade).
std::vector<std::string> others_of(core::Incident const& incident, std::string const& site_id) {
    std::vector<std::string> others;
    for (auto const& site : incident.casualties.sites) {
        auto const hurt =
            core::sum(core::counts_of(site.at_scene()), core::counts_of(site.under_way()));
        if (site.site_id() != site_id && hurt != core::Counts{}) {
            others.push_back(
                fmt::format("{} ({} skadade)", called(site.site_id(), site.name()),
                            std::accumulate(hurt.begin(), hurt.end(), std::int64_t{0})));
        }
    }
    return others;
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

/// A second scene may be a misspelt first one, and then everybody there counts twice; one of which
/// nobody says where it is gets no moves.
std::string notice_of_new(core::Incident const& incident, v1::ReportCasualties const& request,
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
    auto others = others_of(incident, request.site_id());
    auto const more = others.size() > named_max
                          ? fmt::format(" och {} till", others.size() - named_max)
                          : std::string{};
    others.resize(std::min(others.size(), named_max));
    auto const name = called(request.site_id(), request.name());
    auto text = others.empty()
                    ? std::string{}
                    : fmt::format(
                          "{} är en egen skadeplats och räknas vid sidan av {}{}. Är det "
                          "samma plats räknas de skadade två gånger: rapportera då 0 på "
                          "plats och 0 på väg för den här (larm capacity casualties --site "
                          "{} --at-scene 0,0,0 --under-way 0,0,0).",
                          name, fmt::join(others, ", "), more, request.site_id());
    auto const& place = request.place();
    if (place.near_hospital_id().empty() && place.latitude_e5() == 0 && place.longitude_e5() == 0) {
        text += fmt::format("{}Var {} ligger är inte sagt: inga flyttar därifrån kan föreslås.",
                            text.empty() ? "" : " ", name);
    }
    return text;
}

}  // namespace

std::string notice_of_sites(core::State const& state, v1::ReportCasualties const& request,
                            int done) {
    auto const* const incident = state.incident(request.incident_id());
    auto const is_new =
        incident == nullptr ? std::string{} : notice_of_new(*incident, request, done);
    auto const place = notice_of_place(state, request);
    return is_new + (is_new.empty() || place.empty() ? "" : " ") + place;
}

}  // namespace larm::world
