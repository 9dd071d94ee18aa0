#include "engine/core/transfer_fleets.hpp"

#include <algorithm>
#include <limits>

#include "engine/core/resource_name.hpp"
#include "engine/core/transfers.hpp"

namespace larm::core {
namespace {

/// Rounded up, and never less than none.
int minutes_until(Instant at, Instant now) {
    constexpr std::int64_t minute_us = 60'000'000;
    auto const us = std::max<std::int64_t>(0, at.us - now.us);
    return static_cast<int>(std::min<std::int64_t>((us + minute_us - 1) / minute_us,
                                                   std::numeric_limits<int>::max() / 4));
}

std::uint32_t carried_by(v1::VehicleKind const& kind) {
    std::uint32_t bits = 0;
    for (auto const severity : kind.carries()) {
        bits |= std::uint32_t{1} << index_of(static_cast<v1::Severity>(severity));
    }
    return bits;
}

bool holds(std::string_view text, std::string_view word) {
    return !word.empty() && resource_name(text).find(resource_name(word)) != std::string::npos;
}

}  // namespace

v1::VehicleKind const* vehicle_kind(v1::TransferRules const& rules, std::string_view words) {
    v1::VehicleKind const* otherwise = nullptr;
    for (auto const& kind : rules.vehicles()) {
        otherwise = kind.words().empty() && otherwise == nullptr ? &kind : otherwise;
        if (std::ranges::any_of(kind.words(),
                                [&](auto const& word) { return holds(words, word); })) {
            return &kind;
        }
    }
    return otherwise;
}

v1::VehicleKind const* vehicle_kind_of(v1::TransferRules const& rules, std::string_view id) {
    auto const found = std::ranges::find(rules.vehicles(), id, &v1::VehicleKind::id);
    return found == rules.vehicles().end() ? nullptr : &*found;
}

std::vector<v1::TransferMove const*> moves_with(CasualtyBook const& book,
                                                v1::TransferVehicle const& vehicle) {
    std::vector<v1::TransferMove const*> found;
    for (auto const& move : book.moves) {
        auto const is_promise = !vehicle.commitment_id().empty() &&
                                move.vehicle().commitment_id() == vehicle.commitment_id();
        auto const is_scene =
            !vehicle.site_id().empty() && move.vehicle().site_id() == vehicle.site_id();
        if (is_promise || is_scene) {
            found.push_back(&move);
        }
    }
    return found;
}

VehiclesLeft vehicles_left(std::vector<v1::TransferMove const*> const& moves, int vehicles,
                           int places_each) {
    VehiclesLeft left;
    int to_go = 0;
    int away = 0;
    for (auto const* const move : moves) {
        if (move->state() == v1::TRANSFER_STATE_UNDER_WAY) {
            away += (move->count() + places_each - 1) / places_each;
        } else if (is_fixed(*move)) {
            to_go += move->count();
        }
    }
    auto const taken = (to_go + places_each - 1) / places_each;
    auto rest = std::max(0, vehicles - away - taken);
    for (auto each = moves.rbegin(); each != moves.rend(); ++each) {
        auto const& move = **each;
        if (move.state() != v1::TRANSFER_STATE_ARRIVED) {
            continue;
        }
        auto const brought = (move.count() + places_each - 1) / places_each;
        auto const here = std::min(rest, std::max(0, brought - move.released()));
        if (here > 0) {
            left.elsewhere.push_back({move.to_hospital_id(), here, {move.arrive_at_us()}});
            rest -= here;
        }
    }
    auto const spare = vehicles - away >= taken ? taken * places_each - to_go : 0;
    left.places = rest * places_each + spare;
    return left;
}

Fleets::Fleets(State const& state, Incident const& incident, Instant now,
               std::vector<v1::CasualtySite const*> const& sites, IncidentModel& out)
    : incident_{incident},
      terms_{state.capacity().terms()},
      rules_{incident.pack->rules.transfers()},
      now_{now},
      sites_{sites},
      out_{out} {}

void Fleets::add() {
    for (std::size_t site = 0; site < sites_.size(); ++site) {
        add_scene(site);
    }
    for (auto const& region : incident_.transports) {
        for (auto const& commitment : region.commitments) {
            if (!commitment.provisional && commitment.standing() > 0) {
                add_promise(region, commitment);
            }
        }
    }
}

std::string Fleets::name_of(std::size_t place) const {
    return place < sites_.size() ? sites_[place]->site_id()
                                 : terms_.hospitals()[place - sites_.size()].rule->id();
}

void Fleets::add_fleet(v1::VehicleKind const& kind, v1::TransferVehicle vehicle, std::size_t place,
                       int places, Instant ready) {
    if (places <= 0) {
        return;
    }
    auto const is_scene = !vehicle.site_id().empty();
    vehicle.set_kind(kind.id());
    vehicle.set_places_each(kind.places());
    vehicle.set_flies(kind.flies());
    vehicle.set_stood_at(name_of(place));
    out_.model.fleets.push_back({.place = place,
                                 .vehicles = places,
                                 .places_each = 1,  // counted by the place, as some may be taken
                                 .ready_in = minutes_until(ready, now_) + kind.load_min(),
                                 .flies = kind.flies(),
                                 .carries = carried_by(kind),
                                 .stays_at_place = is_scene});
    out_.vehicles.push_back(std::move(vehicle));
}

/// Those that are away come back: each is a fleet of its own, ready when it is.
void Fleets::add_scene(std::size_t site) {
    auto const* const kind = vehicle_kind_of(rules_, rules_.scene().kind());
    if (kind == nullptr || kind->places() <= 0) {
        return;
    }
    v1::TransferVehicle vehicle;
    vehicle.set_site_id(sites_[site]->site_id());
    auto const left = vehicles_left(moves_with(incident_.casualties, vehicle),
                                    rules_.scene().count(), kind->places());
    add_fleet(*kind, vehicle, site, left.places,
              incident_.reported_at + minutes(rules_.scene().ready_min()));
    for (auto const& each : left.elsewhere) {
        auto const hospital = terms_.hospital(each.hospital);
        auto const way =
            hospital ? terms_.road_from(sites_[site]->place(), *hospital).value_or(0) : 0;
        add_fleet(*kind, vehicle, site, each.vehicles * kind->places(),
                  each.since + minutes(kind->turnaround_min() + way));
    }
}

std::optional<std::size_t> Fleets::home_of(Transports const& region,
                                           Commitment const& commitment) const {
    std::optional<std::size_t> largest;
    auto most = -1;
    for (std::size_t hospital = 0; hospital < terms_.hospitals().size(); ++hospital) {
        auto const& rule = *terms_.hospitals()[hospital].rule;
        if (rule.region_id() != region.region_id) {
            continue;
        }
        auto const& words = commitment.given.place();
        if (holds(words, rule.town()) || holds(words, rule.name()) ||
            resource_name(words) == resource_name(rule.id())) {
            return hospital;
        }
        auto const has = terms_.most(hospital, index_of(v1::CARE_STAGE_EMERGENCY));
        if (has > most) {
            most = has;
            largest = hospital;
        }
    }
    return largest;
}

void Fleets::add_promise(Transports const& region, Commitment const& commitment) {
    auto const* const kind = vehicle_kind(rules_, commitment.given.kind());
    auto const home = home_of(region, commitment);
    if (kind == nullptr || kind->places() <= 0 || !home) {
        return;
    }
    v1::TransferVehicle vehicle;
    vehicle.set_commitment_id(commitment.given.commitment_id());
    vehicle.set_region_id(region.region_id);
    auto const moves = moves_with(incident_.casualties, vehicle);
    auto left = vehicles_left(moves, commitment.standing(), kind->places());
    Instant const ready{commitment.given.ready_at_us()};
    // Those that have left, less those that moves have taken, are on their way to the scene.
    auto with_moves = 0;
    for (auto const* const move : moves) {
        with_moves += has_left(*move) ? vehicles_of(*move) - move->released() : 0;
    }
    auto const to_scene =
        sites_.empty()
            ? 0
            : std::min(left.places, std::max(0, commitment.departed - with_moves) * kind->places());
    add_fleet(*kind, vehicle, place_of(*home), left.places - to_scene, ready);
    if (to_scene > 0) {
        auto const& table = kind->flies() ? out_.model.air : out_.model.road;
        add_fleet(*kind, vehicle, 0, to_scene, ready + minutes(table.at(place_of(*home), 0)));
    }
    for (auto const& each : left.elsewhere) {
        if (auto const hospital = terms_.hospital(each.hospital); hospital) {
            add_fleet(*kind, vehicle, place_of(*hospital), each.vehicles * kind->places(),
                      each.since + minutes(kind->turnaround_min()));
        }
    }
}

std::optional<int> minutes_between(CapacityTerms const& terms, TransferPlace const& from,
                                   TransferPlace const& to, bool flies) {
    auto const way = [&](v1::SitePlace const& site, std::size_t hospital) {
        return flies ? terms.air_from(site, hospital) : terms.road_from(site, hospital);
    };
    if (from.hospital && to.hospital) {
        return flies ? terms.air(*from.hospital, *to.hospital)
                     : terms.road(*from.hospital, *to.hospital);
    }
    if (from.hospital || to.hospital) {
        return from.hospital ? way(*to.site, *from.hospital) : way(*from.site, *to.hospital);
    }
    if (from.site == to.site) {
        return 0;
    }
    // Between two sites: by the hospital that makes it shortest.
    std::optional<int> least;
    for (std::size_t hospital = 0; hospital < terms.hospitals().size(); ++hospital) {
        auto const one = way(*from.site, hospital);
        auto const other = way(*to.site, hospital);
        if (one && other && (!least || *one + *other < *least)) {
            least = *one + *other;
        }
    }
    return least;
}

}  // namespace larm::core
