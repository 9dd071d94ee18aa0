// Which promise is meant where vehicles are released by their names alone.
#pragma once

#include <larm/v1/transport.pb.h>

#include <expected>

#include "engine/larm/daemon.hpp"
#include "engine/larm/verb.hpp"
#include "engine/report/words.hpp"

namespace larm::cli {

/// Puts the region's promise that names all of the vehicles into the request, which is of one
/// promise. Where there is no such one the reason has been printed, with what there is.
[[nodiscard]] std::expected<void, ExitCode> find_promise(Daemon& daemon,
                                                         v1::ReleaseTransports& release,
                                                         report::Words const& words);

}  // namespace larm::cli
