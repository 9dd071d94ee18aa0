// Why a plan is as it is, move by move and for who is left behind: typed, so that words can be made
// of it in any language whenever it is read.
#include <algorithm>

#include "engine/core/transfer_proposal.hpp"

namespace larm::core {
namespace {

Instant after(Instant now, int minutes) {
    return now + seconds(std::int64_t{60} * minutes);
}

class Reasons {
public:
    Reasons(IncidentModel const& made, TransferPlan const& plan, CapacityTerms const& terms,
            Instant now)
        : made_{made},
          model_{made.model},
          plan_{plan},
          terms_{terms},
          now_{now},
          shares_{model_.shares} {
        for (auto const& receiver : model_.receivers) {
            free_.push_back(receiver.free);
        }
        for (auto const& fleet : model_.fleets) {
            places_.push_back(fleet.vehicles * fleet.places_each);
        }
        for (auto const& each : plan.transfers) {
            free_[each.receiver] -= each.count;
            places_[each.fleet] -= each.count;
            auto& limit = shares_[model_.receivers[each.receiver].share];
            limit -= limit >= 0 ? each.count : 0;
        }
    }

    void write(v1::TransferProposal& out) const {
        for (auto const& each : plan_.transfers) {
            write_move(each, *out.add_moves());
        }
        for (std::size_t group = 0; group < model_.groups.size(); ++group) {
            if (plan_.left_behind[group] > 0) {
                auto& left = *out.add_left_behind();
                write_origin(made_.origins[group], left);
                left.set_severity(severity_at(model_.groups[group].severity));
                left.set_count(plan_.left_behind[group]);
                left.set_why(why_left(group));
            }
        }
        for (auto const& [site, counts] : made_.lost) {
            for (std::size_t severity = 0; severity < severity_count; ++severity) {
                if (counts[severity] > 0) {
                    auto& left = *out.add_left_behind();
                    left.set_from_site_id(site->site_id());
                    left.set_severity(severity_at(severity));
                    left.set_count(static_cast<int>(counts[severity]));
                    left.set_why(v1::LEFT_BEHIND_WHY_SITE_UNKNOWN);
                }
            }
        }
    }

private:
    [[nodiscard]] static v1::Severity severity_at(std::size_t index) {
        return static_cast<v1::Severity>(index + 1);
    }

    template <typename Message>
    void write_origin(GroupOrigin const& origin, Message& out) const {
        if (origin.site != nullptr) {
            out.set_from_site_id(origin.site->site_id());
        } else {
            out.set_from_hospital_id(terms_.hospitals()[origin.hospital].rule->id());
        }
    }

    [[nodiscard]] std::string const& name_of(std::size_t receiver) const {
        return terms_.hospitals()[made_.receivers[receiver].hospital].rule->id();
    }
    [[nodiscard]] int way_to(WaitingGroup const& group, std::size_t receiver) const {
        return model_.road.at(group.place, model_.receivers[receiver].place);
    }
    [[nodiscard]] bool is_limited(std::size_t receiver) const {
        return shares_[model_.receivers[receiver].share] == 0;
    }

    void write_move(Transfer const& each, v1::TransferMove& out) const {
        auto const& group = model_.groups[each.group];
        auto const& fleet = model_.fleets[each.fleet];
        auto const& origin = made_.origins[each.group];
        auto const& table = fleet.flies ? model_.air : model_.road;
        auto const fetch = fleet.ready_in + table.at(fleet.place, group.place);
        auto const way = table.at(group.place, model_.receivers[each.receiver].place);
        out.set_kind(origin.site != nullptr ? v1::TRANSFER_KIND_PRIMARY
                                            : v1::TRANSFER_KIND_SECONDARY);
        write_origin(origin, out);
        out.set_to_hospital_id(name_of(each.receiver));
        out.set_proposed_hospital_id(out.to_hospital_id());
        out.set_severity(severity_at(group.severity));
        out.set_count(each.count);
        *out.mutable_vehicle() = made_.vehicles[each.fleet];
        out.set_fetch_at_us(after(now_, fetch).us);
        out.set_leave_at_us(out.fetch_at_us());
        out.set_arrive_at_us(after(now_, fetch + way).us);
        out.set_state(v1::TRANSFER_STATE_PROPOSED);
        auto& why = *out.mutable_why();
        why.set_stage(stage_at(model_.receivers[each.receiver].stage));
        why.set_free(made_.receivers[each.receiver].free);
        why.set_assumed(!made_.receivers[each.receiver].is_known);
        why.set_fetch_minutes(fetch);
        why.set_way_minutes(way);
        why.set_missing(origin.missing);
        write_nearer(each, why);
        write_next(each, why);
    }

    /// By road, as the model has it: a helicopter changes who fetches, not where to.
    void write_nearer(Transfer const& each, v1::TransferWhy& why) const {
        auto const& group = model_.groups[each.group];
        auto nearest = each.receiver;
        for (std::size_t other = 0; other < model_.receivers.size(); ++other) {
            if (can_bring(model_, group, model_.receivers[other]) &&
                way_to(group, other) < way_to(group, nearest)) {
                nearest = other;
            }
        }
        if (nearest == each.receiver) {
            return;
        }
        auto const& known = made_.receivers[nearest];
        why.set_nearer_hospital_id(name_of(nearest));
        why.set_nearer_minutes(way_to(group, nearest));
        if (known.has_declined) {
            why.set_not_nearer(v1::NOT_NEARER_DECLINED);
        } else if (!known.is_known && model_.receivers[nearest].free == 0) {
            why.set_not_nearer(v1::NOT_NEARER_UNKNOWN);
        } else if (model_.receivers[nearest].free == 0) {
            why.set_not_nearer(v1::NOT_NEARER_FULL);
        } else if (is_limited(nearest)) {
            why.set_not_nearer(v1::NOT_NEARER_REGION_LIMIT);
        } else {
            why.set_not_nearer(v1::NOT_NEARER_NEEDED);
        }
    }

    void write_next(Transfer const& each, v1::TransferWhy& why) const {
        auto const& group = model_.groups[each.group];
        auto next = model_.receivers.size();
        for (std::size_t other = 0; other < model_.receivers.size(); ++other) {
            auto const is_free = other != each.receiver && free_[other] > 0 && !is_limited(other) &&
                                 can_bring(model_, group, model_.receivers[other]);
            if (is_free &&
                (next == model_.receivers.size() || way_to(group, other) < way_to(group, next))) {
                next = other;
            }
        }
        if (next == model_.receivers.size()) {
            return;
        }
        why.set_next_hospital_id(name_of(next));
        why.set_next_minutes(way_to(group, next));
        why.set_next_cost_more(each.count *
                               (cost_to_bring(model_, group, model_.receivers[next]) -
                                cost_to_bring(model_, group, model_.receivers[each.receiver])));
    }

    [[nodiscard]] v1::LeftBehindWhy why_left(std::size_t index) const {
        auto const& group = model_.groups[index];
        auto any_unknown = false;
        auto any_free = false;
        auto any_limited = false;
        for (std::size_t receiver = 0; receiver < model_.receivers.size(); ++receiver) {
            if (!can_bring(model_, group, model_.receivers[receiver])) {
                continue;
            }
            any_unknown = any_unknown || !made_.receivers[receiver].is_known;
            any_free = any_free || (free_[receiver] > 0 && !is_limited(receiver));
            any_limited = any_limited || (free_[receiver] > 0 && is_limited(receiver));
        }
        if (!any_free) {
            return any_limited   ? v1::LEFT_BEHIND_WHY_REGION_LIMIT
                   : any_unknown ? v1::LEFT_BEHIND_WHY_PLACES_UNKNOWN
                                 : v1::LEFT_BEHIND_WHY_NO_PLACE;
        }
        for (std::size_t fleet = 0; fleet < model_.fleets.size(); ++fleet) {
            if (places_[fleet] > 0 && can_fetch(model_.fleets[fleet], group)) {
                return v1::LEFT_BEHIND_WHY_TOO_FAR;
            }
        }
        return v1::LEFT_BEHIND_WHY_NO_VEHICLE;
    }

    IncidentModel const& made_;
    TransferModel const& model_;
    TransferPlan const& plan_;
    CapacityTerms const& terms_;
    Instant now_;
    std::vector<int> shares_;
    std::vector<int> free_;
    std::vector<int> places_;
};

}  // namespace

void explain_plan(IncidentModel const& made, TransferPlan const& plan, CapacityTerms const& terms,
                  Instant now, v1::TransferProposal& out) {
    Reasons{made, plan, terms, now}.write(out);
}

}  // namespace larm::core
