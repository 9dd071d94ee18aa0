// What the dimensions of surge capacity are called (PLUS: personal, lokaler, utrustning, styrning),
// for all who put them into words: rules and report know core and not each other.
#pragma once

#include <larm/v1/domain.pb.h>

#include <string_view>

namespace larm::core {

struct DimensionWords {
    std::string_view sv;
    std::string_view en;
};

/// As they stand in a sentence.
[[nodiscard]] constexpr DimensionWords dimension_words(v1::PlusDimension dimension) {
    switch (dimension) {
        case v1::PLUS_DIMENSION_PREMISES: return {"lokaler", "premises"};
        case v1::PLUS_DIMENSION_EQUIPMENT: return {"utrustning", "equipment"};
        case v1::PLUS_DIMENSION_STAFF: return {"personal", "staff"};
        case v1::PLUS_DIMENSION_CONTROL: return {"styrning", "control"};
        case v1::PLUS_DIMENSION_UNSPECIFIED:
        case v1::PlusDimension_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::PlusDimension_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {"okänt", "unknown"};
}

}  // namespace larm::core
