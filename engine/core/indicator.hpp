// An indicator of overload: when a reported figure holds against a threshold long enough to be
// acted on, and when it no longer does. Nothing is decided here; a named human does.
//
// A figure near the threshold must not make it flap: it begins to hold at the threshold, ceases to
// hold beyond the hysteresis, and either only after the dwell time. A figure that is too old is
// unknown: neither for nor against.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/instant.hpp"

namespace larm::core {

/// Whole numbers: counts, minutes, or thousandths of a share.
struct IndicatorRule {
    std::int64_t threshold = 0;
    /// Holds at the threshold and above; else at it and below.
    bool holds_above = true;
    /// How far beyond the threshold, back, it must be to cease. 0 or more.
    std::int64_t hysteresis = 0;
    Duration dwell{};       ///< How long it must be so before it holds.
    Duration dwell_back{};  ///< How long it must not be so before it ceases.
    Duration max_age{};     ///< Of a figure; older is unknown. 0: it does not age.

    friend bool operator==(IndicatorRule const&, IndicatorRule const&) = default;
};

/// One report. Where a part of it is not known it lies between `value` and `value + more`, and
/// speaks for a change only when all of that does.
struct Figure {
    std::int64_t value = 0;
    Instant observed_at;
    std::int64_t more = 0;
    Instant known_until{};  ///< From then on it is unknown, whatever its age. Not set: never.
};

/// As of the last time that it was looked at.
class Indicator {
public:
    enum class Standing : std::uint8_t { unknown, holds, does_not };

    /// A new figure, at `now`. One observed before the one that is there is ignored.
    void report(IndicatorRule const& rule, Figure const& figure, Instant now);
    /// Nothing is known of it from `now` on, until the next report.
    void lose(IndicatorRule const& rule, Instant now);
    /// The time has come to `now`.
    void advance(IndicatorRule const& rule, Instant now);

    [[nodiscard]] Standing standing(IndicatorRule const& rule, Instant now) const;
    /// What it was when the figures were last young enough.
    [[nodiscard]] bool holds() const { return holds_; }
    /// Since when holds() says what it says; not set before the first figure.
    [[nodiscard]] Instant since() const { return since_; }
    [[nodiscard]] std::optional<Figure> const& figure() const { return figure_; }
    /// When advance() may change something without a report: a dwell ends, or the figure gets too
    /// old. Not set: never.
    [[nodiscard]] Instant next_change(IndicatorRule const& rule) const;

    /// Since when the figures say the opposite of holds(); not set: they do not.
    [[nodiscard]] Instant turning_since() const { return turning_since_; }
    /// As it was saved: with the figure that was at hand, if there was one.
    [[nodiscard]] static Indicator restored(std::optional<Figure> figure, bool holds, Instant since,
                                            Instant turning_since);

private:
    [[nodiscard]] bool speaks_for_change(IndicatorRule const& rule) const;

    std::optional<Figure> figure_;
    bool holds_ = false;
    Instant since_;
    Instant turning_since_;  ///< Since when the figures say the opposite of holds_; not set: they
                             ///< do not.
};

}  // namespace larm::core
