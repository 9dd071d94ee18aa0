#include "simulators/swarm/invariants.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/check.hpp"
#include "engine/core/party.hpp"
#include "engine/core/resource_name.hpp"
#include "engine/core/transports_view.hpp"
#include "engine/core/view.hpp"

namespace larm::swarm {
namespace {

std::string name_of(core::Incident const& incident, core::Chase const& chase) {
    return fmt::format("{} in {} of {}", chase.party, incident.pack->step(chase.step).id(),
                       incident.id);
}

/// All messages of the latest attempt have failed, and the next rung is not climbed.
bool waits_in_silence(core::Incident const& incident, core::Chase const& chase) {
    auto const is_human =
        chase.state == v1::PARTY_STATE_ACKNOWLEDGED || chase.state == v1::PARTY_STATE_ANSWERED;
    auto const has_next = chase.rung + 1 < incident.pack->step(chase.step).rungs_size();
    auto const is_latest = [&](auto const& delivery) { return delivery.attempt == chase.attempt; };
    return !is_human && chase.rung >= 0 && has_next &&
           std::ranges::any_of(chase.deliveries, is_latest) &&
           std::ranges::all_of(chase.deliveries, [&](auto const& delivery) {
               return !is_latest(delivery) || delivery.outcome == v1::DELIVERY_OUTCOME_FAILED;
           });
}

Held named_vehicles_stand_once(core::Incident const& incident, Books const& books,
                               v1::IncidentView const& view, std::set<std::string>& promised) {
    for (auto const& commitment : view.commitments()) {
        if (commitment.count() < 0) {
            return broken(
                3, fmt::format("{} stands at {}", commitment.commitment_id(), commitment.count()));
        }
        for (auto const& id : commitment.resource_ids()) {
            if (commitment.count() > 0 && !promised.insert(core::vehicle_name(id)).second) {
                return broken(3, id + " is promised twice");
            }
            if (books.is_gone(incident.id, commitment.commitment_id(), id)) {
                return broken(3, id + " was taken back by name, and still stands in " +
                                     commitment.commitment_id());
            }
        }
    }
    return {};
}

}  // namespace

void Books::enter(v1::Event const& event) {
    ++events_;
    if (!event.cause().command_id().empty() &&
        !commands_.insert(event.cause().command_id()).second) {
        note(1,
             fmt::format("a command id took effect twice, the second time as event {}", events_));
    }
    for (auto const& chase : event.chases()) {
        if (event.has_party_acknowledged() && chase.party() != event.party_acknowledged().party()) {
            note(2, fmt::format("{} acknowledged, and the chase of {} changed",
                                event.party_acknowledged().party(), chase.party()));
        }
    }
    if (event.has_incident_confirmed()) {
        packs_[event.incident_id()] = event.incident_confirmed().rules_hash();
    }
    if (event.has_transports_committed()) {
        add(event, event.transports_committed().region_id(), event.transports_committed().count());
    } else if (event.has_transports_revoked()) {
        for (auto const& share : event.transports_revoked().shares()) {
            add(event, event.transports_revoked().region_id(), -share.count());
            note_gone(event, share);
        }
    } else if (event.has_transports_released()) {
        add(event, event.transports_released().region_id(),
            -event.transports_released().share().count());
        note_gone(event, event.transports_released().share());
    } else if (event.has_commitment_expired()) {
        add(event, event.commitment_expired().region_id(),
            -event.commitment_expired().share().count());
    } else if (event.has_chase_escalated()) {
        auto const& fired = event.chase_escalated();
        // By attempt too: what fails at once makes the next rung due in the same instant.
        auto const attempt = event.chases().empty() ? 0 : event.chases(0).attempt();
        if (fired.due_us() > event.at_us()) {
            note(10, fmt::format("{} in {} fired early", fired.party(), fired.step()));
        }
        if (!fired_
                 .emplace(event.incident_id(), fired.step(), fired.party(), fired.due_us(), attempt)
                 .second) {
            note(10, fmt::format("{} in {} fired twice", fired.party(), fired.step()));
        }
    }
}

int Books::standing(std::string const& incident, std::string const& region) const {
    auto const found = standing_.find({incident, region});
    return found == standing_.end() ? 0 : found->second;
}

std::string Books::pack_of(std::string const& incident) const {
    auto const found = packs_.find(incident);
    return found == packs_.end() ? std::string{} : found->second;
}

Held Books::clean() const {
    return found_ ? Held{std::unexpected{*found_}} : Held{};
}

void Books::add(v1::Event const& event, std::string const& region, int count) {
    auto& sum = standing_[{event.incident_id(), region}];
    sum += count;
    if (sum < 0) {
        note(3, fmt::format("{} has taken back more than it gave", region));
    }
}

void Books::note_gone(v1::Event const& event, v1::CommitmentShare const& share) {
    for (auto const& id : share.resource_ids()) {
        gone_.emplace(event.incident_id(), share.commitment_id(), core::vehicle_name(id));
    }
}

bool Books::is_gone(std::string const& incident, std::string const& commitment,
                    std::string const& vehicle) const {
    return gone_.contains({incident, commitment, core::vehicle_name(vehicle)});
}

void Books::note(int invariant, std::string what) {
    if (!found_) {
        found_ = Broken{invariant, std::move(what)};
    }
}

bool is_asked_now(core::Incident const& incident, core::Chase const& chase) {
    auto const trigger = incident.pack->step(chase.step).start().trigger();
    if (incident.phase == v1::INCIDENT_PHASE_STOOD_DOWN) {
        return trigger == v1::TRIGGER_STAND_DOWN;
    }
    if (incident.phase == v1::INCIDENT_PHASE_RESCINDED) {
        return trigger == v1::TRIGGER_RESCIND;
    }
    return trigger != v1::TRIGGER_STAND_DOWN && trigger != v1::TRIGGER_RESCIND;
}

bool has_said_no(core::Incident const& incident, core::Chase const& chase) {
    auto const* const region = incident.transports_of(core::organisation_of(chase.party));
    return region != nullptr && region->declined &&
           incident.pack->step(chase.step).expects() == v1::EXPECTS_TRANSPORTS;
}

Held nobody_is_forgotten(core::State const& state, core::Instant now) {
    for (auto const& incident : state.incidents()) {
        if (incident.chases_held || incident.is_closed()) {
            continue;
        }
        for (auto const& chase : incident.chases) {
            if (!is_asked_now(incident, chase) || incident.is_satisfied(chase)) {
                continue;
            }
            // The declarer is then asked whether the lack is accepted.
            if (has_said_no(incident, chase)) {
                continue;
            }
            if (chase.next_due <= now) {
                return broken(2, name_of(incident, chase) +
                                     " is neither answered nor chased with a future deadline");
            }
            if (waits_in_silence(incident, chase)) {
                return broken(2, name_of(incident, chase) +
                                     " waits although every message of the attempt has failed");
            }
        }
    }
    return {};
}

Held nothing_counts_twice(core::State const& state, Books const& books) {
    std::set<std::string> promised;
    for (auto const& incident : state.incidents()) {
        v1::IncidentView view;
        core::add_transports(incident, view);
        for (auto const& region : view.transports()) {
            auto const expected = books.standing(incident.id, region.region_id());
            auto const shown = region.committed() + region.provisional();
            if (shown != expected || region.departed() > shown) {
                return broken(3, fmt::format("{} of {}: {} shown, {} departed, {} in the log",
                                             region.region_id(), incident.id, shown,
                                             region.departed(), expected));
            }
        }
        if (incident.is_running()) {
            if (auto held = named_vehicles_stand_once(incident, books, view, promised); !held) {
                return held;
            }
        }
    }
    return {};
}

Held the_end_reaches_everyone(core::State const& state) {
    for (auto const& incident : state.incidents()) {
        if (incident.is_closed()) {
            auto const has_timer = [](auto const& chase) { return chase.next_due.is_set(); };
            if (incident.next_due.is_set() || std::ranges::any_of(incident.chases, has_timer)) {
                return broken(5, incident.id + " is closed and a timer is left");
            }
        }
        if (!incident.has_ended()) {
            continue;
        }
        // The declarer called it off; a message that somebody is not reached may be its first.
        std::set told{core::make_party(v1::ROLE_TIB, incident.region_id)};
        for (auto const& chase : incident.chases) {
            if (is_asked_now(incident, chase)) {
                told.insert(chase.party);
            }
        }
        for (auto const& recipient : incident.told_of_the_alarm()) {
            if (!told.contains(recipient)) {
                return broken(5, fmt::format("{} was alerted of {} and is not told that it is over",
                                             recipient, incident.id));
            }
        }
    }
    return {};
}

Held nothing_is_overdue(core::State const& state, core::Instant now) {
    if (auto const next = state.next_deadline(); next && next->at <= now) {
        return broken(
            10, fmt::format("a deadline of {} has passed and did not fire", next->incident_id));
    }
    return {};
}

Held the_log_is_the_state(core::State const& state, core::State const& folded) {
    return Comparison{}.the_log_is_the_state(state, folded);
}

void Comparison::write(core::State const& state, std::string& bytes) {
    snapshot_.Clear();
    state.save(snapshot_);
    LARM_CHECK(snapshot_.SerializeToString(&bytes));
}

Held Comparison::the_log_is_the_state(core::State const& state, core::State const& folded) {
    write(state, bytes_);
    write(folded, others_);
    if (others_ != bytes_) {
        return broken(6,
                      fmt::format("the fold of the log up to {} is not the state", folded.seq()));
    }
    if (!snapshot_.ParseFromString(bytes_)) {
        return broken(6, "the snapshot cannot be read");
    }
    auto const restored = core::State::restore(snapshot_);
    write(restored, others_);
    if (others_ != bytes_) {
        return broken(6, "the state does not come back from its snapshot");
    }
    // What a snapshot leaves out is in none of those bytes.
    for (auto const& incident : state.incidents()) {
        auto const* const again = restored.incident(incident.id);
        if (again == nullptr || core::incident_view(incident).SerializeAsString() !=
                                    core::incident_view(*again).SerializeAsString()) {
            return broken(6, incident.id + " is shown otherwise after a start from its snapshot");
        }
    }
    return {};
}

Held packs_are_pinned(core::State const& state, Books const& books) {
    for (auto const& incident : state.incidents()) {
        if (incident.pack != nullptr && incident.pack->hash != books.pack_of(incident.id)) {
            return broken(6, incident.id + " runs on another pack than it was confirmed under");
        }
    }
    return {};
}

Held all_hold(core::State const& state, Books const& books, core::Instant now) {
    if (auto held = books.clean(); !held) {
        return held;
    }
    if (auto held = nobody_is_forgotten(state, now); !held) {
        return held;
    }
    if (auto held = nothing_counts_twice(state, books); !held) {
        return held;
    }
    if (auto held = the_end_reaches_everyone(state); !held) {
        return held;
    }
    if (auto held = packs_are_pinned(state, books); !held) {
        return held;
    }
    return nothing_is_overdue(state, now);
}

}  // namespace larm::swarm
