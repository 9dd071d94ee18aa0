#include "engine/core/transfer_places.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/effective_parts.hpp"
#include "engine/core/transfer_model.hpp"
#include "engine/core/transfers.hpp"

namespace larm::core {

Counts coming_anyway(State const& state, Incident const& incident) {
    Counts waiting{};
    for (auto const& site : incident.casualties.sites) {
        waiting = sum(waiting, unmoved_at(incident.casualties, site));
    }
    Counts expected{};
    for (auto const& each : state.capacity().plan(state.number_of(incident)).hospitals) {
        expected = sum(expected, each.milli);
    }
    Counts permille{};
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        auto const others =
            std::max<std::int64_t>(0, expected[severity] - 1000 * waiting[severity]);
        permille[severity] = expected[severity] == 0 ? 0 : others * 1000 / expected[severity];
    }
    return permille;
}

HospitalNow seen_by_planner(State const& state, Incident const& incident, std::size_t hospital,
                            Counts const& anyway, Instant at) {
    auto now = state.capacity().now(hospital);
    for (auto& stream : now.streams) {
        if (stream.incident != state.number_of(incident)) {
            for (auto& each : stream.promised) {
                // It is theirs from the promise on. Not from before: figures know of who has come.
                each.minute = std::min(each.minute, minute_of(at) + 1);
            }
            continue;
        }
        for (std::size_t severity = 0; severity < severity_count; ++severity) {
            stream.expected_milli[severity] =
                stream.expected_milli[severity] * anyway[severity] / 1000;
        }
        stream.promised.clear();
        std::erase_if(stream.gone, [](auto const& each) { return !each.has_left; });
    }
    return now;
}

std::optional<int> fewest_free(State const& state, HospitalNow const& hospital, std::size_t stage,
                               Instant now, std::int64_t from, std::int64_t horizon) {
    auto const& terms = state.capacity().terms().stage(stage);
    from = std::clamp(from, minute_of(now) + 1, std::max(horizon, minute_of(now) + 1));
    from += (outlook_step_min - from % outlook_step_min) % outlook_step_min;
    auto const at_horizon = forecast(hospital, terms, stage, now, std::max(from, horizon));
    if (!at_horizon) {
        return std::nullopt;
    }
    std::int64_t fewest = at_horizon->free;
    auto const base = before_taken(hospital, terms, stage, true);
    for (auto minute = from; minute < horizon; minute += outlook_step_min) {
        auto const before = with_coming(base, hospital, stage, minute, minute_of(now));
        auto const there = taken_or_expected(hospital, stage, minute);
        fewest = std::min(fewest, whole(least(terms, before).millionths - there));
    }
    return static_cast<int>(fewest);
}

bool is_promised_of(HospitalNow const& hospital, std::size_t stage) {
    return std::ranges::any_of(hospital.streams, [stage](Stream const& stream) {
        return std::ranges::any_of(stream.promised, [&](auto const& each) {
            for (std::size_t severity = 0; severity < severity_count; ++severity) {
                if (each.milli[severity] != 0 && stream.terms->binding_stage(severity) == stage) {
                    return true;
                }
            }
            return false;
        });
    });
}

std::optional<int> free_beside_promised(State const& state, HospitalNow hospital, std::size_t stage,
                                        Instant now, std::int64_t from, std::int64_t horizon) {
    std::int64_t milli = 0;
    for (auto& stream : hospital.streams) {
        for (auto& each : stream.promised) {
            for (std::size_t severity = 0; severity < severity_count; ++severity) {
                if (stream.terms->binding_stage(severity) == stage) {
                    milli += std::exchange(each.milli[severity], 0);
                }
            }
        }
    }
    auto const free = fewest_free(state, hospital, stage, now, from, horizon);
    return free ? std::optional{*free - static_cast<int>(milli / 1000)} : std::nullopt;
}

std::optional<int> places_ahead(State const& state, Incident const& incident, std::size_t hospital,
                                std::size_t stage, Instant now, v1::TransferMove const& move) {
    auto const& rules = incident.pack->rules.transfers();
    auto const since = std::clamp(Instant{move.proposed_at_us()},
                                  now - seconds(std::int64_t{60} * rules.rhythm_min()), now);
    return free_beside_promised(
        state, seen_by_planner(state, incident, hospital, coming_anyway(state, incident), now),
        stage, now, minute_of(std::max(now, Instant{move.arrive_at_us()})),
        minute_of(since) + rules.horizon_min());
}

}  // namespace larm::core
