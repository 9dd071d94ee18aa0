// What is written beside a delivery that went to the log for want of its channel. It stands in the
// journal, so those who count deliveries afterwards know that it has reached nobody.
#pragma once

#include <string_view>

namespace larm::core {

inline constexpr std::string_view only_logged = "log only: no person has been reached by this";

[[nodiscard]] constexpr bool is_only_logged(std::string_view detail) {
    return detail == only_logged;
}

}  // namespace larm::core
