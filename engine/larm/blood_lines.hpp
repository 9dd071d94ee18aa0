// Units of blood as flags say them: "O-=12,O+=40+4,plasma=30".
#pragma once

#include <google/protobuf/message.h>

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace larm::cli {

/// Whether a field holds such lines: a list of BloodUnits or BloodStockLine.
[[nodiscard]] bool holds_blood_lines(google::protobuf::FieldDescriptor const& field);

/// Adds what the texts say, separated by commas or given one by one. An error says what is wrong
/// with which.
[[nodiscard]] std::expected<void, std::string> put_blood_lines(
    google::protobuf::Message& request, google::protobuf::FieldDescriptor const& field,
    std::vector<std::string> const& texts);

}  // namespace larm::cli
