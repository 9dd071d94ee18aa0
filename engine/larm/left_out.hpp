// Counts that whoever reports leaves out: as they were last reported, and said so; never zero
// without a word.
#pragma once

#include <larm/v1/capacity.pb.h>

#include <expected>
#include <string>

#include "engine/larm/daemon.hpp"
#include "engine/larm/request_flags.hpp"

namespace larm::cli {

/// Puts in what the flags leave out of who has come. The words tell what was put in.
[[nodiscard]] std::expected<std::string, ExitCode> put_what_is_left_out(Daemon& daemon,
                                                                        RequestFlags const& flags,
                                                                        v1::ReportArrivals& report);

/// Which of the counts of a scene are said.
struct SaidOfScene {
    bool at_scene = false;
    bool under_way = false;
    bool dead = false;
};
/// The same of a scene. Who leaves it is no longer at it, so of a scene that is known both counts
/// are wanted, or none: those who wait cannot be taken to be as many as before.
[[nodiscard]] std::expected<std::string, ExitCode> put_what_is_left_out(
    Daemon& daemon, SaidOfScene const& said, v1::ReportCasualties& report);

}  // namespace larm::cli
