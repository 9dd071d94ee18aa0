// What is told of a hospital rests on one minute of what lies ahead: the first with too few places,
// or the last. It is looked for in hours, and these are divided only where it may lie within: the
// hours of a night with places enough, or with none, are answered as one.
//
// The same as going through look_ahead() minute by minute, every five.
#pragma once

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
    [[nodiscard]] std::int64_t first_below(int limit) const;
    /// The last one; 0: none.
    [[nodiscard]] std::int64_t last_below(int limit) const;

private:
    /// Minutes that are looked at: from `first` to `last`, every five.
    struct Span {
        std::int64_t first = 0;
        std::int64_t last = 0;
    };
    enum class End : bool { first, last };

    [[nodiscard]] std::int64_t find_from(Span const& all, int limit, End end) const;
    [[nodiscard]] std::int64_t find(Span const& span, int limit, End end) const;
    /// Places free in any of these minutes.
    [[nodiscard]] Between<std::int64_t> free(Span const& span) const;
    /// In millionths, before anybody who is there is taken away.
    [[nodiscard]] Between<std::int64_t> before(Span const& span) const;

    HospitalNow const& hospital_;
    StageTerms const& terms_;
    std::size_t stage_;
    std::int64_t from_;
    std::int64_t until_;
    ByDimension<std::int64_t> base_;
};

}  // namespace larm::core
