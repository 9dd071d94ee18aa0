#include "engine/core/moved_streams.hpp"

#include <algorithm>

#include "engine/core/carrying.hpp"
#include "engine/core/transfers.hpp"

namespace larm::core {
namespace {

Counts milli_of(v1::TransferMove const& move) {
    Counts milli{};
    milli[index_of(move.severity())] = 1000 * std::int64_t{move.count()};
    return milli;
}

bool is_carried_out(v1::TransferMove const& move) {
    return is_promised(move) || move.state() == v1::TRANSFER_STATE_ARRIVED;
}

/// In order of their coming, each on top of who had come before.
void add_arrived(Stream& stream, Incident const& incident, std::string const& hospital) {
    std::vector<v1::TransferMove const*> arrived;
    for (auto const& move : incident.casualties.moves) {
        if (move.state() == v1::TRANSFER_STATE_ARRIVED && !is_back(move) &&
            move.to_hospital_id() == hospital && !incident.casualties.is_counted(move)) {
            arrived.push_back(&move);
        }
    }
    std::ranges::stable_sort(arrived, {}, [](auto const* move) { return move->arrive_at_us(); });
    for (auto const* const move : arrived) {
        auto const before = stream.come.empty() ? Counts{} : stream.come.back().milli;
        stream.come.push_back({minute_of({move->arrive_at_us()}), sum(before, milli_of(*move))});
    }
}

}  // namespace

std::set<std::string> hospitals_of_moves(Incident const& incident) {
    std::set<std::string> hospitals;
    for (auto const& move : incident.casualties.moves) {
        if (!is_carried_out(move)) {
            continue;
        }
        hospitals.insert(move.to_hospital_id());
        if (!move.from_hospital_id().empty()) {
            hospitals.insert(move.from_hospital_id());
        }
    }
    return hospitals;
}

void add_moves(Stream& stream, Incident const& incident, std::string const& hospital) {
    add_arrived(stream, incident, hospital);
    auto const first_come = stream.come.empty() ? 0 : stream.come.front().minute;
    for (auto const& move : incident.casualties.moves) {
        if (is_promised(move) && move.to_hospital_id() == hospital) {
            stream.promised.push_back({minute_of({move.arrive_at_us()}), milli_of(move)});
        }
        if (is_carried_out(move) && !is_back(move) && move.from_hospital_id() == hospital) {
            stream.gone.push_back(
                {minute_of({move.leave_at_us()}), first_come, milli_of(move), has_left(move)});
        }
    }
}

}  // namespace larm::core
