// Ahead looks at hours as one; look_ahead goes through them five minutes by five minutes. Both must
// find the same, whatever comes, goes and is promised.
#include "engine/core/ahead.hpp"

#include <map>
#include <random>

#include "tests/support/catch.hpp"

namespace larm::core {
namespace {

class Some {
public:
    explicit Some(unsigned seed) : engine_{seed} {}
    /// From `least` to `most`.
    std::int64_t whole(std::int64_t least, std::int64_t most) {
        return least +
               static_cast<std::int64_t>(engine_() % static_cast<unsigned>(most - least + 1));
    }
    std::size_t index(std::size_t count) { return engine_() % count; }
    Counts counts(std::int64_t most) { return {whole(0, most), whole(0, most), whole(0, most)}; }

private:
    std::mt19937 engine_;
};

constexpr std::int64_t now_min = 29'000'000;

Stream stream_of(Some& some, CapacityTerms const& terms, HalfTable const& half) {
    Stream stream;
    stream.terms = &terms;
    Counts come{};
    for (auto minute = now_min - some.whole(0, 400); minute < now_min + 60;
         minute += some.whole(1, 90)) {
        come = sum(come, some.counts(4000));
        stream.come.push_back({minute, come});
    }
    for (auto left = some.whole(0, 3); left > 0; --left) {
        stream.promised.push_back({now_min + some.whole(-50, 300), some.counts(3000)});
        stream.gone.push_back({now_min + some.whole(-200, 300), now_min + some.whole(-300, 0),
                               some.counts(3000), some.index(2) == 0});
    }
    if (some.index(3) != 0) {
        stream.expected_milli = some.counts(30'000);
        stream.from = now_min + some.whole(-200, 100);
        stream.half = &half;
    }
    return stream;
}

HospitalNow hospital_of(Some& some, CapacityTerms const& terms, HalfTable const& half) {
    HospitalNow hospital;
    hospital.takes_nobody = some.index(9) == 0;
    for (auto& stage : hospital.figures) {
        for (auto& figure : stage) {
            figure = {true, static_cast<int>(some.whole(-5, 40)),
                      at_minute(now_min - some.whole(0, 100)), static_cast<int>(some.whole(-4, 4))};
        }
    }
    for (auto left = some.index(4); left > 0; --left) {
        hospital.coming.push_back({some.index(dimension_count),
                                   {static_cast<int>(some.whole(-3, 9)), 2, 3, -1, 5},
                                   now_min + some.whole(-60, 300),
                                   now_min + some.whole(-20, 400)});
    }
    for (auto left = some.index(3); left > 0; --left) {
        hospital.streams.push_back(stream_of(some, terms, half));
    }
    return hospital;
}

v1::RulePack rules_of(Some& some) {
    v1::RulePack rules;
    auto& capacity = *rules.mutable_capacity();
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        auto& rule = *capacity.add_stages();
        rule.set_stage(stage_at(stage));
        rule.set_max_age_min(120);
        rule.set_stay_min(some.index(2) == 0 ? 0 : static_cast<int>(some.whole(20, 500)));
        rule.add_binds(dimension_at(some.index(dimension_count)));
        rule.add_binds(dimension_at(some.index(dimension_count)));
    }
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        auto& rule = *capacity.add_severities();
        rule.set_severity(static_cast<v1::Severity>(severity + 1));
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            auto& need = *rule.add_needs();
            need.set_stage(stage_at(stage));
            need.set_permille(static_cast<int>(some.whole(0, 1000)));
        }
    }
    return rules;
}

}  // namespace

TEST_CASE("hours looked at as one hold what their minutes hold", "[core][capacity]") {
    std::map<bool, int> found;
    for (unsigned seed = 1; seed <= 400; ++seed) {
        CAPTURE(seed);
        Some some{seed};
        auto const rules = rules_of(some);
        CapacityTerms const terms{rules};
        HalfTable const half{static_cast<int>(some.whole(5, 90))};
        auto const hospital = hospital_of(some, terms, half);
        auto const until = now_min + some.whole(-10, 500);
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            auto const& stage_terms = terms.stage(stage);
            auto const worse = static_cast<int>(some.whole(0, 20));
            auto const margin = static_cast<int>(some.whole(0, 4));
            auto const all = look_ahead(hospital, stage_terms, stage,
                                        {.margin = margin, .worse_than = worse}, now_min, until);
            Ahead ahead{hospital, stage_terms, stage, now_min, until};
            CHECK(ahead.first_below(0) == all.first_short);
            CHECK(ahead.first_below(-worse) == all.first_worse);
            CHECK(ahead.last_below(margin) == all.last_narrow);
            ++found[all.first_short != 0];
            ++found[all.last_narrow == 0];
        }
    }
    CHECK(found[true] > 400);  // or it would prove nothing
    CHECK(found[false] > 400);
}

}  // namespace larm::core
