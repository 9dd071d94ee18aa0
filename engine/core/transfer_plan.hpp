// Who goes where, with what: the cheapest way to bring waiting patients to hospitals with places
// for them, as one minimum-cost flow. Counts and minutes only: which patients, who may decide and
// what is made of the plan are others' to say.
//
// The model, which is what "optimal" means here:
//
//   source -> fleet -> waiting group -> receiver -> share -> sink
//
// A fleet carries as many as its vehicles have places, in one turn each; a group gives as many as
// it counts; a receiver takes as many as its one binding care stage has places for; a region's
// share of such places takes as many as its limit says. A patient costs the minutes until arrival
// (ready, the way to the patient, the way to the receiver) times the weight of the severity, and
// one who is left behind costs what the severity says. The way to a receiver does not depend on the
// vehicle, or it were no flow: what a helicopter saves on it is taken as its mean over the
// receivers. A vehicle with several places may call at several hospitals in its turn; that way is
// not counted.
#pragma once

#include <cstdint>
#include <vector>

namespace larm::core {

/// Minutes from each place to each, road or air. Places are numbered from 0.
class MinuteTable {
public:
    MinuteTable() = default;
    explicit MinuteTable(std::size_t places) : places_{places}, minutes_(places * places) {}
    [[nodiscard]] std::size_t places() const { return places_; }
    [[nodiscard]] int at(std::size_t from, std::size_t to) const {
        return minutes_[from * places_ + to];
    }
    void set(std::size_t from, std::size_t to, int minutes) {
        minutes_[from * places_ + to] = minutes;
    }

private:
    std::size_t places_ = 0;
    std::vector<int> minutes_;
};

/// Patients of one severity at one place, none of whom has been moved.
struct WaitingGroup {
    std::size_t place = 0;
    std::size_t severity = 0;  ///< Index into TransferModel::severities.
    int count = 0;
};

/// Vehicles that are alike and stand together.
struct Fleet {
    std::size_t place = 0;
    int vehicles = 0;
    int places_each = 1;
    int ready_in = 0;  ///< Minutes from now.
    bool flies = false;
    /// Bit i: may carry severity i.
    std::uint32_t carries = ~std::uint32_t{0};
    /// Serves its own place only, as the ambulances at a scene do.
    bool stays_at_place = false;
};

/// Places that a hospital has free in one care stage.
struct Receiver {
    std::size_t place = 0;
    std::size_t stage = 0;
    std::size_t share = 0;  ///< Index into TransferModel::shares.
    int free = 0;
};

struct SeverityCost {
    std::size_t stage = 0;  ///< The one care stage that binds.
    int per_minute = 1;
    /// Of one who is left behind; above every way's cost, or leaving behind is cheaper than moving.
    std::int64_t left_behind = 0;
};

struct TransferModel {
    MinuteTable road;
    MinuteTable air;
    std::vector<SeverityCost> severities;
    std::vector<WaitingGroup> groups;
    std::vector<Fleet> fleets;
    std::vector<Receiver> receivers;
    /// Persons in all to one region's places of one stage; negative: as many as there are places.
    std::vector<int> shares;
};

/// So many of a group, by a fleet, to a receiver: indices into the model.
struct Transfer {
    std::size_t group = 0;
    std::size_t fleet = 0;
    std::size_t receiver = 0;
    int count = 0;

    friend bool operator==(Transfer const&, Transfer const&) = default;
};

struct TransferPlan {
    std::vector<Transfer> transfers;  ///< By group, then by fleet and receiver.
    std::vector<int> left_behind;     ///< By group.
    std::int64_t cost = 0;
};

/// What one patient of the group costs by that fleet until it has been fetched, and from there to
/// the receiver. Their sum is what the transfer costs.
[[nodiscard]] std::int64_t cost_to_fetch(TransferModel const& model, Fleet const& fleet,
                                         WaitingGroup const& group);
[[nodiscard]] std::int64_t cost_to_bring(TransferModel const& model, WaitingGroup const& group,
                                         Receiver const& receiver);
/// Whether the model has such ways at all.
[[nodiscard]] bool can_fetch(Fleet const& fleet, WaitingGroup const& group);
[[nodiscard]] bool can_bring(TransferModel const& model, WaitingGroup const& group,
                             Receiver const& receiver);

/// The minutes a transfer takes from now, as a person would count them: air where it flies.
[[nodiscard]] int minutes_of(TransferModel const& model, Transfer const& transfer);

/// The cheapest plan of the model. The same model gives the same plan.
[[nodiscard]] TransferPlan plan_transfers(TransferModel const& model);

}  // namespace larm::core
