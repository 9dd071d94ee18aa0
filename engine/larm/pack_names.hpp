// What regions and steps are called, from a rule pack on this machine. Without one ids stand for
// themselves: the daemon's answers hold ids only.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "engine/core/pack.hpp"

namespace larm::cli {

class PackNames {
public:
    /// Declares --rules (LARM_RULES). Must outlive the parsing.
    void declare(CLI::App& flags);
    /// The pack, read on the first call; nullptr where none was named or it cannot be used, which
    /// has then been said.
    [[nodiscard]] core::Pack const* pack();

private:
    std::string folder_;
    std::optional<core::Pack> pack_;
};

}  // namespace larm::cli
