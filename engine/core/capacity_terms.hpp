// A rule pack's capacity rules made ready for counting: by index instead of by name. Derived; made
// anew with each pack.
#pragma once

#include <larm/v1/rules.pb.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/care.hpp"
#include "engine/core/instant.hpp"
#include "engine/core/travel.hpp"

namespace larm::core {

struct StageTerms {
    bool is_known = false;
    Duration max_age;
    std::int64_t stay_min = 0;  ///< 0: the place is not free again.
    ByDimension<bool> binds{};  ///< The least of these decides.
    Counts need_permille{};     ///< By severity.
};

struct StepTerms {
    v1::PlusStep const* rule = nullptr;
    std::size_t dimension = 0;
    ByStage<int> adds{};
};

struct HospitalTerms {
    v1::Hospital const* rule = nullptr;
    Position position;
    ByStage<ByDimension<int>> baseline{};
    ByStage<ByDimension<int>> maximum{};
    ByStage<int> most{};           ///< The least of the maximum over the dimensions that bind.
    std::vector<StepTerms> steps;  ///< As the pack has them.

    /// Index of a step, or nothing.
    [[nodiscard]] std::optional<std::size_t> step(std::string_view id) const;
};

/// Points into the rules, which must outlive it.
class CapacityTerms {
public:
    CapacityTerms() = default;
    explicit CapacityTerms(v1::RulePack const& rules);

    /// Whether the pack says anything of capacity. If not, there are no hospitals here.
    [[nodiscard]] bool is_known() const { return rules_ != nullptr; }
    [[nodiscard]] v1::CapacityRules const& rules() const { return rules_->capacity(); }
    [[nodiscard]] std::vector<HospitalTerms> const& hospitals() const { return hospitals_; }
    [[nodiscard]] std::optional<std::size_t> hospital(std::string_view id) const;
    [[nodiscard]] StageTerms const& stage(std::size_t index) const { return stages_[index]; }
    /// The stage by which a severity's patients are shared out.
    [[nodiscard]] std::size_t binding_stage(std::size_t severity) const {
        return binding_stages_[severity];
    }
    /// What a hospital has of a stage at the most: the least over the dimensions that bind.
    [[nodiscard]] int most(std::size_t hospital, std::size_t stage) const {
        return hospitals_[hospital].most[stage];
    }
    /// The last horizon.
    [[nodiscard]] std::int64_t horizon_min() const { return horizon_min_; }
    /// How long after its time a step is overdue.
    [[nodiscard]] Duration overdue_after() const {
        return seconds(std::int64_t{60} * rules().overdue_after_min());
    }

    /// Between two hospitals.
    [[nodiscard]] int road(std::size_t from, std::size_t to) const;
    [[nodiscard]] int air(std::size_t from, std::size_t to) const;
    /// From a site; nothing where its place is not known.
    [[nodiscard]] std::optional<int> road_from(v1::SitePlace const& place, std::size_t to) const;
    [[nodiscard]] std::optional<int> air_from(v1::SitePlace const& place, std::size_t to) const;

private:
    struct Minutes {
        int road = 0;
        int air = 0;
    };

    void read_stages(v1::CapacityRules const& rules);
    void read_hospitals();
    [[nodiscard]] int least_maximum(HospitalTerms const& hospital, std::size_t stage) const;
    /// As the pack has them; where it does not, by the coordinates.
    void read_ways();
    void set_way(std::size_t from, std::size_t to, Minutes minutes);

    v1::RulePack const* rules_ = nullptr;
    ByStage<StageTerms> stages_{};
    std::array<std::size_t, severity_count> binding_stages_{};
    std::vector<HospitalTerms> hospitals_;
    std::vector<std::pair<std::string_view, std::size_t>> index_;  ///< By id.
    std::vector<Minutes> ways_;
    std::int64_t horizon_min_ = 0;
};

/// Whether coordinates say where it is; no site lies at 0, 0.
[[nodiscard]] bool has_position(v1::SitePlace const& place);

}  // namespace larm::core
