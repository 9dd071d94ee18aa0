// Whether people can be reached, as a duty officer reads it, in Swedish: roll-calls, what they have
// shown, and the preflight.
#pragma once

#include <larm/v1/contact.pb.h>

#include <string>

#include "engine/report/words.hpp"

namespace larm::cli {

/// Those under way and the last ones.
[[nodiscard]] std::string roll_call_text(v1::GetRollCallReply const& reply,
                                         report::Words const& words);
/// How everyone has been reached, by region.
[[nodiscard]] std::string reach_text(v1::GetRollCallReply const& reply, report::Words const& words);
/// Which roll-call has just been started, until when it runs and how it is ended.
[[nodiscard]] std::string started_text(v1::GetRollCallReply const& reply);
/// The worst off first, person by person.
[[nodiscard]] std::string preflight_text(v1::PreflightReply const& reply,
                                         report::Words const& words);

}  // namespace larm::cli
