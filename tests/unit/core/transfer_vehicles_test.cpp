// Which vehicles of a promise are let go once their patients have come.
#include "engine/core/transfers.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {

TEST_CASE("a vehicle that has been to two hospitals is let go once", "[core][transfers]") {
    v1::TransferMove to_one;
    to_one.set_move_id("1-1");
    to_one.set_state(v1::TRANSFER_STATE_ARRIVED);
    to_one.set_count(5);
    to_one.mutable_vehicle()->set_commitment_id("dalarna-1");
    to_one.mutable_vehicle()->set_places_each(8);
    auto to_other = to_one;
    to_other.set_move_id("1-2");
    to_other.set_count(3);
    core::Moves moves{to_one, to_other};
    CHECK(core::releasable(moves, moves[0], 3) == 1);
    moves[0].set_released(1);
    CHECK(core::releasable(moves, moves[0], 3) == 0);
    CHECK(core::releasable(moves, moves[1], 3) == 0);
    moves[1].set_count(4);  // nine persons: two buses
    CHECK(core::releasable(moves, moves[1], 3) == 1);
}

TEST_CASE("a vehicle that has brought somebody and has the next to fetch is not let go",
          "[core][transfers]") {
    v1::TransferMove arrived;
    arrived.set_move_id("1-1");
    arrived.set_state(v1::TRANSFER_STATE_ARRIVED);
    arrived.set_count(1);
    arrived.mutable_vehicle()->set_commitment_id("dalarna-1");
    arrived.mutable_vehicle()->set_places_each(1);
    auto next = arrived;
    next.set_move_id("1-2");
    next.set_state(v1::TRANSFER_STATE_ACCEPTED);
    core::Moves moves{arrived, next};
    CHECK(core::releasable(moves, moves[0], 1) == 0);
    CHECK(core::releasable(moves, moves[0], 2) == 1);
    moves[1].set_state(v1::TRANSFER_STATE_ARRIVED);
    CHECK(core::releasable(moves, moves[1], 1) == 1);
    moves[1].set_released(1);
    CHECK(core::releasable(moves, moves[0], 0) == 0);  // it has gone home with the second
}

}  // namespace larm::test
