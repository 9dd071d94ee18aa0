// What `larm capacity` reads in its flags: figures, counts and places.
#pragma once

#include <google/protobuf/descriptor.h>
#include <larm/v1/capacity.pb.h>

#include <optional>
#include <string>
#include <string_view>

namespace larm::cli {

/// The value of an enum by its short name; 0 where there is none.
[[nodiscard]] int value_of(google::protobuf::EnumDescriptor const& type, std::string_view name);

/// "emergency/staff=7"
[[nodiscard]] std::optional<v1::CapacityFigure> figure_in(std::string_view text);

/// " --free emergency/staff=7 --free ward/staff=3" of figures that have run into one; else empty.
[[nodiscard]] std::string run_together(std::string const& text);

/// "SEVERE,MODERATE,MINOR"
[[nodiscard]] std::optional<v1::SeverityCounts> counts_in(std::string_view text);

/// "LATITUDE,LONGITUDE" in degrees, WGS 84.
[[nodiscard]] std::optional<v1::SitePlace> place_in(std::string_view text);

}  // namespace larm::cli
