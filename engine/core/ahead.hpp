// What is told of a hospital rests on one minute of what lies ahead: the first with too few places,
// or the last. It is looked for in hours, and these are divided only where it may lie within: the
// hours of a night with places enough, or with none, are answered as one.
//
// The same as going through look_ahead() minute by minute, every five.
#pragma once

#include <optional>

#include "engine/core/effective.hpp"

namespace larm::core {

/// Between which values something lies for as long as is looked at, both included.
template <typename Value>
struct Between {
    Value least{};
    Value most{};
};

/// One stage of one hospital, from `from` to `until`, both minutes, as known at `from`. Says
/// nothing of whether the figures are known. The hospital and the terms must outlive it.
class Ahead {
public:
    Ahead(HospitalNow const& hospital, StageTerms const& terms, std::size_t stage,
          std::int64_t from, std::int64_t until);

    /// The first minute with fewer than `limit` places free; 0: none.
    [[nodiscard]] std::int64_t first_below(int limit) { return find_from(limit, End::first); }
    /// The last one; 0: none.
    [[nodiscard]] std::int64_t last_below(int limit) { return find_from(limit, End::last); }

private:
    /// Minutes that are looked at: from `first` to `last`, every five.
    struct Span {
        std::int64_t first = 0;
        std::int64_t last = 0;
    };
    enum class End : bool { first, last };

    [[nodiscard]] std::int64_t find_from(int limit, End end);
    /// `free`: of the span.
    [[nodiscard]] std::int64_t find(Span const& span, Between<std::int64_t> const& free, int limit,
                                    End end) const;
    [[nodiscard]] std::int64_t find(Span const& span, int limit, End end) const {
        return find(span, free(span), limit, end);
    }
    /// Places free in any of these minutes.
    [[nodiscard]] Between<std::int64_t> free(Span const& span) const;
    /// In millionths, before anybody who is there is taken away.
    [[nodiscard]] Between<std::int64_t> before(Span const& span) const;

    HospitalNow const& hospital_;
    StageTerms const& terms_;
    std::size_t stage_;
    std::int64_t from_;
    ByDimension<std::int64_t> base_;
    Span all_;                     ///< Of nothing where its last minute lies before the first.
    std::int64_t least_free_ = 0;  ///< In any minute of it, if everybody were there at once.
    std::optional<Between<std::int64_t>> free_;  ///< Of all of it, once that has been asked for.
};

}  // namespace larm::core
