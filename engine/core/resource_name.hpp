// What a vehicle, or an item, is called, so that one that is written in two ways is one.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>

namespace larm::core {

/// Without blanks, in capitals (ASCII and å, ä, ö): "a 1" and "A1" are the same. Empty where
/// nothing is left.
[[nodiscard]] std::string resource_name(std::string_view as_written);

/// The same of a vehicle, whose call sign is written with hyphens, as a telephone makes them, or
/// without: "331-9010" and "3319010" are the same.
[[nodiscard]] std::string vehicle_name(std::string_view as_written);

struct Commitment;
/// The vehicles that the promise names and that still stand. Of those taken back without a name
/// nobody has said which they are: the first named remain, and the others may be promised anew.
[[nodiscard]] google::protobuf::RepeatedPtrField<std::string> standing_names(
    Commitment const& commitment);

}  // namespace larm::core
