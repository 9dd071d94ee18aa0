// The vehicles of the transfer model: what is promised or assumed, less what moves have taken,
// where it stands, and how long it goes. No interface: transfer_model has the rules of it.
#pragma once

#include "engine/core/transfer_model.hpp"

namespace larm::core {

/// Minutes by road or air between places; nothing where one of them is not known.
struct TransferPlace {
    v1::SitePlace const* site = nullptr;
    std::optional<std::size_t> hospital;
};
[[nodiscard]] std::optional<int> minutes_between(CapacityTerms const& terms,
                                                 TransferPlace const& from, TransferPlace const& to,
                                                 bool flies);

/// Of the rules, by a promise's words; nullptr: none fits.
[[nodiscard]] v1::VehicleKind const* vehicle_kind(v1::TransferRules const& rules,
                                                  std::string_view words);
[[nodiscard]] v1::VehicleKind const* vehicle_kind_of(v1::TransferRules const& rules,
                                                     std::string_view id);

/// A promise's vehicles and the moves that have taken some: places that are left where it stands,
/// and vehicles that have brought somebody and stand there.
struct VehiclesLeft {
    struct Elsewhere {
        std::string_view hospital;
        int vehicles = 0;
        Instant since;
    };
    int places = 0;
    std::vector<Elsewhere> elsewhere;
};
/// `vehicles` in all, of so many places. Of the moves `is_of` gives the ones with these vehicles.
[[nodiscard]] VehiclesLeft vehicles_left(std::vector<v1::TransferMove const*> const& moves,
                                         int vehicles, int places_each);
/// Moves with vehicles of the promise, or of the site's own.
[[nodiscard]] std::vector<v1::TransferMove const*> moves_with(CasualtyBook const& book,
                                                              v1::TransferVehicle const& vehicle);

/// Adds the fleets to a model whose places are the sites that are known, then all hospitals.
class Fleets {
public:
    Fleets(State const& state, Incident const& incident, Instant now,
           std::vector<v1::CasualtySite const*> const& sites, IncidentModel& out);
    void add();

private:
    void add_scene(std::size_t site);
    void add_promise(Transports const& region, Commitment const& commitment);
    void add_fleet(v1::VehicleKind const& kind, v1::TransferVehicle vehicle, std::size_t place,
                   int places, Instant ready);
    /// By its words, else the region's hospital that can have most; nothing where it has none.
    [[nodiscard]] std::optional<std::size_t> home_of(Transports const& region,
                                                     Commitment const& commitment) const;
    [[nodiscard]] std::size_t place_of(std::size_t hospital) const {
        return sites_.size() + hospital;
    }
    [[nodiscard]] std::string name_of(std::size_t place) const;

    Incident const& incident_;
    CapacityTerms const& terms_;
    v1::TransferRules const& rules_;
    Instant now_;
    std::vector<v1::CasualtySite const*> const& sites_;
    IncidentModel& out_;
};

}  // namespace larm::core
