// The two languages of everything a human reads: Swedish for duty officers, English for others.
#pragma once

#include <larm/v1/domain.pb.h>

#include <cstdint>
#include <string>

namespace larm::report {

enum class Language : std::uint8_t { swedish, english };

/// The text in `language`; Swedish where there is no English.
[[nodiscard]] inline std::string const& in(Language language, v1::Text const& text) {
    return language == Language::english && !text.en().empty() ? text.en() : text.sv();
}

}  // namespace larm::report
