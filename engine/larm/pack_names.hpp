// What regions and steps are called: from a rule pack on this machine, or as the daemon's own has
// it. Without either ids stand for themselves: the daemon's answers hold ids only.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "engine/core/pack.hpp"
#include "engine/larm/daemon.hpp"

namespace larm::cli {

class PackNames {
public:
    /// Declares --rules (LARM_RULES). Must outlive the parsing.
    void declare(CLI::App& flags);
    /// The pack, read on the first call; nullptr where none was named or it cannot be used, which
    /// has then been said.
    [[nodiscard]] core::Pack const* pack();
    /// The same, and where there is none the pack that the daemon has in force: asked once, for
    /// what is told after a command, so soon or not at all. Prints nothing of that.
    [[nodiscard]] core::Pack const* pack_or_of(Daemon& daemon);

private:
    std::string folder_;
    std::optional<core::Pack> pack_;
    bool has_asked_ = false;
};

}  // namespace larm::cli
