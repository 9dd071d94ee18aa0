// Vehicles by name on the command line: how many are named need not be counted, and names that have
// run into one are no vehicle.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <vector>

namespace larm::cli {

/// Whether the field is a count that the names beside it can say.
[[nodiscard]] bool is_said_by_names(google::protobuf::FieldDescriptor const& field);

/// Puts the number of vehicles that the request names where nobody has counted them. What is wrong,
/// where there is neither, or where a name is no vehicle's; requests of other kinds pass.
[[nodiscard]] std::optional<std::string> count_vehicles(google::protobuf::Message& request,
                                                        bool is_counted);

}  // namespace larm::cli
