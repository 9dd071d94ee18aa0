// What a human says and asks on the telephone when everything automatic has failed, in Swedish.
#pragma once

#include <string>

#include "engine/core/calls.hpp"

namespace larm::delivery {

struct CallScript {
    std::string say;
    std::string ask;
};

/// One line each. What humans wrote is in it as it stands.
[[nodiscard]] CallScript call_script(core::Call const& call);

}  // namespace larm::delivery
