// The list of calls to make, as somebody with a telephone in the other hand reads it, in Swedish.
#pragma once

#include <larm/v1/alarm.pb.h>

#include <string>

#include "engine/report/words.hpp"

namespace larm::cli {

/// With the commands that record what came of each call.
[[nodiscard]] std::string calls_text(v1::ListCallsReply const& reply, report::Words const& words);

/// After a call was called done: what its party still owes of what `before` had, and how that is
/// entered. Empty where nothing lacks.
[[nodiscard]] std::string left_unanswered(v1::ListCallsReply const& before,
                                          v1::ReportCall const& seen_to,
                                          report::Words const& words);

}  // namespace larm::cli
