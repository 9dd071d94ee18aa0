// A rule pack's triage rules made ready for use: the default and what a region says otherwise put
// together, by index instead of by name. Derived; made once for each pack.
#pragma once

#include <larm/v1/rules.pb.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/indicator.hpp"

namespace larm::core {

struct Pack;

struct TriageIndicatorTerms {
    v1::TriageIndicator const* rule = nullptr;
    IndicatorRule machine;
};

/// Indices into the region's indicators.
struct WhenTerms {
    int at_least = 0;
    std::vector<std::size_t> of;
    std::vector<std::size_t> alone;
};

struct TriageQuestionTerms {
    v1::TriageQuestion const* rule = nullptr;
    WhenTerms enter;
    WhenTerms back;
};

struct TriageRegionTerms {
    std::string region_id;
    std::string decider;  ///< role@organisation.
    int step = -1;        ///< By which the decider is asked; -1: by none.
    std::vector<TriageIndicatorTerms> indicators;
    std::vector<TriageQuestionTerms> questions;

    [[nodiscard]] std::optional<std::size_t> indicator(std::string_view id) const;
    [[nodiscard]] std::optional<std::size_t> question(std::string_view id) const;
};

/// Points into the pack, which must outlive it.
class TriageTerms {
public:
    TriageTerms() = default;
    explicit TriageTerms(Pack const& pack);

    /// Whether the pack says anything of triage.
    [[nodiscard]] bool is_known() const { return !regions_.empty(); }
    /// As the pack has them.
    [[nodiscard]] std::vector<TriageRegionTerms> const& regions() const { return regions_; }
    [[nodiscard]] std::optional<std::size_t> region(std::string_view id) const;

private:
    std::vector<TriageRegionTerms> regions_;
};

/// The set that holds for the region where it does not say otherwise, and what it says; nullptr
/// where there is none.
[[nodiscard]] v1::TriageSet const* triage_set(v1::TriageRules const& rules,
                                              std::string_view region);

}  // namespace larm::core
