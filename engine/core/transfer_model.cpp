#include "engine/core/transfer_model.hpp"

#include <algorithm>

#include "engine/core/transfer_fleets.hpp"
#include "engine/core/transfer_places.hpp"
#include "engine/core/transfers.hpp"

namespace larm::core {
namespace {

/// Which stages bind for some severity.
ByStage<bool> binding_stages(CapacityTerms const& own) {
    ByStage<bool> binds{};
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        binds[own.binding_stage(severity)] = true;
    }
    return binds;
}

std::size_t share_index(std::size_t region, std::size_t stage) {
    return region * stage_count + stage;
}

/// The model as it is made.
class Maker {
public:
    Maker(State const& state, Incident const& incident, Instant now, IncidentModel& out)
        : state_{state},
          incident_{incident},
          book_{incident.casualties},
          terms_{state.capacity().terms()},
          own_{own_terms(state, incident)},
          rules_{incident.pack->rules.transfers()},
          now_{now},
          out_{out},
          model_{out.model} {}

    void make() {
        for (auto const& rule : rules_.severities()) {
            if (rule.severity() == v1::SEVERITY_UNSPECIFIED) {
                continue;
            }
            auto& cost = severity_costs_[index_of(rule.severity())];
            cost = {own_.binding_stage(index_of(rule.severity())), rule.per_minute(),
                    rule.left_behind()};
            is_secondary_[index_of(rule.severity())] = rule.secondary();
        }
        model_.severities.assign(severity_costs_.begin(), severity_costs_.end());
        find_places();
        add_scene_groups();
        add_receivers();
        Fleets{state_, incident_, now_, sites_, out_}.add();
    }

private:
    /// Sites of which it is known where they are, then all hospitals.
    void find_places() {
        for (auto const& site : book_.sites) {
            if (terms_.hospitals().empty() || !terms_.road_from(site.place(), 0)) {
                out_.lost.emplace_back(&site, unmoved_at(book_, site));
            } else {
                sites_.push_back(&site);
            }
        }
        for (auto const& hospital : terms_.hospitals()) {
            unmoved_in_.push_back(unmoved_in(book_, hospital.rule->id()));
        }
        auto const count = sites_.size() + terms_.hospitals().size();
        model_.road = MinuteTable{count};
        model_.air = MinuteTable{count};
        for (std::size_t from = 0; from < count; ++from) {
            for (std::size_t to = 0; to < std::min(from, sites_.size()); ++to) {
                set_way(from, to, model_.road, false);
                set_way(from, to, model_.air, true);
            }
            for (auto to = sites_.size(); to < from; ++to) {  // nearly all: both are hospitals
                auto const one = from - sites_.size();
                auto const other = to - sites_.size();
                model_.road.set(from, to, terms_.road(one, other));
                model_.road.set(to, from, terms_.road(one, other));
                model_.air.set(from, to, terms_.air(one, other));
                model_.air.set(to, from, terms_.air(one, other));
            }
        }
    }

    void set_way(std::size_t from, std::size_t to, MinuteTable& table, bool flies) const {
        auto const minutes = minutes_between(terms_, place(from), place(to), flies).value_or(0);
        table.set(from, to, minutes);
        table.set(to, from, minutes);
    }

    [[nodiscard]] TransferPlace place(std::size_t index) const {
        return index < sites_.size() ? TransferPlace{&sites_[index]->place(), std::nullopt}
                                     : TransferPlace{nullptr, index - sites_.size()};
    }

    /// From the nearest scene, or hospital in which casualties lie, by the fastest way.
    [[nodiscard]] std::int64_t nearest_min(std::size_t hospital) const {
        auto const to = sites_.size() + hospital;
        std::optional<int> nearest;
        for (std::size_t from = 0; from < sites_.size() + terms_.hospitals().size(); ++from) {
            auto const lies_there =
                from < sites_.size() || unmoved_in_[from - sites_.size()] != Counts{};
            for (auto const minutes : {model_.road.at(from, to), model_.air.at(from, to)}) {
                if (from != to && lies_there && minutes > 0 && (!nearest || minutes < *nearest)) {
                    nearest = minutes;
                }
            }
        }
        return nearest.value_or(0);
    }

    void add_group(std::size_t place, std::size_t severity, std::int64_t count,
                   GroupOrigin origin) {
        if (count > 0) {
            model_.groups.push_back({place, severity, static_cast<int>(count)});
            out_.origins.push_back(origin);
        }
    }

    void add_scene_groups() {
        for (std::size_t site = 0; site < sites_.size(); ++site) {
            auto const waiting = unmoved_at(book_, *sites_[site]);
            for (std::size_t severity = 0; severity < severity_count; ++severity) {
                add_group(site, severity, waiting[severity], {sites_[site], 0, 0});
            }
        }
    }

    [[nodiscard]] bool has_declined(std::size_t hospital, std::size_t stage) const {
        auto const& rule = *terms_.hospitals()[hospital].rule;
        return std::ranges::any_of(incident_.transfers.refusals, [&](auto const& refusal) {
            auto const is_here = refusal.hospital_id().empty()
                                     ? refusal.region_id() == rule.region_id()
                                     : refusal.hospital_id() == rule.id();
            auto const is_alike =
                refusal.stage() == v1::CARE_STAGE_UNSPECIFIED || refusal.stage() == stage_at(stage);
            return is_here && is_alike && refusal.until_us() > now_.us;
        });
    }

    /// Persons who have been promised a place of the stage there, and are not there.
    [[nodiscard]] int promised_to(std::string_view hospital, std::size_t stage) const {
        int persons = 0;
        for (auto const& move : book_.moves) {
            if (is_fixed(move) && move.to_hospital_id() == hospital &&
                own_.binding_stage(index_of(move.severity())) == stage) {
                persons += move.count();
            }
        }
        return persons;
    }

    /// Thousandths of places that will be free there once those have left who are to, and have not.
    [[nodiscard]] std::int64_t freed_by_moves(std::string_view hospital, std::size_t stage) const {
        std::int64_t milli = 0;
        for (auto const& move : book_.moves) {
            if (is_fixed(move) && !has_left(move) && move.from_hospital_id() == hospital) {
                milli += move.count() * own_.stage(stage).need_permille[index_of(move.severity())];
            }
        }
        return milli;
    }

    void add_receivers() {
        auto const binds = binding_stages(own_);
        auto const anyway = coming_anyway(state_, incident_);
        auto const& regions = incident_.pack->rules.regions();
        std::vector<ByStage<std::int64_t>> free(static_cast<std::size_t>(regions.size()));
        for (std::size_t hospital = 0; hospital < terms_.hospitals().size(); ++hospital) {
            auto const id = incident_.pack->region_of(terms_.hospitals()[hospital].rule->id());
            auto const region = static_cast<std::size_t>(
                std::ranges::find(regions, id, &v1::Region::id) - regions.begin());
            auto const seen = seen_by_planner(state_, incident_, hospital, anyway, now_);
            auto const first = minute_of(now_) + nearest_min(hospital);
            auto const horizon = minute_of(now_) + rules_.horizon_min();
            for (std::size_t stage = 0; stage < stage_count; ++stage) {
                if (!binds[stage]) {
                    continue;
                }
                auto const ahead = fewest_free(state_, seen, stage, now_, first, horizon);
                if (ahead && *ahead < 0) {
                    add_gap(hospital, stage, -*ahead);
                }
                if (region < free.size()) {  // else newer than the incident's rules: nobody to ask
                    auto const free_of_all =
                        is_promised_of(seen, stage)
                            ? free_beside_promised(state_, seen, stage, now_, first, horizon)
                            : ahead;
                    auto const places = free_of_all
                                            ? std::max(0, *free_of_all)
                                            : assumed(seen, hospital, stage, first, horizon);
                    add_receiver({hospital, ahead.has_value(), false, places}, stage, region);
                    free[region][stage] += places;
                }
            }
        }
        set_shares(free);
    }

    /// What the rules count on at a hospital of which not all is known of the stage while the alarm
    /// is new: as if it had reported that share of its baseline when the incident was reported, and
    /// no step of its ladder since, in each dimension of which it has said nothing. What it has
    /// said counts as it is; what it said too long ago is no promise, but nobody has more than they
    /// said last. Of who has come or is promised a place elsewhere it is known.
    [[nodiscard]] int assumed(HospitalNow seen, std::size_t hospital, std::size_t stage,
                              std::int64_t first, std::int64_t horizon) const {
        auto const& terms = terms_.stage(stage);
        auto const until =
            incident_.reported_at + seconds(std::int64_t{60} * rules_.unreported_for_min());
        if (now_ >= until || seen.takes_nobody) {
            return 0;
        }
        for (std::size_t dimension = 0; dimension < dimension_count; ++dimension) {
            auto& figure = seen.figures[stage][dimension];
            if (figure.is_known(terms, now_)) {
                continue;
            }
            auto const share = terms_.hospitals()[hospital].baseline[stage][dimension] *
                               rules_.unreported_permille() / 1000;
            figure = {true,
                      figure.is_reported ? std::min(share, figure.free + figure.since) : share,
                      incident_.reported_at, 0};
        }
        seen.coming.clear();
        return std::max(
            0, free_beside_promised(state_, seen, stage, now_, first, horizon).value_or(0));
    }

    /// `now` with the places before what is promised and declined.
    void add_receiver(ReceiverNow now, std::size_t stage, std::size_t region) {
        auto const& id = terms_.hospitals()[now.hospital].rule->id();
        now.free = std::max(0, now.free - promised_to(id, stage));
        now.has_declined = has_declined(now.hospital, stage);
        model_.receivers.push_back({sites_.size() + now.hospital, stage, share_index(region, stage),
                                    now.has_declined ? 0 : now.free});
        out_.receivers.push_back(now);
    }

    /// The worst off first; where a part of them needs the stage, so many more are to go.
    void add_gap(std::size_t hospital, std::size_t stage, int missing) {
        auto const& id = terms_.hospitals()[hospital].rule->id();
        auto const& there = unmoved_in_[hospital];
        auto places =
            std::max<std::int64_t>(0, 1000 * std::int64_t{missing} - freed_by_moves(id, stage));
        for (std::size_t severity = 0; severity < severity_count; ++severity) {
            auto const need = own_.stage(stage).need_permille[severity];
            if (own_.binding_stage(severity) != stage || need <= 0 || !is_secondary_[severity]) {
                continue;
            }
            auto const count = std::min((places + need - 1) / need, there[severity]);
            add_group(sites_.size() + hospital, severity, count, {nullptr, hospital, missing});
            places = std::max<std::int64_t>(0, places - count * need);
        }
    }

    void set_shares(std::vector<ByStage<std::int64_t>> const& free) {
        auto const& regions = incident_.pack->rules.regions();
        model_.shares.assign(free.size() * stage_count, -1);
        for (std::size_t region = 0; region < free.size(); ++region) {
            auto const& id = regions.Get(static_cast<int>(region)).id();
            auto const permille = share_of(id);
            if (id == incident_.region_id || permille < 0) {
                continue;
            }
            auto persons = free[region];
            for (auto& each : persons) {
                each = (each * permille + 999) / 1000;  // a region with one place has a share too
            }
            for (auto const& move : book_.moves) {
                if (is_fixed(move) && incident_.pack->region_of(move.to_hospital_id()) == id) {
                    persons[own_.binding_stage(index_of(move.severity()))] -= move.count();
                }
            }
            for (std::size_t stage = 0; stage < stage_count; ++stage) {
                model_.shares[share_index(region, stage)] =
                    static_cast<int>(std::max<std::int64_t>(0, persons[stage]));
            }
        }
    }

    /// Negative: the rules set none.
    [[nodiscard]] int share_of(std::string_view region) const {
        int others = -1;
        for (auto const& share : rules_.shares()) {
            if (share.region_id() == region) {
                return share.permille();
            }
            others = share.region_id().empty() ? share.permille() : others;
        }
        return others;
    }

    State const& state_;
    Incident const& incident_;
    CasualtyBook const& book_;
    CapacityTerms const& terms_;
    CapacityTerms const& own_;
    v1::TransferRules const& rules_;
    Instant now_;
    IncidentModel& out_;
    TransferModel& model_;
    std::array<SeverityCost, severity_count> severity_costs_{};
    std::array<bool, severity_count> is_secondary_{};
    std::vector<v1::CasualtySite const*> sites_;
    std::vector<Counts> unmoved_in_;  ///< By hospital.
};

}  // namespace

IncidentModel make_transfer_model(State const& state, Incident const& incident, Instant now) {
    IncidentModel out;
    if (incident.pack != nullptr && incident.pack->rules.has_transfers() &&
        state.capacity().terms().is_known() && own_terms(state, incident).is_known()) {
        Maker{state, incident, now, out}.make();
    }
    return out;
}

}  // namespace larm::core
