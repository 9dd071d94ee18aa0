#include "engine/core/resource_name.hpp"

#include <algorithm>

#include "engine/core/incident.hpp"

namespace larm::core {

std::string resource_name(std::string_view as_written) {
    constexpr char latin_lead = '\xC3';  // of å, ä and ö in UTF-8; their capitals lie 0x20 below
    std::string name;
    for (auto const sign : as_written) {
        auto const is_swedish = sign == '\xA5' || sign == '\xA4' || sign == '\xB6';
        if (sign == ' ' || sign == '\t') {
            continue;
        }
        if ((sign >= 'a' && sign <= 'z') ||
            (is_swedish && !name.empty() && name.back() == latin_lead)) {
            name += static_cast<char>(sign - 0x20);
        } else {
            name += sign;
        }
    }
    return name;
}

std::string vehicle_name(std::string_view as_written) {
    auto name = resource_name(as_written);
    for (auto const* const hyphen : {"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2212"}) {
        for (auto at = name.find(hyphen); at != std::string::npos; at = name.find(hyphen)) {
            name.erase(at, std::string_view{hyphen}.size());
        }
    }
    return name;
}

google::protobuf::RepeatedPtrField<std::string> standing_names(Commitment const& commitment) {
    google::protobuf::RepeatedPtrField<std::string> names;
    for (auto const& named : commitment.given.resource_ids()) {
        if (names.size() < commitment.standing() &&
            std::ranges::find(commitment.gone, named) == commitment.gone.end()) {
            *names.Add() = named;
        }
    }
    return names;
}

}  // namespace larm::core
