// Care stages, PLUS dimensions and severities as indices from 0, and counts of patients by them.
// Whole numbers only; where persons are shared out they are counted in thousandths.
#pragma once

#include <larm/v1/capacity.pb.h>
#include <larm/v1/domain.pb.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace larm::core {

inline constexpr std::size_t stage_count = 5;
inline constexpr std::size_t dimension_count = 4;
inline constexpr std::size_t severity_count = 3;

template <typename T>
using ByStage = std::array<T, stage_count>;
template <typename T>
using ByDimension = std::array<T, dimension_count>;
/// Persons, or thousandths of persons, by severity.
using Counts = std::array<std::int64_t, severity_count>;

// Not for the unspecified ones.
[[nodiscard]] constexpr std::size_t index_of(v1::CareStage stage) {
    return static_cast<std::size_t>(stage) - 1;
}
[[nodiscard]] constexpr std::size_t index_of(v1::PlusDimension dimension) {
    return static_cast<std::size_t>(dimension) - 1;
}
[[nodiscard]] constexpr std::size_t index_of(v1::Severity severity) {
    return static_cast<std::size_t>(severity) - 1;
}
[[nodiscard]] constexpr v1::CareStage stage_at(std::size_t index) {
    return static_cast<v1::CareStage>(index + 1);
}
[[nodiscard]] constexpr v1::PlusDimension dimension_at(std::size_t index) {
    return static_cast<v1::PlusDimension>(index + 1);
}

[[nodiscard]] inline bool is_stage(v1::CareStage stage) {
    return stage > v1::CARE_STAGE_UNSPECIFIED && static_cast<std::size_t>(stage) <= stage_count;
}
[[nodiscard]] inline bool is_dimension(v1::PlusDimension dimension) {
    return dimension > v1::PLUS_DIMENSION_UNSPECIFIED &&
           static_cast<std::size_t>(dimension) <= dimension_count;
}

[[nodiscard]] inline Counts counts_of(v1::SeverityCounts const& counts) {
    return {counts.severe(), counts.moderate(), counts.minor()};
}
[[nodiscard]] inline v1::SeverityCounts to_message(Counts const& counts) {
    v1::SeverityCounts out;
    out.set_severe(static_cast<std::int32_t>(counts[0]));
    out.set_moderate(static_cast<std::int32_t>(counts[1]));
    out.set_minor(static_cast<std::int32_t>(counts[2]));
    return out;
}

}  // namespace larm::core
