#include "engine/core/arrivals.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/core/known_report.hpp"

namespace larm::core {
namespace {

/// 2^(-i/16) in millionths, i from 0 to 16.
constexpr std::array<std::int64_t, 17> sixteenths{
    1'000'000, 957'603, 917'004, 878'126, 840'896, 805'245, 771'105, 738'413, 707'107,
    677'128,   648'420, 620'929, 594'604, 569'394, 545'254, 522'137, 500'000};

/// After so many half times less than one in a million is left.
constexpr int halvings_max = 20;

std::int64_t left_after(std::int64_t minutes, std::int64_t half) {
    auto const scaled = (minutes % half) * 16;
    auto const step = static_cast<std::size_t>(scaled / half);
    auto const within = scaled % half;
    auto const left = sixteenths[step] - (sixteenths[step] - sixteenths[step + 1]) * within / half;
    return left >> static_cast<unsigned>(minutes / half);
}

/// Small letters, Swedish ones too.
std::string lower(std::string_view text) {
    std::string small{text};
    for (std::size_t at = 0; at < small.size(); ++at) {
        auto const byte = static_cast<unsigned char>(small[at]);
        auto const after_c3 = at > 0 && static_cast<unsigned char>(small[at - 1]) == 0xC3U;
        if ((byte >= 'A' && byte <= 'Z') || (after_c3 && byte >= 0x80U && byte <= 0x9EU)) {
            small[at] = static_cast<char>(byte + 0x20U);
        }
    }
    return small;
}

struct Near {
    std::size_t hospital = 0;
    int minutes = 0;
};

/// All hospitals, the nearest first; of the same distance as the pack has them. Where nobody has
/// said where the site is: the stricken region's, the one with the most of the emergency stage
/// first.
std::vector<Near> nearest_to(CapacityTerms const& terms, Incident const& incident,
                             v1::SitePlace const& place) {
    std::vector<Near> all;
    auto const count = terms.hospitals().size();
    for (std::size_t hospital = 0; hospital < count; ++hospital) {
        if (auto const minutes = terms.road_from(place, hospital); minutes) {
            all.push_back({hospital, *minutes});
        }
    }
    std::ranges::stable_sort(all, {}, &Near::minutes);
    if (!all.empty()) {
        return all;
    }
    for (std::size_t hospital = 0; hospital < count; ++hospital) {
        if (terms.hospitals()[hospital].rule->region_id() == incident.region_id) {
            all.push_back({hospital, 0});
        }
    }
    std::ranges::stable_sort(all, std::greater{}, [&](Near const& near) {
        return terms.most(near.hospital, index_of(v1::CARE_STAGE_EMERGENCY));
    });
    return all;
}

/// The plan as it is made.
class Planner {
public:
    Planner(CapacityTerms const& terms, Incident const& incident, ArrivalPlan& plan)
        : terms_{terms}, incident_{incident}, book_{incident.casualties}, plan_{plan} {}

    void make() {
        auto const arrived = book_.arrived();
        auto const promised = book_.promised();
        auto const counted = book_.counted();
        // Who has come since the scene was last seen is what corrects it: counted in before, it
        // would be corrected by itself.
        auto const seen_by_then =
            sum(sum(book_.waiting(), book_.under_way()), book_.arrived_by(book_.seen_at()));
        auto const scene = reported_casualties(incident_.reports).value_or(v1::Casualties{});
        Counts const reported{scene.severe(), scene.moderate(), scene.minor()};
        find_sites();
        for (std::size_t severity = 0; severity < severity_count; ++severity) {
            plan_.total[severity] = std::max(reported[severity], seen_by_then[severity]);
        }
        correct(arrived);
        for (std::size_t severity = 0; severity < severity_count; ++severity) {
            auto const corrected = plan_.total[severity] * plan_.correction_permille / 1000;
            plan_.total[severity] = std::max(counted[severity], corrected);
            share_out(severity,
                      1000 * (plan_.total[severity] - arrived[severity] - promised[severity]));
        }
        gather();
    }

private:
    struct Site {
        Counts left{};
        std::vector<Near> nearest;
    };

    void find_sites() {
        milli_.assign(terms_.hospitals().size(), {});
        minutes_.assign(terms_.hospitals().size(), -1);
        for (auto const& site : book_.sites) {
            sites_.push_back({sum(counts_of(site.at_scene()), counts_of(site.under_way())),
                              nearest_to(terms_, incident_, site.place())});
        }
        if (sites_.empty()) {
            sites_.push_back({{}, nearest_to(terms_, incident_, {})});
        }
        for (auto const& site : sites_) {
            for (auto const& near : site.nearest) {
                auto& minutes = minutes_[near.hospital];
                minutes = minutes < 0 ? near.minutes : std::min(minutes, near.minutes);
            }
        }
    }

    /// come / expected, at the last report of arrivals; the way to the nearest hospital counts.
    void correct(Counts const& arrived) {
        auto const come = std::accumulate(arrived.begin(), arrived.end(), std::int64_t{0});
        auto const total = std::accumulate(plan_.total.begin(), plan_.total.end(), std::int64_t{0});
        Instant last;
        for (auto const& [hospital, records] : book_.arrivals) {
            last = std::max(last, Instant{records.back().observed_at_us()});
        }
        auto const& model = *plan_.model;
        if (come < std::max(model.correct_from(), 1) || sites_.front().nearest.empty()) {
            return;
        }
        auto const first =
            minute_of(incident_.reported_at) + sites_.front().nearest.front().minutes;
        auto const expected = total * come_within(minute_of(last) - first, model.half_time_min());
        auto const permille = expected == 0
                                  ? model.correct_max_permille()
                                  : std::min<std::int64_t>(come * 1'000'000'000 / expected,
                                                           model.correct_max_permille());
        plan_.correction_permille =
            static_cast<int>(std::max<std::int64_t>(permille, model.correct_min_permille()));
    }

    /// By what is left at each site; where nothing is, all to the first.
    void share_out(std::size_t severity, std::int64_t milli) {
        std::int64_t all = 0;
        for (auto const& site : sites_) {
            all += site.left[severity];
        }
        auto rest = milli;
        for (std::size_t at = sites_.size(); at-- > 1;) {
            auto const share = all == 0 ? 0 : milli * sites_[at].left[severity] / all;
            share_out_site(severity, sites_[at], share);
            rest -= share;
        }
        share_out_site(severity, sites_.front(), rest);
    }

    void share_out_site(std::size_t severity, Site const& site, std::int64_t milli) {
        auto const stage = terms_.binding_stage(severity);
        std::vector<std::size_t> takers;
        std::int64_t most = 0;
        for (auto const& near : site.nearest) {
            auto const has = terms_.most(near.hospital, stage);
            if (has > 0 && static_cast<int>(takers.size()) < std::max(plan_.model->spread(), 1)) {
                takers.push_back(near.hospital);
                most += has;
            }
        }
        if (takers.empty() || milli <= 0) {
            return;
        }
        auto const alone = milli * plan_.model->nearest_permille() / 1000;
        auto rest = milli;
        for (auto const hospital : takers) {
            auto const share = (milli - alone) * terms_.most(hospital, stage) / most;
            milli_[hospital][severity] += share;
            rest -= share;
        }
        milli_[takers.front()][severity] +=
            rest;  // who comes by themselves, and what rounding left
    }

    /// Nobody who was waiting when the scene was last seen, or had not come when the hospital last
    /// counted, comes before that.
    void gather() {
        for (std::size_t hospital = 0; hospital < milli_.size(); ++hospital) {
            if (milli_[hospital] == Counts{}) {
                continue;
            }
            auto from = minute_of(incident_.reported_at) + minutes_[hospital];
            from = std::max(from, minute_of(book_.seen_at()));
            auto const counted = book_.arrivals.find(terms_.hospitals()[hospital].rule->id());
            if (counted != book_.arrivals.end()) {
                from = std::max(from, minute_of({counted->second.back().observed_at_us()}));
            }
            plan_.hospitals.push_back({hospital, milli_[hospital], from});
        }
    }

    CapacityTerms const& terms_;
    Incident const& incident_;
    CasualtyBook const& book_;
    ArrivalPlan& plan_;
    std::vector<Site> sites_;
    std::vector<Counts> milli_;
    std::vector<int> minutes_;
};

}  // namespace

std::int64_t come_within(std::int64_t minutes, int half_min) {
    auto const half = std::max(half_min, 1);
    if (minutes <= 0) {
        return 0;
    }
    return minutes >= std::int64_t{half} * halvings_max ? 1'000'000
                                                        : 1'000'000 - left_after(minutes, half);
}

HalfTable::HalfTable(int half_min) {
    auto const half = std::max(half_min, 1);
    table_.reserve(static_cast<std::size_t>(half) * halvings_max);
    for (int minutes = 0; minutes < half * halvings_max; ++minutes) {
        table_.push_back(static_cast<std::int32_t>(come_within(minutes, half)));
    }
}

v1::ArrivalModel const* arrival_model(v1::CapacityRules const& rules, Incident const& incident) {
    std::string type;
    for (auto const& report : incident.reports) {
        if (!report.type().empty()) {
            type = lower(report.type());
        }
    }
    v1::ArrivalModel const* otherwise = nullptr;
    for (auto const& model : rules.arrivals()) {
        if (model.words().empty() && otherwise == nullptr) {
            otherwise = &model;
        }
        for (auto const& word : model.words()) {
            if (type.find(lower(word)) != std::string::npos) {
                return &model;
            }
        }
    }
    return otherwise;
}

ArrivalPlan plan_arrivals(CapacityTerms const& terms, Incident const& incident) {
    ArrivalPlan plan;
    plan.terms = &terms;
    if (!terms.is_known() || incident.pack == nullptr || incident.has_ended() ||
        incident.is_closed()) {
        return plan;
    }
    plan.model = arrival_model(incident.pack->rules.capacity(), incident);
    if (plan.model != nullptr) {
        Planner{terms, incident, plan}.make();
    }
    return plan;
}

}  // namespace larm::core
