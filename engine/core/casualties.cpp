#include "engine/core/casualties.hpp"

#include <algorithm>
#include <limits>

#include "engine/core/carrying.hpp"

namespace larm::core {
namespace {

/// Of one hospital: one every two minutes for half a day.
constexpr std::size_t arrivals_max = 400;

/// The last that had been observed by then, or nullptr.
v1::ArrivalRecord const* last_by(std::vector<v1::ArrivalRecord> const& records, Instant at) {
    auto const later =
        std::ranges::upper_bound(records, at.us, {}, &v1::ArrivalRecord::observed_at_us);
    return later == records.begin() ? nullptr : &*std::prev(later);
}

}  // namespace

Counts sum(Counts const& one, Counts const& other) {
    Counts both = one;
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        both[severity] += other[severity];
    }
    return both;
}

v1::CasualtySite const* CasualtyBook::site(std::string_view id) const {
    auto const found = std::ranges::find(sites, id, &v1::CasualtySite::site_id);
    return found == sites.end() ? nullptr : &*found;
}

Counts CasualtyBook::waiting() const {
    Counts all{};
    for (auto const& site : sites) {
        all = sum(all, counts_of(site.at_scene()));
    }
    return all;
}

Counts CasualtyBook::under_way() const {
    Counts all{};
    for (auto const& site : sites) {
        all = sum(all, counts_of(site.under_way()));
    }
    return all;
}

Counts CasualtyBook::arrived() const {
    return arrived_by({std::numeric_limits<std::int64_t>::max()});
}

Counts CasualtyBook::arrived_by(Instant at) const {
    Counts all{};
    for (auto const& [hospital, records] : arrivals) {
        if (auto const* const record = last_by(records, at); record != nullptr) {
            all = sum(all, counts_of(record->arrived()));
        }
    }
    for (auto const& move : moves) {
        if (move.state() != v1::TRANSFER_STATE_ARRIVED || is_back(move) ||
            move.arrive_at_us() > at.us) {
            continue;
        }
        auto const found = arrivals.find(move.to_hospital_id());
        auto const* const record = found == arrivals.end() ? nullptr : last_by(found->second, at);
        auto const is_in_it = record != nullptr && record->observed_at_us() >= move.arrive_at_us();
        auto& count = all[index_of(move.severity())];
        if (move.kind() == v1::TRANSFER_KIND_SECONDARY) {
            count -= is_in_it ? move.count() : 0;  // counted where they were, too
        } else {
            count += is_in_it ? 0 : move.count();
        }
    }
    std::ranges::for_each(all, [](auto& count) { count = std::max<std::int64_t>(0, count); });
    return all;
}

Counts CasualtyBook::arrived_at(std::string_view hospital) const {
    auto const found = arrivals.find(hospital);
    return found == arrivals.end() ? Counts{} : counts_of(found->second.back().arrived());
}

bool CasualtyBook::is_counted(v1::TransferMove const& move) const {
    auto const found = arrivals.find(move.to_hospital_id());
    return found != arrivals.end() && found->second.back().observed_at_us() >= move.arrive_at_us();
}

Counts CasualtyBook::arrived_uncounted(std::string_view hospital) const {
    Counts counts{};
    for (auto const& move : moves) {
        if (move.state() == v1::TRANSFER_STATE_ARRIVED && !is_back(move) &&
            move.to_hospital_id() == hospital && !is_counted(move)) {
            counts[index_of(move.severity())] += move.count();
        }
    }
    return counts;
}

Counts CasualtyBook::promised() const {
    Counts counts{};
    for (auto const& move : moves) {
        auto const is_promised = move.state() == v1::TRANSFER_STATE_ACCEPTED ||
                                 move.state() == v1::TRANSFER_STATE_UNDER_WAY;
        if (is_promised && move.kind() == v1::TRANSFER_KIND_PRIMARY) {
            counts[index_of(move.severity())] += move.count();
        }
    }
    return counts;
}

Counts CasualtyBook::counted() const {
    auto all = sum(waiting(), under_way());
    if (!sites.empty()) {
        auto const first_seen =
            std::ranges::min(sites, {}, &v1::CasualtySite::observed_at_us).observed_at_us();
        all = sum(all, arrived_by({first_seen}));
    }
    auto const come = arrived();
    std::ranges::transform(all, come, all.begin(),
                           [](auto one, auto other) { return std::max(one, other); });
    return all;
}

Instant CasualtyBook::seen_at() const {
    Instant latest;
    for (auto const& site : sites) {
        latest = std::max(latest, Instant{site.observed_at_us()});
    }
    return latest;
}

void CasualtyBook::fold(v1::CasualtySite const& site) {
    auto const known = std::ranges::find(sites, site.site_id(), &v1::CasualtySite::site_id);
    if (known == sites.end()) {
        sites.push_back(site);
    } else {
        *known = site;
    }
}

void CasualtyBook::fold(v1::ArrivalRecord const& record) {
    auto& records = arrivals[record.hospital_id()];
    if (record.correction()) {
        auto const right = counts_of(record.arrived());
        for (auto& earlier : records) {
            auto counts = counts_of(earlier.arrived());
            std::ranges::transform(counts, right, counts.begin(),
                                   [](auto was, auto is) { return std::min(was, is); });
            *earlier.mutable_arrived() = to_message(counts);
        }
    }
    records.push_back(record);
    if (records.size() > arrivals_max) {
        records.erase(records.begin() + 1);
    }
}

}  // namespace larm::core
