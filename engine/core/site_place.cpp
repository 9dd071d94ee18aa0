#include "engine/core/site_place.hpp"

#include <algorithm>
#include <string>

namespace larm::core {
namespace {

constexpr std::int64_t most_latitude_e5 = 9'000'000;

/// Those of which the pack says where they are.
std::vector<HospitalTerms const*> placed(CapacityTerms const& terms) {
    std::vector<HospitalTerms const*> found;
    for (auto const& hospital : terms.hospitals()) {
        if (hospital.position.latitude_e5 != 0 || hospital.position.longitude_e5 != 0) {
            found.push_back(&hospital);
        }
    }
    return found;
}

/// The longest way between two hospitals.
std::int64_t reach_m(std::vector<HospitalTerms const*> const& hospitals) {
    std::int64_t longest = 0;
    for (auto one = hospitals.begin(); one != hospitals.end(); ++one) {
        for (auto other = hospitals.begin(); other != one; ++other) {
            longest = std::max(longest, metres_between((*one)->position, (*other)->position));
        }
    }
    return longest;
}

FarOff nearest_to(std::vector<HospitalTerms const*> const& hospitals, Position place) {
    FarOff found;
    for (auto const* const hospital : hospitals) {
        auto const metres = metres_between(place, hospital->position);
        if (found.nearest == nullptr || metres < found.metres) {
            found = {hospital->rule, metres};
        }
    }
    return found;
}

/// "59.39450", digits as digits.
std::string degrees(std::int64_t e5) {
    auto const whole = std::to_string(std::abs(e5) / 100'000);
    auto const part = std::to_string(100'000 + std::abs(e5) % 100'000).substr(1);
    return (e5 < 0 ? "-" : "") + whole + "." + part;
}

}  // namespace

std::optional<FarOff> far_off(CapacityTerms const& terms, v1::SitePlace const& place) {
    if (!terms.is_known() || !has_position(place)) {
        return std::nullopt;
    }
    auto const hospitals = placed(terms);
    auto const reach = reach_m(hospitals);
    auto const nearest = nearest_to(hospitals, {place.latitude_e5(), place.longitude_e5()});
    return reach > 0 && nearest.metres > reach ? std::optional{nearest} : std::nullopt;
}

std::optional<Rejection> refuse_swapped(CapacityTerms const& terms, v1::SitePlace const& place) {
    v1::SitePlace other;
    other.set_latitude_e5(place.longitude_e5());
    other.set_longitude_e5(place.latitude_e5());
    if (std::abs(other.latitude_e5()) > most_latitude_e5 || !far_off(terms, place) ||
        far_off(terms, other)) {
        return std::nullopt;
    }
    return refusal(Code::invalid_argument, "place.latitude_e5",
                   "latitude and longitude are in each other's place: meant is latitude " +
                       degrees(other.latitude_e5()) + ", longitude " +
                       degrees(other.longitude_e5()));
}

}  // namespace larm::core
