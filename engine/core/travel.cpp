#include "engine/core/travel.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace larm::core {
namespace {

/// Cosine of whole degrees 0 to 90, in thousandths.
constexpr std::array<std::int64_t, 91> cosine{
    1000, 1000, 999, 999, 998, 996, 995, 993, 990, 988, 985, 982, 978, 974, 970, 966, 961, 956, 951,
    946,  940,  934, 927, 921, 914, 906, 899, 891, 883, 875, 866, 857, 848, 839, 829, 819, 809, 799,
    788,  777,  766, 755, 743, 731, 719, 707, 695, 682, 669, 656, 643, 629, 616, 602, 588, 574, 559,
    545,  530,  515, 500, 485, 469, 454, 438, 423, 407, 391, 375, 358, 342, 326, 309, 292, 276, 259,
    242,  225,  208, 191, 174, 156, 139, 122, 105, 87,  70,  52,  35,  17,  0};

constexpr std::int64_t degree_e5 = 100'000;
/// Of latitude: 40,007,863 m round the poles.
constexpr std::int64_t metres_per_degree = 111'133;

/// In thousandths, between whole degrees by proportion.
std::int64_t cosine_of(std::int64_t latitude_e5) {
    auto const positive =
        std::min(latitude_e5 < 0 ? -latitude_e5 : latitude_e5, 90 * degree_e5 - 1);
    auto const degree = static_cast<std::size_t>(positive / degree_e5);
    auto const part = positive % degree_e5;
    return cosine[degree] - (cosine[degree] - cosine[degree + 1]) * part / degree_e5;
}

/// Rounded down. The processor's root is a first guess; whole numbers settle it.
std::int64_t root(std::int64_t square) {
    auto found = static_cast<std::int64_t>(std::sqrt(static_cast<double>(square)));
    while (found * found > square) {
        --found;
    }
    while ((found + 1) * (found + 1) <= square) {
        ++found;
    }
    return found;
}

int minutes_at(std::int64_t metres, int kmh, int start_min) {
    auto const metres_per_hour = std::int64_t{1000} * std::max(kmh, 1);
    return start_min + static_cast<int>((metres * 60 + metres_per_hour - 1) / metres_per_hour);
}

}  // namespace

std::int64_t metres_between(Position one, Position other) {
    auto const north = (one.latitude_e5 - other.latitude_e5) * metres_per_degree / degree_e5;
    auto const middle = (one.latitude_e5 + other.latitude_e5) / 2;
    auto const east = (one.longitude_e5 - other.longitude_e5) * metres_per_degree / degree_e5 *
                      cosine_of(middle) / 1000;
    return root(north * north + east * east);
}

int road_minutes(v1::TravelRule const& rule, std::int64_t metres) {
    return minutes_at(metres * rule.detour_permille() / 1000, rule.road_kmh(),
                      rule.road_start_min());
}

int air_minutes(v1::TravelRule const& rule, std::int64_t metres) {
    return minutes_at(metres, rule.air_kmh(), rule.air_start_min());
}

}  // namespace larm::core
