// Random UUIDs: command ids, and who a new journal is.
#pragma once

#include <string>

namespace larm::cli {

/// A version 4 UUID in its usual form.
[[nodiscard]] std::string new_uuid();

}  // namespace larm::cli
