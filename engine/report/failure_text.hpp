// Why a message did not arrive, in the reader's language: what channels say is English, in the
// journal as in its views. What is not known here stays as it is.
#pragma once

#include <string>
#include <string_view>

#include "engine/report/language.hpp"

namespace larm::report {

/// "mottagaren svarade 401" for "the receiver answered 401".
[[nodiscard]] std::string failure_text(std::string_view why, Language language);

}  // namespace larm::report
