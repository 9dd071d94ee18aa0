// Faults that any value can have, whatever its field means: text that is no text, and enum values
// that do not exist.
#pragma once

#include <google/protobuf/message.h>

#include "engine/rules/document.hpp"

namespace larm::rules {

/// Bytes of the longest text of a pack; the limit for text fields everywhere.
inline constexpr int text_bytes_max = 4096;

/// Adds the faults of all values of `message` at `place`, however deep.
void check_values(Place const& place, google::protobuf::Message const& message, Faults& faults);

/// As above, for one field of a message; `index` for repeated fields.
void check_value(Place const& place, google::protobuf::Message const& message,
                 google::protobuf::FieldDescriptor const& field, int index, Faults& faults);

}  // namespace larm::rules
