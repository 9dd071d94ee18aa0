#include "engine/core/ahead.hpp"

#include "engine/core/effective_parts.hpp"

namespace larm::core {
namespace {

/// Stream::come_by() of any minute from `first` to `last`.
Between<Counts> come_between(Stream const& stream, std::int64_t first, std::int64_t last) {
    auto later = std::ranges::upper_bound(stream.come, first, {}, &Stream::Come::minute);
    auto const before = later == stream.come.begin() ? Counts{} : std::prev(later)->milli;
    Between<Counts> found{before, before};
    for (; later != stream.come.end() && later->minute <= last; ++later) {
        for (std::size_t severity = 0; severity < severity_count; ++severity) {
            found.least[severity] = std::min(found.least[severity], later->milli[severity]);
            found.most[severity] = std::max(found.most[severity], later->milli[severity]);
        }
    }
    return found;
}

/// Stream::all_by(): of those who are expected ever more have come.
Between<Counts> all_between(Stream const& stream, std::int64_t first, std::int64_t last) {
    auto found = come_between(stream, first, last);
    if (stream.half != nullptr && last > stream.from) {
        auto const at_first = stream.half->millionths(first - stream.from);
        auto const at_last = stream.half->millionths(last - stream.from);
        for (std::size_t severity = 0; severity < severity_count; ++severity) {
            auto const one = stream.expected_milli[severity] * at_first / million;
            auto const other = stream.expected_milli[severity] * at_last / million;
            found.least[severity] += std::min(one, other);
            found.most[severity] += std::max(one, other);
        }
    }
    for (auto const& each : stream.promised) {
        if (each.minute <= first) {
            found.least = sum(found.least, each.milli);
        }
        if (each.minute <= last) {
            found.most = sum(found.most, each.milli);
        }
    }
    return found;
}

/// Stream::gone_at(), with who is to go.
Between<Counts> gone_between(Stream const& stream, std::int64_t first, std::int64_t last,
                             std::int64_t stay_min) {
    Between<Counts> found;
    for (auto const& each : stream.gone) {
        auto const would_be_there_until = each.first_come + stay_min;
        if (each.minute <= first && (stay_min == 0 || last < would_be_there_until)) {
            found.least = sum(found.least, each.milli);
        }
        if (each.minute <= last && (stay_min == 0 || first < would_be_there_until)) {
            found.most = sum(found.most, each.milli);
        }
    }
    return found;
}

/// taken_or_expected() of any minute from `first` to `last`.
Between<std::int64_t> taken_between(HospitalNow const& hospital, std::size_t stage,
                                    std::int64_t first, std::int64_t last) {
    Between<std::int64_t> found;
    for (auto const& stream : hospital.streams) {
        auto const& terms = stream.terms->stage(stage);
        if (terms.need_permille == Counts{}) {
            continue;
        }
        auto there = all_between(stream, first, last);
        if (terms.stay_min > 0) {
            auto const left = all_between(stream, first - terms.stay_min, last - terms.stay_min);
            there = {minus(there.least, left.most), minus(there.most, left.least)};
        }
        auto const gone = gone_between(stream, first, last, terms.stay_min);
        auto const fewest = left_of(there.least, gone.most);
        auto const most = left_of(there.most, gone.least);
        for (std::size_t severity = 0; severity < severity_count; ++severity) {
            auto const one = terms.need_permille[severity] * fewest[severity];
            auto const other = terms.need_permille[severity] * most[severity];
            found.least += std::min(one, other);
            found.most += std::max(one, other);
        }
    }
    return found;
}

/// Millionths of places that would be taken if everybody were there at once who has come, is
/// expected or promised.
std::int64_t taken_at_most(HospitalNow const& hospital, std::size_t stage) {
    std::int64_t most = 0;
    for (auto const& stream : hospital.streams) {
        auto const& need = stream.terms->stage(stage).need_permille;
        if (need == Counts{}) {
            continue;
        }
        Counts come{};
        for (auto const& each : stream.come) {
            for (std::size_t severity = 0; severity < severity_count; ++severity) {
                come[severity] = std::max(come[severity], each.milli[severity]);
            }
        }
        for (auto const& each : stream.promised) {
            come = sum(come, each.milli);
        }
        for (std::size_t severity = 0; severity < severity_count; ++severity) {
            auto const expected = std::max<std::int64_t>(0, stream.expected_milli[severity]);
            most += need[severity] * (come[severity] + expected);
        }
    }
    return most;
}

}  // namespace

Ahead::Ahead(HospitalNow const& hospital, StageTerms const& terms, std::size_t stage,
             std::int64_t from, std::int64_t until)
    : hospital_{hospital},
      terms_{terms},
      stage_{stage},
      from_{from},
      base_{before_taken(hospital, terms, stage, true)},
      all_{outlook_minute(from), outlook_minute(from) - 1} {
    if (all_.first <= until) {
        all_.last = all_.first + (until - all_.first) / outlook_step_min * outlook_step_min;
        least_free_ = whole(before(all_).least - taken_at_most(hospital_, stage_));
    }
}

/// Most often there is place for all at once, and nobody's coming and going need be followed.
std::int64_t Ahead::find_from(int limit, End end) {
    if (all_.last < all_.first || least_free_ >= limit) {
        return 0;
    }
    if (!free_) {
        free_ = free(all_);
    }
    return find(all_, *free_, limit, end);
}

std::int64_t Ahead::find(Span const& span, Between<std::int64_t> const& free, int limit,
                         End end) const {
    if (free.least >= limit) {
        return 0;
    }
    if (free.most < limit) {
        return end == End::first ? span.first : span.last;
    }
    auto const half = (span.last - span.first) / outlook_step_min / 2 * outlook_step_min;
    Span const early{span.first, span.first + half};
    Span const late{span.first + half + outlook_step_min, span.last};
    auto const nearer = find(end == End::first ? early : late, limit, end);
    return nearer != 0 ? nearer : find(end == End::first ? late : early, limit, end);
}

Between<std::int64_t> Ahead::free(Span const& span) const {
    auto const before = this->before(span);
    auto const there = taken_between(hospital_, stage_, span.first, span.last);
    return {whole(before.least - there.most), whole(before.most - there.least)};
}

Between<std::int64_t> Ahead::before(Span const& span) const {
    auto least_of = base_;
    auto most_of = base_;
    for (auto const& step : hospital_.coming) {
        auto const adds = step.adds[stage_] * million;
        if (step.ready > span.last || from_ >= step.overdue || hospital_.takes_nobody) {
            continue;
        }
        auto const is_ready = step.ready <= span.first;
        least_of[step.dimension] += is_ready ? adds : std::min<std::int64_t>(0, adds);
        most_of[step.dimension] += is_ready ? adds : std::max<std::int64_t>(0, adds);
    }
    return {least(terms_, least_of).millionths, least(terms_, most_of).millionths};
}

}  // namespace larm::core
