// Patients moved at random: reports that change their mind, promises given and taken back, answers
// of every kind in any order, time and outages. Nobody goes twice, no place and no vehicle is
// promised twice, what is shown adds up to the log, and no noise makes proposals flap.
#include <rapidcheck.h>

#include <map>
#include <set>

#include "engine/core/transfer_fleets.hpp"
#include "engine/core/transfer_view.hpp"
#include "tests/property/night.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"

namespace larm::test {
namespace {

constexpr std::array hospitals{"A", "B", "C", "D", "E"};
constexpr std::array regions{"uppsala", "dalarna", "gavleborg"};
constexpr std::array kinds{"ambulans", "helikopter", "buss"};

/// A night with one incident in uppsala.
struct Night {
    Story story{transfer_pack()};
    std::string id;
    int asked = 0;  ///< How often somebody wanted a new plan.

    Night() {
        auto command = confirm("uppsala");
        command.mutable_confirm_incident()->set_level(v1::READINESS_LEVEL_STAB);
        story.must(command);
        id = story.state().incidents().back().id;
    }
    [[nodiscard]] core::Incident const& incident() const { return story.incident(id); }
    [[nodiscard]] core::Moves const& moves() const { return incident().casualties.moves; }
};

void report_something(Night& night, Happening const& happening) {
    auto const free = happening.second % 12;
    (void)night.story.give(
        report_all(hospitals[happening.first % hospitals.size()], free + 8, free + 3, 15, free));
}

void count_somebody(Night& night, Happening const& happening) {
    if (happening.second % 3 != 0) {
        auto command =
            casualties(night.id, "uppsala",
                       {happening.first % 9, happening.second % 7, (happening.first / 9) % 15}, {},
                       hospitals[happening.second % 2]);
        command.mutable_report_casualties()->set_site_id(std::to_string(1 + happening.first % 2));
        (void)night.story.give(command);
        return;
    }
    auto const* const hospital = hospitals[happening.first % hospitals.size()];
    (void)night.story.give(arrivals(night.id, hospital,
                                    core::sum(night.incident().casualties.arrived_at(hospital),
                                              {4 + happening.second % 9, happening.first % 7, 1})));
}

void promise_something(Night& night, Happening const& happening) {
    auto const* const region = regions[happening.first % regions.size()];
    if (happening.second % 5 == 0) {
        (void)night.story.give(revoke(night.id, region, 1));
        return;
    }
    auto command = commit(night.id, region, 1 + happening.second % 3);
    command.mutable_commit_transports()->set_kind(kinds[happening.second % kinds.size()]);
    command.mutable_commit_transports()->set_ready_in_minutes(happening.second % 40);
    (void)night.story.give(command);
}

void say_something(Night& night, Happening const& happening) {
    if (night.moves().empty()) {
        return;
    }
    auto const move = night.moves()[happening.first % night.moves().size()];
    std::string const region{night.incident().pack->region_of(move.to_hospital_id())};
    auto const part = happening.second % 4 == 0 ? 1 : 0;
    auto& story = night.story;
    switch (happening.second / 4 % 11) {
        case 0: (void)story.give(accept_moves(night.id, region)); break;
        case 1: (void)story.give(accept_moves(night.id, region, {move.move_id()}, part)); break;
        case 2:
            (void)story.give(amend_move(night.id, region, move.move_id(),
                                        hospitals[happening.second % hospitals.size()], part));
            break;
        case 3: (void)story.give(decline_moves(night.id, region, {move.move_id()})); break;
        case 4:
        case 5: (void)story.give(depart_move(night.id, "uppsala", move.move_id(), part)); break;
        case 6:
        case 7: (void)story.give(arrive_move(night.id, "uppsala", move.move_id(), part)); break;
        case 8:
            (void)story.give(undo_move(night.id, "uppsala", move.move_id(), move.state()));
            break;
        case 9: {
            auto const* const to = hospitals[happening.second % hospitals.size()];
            auto const taker = std::string{night.incident().pack->region_of(to)};
            (void)story.give(divert_move(night.id, taker, move.move_id(), to, part));
            break;
        }
        default:
            (void)(part == 0 ? story.give(release_move(night.id, "uppsala", move.move_id()))
                             : story.give(call_off_moves(night.id, "uppsala", {move.move_id()})));
    }
}

void live(Night& night, Happening const& happening) {
    switch (happening.kind % 12) {
        case 0:
        case 1: report_something(night, happening); break;
        case 2:
        case 3: count_somebody(night, happening); break;
        case 4: promise_something(night, happening); break;
        case 5:
        case 6:
        case 7:
        case 8: say_something(night, happening); break;
        case 9:
            if (happening.first % 4 == 0) {
                ++night.asked;
                (void)night.story.give(plan_anew(night.id, "uppsala", happening.second % 2 == 0));
            } else {
                auto const severity = static_cast<v1::Severity>(1 + happening.second % 3);
                (void)night.story.give(own_move(night.id, "uppsala",
                                                hospitals[happening.first % hospitals.size()],
                                                severity, 1 + happening.second % 3));
            }
            break;
        default:
            if (happening.first % 15 == 0) {
                night.story.outage_s(happening.second % 7200);
            } else {
                night.story.wait_s(happening.second % 1800);
            }
    }
}

/// What the moves bind together, by where they are from, where they go, and with what.
struct Bound {
    std::map<std::pair<std::string, int>, int> from_sites;
    std::map<std::pair<std::string, std::size_t>, int> to;
    std::map<std::string, int> places;
};

Bound bound_by(core::CasualtyBook const& book, core::CapacityTerms const& terms) {
    Bound bound;
    for (auto const& move : book.moves) {
        auto const* const site = book.site(move.from_site_id());
        if (site != nullptr &&
            (move.state() == v1::TRANSFER_STATE_ACCEPTED ||
             (core::has_left(move) && move.leave_at_us() > site->observed_at_us()))) {
            bound.from_sites[{move.from_site_id(), move.severity()}] += move.count();
        }
        if (core::is_promised(move)) {
            auto const stage = terms.binding_stage(core::index_of(move.severity()));
            bound.to[{move.to_hospital_id(), stage}] += move.count();
            bound.places[move.vehicle().commitment_id()] += move.count();
        }
    }
    return bound;
}

/// A move that has just been accepted is of patients who are there, to places that are free, in a
/// vehicle that is promised; what was accepted before counted.
void check_promise(Night const& night, v1::TransferMove const& move) {
    auto const& incident = night.incident();
    auto const& book = incident.casualties;
    auto const& terms = night.story.state().capacity().terms();
    auto bound = bound_by(book, terms);
    if (auto const* const site = book.site(move.from_site_id()); site != nullptr) {
        auto const waits = core::counts_of(site->at_scene())[core::index_of(move.severity())];
        RC_ASSERT((bound.from_sites[{move.from_site_id(), move.severity()}]) <= waits);
    }
    auto const stage = terms.binding_stage(core::index_of(move.severity()));
    auto const free =
        core::places_ahead(night.story.state(), incident, *terms.hospital(move.to_hospital_id()),
                           stage, night.story.now(), move);
    // Shares of those whom the model still expects are rounded anew once some of them are promised.
    RC_ASSERT((!free || bound.to[{move.to_hospital_id(), stage}] <= std::max(*free, 0) + 1));
    if (move.vehicle().commitment_id().empty()) {
        return;
    }
    auto const* const region = incident.transports_of(move.vehicle().region_id());
    auto const* const given = region->commitment(move.vehicle().commitment_id());
    RC_ASSERT(bound.places[given->given.commitment_id()] <=
              given->standing() * move.vehicle().places_each());
}

void check_promises(Night const& night, std::size_t from) {
    for (auto at = from; at < night.story.log().size(); ++at) {
        auto const& changed = night.story.log()[at].transfers_changed();
        if (changed.act() == v1::TRANSFER_ACT_ACCEPTED ||
            changed.act() == v1::TRANSFER_ACT_AMENDED) {
            for (auto const& move : changed.moves()) {
                if (move.state() == v1::TRANSFER_STATE_ACCEPTED) {
                    check_promise(night, move);
                }
            }
        }
    }
}

/// The moves as the log alone says they are.
std::map<std::string, v1::TransferMove> moves_by_log(Story const& story) {
    std::map<std::string, v1::TransferMove> moves;
    for (auto const& event : story.log()) {
        for (auto const& id : event.transfers_proposed().withdrawn_move_ids()) {
            moves.erase(id);
        }
        for (auto const& move : event.transfers_proposed().proposal().moves()) {
            moves[move.move_id()] = move;
        }
        for (auto const& move : event.transfers_changed().moves()) {
            moves[move.move_id()] = move;
        }
    }
    return moves;
}

void check_sums(Night const& night) {
    v1::GetTransfers request;
    request.set_incident_id(night.id);
    auto const view = *core::transfer_view(night.story.state(), request, night.story.now());
    auto by_log = moves_by_log(night.story);
    std::map<v1::TransferState, core::Counts> sums;
    for (auto const& [id, move] : by_log) {
        RC_ASSERT(move.count() > 0);
        sums[move.state()][core::index_of(move.severity())] += move.count();
    }
    RC_ASSERT(core::counts_of(view.proposed()) == sums[v1::TRANSFER_STATE_PROPOSED]);
    RC_ASSERT(core::counts_of(view.accepted()) == sums[v1::TRANSFER_STATE_ACCEPTED]);
    RC_ASSERT(core::counts_of(view.under_way()) == sums[v1::TRANSFER_STATE_UNDER_WAY]);
    RC_ASSERT(core::counts_of(view.arrived()) == sums[v1::TRANSFER_STATE_ARRIVED]);
    RC_ASSERT(view.moves_size() == static_cast<int>(by_log.size()));
    std::set<std::string> ids;
    for (auto const& move : view.moves()) {
        RC_ASSERT(ids.insert(move.move_id()).second);
    }
}

/// How often moves ended without anybody's word: who has nowhere to go is planned anew at once.
int ended_by_themselves(Story const& story) {
    return static_cast<int>(std::ranges::count_if(story.log(), [](v1::Event const& event) {
        return std::ranges::any_of(event.transfers_changed().moves(), [](auto const& move) {
            return move.state() == v1::TRANSFER_STATE_CALLED_OFF && move.said_by().empty();
        });
    }));
}

std::string folded_again(Story const& story) {
    core::State again;
    for (auto const& event : story.log()) {
        again.evolve(event, again.seq() + 1);
    }
    return again.snapshot().SerializeAsString();
}

}  // namespace

TEST_CASE("nobody goes twice, nothing is promised twice, and the sums are the log's",
          "[property][transfers]") {
    int accepted = 0;
    int arrived = 0;
    int secondary = 0;
    auto const held = rc::check([&](std::vector<Happening> const& happenings) {
        Night night;
        for (auto const& happening : happenings) {
            auto const before = night.story.log().size();
            live(night, happening);
            check_promises(night, before);
        }
        check_sums(night);
        auto const difference = differs_from_whole(night.story.state());
        if (!difference.empty()) {
            RC_FAIL(difference);
        }
        RC_ASSERT(folded_again(night.story) == night.story.state().snapshot().SerializeAsString());
        for (auto const& move : night.moves()) {
            accepted += core::is_promised(move) ? 1 : 0;
            arrived += move.state() == v1::TRANSFER_STATE_ARRIVED ? 1 : 0;
            secondary += move.kind() == v1::TRANSFER_KIND_SECONDARY ? 1 : 0;
        }
    });
    CHECK(held);
    // Or it would prove nothing. Of a few cases chance makes few.
    CHECK(accepted > 0);
    CHECK(arrived > 0);
    CHECK(secondary > 0);
}

TEST_CASE("no more is proposed than the rhythm has, however much changes",
          "[property][transfers]") {
    int most = 0;
    auto const held = rc::check([&](std::vector<Happening> const& happenings) {
        Night night;
        for (auto const& happening : happenings) {
            live(night, happening);
        }
        auto const rhythm_s =
            60 * std::int64_t{night.incident().pack->rules.transfers().rhythm_min()};
        auto const count = proposals(night.story);
        auto const scenes = static_cast<int>(night.incident().casualties.sites.size());
        RC_ASSERT(count <= night.story.now_s() / rhythm_s + 1 + night.asked + scenes +
                               ended_by_themselves(night.story));
        most = std::max(most, count);
    });
    CHECK(held);
    CHECK(most > 3);
}

TEST_CASE("figures that waver around what a proposal needs do not make it flap",
          "[property][transfers][flapping]") {
    auto const held = rc::check([](std::vector<std::uint8_t> const& noise) {
        Night night;
        for (auto const* const hospital : hospitals) {
            night.story.must(report_all(hospital, 30, 30, 15, 6));
        }
        night.story.must(casualties(night.id, "uppsala", {4, 0, 0}, {}));
        night.story.wait_s(1);
        RC_ASSERT(proposals(night.story) == 1);
        for (auto const each : noise) {
            // One place up or down at hospitals that have enough, one patient more or less of those
            // for whom there is no vehicle.
            for (std::size_t hospital = 0; hospital < hospitals.size(); ++hospital) {
                auto const nurses = 5 + static_cast<int>((each + hospital) % 3);
                night.story.must(report_all(hospitals[hospital], 30, 30, 15, nurses));
            }
            night.story.must(casualties(night.id, "uppsala", {4 + each % 2, 0, 0}, {}));
            night.story.wait_s(60 * (1 + each % 13));
        }
        RC_ASSERT(proposals(night.story) == 1);
    });
    CHECK(held);
}

}  // namespace larm::test
