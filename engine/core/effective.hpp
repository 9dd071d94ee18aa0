// What one hospital can take, now and later: the least over the dimensions that bind, of what was
// reported, what steps have added since, and who has come since or is expected. Pure counting over
// values; where they come from is in capacity.
//
// A figure holds for the time it was observed. Since then:
//   + steps that have become done, - steps that have been taken down
//   - casualties who have come, + those whose stay has ended, or who were moved away
// and for a later time also
//   + steps that are accepted and ready by then
//   - casualties who are expected by then, by the model or by moves that were accepted, + those of
//     them whose stay ends, and those who are to be moved away
// A casualty needs its stages from when it comes, as its incident's rules say; what binds a stage,
// and how old a figure may be, the rules in force say. Parts of patients, of shares and permilles,
// are rounded to the nearest whole one. Where a dimension that binds is unknown, so is the whole.
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "engine/core/arrivals.hpp"

namespace larm::core {

struct FigureNow {
    bool is_reported = false;
    int free = 0;
    Instant observed_at;
    int since = 0;  ///< By steps done or taken down since.

    [[nodiscard]] bool is_known(StageTerms const& stage, Instant now) const {
        return is_reported && now - observed_at <= stage.max_age;
    }
};

/// A step that is accepted. Nothing is expected of it any more once it is overdue, whether that has
/// been said or not.
struct ComingStep {
    std::size_t dimension = 0;
    ByStage<int> adds{};
    std::int64_t ready = 0;    ///< Minute.
    std::int64_t overdue = 0;  ///< Minute.
};

/// One incident's casualties at one hospital.
struct Stream {
    struct Come {
        std::int64_t minute = 0;
        Counts milli{};
    };
    /// Accepted by a human of the hospital, and not there yet.
    struct Promised {
        std::int64_t minute = 0;
        Counts milli{};
    };
    /// Moved to another hospital, or to be. They free no place for longer than they could have
    /// taken it, if they were the first who came: too few free places is the safer error.
    struct Gone {
        std::int64_t minute = 0;
        std::int64_t first_come = 0;
        Counts milli{};
        bool has_left = false;
    };

    std::size_t incident = 0;
    bool goes_on = false;                  ///< The incident has been confirmed and not called off.
    CapacityTerms const* terms = nullptr;  ///< The incident's: what its casualties need, how long.
    std::vector<Come> come;                ///< As observed, growing.
    std::vector<Promised> promised;
    std::vector<Gone> gone;
    Counts expected_milli{};
    std::int64_t from = 0;
    HalfTable const* half = nullptr;

    /// Thousandths of persons who had come by then, as reported; at least as far as it was
    /// observed.
    [[nodiscard]] Counts come_by(std::int64_t minute) const;
    /// The same with those who are expected by then.
    [[nodiscard]] Counts all_by(std::int64_t minute) const;
    /// Thousandths of persons who have gone and would otherwise take places at that time, for who
    /// stays that long (0: for good); with those who are to go.
    [[nodiscard]] Counts gone_at(std::int64_t minute, std::int64_t stay_min,
                                 bool with_planned) const;
};

struct HospitalNow {
    ByStage<ByDimension<FigureNow>> figures{};
    bool takes_nobody = false;  ///< Evacuating or closed.
    std::vector<ComingStep> coming;
    std::vector<Stream> streams;
};

struct Standing {
    int free = 0;  ///< Negative: so many too few.
    v1::PlusDimension binding = v1::PLUS_DIMENSION_UNSPECIFIED;
};

/// Millionths of places that casualties take who have come, as reported, less those whose stay has
/// ended.
[[nodiscard]] std::int64_t taken(HospitalNow const& hospital, std::size_t stage,
                                 std::int64_t minute);
/// The same with those who are expected by then.
[[nodiscard]] std::int64_t taken_or_expected(HospitalNow const& hospital, std::size_t stage,
                                             std::int64_t minute);
/// Millionths to the nearest whole place.
[[nodiscard]] std::int64_t whole(std::int64_t millionths);

/// By what is known at `now`; nothing where a dimension that binds is unknown.
[[nodiscard]] std::optional<Standing> effective(HospitalNow const& hospital,
                                                StageTerms const& terms, std::size_t stage,
                                                Instant now);
/// What is expected for `minute`, by what is known at `now`.
[[nodiscard]] std::optional<Standing> forecast(HospitalNow const& hospital, StageTerms const& terms,
                                               std::size_t stage, Instant now, std::int64_t minute);

/// What lies ahead of one stage of one hospital, every five minutes.
struct Outlook {
    std::int64_t first_short = 0;  ///< The first minute with too few places; 0: none.
    std::int64_t first_worse = 0;  ///< The first that lacks more than `worse_than`; 0: none.
    std::int64_t last_narrow = 0;  ///< The last with fewer than `margin` free; 0: none.
    int missing = 0;               ///< At the worst.
    v1::PlusDimension binding = v1::PLUS_DIMENSION_UNSPECIFIED;  ///< Then.
};

inline constexpr std::int64_t outlook_step_min = 5;
[[nodiscard]] constexpr std::int64_t outlook_minute(std::int64_t minute) {
    return (minute + outlook_step_min - 1) / outlook_step_min * outlook_step_min;
}

/// What counts as enough, and as news to whoever has been told.
struct OutlookLimits {
    int margin = 0;
    int worse_than = std::numeric_limits<int>::max();
};

/// From `from` to `until`, both minutes, as known at `from`. Says nothing of whether the figures
/// are known.
[[nodiscard]] Outlook look_ahead(HospitalNow const& hospital, StageTerms const& terms,
                                 std::size_t stage, OutlookLimits const& limits, std::int64_t from,
                                 std::int64_t until);

}  // namespace larm::core
