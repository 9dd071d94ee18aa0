// What the daemon answers of support, supplies, situation reports and conferences, as a duty
// officer reads it; documents as they are.
#pragma once

#include <larm/v1/playback.pb.h>

#include <optional>
#include <string>

#include "engine/report/words.hpp"

namespace larm::cli {

/// Nothing where `method` is of another service, or a command; empty where `json` is no such reply.
[[nodiscard]] std::optional<std::string> cooperation_text(std::string const& method,
                                                          std::string const& json,
                                                          report::Words const& words);
/// Of an earlier moment, each under its heading.
[[nodiscard]] std::string cooperation_text(v1::GetAnswersAtReply const& answers,
                                           report::Words const& words);

}  // namespace larm::cli
