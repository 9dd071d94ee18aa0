// What follows from where the indicators stand, as they were told: what is to be recommended, taken
// back, or brought before whoever has decided once more. Pure; decides nothing for anybody.
#pragma once

#include <vector>

#include "engine/core/triage_book.hpp"

namespace larm::core {

struct TriageWeighed {
    enum class Kind : std::uint8_t { recommend, withdraw, remind };
    Kind kind = Kind::recommend;
    v1::RemindCause cause = v1::REMIND_CAUSE_UNSPECIFIED;  ///< To remind.
    v1::TriageRecommendation recommendation;  ///< Without number and time where it is a new one.
};

/// In the order of regions and questions.
[[nodiscard]] std::vector<TriageWeighed> weigh_triage(TriageBook const& book, Instant now);

/// When the next decision that is in force has to be decided anew; not set: none.
[[nodiscard]] Instant next_expiry(TriageBook const& book);

/// Whether what the question is about is so in the region, as decided.
[[nodiscard]] bool in_effect(TriageBook const& book, std::string_view region,
                             v1::TriageQuestion const& question);
/// Whether the decision is on what the question is about.
[[nodiscard]] bool is_about(v1::TriageDecision const& decision, v1::TriageQuestion const& question);

/// Of the indicators that the rule names, how many stand so.
struct TriageCount {
    int holding = 0;
    int unknown = 0;
};
[[nodiscard]] TriageCount count_indicators(TriageBook const& book, std::size_t region,
                                           WhenTerms const& when);
/// Those that speak for it: for the return those that do not hold.
void add_reasons(TriageBook const& book, std::size_t region, TriageQuestionTerms const& question,
                 v1::TriageRecommendation& out);

}  // namespace larm::core
