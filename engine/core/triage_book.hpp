// What an incident knows of triage: where each region's indicators stand, what humans have said of
// them, what is recommended, what has been decided. Decisions are in decide_triage; where values
// come from is in triage_read.
//
// A value goes on by itself: figures get too old, what was foreseen comes within sight. So it is
// kept as its course, as known now, and an indicator is looked at when an event changes that course
// or when, along it, the indicator turns. What it was told as, in the log, is what everybody sees.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/state.pb.h>

#include <memory>
#include <string_view>
#include <vector>

#include "engine/core/indicator.hpp"
#include "engine/core/triage_terms.hpp"

namespace larm::core {

/// A value as it goes on if nothing is reported.
struct Course {
    struct Step {
        Instant from;
        std::int64_t value = 0;
        std::int64_t more = 0;

        friend bool operator==(Step const&, Step const&) = default;
    };
    /// Growing; the first counts from ever. None: it is not known.
    std::vector<Step> steps;
    Instant known_until;  ///< Not set: for ever.

    /// nullptr where it is not known then.
    [[nodiscard]] Step const* at(Instant now) const;
    friend bool operator==(Course const&, Course const&) = default;
};

/// One indicator of one region.
struct TriageCell {
    Indicator indicator;
    Course course;
    Instant looked_at;
    v1::IndicatorStanding told = v1::INDICATOR_STANDING_UNKNOWN;
    v1::IndicatorTurn last;  ///< As it was told.
    Instant told_at;
    Instant due;  ///< Derived: when it stands otherwise than was told. Not set: never.

    /// Along the course to `until`.
    void walk(IndicatorRule const& rule, Instant until);
    /// From `now` on the value goes otherwise. Returns the course that is not kept of the two, for
    /// its memory.
    Course take(IndicatorRule const& rule, Course next, Instant now);
    void find_due(IndicatorRule const& rule);
    [[nodiscard]] v1::IndicatorStanding standing(IndicatorRule const& rule, Instant now) const;
};

struct TriageBook {
    TriageTerms const* terms = nullptr;  ///< Of the incident's pack; nullptr: it says nothing.
    std::vector<std::vector<TriageCell>> cells;      ///< By region and indicator, as in the terms.
    std::vector<v1::IndicatorReport> reports;        ///< The latest of each who says something.
    std::vector<v1::TriageRecommendation> standing;  ///< At most one a region and question.
    std::vector<v1::TriageDecision> decisions;       ///< In order.
    int recommended = 0;                             ///< How many recommendations there were.
    Instant weighs_since;  ///< Something follows that has not been said. Not set: nothing does.
    Instant due;           ///< Derived: when the engine has something to say by itself.

    /// The alarm has gone out; nothing is known of any indicator. Not where there are no terms.
    void open();
    /// The indicators have been told otherwise, or somebody has decided.
    void weigh(Instant at);
    /// What follows is as it was; a value is not.
    void find_due();

    [[nodiscard]] v1::TriageMode mode(std::string_view region) const;
    [[nodiscard]] v1::CareStandard standard(std::string_view region) const;
    [[nodiscard]] bool rations(std::string_view region, std::string_view item) const;
    [[nodiscard]] std::vector<std::string> rationed(std::string_view region) const;
    /// The last of a region, or nullptr.
    [[nodiscard]] v1::TriageDecision const* last(std::string_view region) const;
    [[nodiscard]] v1::TriageRecommendation const* recommendation(std::string_view region,
                                                                 std::string_view question) const;
    /// Whether something is recommended that the party has not decided on.
    [[nodiscard]] bool waits_for(std::string_view decider) const;

    void fold(v1::IndicatorReport const& report);
    void fold(v1::IndicatorsTurned const& turned, Instant at);
    void fold(v1::TriageRecommendation const& recommendation);
    void fold(v1::RecommendationWithdrawn const& withdrawn);
    void fold(v1::TriageDecision const& decision);
    void fold(v1::DecisionReminded const& reminded);

    void save(v1::IncidentSnapshot& out) const;
    void load(v1::IncidentSnapshot const& saved, TriageTerms const* of_pack);
};

}  // namespace larm::core
