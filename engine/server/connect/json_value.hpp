// Puts one JSON scalar into one field of a message, or says why it does not fit. Which field it is
// and where it stands in the text is json_read's business.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace larm::server {

/// A field of a message; in a list, its next element.
struct FieldSlot {
    google::protobuf::Message* message = nullptr;
    google::protobuf::FieldDescriptor const* field = nullptr;
    bool in_list = false;
};

/// What is wrong, to stand after the field's name: "must be a whole number, not text".
using PutResult = std::expected<void, std::string>;

[[nodiscard]] PutResult put_text(FieldSlot const& slot, std::string text);
[[nodiscard]] PutResult put_whole(FieldSlot const& slot, std::int64_t value);
[[nodiscard]] PutResult put_fraction(FieldSlot const& slot, double value);
[[nodiscard]] PutResult put_bool(FieldSlot const& slot, bool value);

/// "a whole number", "text" ...: what a field takes, in words.
[[nodiscard]] std::string_view wanted(google::protobuf::FieldDescriptor const& field);

}  // namespace larm::server
